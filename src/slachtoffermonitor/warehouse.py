"""Reads what the commands show from a built warehouse. Nothing is computed that a mart holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.files import is_database
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.troubles import kind_of, sentence

REBUILD: Final = "build it with `make build`"

FAILURES_SCHEMA: Final = "failures"
"""Where the rows are kept that fell short of a check."""

FAILURE_COLUMNS: Final = frozenset(
    {
        *(
            "record_id",
            "record_key",
            "source_table",
            "source_file",
            "delivery_id",
            "victim_year_key",
        ),
        *("edition_code", "exhibit_code", "column_kind", "column_code", "column_order"),
        *("row_kind", "row_code", "row_order", "measure", "notification_year", "statement"),
        *("claim_id", "rule_id", "code_list", "code_system", "code", "list_name"),
        *("crosswalk_name", "delivered_code", "attribute_name", "subject", "fact_name"),
        *("table_name", "column_name", "counted_in", "what", "problem", "operator"),
        *("left_value", "right_value", "expected", "found", "computed", "answer", "total"),
        *("summed", "victim_years", "victim_count", "record_count", "fact_rows"),
    }
)
"""Columns of a data test that may be shown: they name a row or a problem and hold no attribute of a
person. All others stay in the table."""


@dataclass(frozen=True)
class EditionVictims:
    """Victims of the analysis population of one edition, by calendar year of notification."""

    edition_code: str
    is_default: bool
    victims_by_year: dict[int, int]
    exhibit_count: int
    cell_count: int


@dataclass(frozen=True)
class FateCount:
    """Records of the register that ended in one place of the waterfall."""

    label: str
    rule_id: str
    record_count: int


@dataclass(frozen=True)
class Accepted:
    """An acceptance of the office, and what became of it in a warehouse (docs/office.md).

    Attributes:
        expectation: id of the expectation.
        delivery: name of the delivery for which it holds.
        accepted_on: the day on which it was accepted.
        reason: why, in the words of the office.
        outcome: `used`, `not_needed` or `other_delivery`.
        statement: what is expected.
        failing_count: number of rows that fall short.
        checked_count: number of rows that were looked at.
    """

    expectation: str
    delivery: str
    accepted_on: date
    reason: str
    outcome: str
    statement: str
    failing_count: int
    checked_count: int

    @property
    def is_used(self) -> bool:
        """Whether the figures were published because of it."""
        return self.outcome == "used"

    def __str__(self) -> str:
        if self.is_used:
            return (
                f"{self.expectation}: {self.statement} {self.failing_count:,} of "
                f"{self.checked_count:,} fall short. Accepted on {self.accepted_on} for the "
                f"delivery {self.delivery}: {self.reason}"
            )
        why = (
            "the expectation does not fail"
            if self.outcome == "not_needed"
            else "the newest delivery is another one"
        )
        return (
            f"{self.expectation}, accepted for the delivery {self.delivery}, matches nothing: "
            f"{why}; take it out of acceptances.csv."
        )


@dataclass(frozen=True)
class Summary:
    """What the closing screen shows."""

    is_synthetic: bool
    editions: list[EditionVictims]
    exhibits_built: int
    exhibits_listed: int
    claims: dict[str, int]
    fates: list[FateCount]
    rejections: list[tuple[str, str, int]]
    """Reason, rule and number of records."""
    acceptances: list[Accepted]

    @property
    def record_count(self) -> int:
        """Records of the register, all deliveries together."""
        return sum(fate.record_count for fate in self.fates)


@contextmanager
def open_warehouse(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse for reading.

    Raises:
        ProjectError: there is none, it is being written, or it lacks a table.
    """
    if not database.is_file():
        raise ProjectError(f"There is no warehouse at {database}; {REBUILD}.")
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        if kind_of(error) == "locked":
            raise ProjectError(
                f"Another program is writing {database}; wait for it to end."
            ) from None
        if not is_database(database):
            raise ProjectError(f"The file {database} is no warehouse; {REBUILD}.") from None
        raise ProjectError(sentence(error, database)) from None
    try:
        yield connection
    except duckdb.CatalogException:
        raise ProjectError(f"The warehouse {database} is not complete; {REBUILD}.") from None
    except (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException):
        raise ProjectError(sentence("damaged: corrupt", database)) from None
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise ProjectError(sentence(error, database)) from None
    finally:
        connection.close()


@cache
def question(part: str, name: str) -> str:
    """Return what a part of the package asks of a warehouse: the SQL of a file in its folder `sql`.

    Args:
        part: such as `site`.
        name: of the file, without `.sql`.
    """
    folder = files(__package__).joinpath(part, "sql")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def table_names(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Return the tables and views of a schema, by name."""
    rows = connection.execute(
        "select table_name from information_schema.tables where table_schema = ? order by all",
        [schema],
    ).fetchall()
    return [str(row[0]) for row in rows]


def is_synthetic(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether the warehouse was built from synthetic data, as the build has recorded it."""
    statuses = _rows(connection, "select distinct data_status from marts.dim_editions")
    return any(row[0] == "synthetic" for row in statuses)


def read_summary(database: Path) -> Summary:
    """Read the closing screen's figures.

    Raises:
        ProjectError: see `open_warehouse`.
    """
    with open_warehouse(database) as connection:
        victims: dict[str, dict[int, int]] = {}
        for edition, year, count in _rows(
            connection,
            "select edition_code, column_code, value from marts.published_cells "
            "where exhibit_code = 'fig_2_01' and row_code = 'ANALYSIS_POPULATION' "
            "and column_kind = 'year' order by all",
        ):
            victims.setdefault(edition, {})[int(year)] = int(count)
        defaults = {
            str(edition)
            for (edition,) in _rows(
                connection, "select edition_code from marts.dim_editions where is_default_edition"
            )
        }
        cells = {
            edition: (int(exhibits), int(count))
            for edition, exhibits, count in _rows(
                connection,
                "select edition_code, count(distinct exhibit_code), count(*) "
                "from marts.published_cells group by all",
            )
        }
        built, listed = _rows(
            connection,
            "select count(*) filter (where exhibit_code in "
            "(select exhibit_code from marts.published_cells)), count(*) from marts.dim_exhibits",
        )[0]
        claims = {
            str(verdict): int(count)
            for verdict, count in _rows(
                connection,
                # A number that a register could give, but not this one, is no matter of the rules.
                "select case when verdict = 'not_derivable' and not_derivable_reason is null "
                "then 'not_covered' else verdict end as verdict, count(*) "
                "from audit.aud_reconciliation inner join reference.ledger_claims "
                "using (claim_id) group by all order by all",
            )
        }
        fates = [
            FateCount(label, rules or "", int(count))
            for label, rules, count in _rows(
                connection,
                "select fate_label_en, string_agg(distinct rule_id, ', ' order by rule_id), "
                "sum(record_count) from audit.aud_waterfall "
                "group by step_order, fate_label_en order by step_order",
            )
        ]
        rejections = [
            (str(reason), str(rule or ""), int(count))
            for reason, rule, count in _rows(
                connection,
                "select reasons.label_en, waterfall.rule_id, sum(waterfall.record_count) "
                "from audit.aud_waterfall as waterfall "
                "left join reference.ref_rejection_reasons as reasons "
                "using (rejection_reason_code) "
                "where waterfall.fate_code = 'rejected' group by all order by 3 desc, 1, 2",
            )
        ]
        return Summary(
            is_synthetic=is_synthetic(connection),
            editions=[
                EditionVictims(edition, edition in defaults, by_year, *cells.get(edition, (0, 0)))
                for edition, by_year in victims.items()
            ],
            exhibits_built=int(built),
            exhibits_listed=int(listed),
            claims=claims,
            fates=fates,
            rejections=rejections,
            acceptances=read_acceptances(connection),
        )


def read_acceptances(connection: duckdb.DuckDBPyConnection) -> list[Accepted]:
    """Read what the office has accepted, and what became of it."""
    rows = _rows(
        connection,
        "select expectation_id, delivery_id, accepted_on, reason, outcome_code, statement, "
        "coalesce(failing_count, 0), coalesce(checked_count, 0) from audit.aud_acceptances "
        "order by all",
    )
    return [Accepted(*row) for row in rows]


def read_failures(database: Path, check: str) -> tuple[list[str], list[list[str]]]:
    """Read what fell short of an expectation or of a data test.

    Args:
        database: the warehouse, or what a stopped build has left of it.
        check: id of the expectation, such as `raw_notifications.received_on_readable`, or name of
            the data test's table in the schema `failures`.

    Returns:
        The names of the columns, of a data test those of :data:`FAILURE_COLUMNS` only; and the
        rows as text, each once.

    Raises:
        ProjectError: see `open_warehouse`; or no such check was judged, or nothing fell short.
    """
    with open_warehouse(database) as connection:
        table = _table_of_expectation(connection, database, check)
        if table:
            columns = connection.sql(f"select * from {table}").columns
        else:
            table = f'{FAILURES_SCHEMA}."{_table_of_test(connection, database, check)}"'
            found = connection.sql(f"select * from {table}").columns
            columns = [column for column in found if column in FAILURE_COLUMNS]
        names = ", ".join(f'"{column}"' for column in columns)
        rows = (
            _rows(connection, f"select distinct {names} from {table} order by all") if names else []
        )
        return columns, [["" if cell is None else str(cell) for cell in row] for row in rows]


def _table_of_expectation(
    connection: duckdb.DuckDBPyConnection, database: Path, expectation: str
) -> str:
    """Return the table with what fell short of an expectation; empty if there is no such one."""
    try:
        found = connection.execute(
            "select failures_table from audit.aud_expectation_results where expectation_id = ?",
            [expectation],
        ).fetchone()
    except duckdb.CatalogException:
        return ""
    if found is None:
        return ""
    if found[0] is None:
        raise ProjectError(f"Nothing fell short of {expectation} in {database}.")
    return str(found[0])


def _table_of_test(connection: duckdb.DuckDBPyConnection, database: Path, test: str) -> str:
    """Return the table with what a data test found."""
    found = connection.execute(
        "select table_name from duckdb_tables() where schema_name = ? and table_name = ?",
        [FAILURES_SCHEMA, test],
    ).fetchone()
    if found is None:
        raise ProjectError(f"No expectation and no test {test} fell short in {database}.")
    return str(found[0])


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()
