"""Command: `python -m tests.clients` measures publishing, filling and reading, on this machine."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console

from slachtoffermonitor.project import database_path
from slachtoffermonitor.publication.folder import CURRENT, numbered
from slachtoffermonitor.publication.postgres import fill
from slachtoffermonitor.publication.publish import Wish, publish
from tests.clients.server import running

TIMES = 5
Ask = Callable[[str], list[Any]]


def main() -> int:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.clients", description=__doc__)
    parser.add_argument("--database", type=Path, help="the warehouse; it is only read")
    parser.add_argument("--no-postgres", action="store_true", help="the file only")
    given = parser.parse_args()
    warehouse = database_path(given.database)
    with (
        tempfile.TemporaryDirectory() as folder,
        nullcontext() if given.no_postgres else running() as server,
    ):
        target = Path(folder) / "published"
        for _ in range(2):
            _timed("publishing", lambda: publish(warehouse, target, Wish(), "2026-12-01T08:00:00"))
        link = target / CURRENT
        _timed("opening the file", lambda: duckdb.connect(str(link), read_only=True).close())
        with duckdb.connect(str(link), read_only=True) as connection:
            exhibits = [
                table
                for (table,) in connection.execute(
                    "select table_name from information_schema.tables where table_schema = 'marts' "
                    "and regexp_matches(table_name, '^(fig|tab)_') order by 1"
                ).fetchall()
            ]
            _exhibits("DuckDB", exhibits, lambda query: connection.execute(query).fetchall())
        if server:
            conninfo = server.new_database("monitor")
            for what in ("filling PostgreSQL", "filling it again"):
                _timed(what, lambda: fill(numbered(target, 1), conninfo))
            with server.connect() as connected:
                _exhibits("PostgreSQL", exhibits, lambda query: connected.execute(query).fetchall())
    return 0


def _timed(what: str, work: Callable[[], object]) -> None:
    began = time.monotonic()
    work()
    Console().print(f"{what}: {time.monotonic() - began:.2f} s")


def _exhibits(client: str, exhibits: list[str], ask: Ask) -> None:
    """Print how long the latest edition of each exhibit takes, each the median of some times."""
    medians = []
    for exhibit in exhibits:
        query = (
            f"select * from marts.{exhibit} where edition_code = "
            f"(select max(edition_code) from marts.{exhibit})"
        )
        taken = []
        for _ in range(TIMES):
            began = time.monotonic()
            ask(query)
            taken.append(time.monotonic() - began)
        medians.append((sorted(taken)[TIMES // 2], exhibit))
    (slowest, name) = max(medians)
    (middle, _) = sorted(medians)[len(medians) // 2]
    Console().print(
        f"an edition of an exhibit in {client}: {middle * 1000:.0f} ms; the slowest of "
        f"{len(exhibits)} ({name}) {slowest * 1000:.0f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
