"""The command `slachtoffermonitor feedback`."""

from __future__ import annotations

from slachtoffermonitor import project, screen
from slachtoffermonitor.feedback.make import make_feedback
from slachtoffermonitor.options import Database


def feedback(database: Database = None) -> None:
    """Write for every reporter what became of its records, for its eyes only (docs/feedback.md).

    The folder stands beside the warehouse, and is made anew each time.
    """
    with screen.clear_errors():
        made = make_feedback(project.database_path(database))
        screen.out().print(
            f"{made.folder}: a folder for each of {made.reporter_count} reporters, with "
            f"{made.row_count:,} rows on what to look at. Give each reporter its own folder only.",
            highlight=False,
            soft_wrap=True,
        )
        if made.has_registry:
            screen.out().print(
                f"{made.folder / 'register'} is for the registry itself: what belongs to no "
                "reporter, or to two.",
                highlight=False,
                soft_wrap=True,
            )
