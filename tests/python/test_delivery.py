"""Every kind of spoiled delivery ends in a sentence that says what, where and what to do."""

from __future__ import annotations

import datetime
import gzip
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import emm_record, notification, small_delivery, write_table
from frictionless import Resource, Schema

from slachtoffermonitor.delivery import (
    EMM_COLUMNS,
    NOTIFICATION_COLUMNS,
    SPREADSHEET_ROWS,
    TABLES,
    DeliveryError,
    find_problems,
    relation_sql,
    require_readable,
    table_schema,
)

PSEUDONYM = "person-1"
"""Begins every pseudonym that the spoiled records carry; no message may hold it."""


def content(directory: Path) -> bytes:
    return (directory / "notifications.csv").read_bytes()


def replace(directory: Path, old: bytes, new: bytes, count: int = -1) -> int:
    before = content(directory)
    after = before.replace(old, new, count)
    assert after != before, "the case does not spoil anything"
    return (directory / "notifications.csv").write_bytes(after)


def rewrite(
    directory: Path,
    records: list[dict[str, str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> Path:
    return write_table(
        directory / "notifications.csv",
        records,
        delimiter=delimiter,
        encoding=encoding,
        line_end=line_end,
    )


def rows() -> list[dict[str, str]]:
    return [notification(number) for number in range(30)]


def remove_all(directory: Path) -> None:
    for file in directory.iterdir():
        file.unlink()
    directory.rmdir()


def replace_column(directory: Path, old: str, *new: str) -> None:
    columns = [
        name for column in NOTIFICATION_COLUMNS for name in (new if column == old else (column,))
    ]
    write_table(directory / "notifications.csv", rows(), tuple(columns))


def in_a_folder(directory: Path) -> None:
    (directory / "2018").mkdir()
    (directory / "2018" / "notifications.csv").write_bytes(content(directory))


def as_spreadsheet(directory: Path, name: str) -> None:
    with zipfile.ZipFile(directory / name, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


def as_parquet(directory: Path, **columns: pa.Array) -> Path:
    """Write the notifications as Parquet, with some columns replaced; the CSV file goes."""
    table = pa.table(
        {
            name: columns.get(name, pa.array([row[name] for row in rows()], pa.string()))
            for name in NOTIFICATION_COLUMNS
        }
    )
    (directory / "notifications.csv").unlink()
    pq.write_table(table, directory / "notifications.parquet")
    return directory / "notifications.parquet"


def cut_parquet(directory: Path, keep: int, tail: bytes = b"") -> None:
    file = as_parquet(directory)
    file.write_bytes(file.read_bytes()[:keep] + tail)


def damage_parquet(directory: Path) -> None:
    file = as_parquet(directory)
    data = bytearray(file.read_bytes())
    data[4:2000] = b"\xff" * 1996
    file.write_bytes(bytes(data))


SPOILED: list[tuple[str, Callable[[Path], object], str, str]] = [
    # name of the case, what spoils the delivery, where it is, a part of the sentence
    ("directory missing", remove_all, "delivery with a blank", "does not exist"),
    (
        "no notifications",
        lambda d: (d / "notifications.csv").unlink(),
        "delivery with a blank",
        "no file whose name begins with 'notifications'",
    ),
    (
        "empty file",
        lambda d: (d / "notifications.csv").write_bytes(b""),
        "notifications.csv",
        "the file is empty",
    ),
    (
        "only a byte order mark",
        lambda d: (d / "notifications.csv").write_bytes(b"\xef\xbb\xbf\r\n"),
        "notifications.csv",
        "the file is empty",
    ),
    ("header only", lambda d: rewrite(d, []), "notifications.csv", "no records below the header"),
    (
        "header only, EMM",
        lambda d: write_table(d / "emm_records.csv", [], EMM_COLUMNS),
        "emm_records.csv",
        "no records below the header",
    ),
    (
        "no header",
        lambda d: (d / "notifications.csv").write_bytes(content(d).split(b"\n", 1)[1]),
        "notifications.csv, line 1",
        "the first line is not the header",
    ),
    (
        "missing column",
        lambda d: replace_column(d, "consent"),
        "notifications.csv",
        "the column 'consent' is missing",
    ),
    (
        "extra column",
        lambda d: replace_column(d, "gender", "gender", "remarks"),
        "notifications.csv",
        "the column 'remarks' is not in the contract",
    ),
    (
        "column twice",
        lambda d: replace_column(d, "gender", "gender", "gender"),
        "notifications.csv",
        "the column 'gender' is there twice",
    ),
    (
        "column in capitals",
        lambda d: replace_column(d, "gender", "Gender "),
        "notifications.csv",
        "must be written 'gender'",
    ),
    (
        "empty column at the right",
        lambda d: (d / "notifications.csv").write_bytes(content(d).replace(b"\n", b",\n")),
        "notifications.csv",
        "a column without a name",
    ),
    (
        "semicolons",
        lambda d: rewrite(d, rows(), delimiter=";"),
        "notifications.csv, line 1",
        "separated by semicolons",
    ),
    (
        "tabs",
        lambda d: rewrite(d, rows(), delimiter="\t"),
        "notifications.csv, line 1",
        "separated by tabs",
    ),
    (
        "line of a spreadsheet above the header",
        lambda d: (d / "notifications.csv").write_bytes(b"sep=,\r\n" + content(d)),
        "notifications.csv, line 1",
        "'sep='",
    ),
    (
        "UTF-16",
        lambda d: rewrite(d, rows(), encoding="utf-16"),
        "notifications.csv",
        "UTF-16",
    ),
    (
        "UTF-16 without a byte order mark",
        lambda d: rewrite(d, rows(), encoding="utf-16-le"),
        "notifications.csv",
        "UTF-16",
    ),
    (
        "Windows-1252",
        lambda d: replace(d, b"POL,,", b"POL,Frysl\xe2n,", 1),
        "notifications.csv, line 2",
        "not UTF-8",
    ),
    (
        "Windows-1252 in the header",
        lambda d: replace(d, b"gender", b"geslacht\xe9"),
        "notifications.csv, line 1",
        "not UTF-8",
    ),
    (
        "too few values",
        lambda d: replace(d, b"rec-11,not-11,", b"rec-11,", 1),
        "notifications.csv, line 13",
        "fewer values than the header",
    ),
    (
        "too many values",
        lambda d: replace(d, b"V,NLD,SU,,,,,,", b"V,NLD,SU,AU,,,,,,yes", 1),
        "notifications.csv, line 2",
        "more values than the header",
    ),
    (
        "a comma too many before an empty last value",
        lambda d: replace(d, b"rec-12,not-12,", b"rec-12,not,12,", 1),
        "notifications.csv, line 14",
        "more values than the header",
    ),
    (
        "commas too many on every line",
        lambda d: (d / "notifications.csv").write_bytes(content(d).replace(b",SU,", b",SU,AU,")),
        "notifications.csv, lines 2, 3, 4 and 27 more",
        "more values than the header",
    ),
    (
        "a comma too many in a file with CR LF",
        lambda d: (
            rewrite(d, rows(), line_end="\r\n"),
            replace(d, b"rec-12,not-12,", b"rec-12,not,12,", 1),
        ),
        "notifications.csv, line 14",
        "more values than the header",
    ),
    (
        "unclosed quotation mark",
        lambda d: replace(d, b"rec-13,", b'"rec-13,', 1),
        "notifications.csv, line 15",
        "a quotation mark",
    ),
    (
        "quotation mark inside a value",
        lambda d: replace(d, b"rec-13,", b'"rec"-13,', 1),
        "notifications.csv, line 15",
        "a quotation mark",
    ),
    (
        "line number below a value of two lines",
        lambda d: (
            replace(d, b"POL,,", b'POL,"unit\nx",', 1),
            replace(d, b"rec-11,not-11,", b"rec-11,", 1),
        ),
        "notifications.csv, line 14",
        "fewer values than the header",
    ),
    (
        "mixed line ends",
        lambda d: (
            rewrite(d, [notification(number, cooperates="yes") for number in range(30)]),
            replace(d, b"\n", b"\r\n", 10),
        ),
        "notifications.csv",
        "the lines end in two different ways",
    ),
    (
        "NUL byte",
        lambda d: replace(d, b"rec-14,", b"rec\x00-14,", 1),
        "notifications.csv, line 16",
        "a NUL byte",
    ),
    (
        "cut off in the last line",
        lambda d: (d / "notifications.csv").write_bytes(content(d)[:-40]),
        "notifications.csv, line 31",
        "fewer values than the header",
    ),
    (
        "spreadsheet beside the files",
        lambda d: as_spreadsheet(d, "notifications_2019.xlsx"),
        "notifications_2019.xlsx",
        "a file of the type '.xlsx' is not read",
    ),
    (
        "spreadsheet under the name of a CSV file",
        lambda d: as_spreadsheet(d, "notifications.csv"),
        "notifications.csv",
        "a spreadsheet or a zip file",
    ),
    (
        "old spreadsheet under the name of a CSV file",
        lambda d: (d / "notifications.csv").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\x01" * 99),
        "notifications.csv",
        "a spreadsheet under the name of a CSV file",
    ),
    (
        "zip",
        lambda d: as_spreadsheet(d, "notifications_2018.zip"),
        "notifications_2018.zip",
        "a file of the type '.zip' is not read",
    ),
    (
        "compressed, by its name",
        lambda d: (d / "notifications_2018.csv.gz").write_bytes(gzip.compress(content(d))),
        "notifications_2018.csv.gz",
        "a file of the type '.gz' is not read",
    ),
    (
        "compressed, by its content",
        lambda d: (d / "notifications.csv").write_bytes(gzip.compress(content(d))),
        "notifications.csv",
        "compressed",
    ),
    (
        "a name that says nothing",
        lambda d: (d / "register_2019.csv").write_bytes(content(d)),
        "register_2019.csv",
        "begins neither with",
    ),
    (
        "files in a folder",
        in_a_folder,
        "2018/",
        "are not read",
    ),
    (
        "a folder with the name of a table",
        lambda d: (d / "notifications_2018").mkdir(),
        "notifications_2018/",
        "are not read",
    ),
    (
        "rows without values",
        lambda d: (d / "notifications.csv").write_bytes(content(d) + b"," * 20 + b"\n"),
        "notifications.csv",
        "1 row without a single value",
    ),
    (
        "pseudonyms rounded by a spreadsheet",
        lambda d: replace(d, b"person-1", b"1.2E+11", 1),
        "notifications.csv",
        "rounded 1 identifier",
    ),
    (
        "error messages of a spreadsheet",
        lambda d: replace(d, b"NLD", b"#NAME?", 2),
        "notifications.csv",
        "the column 'nationalities' holds 2 error messages",
    ),
    (
        "dates written by a spreadsheet",
        lambda d: rewrite(d, [notification(n, received_on="5/1/2019") for n in range(30)]),
        "notifications.csv",
        "in the column 'received_on' 30 of 30 dates",
    ),
    (
        "dates as numbers of days",
        lambda d: rewrite(d, [notification(n, received_on="43586") for n in range(30)]),
        "notifications.csv",
        "in the column 'received_on' 30 of 30 dates",
    ),
    (
        "Parquet under the name of a CSV file",
        lambda d: as_parquet(d).rename(d / "notifications.csv"),
        "notifications.csv",
        "this is a Parquet file",
    ),
    (
        "CSV under the name of a Parquet file",
        lambda d: (d / "notifications.csv").rename(d / "notifications.parquet"),
        "notifications.parquet",
        "not a Parquet file",
    ),
    (
        "empty Parquet file",
        lambda d: cut_parquet(d, 0),
        "notifications.parquet",
        "the file is empty",
    ),
    (
        "Parquet file cut off",
        lambda d: cut_parquet(d, 500),
        "notifications.parquet",
        "cut off",
    ),
    (
        "Parquet file without its schema",
        lambda d: cut_parquet(d, 500, b"PAR1"),
        "notifications.parquet",
        "damaged",
    ),
    ("Parquet file damaged inside", damage_parquet, "notifications.parquet", "damaged"),
    (
        "Parquet file without records",
        lambda d: pq.write_table(
            pq.read_table(as_parquet(d)).slice(0, 0), d / "notifications.parquet"
        ),
        "notifications.parquet",
        "no records",
    ),
    (
        "Parquet column of a type that does not fit",
        lambda d: as_parquet(d, consent=pa.array([True] * 30)),
        "notifications.parquet",
        "the column 'consent' has the type BOOLEAN",
    ),
    (
        "Parquet identifiers as broken numbers",
        lambda d: as_parquet(d, person_pseudonym=pa.array([1.0] * 30)),
        "notifications.parquet",
        "the column 'person_pseudonym' has the type DOUBLE",
    ),
    (
        "Parquet time with a time zone",
        lambda d: as_parquet(
            d, received_on=pa.array([datetime.datetime(2019, 5, 1)] * 30, pa.timestamp("us", "UTC"))
        ),
        "notifications.parquet",
        "TIMESTAMP WITH TIME ZONE",
    ),
    (
        "Parquet column missing",
        lambda d: pq.write_table(
            pq.read_table(as_parquet(d)).drop_columns(["consent"]), d / "notifications.parquet"
        ),
        "notifications.parquet",
        "the column 'consent' is missing",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "where", "sentence"),
    [case[1:] for case in SPOILED],
    ids=[case[0] for case in SPOILED],
)
def test_spoiled_delivery_gives_one_clear_sentence(
    delivery: Path, spoil: Callable[[Path], object], where: str, sentence: str
) -> None:
    spoil(delivery)
    problems = find_problems(delivery)
    assert [problem for problem in problems if sentence in problem.sentence], problems
    assert len(problems) == 1, problems
    assert problems[0].where.endswith(where)
    assert problems[0].sentence.endswith(".")
    with pytest.raises(DeliveryError) as raised:
        require_readable(delivery)
    assert PSEUDONYM not in str(raised.value)
    assert "Traceback" not in str(raised.value)


def test_sound_delivery_has_no_problems(delivery: Path) -> None:
    assert find_problems(delivery) == ()


def test_every_problem_is_named_at_once(delivery: Path) -> None:
    replace_column(delivery, "consent", "toestemming")
    (delivery / "emm_records.csv").write_bytes(b"")
    assert [str(problem) for problem in find_problems(delivery)] == [
        "emm_records.csv: the file is empty; deliver it again, or leave it out.",
        "notifications.csv: the column 'toestemming' is not in the contract; leave it out "
        "(docs/register.md lists the columns).",
        "notifications.csv: the column 'consent' is missing; add it, with empty values where "
        "nothing is known (docs/register.md lists the columns).",
    ]


def test_file_instead_of_a_directory(delivery: Path) -> None:
    (problem,) = find_problems(delivery / "notifications.csv")
    assert "name the directory" in problem.sentence


def test_sheet_filled_to_its_last_row(delivery: Path) -> None:
    line = content(delivery).splitlines(keepends=True)[1]
    header = content(delivery).splitlines(keepends=True)[0]
    (delivery / "notifications.csv").write_bytes(header + line * (SPREADSHEET_ROWS - 1))
    (problem,) = find_problems(delivery)
    assert "a spreadsheet can hold" in problem.sentence


@pytest.mark.parametrize(
    "name",
    [
        "NOTIFICATIONS.CSV",
        "notifications [2019].csv",
        "notifications'2019*?.csv",
        "notifications\\2019.csv",
    ],
)
def test_file_names_have_no_hidden_meaning(delivery: Path, name: str) -> None:
    (delivery / "notifications.csv").rename(delivery / name)
    assert find_problems(delivery) == ()
    assert len(read(delivery, "notifications")) == 30
    assert {row["source_file"] for row in read(delivery, "notifications")} == {name}


@pytest.mark.parametrize(
    "change",
    [
        lambda d: (d / "notifications.csv").write_bytes(b"\xef\xbb\xbf" + content(d)),
        lambda d: (d / "notifications.csv").write_bytes(content(d).replace(b"\n", b"\r\n")),
        lambda d: (d / "notifications.csv").write_bytes(content(d).rstrip(b"\n")),
        lambda d: (d / "notifications.csv").write_bytes(content(d) + b"\n\n"),
        lambda d: (d / "readme.txt").write_text("Extract of 1 February"),
        lambda d: write_table(
            d / "notifications.csv", rows(), tuple(reversed(NOTIFICATION_COLUMNS))
        ),
        as_parquet,
    ],
    ids=[
        "byte order mark",
        "CR LF",
        "no last line end",
        "blank lines",
        "readme",
        "order",
        "Parquet",
    ],
)
def test_what_may_differ_has_no_effect(delivery: Path, change: Callable[[Path], object]) -> None:
    expected = without_file(read(delivery, "notifications"))
    change(delivery)
    assert find_problems(delivery) == ()
    assert without_file(read(delivery, "notifications")) == expected


def test_files_of_both_formats_are_read_together(delivery: Path) -> None:
    expected = without_file(read(delivery, "notifications"))
    table = pq.read_table(as_parquet(delivery))
    pq.write_table(table.slice(0, 10), delivery / "notifications.parquet")
    write_table(delivery / "notifications_b.csv", rows()[10:20])
    write_table(delivery / "Notifications_c.csv", rows()[20:], tuple(sorted(NOTIFICATION_COLUMNS)))
    assert find_problems(delivery) == ()
    assert without_file(read(delivery, "notifications")) == expected


def test_no_emm_files_give_an_empty_relation(delivery: Path) -> None:
    (delivery / "emm_records.csv").unlink()
    assert find_problems(delivery) == ()
    relation = duckdb.sql(f"from {relation_sql(delivery, 'emm_records')}")
    assert tuple(relation.columns) == (*EMM_COLUMNS, "source_file")
    assert set(map(str, relation.types)) == {"VARCHAR"}
    assert relation.fetchall() == []


def test_parquet_types_are_read_as_the_text_of_the_contract(delivery: Path) -> None:
    days = [datetime.date(2019, 5, 1 + number) for number in range(30)]
    as_parquet(
        delivery,
        delivery_id=pa.array([2019] * 30, pa.int16()),
        delivered_on=pa.array(days, pa.date32()),
        received_on=pa.array(
            [datetime.datetime.combine(day, datetime.time()) for day in days], pa.timestamp("us")
        ),
        version=pa.array([1.0] * 30, pa.float64()),
        reported_age=pa.array([17.0, None, float("nan")] * 10, pa.float64()),
        birth_date=pa.array([Decimal("1990")] * 30, pa.decimal128(6, 2)),
        nationalities=pa.array([["NLD", "DEU"], [], None] * 10, pa.list_(pa.string())),
        gender=pa.array(["V"] * 30).dictionary_encode(),
        prostitution_sectors=pa.nulls(30),
        consent=pa.array([""] * 30),
    )
    assert find_problems(delivery) == ()
    first, second, third = read(delivery, "notifications")[:3]
    assert first == notification(0) | {
        "received_on": "2019-05-01",
        "delivered_on": "2019-05-01",
        "reported_age": "17",
        "birth_date": "1990",
        "nationalities": "NLD|DEU",
        "source_file": "notifications.parquet",
    }
    assert (second["reported_age"], second["nationalities"]) == ("", "")
    assert (third["reported_age"], third["nationalities"]) == ("", "")


def test_empty_values_are_null_or_empty_text_in_both_formats(delivery: Path) -> None:
    query = "select count(nullif(consent, '')), count(nullif(gender, '')) from {}"
    assert duckdb.sql(query.format(relation_sql(delivery, "notifications"))).fetchall() == [(0, 30)]
    as_parquet(delivery)
    assert duckdb.sql(query.format(relation_sql(delivery, "notifications"))).fetchall() == [(0, 30)]


def test_delivery_is_read_again_when_it_changed(delivery: Path) -> None:
    assert find_problems(delivery) == ()
    replace(delivery, b"rec-11,not-11,", b"rec-11,", 1)
    assert len(find_problems(delivery)) == 1


def test_progress_names_every_file(delivery: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    find_problems(delivery, progress=lambda path, n, total: seen.append((path.name, n, total)))
    assert seen == [("emm_records.csv", 1, 2), ("notifications.csv", 2, 2)]


def test_shipped_register_may_have_other_files_beside_it(delivery: Path) -> None:
    for table in TABLES:
        (delivery / f"{table}.csv").rename(delivery / f"raw_{table}.csv")
    (delivery / "_registrations__seeds.yml").write_text("seeds: []")
    (delivery / "report.csv").write_text("a,b\n1,2\n")
    assert find_problems(delivery, "raw_") == ()


def test_line_numbers_hold_in_a_file_of_many_blocks(delivery: Path) -> None:
    many = [notification(number, reporting_unit="x" * 200) for number in range(20_000)]
    many[15_000]["reporting_unit"] = 'a "quoted" unit,\nof two lines'
    write_table(delivery / "notifications.csv", many, line_end="\r\n")
    assert find_problems(delivery) == ()
    replace(delivery, b"rec-19000,not-19000,", b"rec-19000,", 1)
    (problem,) = find_problems(delivery)
    assert problem.where == "notifications.csv, line 19003"


def test_emm_record_of_the_fixture_has_the_columns_of_the_contract() -> None:
    assert tuple(emm_record(1)) == EMM_COLUMNS
    assert tuple(notification(1)) == NOTIFICATION_COLUMNS


def read(directory: Path, table: str) -> list[dict[str, str]]:
    """Read a table as the warehouse does, by record id; null as an empty text."""
    relation = duckdb.sql(f"from {relation_sql(directory, table)}")
    found = [
        dict(zip(relation.columns, ("" if v is None else v for v in row), strict=True))
        for row in relation.fetchall()
    ]
    return sorted(found, key=lambda row: int(row["record_id"].split("-")[1]))


def without_file(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: row[name] for name in sorted(row) if name != "source_file"} for row in found]


def test_the_contract_is_a_table_schema_that_other_tools_read(tmp_path: Path) -> None:
    delivery = small_delivery(tmp_path / "delivery")
    schema = Schema.from_descriptor(table_schema("notifications"))
    file = delivery / "notifications.csv"
    resource = Resource(path=file.name, basepath=str(delivery), schema=schema)
    assert resource.validate().valid
    header, first, *others = file.read_text(encoding="utf-8").splitlines()
    assert first.startswith("2019,")
    file.write_text("\n".join([header, first.removeprefix("2019"), *others]), encoding="utf-8")
    (error,) = resource.validate().flatten(["type", "fieldName"])
    assert error == ["constraint-error", "delivery_id"]
    assert Schema.from_descriptor(table_schema("emm_records")).field_names == [*EMM_COLUMNS]
