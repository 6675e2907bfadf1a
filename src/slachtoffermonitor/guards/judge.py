"""Judges the suites of a stage with Great Expectations, all of it as SQL inside DuckDB.

Only numbers of rows leave the database, and the ids of records that fall short: no value of a
person gets into a result, a page or a message. An error inside a check is told by its kind alone,
because DuckDB's messages quote values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.core import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.expectations.expectation import Expectation

from slachtoffermonitor.guards import acceptances, catalogue
from slachtoffermonitor.guards.checks import (
    Check,
    Limits,
    NativeCheck,
    Stage,
    Suite,
    with_limits,
)
from slachtoffermonitor.guards.docs import write_docs
from slachtoffermonitor.guards.expectations import DuckDBDatasource, ExpectFewRows
from slachtoffermonitor.guards.results import RECORDS_NAMED, Result, Verdict
from slachtoffermonitor.office import read_office
from slachtoffermonitor.troubles import kind_of, sentence
from slachtoffermonitor.warehouse import FAILURES_SCHEMA

RESULTS_TABLE: Final = "audit.aud_expectation_results"

_FORMAT: Final = {"result_format": "BASIC", "partial_unexpected_count": 0}
"""Numbers only: with no partial list there is no value in a result."""


class Judge:
    """Looks at one warehouse."""

    def __init__(self, database: Path) -> None:
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = {"globally": False}
        self._source: DuckDBDatasource = self._context.data_sources.add_or_update_duckdb(
            name=f"warehouse {database.name}",
            connection_string=f"duckdb+single:///{database}",
        )
        self._engine = self._source.get_engine()
        driver: Any = self._engine.raw_connection().driver_connection
        self.connection: duckdb.DuckDBPyConnection = driver
        self.connection.execute("set TimeZone = 'UTC'")
        self.limits: Limits = catalogue.read_limits(self.connection)

    def close(self) -> None:
        """Leave the warehouse to others."""
        self._source.get_execution_engine().close()
        self._engine.dispose()

    def judge(self, stage: Stage, only: Collection[str] = ()) -> list[Result]:
        """Judge the suites of a stage and write the results into the warehouse.

        Args:
            stage: which suites.
            only: ids of the expectations to be judged; all of them without it.
        """
        orders = {name: order for order, name in enumerate(catalogue.IDS, start=1)}
        chosen = []
        for suite in catalogue.suites_of(stage):
            checks = [check for check in suite.checks if not only or suite.identify(check) in only]
            chosen += [(suite, checks)] if checks else []
        self._prepare(stage, {suite.code for suite, _ in chosen})
        results = []
        for suite, checks in chosen:
            outcomes = self._judge_suite(suite, checks)
            results += [
                self._result(suite, check, outcomes, orders[suite.identify(check)])
                for check in checks
            ]
        office = read_office()
        deliveries = acceptances.newest_deliveries(self.connection) if office.acceptances else ()
        results, applied = acceptances.apply(office.acceptances, results, frozenset(deliveries))
        self._write(stage, results)
        acceptances.write(self.connection, stage, applied)
        return results

    def is_synthetic(self) -> bool:
        """Say whether the register is the shipped one, or says itself that it is synthetic."""
        found = self.connection.execute(
            "select count(*) from (select 1 from information_schema.tables "
            "where table_schema = 'raw' union all select 1 from "
            "staging.stg_register__notifications where lower(delivery_id) like 'synthetic%')"
        ).fetchone()
        return bool(found and found[0])

    def _prepare(self, stage: Stage, chosen: set[str]) -> None:
        """Put what the suites look at under their names into the connection's own memory."""
        run = self.connection.execute
        if stage == "release":
            run(f"create or replace temp table delivered_records as {catalogue.DELIVERED_RECORDS}")
        for suite in catalogue.suites_of(stage):
            # Views cost nothing, and suites look at each other's tables.
            if suite.copied and not chosen & catalogue.RAW_TABLES and suite.code not in chosen:
                continue
            kind = "table" if suite.copied else "view"
            run(f"create or replace temp {kind} {suite.code} as {self._batch(suite)}")

    def _batch(self, suite: Suite) -> str:
        columns = []
        if suite.stage == "release" and suite.copied:
            columns = self.connection.execute(
                "select table_name, column_name from information_schema.columns "
                "where table_schema = 'marts' and table_catalog = current_database() "
                "and data_type in ('VARCHAR', 'DATE', 'TIMESTAMP') "
                "order by table_name, column_name"
            ).fetchall()
        return catalogue.batch(suite, [(str(table), str(column)) for table, column in columns])

    def _judge_suite(
        self, suite: Suite, checks: Sequence[Check | NativeCheck]
    ) -> dict[str, ExpectationValidationResult]:
        """Judge expectations of a suite; return what GX found, by id."""
        if suite.code in {asset.name for asset in self._source.assets}:
            self._source.delete_asset(suite.code)
        asset = self._source.add_table_asset(suite.code, table_name=suite.code)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        expectations = ExpectationSuite(suite.code)
        for check in checks:
            expectations.add_expectation(self._expectation(suite, check))
        outcome = batch.validate(expectations, result_format=_FORMAT)
        return {result.expectation_config.meta["id"]: result for result in outcome.results}

    def _expectation(self, suite: Suite, check: Check | NativeCheck) -> Expectation:
        meta = {"id": suite.identify(check)}
        notes = [check.reason, check.remedy]
        if isinstance(check, NativeCheck):
            native: type[Expectation] = getattr(gxe, check.kind)
            return native(**check.arguments, meta=meta, notes=notes, description=check.statement)
        # GX would put a subselect with an alias of its own in the place of the table.
        query, looked_at = (
            with_limits(sql, self.limits).replace("{batch}", suite.code)
            for sql in (check.query, check.looked_at)
        )
        return ExpectFewRows(
            unexpected_rows_query=query,
            looked_at_query=looked_at,
            at_most_share=float(self.limits[check.share]) if check.share else 0.0,
            judged_from=int(self.limits[check.judged_from]) if check.judged_from else 0,
            meta=meta,
            notes=notes,
            description=check.statement,
        )

    def _result(
        self,
        suite: Suite,
        check: Check | NativeCheck,
        outcomes: Mapping[str, ExpectationValidationResult],
        order: int,
    ) -> Result:
        result = Result(
            result_order=order,
            stage_code=suite.stage,
            suite_code=suite.code,
            expectation_id=suite.identify(check),
            expectation_type=check.expectation_type,
            table_name=suite.relation,
            column_name=check.column,
            statement=check.statement,
            reason=check.reason,
            what_to_do=check.remedy,
            verdict_code="broken",
        )
        found = outcomes.get(result.expectation_id)
        if found is None or _raised(found.exception_info):
            return result
        numbers: dict[str, Any] = dict(found.result or {})
        if isinstance(check, NativeCheck):
            return _with_native_numbers(result, bool(found.success), numbers, check)
        failing, looked_at = int(numbers["observed_value"]), int(numbers["element_count"])
        judged = bool(numbers["details"]["judged"])
        verdict: Verdict = "passed" if found.success else "failed"
        limit = self.limits[check.share] if check.share else Decimal(0)
        by_share = bool(check.share) and looked_at > 0
        observed = Decimal(failing) / looked_at if by_share else Decimal(failing)
        result = replace(
            result,
            verdict_code=verdict if judged else "not_judged",
            checked_count=looked_at,
            failing_count=failing,
            observed_value=_decimal(observed),
            limit_value=_decimal(limit),
        )
        return result if result.is_success else self._keep_failures(suite, check, result)

    def _keep_failures(self, suite: Suite, check: Check, result: Result) -> Result:
        """Keep the rows that fall short in a table of their own, and name the first."""
        name = re.sub(r"\W+", "_", result.expectation_id.replace(".", "__"))
        table = f"{FAILURES_SCHEMA}.{name}"
        query = with_limits(check.query, self.limits).format(batch=suite.code)
        run = self.connection.execute
        run(f"create schema if not exists {FAILURES_SCHEMA}")
        run(f"create or replace table {table} as select * from ({query}) order by all")
        # Where ids are not shown, one row stands for a file.
        cursor = run(f"select distinct * from {table} order by all limit {RECORDS_NAMED}")
        columns = [str(column[0]) for column in cursor.description or []]
        examples = tuple(
            ", ".join(
                f"{column} {_shown(value)}"
                for column, value in zip(columns, row, strict=True)
                if value is not None
            )
            for row in cursor.fetchall()
        )
        return replace(result, failures_table=table, examples=examples)

    def _write(self, stage: Stage, results: list[Result]) -> None:
        """Put the results into the warehouse, in place of older ones of the stage."""
        run = self.connection.execute
        run(f"delete from {RESULTS_TABLE} where stage_code = ?", [stage])
        if not results:
            return
        rows = [
            (
                result.result_order,
                result.stage_code,
                result.suite_code,
                result.expectation_id,
                result.expectation_type,
                result.table_name,
                result.column_name or None,
                result.statement,
                result.reason,
                result.what_to_do,
                result.is_success,
                result.verdict_code,
                result.checked_count,
                result.failing_count,
                result.observed_value,
                result.limit_value,
                result.failures_table or None,
            )
            for result in results
        ]
        # One statement: DuckDB takes long over many small ones.
        row = f"({', '.join('?' * len(rows[0]))})"
        run(
            f"insert into {RESULTS_TABLE} values {', '.join([row] * len(rows))}",
            [value for values in rows for value in values],
        )


_found: dict[str, dict[Stage, list[Result]]] = {}
"""Results of this process by warehouse and stage, for pages that show both stages."""


def answer(stage: Stage, database: Path, docs: Path | None) -> dict[str, Any]:
    """Judge a stage and write the pages; never raises, and tells of an error its kind alone.

    What the machine lacks is a sentence; of another error no text is passed on, which may quote a
    record.
    """
    try:
        with judging(database) as judge:
            results = judge.judge(stage)
            found = _found.setdefault(str(database), {})
            if stage == "arrival":
                found.clear()
            found[stage] = results
            if docs is not None:
                write_docs(
                    docs,
                    [result for stage_results in found.values() for result in stage_results],
                    judge.limits,
                    database,
                    is_synthetic=judge.is_synthetic(),
                    gx_version=str(gx.__version__),
                )
    except Exception as error:
        lacks = kind_of(error) != "other"
        return {"error": sentence(error, database) if lacks else type(error).__name__}
    return {"results": [result.as_json() for result in results]}


@contextmanager
def judging(database: Path) -> Iterator[Judge]:
    """Open a warehouse for judging, and close it again."""
    judge = Judge(database)
    try:
        yield judge
    finally:
        judge.close()


def _raised(exception_info: dict[str, Any]) -> bool:
    """Say whether a check ended in an error: GX puts the flag at the top or one level below."""
    parts = [exception_info, *(part for part in exception_info.values() if isinstance(part, dict))]
    return any(part.get("raised_exception") for part in parts)


def _with_native_numbers(
    result: Result, success: bool, numbers: dict[str, Any], check: NativeCheck
) -> Result:
    """Return a result with what one of GX's own expectations says in numbers."""
    verdict: Verdict = "passed" if success else "failed"
    if "unexpected_count" in numbers:
        # Without rows there is no number.
        failing, rows = int(numbers["unexpected_count"] or 0), int(numbers["element_count"] or 0)
        return replace(
            result,
            verdict_code=verdict if rows else "not_judged",
            checked_count=rows,
            failing_count=failing,
            observed_value=_decimal(Decimal(failing)),
            limit_value=_decimal(Decimal(0)),
        )
    rows = int(numbers["observed_value"])
    least = int(str(check.arguments["min_value"]))
    return replace(
        result,
        verdict_code=verdict if rows or not success else "not_judged",
        checked_count=rows,
        failing_count=0 if success else 1,
        observed_value=_decimal(Decimal(rows)),
        limit_value=_decimal(Decimal(least)),
    )


def _decimal(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.000001")))


def _shown(value: object) -> str:
    """Write a value of a failing row: numbers without trailing zeros."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
