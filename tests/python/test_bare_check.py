"""A bare `dbt build` checks a delivery in SQL, and reads it as `slachtoffermonitor` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import emm_record, notification, write_table

from slachtoffermonitor.delivery import TABLES, find_problems, relation_sql, table_schema
from tests.bad_input.cases import Case, cases
from tests.bad_input.delivery import Delivery
from tests.bad_input.examination import personal_values
from tests.second_opinion.lists import ROOT
from tests.second_opinion.macros import Macros, StoppedError

COARSER: Final = {
    "directory-forbidden": "the tests may read everything",
    "file-forbidden": "as above",
    "sheet-full": "the number of lines is not judged",
    "nul-byte": "a value is not looked into",
    "rows-empty": "the models reject such a record",
}
"""Cases that only `check-delivery` sees, and why."""

IN_ITS_OWN_WORDS: Final = {
    *("line-ends-mixed", "carriage-return", "parquet-schema-lost", "parquet-damaged"),
    *("parquet-codec", "parquet-encrypted-column"),
}
"""Cases in which DuckDB stops the build itself."""

CASES: Final = tuple(
    case
    for case in cases()
    if case.kind in {"file", "encoding", "structure"} and case.register == "small"
)


def check(directory: Path) -> str:
    """Return the sentence that stops a bare `dbt build`, or an empty text."""
    try:
        Macros(ROOT, directory)("check_delivery")
    except StoppedError as stopped:
        return str(stopped)
    return ""


def test_the_contract_is_the_same() -> None:
    macros = Macros(ROOT, Path())
    assert {
        table: tuple(macros("register_columns", table)) for table in macros("register_tables")
    } == TABLES
    for table in TABLES:
        required = [
            field["name"]
            for field in table_schema(table)["fields"]
            if field.get("constraints", {}).get("required")
        ]
        assert macros("required_columns", table) == required


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case)
def test_it_stops_where_check_delivery_does(case: Case, tmp_path: Path) -> None:
    delivery = Delivery.make(tmp_path / case.case, case.register)
    case.spoil(delivery)
    with delivery.patches:
        problems = find_problems(delivery.directory)
    if case.case in IN_ITS_OWN_WORDS:
        with pytest.raises(duckdb.Error) as stopped:
            check(delivery.directory)
        said = str(stopped.value)
    else:
        said = check(delivery.directory)
        assert bool(said) == (bool(problems) and case.case not in COARSER)
    if said and delivery.directory.is_dir():
        assert list(personal_values([said], delivery.directory)) == []


def _named(directory: Path, name: str) -> Path:
    place = directory / name
    place.mkdir(parents=True)
    write_table(place / "notifications.csv", [notification(number) for number in range(30)])
    return place


def _plain(directory: Path) -> Path:
    return _named(directory, "delivery")


def _strange(directory: Path) -> Path:
    place = _named(directory, "it's [1] a *? delivery")
    write_table(
        place / "emm_records [2].CSV",
        [emm_record(number) for number in range(5)],
        TABLES["emm_records"],
    )
    return place


def _partitioned(directory: Path) -> Path:
    return _named(directory, "gender=V")


def _several(directory: Path) -> Path:
    place = _named(directory, "several")
    columns = tuple(reversed(TABLES["notifications"]))
    write_table(
        place / "Notifications_b.csv",
        [notification(number) for number in range(30, 40)],
        columns,
    )
    return place


def _typed(directory: Path) -> Path:
    place = _named(directory, "typed")
    rows = [notification(number) for number in range(40, 50)]
    table = {name: pa.array([row.get(name) or None for row in rows]) for name in rows[0]}
    table["version"] = pa.array([1.0, 2.0, None, *[float("nan")] * 7])
    table["reported_age"] = pa.array([17, None, *[20] * 8], pa.int16())
    table["nationalities"] = pa.array([["NLD", "DEU"], [], None, *[["NLD"]] * 7])
    table["birth_date"] = pa.array([None] * 10)
    for name, unit in (("received_on", "us"), ("delivered_on", "ns")):
        days = table[name].cast(pa.date32())
        table[name] = days.cast(pa.timestamp(unit))
    pq.write_table(pa.table(table), place / "notifications_typed.pq")
    return place


@pytest.mark.parametrize("deliver", [_plain, _strange, _partitioned, _several, _typed])
@pytest.mark.parametrize("table", TABLES)
def test_it_reads_what_the_command_line_reads(
    deliver: Callable[[Path], Path], table: str, tmp_path: Path
) -> None:
    place = deliver(tmp_path)
    assert check(place) == ""
    read, expected = (
        duckdb.sql(f"from {relation} order by all")
        for relation in (Macros(ROOT, place)("register_table", table), relation_sql(place, table))
    )
    assert (read.columns, read.types) == (expected.columns, expected.types)
    assert read.fetchall() == expected.fetchall()


def test_the_home_directory_has_a_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    _plain(tmp_path)
    assert check(Path("~/delivery")) == ""


def test_a_required_column_has_a_value(tmp_path: Path) -> None:
    place = tmp_path / "delivery"
    place.mkdir()
    rows = [notification(number) | {"received_on": " "} for number in range(30)]
    write_table(place / "notifications.csv", rows)
    assert "no record has a value in the column 'received_on'" in check(place)
