"""Rebuilds in DuckDB what a change reaches, and asks the data tests: no dbt, a second or less.

Everything happens in one transaction that is rolled back. A model that comes out as before stops
the rebuilding on its branch, so a change without an effect on the register costs next to nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from tests.second_opinion.lists import CROSSWALK_FILES, CrosswalkRow
from tests.second_opinion.register import Register
from tests.second_opinion.warehouse import members_of

from .workshop import DATABASE, UnitCase

GUARDS: Final = {
    "int_codes__delivered_codes": (
        "stop_on_unknown_codes",
        "select count(*) > 0 from {} where standard_code is null",
    ),
    "int_editions__covered": ("stop_without_editions", "select count(*) = 0 from {}"),
}
"""Model -> the hook that stops a build after it, and the question that the hook asks."""

NO_SQL: Final = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException)
"""What DuckDB says to a text that is no SQL, or that does not fit the tables."""

Fingerprint = tuple[Any, ...]


@dataclass(frozen=True)
class Node:
    """A model or data test of the compiled project."""

    key: str
    name: str
    kind: str
    relation: str
    sql: str
    parents: tuple[str, ...]
    materialized: str
    has_contract: bool
    path: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of a change.

    Attributes:
        kind: `data test`, `reconciliation`, `build`, `opinion` or `survived`; `stillborn` when the
            change is no SQL any more.
        test: the test, guard or model that saw it.
        altered: the models that came out otherwise, in the order of the build.
    """

    kind: str
    test: str = ""
    altered: tuple[str, ...] = field(default=())


def read_nodes(compiled: Mapping[str, Any]) -> tuple[list[Node], list[Node]]:
    """Return the models, each after those it reads, and the data tests in a fixed order."""
    nodes = {key: _node(node) for key, node in compiled.items()}
    ordered: dict[str, Node] = {}

    def visit(key: str) -> None:
        if key in nodes and key not in ordered:
            for parent in nodes[key].parents:
                visit(parent)
            ordered[key] = nodes[key]

    for key in sorted(nodes):
        if nodes[key].kind == "model":
            visit(key)
    tests = [node for node in nodes.values() if node.kind == "test"]
    order = ("models", "seeds", "tests/identities", "tests/code_lists", "tests/reconciliation")
    rank = {prefix: number for number, prefix in enumerate(order)}

    def place(node: Node) -> tuple[int, str]:
        found = [number for prefix, number in rank.items() if node.path.startswith(prefix)]
        return (found[-1] if found else len(order), node.name)

    return list(ordered.values()), sorted(tests, key=place)


def _leading_to(models: Sequence[Node], names: Iterable[str]) -> list[Node]:
    """Return the models of these names with all that they read, in their order."""
    needed = set(names)
    found: list[Node] = []
    for node in reversed(models):
        if node.name in needed or node.key in needed:
            found.append(node)
            needed.update(node.parents)
    return found[::-1]


def _node(node: Any) -> Node:
    return Node(
        key=node.unique_id,
        name=node.name,
        kind=str(node.resource_type),
        relation=str(node.relation_name or ""),
        sql=str(node.compiled_code or ""),
        parents=tuple(node.depends_on.nodes),
        materialized=str(node.config.materialized),
        has_contract=bool(getattr(node.config, "contract", None) and node.config.contract.enforced),
        path=str(node.original_file_path),
        columns=tuple(getattr(node, "columns", None) or ()),
    )


@dataclass(frozen=True)
class Trial:
    """A change, as the warehouse sees it.

    Attributes:
        models: key of a model -> its changed SQL.
        answers: key of the test with known answers -> its SQL, if it calls a changed macro.
        seed: key of a changed list, and the select that takes its place.
    """

    models: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    seed: tuple[str, str] | None = None


class Replay:
    """A warehouse in memory that changes can be tried on."""

    def __init__(
        self,
        compiled: Mapping[str, Any],
        seeds: Mapping[str, Any],
        database: Path,
        *,
        register: Register | None = None,
        crosswalk_rows: Sequence[CrosswalkRow] = (),
        watched: Mapping[str, str] | None = None,
    ) -> None:
        """Take over the seeds of a built warehouse; the models are built when first asked for.

        Args:
            compiled: every model and data test by its key, as dbt compiled them.
            seeds: every seed by its key.
            database: the built warehouse.
            register: takes the place of the shipped register.
            crosswalk_rows: come on top of those of the crosswalks.
            watched: model -> columns; a difference there is the verdict, no data test is asked, and
                only these models are built with what they read.
        """
        self.models, self.tests = read_nodes(compiled)
        if watched is not None:
            self.models = _leading_to(self.models, watched)
        self.seeds = {key: str(node.relation_name) for key, node in seeds.items()}
        self.seed_nodes = seeds
        self._sql = {node.key: node.sql for node in self.models}
        self._names = {node.key: node.name for node in self.models}
        self._answers: dict[str, Counter[tuple[str, ...]]] = {}
        self.relations = {node.key: node.relation for node in self.models} | self.seeds
        self._connection = duckdb.connect()
        self.execute("set timezone = 'UTC'")
        self.execute("set threads = 1")
        self.execute("set memory_limit = '2GB'")
        self.execute("set enable_progress_bar = false")
        self.execute(f"attach ':memory:' as {DATABASE}")
        self.execute(f"use {DATABASE}")
        self.execute(f"attach '{database}' as built (read_only)")
        for (schema,) in self.execute(
            "select distinct schema_name from duckdb_tables() where database_name = 'built' "
            "union select distinct schema_name from duckdb_views() where database_name = 'built' "
            "and not internal"
        ).fetchall():
            self.execute(f'create schema if not exists {DATABASE}."{schema}"')
        for relation in self.seeds.values():
            inside = relation.replace(f'"{DATABASE}"', "built", 1)
            self.execute(f"create table {relation} as from {inside}")
        self.execute("detach built")
        self._watched = watched
        self._is_built = False
        self.red: set[str] = set()
        if register is not None:
            self._load(register, crosswalk_rows)

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run a statement."""
        return self._connection.execute(sql)

    def build(self) -> None:
        """Build every model from the seeds, and remember how each came out and which tests fail."""
        if self._is_built:
            return
        self._is_built = True
        stored = [node for node in self.models if node.materialized != "ephemeral"]
        for node in stored:
            self._create(node, node.sql)
        self.before = {node.key: self._outcome(node) for node in stored}
        self.types = {node.key: self._types(node.relation) for node in stored}
        if self._watched is None:
            self.red = {node.key for node in self.tests if self._fails(node.sql)}
        self._watched_before = self._watched_now()

    def _load(self, register: Register, crosswalk_rows: Sequence[CrosswalkRow]) -> None:
        for name, table in (
            ("notifications", register.notifications),
            ("emm_records", register.emm_records),
        ):
            columns = ", ".join(f"nullif({column}, '') as {column}" for column in table.columns)
            self._connection.register("delivered", table.to_arrow())
            relation = next(r for r in self.seeds.values() if r.endswith(f'"raw_{name}"'))
            self.execute(f"create or replace table {relation} as select {columns} from delivered")
            self._connection.unregister("delivered")
        for kind, *values in crosswalk_rows:
            relation = f"reference.crosswalk_{CROSSWALK_FILES[kind]}"
            self._connection.execute(
                f"insert into {relation} values (?, ?, ?, ?, ?, 'made for a test')", values
            )

    def seed_select(self, name: str, content: str) -> tuple[str, str]:
        """Return the key of a seed, and a select that gives other content for it, as CSV."""
        key = next(key for key in self.seeds if key.endswith(f".{name}"))
        types = self.seed_nodes[key].config.column_types
        header, *rows = csv.reader(io.StringIO(content))
        literals = ", ".join(
            "(" + ", ".join(_literal(value) for value in row) + ")" for row in rows
        )
        columns = ", ".join(f'cast("{name}" as {types[name]}) as "{name}"' for name in header)
        names_ = ", ".join(f'"{name}"' for name in header)
        return key, f"select {columns} from (values {literals}) as rows ({names_})"

    def ask_unit_tests(self, trial: Trial, cases: Sequence[UnitCase]) -> Verdict | None:
        """Return the first unit test, or the test with known answers, that sees a change.

        dbt says beforehand that the tests pass, and `learn` remembers what they look at. So they
        fail for a change exactly if that comes out otherwise, or not at all.
        """
        for case in cases:
            try:
                if self._sees(trial, case):
                    return Verdict("unit test", case.name)
            except NO_SQL:
                return Verdict("stillborn", self._names[case.model])
        for test in self.tests:
            if test.key in trial.answers:
                try:
                    if self.execute(trial.answers[test.key]).fetchone():
                        return Verdict("data test", test.name)
                except NO_SQL:
                    return Verdict("stillborn", test.name)
                except duckdb.Error:
                    return Verdict("data test", test.name)
        return None

    def _sees(self, trial: Trial, case: UnitCase) -> bool:
        if case.model not in trial.models and not (
            trial.seed and f".{trial.seed[0].rsplit('.', 1)[-1]}" in case.fixtures
        ):
            return False
        if trial.seed:
            self.execute("begin")
            self._put_seed(*trial.seed)
        try:
            rows = self._rows(case.sql(trial.models.get(case.model, self._sql[case.model])))
        except NO_SQL:
            raise
        except duckdb.Error:
            return True
        finally:
            if trial.seed:
                self.execute("rollback")
        return rows != self._answers[case.name]

    def learn(self, cases: Sequence[UnitCase]) -> None:
        """Remember what unit tests look at without any change."""
        for case in cases:
            if case.name not in self._answers:
                self._answers[case.name] = self._rows(case.sql(self._sql[case.model]))

    def _rows(self, sql: str) -> Counter[tuple[str, ...]]:
        return Counter(tuple(map(_plain, row)) for row in self.execute(sql).fetchall())

    def examine(self, trial: Trial) -> Verdict:
        """Rebuild what a change reaches, and say which guard, contract or data test sees it."""
        self.build()
        self.execute("begin")
        try:
            return self._examine(trial)
        finally:
            self.execute("rollback")

    def _put_seed(self, key: str, select: str) -> None:
        self.execute(f"create or replace table {self.seeds[key]} as {select}")

    def _watched_now(self) -> dict[str, Fingerprint]:
        relations = {node.name: node.relation for node in self.models}
        return {
            name: self._fingerprint(f"(select {columns} from {relations[name]})")
            for name, columns in (self._watched or {}).items()
        }

    def _examine(self, trial: Trial) -> Verdict:
        changed = trial.models
        altered: dict[str, str] = {}
        if trial.seed:
            self._put_seed(*trial.seed)
            altered[trial.seed[0]] = trial.seed[0].rsplit(".", 1)[-1]
        for node in self.models:
            if node.key not in changed and not altered.keys() & set(node.parents):
                continue
            if node.materialized == "ephemeral":
                altered[node.key] = node.name
                continue
            try:
                self._create(node, changed.get(node.key, node.sql))
                same = self._outcome(node) == self.before[node.key]
            except NO_SQL:
                kind = "stillborn" if node.key in changed else "build"
                return Verdict(kind, node.name, altered=tuple(altered.values()))
            except duckdb.Error:
                return Verdict("build", node.name, altered=tuple(altered.values()))
            if node.has_contract and self._types(node.relation) != self.types[node.key]:
                return Verdict("build", f"contract of {node.name}", altered=tuple(altered.values()))
            if same:
                continue
            altered[node.key] = node.name
            if node.name in GUARDS:
                guard, question = GUARDS[node.name]
                answer = self.execute(question.format(node.relation)).fetchone()
                if answer and answer[0]:
                    return Verdict("build", guard, altered=tuple(altered.values()))
        names = tuple(altered.values())
        if self._watched is not None:
            seen = self._watched_now() != self._watched_before
            return Verdict("opinion" if seen else "survived", "", altered=names)
        for test in self.tests:
            if test.key in self.red or not altered.keys() & set(test.parents):
                continue
            if self._fails(test.sql):
                ledger = test.path.startswith("tests/reconciliation")
                kind = "reconciliation" if ledger else "data test"
                return Verdict(kind, test.name, altered=names)
        return Verdict("survived", altered=names)

    def red_tests(self) -> list[str]:
        """Return the data tests that fail without any change: they prove nothing."""
        return sorted(node.name for node in self.tests if node.key in self.red)

    def _create(self, node: Node, sql: str) -> None:
        kind = "view" if node.materialized == "view" else "table"
        query = sql
        if node.has_contract and node.columns:
            query = f"select {', '.join(node.columns)} from ({sql}) as model_subquery"
        self.execute(f"create or replace {kind} {node.relation} as {query}")
        if members := self._members(node, sql):
            self.execute(members)

    def _members(self, node: Node, sql: str) -> str:
        """Return what the hook of an exhibit runs; nothing where the cells are watched only."""
        return "" if self._watched is not None else members_of(node.name, sql)

    def _outcome(self, node: Node) -> Fingerprint:
        """Return the fingerprint of a model, and of the members that an exhibit keeps beside it."""
        found = self._fingerprint(node.relation)
        if view := re.search(r"create or replace view (\S+)", self._members(node, node.sql)):
            found += self._fingerprint(view[1])
        return found

    def _fingerprint(self, relation: str) -> Fingerprint:
        row = self.execute(
            f"select count(*), sum(cast(hash(t) as hugeint)), bit_xor(hash(t)) from {relation} as t"
        ).fetchone()
        return tuple(row or ())

    def _types(self, relation: str) -> tuple[Any, ...]:
        return tuple(tuple(row[:2]) for row in self.execute(f"describe {relation}").fetchall())

    def _fails(self, sql: str) -> bool:
        """Tell whether a data test finds something, or cannot be asked any more."""
        try:
            row = self.execute(f"select count(*) from ({sql}) as failures").fetchone()
        except duckdb.Error:
            return True
        return bool(row and row[0])


def _plain(value: object) -> str:
    """Return a value as text; numbers of one size are one text, whatever their type."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{Decimal(value).normalize():f}"
    return str(value)


def _literal(value: str) -> str:
    return "null" if value == "" else "'" + value.replace("'", "''") + "'"
