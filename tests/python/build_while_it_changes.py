"""Builds a delivery to which a record is appended before the end, as a copy still running does."""

from __future__ import annotations

import sys

from slachtoffermonitor import project
from slachtoffermonitor.build import build


def main() -> int:
    """Build what the environment names; print the sentence with which it stops."""
    delivery = project.delivery()
    changed = False
    totals = set()

    def change(done: int, total: int, _: str) -> None:
        nonlocal changed
        totals.add(total)
        if not changed and done == total > 0:
            file = delivery.directory / "notifications.csv"
            last = file.read_text(encoding="utf-8").splitlines()[-1]
            with file.open("a", encoding="utf-8") as stream:
                stream.write(last.replace("-59", "-60") + "\n")
            changed = True

    try:
        result = build(
            project.database_path(), delivery, project.project_root(), change, unit_tests=False
        )
    except project.ProjectError as error:
        sys.stdout.write(f"{error}\n")
        # Nothing is known before the project is read; from then on the total stays.
        sys.stdout.write(f"totals of the progress: {len(totals - {0})}\n")
        return 1
    sys.stdout.write(f"{result.message} {result.failures}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
