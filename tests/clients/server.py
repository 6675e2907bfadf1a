"""A PostgreSQL of our own for the tests: a folder of its own, a socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

MISSING: Final = "PostgreSQL is missing; install it (Debian: apt-get install postgresql)."
PASSWORD: Final = "s3cret/of@all"  # noqa: S105 - of a server that lives as long as a test
ACCESS: Final = """
local all guarded scram-sha-256
local all barred reject
local all all trust
"""


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        socket: folder of its socket.
    """

    socket: Path

    def conninfo(self, database: str = "monitor", user: str = "filler") -> str:
        """Return the connection string of a database."""
        return f"host={self.socket} dbname={database} user={user}"

    def connect(
        self, database: str = "monitor", user: str = "filler", **settings: Any
    ) -> psycopg.Connection[Any]:
        """Connect, each statement its own transaction unless the settings say otherwise."""
        return psycopg.connect(self.conninfo(database, user), **{"autocommit": True, **settings})

    def run(self, *statements: str, database: str = "postgres", user: str = "postgres") -> None:
        """Run statements, as the keeper of the server unless another is named."""
        with self.connect(database, user) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_database(self, name: str) -> str:
        """Make an empty database that the filler owns; return its connection string."""
        self.run(
            f"drop database if exists {name} with (force)", f"create database {name} owner filler"
        )
        return self.conninfo(name)


def program(name: str) -> Path:
    """Return a program of PostgreSQL, the newest where there are several.

    Raises:
        AssertionError: there is none.
    """
    debian = Path("/usr/lib/postgresql")
    found = sorted(debian.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3].split(".")[0]))
    named = shutil.which(name)
    path = found[-1] if found else Path(named) if named else None
    assert path, MISSING
    return path


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it.

    Raises:
        AssertionError: PostgreSQL is missing.
    """
    initdb, control = program("initdb"), program("pg_ctl")
    # Root may not run it; and a socket's path is short.
    as_postgres = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if as_postgres:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*arguments: str | Path) -> None:
        command = [*as_postgres, *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        run(
            *(initdb, "--no-sync", "-D", data, "-U", "postgres", "-E", "UTF8"),
            *("--locale", "C", "--auth", "trust"),
        )
        (data / "pg_hba.conf").write_text(ACCESS, encoding="utf-8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run(control, "-w", "-D", data, "-l", folder / "log", "-o", options, "start")
        try:
            server = Server(folder)
            server.run(
                "create role filler login createrole",
                f"create role guarded login password '{PASSWORD}'",
                "create role barred login",
                "create role stranger login",
            )
            yield server
        finally:
            run(control, "-w", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
