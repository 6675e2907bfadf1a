"""Builds warehouses for the tests, each once in a run, and compares them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from slachtoffermonitor import stamp
from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.project import DATABASE_NAME
from slachtoffermonitor.warehouse import table_names

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "seeds" / "registrations"
BUILD = (sys.executable, "-m", "slachtoffermonitor", "build")
SHARING = (sys.executable, str(Path(__file__).with_name("build_with_a_shared_parse.py")))
FAST = (*SHARING, "build", "--no-unit-tests")
"""One build of a session, the first, runs the unit tests, which need no data, and parses."""
DBT = str(Path(sys.executable).with_name("dbt"))
CHANGING = (sys.executable, str(Path(__file__).with_name("build_while_it_changes.py")))
BARE = (DBT, "build", "--exclude-resource-type", "unit_test")
FAST_DBT = (*SHARING, "dbt", "build", "--exclude-resource-type", "unit_test")
UNTESTED = (*FAST_DBT, "test")
"""No data tests either: for a build that is only compared with another."""


MEANT_FOR_ANOTHER_DBT = {
    "DBT_EXCLUDE_RESOURCE_TYPES": "test",
    "DBT_TARGET": "production",
    "DBT_PROFILE": "another_project",
    "DBT_PROJECT_DIR": "/nowhere",
    "DBT_STORE_FAILURES": "true",
    "DBT_FAIL_FAST": "true",
    "DBT_RESOURCE_TYPES": "seed",
}
"""Our commands run among them as if they were not there."""


@dataclass(frozen=True)
class Built:
    """How a build ended and what it left."""

    database: Path
    code: int
    output: str
    logs: Path

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query on the warehouse."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()


def run_build(
    directory: Path,
    command: tuple[str, ...] = FAST,
    register: Path | None = None,
    office: Path | None = None,
) -> Built:
    """Build a warehouse in `directory` from a delivery, or from the shipped register.

    Args:
        directory: where the warehouse will be.
        command: that builds.
        register: directory of a delivery; the shipped register without.
        office: folder of what an office owns.
    """
    directory.mkdir(parents=True, exist_ok=True)
    database = directory / DATABASE_NAME
    is_bare = command[0] == DBT or "dbt" in command
    environment = os.environ | {
        "SLACHTOFFERMONITOR_DATABASE": str(database),
        "SLACHTOFFERMONITOR_REGISTER": str(register or ""),
        "SLACHTOFFERMONITOR_OFFICE": str(office or ""),
        # Our own builds have a place of their own; a bare dbt takes that of the project.
        "DBT_TARGET_PATH": str(directory / "target") if is_bare else "",
        "DBT_LOG_PATH": str(directory / "logs"),
        "COLUMNS": "120",
    }
    if not is_bare:
        environment |= MEANT_FOR_ANOTHER_DBT
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return Built(database, done.returncode, done.stdout + done.stderr, directory / "logs")


def copy_project(directory: Path) -> Path:
    """Copy the dbt project to `directory`: settings, models, macros, seeds and tests in SQL."""
    for name in ("dbt_project.yml", "profiles.yml"):
        directory.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, directory / name)
    for name in ("models", "macros", "seeds", "tests"):
        shutil.copytree(
            ROOT / name, directory / name, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    return directory


@dataclass(frozen=True)
class Plan:
    """What is to be built.

    Attributes:
        command: that builds.
        deliver: writes the delivery into the directory it is given and returns the directory; the
            shipped register without.
        has_last_good: whether a warehouse stands where the next one will be, with what a program
            that was killed had not yet written into it.
        after: name of the build whose warehouse stands there.
    """

    command: tuple[str, ...] = FAST
    deliver: Callable[[Path], Path] | None = None
    has_last_good: bool = False
    after: str = ""


class Builds:
    """The builds that the tests look at: each is run once, by the first that asks for it.

    The processes of one test run share a directory; who comes second waits for the first.
    """

    def __init__(self, directory: Path, plans: Mapping[str, Plan]) -> None:
        self._directory = directory
        self._plans = plans

    def outcome(self, name: str) -> Built:
        """Run a build or wait for it, however it ends."""
        folder = self._directory / name
        database = folder / DATABASE_NAME
        done = folder / "outcome.json"
        with FileLock(self._directory / f"{name}.lock"):
            if not done.exists():
                plan = self._plans[name]
                folder.mkdir()
                register = plan.deliver(folder / "a [new] delivery?") if plan.deliver else None
                if plan.has_last_good:
                    write_last_good(database)
                if plan.after:
                    shutil.copy(self.result(plan.after).database, database)
                built = run_build(folder, plan.command, register)
                done.write_text(json.dumps([built.code, built.output]), encoding="utf-8")
            code, output = json.loads(done.read_text(encoding="utf-8"))
        return Built(database, code, output, folder / "logs")

    def result(self, name: str) -> Built:
        """Run a build or wait for it; it must succeed."""
        built = self.outcome(name)
        assert built.code == 0, built.output
        return built


def write_last_good(database: Path) -> None:
    """Write a file that stands for the last good warehouse, and a log of changes beside it."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table last_good as select 1 as one")
    script = (
        f"import duckdb, os; killed = duckdb.connect({str(database)!r}); "
        "killed.execute('create table never_saved as select 1 as one'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert database.with_name(f"{database.name}.wal").exists()
    database.chmod(0o640)


def stamped(database: Path, like: Path, *statements: str, **values: object) -> Path:
    """Change a warehouse, and stamp it as if it had been built so.

    Args:
        database: the warehouse.
        like: one that has the stamp, perhaps the same.
        statements: what is changed in it.
        values: what its stamp says otherwise.
    """
    with duckdb.connect(str(like), read_only=True) as connection:
        before = stamp.read(connection)
    assert before
    with duckdb.connect(str(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        marts = stamp.fingerprints(connection)
        stamp.put(connection, replace(before, marts=marts, **values))  # type: ignore[arg-type]
    return database


def table_digests(database: Path, schemas: tuple[str, ...] = ("marts", "audit")) -> dict[str, str]:
    """Return a SHA-256 for the content of every table, in the order of all its columns."""
    digests = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for schema in schemas:
            for table in table_names(connection, schema):
                relation = connection.sql(f"select * from {schema}.{table} order by all")
                digest = hashlib.sha256(repr((relation.columns, relation.types)).encode())
                while rows := relation.fetchmany(10_000):
                    digest.update(repr(rows).encode())
                digests[f"{schema}.{table}"] = digest.hexdigest()
    return digests


def shipped_rows(table: str) -> Iterator[dict[str, str]]:
    """Read a table of the shipped register."""
    with (SHIPPED / f"raw_{table}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def split_shipped(directory: Path) -> Path:
    """Deliver the shipped register in a file for each reporter and decade, every other as Parquet.

    In each file the columns stand in another order.
    """
    directory.mkdir(parents=True)
    for table, contract in TABLES.items():
        parts: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in shipped_rows(table):
            year = re.search(r"\d{4}", row.get("received_on") or row["registered_on"])
            key = (row.get("reporter", "").strip().upper(), year.group()[:3] if year else "")
            parts.setdefault(key, []).append(row)
        for number, (_, rows) in enumerate(sorted(parts.items())):
            turned = contract[number % 5 :] + contract[: number % 5]
            file = directory / f"{table}_{number:03}"
            if number % 2:
                with file.with_suffix(".csv").open("w", encoding="utf-8", newline="") as stream:
                    writer = csv.DictWriter(stream, turned)
                    writer.writeheader()
                    writer.writerows(rows)
            else:
                columns = {
                    key: pa.array([row[key] or None for row in rows], pa.string()) for key in turned
                }
                pq.write_table(pa.table(columns), file.with_suffix(".parquet"))
    return directory
