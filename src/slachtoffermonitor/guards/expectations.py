"""What Great Expectations lacks: DuckDB as a data source, and an expectation about few rows.

GX's generic SQL data source fails on DuckDB, because it fetches results after it has given the
connection back, and with DuckDB the connection is the cursor. One connection is kept open here
instead. DuckDB writes regular expressions as PostgreSQL does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, ClassVar, Literal

import duckdb_engine
import sqlalchemy
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import ExecutionEngine, SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import StaticPool

from slachtoffermonitor.limits import limit_statements

_COUNT = "unexpected_rows_query.row_count"
_LOOKED_AT = "looked_at"


class SingleConnectionDialect(duckdb_engine.Dialect):
    """DuckDB without transactions: everything that looks at the warehouse shares a connection."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin nothing."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Commit nothing: DuckDB has done so after the statement."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Take nothing back."""

    def get_columns(
        self,
        connection: sqlalchemy.Connection,
        table_name: str,
        schema: str | None = None,
        **_: Any,
    ) -> list[dict[str, Any]]:
        """Ask DuckDB for the columns; the PostgreSQL way costs a tenth of a second a table."""
        rows = connection.exec_driver_sql(
            "select column_name, data_type, is_nullable from duckdb_columns() "
            "where table_name = ? and schema_name = coalesce(?, schema_name) "
            "order by database_name, schema_name, column_index",
            (str(table_name), schema),
        )
        return [
            {
                "name": name,
                "type": self.ischema_names.get(str(data_type).lower(), sqlalchemy.String)(),
                "nullable": bool(nullable),
                "default": None,
            }
            for name, data_type, nullable in rows
        ]

    def get_pk_constraint(
        self,
        _connection: sqlalchemy.Connection,
        table_name: str,
        schema: str | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """Name none: what the suites look at are views and copies."""
        del table_name, schema
        return {"constrained_columns": [], "name": None}


sqlalchemy.dialects.registry.register("duckdb.single", __name__, "SingleConnectionDialect")


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Runs everything on one connection."""

    def __init__(self, engine: sqlalchemy.Engine) -> None:
        super().__init__(engine=engine, create_temp_table=False)
        self.dialect_module = postgresql
        self._connection = engine.connect()
        for statement in limit_statements():
            self._connection.exec_driver_sql(statement)

    @contextmanager
    def get_connection(self) -> Iterator[sqlalchemy.Connection]:
        """Give the connection that stays open."""
        yield self._connection


_EngineType = type[SqlAlchemyExecutionEngine]
"""The data source has a field of the name `type`, as GX demands."""


class DuckDBDatasource(SQLDatasource):
    """A data source of the type `duckdb`; `context.data_sources.add_duckdb` adds one."""

    type: Literal["duckdb"] = "duckdb"

    _single_engine: DuckDBExecutionEngine | None = PrivateAttr(None)

    @property
    def execution_engine_type(self) -> _EngineType:
        """The class that runs the queries."""
        return DuckDBExecutionEngine

    def _create_engine(self) -> sqlalchemy.Engine:
        return sqlalchemy.create_engine(str(self.connection_string), poolclass=StaticPool)

    def get_execution_engine(self) -> SqlAlchemyExecutionEngine:
        """Return the one that runs on the data source's own connection."""
        if self._single_engine is None:
            self._single_engine = DuckDBExecutionEngine(self.get_engine())
        return self._single_engine


class ExpectFewRows(BatchExpectation):
    """Expect that a query finds no rows, or few among those that are looked at.

    Only numbers of rows are fetched, never the rows: no value reaches a result or a log.

    Args:
        unexpected_rows_query: the rows that fall short; braces in it are double.
        looked_at_query: the rows that are looked at.
        at_most_share: share of them, from 0 to 1, that may fall short.
        judged_from: with fewer rows to look at it passes and says that it did not judge.
    """

    unexpected_rows_query: str
    looked_at_query: str
    at_most_share: float = 0.0
    judged_from: int = 0

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = (
        "unexpected_rows_query",
        "looked_at_query",
        "at_most_share",
        "judged_from",
    )
    domain_type: ClassVar[MetricDomainTypes] = MetricDomainTypes.TABLE

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """Ask for the two numbers of rows."""
        dependencies = super().get_validation_dependencies(
            execution_engine=execution_engine, runtime_configuration=runtime_configuration
        )
        domain = {"batch_id": self.batch_id} if self.batch_id else {}
        queries = {_COUNT: self.unexpected_rows_query, _LOOKED_AT: self.looked_at_query}
        for name, query in queries.items():
            dependencies.set_metric_configuration(
                name,
                MetricConfiguration(
                    metric_name=_COUNT,
                    metric_domain_kwargs=domain,
                    metric_value_kwargs={"unexpected_rows_query": query},
                ),
            )
        return dependencies

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: ExecutionEngine | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        failing, looked_at = int(metrics[_COUNT]), int(metrics[_LOOKED_AT])
        allowed = Decimal(str(self.at_most_share)) * looked_at
        judged = looked_at >= max(self.judged_from, 1) or (failing > 0 and not self.judged_from)
        return {
            "success": not judged or failing <= allowed,
            "result": {
                "observed_value": failing,
                "element_count": looked_at,
                "details": {"judged": judged},
            },
        }
