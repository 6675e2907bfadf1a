"""The numbers that the documentation prints are those of the shipped register."""

from __future__ import annotations

import subprocess
import sys

from warehouses import ROOT, Builds


def test_numbers_of_the_warehouse_are_up_to_date(builds: Builds) -> None:
    database = builds.result("shipped").database
    script = [sys.executable, str(ROOT / "scripts" / "render_docs.py")]
    outcome = subprocess.run(
        [*script, "--check", "--warehouse", str(database)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
