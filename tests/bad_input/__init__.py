"""The catalogue of bad input: ways to spoil a delivery, and what comes of each."""
