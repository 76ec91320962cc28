"""What is kept for good, in PostgreSQL. Door: `membership`, `migrations`. Refuses to know the feed."""
