"""Compares the tables that Spark has built with those of the warehouse, cell by cell.

Both are read by DuckDB, the tables of Spark as the Parquet files that they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lab.comparison import (
    MARTS,
    TableComparison,
    compare_relations,
    not_built,
    require_all_exhibits,
)
from slachtoffermonitor.warehouse import open_warehouse

EVERYTHING: Final = ("intermediate", *MARTS)

ONLY_ON_DUCKDB: Final = (("audit", "aud_expectation_results"), ("audit", "aud_delivery_files"))
"""The suites of expectations judge the warehouse of DuckDB only, and only it reads the files."""

PLACE: Final = "Spark"


def compare(
    database: Path, warehouse: Path, schemas: Iterable[str] = MARTS
) -> list[TableComparison]:
    """Compare every table of some schemas; views are what their tables make them, and left out.

    Args:
        database: the warehouse that DuckDB has built.
        warehouse: Spark's warehouse directory, with a folder `<schema>.db` per schema.
        schemas: which schemas.

    Returns:
        One comparison per table of the warehouse, by schema and name.

    Raises:
        ProjectError: there is no warehouse, or it does not hold all exhibits.
    """
    with open_warehouse(database) as connection:
        connection.execute("set enable_progress_bar = false")
        found = []
        for schema in schemas:
            tables = [
                str(row[0])
                for row in connection.execute(
                    "select table_name from duckdb_tables() "
                    "where database_name = current_database() and schema_name = ? order by all",
                    [schema],
                ).fetchall()
                if (schema, row[0]) not in ONLY_ON_DUCKDB
            ]
            if schema == "marts":
                require_all_exhibits(database, tables)
            for table in tables:
                name = f"{schema}.{table}"
                folder = warehouse / f"{schema}.db" / table
                if any(folder.glob("*.parquet")):
                    files = str(folder / "*.parquet").replace("'", "''")
                    right = f"read_parquet('{files}')"
                    found.append(compare_relations(connection, name, name, right, PLACE))
                else:
                    found.append(not_built(connection, name, name, PLACE))
    return found
