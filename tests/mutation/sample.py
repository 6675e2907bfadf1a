"""The mutants that run with every `make test`: a few from each rule, and each quick to kill."""

from __future__ import annotations

from typing import Final

SAMPLE: Final[tuple[str, ...]] = ()
