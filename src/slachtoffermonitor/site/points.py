"""A number of a chart, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slachtoffermonitor.site.texts import Texts

INVENTED: Final = "°"
"""The sign of an invented number, as in the tables."""


@dataclass(frozen=True)
class Point:
    """A number of a chart.

    Attributes:
        code: the category.
        label: what it is called.
        column: what the column is called.
        value: how many.
        pct: its share in whole percent, if it has one.
        base: what the share is of.
        is_expected: whether the number is an expected one, of which only the share is shown.
        segment: numbers of one segment are counted by the same rules; a line joins only these.
        column_code: the column.
        is_invented: whether the number is one of a synthetic register that no document prints.
        is_share_invented: the same of the share, which follows from the number.
    """

    code: str
    label: str
    column: str
    value: Decimal
    pct: int | None
    base: Decimal | None = None
    is_expected: bool = False
    segment: str = ""
    column_code: str = ""
    is_invented: bool = False
    is_share_invented: bool = False

    @property
    def sign(self) -> str:
        """The sign of a number that is invented."""
        return INVENTED if self.is_invented else ""

    def number(self, t: Texts) -> str:
        """Write the number, with its sign."""
        return t.number(self.value) + self.sign

    def share(self) -> str:
        """Write the share, with its sign."""
        return f"{self.pct}%" + (INVENTED if self.is_share_invented else "")

    def shown(self, t: Texts) -> str:
        """Write the number with its share."""
        if self.is_expected:
            return self.share()
        return self.number(t) + (f" ({self.share()})" if self.pct is not None else "")
