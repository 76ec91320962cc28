"""What the market is: symbols, prices, phases, contracts and the events that happen in it."""
