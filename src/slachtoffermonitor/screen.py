"""What a command writes on the screen besides its answer: errors as one sentence, and progress."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Column

from slachtoffermonitor import dbt_run
from slachtoffermonitor.delivery import DeliveryError
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.troubles import sentence

WORTH_A_LINE: Final = 20
"""Work of fewer steps is not reported where nobody watches."""


def out() -> Console:
    """Return the console for what was asked for."""
    return Console(file=sys.stdout, highlight=False, markup=False)


def err() -> Console:
    """Return the console for errors and progress."""
    return Console(file=sys.stderr, highlight=False, markup=False)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn every error into one message and exit code 1.

    An error that nobody has thought of is named by its kind and place alone: its text may quote a
    record.
    """
    try:
        yield
    except (DeliveryError, ProjectError) as error:
        err().print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    except (OSError, MemoryError) as error:
        place = Path(os.fsdecode(getattr(error, "filename", None) or "."))
        err().print(sentence(error, place), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    except (typer.Exit, click.exceptions.ClickException):
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        err().print(
            f"The program itself has failed ({type(error).__name__} in "
            f"{Path(frame.filename).name}, line {frame.lineno}); the last good warehouse is "
            "unchanged. Please report this; the message holds nothing of your data.",
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        err().print("Stopped. The last good warehouse is unchanged.")
        raise typer.Exit(130) from None


@contextmanager
def progress(label: str) -> Iterator[dbt_run.Progress]:
    """Show progress on the error stream, so that the output can be piped.

    Where nobody watches (a log file, CI) it is one line for every quarter.
    """
    console = err()
    if not console.is_terminal:
        shown: set[int] = set()

        def print_quarter(done: int, total: int, name: str) -> None:  # noqa: ARG001
            quarter = 4 * done // total if total else 0
            if total >= WORTH_A_LINE and quarter not in shown:
                shown.add(quarter)
                console.print(f"{label}: {done} of {total}")

        yield print_quarter
        return
    columns = (
        SpinnerColumn(),
        TextColumn(label, table_column=Column(no_wrap=True)),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[count]}", table_column=Column(no_wrap=True)),
        # What does not fit of a name is left out, and the rest of the line stays as it is.
        TextColumn(
            "{task.fields[name]}",
            markup=False,
            table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
        ),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task(label, total=None, name="", count="")

        def move_bar(done: int, total: int, name: str) -> None:
            count = f"{done:>{len(str(total))}}/{total}" if total else ""
            bar.update(task, completed=done, total=total or None, name=name, count=count)

        yield move_bar
