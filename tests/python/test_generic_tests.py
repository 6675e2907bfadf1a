"""Each generic test of the project fails where it must, and passes where it may.

A generic test (`macros/tests`) is a query that returns the rows that break it. Here that query is
rendered as dbt renders it and run on a small table in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import jinja2
import pytest

TESTS: Final = Path(__file__).resolve().parents[2] / "macros" / "tests"


@dataclass(frozen=True)
class Case:
    """A table, the arguments of a generic test, and the problems it must report."""

    test: str
    what: str
    table: str
    arguments: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


KEY: Final = {"columns": ["edition", "code"]}
SOUND: Final = "select * from (values ('a', '1'), ('a', '2'), ('b', '1')) as t (edition, code)"
TWICE: Final = "select * from (values ('a', '1'), ('a', '1'), ('b', '1')) as t (edition, code)"
THREE_TIMES: Final = "select 'a' as edition, 1 as code from range(3)"
EMPTY_VALUE: Final = "select * from (values ('a', null), ('b', '1')) as t (edition, code)"
BOTH_EMPTY: Final = "select cast(null as varchar) as edition, cast(null as varchar) as code"
NULL_TWICE: Final = "select 'a' as edition, cast(null as integer) as code from range(2)"
NO_ROWS: Final = "select 'a' as edition, '1' as code where false"

CASES: Final = (
    Case("unique_key", "a sound key passes", SOUND, KEY),
    Case("unique_key", "one column alone is not unique", SOUND, {"columns": ["edition"]},
         ("key occurs 2 times",)),
    Case("unique_key", "a key that occurs twice", TWICE, KEY, ("key occurs 2 times",)),
    Case("unique_key", "a key of other types", THREE_TIMES, KEY, ("key occurs 3 times",)),
    Case("unique_key", "an empty part of the key", EMPTY_VALUE, KEY, ("code is empty",)),
    Case("unique_key", "two empty parts", BOTH_EMPTY, KEY, ("code is empty", "edition is empty")),
    Case("unique_key", "a part that may be empty", EMPTY_VALUE, KEY | {"may_be_null": ["code"]}),
    Case("unique_key", "two empty parts are the same key", NULL_TWICE,
         KEY | {"may_be_null": ["code"]}, ("key occurs 2 times",)),
    Case("unique_key", "an empty table", NO_ROWS, KEY, ("the table has no rows",)),
    Case("unique_key", "a table that may be empty", NO_ROWS, KEY | {"may_be_empty": True}),
)  # fmt: skip


def render(test: str, arguments: dict[str, Any]) -> str:
    """Return the query of the generic test `test` on the table `tested`.

    A dbt test block is a Jinja macro under another name: only its two tags differ.
    """
    source = (TESTS / f"{test}.sql").read_text(encoding="utf-8")
    source = re.sub(r"{%(-?)\s*test\s", r"{%\1 macro ", source)
    source = re.sub(r"{%(-?)\s*endtest\s*(-?)%}", r"{%\1 endmacro \2%}", source)
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701 (SQL, no page)
    module = environment.from_string(source).module
    return str(getattr(module, test)("tested", **arguments))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.test}: {case.what}")
def test_a_generic_test_reports_the_problems_of_a_table(case: Case) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table tested as {case.table}")
        failures = connection.execute(render(case.test, case.arguments))
        columns = [column[0] for column in failures.description]
        problems = [row[columns.index("problem")] for row in failures.fetchall()]
    assert sorted(problems) == sorted(case.problems)


def test_every_generic_test_is_shown_to_fail_and_to_pass() -> None:
    written = {path.stem for path in TESTS.glob("*.sql")}
    assert {case.test for case in CASES if case.problems} == written
    assert {case.test for case in CASES if not case.problems} == written
