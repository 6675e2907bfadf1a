"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slachtoffermonitor.project import (
    DATABASE_VARIABLE,
    PUBLISHED_VARIABLE,
    REGISTER_VARIABLE,
)

Database = Annotated[
    Path | None,
    typer.Option(
        "--database",
        envvar=DATABASE_VARIABLE,
        help="File of the warehouse. Default: slachtoffermonitor.duckdb in the project.",
    ),
]
Register = Annotated[
    Path | None,
    typer.Option(
        "--register",
        envvar=REGISTER_VARIABLE,
        help="Directory with your own delivery (docs/register.md). Default: the synthetic one.",
    ),
]
Published = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        envvar=PUBLISHED_VARIABLE,
        help="Folder with the publications. Default: published beside the warehouse.",
    ),
]
Audience = Annotated[
    str | None,
    typer.Option(help="Who it is for: restricted. A delivered register needs it written out."),
]
