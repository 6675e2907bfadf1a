"""Every constraint of the calibration, judged on the recount of the finished register.

One check = one published number (or range, rank, direction) with the claims and figure rows behind
it. Numbers that the documents print wrongly are held in the reading that reconciles them; numbers
of other sources that contradict the ledger are listed as relaxed, with the reason.
"""

from __future__ import annotations

from lab.synthetic.checks import editions, forms, persons, reporters, sectors
from lab.synthetic.checks.judging import Check, Judge
from lab.synthetic.recount import Recount

__all__ = ["Check", "judge"]


def judge(r: Recount) -> list[Check]:
    """All checks on the recount."""
    j = Judge(r)
    for part in (
        forms.population,
        forms.forms,
        sectors.prostitution,
        sectors.labour_and_crime,
        persons.gender,
        persons.tabel,
        persons.regions,
        persons.ages,
        persons.organs,
        reporters.reporters,
        reporters.units,
        editions.directions,
        editions.other_editions,
        editions.later_years,
    ):
        part(j)
    return j.checks
