"""The site on a phone and on paper: no number is cut, and nothing is lost in a closed group."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from browsers import DESKTOP, PHONE, visit
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from slachtoffermonitor.site.data import Warehouse
from slachtoffermonitor.site.texts import LANGUAGES

STACKED = (
    "audit/claims",
    "audit/records",
    "audit/revisions",
    "audit/rulings",
    "quality/index",
    "quality/bad-input",
    "lineage/index",
    "lineage/fig_2_03_exploitation_forms",
    "trace/tab_2_1-2015-2019",
    "trace/fig_2_12-2015-2019",
)
"""Pages whose tables are stacked on a phone."""

CUT = """() => {
    const cut = [];
    let cells = 0;
    for (const cell of document.querySelectorAll("td, tbody th")) {
        if (!cell.textContent.trim()) continue;
        const box = cell.getBoundingClientRect();
        cells += 1;
        if (!box.width || box.left < -0.5 || box.right > window.innerWidth + 0.5
            || cell.scrollWidth > cell.clientWidth + 1)
            cut.push(cell.textContent.trim().slice(0, 60));
    }
    return [cells, cut];
}"""
"""How many cells of tables hold something, and which are not seen whole."""

LAST_CELLS = """() => [...document.querySelectorAll("table")].map((table) => {
    const cells = [...table.querySelectorAll("tbody:last-of-type tr:last-of-type > *")];
    const shown = cells.map((cell) => cell.firstChild ? cell.firstChild.textContent.trim() : "");
    return shown.filter(Boolean).pop() || "";
}).filter(Boolean)"""
"""What stands last in each table."""


def test_an_address_of_a_claim_opens_its_group(
    browser: Browser, site: Path, warehouse: Warehouse
) -> None:
    """Also without scripts, and from a contradiction."""
    first, last = warehouse.claims[0].claim_id, warehouse.claims[-1].claim_id
    with visit(browser, site) as visitor:
        for claim in (first, "SM-0031", last):
            visitor.open("nl/index.html")
            tab = visitor.open(f"nl/audit/claims.html#{claim}")
            expect(tab.locator("#claims details[open]")).to_have_count(1)
            expect(tab.locator(f"#{claim}")).to_be_in_viewport()
    with visit(browser, site, scripts=False) as visitor:
        tab = visitor.open(f"nl/audit/claims.html#{last}")
        expect(tab.locator(f"#{last} th")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_cut_on_a_phone(browser: Browser, site: Path, language: str) -> None:
    """Every cell of a table fits its box and the screen, with all that can be opened open."""
    with visit(browser, site, PHONE) as visitor:
        for kind in STACKED:
            tab = visitor.open(f"{language}/{kind}.html")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            cells, cut = tab.evaluate(CUT)
            assert cells > 5, kind
            assert cut == [], kind


def letters(text: str) -> str:
    """Return a text without blanks, and without the marks that paper sets apart from letters."""
    return re.sub(r"[^!-~]", "", unicodedata.normalize("NFKD", text))


def test_print_has_all_columns_and_the_end(browser: Browser, site: Path, tmp_path: Path) -> None:
    """The paper holds the text of the last row of every table, and no cell leaves the sheet."""
    with visit(browser, site) as visitor:
        for kind in STACKED:
            tab = visitor.open(f"nl/{kind}.html")
            file = tmp_path / "page.pdf"
            tab.pdf(path=file, format="A4")
            paper = PdfReader(file)
            width = float(paper.pages[0].mediabox.width)
            words = letters("".join(page.extract_text() for page in paper.pages))
            last = tab.evaluate(LAST_CELLS)
            assert last, kind
            for text in last:
                assert letters(text) in words, (kind, text)
            tab.set_viewport_size({"width": round(width * 96 / 72) - 76, "height": 900})
            tab.emulate_media(media="print")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert tab.evaluate(CUT)[1] == [], kind
            tab.emulate_media(media="null")  # as the browser would
            tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
