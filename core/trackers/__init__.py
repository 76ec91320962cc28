"""One tracker per question about the day; each owns its state and is fed by the pipeline."""
