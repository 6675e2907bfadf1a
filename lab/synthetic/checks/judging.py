"""How a check is made: what is counted on the recount, and what it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from lab.synthetic.recount import Recount

MAIN = (2015, 2019)


@dataclass(frozen=True)
class Check:
    """One constraint: value within [low, high]; ``relaxed`` explains one that is not demanded."""

    check_id: str
    source: str
    what: str
    low: float
    high: float
    value: float
    note: str = ""
    relaxed: bool = False

    @property
    def residual(self) -> float:
        """Zero inside the range, else the distance to it (in the unit of the target)."""
        if self.low <= self.value <= self.high:
            return 0.0
        return self.value - (self.low if self.value < self.low else self.high)

    @property
    def holds(self) -> bool:
        """The recount is inside the range."""
        return self.residual == 0.0


EPS = 1e-9

FORM_CODES = ("BL-SU", "GO-SU", "AU", "CU", "ONB")


class Judge:
    """Counts on the recount, and keeps the checks that are made."""

    def __init__(self, r: Recount) -> None:
        self.r = r
        self.v = r.victims
        self.checks: list[Check] = []

    # -- counting helpers --------------------------------------------------------------------
    def n(
        self,
        *conditions: pl.Expr,
        years: tuple[int, int] | int = MAIN,
        frame: pl.DataFrame | None = None,
    ) -> int:
        """Victims of some years that meet all conditions; of another frame, its rows."""
        low, high = (years, years) if isinstance(years, int) else years
        rows = (self.v if frame is None else frame).filter(pl.col("year").is_between(low, high))
        for condition in conditions:
            rows = rows.filter(condition)
        return rows.height

    def notes(self, *conditions: pl.Expr, years: tuple[int, int] | int = MAIN) -> int:
        """Notifications of some years that meet all conditions."""
        return self.n(*conditions, years=years, frame=self.r.notifications)

    def units(self, *conditions: pl.Expr, years: tuple[int, int] | int = MAIN) -> int:
        """Notifications by units of the police that meet all conditions."""
        return self.n(*conditions, years=years, frame=self.r.units)

    # -- adding checks -----------------------------------------------------------------------
    def exact(  # noqa: PLR0917
        self,
        source: str,
        what: str,
        value: float,
        target: float,
        note: str = "",
        relaxed: bool = False,
    ) -> None:
        """The value is the target."""
        self.between(source, what, value, target, target, note, relaxed)

    def between(  # noqa: PLR0917
        self,
        source: str,
        what: str,
        value: float,
        low: float,
        high: float,
        note: str = "",
        relaxed: bool = False,
    ) -> None:
        """The value lies between two bounds, both included."""
        self.checks.append(
            Check(f"K-{len(self.checks) + 1:03d}", source, what, low, high, value, note, relaxed)
        )

    def percent(  # noqa: PLR0917
        self,
        source: str,
        what: str,
        part: float,
        whole: float,
        target: float,
        note: str = "",
        relaxed: bool = False,
    ) -> None:
        """The share rounds to the whole percent, half up."""
        self.between(
            source, what, 100 * part / whole, target - 0.5, target + 0.5 - EPS, note, relaxed
        )

    def true(self, source: str, what: str, value: bool, note: str = "") -> None:
        """It is so."""
        self.exact(source, what, float(value), 1.0, note)


def c(column: str, *values: str) -> pl.Expr:
    """Column is one of the values."""
    return pl.col(column).is_in(list(values))


SU, AU, CU, OV = (pl.col(f"has_{f}") for f in ("SU", "AU", "CU", "OV"))
AFRICA = c("origin_region_code", "AFR")
EUROPE = c("origin_region_code", "MOE", "OVE")
DUTCH = c("origin_region_code", "NL")


def rises(series: Sequence[float]) -> bool:
    """Every number is above the one before."""
    return all(a < b for a, b in pairwise(series))


def falls_every_year(series: Sequence[float]) -> bool:
    """Every number is below the one before."""
    return all(a > b for a, b in pairwise(series))


def form(*codes: str) -> pl.Expr:
    """Form of trafficking (exclusive groups) is one of the codes."""
    return c("form", *codes)
