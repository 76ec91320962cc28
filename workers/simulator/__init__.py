"""A simulated SSI FastConnect server: the same wire, from recorded, reconstructed or generated days.

Doors: `source.open_source` (messages offline), `server.SimulatedServer` (the wire in a process),
`main.simulate` (the command). Refuses to know the product's trackers and its dashboard.
"""
