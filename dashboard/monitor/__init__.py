"""What the web processes tell a monitoring system, together and beside the dashboard's own port."""
