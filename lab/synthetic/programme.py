"""An integer programme: aggregated cells in linked views that meet many published numbers at once.

The views share margins (year x group x region x adulthood), so that individuals can afterwards be
drawn at random inside the shared cells without breaking any of them:

====  =======================================================  =====================================
view  cells                                                    carries
====  =======================================================  =====================================
L     year x group x region x adulthood                        regions, minors, unknown ages
N     year x group x nationality (listed, or rest per region)  Tabel 2.1
B     year x group x adult age band                            Figuur 2.10
G     year x group x Africa or not x adulthood x gender        Figuur 2.8, the witness
R     year x group x region class x adulthood x reporters      Figuur 2.11, 2.13
U     year x group x Africa or not x police unit               Figuur 2.12
X     year x group x second police unit                        3.046 against 2.984
C     year x group x Africa or not x combination of forms      Figuur 2.3
M     year x Africa or not x manner                            Figuur 2.6
S     year x labour sector                                     Figuur 2.5
====  =======================================================  =====================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from . import domain as d

Cell = tuple[Any, ...]
View = dict[Cell, int]
AFR, NON = "AFR", "NON"


class CalibrationError(RuntimeError):
    """The integer programme has no solution, or none was found in the time allowed."""


@dataclass
class Solution:
    """Integer cells of every view, by view letter."""

    views: dict[str, View] = field(default_factory=dict)
    status: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have victims."""
        return tuple(sorted({cell[0] for cell in self.views["L"]}))

    def count(self, view: str, **where: Any) -> int:
        """Sum of a view's cells whose named positions hold one of the given values."""
        names = POSITIONS[view]
        total = 0
        for cell, value in self.views[view].items():
            if all(
                cell[names.index(k)] in (v if isinstance(v, (tuple, list, set)) else (v,))
                for k, v in where.items()
            ):
                total += value
        return total


POSITIONS = {
    "L": ("y", "f", "r", "a"),
    "N": ("y", "f", "n"),
    "B": ("y", "f", "b"),
    "G": ("y", "f", "c", "a", "g"),
    "R": ("y", "f", "r", "a", "p"),
    "U": ("y", "f", "c", "u"),
    "X": ("y", "f", "u"),
    "C": ("y", "f", "c", "k"),
    "M": ("y", "c", "m"),
    "S": ("y", "s"),
}


def region2(region: str) -> str:
    """Africa or not."""
    return AFR if region == "AFR" else NON


def region_classes(group: str) -> tuple[str, ...]:
    """Region classes (reporter view) that a group can have."""
    return tuple(dict.fromkeys(d.REGION_CLASS[r] for r in d.GROUP_REGIONS[group]))


def africa_classes(group: str) -> tuple[str, ...]:
    """AFR and/or NON, as far as the group's regions go."""
    return tuple(dict.fromkeys(region2(r) for r in d.GROUP_REGIONS[group]))


COMBINATIONS = {
    "BL": ("SU", "SU+AU", "SU+CU", "SU+AU+CU"),
    "GO": ("SU", "SU+AU", "SU+CU", "SU+AU+CU", "SU+OV"),
    "SX": ("SU", "SU+AU", "SU+CU"),
    "AU": ("AU", "AU+CU", "AU+OV"),
    "CU": ("CU",),
    "OV": ("OV",),
    "UN": ("ONB",),
}


class Programme:
    """The cells of some years, and the margins that the views share.

    Attributes:
        years: registration years.
        patterns: group -> sets of reporters that may notify one victim.
        own_cells: nationality with cells of its own -> its region.
        most_of_a_sector: bound of a cell of view S.
    """

    years: tuple[int, ...] = d.YEARS
    patterns: dict[str, dict[str, float]] = d.PATTERNS
    own_cells: dict[str, str] = d.OWN_CELLS
    most_of_a_sector = 120

    def __init__(self) -> None:
        self.m = cp_model.CpModel()
        self.v: dict[str, dict[Cell, cp_model.IntVar]] = {k: {} for k in POSITIONS}
        self.penalty_index: list[tuple[int, int]] = []
        self._cells()
        self._links()

    # -- helpers -----------------------------------------------------------------------------
    def new(self, view: str, cell: Cell, hi: int = 1400) -> None:
        """A new integer cell."""
        self.v[view][cell] = self.m.new_int_var(0, hi, f"{view}{cell}")

    def get(self, view: str, **where: Any) -> list[cp_model.IntVar]:
        """Variables of a view whose named positions hold one of the given values."""
        names = POSITIONS[view]
        tests = [
            (names.index(k), set(v) if isinstance(v, (tuple, list, set)) else {v})
            for k, v in where.items()
        ]
        return [x for c, x in self.v[view].items() if all(c[i] in s for i, s in tests)]

    def sum(self, view: str, **where: Any) -> Any:
        """Sum of a view's cells under a condition (see get)."""
        return sum(self.get(view, **where))

    def eq(self, expression: Any, value: Any) -> None:
        """Demand an exact value."""
        self.m.add(expression == value)

    def between(self, expression: Any, low: int, high: int) -> None:
        """Demand a range, both ends included."""
        self.m.add(expression >= low)
        self.m.add(expression <= high)

    def pct(
        self, part: Any, whole: Any, percent: float, low: float = -0.5, high: float = 0.5
    ) -> None:
        """Part / whole rounds to the whole percent (half up), or lies in the range given."""
        lo, hi = round((percent + low) * 100), round((percent + high) * 100)
        self.m.add(10_000 * part >= lo * whole)
        self.m.add(10_000 * part <= hi * whole - 1)

    def near(self, expression: Any, target: float, weight: int = 1, slack: float = 0.0) -> None:
        """Penalise the distance from a plausible value beyond the slack."""
        t = round(target)
        s = round(slack)
        dev = self.m.new_int_var(0, 5000, "")
        self.m.add(dev >= expression - t - s)
        self.m.add(dev >= t - s - expression)
        self.penalty_index.append((dev.index, weight))

    # -- cells and links ---------------------------------------------------------------------
    def _cells(self) -> None:
        for y in self.years:
            for f in d.GROUPS:
                for r in d.GROUP_REGIONS[f]:
                    for a in d.ADULTHOODS:
                        self.new("L", (y, f, r, a))
                    listed = [n for n in self.listed(r) if self.may(f, n)]
                    for n in listed:
                        self.new("N", (y, f, n))
                    if r != "NL":
                        self.new("N", (y, f, "*" + r))
                for b in d.ADULT_BANDS:
                    self.new("B", (y, f, b))
                for c in africa_classes(f):
                    for a, g in product(d.ADULTHOODS, d.GENDERS):
                        self.new("G", (y, f, c, a, g))
                    for u in d.UNITS:
                        self.new("U", (y, f, c, u), 300)
                    for k in COMBINATIONS[f]:
                        self.new("C", (y, f, c, k))
                for r in region_classes(f):
                    for a in d.ADULTHOODS:
                        for p in self.patterns[f]:
                            self.new("R", (y, f, r, a, p), 700)
                for u in d.UNITS[:-1]:
                    self.new("X", (y, f, u), 4)
            for c in (AFR, NON):
                for mm in d.MANNERS:
                    self.new("M", (y, c, mm))
            for s in (*d.LABOUR_SECTORS, "A", "T"):
                self.new("S", (y, s), self.most_of_a_sector)

    def listed(self, region: str) -> list[str]:
        """Nationalities of a region that have cells of their own."""
        return [n for n, r in self.own_cells.items() if r == region]

    @staticmethod
    def may(group: str, nationality: str) -> bool:
        """The group can have the listed nationality."""
        if nationality == "NLD":
            return group in ("BL", "AU", "CU", "UN")
        return group not in ("BL", "SX")

    def _links(self) -> None:
        for y in self.years:
            for f in d.GROUPS:
                for r in d.GROUP_REGIONS[f]:
                    names = [*[n for n in self.listed(r) if self.may(f, n)], "*" + r]
                    self.eq(self.sum("L", y=y, f=f, r=r), self.sum("N", y=y, f=f, n=tuple(names)))
                self.eq(self.sum("L", y=y, f=f, a="ADULT"), self.sum("B", y=y, f=f))
                for c in africa_classes(f):
                    rs = tuple(r for r in d.GROUP_REGIONS[f] if region2(r) == c)
                    size = self.sum("L", y=y, f=f, r=rs)
                    for a in d.ADULTHOODS:
                        self.eq(
                            self.sum("L", y=y, f=f, r=rs, a=a), self.sum("G", y=y, f=f, c=c, a=a)
                        )
                    self.eq(size, self.sum("C", y=y, f=f, c=c))
                    rcs = tuple({d.REGION_CLASS[r] for r in rs})
                    police = tuple(p for p in self.patterns[f] if "P" in p)
                    self.eq(self.sum("U", y=y, f=f, c=c), self.sum("R", y=y, f=f, r=rcs, p=police))
                for rc in region_classes(f):
                    rs = tuple(r for r in d.GROUP_REGIONS[f] if d.REGION_CLASS[r] == rc)
                    for a in d.ADULTHOODS:
                        self.eq(
                            self.sum("L", y=y, f=f, r=rs, a=a), self.sum("R", y=y, f=f, r=rc, a=a)
                        )
            for c in (AFR, NON):
                criminal = ("SU+CU", "SU+AU+CU", "AU+CU", "CU")
                self.eq(self.sum("M", y=y, c=c), self.sum("C", y=y, c=c, k=criminal))
            labour = ("SU+AU", "SU+AU+CU", "AU", "AU+CU", "AU+OV")
            self.eq(self.sum("S", y=y), self.sum("C", y=y, k=labour))

    def any_form(self, y: Any, form: str, c: Any = (AFR, NON)) -> Any:
        """Victims with a form of exploitation, alone or with others."""
        kinds = {k for ks in COMBINATIONS.values() for k in ks if form in k.split("+")}
        return self.sum("C", y=y, c=c, k=tuple(kinds))

    def notifications(self, letters: Iterable[str], **where: Any) -> Any:
        """Notifications (victim x reporter group) of the given groups; where as in view R."""
        total: Any = 0
        for letter in letters:
            patterns = tuple({p for ps in self.patterns.values() for p in ps if letter in p})
            total += self.sum("R", p=patterns, **where)
        return total

    def _relaxation(self) -> dict[Cell, float]:
        """Plausible fractional cells: the linear relaxation with the plausibility penalties."""
        proto = self.m.proto
        lp = mathopt.Model()
        xs = [lp.add_variable(lb=v.domain[0], ub=v.domain[1]) for v in proto.variables]
        for constraint in proto.constraints:
            if not constraint.has_linear():
                continue
            linear = constraint.linear
            low, high, *_ = linear.domain
            scale = max(abs(k) for k in linear.coeffs)
            lp.add_linear_constraint(
                lb=low / scale if low > -(10**15) else -float("inf"),
                ub=high / scale if high < 10**15 else float("inf"),
                expr=mathopt.fast_sum(
                    [k / scale * xs[i] for i, k in zip(linear.vars, linear.coeffs, strict=True)]
                ),
            )
        lp.minimize(mathopt.fast_sum([w * xs[i] for i, w in self.penalty_index]))
        result = mathopt.solve(lp, mathopt.SolverType.GLOP)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            raise CalibrationError("The published numbers contradict one another: no solution.")
        values = result.variable_values(xs)
        return {
            (view, *cell): values[x.index]
            for view, cells in self.v.items()
            for cell, x in cells.items()
        }

    def solve(self, seed: int = 20210101, limit: float = 120.0, log: bool = False) -> Solution:
        """Relax, then find integers near the relaxation with one worker (deterministic).

        Raises:
            CalibrationError: no solution exists or none was found within the limit.
        """
        fractional = self._relaxation()
        for view, cells in self.v.items():
            for cell, x in cells.items():
                value = fractional[(view, *cell)]
                room = 2 + 0.08 * value
                self.m.add(x >= max(0, int(value - room)))
                self.m.add(x <= int(value + room) + 1)
                self.m.add_hint(x, round(value))
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = limit
        solver.parameters.log_search_progress = log
        status = solver.solve(self.m)
        name = solver.status_name(status)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise CalibrationError(f"The integer programme has no solution ({name}).")
        views = {
            view: {c: v for c, x in cells.items() if (v := solver.value(x))}
            for view, cells in self.v.items()
        }
        return Solution(views, name)
