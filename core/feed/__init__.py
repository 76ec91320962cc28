"""The feed without the network: protocol, wire structs, normalising, back-off, liveness."""
