"""The warehouse and a second implementation of the rules agree (docs/second-opinion.md).

On the shipped register and on a fixed sample of the random registers; on all of them by
`make second-opinion`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.second_opinion import Lists, Register, count, records
from tests.second_opinion.comparison import differences, report
from tests.second_opinion.lists import ROOT
from tests.second_opinion.proof import (
    CHANGES,
    SPELLINGS,
    TEST_LISTS,
    Change,
    Proof,
    fewest,
    noticing,
    numbered,
    prove,
    typical,
)
from tests.second_opinion.registers import TEST_CROSSWALK_ROWS, registers, smallest
from tests.second_opinion.sample import SAMPLE
from tests.second_opinion.warehouse import (
    Compiled,
    Project,
    UnknownCodeError,
    Warehouse,
    open_warehouse,
)

SHIPPED: Final = ROOT / "seeds" / "registrations"
LISTS: Final = Lists.load()


@pytest.fixture(scope="module")
def project(compiled: Compiled) -> Project:
    return compiled.leading_to()


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[Warehouse]:
    """A warehouse with crosswalk rows for cases that the shipped crosswalks do not have."""
    with open_warehouse(project, typical(), TEST_CROSSWALK_ROWS) as opened:
        yield opened


@pytest.fixture(scope="module")
def proof(warehouse: Warehouse) -> Proof:
    """Count the registers of the sample."""
    return prove(SAMPLE, warehouse)


# --- they agree ------------------------------------------------------------------------------


def test_they_agree_on_the_shipped_register(project: Project) -> None:
    if not (SHIPPED / "raw_notifications.csv").exists():
        pytest.skip("no register is shipped")
    register = Register.read(SHIPPED, prefix="raw_")
    opinion = count(register, LISTS)
    with open_warehouse(project, register) as warehouse:
        found = differences(opinion, *warehouse.run(register))
    assert not found, "\n".join([f"{len(found)} differences", *found[:40]])
    assert opinion.cells.height > 1000
    assert opinion.fates.height == register.notifications.height + register.emm_records.height


def test_they_agree_on_the_sample(proof: Proof, warehouse: Warehouse) -> None:
    def disagreements(register: Register) -> list[str]:
        return differences(count(register, TEST_LISTS), *warehouse.run(register))

    if proof.failing:
        register = numbered(proof.failing[0])
        register = smallest(register, lambda smaller: bool(disagreements(smaller)))
        pytest.fail(report(register, disagreements(register)))
    assert sorted(proof.counted) == sorted(SAMPLE)


def test_everything_is_in_the_sample(proof: Proof) -> None:
    never = proof.never_seen()
    assert never == [], "choose anew: python -m tests.second_opinion --choose"


def test_a_number_gives_the_same_register_every_time() -> None:
    first, again, other = numbered(7), numbered(7), numbered(8)
    assert first.notifications.equals(again.notifications)
    assert first.emm_records.equals(again.emm_records)
    assert not first.notifications.equals(other.notifications)


def test_few_registers_are_chosen_and_all_that_has_to_occur_does() -> None:
    wanted: dict[str, set[int]] = {"a": {1, 2}, "b": {2, 3}, "c": {4}, "d": set()}
    assert fewest(wanted) == [2, 4]
    assert fewest(wanted, times=2) == [1, 2, 3, 4]


def test_both_stop_at_an_unknown_code(warehouse: Warehouse) -> None:
    outcomes: Counter[tuple[bool, bool]] = Counter()

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(register=registers(TEST_LISTS, SPELLINGS, most=12, unknown_code=True))
    def both_or_none(register: Register) -> None:
        stopped = [False, False]
        try:
            count(register, TEST_LISTS)
        except records.UnknownCodeError:
            stopped[0] = True
        try:
            warehouse.run(register)
        except UnknownCodeError:
            stopped[1] = True
        outcomes[stopped[0], stopped[1]] += 1

    both_or_none()
    assert set(outcomes) == {(True, True), (False, False)}


# --- and would not if one of them were wrong -------------------------------------------------


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.rule} {change.table}")
def test_a_changed_rule_is_noticed(change: Change, proof: Proof) -> None:
    assert next(noticing(change, proof), None) is not None
