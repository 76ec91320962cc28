"""The web process: reads rooms from Redis, pushes them to browsers, serves the pages.

Never imports workers. Refuses to know SSI, the feed and the trackers.
"""
