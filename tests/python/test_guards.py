"""The guards at work: every expectation is shown to fail, and nothing of a person gets out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from damages import BEFORE_RELEASE, ON_ARRIVAL, Damage
from warehouses import Builds, Built

from slachtoffermonitor.guards.catalogue import SUITES
from slachtoffermonitor.guards.checks import Stage
from slachtoffermonitor.guards.results import Result

if TYPE_CHECKING:
    from slachtoffermonitor.guards.judge import Judge

SUMMARIES = ("aud_delivery_volumes", "aud_delivery_completeness")


@pytest.fixture(scope="module")
def shipped(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a copy of a warehouse of the shipped register."""
    built = builds.result("bare")
    copy = tmp_path_factory.mktemp("judged") / built.database.name
    shutil.copy(built.database, copy)
    return Built(copy, 0, "", built.logs)


@pytest.fixture(scope="module")
def judge(shipped: Built) -> Iterator[Judge]:
    from slachtoffermonitor.guards.judge import judging  # Great Expectations takes long to import

    with judging(shipped.database) as judge:
        yield judge


@pytest.fixture(scope="module")
def summaries(shipped: Built) -> dict[str, str]:
    """Return the compiled SQL of the models that sum up a delivery."""
    compiled = next(shipped.logs.parent.rglob("compiled/slachtoffermonitor/models"))
    return {
        name: (compiled / "audit" / "expectations" / f"{name}.sql").read_text(encoding="utf-8")
        for name in SUMMARIES
    }


def judged(
    judge: Judge, stage: Stage, damage: Damage, summaries: dict[str, str] | None = None
) -> dict[str, Result]:
    """Judge a damaged warehouse, and mend it again."""
    run = judge.connection.execute
    run("begin")
    try:
        for statement in damage.statements:
            run(statement)
        for name, sql in (summaries or {}).items():
            run(f"delete from audit.{name}")
            run(f"insert into audit.{name} {sql}")
        return {result.expectation_id: result for result in judge.judge(stage, damage.noticed_by)}
    finally:
        run("rollback")


def test_the_shipped_register_passes(judge: Judge) -> None:
    for stage in ("arrival", "release"):
        results = judge.judge(stage)
        assert [result for result in results if not result.is_success] == []


def notices(results: dict[str, Result], damage: Damage) -> None:
    """Check that the expectations that must notice a damage do, and that none ends in an error."""
    for noticed in damage.noticed_by:
        result = results[noticed]
        assert result.verdict_code == "failed", noticed
        assert result.failing_count
        if result.expectation_type == "expect_few_rows":
            assert result.failures_table
            assert result.examples
    assert [found for found in results.values() if found.verdict_code == "broken"] == []


@pytest.mark.parametrize("damage", ON_ARRIVAL, ids=lambda damage: damage.name)
def test_damage_on_arrival_is_noticed(
    judge: Judge, summaries: dict[str, str], damage: Damage
) -> None:
    summed_up = any(code.startswith("delivery_") for code in damage.suites)
    notices(judged(judge, "arrival", damage, summaries if summed_up else None), damage)


@pytest.mark.parametrize("damage", BEFORE_RELEASE, ids=lambda damage: damage.name)
def test_damage_before_release_is_noticed(judge: Judge, damage: Damage) -> None:
    notices(judged(judge, "release", damage), damage)


def test_every_expectation_is_shown_to_fail() -> None:
    noticed = {name for damage in (*ON_ARRIVAL, *BEFORE_RELEASE) for name in damage.noticed_by}
    every = {suite.identify(check) for suite in SUITES for check in suite.checks}
    cannot_fail = {"raw_emm_records.rows"}
    assert every - noticed == cannot_fail
    assert noticed <= every
