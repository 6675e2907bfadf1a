"""Reads and checks a delivery: the directory with CSV or Parquet files of `docs/register.md`.

Two things are offered:

- :func:`find_problems` looks at every file of a delivery from end to end, before anything is built,
  and says in sentences for people what cannot be read. It judges files, columns and encoding only.
  A defect of one record (a date that is none, a second record with the same id) is not judged here:
  the warehouse rejects that record with a reason.
- :func:`relation_sql` gives the SQL that reads the files in place, with every column as text.

Both use the same reader with the same options, so that what passes the check can be read. The
macros in `macros/duckdb` read a delivery in the same way; a test compares the two.

Privacy: no message holds a value of a record. DuckDB's own errors on CSV files quote the line they
stumble on; they are caught here and never passed on.
"""

from __future__ import annotations

from slachtoffermonitor.delivery.check import find_problems, require_readable
from slachtoffermonitor.delivery.contract import (
    DATE_COLUMNS,
    EMM_COLUMNS,
    IDENTIFIER_COLUMNS,
    NOTIFICATION_COLUMNS,
    RECORDS_MAX,
    RECORDS_VARIABLE,
    SEED_PREFIX,
    SPREADSHEET_ROWS,
    SYNTHETIC_MARK,
    TABLES,
    DeliveredFile,
    DeliveryError,
    Problem,
    Renamed,
    describe,
    table_schema,
)
from slachtoffermonitor.delivery.reading import relation_sql
from slachtoffermonitor.delivery.sql import path_literal

__all__ = [
    "DATE_COLUMNS",
    "EMM_COLUMNS",
    "IDENTIFIER_COLUMNS",
    "NOTIFICATION_COLUMNS",
    "RECORDS_MAX",
    "RECORDS_VARIABLE",
    "SEED_PREFIX",
    "SPREADSHEET_ROWS",
    "SYNTHETIC_MARK",
    "TABLES",
    "DeliveredFile",
    "DeliveryError",
    "Problem",
    "Renamed",
    "describe",
    "find_problems",
    "path_literal",
    "relation_sql",
    "require_readable",
    "table_schema",
]
