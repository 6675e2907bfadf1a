"""Who reads PostgreSQL, and while it is filled. `make test-clients` runs it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication.postgres import fill
from slachtoffermonitor.publication.postgres_shape import READER
from tests.clients.postgres import cells_here, cells_there, here
from tests.clients.server import Server

pytestmark = [pytest.mark.clients, pytest.mark.slow]

IN_USE: Final = "The tables have another form now, and the database monitor at "


def test_who_reads_cannot_write_and_sees_new_tables(
    server: Server, empty: str, one: Path, grown: Path
) -> None:
    fill(one, empty)
    server.run("drop role if exists analyst", f"create role analyst login in role {READER}")
    with server.connect(user="analyst") as connection:
        assert cells_there(connection, one) == cells_here(one)
        # Whoever reads can take this off; the grants must deny.
        connection.execute("set default_transaction_read_only = off")
        for statement in (
            "insert into marts.dim_years (notification_year) values (1)",
            "update marts.dim_years set sort_order = 0",
            "delete from marts.dim_years",
            "truncate marts.dim_years",
            "drop table marts.dim_years",
            "alter table marts.dim_years add column mine integer",
            "comment on table marts.dim_years is 'mine'",
            "update marts.labelled_victim_years set age_years = 0",
            "select * from marts.dim_years for update",
            "lock table marts.dim_years in share mode",
            "create table marts.mine (one integer)",
            "create table main.mine (one integer)",
            "create table public.mine (one integer)",
            "create temporary table mine (one integer)",
            "create schema mine",
        ):
            with (
                pytest.raises(
                    (
                        psycopg.errors.InsufficientPrivilege,
                        psycopg.errors.ObjectNotInPrerequisiteState,
                    )
                ),
                connection.transaction(),
            ):
                connection.execute(statement.encode())
        assert cells_there(connection, one) == cells_here(one)
        # PostgreSQL only warns that this grants nothing.
        connection.execute("grant select on marts.dim_years to stranger")
        fill(grown, empty)
        assert connection.execute("select new_code from marts.dim_new").fetchall() == [("a",)]
        assert cells_there(connection, grown) == cells_here(grown)
    with (
        server.connect(user="stranger") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select * from marts.dim_years")


@pytest.mark.parametrize("level", list(psycopg.IsolationLevel)[1:])
def test_a_reader_within_a_transaction_is_not_waited_for_and_sees_one_publication(
    server: Server, empty: str, one: Path, other: Path, level: psycopg.IsolationLevel
) -> None:
    fill(one, empty)
    server.run("drop role if exists analyst", f"create role analyst login in role {READER}")
    seen = []

    def ask_before_it_counts(_: str) -> None:
        seen.append(cells_there(reader, one))

    with server.connect(user="analyst", autocommit=False) as reader:
        reader.isolation_level = level
        # A reader that has to wait gets an error.
        reader.execute("set lock_timeout = 1")
        assert cells_there(reader, one) == cells_here(one)
        fill(other, empty, ask_before_it_counts)
        seen.append(cells_there(reader, one))
        reader.rollback()
        seen.append(cells_there(reader, one))
    goes_on = level is not psycopg.IsolationLevel.READ_COMMITTED
    assert seen[0] == cells_here(one)
    assert seen[1] == cells_here(one if goes_on else other)
    assert seen[2] == cells_here(other)
    assert cells_here(one) != cells_here(other)


def test_readers_during_fills_get_one_publication_and_never_wait(
    server: Server, empty: str, one: Path, other: Path
) -> None:
    """Every question is one statement over several tables."""
    fill(one, empty)
    question = (
        "select (select sum(row_count) from main.publication_tables), "
        "(select count(*) from marts.published_cells), "
        "(select count(*) from marts.fct_victim_years)"
    )
    right = {here(publication, question)[0] for publication in (one, other)}
    found: list[tuple[float, Any]] = []
    done = threading.Event()

    def ask() -> None:
        with server.connect() as connection:
            while not done.is_set():
                began = time.monotonic()
                row = connection.execute(question).fetchone()
                found.append((time.monotonic() - began, row))
                time.sleep(0.02)

    readers = [threading.Thread(target=ask) for _ in range(5)]
    for reader in readers:
        reader.start()
    for publication in (other, one, other, one):
        fill(publication, empty)
    done.set()
    for reader in readers:
        reader.join()
    assert {row for _, row in found} == right


def test_tables_of_another_form_are_made_when_nobody_reads_them(
    server: Server, empty: str, one: Path, grown: Path
) -> None:
    fill(one, empty)
    with server.connect(autocommit=False) as reader:
        reader.execute("select * from marts.dim_years")
        with pytest.raises(ProjectError, match=IN_USE):
            fill(grown, empty, patience=0.5)
        assert cells_there(reader, one) == cells_here(one)
    fill(grown, empty)
    with server.connect() as connection:
        assert cells_there(connection, grown) == cells_here(grown)
    fill(one, empty)
    with server.connect() as connection:
        assert cells_there(connection, one) == cells_here(one)
        assert connection.execute("select to_regclass('marts.dim_new')").fetchone() == (None,)


@pytest.mark.parametrize("later", ["other", "grown"])
def test_killed_before_it_counts_it_leaves_the_earlier_one(
    server: Server, empty: str, one: Path, later: str, request: pytest.FixtureRequest
) -> None:
    fill(one, empty)
    publication = request.getfixturevalue(later)
    script = (
        "import os, signal, sys; from pathlib import Path; "
        "from slachtoffermonitor.publication.postgres import fill; "
        "fill(Path(sys.argv[1]), sys.argv[2], lambda _: os.kill(os.getpid(), signal.SIGKILL))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, str(publication), empty], check=False
    )
    assert done.returncode == -signal.SIGKILL
    with server.connect() as connection:
        assert cells_there(connection, one) == cells_here(one)
    fill(publication, empty)
    with server.connect() as connection:
        assert cells_there(connection, publication) == cells_here(publication)
