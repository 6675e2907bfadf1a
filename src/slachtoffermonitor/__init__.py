"""The data warehouse of the monitor of victims of human trafficking."""
