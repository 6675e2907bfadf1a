"""Build the synthetic register: calibrate, draw, write, recount, report."""

from __future__ import annotations

import random
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from . import checks, draw, records, sectors
from .codes import Spellings
from .model import Model
from .programme import CalibrationError
from .recount import Recount, recount
from .report import table, write_report

SEED = 20201018


def make_victims(rng: random.Random, progress: Progress) -> list[draw.Victim]:
    """Calibrated victim-years of the analysis population and the persons outside it.

    Raises:
        CalibrationError: the published numbers cannot be met.
    """
    task = progress.add_task("Integer programme over the linked views", total=None)
    solution = Model().solve()
    progress.update(task, total=1, completed=1)
    task = progress.add_task("Individuals inside the cells", total=None)
    victims = draw.draw_victims(solution, rng)
    draw.split_tail(victims, rng)
    draw.assign_manners_and_labour(solution, victims, rng)
    draw.draw_ages(victims, rng)
    progress.update(task, total=1, completed=1)
    task = progress.add_task("Prostitution sectors and the cells of R-17", total=None)
    sectors.assign_sectors(victims, rng)
    progress.update(task, total=1, completed=1)
    victims += records.outsiders(rng)
    records.choose_emm_and_letters(victims, rng)
    return victims


def describe(result: Recount, notifications: int, emm_records: int) -> str:
    """The raw files in numbers (aggregates only)."""
    fates = sorted(result.fates.group_by("fate").len().iter_rows())
    populations = sorted(result.known.group_by("population").len().iter_rows())
    persons = result.victims["person_pseudonym"].n_unique()
    return "\n".join(
        [
            f"{notifications} notification records and {emm_records} EMM records, "
            "registration years 2014 to 2020.\n",
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
    rng = random.Random(SEED)  # noqa: S311 - synthetic data, no secret
    console = console or Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        victims = make_victims(rng, progress)
        task = progress.add_task("Raw records", total=None)
        writer = records.Writer(rng, Spellings(root / "seeds/crosswalks"))
        records.make_register(victims, writer, rng)
        writer.save(root / "seeds/registrations")
        progress.update(task, total=1, completed=1)
        task = progress.add_task("Second opinion and report", total=None)
        result = recount(root)
        judged = checks.judge(result)
        facts = describe(result, len(writer.notifications), len(writer.emm))
        write_report(judged, facts, root / "docs")
        progress.update(task, total=1, completed=1)
    missed = [k for k in judged if not k.relaxed and not k.holds]
    if missed:
        raise CalibrationError("Missed: " + "; ".join(f"{k.check_id} {k.what}" for k in missed))
    console.print(
        f"{len(writer.notifications)} notification records, {len(writer.emm)} EMM records; "
        f"{len(judged)} constraints, all demanded ones hold. Next: docs/calibration.md"
    )
    return judged
