"""Reads a finished site: its pages, their links and what they load."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warehouses import Builds

WAREHOUSE_VARIABLE = "SLACHTOFFERMONITOR_SITE_WAREHOUSE"
"""A finished warehouse to test the site of, instead of the one that the test run builds."""

LOADS = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
    ("use", "href"),
}
"""Elements that make a browser fetch something, without a click."""

KINDS = (
    "index",
    "ask",
    "figures/index",
    "figures/fig_2_01-2015-2019",
    "figures/fig_2_08-2015-2019",
    "figures/tab_2_1-2015-2019",
    "trace/index",
    "trace/fig_2_08-2015-2019",
    "trace/tab_2_1-2015-2019",
    "lineage/index",
    "lineage/fig_2_03_exploitation_forms",
    "quality/index",
    "audit/index",
    "audit/claims",
    "audit/contradictions",
    "audit/records",
    "audit/revisions",
    "audit/rulings",
    "docs/index",
    "docs/decisions/D-11-R-08-kmar-only-sexual",
    "search",
)
"""A page of each kind."""


def site_warehouse(builds: Builds) -> Path:
    """Return the warehouse that the site is made from."""
    given = os.environ.get(WAREHOUSE_VARIABLE)
    return Path(given) if given else builds.result("shipped").database


@dataclass
class Document:
    """What a page holds that other pages or the disk must match.

    Attributes:
        language: of the page.
        ids: that links may lead to.
        links: where the page leads to, by a click.
        loads: what it loads by itself.
        empty_links: links without words.
        headings: levels of the headings in order.
        text: the words of the page.
    """

    language: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Document()
        self._silent = 0
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.found.language = given.get("lang", "")
        if "id" in given:
            self.found.ids.add(given["id"])
        if tag == "a" and "href" in given:
            self.found.links.append(given["href"])
        for element, name in LOADS:
            if tag == element and name in given:
                self.found.loads.append(given[name])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.found.headings.append(int(tag[1]))
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def done(self) -> Document:
        self.found.text = " ".join(" ".join(self._words).split())
        return self.found


@cache
def read_page(file: Path) -> Document:
    """Read a page of a site."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.done()


def pages_of(site: Path, folder: str = "") -> list[Path]:
    """Return the pages of a site, or of a folder of it, by path."""
    return sorted((site / folder).rglob("*.html"))


def target_of(page: Path, link: str) -> tuple[Path, str] | None:
    """Return the file and the fragment that a link leads to; none for an address elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    file = (page.parent / path).resolve() if path else page
    return file, unquote(parts.fragment)


def broken_links(site: Path) -> list[str]:
    """Return every link and every loaded file that is not there, with the page that has it.

    A fragment that begins with `!` or has choices in it is read by a script, and is no place.
    """
    broken: dict[str, None] = {}
    root = site.resolve()
    for page in pages_of(site):
        document = read_page(page)
        here = page.relative_to(site)
        for link in [*document.links, *document.loads]:
            found = target_of(page, link)
            if found is None:
                continue
            file, fragment = found
            if not file.is_file() or not file.is_relative_to(root):
                broken[f"{here}: {link}"] = None
            elif fragment.startswith("!") or "=" in fragment:
                continue  # read by a script: dbt's documentation, or the page of own tables
            elif fragment and file.suffix == ".html":
                resolved = site / file.relative_to(root)
                if fragment not in read_page(resolved).ids:
                    broken[f"{here}: {link} (no such place)"] = None
    return list(broken)
