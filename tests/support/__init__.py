"""What tests lean on: real engines, recorded data, waiting with a deadline."""
