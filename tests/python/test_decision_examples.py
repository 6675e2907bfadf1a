"""The worked examples of `docs/decisions` hold: they are delivered, built and compared.

Every page has tables that a comment above them names:

- `<!-- delivered: notifications -->` or `<!-- delivered: emm_records -->`: records in the words of
  `docs/register.md`. A column that a table does not show has the value of `_default`; a column
  `times` repeats a record for so many different persons.
- `<!-- expected: marts.fct_victim_years by person, notification_year -->`: rows of that table,
  found by the columns behind `by`, which come first. The column `person` is the pseudonym, which
  no mart holds, and `edition_code` of a fact each edition that has its year. `(no row)` says that
  nothing is found.
- `<!-- expected: macro -->`: one expression in Jinja on the left, its value on the right.

All pages together, and the rows that `docs/register.md` shows, are one delivery, built once; the
persons and records of a page begin with its number, so that no example touches another.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import jinja2
import pytest

from slachtoffermonitor.delivery import TABLES

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = tuple(sorted((ROOT / "docs" / "decisions").glob("D-*.md")))
NO_ROW: Final = "(no row)"
DIRECTIVE: Final = re.compile(r"<!-- (delivered|expected): ([\w.]+)(?: by ([\w, ]+?))? -->")

Row = dict[str, str]


@dataclass
class Table:
    """One table of a page, with what the comment above it says."""

    subject: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass
class Page:
    """A page of `docs/decisions`."""

    number: str
    delivered: list[Table] = field(default_factory=list)
    expected: list[Table] = field(default_factory=list)


def _cells(line: str) -> tuple[str, ...]:
    parts = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return tuple(part.strip().strip("`").replace("\\|", "|") for part in parts)


def read_page(path: Path) -> Page:
    """Read the tables of a page."""
    page = Page(path.name[2:4])
    lines = path.read_text(encoding="utf-8").splitlines()
    for index, line in enumerate(lines):
        if not (found := DIRECTIVE.fullmatch(line.strip())):
            continue
        start = next(i for i in range(index + 1, len(lines)) if lines[i].strip())
        body = []
        for text in lines[start:]:
            if not text.startswith("|"):
                break
            body.append(_cells(text))
        assert len(body) > 2, f"{path.name}, line {index + 1}: no table below the comment"
        columns = body[0]
        for cells in body:
            assert len(cells) == len(columns), f"{path.name}: a row of {cells} cells"
        keys = tuple(key.strip() for key in (found[3] or "").split(",") if key.strip())
        table = Table(found[2], keys, columns, list(body[2:]))
        (page.delivered if found[1] == "delivered" else page.expected).append(table)
    return page


def _default(table: str, shown: Row) -> Row:
    """Return what a record of an example holds where the page shows nothing."""
    record_id = shown["record_id"]
    received = shown.get("received_on" if table == "notifications" else "registered_on") or ""
    received = received or "2019-06-01"
    year = re.search(r"\d{4}", received)
    row = dict.fromkeys(TABLES[table], "")
    row |= {
        "delivery_id": year[0] if year else "",
        "delivered_on": f"{int(year[0]) + 1}-03-01" if year else "",
        "notification_id": f"N{record_id}",
        "version": "1",
        "status": "active",
        "received_on": received,
        "registered_on": received,
        "reporter": "POL",
        "exploitation_forms": "SU",
        "consent": "yes",
    }
    if shown.get("reporter", "POL") == "POL":
        row["reporting_unit"] = "PE01"
    return row


def records(page: Page) -> Iterator[tuple[str, Row]]:
    """Give the table and content of every record that a page delivers."""
    for table in page.delivered:
        for cells in table.rows:
            shown = dict(zip(table.columns, cells, strict=True))
            times = shown.pop("times", "")
            for copy in range(1, int(times) + 1) if times else [0]:
                one = dict(shown)
                if copy:
                    one["record_id"] += f"-{copy}"
                    one["person_pseudonym"] += f"-{copy}"
                row = _default(table.subject, one) | one
                unknown = set(row) - set(TABLES[table.subject]) - set(_default(table.subject, one))
                assert not unknown, f"D-{page.number}: no column {unknown} in the contract"
                yield table.subject, {name: row[name] for name in TABLES[table.subject]}


def contract_examples() -> Iterator[tuple[str, Row]]:
    """Give the table and content of the rows that the contract shows as CSV."""
    text = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    blocks = re.findall(r"<!-- example: (\w+) -->\n```csv\n(.*?)```", text, re.DOTALL)
    assert {name for name, _ in blocks} == set(TABLES), "an example of each table"
    for name, block in blocks:
        for row in csv.DictReader(block.splitlines()):
            assert tuple(row) == TABLES[name], "the header of the contract"
            yield name, dict(row)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build one warehouse from the examples of all pages."""
    directory = tmp_path_factory.mktemp("decisions")
    delivery = directory / "delivery"
    delivery.mkdir()
    content: dict[str, list[Row]] = {name: [] for name in TABLES}
    for path in PAGES:
        for table, row in records(read_page(path)):
            content[table].append(row)
    for table, row in contract_examples():
        content[table].append(row)
    for name, rows in content.items():
        # The examples are made up, and the edition of 2015-2019 is the one that they show first.
        for row in rows:
            if row["delivery_id"]:
                row["delivery_id"] = f"synthetic-{row['delivery_id']}"
        with (delivery / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, TABLES[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    database = directory / "decisions.duckdb"
    environment = os.environ | {
        "SLACHTOFFERMONITOR_DATABASE": str(database),
        "SLACHTOFFERMONITOR_REGISTER": str(delivery),
        "DBT_TARGET_PATH": str(directory / "target"),
        "DBT_LOG_PATH": str(directory / "logs"),
    }
    arguments = ["build", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    arguments += ["--exclude-resource-type", "test", "unit_test"]
    arguments += ["--exclude", "path:models/audit/claims", "path:models/audit/reconciliation"]
    arguments += ["--no-use-colors"]
    outcome = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _found(connection: duckdb.DuckDBPyConnection, table: Table) -> set[tuple[str, ...]]:
    """Return the rows of the warehouse that a table of a page speaks of, in its columns."""
    relation = table.subject
    if "person" in table.columns:
        of_cells = relation == "audit.aud_cell_members"
        more = ", persons.notification_year" if of_cells else ""
        relation = (
            f"(select facts.*, persons.person_pseudonym as person{more} from {relation} as facts "
            "inner join intermediate.int_victim_years__resolved as persons "
            f"on facts.{'member_key' if of_cells else 'victim_year_key'} "
            "= persons.victim_year_key)"
        )
    if "edition_code" in table.columns and relation.count("fct_"):
        relation = (
            f"(select found.*, years.edition_code from {relation} as found "
            "inner join marts.dim_edition_years as years "
            "on found.notification_year = years.notification_year)"
        )
    keys = ", ".join(f"cast(found.{key} as varchar)" for key in table.keys)
    wanted = {row[: len(table.keys)] for row in table.rows}
    values = ", ".join("(" + ", ".join(["?"] * len(table.keys)) + ")" for _ in wanted)
    cursor = connection.execute(
        f"select distinct {', '.join(f'found.{name}' for name in table.columns)} "
        f"from {relation} as found where ({keys}) in ({values})",
        [value for row in sorted(wanted) for value in row],
    )
    return {tuple(_text(value) for value in row) for row in cursor.fetchall()}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_worked_example(path: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    page = read_page(path)
    assert page.expected, "the page has no worked example"
    for table in page.expected:
        if table.subject == "macro":
            _check_macros(table, warehouse)
            continue
        assert table.columns[: len(table.keys)] == table.keys, "the keys come first"
        absent = {row[: len(table.keys)] for row in table.rows if row[len(table.keys)] == NO_ROW}
        present = {row for row in table.rows if row[: len(table.keys)] not in absent}
        assert _found(warehouse, table) == present, table.subject


def _check_macros(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    source = (ROOT / "macros" / "values" / "round_half_up.sql").read_text(encoding="utf-8")
    # Expressions of the pages of this repository, rendered as dbt renders them.
    environment = jinja2.Environment()  # noqa: S701
    for expression, expected in table.rows:
        call = environment.from_string(source + "{{ " + expression + " }}").render()
        row = connection.execute(f"select {call.strip()}").fetchone()
        assert row is not None
        assert _text(row[0]) == expected, expression


def test_examples_do_not_touch_each_other() -> None:
    numbers = [path.name[2:4] for path in PAGES]
    assert len(numbers) == len(set(numbers)), "two pages have the same number"
    for path in PAGES:
        page = read_page(path)
        for _, row in records(page):
            for name in ("record_id", "person_pseudonym"):
                value = row[name].strip()
                assert not value or value.startswith(page.number), f"{path.name}: {name} {value}"


def test_rows_shown_in_the_contract_end_as_it_says(warehouse: duckdb.DuckDBPyConnection) -> None:
    fates = warehouse.execute(
        "select record_id, fate_code from audit.aud_record_fate "
        "where record_id like 'ex-%' order by record_id"
    ).fetchall()
    assert fates == [
        ("ex-1", "superseded"),
        ("ex-2", "counted"),
        ("ex-3", "counted"),
        ("ex-4", "counted"),
        ("ex-5", "not_a_notification"),
        ("ex-6", "not_a_notification"),
    ]
    victims = warehouse.execute(
        "select person_pseudonym, prostitution_sector_code, nationality_code, age_years, "
        "gender_code from intermediate.int_victim_years__resolved "
        "where person_pseudonym like 'ex-%' order by person_pseudonym"
    ).fetchall()
    assert victims == [("ex-a", "THUIS", "NGA", 24, "V"), ("ex-b", None, "ROU", 31, "M")]
