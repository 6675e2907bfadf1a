"""Makes the folder with the files for all reporters of a warehouse."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor import stamp
from slachtoffermonitor.feedback import folder, read, write
from slachtoffermonitor.files import alone_in, closed_to_others, remove
from slachtoffermonitor.history import register_digest
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.troubles import kind_of, sentence
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

_GONE: Final = (
    "The delivery that {database} was built from is no longer as it was, and is needed to tell its "
    "records apart by reporter; put it back in its place, or build again."
)


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes:
        folder: with a folder for every reporter, named after its code.
        reporter_count: reporters, without the registry itself.
        row_count: rows of all lists of records.
        has_registry: whether something is left for the registry itself.
    """

    folder: Path
    reporter_count: int
    row_count: int
    has_registry: bool


def make_feedback(database: Path) -> Made:
    """Write for every reporter what became of its records.

    What stood in the folder is replaced when the new one is ready. Folders are for their owner
    alone (0700), and so are files (0600). The same warehouse gives the same bytes.

    Args:
        database: the warehouse, or what a build has left that stopped at unknown codes.

    Raises:
        ProjectError: there is no complete warehouse, its delivery is no longer as it was, or the
            folder cannot be written.
    """
    target = folder.folder_of(database)
    new = target.with_name(target.name + folder.NEW)
    with closed_to_others(), open_warehouse(database) as connection:
        connection.execute("set enable_progress_bar = false")
        stopped = read.is_stopped(connection)
        year = _prepare(connection, database, stopped=stopped)
        synthetic = not stopped and is_synthetic(connection)
        with alone_in(database.parent, target.name + folder.LOCK, "feedback"):
            try:
                remove(new)
                new.mkdir()
                told = read.reporters(connection)
                row_count = sum(
                    _write(connection, new, reporter, year, synthetic=synthetic)
                    for reporter in told
                )
                remove(target)
                new.replace(target)
            except OSError as error:
                raise ProjectError(sentence(error, target)) from None
            finally:
                with suppress(OSError):
                    remove(new)
    has_registry = any(reporter.is_registry for reporter in told)
    return Made(target, len(told) - has_registry, row_count, has_registry)


def _prepare(connection: duckdb.DuckDBPyConnection, database: Path, *, stopped: bool) -> int | None:
    """Make the tables that are read, of the delivery as it was when the warehouse was built."""
    try:
        if stopped:
            read.prepare_stopped(connection)
            return None
        stamped = stamp.read(connection)
        if stamped and stamped.register_digest != register_digest(connection):
            raise ProjectError(_GONE.format(database=database))
        return read.prepare(connection)
    except (duckdb.BinderException, duckdb.InvalidInputException):
        raise ProjectError(_GONE.format(database=database)) from None
    except duckdb.IOException as error:
        if kind_of(error) in ("missing", "other"):
            raise ProjectError(_GONE.format(database=database)) from None
        raise


def _write(
    connection: duckdb.DuckDBPyConnection,
    place: Path,
    reporter: read.Reporter,
    year: int | None,
    *,
    synthetic: bool,
) -> int:
    """Write the folder of a reporter; return the rows of its list."""
    own = place / reporter.code
    own.mkdir()
    status = write.mark(reporter, synthetic=synthetic)
    told = None if year is None else read.told(connection, reporter, year)
    look_at = read.look_at(connection, reporter)
    write.write_page(own / write.PAGE, reporter, status, look_at, told)
    return write.write_list(own / write.LIST, reporter, status, read.listed(connection, reporter))
