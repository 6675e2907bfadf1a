"""The history of a warehouse: a line for every build that took its place.

The models know no clock, and neither does this: an entry holds the time only where the caller gives
it. What it holds otherwise follows from the register and the project, so that two builds of the
same give the same entry. It stands beside the warehouse, as JSON lines, and holds numbers and
digests only, no value of a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor import journal
from slachtoffermonitor.warehouse import open_warehouse

SUFFIX: Final = ".history.jsonl"
DIGITS: Final = 16
"""Hexadecimal digits of a digest that are kept: enough to tell two registers apart."""


@dataclass(frozen=True)
class Entry:
    """A build that succeeded.

    Attributes:
        version: of the project.
        register_digest: of all records received, whatever their order and files.
        cells_digest: of all published cells.
        record_count: records received.
        rejected_count: records that were rejected.
        victims: victims of the analysis population by edition.
        cell_count: published cells.
        expectations: number of expectations by verdict; empty where none was judged.
        node_count: nodes of the project that were built and tested.
        built_at: when, as the caller wrote it; none where the caller gave nothing.
    """

    version: str
    register_digest: str
    cells_digest: str
    record_count: int
    rejected_count: int
    victims: Mapping[str, int]
    cell_count: int
    expectations: Mapping[str, int]
    node_count: int
    built_at: str | None = None

    @property
    def failed_count(self) -> int:
        """Expectations that failed or could not be judged for an error."""
        return sum(
            count for verdict, count in self.expectations.items() if verdict in ("failed", "broken")
        )

    def is_like(self, other: Entry) -> bool:
        """Say whether another build gave the same, whenever it was."""
        return {**asdict(self), "built_at": None} == {**asdict(other), "built_at": None}


def history_file(database: Path) -> Path:
    """Return where the history of a warehouse stands."""
    return database.with_name(database.name + SUFFIX)


def describe(
    database: Path, node_count: int, built_at: str | None = None, digest: str | None = None
) -> Entry:
    """Describe a finished warehouse.

    Args:
        database: the warehouse.
        node_count: nodes of the project that were built and tested.
        built_at: the time of the build, where the caller wants it kept.
        digest: of the register, where the caller knows it; it takes a while to compute.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    with open_warehouse(database) as connection:
        counts = connection.execute(
            "select coalesce(sum(record_count), 0), "
            "coalesce(sum(record_count) filter (where fate_code = 'rejected'), 0) "
            "from audit.aud_waterfall"
        ).fetchall()[0]
        victims = connection.execute(
            "select edition_code, cast(value as integer) from marts.published_cells "
            "where exhibit_code = 'fig_2_07' and column_kind = 'edition' and row_kind = 'total' "
            "order by edition_code"
        ).fetchall()
        verdicts = connection.execute(
            "select verdict_code, count(*) from audit.aud_expectation_results "
            "group by verdict_code order by verdict_code"
        ).fetchall()
        cells = connection.execute(
            "select * exclude (unit_count) from marts.published_cells order by all"
        ).fetchall()
        return Entry(
            version=version_of("slachtoffermonitor"),
            register_digest=digest or register_digest(connection),
            cells_digest=hashlib.sha256(repr(cells).encode()).hexdigest()[:DIGITS],
            record_count=int(counts[0]),
            rejected_count=int(counts[1]),
            victims={str(edition): int(count) for edition, count in victims},
            cell_count=len(cells),
            expectations={str(verdict): int(count) for verdict, count in verdicts},
            node_count=node_count,
            built_at=built_at,
        )


def append(
    database: Path, node_count: int, built_at: str | None = None, digest: str | None = None
) -> Entry:
    """Add a build to the history of its warehouse.

    Args:
        database: the warehouse that has just taken its place.
        node_count: nodes of the project that were built and tested.
        built_at: the time of the build, where the caller wants it kept.
        digest: of the register, where the caller knows it.

    Returns:
        The entry that was added.

    Raises:
        ProjectError: there is no complete warehouse, or the history cannot be written.
    """
    entry = describe(database, node_count, built_at, digest)
    values = {key: value for key, value in asdict(entry).items() if value is not None}
    journal.append(history_file(database), values)
    return entry


def read(database: Path) -> list[Entry]:
    """Read the history of a warehouse, the first build first; it is empty where there is none.

    A last line that was not written to its end is passed over.

    Raises:
        ProjectError: a line is no entry.
    """
    file = history_file(database)
    entries = []
    for number, values in enumerate(journal.read(file), start=1):
        try:
            entries.append(Entry(**values))
        except TypeError:
            raise journal.no_entry(file, number) from None
    return entries


def register_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a digest of all records received.

    The digests of the records are added up, so that neither order nor files play a part, and no
    more than one record is held at a time.
    """
    columns = ", ".join(
        f"coalesce(cast({name} as varchar), '')"
        for name, *_ in connection.execute("describe staging.stg_register__records").fetchall()
        if name not in {"source_file", "notification_year"}
    )
    found = connection.execute(
        "select count(*), "
        "coalesce(sum(cast('0x' || substr(digest, 1, 15) as bigint)), 0), "
        "coalesce(sum(cast('0x' || substr(digest, 16, 15) as bigint)), 0) from ("
        f"select md5(concat_ws(chr(31), {columns})) as digest "
        "from staging.stg_register__records) as records"
    ).fetchall()[0]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:DIGITS]
