"""Individuals: seeded random matching inside the cells that the integer programme has fixed."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from . import domain as d
from .programme import AFR, CalibrationError, Solution, region2
from .returned import Citizenship


@dataclass
class Victim:
    """One synthetic victim-year, with the values that the rules must arrive at."""

    year: int
    group: str
    region: str
    adulthood: str
    band: str = "ONB"
    gender: str = "ONB"
    nationality: str = "XXX"
    reporters: str = ""
    unit: str = ""
    second_unit: str = ""
    combination: str = "ONB"
    manner: str = ""
    labour_sector: str = ""
    sector: str = ""
    age: int | None = None
    emm: bool = False
    letter: bool = False
    cooperates: str = "unknown"
    kind: str = "analysis"  # or kmar_only, emm_only, letter_only
    person: int = -1
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_sexual(self) -> bool:
        """Any sexual exploitation."""
        return self.combination.startswith("SU")

    @property
    def has(self) -> set[str]:
        """Known forms of exploitation."""
        return set(self.combination.split("+")) - {"ONB"}


ADULT_BAND_AGES = {"18-22": (18, 22), "23-29": (23, 29)}

# The organ removal cases of 2019 (SM-0050 .. SM-0062): aggregates printed in the monitor.
PINS: dict[tuple[int, str], list[dict[str, str]]] = {
    (2019, "OV"): [
        {
            "region": "AFR",
            "band": "30+",
            "gender": "M",
            "nat": "*AFR",
            "final": "SDN",
            "unit": "PE02",
            "combination": "OV",
        },
        {
            "region": "AZI",
            "band": "23-29",
            "gender": "M",
            "nat": "*AZI",
            "final": "SYR",
            "unit": "PE02",
            "combination": "OV",
        },
        {
            "region": "AFR",
            "band": "18-22",
            "gender": "M",
            "nat": "SLE",
            "final": "SLE",
            "unit": "PE02",
            "combination": "OV",
        },
    ],
    (2019, "GO"): [
        {
            "region": "AFR",
            "band": "23-29",
            "gender": "V",
            "nat": "NGA",
            "final": "NGA",
            "unit": "PE06",
            "combination": "SU+OV",
        },
        {
            "region": "AFR",
            "band": "30+",
            "gender": "M",
            "nat": "NGA",
            "final": "NGA",
            "unit": "PE06",
            "combination": "SU+OV",
        },
    ],
    (2019, "AU"): [
        {
            "region": "AFR",
            "band": "23-29",
            "gender": "M",
            "nat": "SLE",
            "final": "SLE",
            "unit": "PE03",
            "combination": "AU+OV",
        },
    ],
}


class Pool:
    """Multiset of values per key, handed out in seeded random order."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.counts: dict[Any, Counter[str]] = defaultdict(Counter)
        self.queues: dict[Any, list[str]] = {}

    def add(self, key: Any, value: str, n: int) -> None:
        """Put a value n times into a cell."""
        self.counts[key][value] += n

    def take(self, key: Any, value: str) -> None:
        """Remove one given value (for a pinned individual)."""
        if self.counts[key][value] <= 0:
            raise CalibrationError(f"No room for a pinned value {value!r} in cell {key!r}.")
        self.counts[key][value] -= 1

    def next(self, key: Any) -> str:
        """Hand out the next value of a cell."""
        if key not in self.queues:
            values = sorted(self.counts[key].elements())
            self.rng.shuffle(values)
            self.queues[key] = values
        return self.queues[key].pop()

    def check_empty(self) -> None:
        """Fail unless every value has been handed out."""
        left = {k: len(v) for k, v in self.queues.items() if v}
        unused = [k for k, c in self.counts.items() if k not in self.queues and c.total()]
        if left or unused:
            raise CalibrationError(f"Cells left over after matching: {left} {unused}")


def draw_victims(s: Solution, rng: random.Random) -> list[Victim]:
    """Analysis population of the solution's years, matched inside the shared cells."""
    victims: list[Victim] = []
    pools = {name: Pool(rng) for name in "LBGRUNC"}
    for (y, f, r, a), n in s.views["L"].items():
        pools["L"].add((y, f), f"{r}|{a}", n)
    for (y, f, b), n in s.views["B"].items():
        pools["B"].add((y, f), b, n)
    for (y, f, c, a, g), n in s.views["G"].items():
        pools["G"].add((y, f, c, a), g, n)
    for (y, f, r, a, p), n in s.views["R"].items():
        pools["R"].add((y, f, r, a), p, n)
    for (y, f, c, u), n in s.views["U"].items():
        pools["U"].add((y, f, c), u, n)
    for (y, f, name), n in s.views["N"].items():
        region = name[1:] if name[0] == "*" else d.REGION_OF[name]
        pools["N"].add((y, f, region), name, n)
    for (y, f, c, k), n in s.views["C"].items():
        pools["C"].add((y, f, c), k, n)

    for (y, f), pins in PINS.items():
        for pin in pins if y in s.years else ():
            r, c, rc = pin["region"], region2(pin["region"]), d.REGION_CLASS[pin["region"]]
            pools["L"].take((y, f), f"{r}|ADULT")
            pools["B"].take((y, f), pin["band"])
            pools["G"].take((y, f, c, "ADULT"), pin["gender"])
            pools["R"].take((y, f, rc, "ADULT"), "P")
            pools["U"].take((y, f, c), pin["unit"])
            pools["N"].take((y, f, r), pin["nat"])
            pools["C"].take((y, f, c), pin["combination"])
            victims.append(
                Victim(
                    y,
                    f,
                    r,
                    "ADULT",
                    pin["band"],
                    pin["gender"],
                    pin["final"],
                    "P",
                    pin["unit"],
                    combination=pin["combination"],
                    cooperates="yes",
                    extra={"pinned": True},
                )
            )
    for y in s.years:
        for f in d.GROUPS:
            for _ in range(pools["L"].counts[(y, f)].total()):
                r, a = pools["L"].next((y, f)).split("|")
                c, rc = region2(r), d.REGION_CLASS[r]
                v = Victim(y, f, r, a)
                v.band = {"MINOR": "0-17", "UNKNOWN": "ONB"}.get(a) or pools["B"].next((y, f))
                v.gender = pools["G"].next((y, f, c, a))
                v.reporters = pools["R"].next((y, f, rc, a))
                if "P" in v.reporters:
                    v.unit = pools["U"].next((y, f, c))
                v.nationality = pools["N"].next((y, f, r))
                v.combination = pools["C"].next((y, f, c))
                victims.append(v)
    for pool in pools.values():
        pool.check_empty()

    by_cell: dict[tuple[int, str], list[Victim]] = defaultdict(list)
    for v in victims:
        by_cell[v.year, v.group].append(v)
    for (y, f, u), n in sorted(s.views["X"].items()):
        free = [
            v
            for v in by_cell[y, f]
            if v.unit not in ("", "ONB", u) and not v.second_unit and not v.extra.get("pinned")
        ]
        for v in rng.sample(free, n):
            v.second_unit = u
    return victims


UNPRINTED_CAP = {2014: 25, 2020: 15}
"""Most victims of one nationality of the tail, in years of which no ranks are printed."""
Cells = dict[tuple[int, str], list[Victim]]


def split_tail(victims: list[Victim], rng: random.Random, returned: Sequence[Citizenship]) -> None:
    """Give the 'rest of the region' individuals a nationality under the caps of Tabel 2.1.

    Args:
        victims: all of them.
        rng: the chance of the part.
        returned: what the return to UNODC has of nationalities.

    Raises:
        CalibrationError: the tail of a region does not fit under its caps.
    """
    pinned = Counter((v.year, v.group, v.nationality) for v in victims if v.extra.get("pinned"))
    for region, names in d.TAIL.items():
        cells: Cells = defaultdict(list)
        for v in victims:
            if v.nationality == "*" + region:
                cells[v.year, v.group].append(v)
        split = _tail_programme(region, names, cells, pinned, returned)
        for cell, group in cells.items():
            values = [n for n in names for _ in range(split[*cell, n])]
            rng.shuffle(values)
            for v, n in zip(group, values, strict=True):
                v.nationality = n


def draw_later_tail(victims: list[Victim], rng: random.Random) -> None:
    """Nationalities of the rest of each region after 2020, of which nothing is published."""
    for region, names in d.TAIL.items():
        names = tuple(n for n in names if n not in d.REGION_OF)  # noqa: PLW2901
        weights = [1 / (i + 6) for i in range(len(names))]
        for v in victims:
            if v.nationality == "*" + region:
                v.nationality = rng.choices(names, weights)[0]


def _tail_programme(
    region: str,
    names: tuple[str, ...],
    cells: Cells,
    pinned: Counter[tuple[int, str, str]],
    returned: Sequence[Citizenship],
) -> dict[tuple[int, str, str], int]:
    """A small integer programme per region.

    Nobody above the caps (one less than the fifth of each column, 39 in total), every nationality
    of the list at least once, counts near a falling series.
    """
    m = cp_model.CpModel()
    x = {
        (y, f, n): m.new_int_var(0, len(group), "")
        for (y, f), group in cells.items()
        for n in names
    }
    for (y, f), group in cells.items():
        m.add(sum(x[y, f, n] for n in names) == len(group))
    weights = [1 / (i + 2) for i in range(len(names))]
    scale = sum(len(group) for (y, _), group in cells.items() if y in d.MAIN) / sum(weights)

    def total(n: str, years: tuple[int, ...], groups: tuple[str, ...]) -> Any:
        drawn = sum(x[y, f, n] for (y, f) in cells if y in years and f in groups)
        fixed = sum(
            k for (y, f, name), k in pinned.items() if name == n and y in years and f in groups
        )
        return drawn + fixed

    counted = {(k.year, n) for k in returned if k.low for n in k.codes}
    for citizenship in returned:
        if set(citizenship.codes) <= set(names):
            y = citizenship.year
            count = sum(total(n, (y,), d.GROUPS) for n in citizenship.codes)
            m.add(count >= citizenship.low)
            m.add(count <= citizenship.high)
    penalties = []
    for n, weight in zip(names, weights, strict=True):
        if region == "ONB":
            break
        everything = total(n, d.MAIN, d.GROUPS)
        m.add(everything <= d.TOTAL_CAP)
        m.add(everything >= 1)
        for year, cap in (*d.YEAR_CAP.items(), *UNPRINTED_CAP.items()):
            m.add(total(n, (year,), d.GROUPS) <= cap)
        for form, cap in d.FORM_CAP.items():
            groups = d.UNKNOWN_GROUPS if form == "UNKNOWN" else (form,)
            m.add(total(n, d.MAIN, groups) <= cap)
        goal = min(37, max(1, round(scale * weight)))
        distance = m.new_int_var(0, 2000, "")
        m.add(distance >= everything - goal)
        m.add(distance >= goal - everything)
        penalties.append(distance)
        for (y, f), group in cells.items():
            # nobody takes more than two fifths of a larger cell, but whom the return counts
            if len(group) > 10 and len(names) > 8 and (y, n) not in counted:
                m.add(5 * x[y, f, n] <= 2 * len(group))
    m.minimize(sum(penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 7
    solver.parameters.max_deterministic_time = 2
    if solver.solve(m) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CalibrationError(f"The tail of region {region} does not fit under its caps.")
    return {cell: solver.value(variable) for cell, variable in x.items()}


def weighted_pick(
    rng: random.Random, items: list[Victim], weights: list[float], n: int
) -> list[Victim]:
    """Sample n items without replacement, with odds by weight (exponential keys)."""
    keyed = sorted(
        ((rng.random() ** (1 / max(w, 1e-9)), i) for i, w in enumerate(weights)), reverse=True
    )
    return [items[i] for _, i in keyed[:n]]


def assign_manners_and_labour(s: Solution, victims: list[Victim], rng: random.Random) -> None:
    """Final category of the criminal manner and of the labour sector per victim-year."""
    liking: dict[str, set[str]] = {
        "BEDELEN": {"ROU", "BGR", "HUN", "BIH", "SRB"},
        "DIEFSTAL": {"ROU", "BGR", "POL", "ALB", "DZA", "MAR"},
        "FRAUDE": {"NLD", "BGR"},
        "DRUGS": {"NGA", "NLD", "GMB", "SLE", "UGA"},
    }
    for y in s.years:
        for c in (AFR, "NON"):
            left = [v for v in victims if v.year == y and region2(v.region) == c and "CU" in v.has]
            for m in ("BEDELEN", "DIEFSTAL", "FRAUDE", "OVERIG", "ONB", "DRUGS"):
                n = s.views["M"].get((y, c, m), 0)
                likes = liking.get(m, set())
                for v in weighted_pick(
                    rng, left, [5.0 if v.nationality in likes else 1.0 for v in left], n
                ):
                    v.manner = m
                left = [v for v in left if not v.manner]
        left = [v for v in victims if v.year == y and "AU" in v.has]
        prefer: dict[str, Any] = {
            "ONB": lambda v: 3.0 if "F" in v.reporters else 0.8,
            "T": lambda v: (
                9.0 if v.nationality in ("PHL", "IDN", "MAR") else (2.0 if v.gender == "V" else 0.3)
            ),
            "H": lambda v: 6.0 if v.nationality == "PHL" and v.gender == "M" else 1.0,
            "I": lambda v: 4.0 if v.region == "AZI" else 1.0,
            "F": lambda v: 3.0 if v.gender == "M" else 0.3,
        }
        for sector in ("ONB", "T", "H", "I", "F", "G", "C", "OVERIG", "A"):
            n = s.views["S"].get((y, sector), 0)
            like = prefer.get(sector, lambda _: 1.0)
            for v in weighted_pick(rng, left, [like(v) for v in left], n):
                v.labour_sector = sector
            left = [v for v in left if not v.labour_sector]
        if left:
            raise CalibrationError(f"Labour sectors of {y} do not cover all victims.")


def draw_ages(victims: list[Victim], rng: random.Random) -> None:
    """Whole years inside the band; the mean of 30+ is near 39, of minors near 16 (unpublished)."""
    for v in victims:
        if v.band == "0-17":
            v.age = rng.choices((11, 12, 13, 14, 15, 16, 17), (1, 1, 3, 7, 17, 32, 39))[0]
        elif v.band in ADULT_BAND_AGES:
            low, high = ADULT_BAND_AGES[v.band]
            v.age = rng.randint(low, high)
        elif v.band == "30+":
            v.age = min(68, 30 + int(rng.expovariate(1 / 9.4)))
    # SM-0398: the mean age of labour exploitation is 34
    labour = [v for v in victims if v.group == "AU" and v.year in d.MAIN and v.age is not None]
    older = [v for v in labour if v.band == "30+"]
    gap = 34 * len(labour) - sum(v.age or 0 for v in labour)
    step = 1 if gap > 0 else -1
    while gap:
        for v in older:
            if gap and v.age is not None and 31 < v.age < 66:
                v.age += step
                gap -= step
