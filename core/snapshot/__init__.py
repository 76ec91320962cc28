"""What leaves the core: rooms, their deltas, their keys and their encoding."""
