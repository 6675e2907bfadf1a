"""What a kit is made of: a publication, or a warehouse that has not been published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from slachtoffermonitor.kit.publication import Publication, Publisher
from slachtoffermonitor.office import read_office
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import events, folder, manifest
from slachtoffermonitor.publication.audiences import audience_for
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse


@dataclass(frozen=True)
class Source:
    """What a kit is made of.

    Attributes:
        file: with the schema `marts`.
        publication: what a kit says of it.
    """

    file: Path
    publication: Publication


def current_number(place: Path) -> int | None:
    """Return the number of the current publication of a folder; none where nothing is published.

    Raises:
        ProjectError: the journal of the folder is damaged.
    """
    if not (place / events.FILE).is_file():
        return None
    known = events.publications(events.read(place))
    return next((number for number, one in known.items() if one.is_current), None)


def of_publication(place: Path, number: int, audience: str | None) -> Source:
    """Return a publication.

    Args:
        place: the folder with the publications.
        number: of the publication.
        audience: as it was written out; none where it was not.

    Raises:
        ProjectError: there is no such publication, or it is for another audience than was written
            out; that of a delivered register must be.
    """
    one = folder.kept_one(place, number)
    described = manifest.read(folder.numbered(place, number))
    synthetic = described["data_status"] == "synthetic"
    wanted = audience_for(audience, synthetic=synthetic)
    if wanted.code != described["audience"]:
        raise ProjectError(
            f"Publication {number} is for the audience '{described['audience']}', not for "
            f"'{wanted.code}'."
        )
    publication = Publication(
        number=number,
        is_synthetic=synthetic,
        published_at=datetime.fromisoformat(described["published_at"]).astimezone(UTC),
        version=described["code"]["versions"]["slachtoffermonitor"],
        audience=wanted,
        approved_by=one.approved.by if one.approved else "",
        embargo=one.embargo,
        reason=described["reason"] or "",
        corrected_by=one.corrected_by,
        publisher=Publisher(read_office().publisher),
    )
    return Source(folder.numbered(place, number) / folder.DATABASE, publication)


def of_warehouse(database: Path, audience: str | None) -> Source:
    """Return a warehouse that has not been published; its time is that of its file.

    Args:
        database: the warehouse.
        audience: as it was written out; none where it was not.

    Raises:
        ProjectError: there is no warehouse, or a delivered register needs the audience.
    """
    with open_warehouse(database) as connection:
        synthetic = is_synthetic(connection)
    publication = Publication(
        number=None,
        is_synthetic=synthetic,
        published_at=datetime.fromtimestamp(int(database.stat().st_mtime), UTC),
        version=version("slachtoffermonitor"),
        audience=audience_for(audience, synthetic=synthetic),
        publisher=Publisher(read_office().publisher),
    )
    return Source(database, publication)
