"""A sample of the faults that `python -m tests.faults` lets happen to a build."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from deliveries import small_delivery
from warehouses import FAST, Builds

from slachtoffermonitor.project import DATABASE_NAME
from tests.faults.harness import CLOCK_SET_BACK, NO_NAME, Fault, others, run

SECONDS = 20
"""About as long as a build of a small register lasts; the moment of a kill need not be exact."""


def test_every_fault_leaves_a_whole_warehouse_and_the_next_build_succeeds(
    builds: Builds, tmp_path: Path
) -> None:
    database = tmp_path / DATABASE_NAME
    shutil.copy(builds.result("another register").database, database)
    register = small_delivery(tmp_path / "delivery")
    file = register / "notifications.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-5]), encoding="utf-8")
    found = {fault.name: fault for fault in others()}
    for name in ("too little memory", "too few open files", "a reader that holds the warehouse"):
        del found[name]
    if "full disk" in found:  # it stops a build with the same sentence
        del found["files may not grow"]
    if {CLOCK_SET_BACK, NO_NAME} <= found.keys():
        nameless = found.pop(NO_NAME)
        clock = found[CLOCK_SET_BACK]
        found[CLOCK_SET_BACK] = replace(clock, runner=(*clock.runner, *nameless.runner))
    sample = list(found.values())
    sample += [Fault("killed", kill_after=0.6)]
    outcomes = list(run(sample, database, register, SECONDS, FAST))
    assert len(outcomes) == len(sample) + 1
    assert {outcome.fault: outcome.problems for outcome in outcomes if outcome.problems} == {}
