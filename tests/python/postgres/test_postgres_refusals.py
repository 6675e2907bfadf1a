"""What filling PostgreSQL refuses, in one sentence. `make test-clients` runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from publications import delivered

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import folder
from slachtoffermonitor.publication.postgres import fill
from slachtoffermonitor.publication.postgres_shape import READER, SCHEMAS
from slachtoffermonitor.publication.publish import Wish
from tests.clients.postgres import cells_here, cells_there, published
from tests.clients.server import PASSWORD, Server

pytestmark = [pytest.mark.clients, pytest.mark.slow]


def refused(publication: Path, conninfo: str) -> str:
    with pytest.raises(ProjectError) as error:
        fill(publication, conninfo, patience=0.2)
    text = str(error.value)
    assert "\n" not in text
    assert text.endswith(".")
    for part in (PASSWORD, "s3cret", "of@all", "s3cret%2Fof%40all"):
        assert part not in text
    return text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("host=/nowhere dbname=monitor", "There is no server for the database monitor at /nowhere"),
        ("host={socket} port=1 dbname=monitor", "There is no server for"),
        (
            "host={socket} dbname=monitor user=guarded password=s3cret",
            "refuses the user or the password",
        ),
        ("host={socket} dbname=monitor user=guarded", "asks for a password"),
        ("host={socket} dbname=monitor user=barred", "does not let this user in"),
        ("host={socket} dbname=monitor user=nobody", "does not know the user"),
        ("host={socket} dbname=nothing user=filler", "does not exist; `createdb` makes it"),
        ("postgresql://filler:s3cret/of@all@localhost/monitor", "The connection string cannot"),
        ("postgresql://filler:of@all@localhost/monitor", "The connection string cannot be read"),
        ("nonsense s3cret", "The connection string cannot be read"),
        ("host={socket} dbname=monitor user=stranger", "The user may not fill the database"),
    ],
)
def test_what_cannot_be_reached_is_one_sentence(
    server: Server, empty: str, one: Path, address: str, says: str
) -> None:
    assert says in refused(one, address.format(socket=server.socket))
    assert tables_of(server) == []


def tables_of(server: Server, database: str = "monitor") -> list[tuple[Any, ...]]:
    """Return all that a database holds, each with its rows."""
    with server.connect(database, "postgres") as connection:
        names = connection.execute(
            "select schemaname, relname from pg_stat_user_tables order by 1, 2"
        ).fetchall()
        return [
            (*name, connection.execute(f"select * from {name[0]}.{name[1]}").fetchall())
            for name in names
        ]


def test_a_password_that_is_right_is_not_shown_either(
    server: Server, empty: str, one: Path
) -> None:
    server.run("grant create on database monitor to guarded")
    address = f"host={server.socket} dbname=monitor user=guarded password='{PASSWORD}'"
    text = refused(one, address)
    assert "may create roles (or have the role" in text or "may not fill" in text


def test_other_things_in_the_database_stay_as_they_are(
    server: Server, empty: str, one: Path
) -> None:
    for statement, named in (
        ("create table public.orders as select 1 as one", "public.orders"),
        ("create schema marts", None),
        ("create table marts.orders as select 1 as one", "marts.orders"),
        ("create schema main; create view main.mine as select 1 as one", "main.mine"),
    ):
        server.run(statement, database="monitor")
        if named:
            before = tables_of(server)
            text = refused(one, empty)
            assert f"holds other tables, such as {named}" in text
            assert tables_of(server) == before
            server.run(
                f"drop {'view' if 'view' in statement else 'table'} {named}", database="monitor"
            )


def test_made_up_and_delivered_figures_are_not_taken_for_each_other(
    server: Server, empty: str, one: Path, warehouse: Path, tmp_path: Path
) -> None:
    fill(one, empty)
    secret = delivered(Path(shutil.copy(warehouse, tmp_path / "delivered.duckdb")))
    restricted = published(secret, tmp_path / "delivered", Wish("restricted"))
    assert "is synthetic and for the audience 'restricted'" in refused(restricted, empty)
    with server.connect() as connection:
        assert cells_there(connection, one) == cells_here(one)


def test_what_was_changed_by_hand_is_said(server: Server, empty: str, one: Path) -> None:
    fill(one, empty)
    server.run("alter table marts.dim_genders drop column label_en cascade", database="monitor")
    text = refused(one, empty)
    assert "are no longer those that were filled" in text
    assert "`drop schema marts, main cascade` there" in text
    server.run(f"drop schema {', '.join(SCHEMAS)} cascade", database="monitor")
    fill(one, empty)


def test_views_of_others_live_through_a_fill_and_are_named_before_a_new_form(
    server: Server, empty: str, one: Path, other: Path, grown: Path
) -> None:
    fill(one, empty)
    server.run(
        "create schema analysis",
        "create view analysis.years as select * from marts.dim_years",
        database="monitor",
    )
    fill(other, empty)
    assert "other views or keys" in refused(grown, empty)
    with server.connect(user="postgres") as connection:
        assert cells_there(connection, other) == cells_here(other)
        assert connection.execute("select count(*) from analysis.years").fetchone() != (0,)


def test_a_table_that_somebody_keeps_locked(server: Server, empty: str, one: Path) -> None:
    fill(one, empty)
    with server.connect(autocommit=False) as keeper:
        keeper.execute("lock table marts.dim_years")
        assert "Somebody keeps a table in the database monitor at" in refused(one, empty)


def test_two_fills_at_once(server: Server, empty: str, one: Path) -> None:
    said: list[str] = []
    fill(one, empty, lambda _: said.append(refused(one, empty)))
    assert said[0].startswith("Another fill of the database monitor at ")


def test_a_database_that_cannot_hold_the_labels(server: Server, one: Path) -> None:
    server.run(
        "drop database if exists latin",
        "create database latin owner filler encoding 'LATIN1' template template0",
    )
    assert "does not hold UTF-8" in refused(one, server.conninfo("latin"))


def test_a_user_that_can_only_read(server: Server, empty: str, one: Path) -> None:
    server.run("alter database monitor set default_transaction_read_only = on")
    assert "can only be read" in refused(one, empty)


def test_a_user_that_may_not_make_the_role(server: Server, empty: str, one: Path) -> None:
    server.run("alter role filler nocreaterole")
    try:
        server.run(f"drop owned by {READER}", database="monitor") if has_role(server) else None
        drop_role(server)
        assert f"or have the role {READER} made first" in refused(one, empty)
        assert tables_of(server) == []
        server.run(f"create role {READER}")
        fill(one, empty)
    finally:
        server.run("alter role filler createrole")


def has_role(server: Server) -> bool:
    with server.connect("postgres", "postgres") as connection:
        return bool(
            connection.execute("select from pg_roles where rolname = %s", [READER]).fetchall()
        )


def drop_role(server: Server) -> None:
    """Drop the reading role, with what it was granted in every database."""
    if has_role(server):
        server.new_database("monitor")
        server.run(f"drop role {READER}")


def test_a_server_that_stops_meanwhile(server: Server, empty: str, one: Path) -> None:
    fill(one, empty)

    def stop(_: str) -> None:
        server.run(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where application_name = 'slachtoffermonitor publish'"
        )

    with pytest.raises(ProjectError, match="says what it holds, and filling it again"):
        fill(one, empty, stop)
    with server.connect() as connection:
        assert cells_there(connection, one) == cells_here(one)


def test_a_publication_that_was_tampered_with_is_not_filled(
    server: Server, empty: str, one: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(one, tmp_path / "0001"))
    (copy / folder.DATABASE).chmod(0o600)
    with duckdb.connect(str(copy / folder.DATABASE)) as connection:
        connection.execute("delete from marts.published_cells where exhibit_code = 'fig_2_08'")
    text = refused(copy, empty)
    assert "marts.published_cells has" in text
    assert tables_of(server) == []
