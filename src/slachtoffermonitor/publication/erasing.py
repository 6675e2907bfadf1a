"""What becomes of publications when a person is erased.

A publication holds no pseudonym, so nobody can say which of its rows is the person's, or whether
one is: all that were made of the register go, and the present one is made anew from what remains.
That they must go stands in the journal before the warehouse is built anew, so that whoever stops
half-way can go on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from slachtoffermonitor.publication import events, folder
from slachtoffermonitor.publication.publish import Wish, publish

REASON: Final = "Records were erased."


def is_unfinished(database: Path) -> bool:
    """Say whether a publication is still there that the journal says was removed."""
    return any(_left(place) for place in folder.places(database))


def announce(database: Path, at: str) -> int:
    """Write into the journals that all publications of delivered records are removed.

    Args:
        database: the warehouse.
        at: the time, in UTC, as ISO 8601 writes it.

    Returns:
        How many are removed.

    Raises:
        ProjectError: another publication is at work, or a journal cannot be written.
    """
    count = 0
    for place in folder.places(database):
        if _published(place):
            with folder.at_work(place):
                for one in _published(place):
                    events.append(place, events.Event("removed", one.number, at, reason=REASON))
                    count += 1
    return count


def publish_anew(database: Path, at: str) -> list[events.Publication]:
    """Remove what was announced, and publish anew where something was current.

    Args:
        database: the warehouse, built anew.
        at: the time, in UTC, as ISO 8601 writes it.

    Raises:
        ProjectError: it cannot be published; what was announced is removed by then.
    """
    done = []
    for place in folder.places(database):
        if not (last := _last_current(place)):
            continue
        corrects = last.number if last.corrected_by is None else None
        wish = Wish(
            last.published.audience,
            embargo=last.embargo,
            corrects=corrects,
            reason=REASON if corrects else "",
        )
        done.append(publish(database, place, wish, at))
    return done


def still_filled(database: Path) -> list[str]:
    """Return the PostgreSQL databases that were last filled from a publication that is removed.

    Args:
        database: the warehouse.

    Returns:
        Each in words, by name; they are not reached from here.
    """
    found = []
    for place in folder.places(database):
        happened = events.read(place)
        known = events.publications(happened)
        last = {event.place: known[event.publication] for event in happened if event.place}
        found += [named for named, one in last.items() if one.removed]
    return sorted(set(found))


def _published(place: Path) -> list[events.Publication]:
    """Return the publications of delivered records that are kept in a folder."""
    known = events.publications(events.read(place))
    return [
        one
        for one in known.values()
        if one.published.data_status == "delivered" and not one.removed
    ]


def _left(place: Path) -> list[events.Publication]:
    known = events.publications(events.read(place))
    return [
        one for one in known.values() if one.removed and folder.numbered(place, one.number).is_dir()
    ]


def _last_current(place: Path) -> events.Publication | None:
    """Return the publication that was current when all were removed; none where one is."""
    happened = events.read(place)
    known = events.publications(happened)
    if any(one.is_current for one in known.values()):
        return None
    current = [one for one in happened if one.kind in ("published", "made current")]
    return known[current[-1].publication] if current else None
