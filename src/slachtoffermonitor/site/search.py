"""The page that searches the site: figures with their numbers, claims, pages and documents.

A figure is found once, whatever edition has the number; the lines below it say which. The index is
a file of the site, so that the page needs no server.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from slachtoffermonitor.site.charts import digits
from slachtoffermonitor.site.claims import say
from slachtoffermonitor.site.data import PRINTED, Cell, Exhibit, Warehouse
from slachtoffermonitor.site.figures import page_name
from slachtoffermonitor.site.library import Library
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import Texts

INDEX: Final = "assets/search-{language}.js"
"""The file of the index, below the folder of the site."""

DOCUMENTS: Final = "source/search-documents.js"
"""The file with the documents, which are the same in both languages."""

NOT_FOUND_TWICE: Final = ("figures/", "trace/", "lineage/", "audit/claims")
"""Pages about a figure, and that of the claims: these are found themselves."""

FOUND: Final = ("/index", "/which-number")
"""Pages among them that are no page of one figure."""


@dataclass(frozen=True)
class Entry:
    """Something that is found.

    Attributes:
        kind: `figure`, `page`, `claims` or `document`.
        number: what a figure is numbered, such as `2.4a 2.4`; it comes first when asked for.
        title: what it is called.
        path: its page, below the folder of the language.
        text: its words.
        lines: parts of it with a place of their own: words, and path.
    """

    kind: str
    number: str
    title: str
    path: str
    text: str
    lines: tuple[tuple[str, str], ...] = ()

    def packed(self) -> list[Any]:
        """Return it as the page's script reads it."""
        return [self.kind, self.number, self.title, self.path, self.text, self.lines]


def page(t: Texts) -> Page:
    """Return the page, on which a script searches."""
    return Page(
        path="search",
        template="search.html.j2",
        title=t("search.title"),
        section="search",
        context={
            "index": INDEX.format(language=t.language),
            "documents": DOCUMENTS,
            "synonyms": synonyms(t.language),
        },
    )


def synonyms(language: str) -> list[tuple[str, str]]:
    """Return words that nobody finds by their letters, each with what it means."""
    text = files(__package__).joinpath("synonyms.csv").read_text(encoding="utf-8")
    return [
        (row["word"], row["means"])
        for row in csv.DictReader(text.splitlines())
        if row["language"] == language
    ]


def write_index(entries: Sequence[Entry], name: str = "searchEntries") -> str:
    """Return the script that holds entries, under a name of the window."""
    packed = [entry.packed() for entry in entries]
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name} = {text};\n"


def write_documents(library: Library) -> str:
    """Return the script that holds the documents."""
    return write_index([_document(library, name) for name in library.documents], "searchDocuments")


def entries_of(warehouse: Warehouse, pages: Iterable[Page], t: Texts) -> list[Entry]:
    """Return everything that is found beside the documents, figures first."""
    found = [_figure(warehouse, exhibit, t) for exhibit in warehouse.exhibits]
    found += [
        Entry("page", "", page.title, f"{page.path}.html", page.search)
        for page in pages
        if page.search and (page.path.endswith(FOUND) or not page.path.startswith(NOT_FOUND_TWICE))
    ]
    found.append(_claims(warehouse, t))
    return found


def _figure(warehouse: Warehouse, exhibit: Exhibit, t: Texts) -> Entry:
    number = exhibit.number(t.language)
    code = number.split()[-1]
    cells = _cells(warehouse, exhibit)
    default = warehouse.default.code
    edition = default if warehouse.of(exhibit.code, default) else cells[-1].edition_code
    lines = tuple(
        (_said(cell, t), f"{page_name(exhibit.code, cell.edition_code)}.html#table")
        for cell in cells
        if cell.value is not None and cell.measure != "rank"
    )
    words = dict.fromkeys(
        label for cell in cells for label in (cell.row_label.in_(t.language), cell.row_code)
    )
    return Entry(
        "figure",
        " ".join(dict.fromkeys((code, code.rstrip("abcdefgh")))),
        f"{number}: {exhibit.title.in_(t.language)}",
        f"{page_name(exhibit.code, edition)}.html",
        " ".join(words),
        lines,
    )


def _cells(warehouse: Warehouse, exhibit: Exhibit) -> list[Cell]:
    """Return each number of an exhibit once.

    All of the default edition; of the others their own totals, the years that the default edition
    lacks, and what is printed of these in earlier editions.
    """
    default = warehouse.default.code
    chosen = list(warehouse.of(exhibit.code, default))
    years = warehouse.years_of(exhibit.code)
    chosen += [cell for cells in years.values() for cell in cells if cell.edition_code != default]
    known = {(cell.id, cell.value) for cell in chosen}
    for edition in warehouse.editions:
        for cell in warehouse.of(exhibit.code, edition.code):
            is_new = (cell.id, cell.value) not in known
            if is_new and (cell.column_kind == "edition" or cell.value_in_print == PRINTED):
                chosen.append(cell)
                known.add((cell.id, cell.value))
    return chosen


def _said(cell: Cell, t: Texts) -> str:
    label = cell.row_label.in_(t.language)
    column = cell.column_label.in_(t.language)
    number = t.number(cell.value, digits(cell.measure))
    share = f" ({cell.pct}%)" if cell.pct is not None and cell.row_kind != "total" else ""
    return f"{label}, {column}: {number} {t(f'measure.{cell.measure}')}{share}"


def _claims(warehouse: Warehouse, t: Texts) -> Entry:
    lines = tuple(
        (
            f"{one.claim.claim_id}: {one.description.text}: {one.printed}",
            f"audit/claims.html#{one.claim.claim_id}",
        )
        for one in say(warehouse, warehouse.claims, t)
    )
    return Entry("claims", "", t("search.claims"), "audit/claims.html", "", lines)


_MARKUP: Final = re.compile(r"<!--.*?-->|```.*?```|:?-{3,}:?|[`*_>#|]|\]\([^)]*\)|!?\[", re.S)


def _document(library: Library, name: str) -> Entry:
    text = (library.root / f"{name}.md").read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    words = " ".join(_MARKUP.sub(" ", rest).split())
    return Entry("document", "", first.lstrip("# ").strip(), f"{name}.html", words)
