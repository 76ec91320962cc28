"""What the web process holds in memory of the market."""
