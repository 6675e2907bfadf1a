"""Plugin of dbt-duckdb: lets the macros in `macros/register` reach :mod:`.delivery`.

SQL functions are added to the connection, so that a bare `dbt build` reads and checks a delivery
exactly as the command line does:

- `delivery_problems(directory, prefix)` gives the message for people, or an empty text;
- `delivery_relation(directory, table)` gives the SQL that reads a table of the delivery in place;
- `delivery_files(directory, prefix)` gives the files of the delivery, with size and SHA-256.

The first two do not raise, because DuckDB would wrap the error in a stack trace: a message that
must stop the build comes back as text, after :data:`STOP` in the second case. The third is asked
for what the first has looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from slachtoffermonitor.delivery import (
    DeliveryError,
    delivered_paths,
    relation_sql,
    require_readable,
)
from slachtoffermonitor.limits import limit_statements

STOP: Final = "STOP: "
"""Stands before a text that is a message, not SQL."""


def delivery_problems(directory: str, prefix: str) -> str:
    """Return what is wrong with a delivery, or an empty text; see `find_problems`."""
    try:
        require_readable(Path(directory).expanduser(), prefix)
    except DeliveryError as error:
        return str(error)
    except Exception as error:  # a message of another library could hold personal data
        return f"The delivery in {directory} could not be checked ({type(error).__name__})."
    return ""


def delivery_relation(directory: str, table: str) -> str:
    """Return the subselect that reads a table of a delivery, or STOP and a message."""
    try:
        return relation_sql(Path(directory).expanduser(), table)
    except DeliveryError as error:
        return STOP + str(error)
    except Exception as error:  # as above
        return STOP + f"The delivery in {directory} could not be opened ({type(error).__name__})."


def files_of_delivery(directory: str, prefix: str) -> list[dict[str, object]]:
    """Return the files of a delivery by name; one that has not changed is not read again."""
    found: list[dict[str, object]] = []
    for table, path in delivered_paths(Path(directory).expanduser(), prefix):
        stat = path.stat()
        found.append(
            {
                "source_table": table,
                "source_file": path.name,
                "byte_count": stat.st_size,
                "sha256": _digest(path, stat.st_size, stat.st_mtime_ns),
            }
        )
    return found


@cache
def _digest(path: Path, size: int, changed_at: int) -> str:  # noqa: ARG001 - they make the key
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


FILES: Final = (
    "STRUCT(source_table VARCHAR, source_file VARCHAR, byte_count BIGINT, sha256 VARCHAR)[]"
)
FUNCTIONS: Final[tuple[tuple[str, Callable[..., Any], Any, str], ...]] = (
    ("delivery_problems", delivery_problems, ["VARCHAR", "VARCHAR"], "VARCHAR"),
    ("delivery_relation", delivery_relation, ["VARCHAR", "VARCHAR"], "VARCHAR"),
    ("delivery_files", files_of_delivery, ["VARCHAR", "VARCHAR"], FILES),
)
"""Name in SQL, function, types of its arguments, type of what it returns."""


def add_functions(conn: DuckDBPyConnection) -> None:
    """Add the functions to a connection; `side_effects`, as files may change between two calls."""
    for name, function, takes, gives in FUNCTIONS:
        conn.create_function(name, function, takes, gives, side_effects=True)


class Plugin(BasePlugin):
    """Adds the functions to the connection that dbt opens, and keeps it within its limits."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Set the limits and add the functions."""
        for statement in limit_statements():
            conn.execute(statement)
        add_functions(conn)
