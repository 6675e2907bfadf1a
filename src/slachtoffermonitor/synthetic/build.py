"""Build the synthetic register: calibrate, draw, write."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path

from rich.console import Console

from . import codes, draw, records, sectors
from .model import Model

SEED = 20201018


def country_names(crosswalk: Path) -> dict[str, list[str]]:
    """Dutch (and some English) country names per ISO alpha-3 code, from the crosswalk."""
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


def build(root: Path, console: Console | None = None) -> None:
    """Write the register and the crosswalk rows under ``root``/seeds.

    Raises:
        CalibrationError: the published numbers cannot be met.
    """
    say = (console or Console(stderr=True)).print
    rng = random.Random(SEED)
    say("Calibrating: integer programme over linked views ...")
    solution = Model().solve()
    say("Drawing individuals inside the cells ...")
    victims = draw.draw_victims(solution, rng)
    draw.split_tail(victims, rng)
    draw.assign_manners_and_labour(solution, victims, rng)
    draw.draw_ages(victims, rng)
    say("Prostitution sectors and the cells of R-17 ...")
    sectors.assign_sectors(victims, rng)
    say("Writing raw records ...")
    victims += records.outsiders(rng)
    records.choose_emm_and_letters(victims, rng)
    writer = records.Writer(rng, country_names(root / "seeds/crosswalks/crosswalk_nationalities.csv"))
    records.make_register(victims, writer, rng)
    writer.save(root / "seeds/registrations")
    update_crosswalks(root / "seeds/crosswalks")
    say(f"{len(writer.notifications)} notification records, {len(writer.emm)} EMM records.")
