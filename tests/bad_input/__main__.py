"""Writes docs/bad-input.md from the catalogue."""

from __future__ import annotations

from tests.bad_input.page import write

if __name__ == "__main__":
    write()
