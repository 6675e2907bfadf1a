"""Makes a whole kit: written aside, and put in its place when everything is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.export import SUMS_FILE
from slachtoffermonitor.files import (
    closed_to_others,
    digest,
    folder_takes_place,
    publish_modes,
    remove,
)
from slachtoffermonitor.kit import cells, quality, spreadsheets, tables, workbook
from slachtoffermonitor.kit.catalogue import write_catalogue
from slachtoffermonitor.kit.packages import (
    PACKAGE_FILE,
    Described,
    meanings,
    write_csvw,
    write_package,
)
from slachtoffermonitor.kit.publication import Publication, both, words_of
from slachtoffermonitor.kit.readme import README_FILES, readme
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.troubles import sentence

FOLDERS: Final = ("nl", "en", "tidy", "workbooks")

Step = Callable[[int, int, str], None]
"""Called with the number of the step, of all steps, and its name."""


@dataclass(frozen=True)
class Wish:
    """What a kit is to hold.

    Attributes:
        editions: codes of the editions that get a workbook; all where there are none.
        with_ods: whether the workbooks are written as `.ods` too, which takes LibreOffice.
        with_quality: whether it holds the quality report, which takes the checks of a warehouse.
    """

    editions: Sequence[str] = ()
    with_ods: bool = True
    with_quality: bool = True


def make_kit(
    connection: duckdb.DuckDBPyConnection,
    publication: Publication,
    target: Path,
    wish: Wish | None = None,
    *,
    checks: duckdb.DuckDBPyConnection | None = None,
    step: Step = lambda *_: None,
) -> list[Path]:
    """Make the release kit of a publication; the same cells and publication give the same bytes.

    Args:
        connection: open, read only, on a file with the schema `marts`.
        publication: what the kit says of it.
        target: folder of the kit. What stood in it is replaced when the new kit is ready; a folder
            that holds something else is left alone.
        wish: what the kit is to hold.
        checks: open, read only, on the warehouse that was published; not needed where `connection`
            is one.
        step: told what comes next.

    Returns:
        The files, as they stand in the folder.

    Raises:
        ProjectError: the file lacks an exhibit, an edition is not in it, LibreOffice or the checks
            are missing, or the folder holds something else or cannot be written.
    """
    wish = wish or Wish()
    if wish.with_ods:
        spreadsheets.require_program()
    require_folder(target)
    checks = checks or connection
    if wish.with_quality and not quality.has_checks(checks):
        raise ProjectError(
            "The file does not hold the checks of the warehouse that the quality report is about; "
            "name the warehouse, or leave the report out with --no-quality."
        )
    scratch = target.with_name(f".{target.name}.new")
    with closed_to_others():
        try:
            remove(scratch)
            scratch.mkdir(parents=True)
            _write(connection, checks, publication, scratch, wish, step=step)
            if publication.is_open:
                publish_modes([scratch, *scratch.rglob("*")])
            folder_takes_place(scratch, target)
        except (OSError, duckdb.IOException) as error:
            raise ProjectError(sentence(error, target, "the folder of the kit")) from None
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return sorted(path for path in target.rglob("*") if path.is_file())


def require_folder(target: Path) -> None:
    """Check that a kit can stand in a folder without anything else being lost.

    Raises:
        ProjectError: it is a file, or holds something that is no kit.
    """
    try:
        if not target.name:
            raise ProjectError(f"{target} is the root of a disk; a kit needs a folder of its own.")
        if target.exists() and not target.is_dir():
            raise ProjectError(f"{target} is a file; a kit needs a folder of its own.")
        is_kit = all((target / name).is_file() for name in (PACKAGE_FILE, *README_FILES.values()))
        if target.is_dir() and any(target.iterdir()) and not is_kit:
            raise ProjectError(
                f"{target} holds something that is no kit and would be lost; name another folder."
            )
    except OSError as error:
        raise ProjectError(sentence(error, target, "the folder of the kit")) from None


def _write(
    connection: duckdb.DuckDBPyConnection,
    checks: duckdb.DuckDBPyConnection,
    publication: Publication,
    folder: Path,
    wish: Wish,
    *,
    step: Step,
) -> None:
    connection.execute("set threads = 1")
    cells.prepare(connection, publication)
    if wish.with_quality:
        _require_same(connection, checks, publication)
    exhibits, editions = cells.exhibits(connection), cells.editions(connection)
    chosen = list(wish.editions) or editions
    if unknown := [edition for edition in chosen if edition not in editions]:
        raise ProjectError(
            f"There is no edition {unknown[0]} in this file; there is {', '.join(editions)}."
        )
    total = len(exhibits) + len(chosen) + 2
    for name in FOLDERS:
        (folder / name).mkdir()

    made = tables.write_labels(connection, publication, folder / "tidy")
    for place, exhibit in enumerate(exhibits):
        step(place, total, exhibit.code)
        made += tables.write_tidy(connection, exhibit, publication, folder / "tidy")
        for language, t in both().items():
            file = folder / language / f"{exhibit.code}.csv"
            made.append(tables.write_labelled(connection, exhibit, publication, t, file))

    books = []
    for place, edition in enumerate(chosen, start=len(exhibits)):
        step(place, total, edition)
        for language, t in both().items():
            file = folder / "workbooks" / workbook.file_name(edition, language)
            books.append(workbook.write_workbook(connection, publication, edition, t, file))
    step(total - 2, total, "LibreOffice")
    made += books + (spreadsheets.write_ods(books) if wish.with_ods else [])

    step(total - 1, total, "metadata")
    described = Described(publication, exhibits, meanings(connection, exhibits[0]))
    write_package(described, folder)
    write_csvw(described, folder)
    write_catalogue(described, editions, made, folder)
    if wish.with_quality:
        quality.write_reports(checks, publication, folder)
    left_out = [*["no_ods"] * (not wish.with_ods), *["no_quality"] * (not wish.with_quality)]
    for language, name in README_FILES.items():
        text = readme(publication, cells.counts(connection), words_of(language), left_out)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    _write_sums(folder)


def _require_same(
    connection: duckdb.DuckDBPyConnection,
    checks: duckdb.DuckDBPyConnection,
    publication: Publication,
) -> None:
    """Check that a warehouse holds the very cells that were published.

    Raises:
        ProjectError: it does not; its checks would be about other figures.
    """
    if checks is connection:
        return
    cells.prepare(checks, publication)
    if cells.fingerprint(checks) != cells.fingerprint(connection):
        raise ProjectError(
            f"The warehouse has been built anew since publication {publication.name}, so that its "
            "checks are about other figures; publish it, or leave the quality report out with "
            "--no-quality."
        )


def _write_sums(folder: Path) -> None:
    """Write `SHA256SUMS` about all files of a kit; `sha256sum -c` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{digest(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    (folder / SUMS_FILE).write_text("".join(lines), encoding="utf-8", newline="\n")
