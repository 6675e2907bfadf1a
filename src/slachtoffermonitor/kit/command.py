"""The commands `slachtoffermonitor kit` and `slachtoffermonitor cite`."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from slachtoffermonitor import project, screen
from slachtoffermonitor.options import Audience, Database, Published
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import folder
from slachtoffermonitor.warehouse import open_warehouse


def kit(
    target: Annotated[Path, typer.Argument(help="Folder for the kit.")] = Path("kit"),
    *,
    publication: Annotated[
        int | None,
        typer.Option(help="Number of the publication. Default: the current one, if there is one."),
    ] = None,
    published: Published = None,
    database: Database = None,
    audience: Audience = None,
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

    It is that of a publication; as long as nothing is published, that of the warehouse as it is.
    What stood in the folder is replaced when the new kit is ready.
    """
    with screen.clear_errors():
        try:
            from slachtoffermonitor.kit import make, source  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise _missing(error) from None
        began = time.monotonic()
        warehouse = project.database_path(database)
        place = folder.published_folder(warehouse, published)
        number = source.current_number(place) if publication is None else publication
        found = (
            source.of_warehouse(warehouse, audience)
            if number is None
            else source.of_publication(place, number, audience)
        )
        with ExitStack() as opened:
            connection = opened.enter_context(open_warehouse(found.file))
            checks = connection
            if quality and found.file != warehouse and warehouse.is_file():
                checks = opened.enter_context(open_warehouse(warehouse))
            files = make.make_kit(
                connection,
                found.publication,
                target.absolute(),
                make.Wish(tuple(edition or ()), ods, quality),
                checks=checks,
                step=opened.enter_context(screen.progress("Making the kit")),
            )
        size = sum(file.stat().st_size for file in files)
        of = "the warehouse, not published" if number is None else f"publication {number}"
        screen.out().print(
            f"{target}: {len(files)} files of {of}, {size / 1e6:.1f} MB, "
            f"in {time.monotonic() - began:.0f} s",
            soft_wrap=True,
        )


def cite(
    identifier: Annotated[
        str, typer.Argument(help="Identifier of a cell, from the column cell_id of a kit.")
    ],
    *,
    published: Published = None,
    database: Database = None,
    audience: Audience = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, not text.")] = False,
) -> None:
    """Look up a published number by its identifier: value, unit, labels, a text to cite."""
    with screen.clear_errors():
        try:
            from slachtoffermonitor.kit import cells, citation, source  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise _missing(error) from None
        named = citation.parts_of(identifier)["publication"]
        warehouse = project.database_path(database)
        found = (
            source.of_publication(
                folder.published_folder(warehouse, published), int(named), audience
            )
            if named.isdecimal()
            else source.of_warehouse(warehouse, audience)
        )
        with open_warehouse(found.file) as connection:
            cells.prepare(connection, found.publication)
            cited = citation.resolve(connection, found.publication, identifier)
        if as_json:
            typer.echo(json.dumps(cited.said, ensure_ascii=False, indent=2))
            return
        for language, said in cited.said.items():
            typer.echo(language)
            for heading, words in said.items():
                typer.echo(f"  {heading}: {words}")


def _missing(error: ModuleNotFoundError) -> ProjectError:
    return ProjectError(
        f"The package {error.name} is missing; `make kit` sets up what a kit needs."
    )
