"""The site on a phone and on paper: no number is cut, and nothing is lost in a closed group."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from browsers import CUT, DESKTOP, OPEN_ALL, PHONE, visit
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from slachtoffermonitor.site.data import Warehouse

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

SAID_BY_PICTURES = """() => [...document.querySelectorAll("figure")]
    .filter((figure) => figure.querySelector("svg"))
    .map((figure) => [
        [...figure.querySelectorAll("svg text")]
            .filter((text) => {
                const box = text.getBoundingClientRect();
                const whole = text.closest("svg").getBoundingClientRect();
                return box.width > 0 && box.top >= whole.top - 1 && box.bottom <= whole.bottom + 1;
            })
            .map((text) => text.textContent),
        [...figure.querySelectorAll("figcaption, li")].map(
            (words) => (words.checkVisibility() ? "" : "not seen: ") + words.textContent
        ),
    ])"""
"""What is seen in each picture of a page, and stands beside it: title, legend and notes."""

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


def test_no_number_is_cut_on_a_phone(browser: Browser, site: Path) -> None:
    """In English, whose words are other ones; the Dutch pages are opened on a phone one by one."""
    with visit(browser, site, PHONE) as visitor:
        for kind in STACKED:
            tab = visitor.open(f"en/{kind}.html")
            tab.evaluate(OPEN_ALL)
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
            tab.evaluate(OPEN_ALL)
            assert tab.evaluate(CUT)[1] == [], kind
            tab.emulate_media(media="null")  # as the browser would
            tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_a_figure_is_whole_on_paper(
    browser: Browser, site: Path, warehouse: Warehouse, tmp_path: Path
) -> None:
    """All words of the pictures and of their legends, all columns of the tables and their ends."""
    with visit(browser, site) as visitor:
        for exhibit in warehouse.exhibits:
            page = f"nl/figures/{exhibit.code}-{warehouse.default.code}.html"
            tab = visitor.open(page)
            file = tmp_path / "page.pdf"
            tab.pdf(path=file, format="A4")
            words = letters("".join(page.extract_text() for page in PdfReader(file).pages))
            columns = tab.locator("table th:not(:has(.visually-hidden))").all_text_contents()
            assert columns, page
            for text in [*tab.evaluate(LAST_CELLS), *columns]:
                assert letters(text) in words, (page, text)
            tab.emulate_media(media="print")
            pictures = tab.evaluate(SAID_BY_PICTURES)
            assert pictures or exhibit.code.startswith("tab"), page
            for drawn, beside in pictures:
                assert drawn, page
                assert beside, page
                for text in drawn + beside:
                    assert letters(text) in words, (page, text)
            tab.emulate_media(media="null")
