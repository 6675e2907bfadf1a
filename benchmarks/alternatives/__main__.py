"""Runs one alternative in a process of its own: `python -m benchmarks.alternatives NAME ...`."""
