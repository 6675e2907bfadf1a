"""Prostitution sectors: known per year, in cells of R-17 that can be imputed or not."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from . import domain as d
from .draw import Victim, weighted_pick
from .programme import CalibrationError

MINIMUM_KNOWN = 5
PERIODS = {2015: 1, 2016: 1, 2017: 2, 2018: 2, 2019: 2}
COVERED = {1: 826, 2: 1680}
LESS_VISIBLE = {1: 75, 2: 89}
KNOWN_SHARE_OUTSIDE = {2014: 0.33, 2020: 0.56}
VISIBLE_SHARE = {
    2014: 0.345,
    2015: 0.31,
    2016: 0.235,
    2017: 0.165,
    2018: 0.12,
    2019: 0.085,
    2020: 0.07,
    2021: 0.07,
    2022: 0.065,
    2023: 0.06,
    2024: 0.06,
}
VISIBLE_LEAN = {"MOE": 1.9, "OVE": 1.2, "NL": 0.9, "AFR": 0.7}
LATER_KNOWN_SHARE = 0.56
# Shares inside the visible and less visible sectors (plausibility; the report prints no counts)
INSIDE = {
    2014: {"BORDEEL": 0.4, "ESCORT": 0.27, "THUIS": 0.57, "STRAAT": 0.05},
    2015: {"BORDEEL": 0.42, "ESCORT": 0.27, "THUIS": 0.57, "STRAAT": 0.06},
    2016: {"BORDEEL": 0.44, "ESCORT": 0.27, "THUIS": 0.55, "STRAAT": 0.09},
    2017: {"BORDEEL": 0.48, "ESCORT": 0.26, "THUIS": 0.53, "STRAAT": 0.13},
    2018: {"BORDEEL": 0.5, "ESCORT": 0.2, "THUIS": 0.51, "STRAAT": 0.21},
    2019: {"BORDEEL": 0.52, "ESCORT": 0.16, "THUIS": 0.49, "STRAAT": 0.28},
    2020: {"BORDEEL": 0.52, "ESCORT": 0.17, "THUIS": 0.5, "STRAAT": 0.25},
    2021: {"BORDEEL": 0.52, "ESCORT": 0.17, "THUIS": 0.51, "STRAAT": 0.23},
    2022: {"BORDEEL": 0.52, "ESCORT": 0.17, "THUIS": 0.52, "STRAAT": 0.21},
    2023: {"BORDEEL": 0.52, "ESCORT": 0.17, "THUIS": 0.55, "STRAAT": 0.19},
    2024: {"BORDEEL": 0.52, "ESCORT": 0.17, "THUIS": 0.55, "STRAAT": 0.18},
}
ORDER = ("BORDEEL", "RAAM", "ESCORT", "THUIS", "STRAAT", "OVERIG")


def reporter_key(v: Victim) -> str:
    """Reporter of R-17: the police by unit, everybody else by group, first in the rule's order."""
    if "P" in v.reporters:
        return v.unit
    return next(d.REPORTERS[k] for k in "KIZFO" if k in v.reporters)


def assign_sectors(victims: list[Victim], rng: random.Random) -> None:
    """Set the final prostitution sector of every victim of sexual exploitation.

    Raises:
        CalibrationError: the covered numbers of Figuur 2.4b cannot be met.
    """
    sexual = [v for v in victims if v.is_sexual]
    cells: dict[Any, list[Victim]] = defaultdict(list)
    for v in sexual:
        cells[v.region, v.adulthood, reporter_key(v), v.year].append(v)

    # Step 1: how many are known per cell and year, and which cells reach the threshold.
    m = cp_model.CpModel()
    known = {c: m.new_int_var(0, len(vs), "") for c, vs in cells.items()}
    period_cells: dict[Any, list[Any]] = defaultdict(list)
    for c in cells:
        if c[3] in PERIODS:
            period_cells[c[:3], PERIODS[c[3]]].append(c)
    covered: dict[int, list[Any]] = {1: [], 2: []}
    open_ = {}
    penalties = []
    for key, cs in sorted(period_cells.items()):
        n = sum(len(cells[c]) for c in cs)
        k = sum(known[c] for c in cs)
        z = m.new_bool_var("")
        m.add(k >= MINIMUM_KNOWN).only_enforce_if(z)
        m.add(k <= MINIMUM_KNOWN - 1).only_enforce_if(~z)
        part = m.new_int_var(0, n, "")
        m.add(part == n).only_enforce_if(z)
        m.add(part == k).only_enforce_if(~z)
        covered[key[1]].append(part)
        open_[key] = z
        # the known share differs little inside a period: near the share of its years
        goal = sum(d.KNOWN_SECTOR[c[3]] * len(cells[c]) / SIZE[c[3]] for c in cs)
        dev = m.new_int_var(0, n, "")
        m.add(dev >= k - round(goal))
        m.add(dev >= round(goal) - k)
        penalties.append(dev)
    for y in d.YEARS:
        total = sum(known[c] for c in cells if c[3] == y)
        size = sum(len(vs) for c, vs in cells.items() if c[3] == y)
        if y in d.KNOWN_SECTOR:
            m.add(total == d.KNOWN_SECTOR[y])
        else:
            m.add(total == round(KNOWN_SHARE_OUTSIDE[y] * size))
        for c, vs in cells.items():
            if c[3] == y and y in PERIODS:
                share = d.KNOWN_SECTOR[y] / SIZE[y]
                dev = m.new_int_var(0, len(vs), "")
                m.add(dev >= known[c] - round(share * len(vs)) - 1)
                m.add(dev >= round(share * len(vs)) - 1 - known[c])
                penalties.append(dev)
    for period, parts in covered.items():
        m.add(sum(parts) == COVERED[period])
    m.minimize(sum(penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 11
    solver.parameters.max_deterministic_time = 5
    status = solver.solve(m)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CalibrationError("Figuur 2.4b: no allocation of known sectors covers 826 and 1.680.")
    n_known = {c: solver.value(x) for c, x in known.items()}
    is_open = {key: bool(solver.value(z)) for key, z in open_.items()}

    # Step 2: visible or less visible, so that known + expected gives 75% and 89% less visible.
    m = cp_model.CpModel()
    visible = {c: m.new_int_var(0, n_known[c], "") for c in cells}
    totals: dict[int, Any] = {}
    base = {y: sum(n_known[c] for c in cells if c[3] == y) for y in d.YEARS}
    penalties = []
    for y in d.YEARS:
        size = base[y]
        totals[y] = sum(visible[c] for c in cells if c[3] == y)
        goal = round(size * VISIBLE_SHARE[y])
        m.add(totals[y] >= goal - max(2, size // 60))
        m.add(totals[y] <= goal + max(2, size // 60))
    for a, b in pairwise(d.YEARS):
        # the visible share of the known falls every year (SM-D007), by half a point at least
        m.add(200 * totals[b] * base[a] + base[a] * base[b] <= 200 * totals[a] * base[b])
    for period in (1, 2):
        weighted: Any = 0
        for (key, p), cs in sorted(period_cells.items()):
            if p != period:
                continue
            size = sum(len(cells[c]) for c in cs)
            seen = sum(n_known[c] for c in cs)
            if seen:
                factor = round(10_000 * size / seen) if is_open[key, p] else 10_000
                weighted += factor * sum(visible[c] for c in cs)
        share = 100 - LESS_VISIBLE[period]
        m.add(weighted >= round((share - 0.3) / 100 * COVERED[period] * 10_000))
        m.add(weighted <= round((share + 0.3) / 100 * COVERED[period] * 10_000))
    for c in cells:
        lean = VISIBLE_LEAN.get(c[0], 1.0)
        goal = n_known[c] * min(0.9, VISIBLE_SHARE[c[3]] * lean)
        dev = m.new_int_var(0, 500, "")
        m.add(dev >= visible[c] - round(goal))
        m.add(dev >= round(goal) - visible[c])
        penalties.append(dev)
    m.minimize(sum(penalties))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 12
    solver.parameters.max_deterministic_time = 3
    status = solver.solve(m)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CalibrationError("Figuur 2.4b: the less visible shares 75% and 89% cannot be met.")

    # Step 3: individuals; the six sectors.
    for c, vs in sorted(cells.items(), key=lambda item: item[0]):
        order = vs[:]
        rng.shuffle(order)
        for i, v in enumerate(order):
            if i < solver.value(visible[c]):
                v.sector = "+visible"
            elif i < n_known[c]:
                v.sector = "+less"
            else:
                v.sector = "ONB"
    choose_sectors(sexual, d.YEARS, rng)


def choose_sectors(sexual: list[Victim], years: tuple[int, ...], rng: random.Random) -> None:
    """One of the six sectors for whoever is known to be visible or less visible."""
    for y in years:
        shown = [v for v in sexual if v.year == y and v.sector == "+visible"]
        shares = INSIDE[y]
        brothel = weighted_pick(
            rng, shown, [1.0] * len(shown), round(len(shown) * shares["BORDEEL"])
        )
        for v in shown:
            v.sector = "RAAM"
        for v in brothel:
            v.sector = "BORDEEL"
        left = [v for v in sexual if v.year == y and v.sector == "+less"]
        size = len(left)
        for sector in ("STRAAT", "ESCORT", "THUIS"):
            weights = [
                (6.0 if v.region == "AFR" and v.adulthood == "ADULT" else 0.6)
                if sector == "STRAAT"
                else 1.0
                for v in left
            ]
            for v in weighted_pick(rng, left, weights, round(size * shares[sector])):
                v.sector = sector
            left = [v for v in left if v.sector == "+less"]
        for v in left:
            v.sector = "OVERIG"


def assign_later_sectors(victims: list[Victim], rng: random.Random) -> None:
    """Sectors of the years after 2020, of which nothing is published."""
    sexual = [v for v in victims if v.is_sexual]
    for y in d.LATER:
        year = [v for v in sexual if v.year == y]
        known = weighted_pick(rng, year, [1.0] * len(year), round(LATER_KNOWN_SHARE * len(year)))
        for v in year:
            v.sector = "ONB"
        for v in known:
            v.sector = "+less"
        odds = [VISIBLE_LEAN.get(v.region, 1.0) for v in known]
        for v in weighted_pick(rng, known, odds, round(VISIBLE_SHARE[y] * len(known))):
            v.sector = "+visible"
    choose_sectors(sexual, d.LATER, rng)


SIZE = {2015: 675, 2016: 558, 2017: 580, 2018: 486, 2019: 849}
