"""Plugin of dbt-duckdb: lets the macros in `macros/register` reach :mod:`.delivery`.

SQL functions are added to the connection, so that a bare `dbt build` reads and checks a delivery
exactly as the command line does:

- `delivery_problems(directory, prefix, checked_before)` gives the message for people, or an empty
  text; the files in `checked_before` are not read to their end;
- `delivery_relation(directory, table)` gives the SQL that reads a table of the delivery in place;
- `delivery_files(directory, prefix)` gives the files of the delivery, with size and SHA-256;
- `delivery_fingerprint(directory, prefix)` gives one SHA-256 for all of them;
- `project_fingerprint(directory)` gives one for the project.

The first two do not raise, because DuckDB would wrap the error in a stack trace: a message that
must stop the build comes back as text, after :data:`STOP` in the second case. The others are asked
for what the first has looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from slachtoffermonitor.delivery import DeliveryError, relation_sql, require_readable
from slachtoffermonitor.increments import (
    delivered_files,
    delivery_fingerprint,
    project_fingerprint,
)
from slachtoffermonitor.limits import limit_statements

STOP: Final = "STOP: "
"""Stands before a text that is a message, not SQL."""


def delivery_problems(directory: str, prefix: str, checked_before: list[str]) -> str:
    """Return what is wrong with a delivery, or an empty text; see `find_problems`."""
    try:
        require_readable(
            Path(directory).expanduser(), prefix, checked_before=frozenset(checked_before)
        )
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
    """Return the files of a delivery; see `delivered_files`."""
    return [asdict(file) for file in delivered_files(Path(directory).expanduser(), prefix)]


def fingerprint_of_delivery(directory: str, prefix: str) -> str:
    """Return one SHA-256 for a delivery; see `delivery_fingerprint`."""
    return delivery_fingerprint(Path(directory).expanduser(), prefix)


def fingerprint_of_project(directory: str) -> str:
    """Return one SHA-256 for the project; see `project_fingerprint`."""
    return project_fingerprint(Path(directory))


FILES: Final = (
    "STRUCT(source_table VARCHAR, source_file VARCHAR, byte_count BIGINT, sha256 VARCHAR)[]"
)
FUNCTIONS: Final[tuple[tuple[str, Callable[..., Any], Any, str], ...]] = (
    ("delivery_problems", delivery_problems, ["VARCHAR", "VARCHAR", "VARCHAR[]"], "VARCHAR"),
    ("delivery_relation", delivery_relation, ["VARCHAR", "VARCHAR"], "VARCHAR"),
    ("delivery_files", files_of_delivery, ["VARCHAR", "VARCHAR"], FILES),
    ("delivery_fingerprint", fingerprint_of_delivery, ["VARCHAR", "VARCHAR"], "VARCHAR"),
    ("project_fingerprint", fingerprint_of_project, ["VARCHAR"], "VARCHAR"),
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
