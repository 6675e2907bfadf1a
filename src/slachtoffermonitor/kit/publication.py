"""What a kit says about the publication that it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from slachtoffermonitor.publication.audiences import Audience, statement
from slachtoffermonitor.site.texts import LANGUAGES, Texts

WORDS: Final = Path(__file__).parent / "texts"
"""The words of the kit, in both languages."""


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as the office says it (docs/office.md, publisher.csv).

    Attributes:
        entries: entry -> language -> words; what the office does not say is not in it.
    """

    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def say(self, entry: str, words: Texts) -> str:
        """Return an entry in a language; where the office has none, a sentence that says so."""
        given = self.entries.get(entry)
        return given[words.language] if given else words(f"publisher.{entry}")

    def named(self, entry: str, words: Texts) -> str:
        """Return an entry for a file that programs read, where it stands without a heading."""
        return self.say(entry, words) if entry in self.entries else words(f"publisher.no_{entry}")

    def plain(self, entry: str) -> str:
        """Return an entry that is the same in all languages, such as an address; or nothing."""
        return self.entries.get(entry, {}).get("en", "")


@dataclass(frozen=True)
class Publication:
    """A publication, as its kit names it.

    Attributes:
        number: its number; none where a kit is made of a warehouse that is not published.
        is_synthetic: whether the register behind it is made up.
        published_at: when, in UTC; every file of the kit bears this time and no other.
        version: of the code.
        audience: whom it is for.
        approved_by: who has approved it; empty as long as it is a draft.
        embargo: until when nobody may quote it, as the office wrote it; empty without one.
        reason: why it corrects an earlier one; empty where it does not.
        corrected_by: number of the publication that corrects it; none where none does.
        publisher: who publishes it.
    """

    number: int | None
    is_synthetic: bool
    published_at: datetime
    version: str
    audience: Audience
    approved_by: str = ""
    embargo: str = ""
    reason: str = ""
    corrected_by: int | None = None
    publisher: Publisher = field(default_factory=Publisher)

    @property
    def name(self) -> str:
        """Its number as in the names of folders and in identifiers: `0001`."""
        return "unpublished" if self.number is None else f"{self.number:04}"

    def label(self, t: Texts) -> str:
        """Return what a reader is told of its number, in a language."""
        return t("publication.unpublished") if self.number is None else self.name

    @property
    def is_open(self) -> bool:
        """Whether anybody may have it: it is made up, or meant for the public."""
        return self.is_synthetic or self.audience.code == "public"

    @property
    def data_status(self) -> str:
        """`SYNTHETIC` or `DELIVERED` with what the audience must know, as in all exports."""
        return self.audience.mark(synthetic=self.is_synthetic)

    @property
    def release_status(self) -> str:
        """What stands in the column `release_status` of every tidy file, in English."""
        return "; ".join(self._conditions(words_of("en"))) or "approved"

    def short_status(self, t: Texts) -> str:
        """Return both statuses in a few words of a language, for the rows of a labelled file."""
        data = t("data.synthetic" if self.is_synthetic else "data.delivered")
        return "; ".join([data, *self._statement(t), *self._conditions(t)])

    def notices(self, t: Texts) -> list[str]:
        """Return what must stand on every sheet, in a language: one sentence each."""
        status = [t("notice.synthetic")] if self.is_synthetic else []
        said = [*self._statement(t), *self._conditions(t)]
        return status + [text[:1].upper() + text[1:] + "." for text in said]

    def _statement(self, t: Texts) -> list[str]:
        """Return what the audience of a delivered register must know, in a language."""
        if self.is_synthetic:
            return []
        return [text for text in [statement(self.audience.code, t.language)] if text]

    def _conditions(self, t: Texts) -> list[str]:
        """Return under what conditions it is given, in the words of a language."""
        found = []
        if not self.approved_by:
            found.append(t("notice.draft"))
        if self.embargo:
            found.append(t("notice.embargo", until=self.embargo))
        if self.corrected_by is not None:
            found.append(t("notice.corrected", by=f"{self.corrected_by:04}"))
        return found


@cache
def words_of(language: str) -> Texts:
    """Return the words of the kit in a language."""
    return Texts(language, WORDS)


@cache
def labels_of(language: str) -> Texts:
    """Return the words of the site in a language: what kinds of rows and measures are called."""
    return Texts(language)


def both() -> dict[str, Texts]:
    """Return the words of the kit by language."""
    return {language: words_of(language) for language in LANGUAGES}
