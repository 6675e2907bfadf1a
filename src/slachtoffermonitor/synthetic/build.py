"""Build the synthetic register: calibrate, draw, write, recount, report."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from . import checks, codes, draw, records, sectors
from .model import CalibrationError, Model
from .recount import Recount, recount

SEED = 20201018


def country_names(crosswalk: Path) -> dict[str, list[str]]:
    """Dutch country names per ISO 3166-1 alpha-3 code, from the crosswalk."""
    names: dict[str, list[str]] = defaultdict(list)
    with crosswalk.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["code_system"] == "STANDARD" and row["reason"].startswith("Dutch country name"):
                names[row["standard_code"]].append(row["delivered_code"].title())
    return dict(names)


def update_crosswalks(directory: Path) -> None:
    """Replace the rows of the reporters' own systems; the STANDARD rows stay as they are."""
    for name, rows in codes.crosswalk_rows().items():
        path = directory / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader)
            standard = [row for row in reader if row and row[0] == "STANDARD"]
        with path.open("w", encoding="utf-8", newline="") as handle:
            out = csv.writer(handle, lineterminator="\n")
            out.writerow(header)
            out.writerows(standard)
            out.writerows(rows)


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


def describe(result: Recount, notifications: int, emm_records: int) -> list[str]:
    """Lines for the report about the raw files (aggregates only)."""
    fates = dict(sorted(result.fates.group_by("fate").len().iter_rows()))
    populations = dict(sorted(result.known.group_by("population").len().iter_rows()))
    persons = result.victims["person_pseudonym"].n_unique()
    return [
        f"{notifications} notification records and {emm_records} EMM records, registration years 2014 to 2020.",
        "",
        "| fate of a notification record | records |",
        "|---|---|",
        *[f"| {fate} | {n} |" for fate, n in fates.items()],
        "",
        "| known victim-years | number |",
        "|---|---|",
        *[f"| {name} | {n} |" for name, n in populations.items()],
        "",
        f"The {result.victims.height} victim-years of the analysis population belong to {persons} distinct persons.",
    ]


def build(root: Path, console: Console | None = None) -> list[checks.Check]:
    """Write the register, the crosswalk rows and the calibration report under ``root``.

    Returns:
        All constraints as judged on the finished files.

    Raises:
        CalibrationError: the published numbers cannot be met, or a demanded one is missed.
    """
    rng = random.Random(SEED)
    console = console or Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        victims = make_victims(rng, progress)
        task = progress.add_task("Raw records", total=None)
        names = country_names(root / "seeds/crosswalks/crosswalk_nationalities.csv")
        writer = records.Writer(rng, names)
        records.make_register(victims, writer, rng)
        writer.save(root / "seeds/registrations")
        update_crosswalks(root / "seeds/crosswalks")
        progress.update(task, total=1, completed=1)
        task = progress.add_task("Independent recount and report", total=None)
        result = recount(root)
        judged = checks.judge(result)
        lines = describe(result, len(writer.notifications), len(writer.emm))
        checks.write_report(judged, lines, root / "docs")
        progress.update(task, total=1, completed=1)
    missed = [k for k in judged if not k.relaxed and not k.holds]
    if missed:
        raise CalibrationError("Missed: " + "; ".join(f"{k.check_id} {k.what}" for k in missed))
    console.print(
        f"{len(writer.notifications)} notification records, {len(writer.emm)} EMM records; "
        f"{len(judged)} constraints, all demanded ones hold. Next: docs/calibration.md"
    )
    return judged
