"""Makes the register: small sets of Parquet files, some at a time, in bounded memory."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from lab.last_step import publish
from lab.scale import records, spellings, truth
from lab.scale.records import World, Year
from lab.scale.scenarios import BLOCK, BLOCK_ROWS
from slachtoffermonitor.project import ProjectError
from tests.second_opinion.cells import rules_of_default_edition
from tests.second_opinion.lists import Lists

REGISTER_FOLDER: Final = "register"
CELLS_FILE: Final = "published_cells.parquet"
FATES_FILE: Final = "record_fates.parquet"
README_FILE: Final = "README.md"

BLOCKS_PER_FILE: Final = 2048
"""So many blocks of victim-years at most go into one file."""

EARLIEST_YEAR: Final = 2001
LONGEST: Final = 30
"""So many years at most; after more, persons who return would be older than anybody is."""

MEMORY_LIMIT: Final = "2GB"
BYTES_PER_NOTIFICATION: Final = 100
"""More than a notification takes on disk."""

Progress = Callable[[int, int, str], None]
"""Is told how many of how many steps are done, and what was done last."""


class ScaleError(ProjectError):
    """The register cannot be made as asked; the message is meant for people."""


@dataclass(frozen=True)
class ScaleSettings:
    """What register to make.

    Attributes:
        notifications: records in the files of notifications; those of the EMM come on top.
        seed: another seed makes another register.
        skew: so many of the records are about one person in one year; 0 for nobody.
        first_year: first year of receipt.
        last_year: last year of receipt.
        workers: files written at the same time; has no influence on what is in them.
    """

    notifications: int
    seed: int = 1
    skew: int = 0
    first_year: int = 2014
    last_year: int = 2020
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)


@dataclass(frozen=True)
class ScaleRegister:
    """A register that was made.

    Attributes:
        folder: what was asked for.
        register: the delivery, the value for SLACHTOFFERMONITOR_REGISTER.
        cells: the true published cells.
        fates: where the records must end, in numbers.
        files: bytes of every file of the delivery, by name.
    """

    folder: Path
    register: Path
    cells: Path
    fates: Path
    files: dict[str, int]


def generate(
    settings: ScaleSettings, seeds: Path, folder: Path, progress: Progress | None = None
) -> ScaleRegister:
    """Make a register and its true cells in `folder`, which must be new or empty.

    Args:
        settings: what register.
        seeds: the project's seeds, with `reference` and `crosswalks`.
        folder: appears when everything is in it.
        progress: is told after every file.

    Raises:
        ScaleError: the settings do not fit together, there is no room, or the folder cannot be
            written.
    """
    folder = folder.absolute()
    _check(settings, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        (work / REGISTER_FOLDER).mkdir()
        with closing(duckdb.connect()) as connection:
            # Each worker is one thread, so that rows come in one order.
            connection.execute("set threads = 1")
            connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
            connection.execute(f"set temp_directory = '{_quoted(work / '.spill')}'")
            connection.execute("set timezone = 'UTC'")
            connection.execute("set enable_progress_bar = false")
            _make(connection, settings, seeds, work, progress or (lambda *_: None))
        shutil.rmtree(work / ".spill", ignore_errors=True)
        (work / README_FILE).write_text(_readme(settings), encoding="utf-8")
        work.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        work.rename(folder)
    except BaseException as error:
        shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError | duckdb.IOException):
            raise _unwritable(folder, error) from None
        raise
    register = folder / REGISTER_FOLDER
    return ScaleRegister(
        folder,
        register,
        folder / CELLS_FILE,
        folder / FATES_FILE,
        {path.name: path.stat().st_size for path in sorted(register.iterdir())},
    )


def _unwritable(folder: Path, error: Exception) -> ScaleError:
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    return ScaleError(
        f"{folder} cannot be written ({reason}); name a folder that can, with room for all of it."
    )


def _check(settings: ScaleSettings, folder: Path) -> None:
    ordinary = settings.notifications - settings.skew
    years = settings.last_year - settings.first_year + 1
    if settings.skew and settings.skew < records.SKEW_LEAST:
        raise ScaleError(
            f"A person cannot have {settings.skew} notifications: give a skew of 0, or of at least "
            f"{records.SKEW_LEAST}."
        )
    if settings.seed < 0:
        raise ScaleError(f"The seed is {settings.seed}; give one of 0 or more.")
    if settings.workers < 1:
        raise ScaleError(f"There are {settings.workers} workers; give at least one.")
    if settings.first_year < EARLIEST_YEAR or not 1 <= years <= LONGEST:
        raise ScaleError(
            f"There is no register from {settings.first_year} to {settings.last_year}: give a "
            f"first year of {EARLIEST_YEAR} or later and 1 to {LONGEST} years in all."
        )
    # With fewer not every year would have every kind of mess.
    least = years * BLOCK_ROWS
    if ordinary < least:
        raise ScaleError(
            f"{ordinary:,} notifications beside those of the one person with many are too few for "
            f"{years} years: give at least {least + settings.skew:,} in all."
        )
    if folder == Path.cwd():
        raise ScaleError(f"{folder} is where you are; name a new folder in it.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScaleError(f"{folder} is not empty; name a new folder.")
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    needed = settings.notifications * BYTES_PER_NOTIFICATION
    if shutil.disk_usage(existing).free < needed:
        raise ScaleError(
            f"{folder} needs up to {needed / 1e9:.0f} GB, and there is less; name a folder on a "
            "larger disk, or make fewer notifications."
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@dataclass(frozen=True)
class _Part:
    """Victim-years of one year whose records go into files of their own."""

    year: Year
    number: int
    first: int
    last: int


def _make(
    connection: duckdb.DuckDBPyConnection,
    settings: ScaleSettings,
    seeds: Path,
    work: Path,
    progress: Progress,
) -> None:
    years = settings.last_year - settings.first_year + 1
    spellings.load_lists(connection, seeds)
    spellings.make_spellings(connection, settings.first_year, years)
    world, plan = _plan(connection, settings)
    records.make_tables(connection, world)
    truth.make_tables(connection)
    parts = [*_parts(plan)]
    total = len(parts) + bool(settings.skew) + 1
    register = work / REGISTER_FOLDER
    with ThreadPoolExecutor(settings.workers) as pool:
        jobs = {pool.submit(_write_part, connection, world, part, register): part for part in parts}
        try:
            for done, job in enumerate(as_completed(jobs), 1):
                job.result()
                part = jobs[job]
                progress(done, total, f"{part.year.year}, file {part.number}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if settings.skew:
        _write_skew(connection, world, plan[len(plan) // 2], settings.skew, register)
        progress(total - 1, total, "one person with many notifications")
    publish(truth.counts(connection), seeds, work / CELLS_FILE)
    excluding = rules_of_default_edition(
        pl.DataFrame({"year": [settings.first_year, settings.last_year]}),
        Lists.load(seeds),
        is_synthetic=True,
    )
    fates = truth.fates(excluding)
    connection.execute(f"copy ({fates}) to '{_quoted(work / FATES_FILE)}' (format parquet)")
    progress(total, total, CELLS_FILE)


def _plan(
    connection: duckdb.DuckDBPyConnection, settings: ScaleSettings
) -> tuple[World, list[Year]]:
    """Say who is there in which year."""
    count = settings.last_year - settings.first_year + 1
    share, rest = divmod(settings.notifications - settings.skew, count)
    blocks = [divmod(share + (number < rest), BLOCK_ROWS) for number in range(count)]
    # What does not fill a block are victim-years with one record each.
    sizes = [full * BLOCK + singles for full, singles in blocks]
    regulars = min(sizes) // 50
    step = (min(sizes) - regulars) * 17 // 20
    day = connection.execute(
        "select parameter_value from ref_parameters where parameter_code = 'consent_required_from'"
    ).fetchone()
    if day is None:
        raise ScaleError("ref_parameters has no consent_required_from.")
    world = World(
        seed=settings.seed,
        first_year=settings.first_year,
        year_count=count,
        regulars=regulars,
        step=step,
        consent_from=date.fromisoformat(str(day[0])),
    )
    firsts = [regulars + number * step for number in range(count + 1)]
    plan = [
        Year(
            number=number,
            year=settings.first_year + number,
            block_count=blocks[number][0],
            size=size,
            first_person=firsts[number],
            returns_below=firsts[number - 1] + sizes[number - 1] - regulars if number else 0,
            returns_from=firsts[number + 1] if number + 1 < count else 2**62,
        )
        for number, size in enumerate(sizes)
    ]
    return world, plan


def _parts(plan: list[Year]) -> Iterator[_Part]:
    size = BLOCKS_PER_FILE * BLOCK
    for year in plan:
        for number, first in enumerate(range(0, year.size, size), 1):
            yield _Part(year, number, first, min(first + size, year.size))


def _write_part(
    connection: duckdb.DuckDBPyConnection, world: World, part: _Part, register: Path
) -> None:
    """Write the files of some victim-years, and count their truth."""
    year = part.year
    with connection.cursor() as cursor:
        truth_sql = records.victim_years(world, year, part.first, part.last)
        cursor.execute(f"create or replace temp table victim_year as {truth_sql}")
        truth.add(cursor, year.year, year.number)
        for delay in (0, 1):
            # A record that comes late stands in the files of the delivery that brings it.
            name = f"{year.year + delay}-{part.number:04}" + (f"-of-{year.year}" if delay else "")
            shown = records.shown(world, year, f"not slot.in_emm and slot.delay = {delay}")
            rows = records.notification_rows(world, year, shown)
            _copy(cursor, rows, register / f"notifications-{name}.parquet")
        shown = records.shown(world, year, "slot.in_emm")
        name = f"emm_records-{year.year}-{part.number:04}.parquet"
        _copy(cursor, records.emm_rows(year, shown), register / name)
        cursor.execute("drop table victim_year")


def _write_skew(
    connection: duckdb.DuckDBPyConnection, world: World, year: Year, count: int, register: Path
) -> None:
    """Write the file of the one person with many notifications, and count the truth."""
    connection.execute(
        "create or replace temp table victim_year as "
        + records.skewed_victim_year(world, year, count)
    )
    truth.add(connection, year.year, year.number)
    for fate, number in records.skewed_fates(count).items():
        connection.execute("insert into m_fates values ('notifications', ?, '', ?)", [fate, number])
    rows = records.notification_rows(world, year, records.skewed_shown(world, year, count))
    _copy(connection, rows, register / f"notifications-{year.year}-one-person.parquet")


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    connection.execute(f"copy ({rows}) to '{_quoted(path)}' (format parquet, compression zstd)")
    # A delivery has no empty files.
    found = connection.execute(
        f"select num_rows from parquet_file_metadata('{_quoted(path)}')"
    ).fetchone()
    if found == (0,):
        path.unlink()


def _readme(settings: ScaleSettings) -> str:
    skew = f"{settings.skew:,} of them are about one person in one year. " if settings.skew else ""
    return (
        "# SYNTHETIC DATA\n\n"
        "A made-up register of "
        f"{settings.notifications:,} notifications, received from {settings.first_year} to "
        f"{settings.last_year}, made by `python -m lab.scale` with seed "
        f"{settings.seed}. {skew}"
        "It is about nobody, and its figures say nothing about human trafficking.\n\n"
        f"- `{REGISTER_FOLDER}/`: the delivery. Name it in SLACHTOFFERMONITOR_REGISTER and build.\n"
        f"- `{CELLS_FILE}`: the cells that the warehouse must publish from it.\n"
        f"- `{FATES_FILE}`: how many records must end where.\n\n"
        "Settings and seed being the same, DuckDB of one version writes the same bytes.\n"
    )
