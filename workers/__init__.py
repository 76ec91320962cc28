"""Processes that touch the world: the feed, Redis, PostgreSQL, and the command line that starts them.

Door: `workers.cli`. Refuses to know the dashboard; the two meet only in Redis and PostgreSQL.
"""
