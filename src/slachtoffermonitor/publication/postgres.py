"""Fills a PostgreSQL database from a publication, in one transaction that makes no reader wait.

As long as the tables keep their form their rows are deleted and written anew: whoever reads
meanwhile gets the earlier publication whole, also in a transaction that goes on. When the form
changes the tables are made anew, which waits for those who read.

No message holds the connection string, or the text of an error: either may hold a password.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg
from psycopg.conninfo import conninfo_to_dict

from slachtoffermonitor.delivery.sql import literal
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import manifest
from slachtoffermonitor.publication.check import check
from slachtoffermonitor.publication.folder import DATABASE
from slachtoffermonitor.publication.postgres_shape import (
    OWN,
    READER,
    SCHEMAS,
    Shape,
    form_in,
    grants,
    shape_of,
)
from slachtoffermonitor.publication.postgres_troubles import (
    first,
    place_of,
    refused,
    unreachable,
)
from slachtoffermonitor.warehouse import open_warehouse

CONNECTS_WITHIN: Final = 10
"""Seconds after which a server that does not answer is given up."""
WAITS_FOR_READERS: Final = 10.0
"""Seconds after which tables that somebody reads are not made anew."""

_LOCK: Final = 20_265_201
"""Number of the lock that one fill at a time holds."""
_PORT: Final = 5432
_ROWS_AT_ONCE: Final = 10_000


@dataclass(frozen=True)
class Filled:
    """What was brought to PostgreSQL.

    Attributes:
        place: the database and its server, in words.
        tables: how many tables, views left out.
        rows: how many rows.
    """

    place: str
    tables: int
    rows: int


def fill(
    publication: Path,
    conninfo: str,
    before_commit: Callable[[str], None] = lambda _: None,
    patience: float = WAITS_FOR_READERS,
) -> Filled:
    """Bring a publication to PostgreSQL, in one transaction.

    Args:
        publication: its folder.
        conninfo: the database, as PostgreSQL's own programs take it.
        before_commit: called with the place when all rows are there, and nobody sees them yet.
        patience: seconds to wait for readers where tables have to be made anew, and for others who
            keep a table for themselves.

    Raises:
        ProjectError: the publication is not what its manifest says, the database is not fit for it,
            or the server refuses; the database is what it was.
    """
    place = place_of(conninfo)
    if wrong := check(publication):
        raise ProjectError(f"Nothing is filled from {publication}. {wrong[0]}")
    said = manifest.read(publication)
    with open_warehouse(publication / DATABASE) as source:
        shape = shape_of(source)
        with _connected(conninfo, place) as (target, place), target.transaction():
            target.execute(f"set local lock_timeout = {max(1, round(patience * 1000))}")
            target.execute("set local statement_timeout = 0")
            _require_fit(target, place, said)
            _prepare(target, place, shape, patience)
            rows = sum(_copy(source, target, *table) for table in shape.tables)
            if _form(target) != shape.digest:
                _run(target, shape.connect)
            _run(target, (*shape.comments, *shape.marks(said["notice"])))
            _run(target, grants(target.info.dbname))
            before_commit(place)
    return Filled(place, len(shape.tables), rows)


@contextmanager
def _connected(conninfo: str, place: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """Connect, and turn what PostgreSQL refuses into one sentence.

    Gives the place as it turned out to be where settings have named it.

    Raises:
        ProjectError: the server cannot be reached, or refuses.
    """
    given = conninfo_to_dict(conninfo)
    try:
        connection = psycopg.connect(
            conninfo,
            connect_timeout=given.get("connect_timeout") or CONNECTS_WITHIN,
            client_encoding="UTF8",
            application_name="slachtoffermonitor publish",
        )
    except psycopg.Error as error:
        raise ProjectError(unreachable(error, place)) from None
    info = connection.info
    port = "" if info.port == _PORT else f":{info.port}"
    place = f"the database {info.dbname} at {info.host}{port}"
    try:
        with connection:
            yield connection, place
    except psycopg.Error as error:
        raise ProjectError(refused(error, place)) from None


def _require_fit(target: psycopg.Connection[Any], place: str, said: dict[str, Any]) -> None:
    """Check that a database is empty, or was filled from publications of the same kind.

    Raises:
        ProjectError: it holds other things, other publications, or another fill is at work.
    """
    if target.info.parameter_status("server_encoding") != "UTF8":
        raise ProjectError(
            f"{first(place)} does not hold UTF-8, and labels would be lost; make one with "
            "`createdb --encoding UTF8 --template template0`."
        )
    if not _one(target, f"select pg_try_advisory_xact_lock({_LOCK})"):
        raise ProjectError(f"Another fill of {place} is at work; wait for it to end.")
    if _form(target) is None:
        others = target.execute(
            "select n.nspname || '.' || c.relname from pg_class as c "
            "join pg_namespace as n on n.oid = c.relnamespace "
            r"where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' "
            "and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not exists (select from pg_depend "
            "as d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e') "
            "order by 1 limit 1"
        ).fetchone()
        if others:
            raise ProjectError(
                f"{first(place)} holds other tables, such as {others[0]}; name a database for "
                "publications alone, which `createdb` makes."
            )
        return
    kind = target.execute(
        f"select data_status, audience_code from {OWN}.publication"
    ).fetchone() or ("nothing", "nobody")
    if kind != (said["data_status"], said["audience"]):
        raise ProjectError(
            f"What {place} holds is {kind[0]} and for the audience '{kind[1]}', and this "
            f"publication is {said['data_status']} and for '{said['audience']}': who reads it "
            "would not notice. Name another database."
        )


def _prepare(target: psycopg.Connection[Any], place: str, shape: Shape, patience: float) -> None:
    """Leave the tables of the form, without rows; make them where there are none of it.

    Raises:
        ProjectError: somebody reads tables that have to be made anew.
    """
    form = _form(target)
    if not _one(target, f"select exists (select from pg_roles where rolname = '{READER}')"):
        target.execute(f"create role {READER} nologin")
    if form == shape.digest:
        _run(target, (f"delete from {schema}.{table}" for schema, table in shape.tables))
        return
    if form is None:
        _run(target, (f"create schema if not exists {schema}" for schema in SCHEMAS))
    else:
        _drop(target, place, patience)
    _run(target, shape.create)


def _drop(target: psycopg.Connection[Any], place: str, patience: float) -> None:
    """Remove the tables of an earlier form, when nobody reads them.

    Readers never queue behind it: it asks for all tables at once and comes back later.

    Raises:
        ProjectError: somebody reads them all the time.
    """
    named: dict[str, list[str]] = {"table": [], "view": []}
    for kind, name in target.execute(
        f"select kind, table_name from {OWN}.publication_tables "
        "where to_regclass(table_name) is not null union all "
        "select 'table', schemaname || '.' || tablename from pg_tables "
        f"where schemaname = '{OWN}' and tablename like 'publication%' order by 1, 2"
    ).fetchall():
        named[kind].append(name)
    until = time.monotonic() + patience
    while True:
        try:
            with target.transaction():
                target.execute(
                    f"lock table {', '.join(named['table'])} in access exclusive mode nowait"
                )
            break
        except psycopg.errors.LockNotAvailable:
            if time.monotonic() >= until:
                raise ProjectError(
                    f"The tables have another form now, and {place} is being read; end the "
                    "transactions there, and fill it again."
                ) from None
            time.sleep(0.2)
    for kind in ("view", "table"):
        if named[kind]:
            target.execute(f"drop {kind} {', '.join(named[kind])}")


def _copy(
    source: duckdb.DuckDBPyConnection,
    target: psycopg.Connection[Any],
    schema: str,
    table: str,
) -> int:
    """Copy the rows of a table; return how many."""
    names = ", ".join(f'"{name}"' for name in source.sql(f"from {schema}.{table} limit 0").columns)
    rows = source.execute(f"select {names} from {schema}.{table}")
    with (
        target.cursor() as cursor,
        cursor.copy(f"copy {schema}.{table} ({names}) from stdin") as into,
    ):
        count = 0
        while some := rows.fetchmany(_ROWS_AT_ONCE):
            count += len(some)
            for row in some:
                into.write_row(row)
    return count


def _form(target: psycopg.Connection[Any]) -> str | None:
    """Return the digest of the form that the database was filled in; none where it never was."""
    row = target.execute(
        "select obj_description(oid, 'pg_namespace') from pg_namespace "
        f"where nspname = {literal(OWN)}"
    ).fetchone()
    return form_in(row[0]) if row else None


def _run(target: psycopg.Connection[Any], statements: Iterator[str] | tuple[str, ...]) -> None:
    """Run statements in one go."""
    if together := ";\n".join(statements):
        target.execute(together.encode())


def _one(target: psycopg.Connection[Any], query: str) -> Any:
    row = target.execute(query.encode()).fetchone()
    return row[0] if row else None
