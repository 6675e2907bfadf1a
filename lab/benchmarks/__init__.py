"""Benchmarks of the warehouse beside what people would use instead."""
