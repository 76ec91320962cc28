"""One file per panel: its ids, its layout, its figure and its callbacks."""
