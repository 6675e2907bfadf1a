"""Makes a synthetic register of any size as Parquet, and the cells that are true of it.

python -m lab.scale --notifications 1000000 --out scale/1m
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from lab.scale import ScaleError, ScaleSettings, generate
from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.project import project_root


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the register, or say why not."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.scale",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for it, new or empty")
    parser.add_argument(
        "--notifications",
        type=int,
        default=1_000_000,
        help="notification records; those of the EMM come on top",
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another register")
    parser.add_argument(
        "--skew", type=int, default=0, help="so many records are about one person in one year"
    )
    parser.add_argument("--first-year", type=int, default=2014, help="first year of receipt")
    parser.add_argument("--last-year", type=int, default=2020, help="last year of receipt")
    options = parser.parse_args(arguments)
    settings = ScaleSettings(
        options.notifications, options.seed, options.skew, options.first_year, options.last_year
    )
    began = time.monotonic()
    columns = (
        SpinnerColumn(),
        TextColumn("Making the register"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    errors = Console(file=sys.stderr, highlight=False)
    try:
        with Progress(*columns, console=errors, transient=True) as progress:
            task = progress.add_task("", total=None, name="")
            made = generate(
                settings,
                project_root() / "seeds",
                options.out,
                lambda done, total, name: progress.update(
                    task, completed=done, total=total, name=name
                ),
            )
    except ScaleError as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        return 1
    out = Console(file=sys.stdout, highlight=False)
    for table in TABLES:
        sizes = [size for name, size in made.files.items() if name.startswith(table)]
        out.print(f"{table}: {len(sizes)} files, {sum(sizes) / 1e6:,.1f} MB")
    out.print(
        f"{settings.notifications:,} notifications in {time.monotonic() - began:.1f} s\n"
        "SYNTHETIC DATA: it is about nobody.\n"
        f"the delivery: {made.register}\n"
        f"the true cells: {made.cells}",
        soft_wrap=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
