"""Writing rooms to Redis."""
