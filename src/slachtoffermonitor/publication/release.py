"""What is done to a publication after it was published: approved, made current again, looked up."""

from __future__ import annotations

from pathlib import Path

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import events, folder, pages
from slachtoffermonitor.publication.publish import embargo_of
from slachtoffermonitor.troubles import sentence


def approve(target: Path, number: int, by: str, at: str, embargo: str = "") -> events.Publication:
    """Approve a draft.

    Args:
        target: the folder with the publications.
        number: of the draft.
        by: who approves, as the office writes it.
        at: the time, in UTC, as ISO 8601 writes it.
        embargo: until when it is not to be used; what was said before stays where this is empty.

    Raises:
        ProjectError: there is no such draft, no name, or it has been corrected.
    """
    if not by.strip():
        raise ProjectError('An approval carries a name: --approve N --by "name".')
    embargo = embargo_of(embargo)
    folder.require_publications(target)
    with folder.at_work(target):
        one = folder.kept_one(target, number)
        if one.approved:
            raise ProjectError(
                f"Publication {number} was approved by {one.approved.by} on "
                f"{one.approved.happened_at[:10]} already."
            )
        if one.corrected_by is not None:
            raise ProjectError(
                f"Publication {number} has been corrected by {one.corrected_by}; approve that one."
            )
        return _happened(target, events.Event("approved", number, at, by=by, embargo=embargo))


def roll_back(target: Path, number: int, at: str) -> events.Publication:
    """Make an earlier publication current again.

    Args:
        target: the folder with the publications.
        number: of the publication.
        at: the time, in UTC, as ISO 8601 writes it.

    Raises:
        ProjectError: there is no such publication, or it is current.
    """
    folder.require_publications(target)
    with folder.at_work(target):
        if folder.kept_one(target, number).is_current:
            raise ProjectError(f"Publication {number} is current already.")
        return _happened(target, events.Event("made current", number, at))


def current_one(target: Path) -> events.Publication:
    """Return the publication that is current.

    Args:
        target: the folder with the publications.

    Raises:
        ProjectError: there is none.
    """
    folder.require_publications(target)
    for one in events.publications(events.read(target)).values():
        if one.is_current:
            return folder.kept_one(target, one.number)
    raise ProjectError(f"No publication in {target} is current; publish one first.")


def _happened(target: Path, event: events.Event) -> events.Publication:
    events.append(target, event)
    try:
        folder.settle(target)
        pages.write(target)
    except OSError as error:
        raise ProjectError(sentence(error, target, folder.VARIABLE)) from None
    return events.publications(events.read(target))[event.publication]
