"""Runs the warehouse's compiled models straight in DuckDB, a small register well under a second.

The dbt project is compiled once, for an empty delivery in a directory of its own. What the models
would read in place is then replaced by two tables in memory. Hooks do not run this way, but for the
one that keeps the members of an exhibit: an unknown code is asked for by a query, and a register
that covers no edition just has no cells.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import jinja2
import polars as pl

from .lists import CROSSWALK_FILES, ROOT, CrosswalkRow
from .macros import Macros
from .register import EMM_COLUMNS, NOTIFICATION_COLUMNS, Register

OUTPUTS: Final = ("published_cells", "aud_record_fate")
"""The models that the two opinions are compared on."""

RAW: Final = {"notifications": NOTIFICATION_COLUMNS, "emm_records": EMM_COLUMNS}

CATALOG: Final = "second_opinion"
"""Name of the database in the compiled SQL."""

CELLS: Final = """
    select edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, measure,
        cast(value * 1000000 as bigint) as value, cast(base * 1000000 as bigint) as base,
        cast(pct as bigint) as pct
    from marts.published_cells
"""
"""What of the warehouse's cells is compared: values in millionths, as `cells.published_cells`."""

FATES: Final = """
    select source_table, record_id, delivery_id, fate_code as fate, rule_id as rule,
        rejection_reason_code as reason
    from audit.aud_record_fate
"""
"""What of the warehouse's fates is compared, as `Opinion.fates`."""


class UnknownCodeError(Exception):
    """A code of the register is in no crosswalk; the build would stop."""


@dataclass(frozen=True)
class Model:
    """A compiled model of the project.

    Attributes:
        name: name in the project.
        relation: quoted name in the database.
        sql: the compiled select.
        reads_register: whether the register has an influence on it.
    """

    name: str
    relation: str
    sql: str
    reads_register: bool


@dataclass(frozen=True)
class Project:
    """The compiled project: seeds and models, each after those it reads.

    Attributes:
        seeds: relation, file and column types of every reference seed.
        models: the models that the outputs need.
        tests: name -> the compiled query of every data test on all these, which returns what
            breaks it.
        raw_relations: table of the register -> the SQL that stands for it in the models.
    """

    seeds: tuple[tuple[str, Path, dict[str, str]], ...]
    models: tuple[Model, ...]
    tests: dict[str, str]
    raw_relations: dict[str, str]


@dataclass(frozen=True)
class Compiled:
    """The whole project as dbt compiled it for an empty delivery.

    Attributes:
        nodes: of dbt's manifest.
        root: directory of the project.
        raw_relations: as in `Project`.
    """

    nodes: dict[str, dict[str, Any]]
    root: Path
    raw_relations: dict[str, str]

    @classmethod
    def read(cls, directory: Path, root: Path = ROOT) -> Compiled:
        """Read what `compile_project` left in a directory.

        Raises:
            OSError: there is nothing.
        """
        text = (directory / "target" / "manifest.json").read_text(encoding="utf-8")
        macros = Macros(root, directory / "delivery")
        return cls(
            json.loads(text)["nodes"], root, {name: macros("register_table", name) for name in RAW}
        )

    def leading_to(self, outputs: Sequence[str] | None = OUTPUTS) -> Project:
        """Return the models that are asked for, with what they need; None asks for all.

        Each stands after what it reads.
        """
        nodes = self.nodes
        ordered: dict[str, dict[str, Any]] = {}

        def visit(key: str) -> None:
            if key not in ordered:
                for parent in nodes[key]["depends_on"].get("nodes", []):
                    visit(parent)
                ordered[key] = nodes[key]

        for key, node in nodes.items():
            is_asked_for = outputs is None or node["name"] in outputs
            if node["resource_type"] == "model" and is_asked_for:
                visit(key)
        return _put_together(ordered, self)


def compile_project(directory: Path, root: Path = ROOT) -> Compiled:
    """Compile the dbt project in `root`; everything that dbt writes goes below `directory`.

    Raises:
        RuntimeError: dbt could not compile; the message is dbt's own.
    """
    delivery = directory / "delivery"
    delivery.mkdir(parents=True)
    for name, columns in RAW.items():
        (delivery / f"{name}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
    environment = os.environ | {
        "SLACHTOFFERMONITOR_REGISTER": str(delivery),
        "SLACHTOFFERMONITOR_DATABASE": str(directory / f"{CATALOG}.duckdb"),
        "DBT_TARGET_PATH": str(directory / "target"),
        "DBT_LOG_PATH": str(directory / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    outcome = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--quiet", "compile"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode != 0:
        raise RuntimeError(f"dbt compile failed:\n{outcome.stdout[-4000:]}{outcome.stderr[-2000:]}")
    return Compiled.read(directory, root)


def _put_together(ordered: dict[str, dict[str, Any]], compiled: Compiled) -> Project:
    seeds = []
    models: list[Model] = []
    reading: set[str] = set()
    for key, node in ordered.items():
        if node["resource_type"] == "seed":
            file = compiled.root / str(node["original_file_path"])
            seeds.append((str(node["relation_name"]), file, node["config"]["column_types"]))
            continue
        sql = str(node["compiled_code"])
        if any(text in sql for text in compiled.raw_relations.values()) or reading.intersection(
            node["depends_on"]["nodes"]
        ):
            reading.add(key)
        if node["relation_name"] is None:
            continue  # ephemeral: part of the SQL of others
        models.append(
            Model(
                name=str(node["name"]),
                relation=str(node["relation_name"]),
                sql=sql,
                reads_register=key in reading,
            )
        )
    tests = {
        str(node["name"]): str(node["compiled_code"])
        for node in compiled.nodes.values()
        if node["resource_type"] == "test"
        and "compiled_code" in node
        and ordered.keys() >= set(node["depends_on"]["nodes"])
    }
    return Project(tuple(seeds), tuple(models), tests, compiled.raw_relations)


class Warehouse:
    """The compiled models on one connection in memory; `run` counts one register after another.

    Planning takes DuckDB longer than counting a small register. So every model that depends on the
    register becomes a table here, views too, and its select is prepared once; a register only
    empties the tables and fills them again.
    """

    def __init__(
        self, project: Project, typical: Register, extra: Sequence[CrosswalkRow] = ()
    ) -> None:
        """Load the reference seeds, and plan every model.

        Args:
            project: the compiled project.
            typical: a register of the usual size; the plans are made for its number of rows. It is
                counted, whether or not all of its codes are known.
            extra: crosswalk rows on top of those in the seeds.
        """
        self._connection = duckdb.connect()
        self._raw_tables = {
            f'"{CATALOG}"."raw"."{name}"': relation
            for name, relation in project.raw_relations.items()
        }
        self._tests = project.tests
        self._models = tuple(model for model in project.models if model.reads_register)
        self.execute(f"attach ':memory:' as {CATALOG}")
        self.execute(f"use {CATALOG}")
        self.execute("set timezone = 'UTC'")
        self.execute("set threads = 1")
        # A plan that is kept must not rest on what the tables held when it was made.
        self.execute(
            "set disabled_optimizers = 'statistics_propagation,compressed_materialization'"
        )
        relations = [relation for relation, _, _ in project.seeds]
        relations += [model.relation for model in project.models]
        for schema in sorted({'"raw"', *(relation.split(".")[1] for relation in relations)}):
            self.execute(f'create schema "{CATALOG}".{schema}')
        for relation, file, types in project.seeds:
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            self.execute(
                f"create table {relation} as select * from read_csv('{file}', columns = "
                f"{{{columns}}}, auto_detect = false, header = true, delim = ',', quote = '\"')"
            )
        for kind, *values in extra:
            self._connection.execute(
                f'insert into "{CATALOG}"."reference"."crosswalk_{CROSSWALK_FILES[kind]}" '
                "values (?, ?, ?, ?, ?, 'made for a test')",
                values,
            )
        for table, names in zip(self._raw_tables, RAW.values(), strict=True):
            fields = ", ".join(f"{name} varchar" for name in (*names, "source_file"))
            self.execute(f"create table {table} ({fields})")
        self._load(typical)
        for model in project.models:
            self.execute(f"create table {model.relation} as {self._select(model)}")
            if members := members_of(model.name, model.sql):
                self.execute(members)
        for model in self._models:
            self.execute(
                f"prepare {model.name} as insert into {model.relation} {self._select(model)}"
            )

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run a statement, for a closer look."""
        return self._connection.execute(sql)

    def _select(self, model: Model) -> str:
        """Return the model's SQL with the raw tables in memory instead of the files."""
        sql = model.sql
        for table, relation in self._raw_tables.items():
            sql = sql.replace(relation, f"(select * from {table})")
        return sql

    def _load(self, register: Register) -> None:
        delivered = (register.notifications, register.emm_records)
        for table, records in zip(self._raw_tables, delivered, strict=True):
            fields = ", ".join(f"nullif({column}, '')" for column in records.columns)
            columns = ", ".join(records.columns)
            self.execute(f"delete from {table}")
            self._connection.register("delivered", records.to_arrow())
            self.execute(
                f"insert into {table} ({columns}, source_file) "
                f"select {fields}, 'delivered.csv' from delivered"
            )
            self._connection.unregister("delivered")

    def run(self, register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Count a register.

        Returns:
            cells: the columns of `cells.published_cells`, values in millionths;
            fates: source_table, record_id, delivery_id, fate, rule, reason.

        Raises:
            UnknownCodeError: the build would stop, because a code is in no crosswalk.
        """
        self._load(register)
        for model in self._models:
            self.execute(f"delete from {model.relation}")
            self.execute(f"execute {model.name}")
            if model.name == "int_codes__delivered_codes":
                unknown = self.execute(
                    f"select column_name, delivered_code from {model.relation} "
                    "where standard_code is null order by all limit 1"
                ).fetchone()
                if unknown:
                    raise UnknownCodeError(f"{unknown[0]}: {unknown[1]!r}")
        return self.cells(), self.fates()

    def broken_tests(self) -> list[str]:
        """Name the data tests that fail on the register that was counted last."""
        return [name for name, sql in self._tests.items() if self.execute(sql).fetchone()]

    def cells(self) -> pl.DataFrame:
        """Return the published cells of the register that was counted last."""
        return self._frame(CELLS)

    def fates(self) -> pl.DataFrame:
        """Return where the records of the register that was counted last ended."""
        return self._frame(FATES)

    def _frame(self, sql: str) -> pl.DataFrame:
        return self.execute(sql).pl()


def members_of(name: str, sql: str) -> str:
    """Return the statement with which an exhibit keeps its members; nothing for other models.

    Args:
        name: of the model.
        sql: the compiled select of the model.
    """
    if "-- end of members" not in sql:
        return ""
    # The macro of this repository, rendered as dbt renders it.
    environment = jinja2.Environment()  # noqa: S701
    environment.globals |= {
        "execute": True,
        "ref": lambda name: f"marts.{name}",
        "return": lambda value: value,
        "model": {"name": name, "compiled_code": sql},
    }
    macros = (ROOT / "macros" / "exhibits" / "members.sql").read_text(encoding="utf-8")
    return environment.from_string(macros + "{{ keep_members() }}").render()


@contextmanager
def open_warehouse(
    project: Project, typical: Register, extra: Sequence[CrosswalkRow] = ()
) -> Iterator[Warehouse]:
    """Open a warehouse in memory, and close it; the arguments are those of `Warehouse`."""
    warehouse = Warehouse(project, typical, extra)
    try:
        yield warehouse
    finally:
        warehouse.close()
