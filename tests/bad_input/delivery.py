"""A sound delivery in a directory, ready to be spoiled."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from slachtoffermonitor.delivery import TABLES
from tests.bad_input.registers import REGISTERS, Row, Rows


@dataclass
class Delivery:
    """A directory with the files of a delivery.

    Attributes:
        directory: where the files are.
        tables: the records of `notifications` and `emm_records`; a change of theirs takes effect
            when they are written again.
        patches: what must hold while the delivery is looked at, such as a file that may not be
            opened.
    """

    directory: Path
    tables: dict[str, Rows]
    patches: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def make(cls, directory: Path, register: str) -> Delivery:
        """Write a sound register, and return it with copies of its records.

        Args:
            directory: a directory that does not exist yet.
            register: `small` or `large`.
        """
        directory.mkdir(parents=True)
        notifications, emm_records = REGISTERS[register]()
        delivery = cls(
            directory,
            {
                "notifications": [dict(row) for row in notifications],
                "emm_records": [dict(row) for row in emm_records],
            },
        )
        delivery.write()
        return delivery

    @property
    def notifications(self) -> Rows:
        """The notification records."""
        return self.tables["notifications"]

    @property
    def emm_records(self) -> Rows:
        """The EMM records."""
        return self.tables["emm_records"]

    @property
    def file(self) -> Path:
        """The file with the notifications."""
        return self.directory / "notifications.csv"

    def plain(self, reporter: str) -> Row:
        """Return an ordinary notification of a reporter: one of 2019, the person's only one."""
        return next(
            row
            for row in self.notifications
            if row["reporter"] == reporter and "plain" in row["person_pseudonym"]
        )

    def write(self) -> None:
        """Write both tables as CSV; a table without records has no file."""
        for table, rows in self.tables.items():
            if rows:
                self.write_csv(f"{table}.csv", rows, TABLES[table])
            else:
                (self.directory / f"{table}.csv").unlink(missing_ok=True)

    def write_csv(
        self,
        name: str,
        rows: Rows,
        columns: Sequence[str],
        *,
        delimiter: str = ",",
        encoding: str = "utf-8",
        line_end: str = "\n",
    ) -> None:
        """Write records as a CSV file; a column that a record lacks is empty."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(columns)
        writer.writerows([row.get(column, "") for column in columns] for row in rows)
        (self.directory / name).write_bytes(text.getvalue().encode(encoding))

    def write_parquet(
        self, name: str, rows: Rows, columns: Sequence[str], **other: pa.Array
    ) -> Path:
        """Write records as a Parquet file; `other` are columns of another type than text."""
        table = pa.table(
            {
                column: other.get(column, pa.array([row[column] for row in rows], pa.string()))
                for column in columns
            }
        )
        pq.write_table(table, self.directory / name)
        return self.directory / name
