"""The commands `slachtoffermonitor kit` and `slachtoffermonitor cite`."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import duckdb
import typer

from slachtoffermonitor import project, screen
from slachtoffermonitor.office import read_office
from slachtoffermonitor.project import DATABASE_VARIABLE, ProjectError
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

if TYPE_CHECKING:
    from slachtoffermonitor.kit.publication import Audience, Publication

RESTRICTED: Final = "restricted"

Database = Annotated[
    Path | None,
    typer.Option(
        "--database",
        envvar=DATABASE_VARIABLE,
        help="File of the warehouse. Default: slachtoffermonitor.duckdb in the project.",
    ),
]
AudienceOption = Annotated[
    str | None,
    typer.Option(help="Who it is for: restricted. A delivered register needs it written out."),
]


def kit(
    target: Annotated[Path, typer.Argument(help="Folder for the kit.")] = Path("kit"),
    *,
    database: Database = None,
    audience: AudienceOption = None,
    edition: Annotated[
        list[str] | None,
        typer.Option(help="An edition that gets a workbook. Default: all of them."),
    ] = None,
    ods: Annotated[
        bool, typer.Option(help="Write the workbooks as .ods too, by LibreOffice.")
    ] = True,
    quality: Annotated[bool, typer.Option(help="Write the quality report.")] = True,
) -> None:
    """Make the release kit: tables, workbooks, metadata, quality report (docs/release-kit.md).

    What stood in the folder is replaced when the new kit is ready.
    """
    with screen.clear_errors():
        try:
            from slachtoffermonitor.kit.make import Wish, make_kit  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise _missing(error) from None
        began = time.monotonic()
        source = project.database_path(database)
        with open_warehouse(source) as connection, screen.progress("Making the kit") as progress:
            files = make_kit(
                connection,
                publication_of(connection, source, audience),
                target.absolute(),
                Wish(tuple(edition or ()), ods, quality),
                step=progress,
            )
        size = sum(file.stat().st_size for file in files)
        screen.out().print(
            f"{target}: {len(files)} files, {size / 1e6:.1f} MB, "
            f"in {time.monotonic() - began:.0f} s",
            soft_wrap=True,
        )


def cite(
    identifier: Annotated[
        str, typer.Argument(help="Identifier of a cell, from the column cell_id of a kit.")
    ],
    database: Database = None,
    audience: AudienceOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, not text.")] = False,
) -> None:
    """Look up a published number by its identifier: value, unit, labels, a text to cite."""
    with screen.clear_errors():
        try:
            from slachtoffermonitor.kit import cells, citation  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise _missing(error) from None
        citation.parts_of(identifier)
        source = project.database_path(database)
        with open_warehouse(source) as connection:
            publication = publication_of(connection, source, audience)
            cells.prepare(connection, publication)
            found = citation.resolve(connection, publication, identifier)
        if as_json:
            typer.echo(json.dumps(found.said, ensure_ascii=False, indent=2))
            return
        for language, said in found.said.items():
            typer.echo(language)
            for heading, words in said.items():
                typer.echo(f"  {heading}: {words}")


def publication_of(
    connection: duckdb.DuckDBPyConnection, source: Path, audience: str | None
) -> Publication:
    """Return what a kit says of the file that it is made of.

    Args:
        connection: open on it.
        source: the file; the time of a warehouse that is not published is that of its file.
        audience: as it was written out; none where it was not.

    Raises:
        ProjectError: the audience is none, or a delivered register needs one.
    """
    from slachtoffermonitor.kit.publication import Publication, Publisher  # noqa: PLC0415

    synthetic = is_synthetic(connection)
    return Publication(
        number=None,
        is_synthetic=synthetic,
        published_at=datetime.fromtimestamp(int(source.stat().st_mtime), UTC),
        version=version("slachtoffermonitor"),
        audience=required_audience(audience, synthetic=synthetic),
        publisher=Publisher(read_office().publisher),
    )


def required_audience(given: str | None, *, synthetic: bool) -> Audience | None:
    """Return the audience, which must be written out where the register is a delivered one.

    Raises:
        ProjectError: it is not written out, or nothing is published for it yet.
    """
    if given is None and synthetic:
        return None
    if given is None:
        raise ProjectError(
            "The register is a delivered one, and small numbers are not protected: nothing is "
            "written without --audience restricted, which keeps it within the office."
        )
    if given != RESTRICTED:
        raise ProjectError(
            f"There is nothing for the audience '{given}'; write --audience restricted."
        )
    return "restricted"


def _missing(error: ModuleNotFoundError) -> ProjectError:
    return ProjectError(
        f"The package {error.name} is missing; `make kit` sets up what a kit needs."
    )
