"""Small deliveries made by hand; every person in them is made up."""

from __future__ import annotations

import csv
from pathlib import Path

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
