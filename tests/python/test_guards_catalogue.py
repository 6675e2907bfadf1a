"""What the suites say about themselves; nothing is judged here."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
from warehouses import ROOT

from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.guards.catalogue import (
    EMM_RECORDS,
    LIBRARY,
    LIMITS_SEED,
    NOTIFICATIONS,
    SUITES,
    seeded_limits,
)
from slachtoffermonitor.guards.checks import Check, NativeCheck, limit_codes, with_limits

EVERY = [(suite, check) for suite in SUITES for check in suite.checks]
IDS = [suite.identify(check) for suite, check in EVERY]


def test_there_is_a_suite_for_every_raw_table_and_every_exhibit() -> None:
    codes = {suite.code for suite in SUITES}
    with (ROOT / "seeds/reference/ref_exhibits.csv").open(encoding="utf-8", newline="") as stream:
        exhibits = {row["exhibit_code"] for row in csv.DictReader(stream)}
    assert exhibits
    assert exhibits | {"published_cells"} <= codes
    assert {f"raw_{table}" for table in TABLES} <= codes


def test_there_are_at_least_eighty_expectations_with_ids_of_their_own() -> None:
    assert len(IDS) >= 80
    assert [name for name, number in Counter(IDS).items() if number > 1] == []
    assert [name for name in IDS if not re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", name)] == []


@pytest.mark.parametrize(("suite", "check"), EVERY, ids=IDS)
def test_every_expectation_says_what_why_and_what_to_do(
    suite: object, check: Check | NativeCheck
) -> None:
    for sentence in (check.statement, check.reason, check.remedy):
        assert re.fullmatch(r"[A-Z].*[^ ]\.", sentence, re.DOTALL)
        assert "  " not in sentence
        assert "\n" not in sentence
    assert len({check.statement, check.reason, check.remedy}) == 3


def test_a_row_count_stands_at_the_head_of_every_suite() -> None:
    for suite in SUITES:
        first = suite.checks[0]
        assert isinstance(first, NativeCheck)
        assert first.kind == "ExpectTableRowCountToBeBetween"


def test_every_limit_is_used_and_exists_with_a_reason() -> None:
    used = {code for _, check in EVERY for code in limit_codes(check)}
    macros = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "macros" / "guards").glob("*.sql")
    )
    limits = set(seeded_limits(ROOT))
    assert used <= limits
    assert {code for code in limits - used if f"'{code}'" not in macros} == set()
    with (ROOT / LIMITS_SEED).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert row["unit"]
            assert row["meaning"]
            assert len(row["reason"]) > 30


def test_shares_are_only_judged_from_a_number_of_rows_on() -> None:
    assert [
        check.name
        for _, check in EVERY
        if isinstance(check, Check) and check.share and not check.judged_from
    ] == []


def test_limits_get_into_the_sql() -> None:
    limits = seeded_limits(ROOT)
    for _, check in EVERY:
        if isinstance(check, Check):
            for sql in (check.query, check.looked_at):
                assert "<<" not in with_limits(sql, limits)
                assert "{batch}" in sql
    with pytest.raises(KeyError):
        with_limits("select <<no_such_limit>>", limits)


def test_rows_of_the_register_are_named_by_their_ids_alone() -> None:
    (case,) = re.findall(
        r"case.*  end", (LIBRARY.folder / "macros" / "shown_id.sql").read_text("utf-8"), re.DOTALL
    )
    case = case.replace("{{ records }}", "records")
    case = re.sub(r"{{ limit\('(\w+)'\) }}", r"<<\1>>", case)
    shown = " ".join(with_limits(case, seeded_limits(ROOT)).split())
    for suite in (NOTIFICATIONS, EMM_RECORDS):
        for check in suite.checks:
            if not isinstance(check, Check):
                continue
            query = " ".join(with_limits(check.query, seeded_limits(ROOT)).split())
            named = f"select {shown} as record_id, records.source_file from"
            assert query.startswith(named) or re.search(
                r"(^|\) )select '[a-z ]+' as finding (from|where)", query
            )
