"""Small deliveries made by hand; every person in them is made up."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from slachtoffermonitor.delivery import EMM_COLUMNS, NOTIFICATION_COLUMNS

Row = dict[str, str]


def notification(number: int, **values: str) -> Row:
    """Return one sound notification record; `values` replace what is written here."""
    row = dict.fromkeys(NOTIFICATION_COLUMNS, "")
    row |= {
        "delivery_id": "2019",
        "delivered_on": "2020-02-01",
        "record_id": f"rec-{number}",
        "notification_id": f"not-{number}",
        "version": "1",
        "status": "active",
        "received_on": f"201{5 + number % 5}-05-01",
        "person_pseudonym": f"person-{number}",
        "reporter": "POL",
        "birth_date": "1990-01-02",
        "gender": "V",
        "nationalities": "NLD",
        "exploitation_forms": "SU",
    }
    return row | values


def emm_record(number: int, **values: str) -> Row:
    """Return one sound EMM record; `values` replace what is written here."""
    row = dict.fromkeys(EMM_COLUMNS, "")
    row |= {
        "delivery_id": "2019",
        "delivered_on": "2020-02-01",
        "record_id": f"emm-{number}",
        "registered_on": f"201{5 + number % 5}-06-01",
        "person_pseudonym": f"person-{number}",
    }
    return row | values


def write_table(
    file: Path,
    rows: list[Row],
    columns: tuple[str, ...] = NOTIFICATION_COLUMNS,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> Path:
    """Write rows as CSV."""
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return file


SMALL_RECORDS: Final = 60


def small_register() -> list[Row]:
    """Return sound notifications over the years 2015-2019."""
    forms, countries = ("SU", "AU", "CU"), ("NLD", "NGA", "POL", "BGR")
    return [
        notification(
            number,
            nationalities=countries[number % 4],
            exploitation_forms=forms[number % 3],
            gender="VM"[number % 2],
        )
        for number in range(SMALL_RECORDS)
    ]


DEFECTS: dict[str, tuple[Row, str, str | None]] = {
    "received on no date": ({"received_on": "31-02-2019"}, "rejected", "received_on_unreadable"),
    "received on in words": ({"received_on": "May 2019"}, "rejected", "received_on_unreadable"),
    "received in the future": (
        {"received_on": "2020-02-02"},
        "rejected",
        "received_after_delivery",
    ),
    "no date received": ({"received_on": ""}, "rejected", "received_on_missing"),
    "no pseudonym": ({"person_pseudonym": " "}, "rejected", "person_pseudonym_missing"),
    "version in words": ({"version": "first"}, "rejected", "version_unreadable"),
    "version nought": ({"version": "0"}, "rejected", "version_unreadable"),
    "negative age": ({"birth_date": "", "reported_age": "-3"}, "counted", None),
    "birth date unreadable": ({"birth_date": "1990-13-45"}, "counted", None),
    "born after the notification": ({"birth_date": "2031-01-01"}, "counted", None),
}
"""Defects of one record: what is wrong, where the record must end, and for which reason."""


def defective_delivery(directory: Path) -> Path:
    """Return a delivery with sound records, one record for every defect, and double ids."""
    directory.mkdir(parents=True)
    rows = small_register()
    for number, (values, _, _) in enumerate(DEFECTS.values(), start=100):
        rows.append(notification(number, received_on="2019-06-01") | values)
    rows.append(rows[1])  # the same record once more
    rows.append(
        notification(2, gender="M", notification_id="not-other")
    )  # the same id, other content
    write_table(directory / "notifications.csv", rows)
    return directory


def small_delivery(directory: Path) -> Path:
    """Return a sound delivery with the notifications of the small register."""
    directory.mkdir(parents=True)
    write_table(directory / "notifications.csv", small_register())
    return directory


def unknown_codes(directory: Path) -> Path:
    """Return a delivery with two codes that no crosswalk knows, one of which may be a name."""
    directory.mkdir(parents=True)
    rows = small_register()
    rows[7]["gender"] = "Qgen"
    rows[8]["nationalities"] = "NLD|Annelies"
    write_table(directory / "notifications.csv", rows)
    return directory


def taken_key(directory: Path) -> Path:
    """Return a delivery in which a record has the id that a repeated id is given as its key."""
    directory.mkdir(parents=True)
    rows = small_register()
    rows.append(notification(2, gender="M", notification_id="not-other"))
    rows.append(notification(3, record_id="rec-2 #1", notification_id="not-third"))
    write_table(directory / "notifications.csv", rows)
    return directory


def several_reporters(directory: Path) -> Path:
    """Return a delivery of several reporters, who stand in every identifier of their records."""
    directory.mkdir(parents=True)

    def of(reporter: str, number: int, **values: str) -> Row:
        name = f"{reporter.lower()}-{number}"
        row = notification(number, record_id=name, notification_id=f"not-{name}")
        given = {"reporter": reporter, "person_pseudonym": f"person-of-{name}", "consent": "ja"}
        return row | given | {"received_on": "2019-05-01"} | values

    write_table(
        directory / "notifications.csv",
        [
            *(of("POL", number, received_on=f"201{5 + number % 5}-05-01") for number in range(20)),
            of("POL", 30, status="withdrawn"),
            of("POL", 31, reported_age="-3", birth_date=""),
            of("POL", 32, person_pseudonym="shared", gender="V", cooperates="ja"),
            of("POL", 33, person_pseudonym="shared", gender="V", received_on="2019-06-01"),
            of("KMAR", 1, person_pseudonym="shared", gender="M", received_on="2019-07-01"),
            of("KMAR", 2, received_on="31-02-2019"),
            of("KMAR", 3, person_pseudonym="known twice", cooperates="ja"),
            of("KMAR", 4, person_pseudonym="known twice", cooperates="nee", birth_date=""),
            of("KMAR", 5, received_on="2018-05-01", nationalities=""),
            of("KMAR", 6, nationalities="XXX"),
            of("VWN", 1, person_pseudonym="of two"),
            of("VWN", 2, record_id="=vwn-2+1", consent="nee"),
            of("VWN", 3, gender="fam"),
            of("NGO", 1, person_pseudonym="of two", received_on="2019-06-01"),
            of("POL", 34, person_pseudonym="born late", birth_date=""),
            of("NGO", 3, person_pseudonym="born late", birth_date="2019-06-15")
            | {"received_on": "2019-07-01"},
            of("NGO", 2, record_id="", notification_id="not-ngo-2"),
            of("ZOCO", 1) | {"reporter": ""},
        ],
    )
    return directory
