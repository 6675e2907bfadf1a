"""The reader of deliveries and the cleaning of codes, on input that nobody has thought of.

What Python's `csv` and pyarrow read is the measure: a file that is accepted is read as they read
it, to the last value, and any other is refused with a sentence. Nothing may end in a stack trace.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import duckdb
import jinja2
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import Row, notification
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouses import ROOT

from slachtoffermonitor.delivery import (
    NOTIFICATION_COLUMNS,
    DeliveryError,
    find_problems,
    relation_sql,
)

CASES: Final = int(os.environ.get("FUZZ_CASES", "40"))
"""Cases of each test; FUZZ_CASES=20000 is an evening's work."""

pytestmark = pytest.mark.slow

fuzzed = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TEXT = st.text(
    st.one_of(
        st.sampled_from(list("abcXYZ019 ,;|'\"\\-_./=+@\t#€éß\u00a0\u200b\ufeff")),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=12,
)
FREE: Final = ("reporting_unit", "gender", "nationalities", "exploitation_forms", "reported_age")
"""Columns in which any text may stand; a file whose dates are all unreadable is refused as such."""


@st.composite
def registers(draw: st.DrawFn) -> list[Row]:
    """Draw a small register with any texts in the columns that take them."""
    count = draw(st.integers(1, 6))
    return [
        notification(number, **{column: draw(TEXT) for column in FREE}) for number in range(count)
    ]


def read_back(directory: Path) -> list[tuple[str, ...]] | None:
    """Return the records as the product reads them, or none where it refuses the delivery."""
    try:
        if find_problems(directory):
            return None
        relation = relation_sql(directory, "notifications")
    except DeliveryError:
        return None
    with duckdb.connect() as connection:
        columns = ", ".join(f"coalesce({name}, '')" for name in NOTIFICATION_COLUMNS)
        rows = connection.execute(f"select {columns} from {relation}").fetchall()
    return sorted(tuple(str(cell) for cell in row) for row in rows)


def as_expected(rows: list[Row]) -> list[tuple[str, ...]]:
    """Return the records in the form of `read_back`."""
    return sorted(tuple(row[name] for name in NOTIFICATION_COLUMNS) for row in rows)


def fresh(tmp_path: Path) -> Path:
    """Return an empty directory, the same for each case."""
    directory = tmp_path / "delivery"
    directory.mkdir(exist_ok=True)
    for file in directory.iterdir():
        file.unlink()
    return directory


@fuzzed
@given(registers(), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from("\n\r"))
def test_csv_that_python_writes_is_read_to_the_last_value(
    tmp_path: Path, rows: list[Row], quoting: int, end: str
) -> None:
    directory = fresh(tmp_path)
    ends = "\r\n" if end == "\r" else end
    with (directory / "notifications.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=quoting, lineterminator=ends)  # type: ignore[arg-type]
        writer.writerow(NOTIFICATION_COLUMNS)
        writer.writerows([row[name] for name in NOTIFICATION_COLUMNS] for row in rows)
    read = read_back(directory)
    assert read is None or read == as_expected(rows)
    if not any(character in "".join(row.values()) for row in rows for character in "\"'#\ufeff,"):
        assert read is not None


@fuzzed
@given(registers(), st.data())
def test_damaged_csv_is_refused_or_read_as_python_reads_it(
    tmp_path: Path, rows: list[Row], data: st.DataObject
) -> None:
    directory = fresh(tmp_path)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(NOTIFICATION_COLUMNS)
    writer.writerows([row[name] for name in NOTIFICATION_COLUMNS] for row in rows)
    content = buffer.getvalue().encode()
    place = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 3))
    inserted = data.draw(st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b";"]))
    damaged = content[:place] + inserted + content[place + length :]
    (directory / "notifications.csv").write_bytes(damaged)
    read = read_back(directory)
    if read is None:
        return
    header, *records = csv.reader(io.StringIO(damaged.decode("utf-8-sig"), newline=""), strict=True)
    places = [header.index(name) for name in NOTIFICATION_COLUMNS]
    assert read == sorted(tuple(row[at] for at in places) for row in records)


@fuzzed
@given(registers(), st.sampled_from(["snappy", "zstd", "gzip", "brotli", "none"]), st.booleans())
def test_parquet_is_read_to_the_last_value(
    tmp_path: Path, rows: list[Row], codec: str, packed: bool
) -> None:
    directory = fresh(tmp_path)
    table = pa.Table.from_pylist([{name: row[name] or None for name in row} for row in rows])
    table = table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))
    pq.write_table(
        table, directory / "notifications.parquet", compression=codec, use_dictionary=packed
    )
    read = read_back(directory)
    if read is None:
        # Only an error message of a spreadsheet in a cell makes such a file a bad one.
        assert any(cell.startswith("#") for row in rows for cell in row.values())
    else:
        assert read == as_expected(rows)


@fuzzed
@given(st.binary(max_size=200), st.integers(0, 100))
def test_damaged_parquet_is_refused_or_read_whole(tmp_path: Path, noise: bytes, share: int) -> None:
    directory = fresh(tmp_path)
    rows = [notification(number) for number in range(20)]
    file = directory / "notifications.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file)
    content = file.read_bytes()
    place = len(content) * share // 101
    file.write_bytes(content[:place] + noise + content[place + len(noise) :])
    read = read_back(directory)
    if read is None:
        return
    try:
        table = pq.read_table(file).to_pylist()
    except (pa.ArrowException, OSError):
        # What Arrow writes for itself beside the data is damaged, and nothing else.
        assert read == as_expected(rows)
    else:
        found = [{name: cell or "" for name, cell in row.items()} for row in table]
        assert read == as_expected(found)


MACROS: Final = ("clean_text", "normalise_code")


def normalised(expression: str) -> str:
    """Return the project's own SQL that spells a code as the crosswalks do."""
    files = [ROOT / "macros" / "values" / f"{name}.sql" for name in MACROS]
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701 - it is SQL
    made = environment.from_string("\n".join(file.read_text(encoding="utf-8") for file in files))
    dispatch = SimpleNamespace(dispatch=lambda name: getattr(made.module, f"duckdb__{name}"))
    environment.globals |= {"return": str, "adapter": dispatch}
    return str(made.make_module().normalise_code(expression))  # type: ignore[attr-defined]


@fuzzed
@given(st.lists(TEXT, min_size=1, max_size=20))
def test_cleaned_text_is_clean_and_cleaning_it_again_changes_nothing(texts: list[str]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table texts (text varchar)")
        connection.executemany("insert into texts values (?)", [[text] for text in texts])
        once = normalised("text")
        twice = normalised("once")
        rows = connection.execute(
            f"select once, {twice} as twice from (select {once} as once from texts) as cleaned"
        ).fetchall()
    for code, again in rows:
        assert code == again
        assert code is None or not any(
            character != " " and unicodedata.category(character) in ("Cf", "Cc", "Zs")
            for character in code
        ), ascii(code)
