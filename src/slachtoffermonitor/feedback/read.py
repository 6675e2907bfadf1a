"""Reads from a warehouse what one reporter is told."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

import duckdb

from slachtoffermonitor.export import defused
from slachtoffermonitor.feedback import queries
from slachtoffermonitor.warehouse import FAILURES_SCHEMA, question, table_names

ROWS_AT_ONCE: Final = 10_000

query: Final = partial(question, "feedback")
"""Returns a question of the feedback, by the name of its file."""


@dataclass(frozen=True)
class Reporter:
    """Who gets a file.

    Attributes:
        code: in `ref_reporters`, or :data:`queries.NOBODY` for the registry itself.
        label: its name, in Dutch.
    """

    code: str
    label: str

    @property
    def is_registry(self) -> bool:
        """Whether it is the registry itself, for what belongs to no reporter."""
        return self.code == queries.NOBODY


@dataclass(frozen=True)
class Reason:
    """A line of the list of reasons, in Dutch.

    Attributes:
        label: what it is called; of kinds and attributes.
        sentence: why; of reasons.
        what_to_do: how it is mended; of reasons.
    """

    label: str
    sentence: str
    what_to_do: str


@dataclass(frozen=True)
class Counted:
    """Something that is counted in the year before, in the year, and over all years."""

    name: str
    before: int
    year: int
    all_years: int


@dataclass(frozen=True)
class Share:
    """How many of so many records, in the year before and in the year."""

    name: str
    before: tuple[int, int]
    year: tuple[int, int]


@dataclass(frozen=True)
class Code:
    """A code that counts as unknown, with its records."""

    attribute: str
    code: str
    reason: Reason
    records: Counted


@dataclass(frozen=True)
class Told:
    """What a reporter is told beside its list of records.

    Attributes:
        year: the newest year of receipt.
        outcomes: where its records ended; together they are all of them.
        shares: rejected records, and unknown values of the others.
        codes: its codes that count as unknown.
        elsewhere: kind and attribute -> its records that meet one of another reporter.
    """

    year: int
    outcomes: list[Counted]
    shares: list[Share]
    codes: list[Code]
    elsewhere: list[tuple[str, str, int]]


@cache
def reasons() -> Mapping[tuple[str, str], Reason]:
    """Return the list of reasons by kind and code."""
    text = files("slachtoffermonitor.feedback").joinpath("reasons.csv").read_text(encoding="utf-8")
    return {
        (row["kind"], row["code"]): Reason(row["label_nl"], row["reason_nl"], row["what_to_do_nl"])
        for row in csv.DictReader(text.splitlines())
    }


def label_of(kind: str, code: str | None) -> str:
    """Return what a kind or an attribute is called; nothing where there is none."""
    return reasons()[kind, code].label if code else ""


def prepare(connection: duckdb.DuckDBPyConnection) -> int:
    """Make the temporary tables that all else reads.

    Returns:
        The newest year of receipt of a record that stands.

    Raises:
        duckdb.Error: the warehouse is not complete, or its delivery cannot be read.
    """
    connection.execute(query("records"))
    connection.execute(query("findings"))
    return int(connection.execute(query("year")).fetchall()[0][0])


def prepare_stopped(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the same tables of what a build that stopped at unknown codes has left.

    Raises:
        duckdb.Error: as :func:`prepare`.
    """
    connection.execute(query("records_stopped"))
    connection.execute(query("findings_stopped"))


def is_stopped(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a build stopped here at unknown codes."""
    return "unknown_codes" in table_names(connection, FAILURES_SCHEMA)


def reporters(connection: duckdb.DuckDBPyConnection) -> list[Reporter]:
    """Return who gets a file, by code."""
    return [Reporter(*row) for row in connection.execute(query("reporters")).fetchall()]


def told(connection: duckdb.DuckDBPyConnection, reporter: Reporter, year: int) -> Told:
    """Return what a reporter is told beside its list of records.

    Args:
        connection: a warehouse that is prepared.
        reporter: whose records.
        year: the newest year of receipt.
    """
    of_reporter = {"reporter": reporter.code}
    of_year = of_reporter | {"year": year}

    def rows(asked: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return connection.execute(asked, dict(given)).fetchall()

    outcomes = [Counted(*row) for row in rows(query("outcomes"), of_year)]
    rejected, *others = outcomes
    before = rejected.before + sum(one.before for one in others)
    now = rejected.year + sum(one.year for one in others)
    return Told(
        year,
        outcomes,
        [
            Share("Afgewezen records", (rejected.before, before), (rejected.year, now)),
            *(
                Share(f"{label_of('attribute', name)} onbekend", (one, two), (three, four))
                for name, one, two, three, four in rows(query("shares"), of_year)
            ),
        ],
        [
            Code(label_of("attribute", column), code, reasons()["unknown_code", reason], counted)
            for column, code, reason, *counts in rows(query("codes"), of_year)
            for counted in [Counted(code, *counts)]
        ],
        [
            (label_of("finding", kind), label_of("attribute", name), count)
            for kind, name, count in rows(query("elsewhere"), of_reporter)
        ],
    )


def look_at(
    connection: duckdb.DuckDBPyConnection, reporter: Reporter
) -> list[tuple[str, Reason, int]]:
    """Return what stands in a reporter's list: kind, reason and how often."""
    rows = connection.execute(query("reasons"), {"reporter": reporter.code}).fetchall()
    return [(label_of("finding", kind), reasons()[kind, code], count) for kind, code, count in rows]


def listed(connection: duckdb.DuckDBPyConnection, reporter: Reporter) -> Iterator[dict[str, str]]:
    """Give the rows of a reporter's list of records, as texts by heading."""
    columns = ", ".join([*queries.PLAIN, *(defused(column) for column in queries.TEXTS)])
    result = connection.execute(
        f"select {columns} from ({query('listed')})", {"reporter": reporter.code}
    )
    while rows := result.fetchmany(ROWS_AT_ONCE):
        for kind, reason_code, attribute, own, year, of, *texts in rows:
            record, notification, delivery, other, code = (text or "" for text in texts)
            reason = reasons()[kind, reason_code]
            found = {
                "soort": label_of("finding", kind),
                "record": record,
                "melding": notification,
                "levering": delivery,
                "jaar": "" if year is None else str(year),
                "kenmerk": label_of("attribute", attribute),
                "code": code,
                "ander record": other,
                "reden": reason.sentence,
                "wat te doen": reason.what_to_do,
            }
            if reporter.is_registry:
                found |= {"melder": own, "andere melder": of or ""}
            yield found
