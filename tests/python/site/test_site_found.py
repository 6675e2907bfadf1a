"""What readers find on the site and take along, and what a page may load."""

from __future__ import annotations

import csv
import html
import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import DESKTOP, visit
from playwright.sync_api import Browser
from sites import pages_of, read_page

from slachtoffermonitor.site import search
from slachtoffermonitor.site.build import missing_page
from slachtoffermonitor.site.citing import embed_code, styles
from slachtoffermonitor.site.data import Warehouse
from slachtoffermonitor.site.imprint import Imprint
from slachtoffermonitor.site.page import POLICY
from slachtoffermonitor.site.texts import LANGUAGES, Texts

OFFICE = {
    "publisher": {"nl": "Bureau <A&B>", "en": "Office <A&B>"},
    "web_address": {"nl": "https://example.org/m/", "en": "https://example.org/m/"},
}


# Tables to take along.


def labelled(file: Path) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Return (caption, row, column) -> number, percentage and print of a labelled CSV."""
    delimiter = ";" if file.parent.name == "nl" else ","
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=delimiter))
    found: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for place, (above, line) in enumerate(pairwise(lines)):
        if above or not line:
            continue
        caption, heading = line[0], lines[place + 2]
        for row in lines[place + 3 :]:
            if not row:
                break
            for at in range(2, len(heading), 3):
                key = (caption, f"{row[0]}: {row[1]}", heading[at])
                found[key] = (row[at], row[at + 1], row[at + 2])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_for_spreadsheets_hold_every_number(
    site: Path, warehouse: Warehouse, language: str
) -> None:
    t = Texts(language)
    for exhibit in warehouse.exhibits:
        for edition in warehouse.editions:
            file = site / "downloads" / language / f"{exhibit.code}-{edition.code}.csv"
            assert t("banner.synthetic") in file.read_text("utf-8-sig")
            found = {(row, column): shown for (_, row, column), shown in labelled(file).items()}
            for cell in warehouse.of(exhibit.code, edition.code):
                if cell.measure == "rank" or cell.value is None:
                    continue
                kind = f"{t(f'row_kind.{cell.row_kind}')}, {t(f'measure.{cell.measure}')}"
                key = (
                    f"{kind.capitalize()}: {cell.row_label.in_(language)}",
                    cell.column_label.in_(language),
                )
                number, pct, said = found[key]
                assert Decimal(number.replace(",", ".")) == cell.value, (file, key)
                shown_pct = "" if cell.pct is None or cell.row_kind == "total" else str(cell.pct)
                assert pct == shown_pct, (file, key)
                assert (
                    said
                    == {
                        "printed": t("table.printed"),
                        "not_printed": t("table.invented"),
                        "differs": t("print.instead", number=cell.printed_value or 0),
                    }[cell.value_in_print]
                ), (file, key)


def test_workbooks_hold_what_the_tables_hold(site: Path) -> None:
    for file in sorted((site / "downloads" / "nl").glob("*-2015-2019.xlsx")):
        book = openpyxl.load_workbook(file)
        expected = labelled(file.with_suffix(".csv"))
        found = 0
        for sheet in book:
            rows = list(sheet.iter_rows(values_only=True))
            start = next(n for n, row in enumerate(rows) if row[0] == Texts("nl")("table.kind"))
            caption, heading = str(rows[start - 1][0]), rows[start]
            assert "SYNTHETISCHE GEGEVENS" in str(rows[1][0])
            for row in rows[start + 1 :]:
                for at in range(2, len(heading), 3):
                    key = (caption, f"{row[0]}: {row[1]}", str(heading[at]))
                    number = expected[key][0]
                    if isinstance(row[at], int | float):
                        assert float(str(row[at])) == float(number.replace(",", ".")), (file, key)
                        found += 1
                    else:
                        assert (row[at] or "") == number, (file, key)
        assert found


# Citing and embedding.


def test_a_figure_is_cited_with_its_edition_and_what_the_data_are(warehouse: Warehouse) -> None:
    exhibit, edition = warehouse.exhibits[0], warehouse.default
    path = "nl/figures/x.html"
    plain = Imprint("1.0", "2025-04-07", True, {})
    for style in styles(exhibit, edition, path, plain, Texts("nl")):
        assert edition.code in style.text
        assert exhibit.title.nl in style.text
        assert "[synthetische gegevens]" in style.text
        assert "2025" in style.text
        assert "http" not in style.text
    office = Imprint("1.0", "2025-04-07", False, OFFICE)
    for style in styles(exhibit, edition, path, office, Texts("en")):
        assert "https://example.org/m/nl/figures/x.html" in style.text
        assert "Office <A&B>" in style.text
        assert "synthetic" not in style.text


def test_embedded_pictures_are_there_and_their_words_are_safe(site: Path) -> None:
    page = (site / "nl" / "figures" / "fig_2_08-2015-2019.html").read_text("utf-8")
    pictures = re.findall(r"&lt;img src=&#34;([^&]+)&#34;", page)
    assert pictures
    assert all((site / picture).is_file() for picture in pictures)
    code = embed_code("p", "q", 'a "quoted" <b>', (1, 2), Imprint("1", "", True, OFFICE))
    assert code == (
        '<a href="https://example.org/m/p"><img src="https://example.org/m/q" '
        'alt="a &quot;quoted&quot; &lt;b&gt;" width="1" height="2"></a>'
    )


def test_a_message_with_a_link_shows_the_figure(site: Path, warehouse: Warehouse) -> None:
    for exhibit in warehouse.exhibits:
        for language in LANGUAGES:
            name = f"{exhibit.code}-{warehouse.default.code}"
            file = site / language / "figures" / f"{name}.html"
            head = file.read_text("utf-8").partition("</head>")[0]
            found = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', head))
            assert exhibit.title.in_(language) in html.unescape(found["og:title"])
            assert len(found["og:description"]) > 40
            picture = (file.parent / found["og:image"]).resolve()
            assert picture.read_bytes().startswith(b"\x89PNG")
            assert 'rel="alternate" hreflang="en"' in head


def test_every_page_says_whom_to_ask_and_under_which_licence(site: Path) -> None:
    for language in LANGUAGES:
        for page in pages_of(site, language):
            text = read_page(page).text
            assert "CC BY 4.0" in text, page
            assert Texts(language)("imprint.no_contact") in text, page


def test_without_a_licence_of_the_office_none_is_granted() -> None:
    t = Texts("en")
    assert Imprint("1", "", False, {}).licence(t) == ("no licence is granted", "")
    assert Imprint("1", "", True, {}).licence(t)[0] == "CC BY 4.0"


def test_addresses_are_whole_where_the_office_has_one() -> None:
    office = Imprint("1", "", True, OFFICE)
    assert office.alternates("figures/x", ("nl", "en")) == [
        ("nl", "https://example.org/m/nl/figures/x.html"),
        ("en", "https://example.org/m/en/figures/x.html"),
    ]
    assert Imprint("1", "", True, {}).alternates("figures/x", ("nl", "en")) == []
    assert 'href="https://example.org/m/nl/search.html"' in missing_page(
        "synthetic", office.address
    )


def test_what_reproduced_means_is_said_where_it_is_counted(site: Path) -> None:
    for language in LANGUAGES:
        for page in ("index", "printed", "audit/index", "audit/claims"):
            text = read_page(site / language / f"{page}.html").text
            assert Texts(language)("print.proof") in text, page


# What a page may load.


def test_no_script_stands_in_a_page(site: Path) -> None:
    for page in pages_of(site):
        here = page.relative_to(site).as_posix()
        if here.startswith(("dbt/", "data-docs/")):
            continue  # applications of others
        text = page.read_text("utf-8")
        policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        assert policy in html.unescape(text), here
        for script in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in script or 'type="application/json"' in script, here
        assert not re.search(r"<[^>]+\son[a-z]+=", text), here


# Search.


def test_words_that_have_other_letters_are_told_to_the_search() -> None:
    for language in LANGUAGES:
        words = dict(search.synonyms(language))
        assert words
        assert all(word == word.lower() for word in words)
    assert dict(search.synonyms("nl"))["pools"] == "polen"


@pytest.mark.parametrize(
    ("asked", "first", "line"),
    [
        ("nl: 1334", "Figuur 2.1", "2019: 1.334 slachtoffers"),
        ("nl: 1.334", "Figuur 2.1", "2019: 1.334 slachtoffers"),
        ("en: 1,334", "Figure 2.1", "2019: 1,334 victims"),
        ("nl: 984", "Figuur 2.1", "2020: 984 slachtoffers"),
        ("nl: Nigeriaanse", "Tabel 2.1", "Nigeria, 2015: 44 slachtoffers"),
        ("nl: Poolse", "Tabel 2.1", "Polen, 2015: 90 slachtoffers"),
        ("en: Nigerian 2019", "Table 2.1", "Nigeria, 2019: 512 victims"),
        ("nl: 2.4a", "Figuur 2.4a", ""),
        ("nl: figuur 2.4b", "Figuur 2.4b", ""),
        ("en: figure 2.1", "Figure 2.1", ""),
    ],
)
def test_search_finds_a_figure_by_number_word_and_its_own_number(
    browser: Browser, site: Path, asked: str, first: str, line: str
) -> None:
    language, _, words = asked.partition(": ")
    with visit(browser, site) as visitor:
        tab = visitor.open(f"{language}/search.html?q={quote(words)}")
        tab.wait_for_selector("#search-found > li")
        found = tab.locator("#search-found > li").all_inner_texts()
        assert first + ":" in found[0]
        assert line in found[0]
        titles = tab.locator("#search-found > li > a").all_inner_texts()
        assert len(titles) == len(set(titles))
        assert visitor.faults == []


def test_what_is_not_found_is_said_and_every_result_leads_somewhere(
    browser: Browser, site: Path
) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/search.html?q=xyzzy")
        said = tab.locator("#search-said")
        assert said.inner_text() == "Niets gevonden voor “xyzzy”."
        tab.get_by_label(Texts("nl")("search.label")).fill("uitbuiting")
        tab.wait_for_selector("#search-found > li")
        links = tab.locator("#search-found a").evaluate_all("all => all.map((a) => a.href)")
        assert len(links) > 5
        for link in links:
            path, _, place = link.removeprefix(site.as_uri() + "/").partition("#")
            assert not place or place in read_page(site / path).ids, link
        assert visitor.faults == []


def test_everything_that_is_found_is_there(site: Path) -> None:
    for language in LANGUAGES:
        entries = []
        for name in (search.INDEX.format(language=language), search.DOCUMENTS):
            text = (site / name).read_text("utf-8")
            entries += json.loads(text.partition(" = ")[2].rstrip(";\n"))
        paths = {entry[3] for entry in entries} | {
            path for entry in entries for _, path in entry[5]
        }
        for path in paths:
            file, _, place = path.partition("#")
            page = read_page(site / language / file)
            assert not place or place in page.ids, path


# In the dark.


@pytest.mark.parametrize("kind", ["index", "figures/tab_2_1-2015-2019", "audit/index", "search"])
def test_in_the_dark_everything_can_be_read(browser: Browser, site: Path, kind: str) -> None:
    with visit(browser, site, DESKTOP) as visitor:
        visitor.tab.emulate_media(color_scheme="dark")
        tab = visitor.open(f"nl/{kind}.html")
        background = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", background)[:3])) < 3 * 64
        violations = Axe().run(tab).response["violations"]
        assert [
            (one["id"], [node["target"] for node in one["nodes"][:3]])
            for one in violations
            if one["impact"] in ("serious", "critical")
        ] == []
