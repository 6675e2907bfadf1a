"""Build the synthetic register: calibrate, draw, write, recount, report."""

from __future__ import annotations

import random
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from . import checks, draw, persons, proofs, records, sectors, writing
from . import domain as d
from .codes import Spellings
from .later import Later
from .model import Model
from .programme import CalibrationError
from .recount import Recount, recount
from .report import table, write_report
from .returned import Returned


def make_victims(returned: Returned, rng: random.Random, progress: Progress) -> list[draw.Victim]:
    """Calibrated victim-years of the analysis population and the persons outside it, to 2020.

    Raises:
        CalibrationError: the published numbers cannot be met.
    """
    task = progress.add_task("Integer programme over the linked views", total=None)
    solution = Model(returned).solve()
    progress.update(task, total=1, completed=1)
    task = progress.add_task("Individuals inside the cells", total=None)
    victims = draw.draw_victims(solution, rng)
    draw.split_tail(victims, rng, returned.citizenships(range(2014, 2020)))
    draw.assign_manners_and_labour(solution, victims, rng)
    draw.draw_ages(victims, rng)
    progress.update(task, total=1, completed=1)
    task = progress.add_task("Prostitution sectors and the cells of R-17", total=None)
    sectors.assign_sectors(victims, rng)
    progress.update(task, total=1, completed=1)
    victims += persons.outsiders(rng)
    persons.choose_emm_and_letters(victims, rng)
    return victims


def make_later_victims(
    before: list[draw.Victim], rng: random.Random, progress: Progress
) -> list[draw.Victim]:
    """Victim-years from 2021 on, made beside those before and without a change to them.

    Raises:
        CalibrationError: the published numbers cannot be met.
    """
    task = progress.add_task("The years from 2021 on", total=None)
    solution = Later(before).solve()
    victims = draw.draw_victims(solution, rng)
    draw.draw_later_tail(victims, rng)
    draw.assign_manners_and_labour(solution, victims, rng)
    draw.draw_ages(victims, rng)
    sectors.assign_later_sectors(victims, rng)
    victims += persons.outsiders(rng, d.LATER)
    persons.choose_emm_and_letters(victims, rng, d.LATER)
    progress.update(task, total=1, completed=1)
    return victims


def make_rows(root: Path, progress: Progress) -> list[writing.Writer]:
    """The raw rows of both parts, each with a chance of its own.

    Raises:
        CalibrationError: the published numbers cannot be met.
    """
    spellings = Spellings(root / "seeds/crosswalks")
    early, late = (
        writing.Writer(random.Random(part.seed), spellings)  # noqa: S311 - synthetic data
        for part in (writing.EARLY, writing.LATE)
    )
    victims = make_victims(Returned(root / "seeds/witness"), early.rng, progress)
    free = records.make_register(victims, early, early.rng)
    later = make_later_victims(victims, late.rng, progress)
    records.make_register(later, late, late.rng, writing.LATE, victims, free)
    return [early, late]


def describe(result: Recount, notifications: int, emm_records: int) -> str:
    """The raw files in numbers (aggregates only)."""
    fates = sorted(result.fates.group_by("fate").len().iter_rows())
    populations = sorted(result.known.group_by("population").len().iter_rows())
    persons = result.victims["person_pseudonym"].n_unique()
    return "\n".join(
        [
            f"{notifications} notification records and {emm_records} EMM records, "
            f"registration years {d.YEARS[0]} to {d.LATER[-1]}.\n",
            table(("fate of a notification record", "records"), [(f, str(n)) for f, n in fates]),
            table(("known victim-years", "number"), [(p, str(n)) for p, n in populations]),
            f"The {result.victims.height} victim-years of the analysis population belong to "
            f"{persons} distinct persons.\n",
        ]
    )


def build(root: Path, console: Console | None = None) -> list[checks.Check]:
    """Write the register and the calibration report under ``root``.

    Returns:
        All constraints as judged on the finished files.

    Raises:
        CalibrationError: the published numbers cannot be met, or a demanded one is missed.
    """
    console = console or Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        writers = make_rows(root, progress)
        writing.save(writers, root / "seeds/registrations")
        task = progress.add_task("Second opinion and report", total=None)
        result = recount(root)
        judged = checks.judge(result)
        notifications, emm = (
            sum(len(rows) for rows in kind)
            for kind in zip(*((w.notifications, w.emm) for w in writers), strict=True)
        )
        facts = describe(result, notifications, emm)
        proved = proofs.sentences(proofs.printed_numbers(root / "seeds"))
        write_report(judged, facts, proved, root / "docs")
        progress.update(task, total=1, completed=1)
    missed = [k for k in judged if not k.relaxed and not k.holds]
    if missed:
        raise CalibrationError("Missed: " + "; ".join(f"{k.check_id} {k.what}" for k in missed))
    console.print(
        f"{notifications} notification records, {emm} EMM records; "
        f"{len(judged)} constraints, all demanded ones hold. Next: docs/calibration.md"
    )
    return judged
