"""What every page says of the site itself: version, date, publisher, licence, address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from slachtoffermonitor.office import read_office
from slachtoffermonitor.site.texts import Texts
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
"""Of the tables of the synthetic register, which are the project's own."""


@dataclass(frozen=True)
class Imprint:
    """What the site says of itself.

    Attributes:
        version: of the code.
        delivered_on: day of the last delivery, such as `2025-03-01`; empty without one.
        synthetic: whether the register is made up.
        publisher: entry -> language -> words, as the office says it (docs/office.md).
    """

    version: str
    delivered_on: str
    synthetic: bool
    publisher: Mapping[str, Mapping[str, str]]

    def said(self, entry: str, language: str) -> str:
        """Return an entry of the office in a language; nothing where it has none."""
        return self.publisher.get(entry, {}).get(language, "")

    @property
    def address(self) -> str:
        """Where the site stands, without a slash at the end; empty where nobody says."""
        return self.said("web_address", "en").rstrip("/")

    def alternates(self, path: str, languages: Sequence[str]) -> list[tuple[str, str]]:
        """Return the languages of a page with their whole addresses; none without an address.

        Args:
            path: the page, below the folder of its language, without `.html`.
            languages: those of the site.
        """
        if not self.address:
            return []
        return [(language, f"{self.address}/{language}/{path}.html") for language in languages]

    @property
    def year(self) -> str:
        """Year of the data."""
        return self.delivered_on[:4]

    def author(self, t: Texts) -> str:
        """Return who is cited: the office, or the project."""
        return self.said("publisher", t.language) or t("site.name")

    def contact(self, t: Texts) -> str:
        """Return whom to ask."""
        words = [self.said("contact", t.language), self.said("email", t.language)]
        return ", ".join(word for word in words if word) or t("imprint.no_contact")

    def licence(self, t: Texts) -> tuple[str, str]:
        """Return the licence of the tables and its address; no licence is assumed for an office."""
        if name := self.said("licence", t.language):
            return name, self.said("licence_address", "en")
        if self.synthetic:
            return LICENCE, LICENCE_ADDRESS
        return t("imprint.no_licence"), ""


def read_imprint(database: Path) -> Imprint:
    """Read what a site of a warehouse says of itself.

    Raises:
        ProjectError: there is no complete warehouse, or the folder of the office is damaged.
    """
    with open_warehouse(database) as connection:
        row = connection.execute(
            "select max(last_delivered_on) from audit.aud_delivery_volumes"
        ).fetchone()
        synthetic = is_synthetic(connection)
    delivered = row[0].isoformat() if row and row[0] else ""
    return Imprint(version("slachtoffermonitor"), delivered, synthetic, read_office().publisher)
