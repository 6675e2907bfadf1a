"""Plugin of dbt-duckdb: lets the macros in `macros/register` reach :mod:`.delivery`.

Two SQL functions are added to the connection, so that a bare `dbt build` reads and checks a
delivery exactly as the command line does:

- `delivery_problems(directory, prefix)` gives the message for people, or an empty text;
- `delivery_relation(directory, table)` gives the SQL that reads a table of the delivery in place.

Neither raises, because DuckDB would wrap the error in a stack trace: a message that must stop the
build comes back as text, after :data:`STOP` in the second case.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from slachtoffermonitor.delivery import DeliveryError, relation_sql, require_readable
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


class Plugin(BasePlugin):
    """Adds the two functions to the connection that dbt opens, and keeps it within its limits."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register the functions; `side_effects`, because files may change between two calls."""
        for statement in limit_statements():
            conn.execute(statement)
        for function in (delivery_problems, delivery_relation):
            conn.create_function(
                function.__name__,
                function,
                ["VARCHAR", "VARCHAR"],
                "VARCHAR",
                side_effects=True,
            )
