"""Shape of what is kept for good. Door: `core.history.tables`. Refuses to know a database."""
