"""Every way to spoil a delivery that the catalogue lists ends as it says (docs/bad-input.md)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from slachtoffermonitor.delivery import SPREADSHEET_ROWS
from tests.bad_input.cases import Case, cases, numbers
from tests.bad_input.examination import Examiner, disagreements
from tests.bad_input.page import KINDS, OUTCOMES, PAGE, page
from tests.bad_input.registers import REGISTERS
from tests.bad_input.spoilers import SPOILERS
from tests.bad_input.warehouse import OUTPUTS as LOOKED_AT
from tests.bad_input.warehouse import Outcome
from tests.second_opinion.lists import ROOT
from tests.second_opinion.warehouse import Compiled, Project

AT_LEAST: Final = 60

DAMAGED: Final = "forms-lost"
"""A case that Great Expectations judges too; expectations of both stages fail in it."""


class Examiners:
    """Examine cases of each register in a thread of its own; DuckDB does the work in them."""

    def __init__(self, project: Project, directory: Path) -> None:
        self._pools = {register: ThreadPoolExecutor(1) for register in REGISTERS}
        self._examiners = {
            register: pool.submit(lambda name: Examiner(project, name, directory / name), register)
            for register, pool in self._pools.items()
        }
        self._outcomes: dict[str, Future[Outcome]] = {}

    def start(self, case: Case) -> None:
        """Ask for a case."""
        examiner = self._examiners[case.register]
        self._outcomes[case.case] = self._pools[case.register].submit(
            lambda: examiner.result().examine(case)
        )

    def outcome(self, case: Case) -> Outcome:
        """Return what came of a case."""
        if case.case not in self._outcomes:
            self.start(case)
        return self._outcomes[case.case].result()

    def sound(self, register: str) -> Outcome:
        """Return what came of a sound register."""
        return self._examiners[register].result().sound

    def judged(self, case: Case, database: Path) -> tuple[str, ...]:
        """Return the expectations of both stages that fail; the warehouse is written to a file."""
        examiner = self._examiners[case.register]
        return (
            self._pools[case.register]
            .submit(lambda: examiner.result().judge(case, database))
            .result()
        )

    def close(self) -> None:
        """Drop what has not begun."""
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def examiners(
    request: pytest.FixtureRequest, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Examiners]:
    """Begin to examine every case that was asked for."""
    opened = Examiners(compiled.leading_to(LOOKED_AT), tmp_path_factory.mktemp("bad_input"))
    for item in request.session.items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        case = parameters.get("case")
        if isinstance(case, Case):
            opened.start(case)
    yield opened
    opened.close()


@pytest.mark.parametrize("register", REGISTERS)
def test_sound_register_is_sound(examiners: Examiners, register: str) -> None:
    sound = examiners.sound(register)
    assert sound.problems == ()
    assert sound.guards == ()
    assert not sound.rejected
    assert sum(sound.fates.values()) == sound.raw_count > 0


@pytest.mark.parametrize("case", cases(), ids=[case.case for case in cases()])
def test_spoiled_delivery(examiners: Examiners, case: Case) -> None:
    outcome = examiners.outcome(case)
    assert disagreements(case, outcome, examiners.sound(case.register)) == []
    # Nothing is lost: what is in the files is read, and what is counted has one fate a record.
    assert outcome.read_count == outcome.raw_count
    if outcome.is_counted:
        assert sum(outcome.fates.values()) == outcome.raw_count > 0
    # Nothing personal is said.
    assert outcome.personal == []


def test_expectations_fail_as_in_a_build(examiners: Examiners, tmp_path: Path) -> None:
    from slachtoffermonitor.guards.judge import judging  # Great Expectations takes long to import

    (case,) = (case for case in cases() if case.case == DAMAGED)
    database = tmp_path / "warehouse.duckdb"
    failing = examiners.judged(case, database)
    with judging(database) as judge:
        judged = [judge.judge("arrival"), judge.judge("release")]
    names = [
        [result.expectation_id for result in results if not result.is_success] for results in judged
    ]
    assert Counter(names[0] + names[1]) == Counter(failing)
    assert [len(found) > 0 for found in names] == [True, True]


def test_catalogue_is_of_one_piece() -> None:
    # One of the cases takes a smaller spreadsheet for a full one.
    assert SPREADSHEET_ROWS == 2**20
    assert len(cases()) >= AT_LEAST
    assert [name for name, n in Counter(case.case for case in cases()).items() if n > 1] == []
    assert [name for name, n in Counter(case.spoiled for case in cases()).items() if n > 1] == []
    assert {case.kind for case in cases()} == set(KINDS)
    assert {case.outcome for case in cases()} == set(OUTCOMES)
    assert {case.spoiler.split()[0] for case in cases()} == set(SPOILERS)
    # What is accepted is explained.
    unexplained = [
        case.case
        for case in cases()
        if case.outcome in ("effect", "nothing") and not case.what_happens
    ]
    assert unexplained == []


def test_every_reason_of_rejection_occurs() -> None:
    file = ROOT / "seeds" / "reference" / "ref_rejection_reasons.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        reasons = {row["rejection_reason_code"] for row in csv.DictReader(stream)}
    assert {reason for case in cases() for reason in numbers(case.rejected)} == reasons


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.bad_input"
