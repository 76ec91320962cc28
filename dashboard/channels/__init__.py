"""Sockets for programs: what each channel carries, when, and who may listen."""
