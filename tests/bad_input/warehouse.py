"""Takes a delivery through everything that a build does with it, and notes what became of it.

The delivery is checked and read by the code that the build uses. The compiled models run straight
in DuckDB (tests/second_opinion/warehouse.py). What dbt does around them is done here with the
project's own text: the macros that stop a build are rendered from their files, and the expectations
are run as the SQL that the guards give to Great Expectations.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NoReturn

import duckdb
import jinja2
import polars as pl
import pyarrow.parquet as pq

from slachtoffermonitor.delivery import TABLES, Problem, describe, find_problems, relation_sql
from slachtoffermonitor.guards import catalogue
from slachtoffermonitor.guards.checks import Check, NativeCheck, Stage, Suite, with_limits
from slachtoffermonitor.guards.results import RECORDS_NAMED
from tests.second_opinion.lists import ROOT
from tests.second_opinion.register import Register
from tests.second_opinion.warehouse import CATALOG, Model, Project, Warehouse

MACROS: Final = ROOT / "macros"

ARRIVAL: Final = ("aud_delivery__reporters", "aud_delivery_completeness", "aud_delivery_volumes")
"""What the expectations on arrival look at, besides the staging models."""

OUTPUTS: Final = (
    *ARRIVAL,
    "aud_acceptances",
    "aud_attribute_conflicts",
    "aud_expectation_results",
    "aud_population_steps",
    "aud_record_fate",
    "aud_rejected_values",
    "aud_waterfall",
    *sorted(file.stem for file in (ROOT / "models" / "marts").rglob("*.sql")),
)

CODES: Final = "int_codes__delivered_codes"
"""The model that an unknown code stops."""

EMPTY: Final = Register.of([], [])


@dataclass
class Outcome:
    """What became of a delivery.

    Attributes:
        problems: what the check of the delivery says; nothing else happens when it says anything.
        guards: expectations that fail, by id.
        stop: the sentence with which a model stops the build.
        raw_count: records in the files, counted without the warehouse.
        read_count: records that the warehouse read.
        rejected: reason -> number of rejected records.
        fates: fate -> number of records, the rejected included.
        logged: issue -> number of values that are taken as unknown; `conflicts` -> number of
            values that gave way to another.
        exhibits: exhibits that differ from those of the sound register.
        said: everything that a person or a log gets to see of it.
        personal: what of it may not be seen.
        is_counted: whether the records were counted; otherwise something stopped that.
    """

    problems: tuple[Problem, ...] = ()
    guards: tuple[str, ...] = ()
    stop: str = ""
    raw_count: int = 0
    read_count: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    logged: Counter[str] = field(default_factory=Counter)
    exhibits: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    is_counted: bool = False


class Runner(Warehouse):
    """The compiled models, fed with the files of a delivery."""

    def __init__(self, project: Project, sound: Path) -> None:
        """Plan every model for deliveries of about the size of a sound one."""
        self._directory = sound
        self._looked_at = 0
        super().__init__(project, EMPTY)
        self._hooks = _Hooks(self)
        self.execute(f"use {CATALOG}")
        # A build has three parts: what the expectations on arrival look at, the codes, counting.
        first = [m for m in self._models if m.name in ARRIVAL or m.name.startswith("stg_")]
        others = [m for m in self._models if m not in first]
        coded = [m.name for m in others].index(CODES) + 1
        self._first, self._codes, self._counting = first, others[:coded], others[coded:]
        self._sound: tuple[Outcome, list[tuple[object, ...]]] | None = None
        self.execute("create temp table sound_cells as select * from marts.published_cells")
        self._guards = _Guards(self)

    def cells(self) -> pl.DataFrame:
        """Return nothing: what is needed of the cells is asked for later."""
        return pl.DataFrame()

    def fates(self) -> pl.DataFrame:
        """Return nothing: what is needed of the fates is asked for later."""
        return pl.DataFrame()

    def _load(self, register: Register) -> None:
        for table, name in zip(self._raw_tables, TABLES, strict=True):
            self.execute(f"delete from {table}")
            columns = ", ".join((*TABLES[name], "source_file"))
            self.execute(
                f"insert into {table} ({columns}) "
                f"select {columns} from {relation_sql(self._directory, name)}"
            )

    def look_at(
        self,
        directory: Path,
        *,
        release: bool = True,
        codes: bool = False,
        to_the_end: bool = False,
    ) -> Outcome:
        """Return what becomes of a delivery; it gets as far as a build does.

        Args:
            directory: where it is.
            release: whether the expectations before release are judged in any case; otherwise
                only where the records that are used are not about those of the sound register.
            codes: whether codes are looked up although expectations on arrival fail, as a bare
                `dbt build` does.
            to_the_end: whether records are counted although expectations on arrival fail.
        """
        outcome = Outcome(problems=find_problems(directory))
        if outcome.problems:
            outcome.said.append(describe(directory, outcome.problems, limit=1000))
            return outcome
        outcome.raw_count = sum(_count_records(file) for file in sorted(directory.iterdir()))
        self._directory = directory
        self._load(EMPTY)
        outcome.read_count = sum(
            self.number(f"select count(*) from {table}") for table in self._raw_tables
        )
        if self._sound and self._raw_rows() == self._sound[1]:
            # What is read is the sound register, record by record: so is all that comes of it.
            return replace(
                self._sound[0], raw_count=outcome.raw_count, read_count=outcome.read_count
            )
        self._looked_at += 1
        if self._looked_at % 10 == 0:
            # What was deleted takes up memory until then.
            self.execute(f"force checkpoint {CATALOG}")
        self._make(self._first)
        outcome.guards = self._guards.failing("arrival", outcome.said)
        if outcome.guards and not codes and not to_the_end:
            return outcome
        self._make(self._codes)
        if self.number(f"select count(*) from intermediate.{CODES} where standard_code is null"):
            outcome.stop = self._hooks.stop_on_unknown_codes()
        elif to_the_end or not outcome.guards:
            self._make(self._counting)
            outcome.stop = self._hooks.stop_without_editions()
            outcome.is_counted = not outcome.stop
        if outcome.stop:
            outcome.said.append(outcome.stop)
        if not outcome.is_counted:
            return outcome
        self._count(outcome)
        if not outcome.guards and (release or self._is_far_from_sound(outcome)):
            outcome.guards = self._guards.failing("release", outcome.said)
        return outcome

    def _is_far_from_sound(self, outcome: Outcome) -> bool:
        """Say whether more than one in twenty records came to be used, or not to be used."""
        assert self._sound is not None
        used, sound = (
            found.fates["counted"] + found.fates["not_a_notification"]
            for found in (outcome, self._sound[0])
        )
        return abs(used - sound) > sound / 20

    def keep_as_sound(self, outcome: Outcome) -> None:
        """Take the delivery that was looked at last for the sound one."""
        self._sound = outcome, self._raw_rows()

    def _raw_rows(self) -> list[tuple[object, ...]]:
        """Return the records as they were read, in their order."""
        return [
            row
            for table in self._raw_tables
            for row in self.execute(f"select * from {table} order by rowid").fetchall()
        ]

    def judge_all(self, database: Path) -> tuple[str, ...]:
        """Return what fails in both stages, of the delivery that was looked at last.

        Args:
            database: a file that gets the warehouse as a build would leave it to the guards.
        """
        self.execute(f"attach '{database}' as built")
        self.execute(f"copy from database {CATALOG} to built")
        self.execute("detach built")
        said: list[str] = []
        return self._guards.failing("arrival", said) + self._guards.failing("release", said)

    def _make(self, models: Sequence[Model]) -> None:
        for model in models:
            self.execute(f"delete from {model.relation}")
            self.execute(f"execute {model.name}")

    def _count(self, outcome: Outcome) -> None:
        fates = self.execute(
            "select fate_code, rejection_reason_code, sum(record_count) from audit.aud_waterfall "
            "group by all"
        ).fetchall()
        for fate, reason, number in fates:
            outcome.fates[str(fate)] += int(number)
            if reason is not None:
                outcome.rejected[str(reason)] += int(number)
        logged = self.execute(
            "select issue_code, count(*) from audit.aud_rejected_values where record_key is not "
            "null group by all union all select 'conflicts', count(*) from "
            "audit.aud_attribute_conflicts having count(*) > 0"
        ).fetchall()
        outcome.logged.update({str(issue): int(number) for issue, number in logged})
        changed = self.execute(
            "select distinct exhibit_code from ("
            "(from marts.published_cells except from sound_cells) "
            "union all (from sound_cells except from marts.published_cells))"
        ).fetchall()
        outcome.exhibits = {str(exhibit) for (exhibit,) in changed}

    def number(self, sql: str) -> int:
        """Return the one number that a query gives."""
        row = self.execute(sql).fetchone()
        assert row is not None
        return int(row[0])


def _count_records(file: Path) -> int:
    """Count the records of a file without the warehouse's reader."""
    if file.suffix.lower() == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return sum(1 for row in csv.reader(stream) if row) - 1
    if file.suffix.lower() in (".parquet", ".pq"):
        return int(pq.read_metadata(file).num_rows)
    return 0


class _StopError(Exception):
    """A macro stops the build."""


class _Table:
    """The part of a table of dbt that the macros use."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        names = [column[0] for column in connection.description or []]
        self.rows = [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
        self.columns = [_Column([row[name] for row in self.rows]) for name in names]


@dataclass
class _Column:
    content: Sequence[Any]

    def values(self) -> Sequence[Any]:
        return self.content


class _Hooks:
    """Renders the macros that stop a build, with what dbt gives them."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._environment = jinja2.Environment(  # noqa: S701 - the text is SQL and sentences
            extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined
        )
        self._environment.globals |= {
            "execute": True,
            "ref": self._relation,
            "run_query": self._query,
            "exceptions": self,
            "return": lambda value: value,
        }
        for name in ("text_literal", "matches_pattern"):
            text = (MACROS / "engines" / f"{name}.sql").read_text(encoding="utf-8")
            self._environment.globals[name] = getattr(
                self._environment.from_string(text).module, f"duckdb__{name}"
            )
        self._templates: dict[str, jinja2.Template] = {}
        # New tables in a database make its plans invalid.
        runner.execute("attach ':memory:' as kept")

    def _query(self, sql: object) -> _Table:
        """Run a query of a macro; what it keeps in `failures` goes into a database of its own."""
        return _Table(self._runner.execute(re.sub(r"\bfailures\b", "kept.failures", str(sql))))

    def _relation(self, name: str) -> str:
        return f"{self._schema(name)}.{name}"

    def _schema(self, name: str) -> str:
        row = self._runner.execute(
            f"select schema_name from duckdb_tables() where table_name = '{name}' "
            f"and database_name = '{CATALOG}'"
        ).fetchone()
        assert row is not None, name
        return str(row[0])

    @staticmethod
    def raise_compiler_error(message: str) -> NoReturn:
        raise _StopError(message)

    def _render(self, macro: str, relation: str) -> str:
        if macro not in self._templates:
            text = (MACROS / "guards" / f"{macro}.sql").read_text(encoding="utf-8")
            self._templates[macro] = self._environment.from_string(
                f"{text}\n{{{{ {macro}(relation) }}}}"
            )
        try:
            self._templates[macro].render(relation=relation)
        except _StopError as stop:
            return str(stop)
        return ""

    def stop_on_unknown_codes(self) -> str:
        """Return the sentences about codes that no crosswalk knows."""
        return self._render("stop_on_unknown_codes", "intermediate.int_codes__delivered_codes")

    def stop_without_editions(self) -> str:
        """Return the sentence about a register that covers no edition."""
        return self._render("stop_without_editions", "intermediate.int_editions__covered")


class _Guards:
    """Runs the expectations as SQL: one statement for each suite, planned once."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._limits = catalogue.seeded_limits(ROOT)
        runner.execute(f"create temp table delivered_records as {catalogue.DELIVERED_RECORDS}")
        for suite in catalogue.SUITES:
            kind = "table" if suite.copied else "view"
            batch = self._batch(suite)
            runner.execute(f"create temp {kind} {suite.code} as {batch}")
            if suite.copied:
                runner.execute(f"prepare fill_{suite.code} as insert into {suite.code} {batch}")
        for suite in catalogue.SUITES:
            counts = [
                f"(select count(*) from ({query}))"
                for check in self._judged(suite)
                for query in self._queries(suite, check)
            ]
            runner.execute(f"prepare judge_{suite.code} as select {', '.join(counts)}")

    def _batch(self, suite: Suite) -> str:
        columns = []
        if suite.stage == "release" and suite.copied:
            columns = self._runner.execute(
                "select table_name, column_name from duckdb_columns() where database_name = "
                f"'{CATALOG}' and schema_name = 'marts' "
                "and data_type in ('VARCHAR', 'DATE', 'TIMESTAMP') order by all"
            ).fetchall()
        return catalogue.batch(suite, [(str(table), str(column)) for table, column in columns])

    @staticmethod
    def _judged(suite: Suite) -> list[Check | NativeCheck]:
        """Return what is judged here; of Great Expectations' own only the row counts."""
        row_count = "ExpectTableRowCountToBeBetween"
        return [
            check for check in suite.checks if isinstance(check, Check) or check.kind == row_count
        ]

    def _queries(self, suite: Suite, check: Check | NativeCheck) -> tuple[str, str]:
        """Return the SQL of the rows that fall short, and of those that are looked at."""
        everything = f"select 1 from {suite.code}"
        if isinstance(check, NativeCheck):
            return "select 1 where false", everything
        failing, looked_at = (
            with_limits(query, self._limits).format(batch=suite.code)
            for query in (check.query, check.looked_at)
        )
        return failing, looked_at

    def failing(self, stage: Stage, said: list[str]) -> tuple[str, ...]:
        """Return the expectations of a stage that fail; `said` gets the rows that they name."""
        run = self._runner.execute
        suites = catalogue.suites_of(stage)
        if stage == "release":
            run("delete from delivered_records")
            run(f"insert into delivered_records {catalogue.DELIVERED_RECORDS}")
        for suite in suites:
            if suite.copied:
                run(f"delete from {suite.code}")
                run(f"execute fill_{suite.code}")
        found = []
        for suite in suites:
            numbers = run(f"execute judge_{suite.code}").fetchone() or ()
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            for check, (failing, looked_at) in zip(self._judged(suite), pairs, strict=True):
                if not self._holds(check, failing, looked_at):
                    found.append(suite.identify(check))
                    said += self._named(suite, check)
        return tuple(found)

    def _holds(self, check: Check | NativeCheck, failing: int, looked_at: int) -> bool:
        """Judge two numbers of rows as Great Expectations and `ExpectFewRows` do."""
        if isinstance(check, NativeCheck):
            return looked_at >= int(str(check.arguments["min_value"]))
        allowed = self._limits[check.share] * looked_at if check.share else 0
        judged_from = int(self._limits[check.judged_from]) if check.judged_from else 0
        judged = looked_at >= max(judged_from, 1) or (failing > 0 and not judged_from)
        return not judged or failing <= allowed

    def _named(self, suite: Suite, check: Check | NativeCheck) -> list[str]:
        """Return what a message may say of the rows that fall short."""
        rows = self._runner.execute(self._queries(suite, check)[0]).fetchmany(RECORDS_NAMED)
        return [str(value) for row in rows for value in row]
