"""What happened to publications: a journal that only grows, and what follows from it.

No manifest is changed after its publication: whether it is a draft, approved, corrected or the
present one is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from slachtoffermonitor import journal

FILE: Final = "events.jsonl"

Kind = Literal["published", "approved", "made current", "removed", "filled"]


@dataclass(frozen=True)
class Event:
    """Something that happened to a publication.

    Attributes:
        kind: what.
        publication: its number.
        happened_at: when, in UTC, as ISO 8601 writes it.
        by: who approved it, as the office wrote it; empty otherwise.
        reason: why it was published anew or removed; empty otherwise.
        corrects: number of the publication that this one corrects; none otherwise.
        embargo: until when it is not to be used, as the office wrote it; empty otherwise.
        data_status: of a new publication, `synthetic` or `delivered`; empty otherwise.
        audience: of a new publication, whom it is for; empty otherwise.
        manifest_sha256: of a new publication's manifest; empty otherwise.
        place: the PostgreSQL database that it was brought to; empty otherwise.
    """

    kind: Kind
    publication: int
    happened_at: str
    by: str = ""
    reason: str = ""
    corrects: int | None = None
    embargo: str = ""
    data_status: str = ""
    audience: str = ""
    manifest_sha256: str = ""
    place: str = ""


@dataclass(frozen=True)
class Publication:
    """A publication as its events leave it.

    Attributes:
        number: counts from one, and is never used again.
        published: how it began.
        approved: by whom and when; none while it is a draft.
        corrected_by: number of the publication that corrects it; none otherwise.
        removed: why and when it went; none while it is kept.
        is_current: whether the link is meant to lead to it.
        embargo: until when it is not to be used; empty without one.
    """

    number: int
    published: Event
    approved: Event | None = None
    corrected_by: int | None = None
    removed: Event | None = None
    is_current: bool = False
    embargo: str = ""

    @property
    def state(self) -> str:
        """What it is, in words."""
        parts = [f"approved by {self.approved.by}" if self.approved else "draft"]
        if self.embargo:
            parts.append(f"embargo until {self.embargo}")
        if self.published.corrects is not None:
            parts.append(f"corrects {self.published.corrects}")
        if self.corrected_by is not None:
            parts.append(f"corrected by {self.corrected_by}")
        if self.removed:
            parts.append("removed")
        return ", ".join(parts)


def append(folder: Path, event: Event) -> None:
    """Add an event to the journal of a folder; it stands on the disk when this returns.

    Raises:
        ProjectError: the journal cannot be written.
    """
    values = {name: value for name, value in asdict(event).items() if value not in ("", None)}
    journal.append(folder / FILE, values)


def read(folder: Path) -> list[Event]:
    """Return what happened in a folder, the first first.

    Raises:
        ProjectError: a line of the journal is no event.
    """
    found = []
    for number, values in enumerate(journal.read(folder / FILE), start=1):
        try:
            found.append(Event(**values))
        except TypeError:
            raise journal.no_entry(folder / FILE, number) from None
    return found


def publications(events: Sequence[Event]) -> dict[int, Publication]:
    """Return number -> publication, as the events leave them."""
    published = {event.publication: event for event in events if event.kind == "published"}
    approved = {event.publication: event for event in events if event.kind == "approved"}
    removed = {event.publication: event for event in events if event.kind == "removed"}
    corrected = {
        event.corrects: number for number, event in published.items() if event.corrects is not None
    }
    current = None
    for event in events:
        if event.kind in ("published", "made current"):
            current = event.publication
        elif event.kind == "removed" and event.publication == current:
            current = None
    return {
        number: Publication(
            number,
            event,
            approved.get(number),
            corrected.get(number),
            removed.get(number),
            number == current,
            approved[number].embargo or event.embargo if number in approved else event.embargo,
        )
        for number, event in published.items()
    }
