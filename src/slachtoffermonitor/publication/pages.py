"""What stands beside the publications for those who read them: pages on corrections, and a feed.

All of it follows from the journal and is written anew whenever that grows.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from slachtoffermonitor.publication import events, folder
from slachtoffermonitor.publication.audiences import statement
from slachtoffermonitor.publication.events import Event, Publication

ATOM: Final = "http://www.w3.org/2005/Atom"
FEED: Final = "feed.xml"

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "corrections.md": {
        "language": "en",
        "title": "Publications and corrections",
        "corrections": "Corrections",
        "none": "No publication has been corrected.",
        "correction": "- **{new} corrects {old}** ({day}): {reason}",
        "all": "All publications",
        "header": "| publication | published | data | state | embargo | corrected by |",
        "synthetic": "SYNTHETIC: made up, not to be cited",
        "draft": "draft",
        "approved": "approved by {by} on {day}",
        "removed": "removed on {day}: {reason}",
    },
    "correcties.md": {
        "language": "nl",
        "title": "Publicaties en correcties",
        "corrections": "Correcties",
        "none": "Er is geen publicatie gecorrigeerd.",
        "correction": "- **{new} corrigeert {old}** ({day}): {reason}",
        "all": "Alle publicaties",
        "header": "| publicatie | gepubliceerd | gegevens | staat | embargo | gecorrigeerd door |",
        "synthetic": "SYNTHETISCH: verzonnen, niet citeren",
        "draft": "concept",
        "approved": "goedgekeurd door {by} op {day}",
        "removed": "verwijderd op {day}: {reason}",
    },
}


def write(target: Path) -> None:
    """Write the pages and the feed of a folder with publications.

    Raises:
        OSError: the system refuses.
        ProjectError: the journal is damaged.
    """
    happened = events.read(target)
    known = events.publications(happened)
    texts = {name: _page(words, list(known.values())) for name, words in _WORDS.items()}
    texts[FEED] = _feed(happened)
    mode = target.stat().st_mode & 0o640
    for name, text in texts.items():
        folder.write(target / name, text)
    for name in (events.FILE, *texts):
        (target / name).chmod(mode)


def _page(words: Mapping[str, str], known: Sequence[Publication]) -> str:
    corrections = [one for one in reversed(known) if one.published.corrects is not None]
    lines = [f"# {words['title']}", "", f"## {words['corrections']}", ""]
    lines += [
        words["correction"].format(
            new=one.number,
            old=one.published.corrects,
            day=one.published.happened_at[:10],
            reason=_plain(one.published.reason),
        )
        for one in corrections
    ] or [words["none"]]
    lines += ["", f"## {words['all']}", "", words["header"], "|---|---|---|---|---|---|"]
    lines += [_row(words, one) for one in reversed(known)]
    return "\n".join(lines) + "\n"


def _row(words: Mapping[str, str], one: Publication) -> str:
    state = words["draft"]
    if one.approved:
        day = one.approved.happened_at[:10]
        state = words["approved"].format(by=_plain(one.approved.by), day=day)
    if one.removed:
        day, reason = one.removed.happened_at[:10], _plain(one.removed.reason)
        state += "; " + words["removed"].format(day=day, reason=reason)
    cells = (
        str(one.number),
        one.published.happened_at,
        _of_data(one.published, words),
        state,
        one.embargo,
        "" if one.corrected_by is None else str(one.corrected_by),
    )
    return f"| {' | '.join(cells)} |"


def _of_data(published: Event, words: Mapping[str, str]) -> str:
    """Return what is said of the data: that they are made up, or what the audience must know."""
    if published.data_status == "synthetic":
        return words["synthetic"]
    return statement(published.audience, words["language"])


def _plain(text: str) -> str:
    """Return what an office wrote, so that it stays within its line and cell."""
    marked = "".join(f"\\{mark}" if mark in "\\|*_`[]<>" else mark for mark in text)
    return " ".join(marked.split())


def _feed(happened: Sequence[Event]) -> str:
    """Return an Atom feed with an entry for every event, the newest first (RFC 4287).

    Which databases were filled is the office's own business and stays out of it.
    """
    first = happened[0]
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"{first.happened_at} {first.manifest_sha256}")
    feed = ElementTree.Element("feed", xmlns=ATOM)

    def add(parent: ElementTree.Element, name: str, text: str) -> None:
        ElementTree.SubElement(parent, name).text = text

    add(feed, "id", own.urn)
    add(feed, "title", "slachtoffermonitor")
    add(feed, "updated", happened[-1].happened_at)
    add(ElementTree.SubElement(feed, "author"), "name", "slachtoffermonitor")
    words = _WORDS["corrections.md"]
    published = {one.publication: one for one in happened if one.kind == "published"}
    for number, event in reversed(list(enumerate(happened))):
        if event.kind == "filled":
            continue
        entry = ElementTree.SubElement(feed, "entry")
        add(entry, "id", uuid.uuid5(own, str(number)).urn)
        add(entry, "title", _title(event))
        add(entry, "updated", event.happened_at)
        said = [_of_data(published[event.publication], words)]
        said += [event.reason] * bool(event.reason)
        said += [f"Embargo until {event.embargo}"] * bool(event.embargo)
        add(entry, "summary", ". ".join(said))
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=False) + "\n"


def _title(event: Event) -> str:
    number = event.publication
    if event.kind == "published" and event.corrects is not None:
        return f"Publication {number} corrects {event.corrects}"
    if event.kind == "approved":
        return f"Publication {number} is approved by {event.by}"
    if event.kind == "made current":
        return f"Publication {number} is current again"
    return f"Publication {number} is {event.kind}"
