"""Ways to spoil a delivery. The catalogue (catalogue.csv) names them, with their arguments.

Every spoiler takes a sound delivery and changes its files. Most work on its records, and write them
anew; the others work on the bytes.
"""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from slachtoffermonitor.delivery import EMM_COLUMNS, NOTIFICATION_COLUMNS, TABLES
from tests.bad_input.delivery import Delivery
from tests.bad_input.registers import PERSON, Row, Rows

Spoiler = Callable[..., object]

SPOILERS: Final[dict[str, Spoiler]] = {}
"""Every spoiler by its name."""


def on_files(function: Spoiler) -> Spoiler:
    """Enter a spoiler that changes files."""
    SPOILERS[function.__name__] = function
    return function


def on_records(function: Spoiler) -> Spoiler:
    """Enter a spoiler that changes the records of a delivery; they are written after it."""

    def spoil(delivery: Delivery, **arguments: str) -> None:
        function(delivery, **arguments)
        delivery.write()

    SPOILERS[function.__name__] = spoil
    return function


def data(delivery: Delivery) -> bytes:
    return delivery.file.read_bytes()


def change(delivery: Delivery, old: bytes, new: bytes, count: int = -1) -> None:
    before = data(delivery)
    assert old in before, "there is nothing to spoil"
    delivery.file.write_bytes(before.replace(old, new, count))


def change_line(delivery: Delivery, number: int, old: bytes, new: bytes) -> None:
    """Change one line of the notifications, counted from 1 with the header."""
    lines = data(delivery).split(b"\n")
    assert old in lines[number - 1], "there is nothing to spoil"
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    delivery.file.write_bytes(b"\n".join(lines))


def year_of(row: Row) -> str:
    return (row.get("received_on") or row.get("registered_on") or "")[:4]


def chosen(
    delivery: Delivery, table: str = "notifications", reporter: str = "", year: str = ""
) -> Rows:
    """Return the records of a table, perhaps only of a reporter or a year of receipt."""
    found = [
        row
        for row in delivery.tables[table]
        if reporter in ("", row.get("reporter")) and year in ("", year_of(row))
    ]
    assert found, "there is nothing to spoil"
    return found


# --- files ---------------------------------------------------------------------------------------


@on_files
def remove_directory(delivery: Delivery) -> None:
    for file in delivery.directory.iterdir():
        file.unlink()
    delivery.directory.rmdir()


@on_files
def name_the_file(delivery: Delivery) -> None:
    """Take the file for the delivery, not its directory."""
    delivery.directory = delivery.file


@on_files
def remove_file(delivery: Delivery, name: str) -> None:
    (delivery.directory / name).unlink()


@on_files
def write_bytes(delivery: Delivery, name: str = "notifications.csv", content: str = "") -> None:
    (delivery.directory / name).write_bytes(content.encode("latin-1"))


@on_files
def rename(delivery: Delivery, to: str, name: str = "notifications.csv") -> None:
    (delivery.directory / name).rename(delivery.directory / to)


@on_files
def copy_file(delivery: Delivery, to: str, name: str = "notifications.csv") -> None:
    target = delivery.directory / to
    target.parent.mkdir(exist_ok=True)
    target.write_bytes((delivery.directory / name).read_bytes())


@on_files
def directory_in_place_of_file(delivery: Delivery) -> None:
    delivery.file.unlink()
    delivery.file.mkdir()


@on_files
def directory_beside(delivery: Delivery, name: str) -> None:
    (delivery.directory / name).mkdir()


@on_files
def dangling_link(delivery: Delivery) -> None:
    delivery.file.rename(delivery.directory / "moved away")
    delivery.file.symlink_to(delivery.directory / "no such file.csv")


@on_files
def forbidden_file(delivery: Delivery) -> None:
    """Let the file be unreadable, also for a user who may read everything."""
    may_open = Path.open

    def open_or_refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == delivery.file:
            raise PermissionError(13, "Permission denied", str(path))
        return may_open(path, *arguments, **options)

    delivery.file.chmod(0)
    delivery.patches.enter_context(mock.patch.object(Path, "open", open_or_refuse))


@on_files
def forbidden_directory(delivery: Delivery) -> None:
    may_list = Path.iterdir

    def list_or_refuse(path: Path) -> Any:
        if path == delivery.directory:
            raise PermissionError(13, "Permission denied", str(path))
        return may_list(path)

    delivery.patches.enter_context(mock.patch.object(Path, "iterdir", list_or_refuse))


@on_files
def spreadsheet(delivery: Delivery, name: str) -> None:
    with zipfile.ZipFile(delivery.directory / name, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


@on_files
def old_spreadsheet(delivery: Delivery) -> None:
    delivery.file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\x01" * 99)


@on_files
def compress(delivery: Delivery, name: str) -> None:
    (delivery.directory / name).write_bytes(gzip.compress(data(delivery)))


@on_files
def header_only(delivery: Delivery, table: str) -> None:
    delivery.write_csv(f"{table}.csv", [], TABLES[table])


@on_files
def fill_a_sheet(delivery: Delivery) -> None:
    """Let the file have as many lines as a spreadsheet; the spreadsheet is a small one."""
    lines = len(delivery.notifications) + 1
    delivery.patches.enter_context(
        mock.patch("slachtoffermonitor.delivery.contents.SPREADSHEET_ROWS", lines)
    )


# --- Parquet -------------------------------------------------------------------------------------


def as_parquet(delivery: Delivery, **columns: pa.Array) -> Path:
    """Write the notifications as Parquet in place of the CSV file."""
    delivery.file.unlink()
    return delivery.write_parquet(
        "notifications.parquet", delivery.notifications, NOTIFICATION_COLUMNS, **columns
    )


@on_files
def parquet_under_csv_name(delivery: Delivery) -> None:
    as_parquet(delivery).rename(delivery.file)


@on_files
def cut_parquet(delivery: Delivery, keep: str, tail: str = "") -> None:
    file = as_parquet(delivery)
    file.write_bytes(file.read_bytes()[: int(keep)] + tail.encode())


@on_files
def damage_parquet(delivery: Delivery) -> None:
    file = as_parquet(delivery)
    content = bytearray(file.read_bytes())
    content[4:2000] = b"\xff" * 1996
    file.write_bytes(bytes(content))


@on_files
def parquet_codec(delivery: Delivery) -> None:
    """Let the footer name the old LZ4, which no current writer offers, in the place of LZ4_RAW."""
    file = as_parquet(delivery)
    pq.write_table(pq.read_table(file), file, compression="lz4")
    content = file.read_bytes()
    # Thrift's compact form: field of type i32, codec 7 or 5 doubled, then the number of values.
    assert content.count(b"\x15\x0e\x16") >= len(NOTIFICATION_COLUMNS)
    file.write_bytes(content.replace(b"\x15\x0e\x16", b"\x15\x0a\x16"))


class _Keys(encryption.KmsClient):  # type: ignore[misc]
    """Keys that are wrapped by being written down."""

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> str:
        return base64.b64encode(key_bytes).decode()

    def unwrap_key(self, wrapped_key: str, master_key_identifier: str) -> bytes:
        return base64.b64decode(wrapped_key)


@on_files
def parquet_encrypted(delivery: Delivery, footer: str) -> None:
    """Encrypt a column; the footer stays in plain text, or is encrypted too."""
    file = as_parquet(delivery)
    table = pq.read_table(file)
    settings = encryption.EncryptionConfiguration(
        footer_key="footer",
        column_keys={"column": ["person_pseudonym"]},
        plaintext_footer=footer == "plain",
    )
    factory = encryption.CryptoFactory(lambda _: _Keys())
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), settings)
    with pq.ParquetWriter(file, table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)


@on_files
def parquet_without_records(delivery: Delivery) -> None:
    file = as_parquet(delivery)
    pq.write_table(pq.read_table(file).slice(0, 0), file)


@on_files
def parquet_without_column(delivery: Delivery, column: str) -> None:
    file = as_parquet(delivery)
    pq.write_table(pq.read_table(file).drop_columns([column]), file)


@on_files
def parquet_type(delivery: Delivery, column: str, kind: str) -> None:
    """Give a column a type that the contract does not know."""
    number = len(delivery.notifications)
    arrays = {
        "true or false": lambda: pa.array([True] * number),
        "broken numbers": lambda: pa.array([float(n) for n in range(number)]),
        "times in a zone": lambda: pa.array(
            [datetime.datetime(2019, 5, 1)] * number, pa.timestamp("us", "UTC")
        ),
    }
    as_parquet(delivery, **{column: arrays[kind]()})


@on_files
def parquet_times(delivery: Delivery) -> None:
    """Deliver days as points in time with an hour: a day with a time is no day."""
    times = [
        datetime.datetime.fromisoformat(row["received_on"]) + datetime.timedelta(hours=9)
        for row in delivery.notifications
    ]
    as_parquet(delivery, received_on=pa.array(times, pa.timestamp("us")))


@on_files
def parquet_beside_csv(delivery: Delivery) -> None:
    delivery.write_parquet("notifications.parquet", delivery.notifications, NOTIFICATION_COLUMNS)


# --- encoding and structure ----------------------------------------------------------------------


@on_files
def encode(delivery: Delivery, encoding: str) -> None:
    delivery.write_csv(
        "notifications.csv", delivery.notifications, NOTIFICATION_COLUMNS, encoding=encoding
    )


@on_files
def delimit(delivery: Delivery, delimiter: str) -> None:
    delivery.write_csv(
        "notifications.csv", delivery.notifications, NOTIFICATION_COLUMNS, delimiter=delimiter
    )


@on_files
def end_lines(delivery: Delivery, end: str, lines: str = "all") -> None:
    before = data(delivery).split(b"\n")
    number = len(before) if lines == "all" else int(lines)
    new = end.encode().join(before[:number])
    rest = b"\n".join(before[number:])
    delivery.file.write_bytes(new + (end.encode() + rest if rest else b""))


@on_files
def put_before(delivery: Delivery, content: str) -> None:
    delivery.file.write_bytes(content.encode("latin-1") + data(delivery))


@on_files
def put_after(delivery: Delivery, content: str) -> None:
    delivery.file.write_bytes(data(delivery) + content.encode("latin-1"))


@on_files
def cut_bytes(delivery: Delivery, number: str) -> None:
    delivery.file.write_bytes(data(delivery)[: -int(number)])


@on_files
def remove_header(delivery: Delivery) -> None:
    delivery.file.write_bytes(data(delivery).split(b"\n", 1)[1])


@on_files
def repeat_header(delivery: Delivery, before_line: str) -> None:
    lines = data(delivery).split(b"\n")
    lines.insert(int(before_line) - 1, lines[0])
    delivery.file.write_bytes(b"\n".join(lines))


@on_files
def change_bytes(delivery: Delivery, line: str, old: str, new: str) -> None:
    change_line(delivery, int(line), old.encode("latin-1"), new.encode("latin-1"))


@on_files
def change_everywhere(delivery: Delivery, old: str, new: str) -> None:
    change(delivery, old.encode("latin-1"), new.encode("latin-1"))


@on_files
def replace_column(delivery: Delivery, old: str, new: str) -> None:
    """Write other columns in place of one; several are separated by a comma."""
    names = [
        name
        for column in NOTIFICATION_COLUMNS
        for name in (new.split(",") if column == old else [column])
        if name or new == " "
    ]
    delivery.write_csv("notifications.csv", delivery.notifications, names)


@on_files
def columns_backwards(delivery: Delivery) -> None:
    delivery.write_csv(
        "notifications.csv", delivery.notifications, tuple(reversed(NOTIFICATION_COLUMNS))
    )


@on_files
def quote_all(delivery: Delivery, quote: str) -> None:
    """Put every value of the file into quotation marks of a kind."""
    mark = quote.encode()
    lines = data(delivery).rstrip(b"\n").split(b"\n")
    quoted = [b",".join(mark + value + mark for value in line.split(b",")) for line in lines]
    delivery.file.write_bytes(b"\n".join(quoted) + b"\n")


# --- values --------------------------------------------------------------------------------------


@on_records
def set_values(
    delivery: Delivery,
    reporter: str = "POL",
    table: str = "notifications",
    **values: str,
) -> None:
    """Change values of one record: the plain notification of a reporter, or an EMM record."""
    row = delivery.emm_records[0] if table == "emm_records" else delivery.plain(reporter)
    assert any(row[name] != value for name, value in values.items()), "this spoils nothing"
    row |= values


@on_records
def set_reporter(delivery: Delivery, of: str, to: str) -> None:
    """Enter another reporter for the plain notification of one."""
    delivery.plain(of)["reporter"] = to


@on_records
def lengthen(delivery: Delivery, column: str, text: str, times: str, reporter: str = "POL") -> None:
    """Give one record a value that repeats a text."""
    delivery.plain(reporter)[column] = text * int(times)


@on_records
def many_codes(delivery: Delivery, number: str, code: str, last: str) -> None:
    """Give one record a value of many codes, the last of which is another."""
    delivery.plain("POL")["exploitation_forms"] = f"{code}|" * int(number) + last


@on_records
def set_all(
    delivery: Delivery,
    table: str = "notifications",
    reporter: str = "",
    year: str = "",
    each: str = "1",
    **values: str,
) -> None:
    """Change values of all records, or of those of a reporter or a year, or of every so-manieth."""
    for row in chosen(delivery, table, reporter, year)[:: int(each)]:
        row.update(values)


@on_records
def swap_columns(delivery: Delivery, first: str, second: str, year: str = "") -> None:
    """Swap the content of two columns under unchanged headers."""
    for row in chosen(delivery, year=year):
        row[first], row[second] = row[second], row[first]


@on_records
def swap_ids_and_spoil_code(delivery: Delivery, **values: str) -> None:
    """Swap pseudonyms and record ids, and give ten records an unknown code."""
    for number, row in enumerate(delivery.notifications):
        row["person_pseudonym"], row["record_id"] = row["record_id"], row["person_pseudonym"]
        row.update(values if number < 10 else {})


@on_records
def lose_zeros(delivery: Delivery, column: str) -> None:
    """Let a spreadsheet take codes for numbers."""
    spoilt = 0
    for row in delivery.notifications:
        new = re.sub(r"^0+(?=[0-9])", "", row[column])
        spoilt += new != row[column]
        row[column] = new
    assert spoilt, "there is nothing to spoil"


@on_records
def write_dates(
    delivery: Delivery, column: str, pattern: str, year: str = "", only: str = "all"
) -> None:
    """Write the dates of a column in another way: a pattern of `strftime`, or `serial`.

    Args:
        delivery: the delivery.
        column: which dates.
        pattern: how they are written; `serial` is a spreadsheet's number of days.
        year: the year of receipt of the records; all years without it.
        only: `ambiguous` for days up to the twelfth, which a spreadsheet takes for months.
    """
    for row in chosen(delivery, year=year):
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", row[column]):
            continue
        day = datetime.date.fromisoformat(row[column])
        if only == "ambiguous" and day.day > 12:
            continue
        serial = (day - datetime.date(1899, 12, 30)).days
        row[column] = str(serial) if pattern == "serial" else day.strftime(pattern)


@on_records
def keep_readable_american_dates(delivery: Delivery, year: str) -> None:
    """Let a spreadsheet swap day and month where it can; the other dates do not arrive."""
    for row in chosen(delivery, year=year):
        day = datetime.date.fromisoformat(row["received_on"])
        row["received_on"] = day.strftime("%Y-%d-%m") if day.day <= 12 else ""


# --- records among each other --------------------------------------------------------------------


def added(delivery: Delivery, row: Row, **values: str) -> Row:
    """Add a record like another one, with an id of its own."""
    new = row | {"record_id": f"{row['record_id']}-b"} | values
    delivery.notifications.append(new)
    return new


@on_records
def repeat_record(delivery: Delivery, reporter: str = "POL", **values: str) -> None:
    """Deliver one record twice; the second time with other values, if any are given."""
    row = delivery.plain(reporter)
    added(delivery, row, **({"record_id": row["record_id"]} | values))


@on_records
def add_record(delivery: Delivery, reporter: str = "POL", **values: str) -> None:
    """Deliver another record like one there is, with an id of its own."""
    added(delivery, delivery.plain(reporter), **values)


@on_records
def add_versions(delivery: Delivery, versions: str, reporter: str = "POL", **values: str) -> None:
    """Deliver further versions of a notification; `1,2:withdrawn` names versions and statuses."""
    row = delivery.plain(reporter)
    for number, version in enumerate(versions.split(",")):
        name, _, status = version.partition(":")
        added(
            delivery,
            row,
            record_id=f"{row['record_id']}-v{number}",
            version=name,
            status=status or "active",
            **values,
        )


@on_records
def many_versions(delivery: Delivery, number: str, reporter: str = "POL") -> None:
    """Correct one notification many times."""
    row = delivery.plain(reporter)
    for version in range(2, int(number) + 1):
        added(delivery, row, record_id=f"{row['record_id']}-v{version}", version=str(version))


@on_records
def many_notifications(delivery: Delivery, number: str, reporter: str = "POL") -> None:
    """Let one person be notified thousands of times."""
    row = delivery.plain(reporter)
    for place in range(int(number)):
        name = f"{row['record_id']}-{place}"
        added(delivery, row, record_id=name, notification_id=name)


@on_records
def same_person(delivery: Delivery, first: str = "POL", second: str = "KMAR") -> None:
    """Give two persons one pseudonym."""
    delivery.plain(second)["person_pseudonym"] = delivery.plain(first)["person_pseudonym"]


@on_records
def same_notification(delivery: Delivery, first: str = "POL", second: str = "KMAR") -> None:
    """Give the notifications of two reporters one notification id."""
    delivery.plain(second)["notification_id"] = delivery.plain(first)["notification_id"]


@on_records
def number_per_reporter(delivery: Delivery) -> None:
    """Number the notifications of each reporter and year from one."""
    numbers: dict[str, int] = {}
    given: dict[str, str] = {}
    for row in delivery.notifications:
        if row["notification_id"] not in given:
            numbers[row["reporter"]] = numbers.get(row["reporter"], 0) + 1
            given[row["notification_id"]] = str(numbers[row["reporter"]])
        row["notification_id"] = given[row["notification_id"]]


@on_records
def same_record_id(delivery: Delivery, first: str = "POL", second: str = "KMAR") -> None:
    """Give two records one id."""
    delivery.plain(second)["record_id"] = delivery.plain(first)["record_id"]


@on_records
def remove_ids(delivery: Delivery, number: str) -> None:
    """Take the record ids of some records away."""
    for row in delivery.notifications[: int(number)]:
        row["record_id"] = ""


@on_records
def pseudonyms(delivery: Delivery, how: str, table: str = "notifications", year: str = "") -> None:
    """Make pseudonyms in another way: by record, by year, of both tables apart, and others."""

    def digest(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def number(text: str) -> int:
        return 10_000_000 + int(digest(text), 16) % 80_000_000

    makers: dict[str, Callable[[Row], str]] = {
        "record id": lambda row: row["record_id"],
        "per record": lambda row: PERSON + digest(row["record_id"]),
        "per year": lambda row: PERSON + digest(row["person_pseudonym"] + year_of(row)),
        "another key": lambda row: PERSON + digest(row["person_pseudonym"]),
        "zero": lambda row: "0",
        "empty": lambda row: "",
        "blanks": lambda row: f" {row['person_pseudonym']}\u00a0",
        "upper case": lambda row: row["person_pseudonym"].upper(),
        "names": lambda row: f"Jansen, {'ABCDEFGH'[number(row['person_pseudonym']) % 8]}. made up",
        "citizen numbers": lambda row: citizen_number(number(row["person_pseudonym"])),
    }
    for row in chosen(delivery, table, year=year):
        row["person_pseudonym"] = makers[how](row)


def citizen_number(start: int) -> str:
    """Return the first number from a start that passes the check of citizen service numbers."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    while True:
        digits = f"{start:09}"
        if sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0:
            return digits
        start += 1


# --- files among each other ----------------------------------------------------------------------


@on_files
def deliver_again(delivery: Delivery, name: str, what: str, year: str = "") -> None:
    """Put a second file with the same records beside the first, as they are or under other ids.

    Args:
        delivery: the delivery.
        name: name of the second file.
        what: `as it is`; `new ids` of records; `new notifications` with ids of their own too;
            `later delivery` of the same records; `later delivery, changed`.
        year: only the records of a year.
    """
    changes: dict[str, Callable[[Row], Row]] = {
        "as it is": lambda row: {},
        "new ids": lambda row: {"record_id": row["record_id"] + "-b"},
        "new notifications": lambda row: {
            "record_id": row["record_id"] + "-b",
            "notification_id": row["notification_id"] + "-b",
        },
        "new pseudonyms": lambda row: {
            "record_id": row["record_id"] + "-b",
            "notification_id": row["notification_id"] + "-b",
            "person_pseudonym": row["person_pseudonym"] + "-b",
        },
        "later delivery": lambda row: {"delivery_id": "later", "delivered_on": "2022-02-01"},
        "later delivery, changed": lambda row: {
            "delivery_id": "later",
            "delivered_on": "2022-02-01",
            "cooperates": "unknown",
        },
    }
    rows = [row | changes[what](row) for row in chosen(delivery, year=year)]
    delivery.write_csv(name, rows, NOTIFICATION_COLUMNS)


@on_files
def split_by_year(delivery: Delivery) -> None:
    """Deliver a file for every year, the columns of each in another order."""
    delivery.file.unlink()
    for number, year in enumerate(sorted({year_of(row) for row in delivery.notifications})):
        columns = NOTIFICATION_COLUMNS[number:] + NOTIFICATION_COLUMNS[:number]
        delivery.write_csv(f"notifications_{year}.csv", chosen(delivery, year=year), columns)


@on_records
def reverse_records(delivery: Delivery) -> None:
    """Deliver the records in another order."""
    delivery.notifications.reverse()


@on_records
def emm_takes_record_id(delivery: Delivery) -> None:
    """Let a record id occur in both tables."""
    delivery.emm_records[0]["record_id"] = delivery.plain("POL")["record_id"]


@on_records
def emm_takes_all_record_ids(delivery: Delivery) -> None:
    """Number the two tables alike."""
    for row, other in zip(delivery.emm_records, delivery.notifications, strict=False):
        row["record_id"] = other["record_id"]


@on_files
def emm_as_notifications(delivery: Delivery) -> None:
    delivery.write_csv("notifications_emm.csv", delivery.emm_records, EMM_COLUMNS)


@on_records
def deliver_versions_backwards(delivery: Delivery) -> None:
    """Let corrections come from an older delivery than what they correct."""
    for row in delivery.notifications:
        if row["version"] == "1":
            row |= {"delivery_id": "complete", "delivered_on": "2021-06-01"}


# --- volume --------------------------------------------------------------------------------------


@on_records
def keep_records(
    delivery: Delivery,
    table: str = "notifications",
    reporter: str = "",
    years: str = "",
    number: str = "",
) -> None:
    """Keep the records of a reporter, of some years or of a number; the others go."""
    rows = [
        row
        for row in delivery.tables[table]
        if reporter in ("", row.get("reporter")) and (not years or year_of(row) in years.split(","))
    ]
    delivery.tables[table] = rows[: int(number)] if number else rows


@on_records
def keep_year(delivery: Delivery, year: str) -> None:
    """Keep the records of a year, in both tables."""
    delivery.tables = {table: chosen(delivery, table, year=year) for table in delivery.tables}


@on_records
def drop_records(
    delivery: Delivery,
    table: str = "notifications",
    reporter: str = "",
    year: str = "",
    months: str = "",
) -> None:
    """Leave out the records of a reporter, a year or some months of it."""

    def goes(row: Row) -> bool:
        day = row.get("received_on") or row.get("registered_on") or ""
        return (
            reporter in ("", row.get("reporter"))
            and year in ("", day[:4])
            and (not months or day[5:7] in months.split(","))
        )

    kept = [row for row in delivery.tables[table] if not goes(row)]
    assert len(kept) < len(delivery.tables[table]), "there is nothing to spoil"
    delivery.tables[table] = kept


@on_records
def shift_years(
    delivery: Delivery, by: str, table: str = "notifications", year: str = "", delivered: str = "no"
) -> None:
    """Move dates of receipt by whole years, and those of delivery on demand."""
    names = [name for name in ("received_on", "registered_on") if name in TABLES[table]]
    names += ["delivered_on"] if delivered == "yes" else []
    for row in chosen(delivery, table, year=year):
        for name in names:
            text = row[name].replace("-02-29", "-02-28")
            row[name] = f"{int(text[:4]) + int(by)}{text[4:]}"


@on_records
def lose_everything(delivery: Delivery) -> None:
    """Write every date of receipt in words."""
    for row in delivery.notifications:
        row["received_on"] = "June 2019"
    for row in delivery.emm_records:
        row["registered_on"] = "June 2019"


@on_records
def deliver_early(delivery: Delivery, on: str) -> None:
    """Date the last delivery before the end of its year; later records do not exist yet."""
    last = max(row["delivered_on"] for row in delivery.notifications)
    for rows in delivery.tables.values():
        for row in rows:
            if row["delivered_on"] == last:
                row["delivered_on"] = on
    delivery.tables = {
        table: [
            row for row in rows if (row.get("received_on") or row.get("registered_on") or "") <= on
        ]
        for table, rows in delivery.tables.items()
    }


@on_records
def bare_register(delivery: Delivery) -> None:
    """Leave one record in the whole register."""
    delivery.tables = {"notifications": [delivery.plain("POL")], "emm_records": []}
