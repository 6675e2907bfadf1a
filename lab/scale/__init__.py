"""A synthetic register of any size, with the cells that must be published from it.

The shipped register (`lab.synthetic`) has the size and the figures of the real one.
This one is for scale: millions of notifications with the same mess, written as Parquet. What is
true of a victim-year is decided first; the records are made to lead back to it. So the true cells
follow from counting the truth, and nothing of the warehouse is used to find them.
"""

from __future__ import annotations

from lab.scale.generate import (
    Progress,
    ScaleError,
    ScaleRegister,
    ScaleSettings,
    generate,
)

__all__ = ["Progress", "ScaleError", "ScaleRegister", "ScaleSettings", "generate"]
