"""Lets `python -m slachtoffermonitor` do what the command `slachtoffermonitor` does."""

from slachtoffermonitor.cli import app

if __name__ == "__main__":
    app()
