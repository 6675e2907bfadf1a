"""The command `slachtoffermonitor publish`: what is asked for, and what is answered."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from slachtoffermonitor import project, screen
from slachtoffermonitor.options import Audience, Database, Published
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import compare, events, folder, manifest, release
from slachtoffermonitor.publication import publish as publisher
from slachtoffermonitor.publication.check import check

DIFFERS: Final = 3
"""Exit code where a publication is not what its manifest says."""


def publish(
    *,
    database: Database = None,
    target: Published = None,
    audience: Audience = None,
    embargo: Annotated[
        str, typer.Option(help="Until when it is not to be used, such as 2026-12-15T00:01.")
    ] = "",
    corrects: Annotated[
        int | None, typer.Option(help="Number of the publication that this one corrects.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it is corrected.")] = "",
    list_all: Annotated[bool, typer.Option("--list", help="List the publications.")] = False,
    diff: Annotated[
        tuple[int, int] | None,
        typer.Option(help="Every cell that differs between two publications, and why."),
    ] = None,
    edition: Annotated[str, typer.Option(help="With --diff: this edition only.")] = "",
    check_one: Annotated[
        int | None, typer.Option("--check", help="Check a publication against its manifest.")
    ] = None,
    rollback: Annotated[
        int | None, typer.Option(help="Make an earlier publication current again.")
    ] = None,
    approve: Annotated[
        int | None, typer.Option(help="Approve a draft; --by says who does.")
    ] = None,
    by: Annotated[str, typer.Option(help="With --approve: the name of who approves.")] = "",
    postgres: Annotated[
        str | None,
        typer.Option(
            metavar="CONNECTION",
            help="Fill a PostgreSQL database, such as postgresql://host/name, from the current "
            "publication.",
        ),
    ] = None,
) -> None:
    """Publish the warehouse, or look at what was published (docs/publication.md).

    What was published before stays as it is, whatever happens. Exit code 3: a publication is not
    what its manifest says.
    """
    with screen.clear_errors():
        asked = {
            "--list": list_all,
            "--diff": diff is not None,
            "--check": check_one is not None,
            "--rollback": rollback is not None,
            "--approve": approve is not None,
            "--postgres": postgres is not None,
        }
        _require_one(
            asked,
            {
                "--edition": bool(edition),
                "--by": bool(by),
                "--corrects": corrects is not None,
                "--reason": bool(reason),
                "--embargo": bool(embargo),
            },
        )
        warehouse = project.database_path(database)
        place = folder.published_folder(warehouse, target)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if list_all:
            _list(place)
        elif diff is not None:
            _diff(place, *diff, edition)
        elif check_one is not None:
            _check(place, check_one)
        elif rollback is not None:
            _say(release.roll_back(place, rollback, now), place)
        elif approve is not None:
            _say(release.approve(place, approve, by, now, embargo), place)
        elif postgres is not None:
            _fill(place, postgres, now)
        else:
            names_delivery = bool(
                os.environ.get(project.REGISTER_VARIABLE)
                or project.project_setting(project.REGISTER_VAR)
            )
            wish = publisher.Wish(audience, names_delivery, embargo, corrects, reason)
            with screen.progress("Publishing") as progress:
                done = publisher.publish(
                    warehouse,
                    place,
                    wish,
                    now,
                    lambda step: progress(publisher.STEPS.index(step), len(publisher.STEPS), step),
                )
            _say(done, place)


def _require_one(asked: dict[str, bool], said: dict[str, bool]) -> None:
    """Check that one thing is asked for, and nothing that belongs to another.

    Raises:
        ProjectError: two things are, or an option stands without the one that it belongs to.
    """
    chosen = [name for name, is_asked in asked.items() if is_asked]
    if len(chosen) > 1:
        raise ProjectError(f"Ask for one thing at a time: {' or '.join(chosen)}.")
    for option, to in (("--edition", "--diff"), ("--by", "--approve")):
        if said[option] and not asked[to]:
            raise ProjectError(f"{option} belongs to {to}.")
    for option in ("--corrects", "--reason", "--embargo"):
        if said[option] and chosen and (option, chosen) != ("--embargo", ["--approve"]):
            raise ProjectError(f"{option} does not go with {chosen[0]}.")


def _say(one: events.Publication, place: Path) -> None:
    current = ", current" if one.is_current else ""
    where = folder.numbered(place, one.number) / folder.DATABASE
    screen.out().print(
        f"Publication {one.number} ({one.published.data_status}, {one.published.audience}): "
        f"{one.state}{current}. {where}",
        soft_wrap=True,
    )


def _list(place: Path) -> None:
    folder.require_publications(place)
    table = Table("number", "published", "data", "audience", "state", "", box=box.SIMPLE_HEAD)
    for one in events.publications(events.read(place)).values():
        is_kept = folder.numbered(place, one.number).is_dir()
        table.add_row(
            str(one.number),
            one.published.happened_at[:16].replace("T", " "),
            one.published.data_status,
            one.published.audience,
            Text(one.state if is_kept or one.removed else f"{one.state}, no longer kept"),
            "current" if one.is_current else "",
        )
    screen.out().print(table)


def _diff(place: Path, one: int, other: int, edition: str) -> None:
    for number in (one, other):
        folder.kept_one(place, number)
    found = compare.compare(
        folder.numbered(place, one), folder.numbered(place, other), edition.strip()
    )
    typer.echo("\t".join(compare.HEADER))
    for each in found:
        cells = (*each.cell, each.change, each.column, each.before, each.after, each.cause)
        typer.echo("\t".join(cells))
    for number in (one, other):
        code = manifest.read(folder.numbered(place, number))["code"]
        said = f"{code['versions']['slachtoffermonitor']}, commit {code['commit'] or 'unknown'}"
        screen.err().print(f"Publication {number} was made with version {said}.", soft_wrap=True)
    counts = Counter((each.cell[1], each.cell[0], each.cause) for each in found)
    for (exhibit, of_edition, cause), count in sorted(counts.items()):
        screen.err().print(f"{exhibit} {of_edition}: {count:,} values ({cause})", soft_wrap=True)
    screen.err().print(f"{len(found):,} values of published cells differ.")


def _check(place: Path, number: int) -> None:
    one = folder.kept_one(place, number)
    found = check(folder.numbered(place, number), one.published.manifest_sha256)
    for sentence in found:
        screen.err().print(sentence, soft_wrap=True)
    if found:
        raise typer.Exit(DIFFERS)
    screen.out().print(f"Publication {number} holds what its manifest says.")


def _fill(place: Path, conninfo: str, now: str) -> None:
    try:
        from slachtoffermonitor.publication.postgres import fill  # noqa: PLC0415
    except ImportError:
        raise ProjectError(
            "The package psycopg is missing; `make postgres` sets up what filling needs."
        ) from None
    publication = release.current_one(place)

    def note(database: str) -> None:
        """Write it down before anybody sees it, so that an erasure knows where persons are."""
        event = events.Event("filled", publication.number, now, place=database)
        with folder.at_work(place):
            events.append(place, event)

    filled = fill(folder.numbered(place, publication.number), conninfo, note)
    published = publication.published
    screen.out().print(
        f"{filled.place[0].upper()}{filled.place[1:]} holds publication {publication.number} "
        f"({published.data_status}, {published.audience}): {filled.tables} tables, "
        f"{filled.rows:,} rows.",
        soft_wrap=True,
    )
