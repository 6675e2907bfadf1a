"""The page on which a reader makes a table: its answers are the warehouse's, from disk alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import link, mark_of, read, shown, trace_link
from browsers import PHONE, visit
from playwright.sync_api import Browser, expect
from sites import read_page
from warehouses import ROOT

from slachtoffermonitor.site import ask
from slachtoffermonitor.site.data import (
    Warehouse,
)
from slachtoffermonitor.site.extension import environment, render
from slachtoffermonitor.site.imprint import read_imprint
from slachtoffermonitor.site.library import read_library
from slachtoffermonitor.site.material import Material, Pictures
from slachtoffermonitor.site.texts import LANGUAGES, Texts

ASSETS: Final = ROOT / "src" / "slachtoffermonitor" / "site" / "assets"
SCRIPTS: Final = ROOT / "site-scripts"

# Without a browser.


def test_libraries_are_the_scripts_that_were_bundled() -> None:
    lines = (SCRIPTS / "scripts.sha256").read_text().splitlines()
    recorded = {name: digest for digest, name in map(str.split, lines)}
    assert set(recorded) == {
        f"{name}{part}" for name in ("plot", "minisearch") for part in (".js", "-licences.txt")
    }
    for name, digest in recorded.items():
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest, name


def test_libraries_are_those_of_the_lock_and_have_their_licences() -> None:
    wanted = json.loads((SCRIPTS / "package.json").read_text())
    locked = json.loads((SCRIPTS / "package-lock.json").read_text())["packages"]
    versions = wanted["dependencies"] | wanted["devDependencies"]
    for name, version in versions.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(one["integrity"].startswith("sha512-") for name, one in locked.items() if name)
    for name, title, library in (
        ("plot", "Observable Plot", "@observablehq/plot"),
        ("minisearch", "MiniSearch", "minisearch"),
    ):
        script = (ASSETS / f"{name}.js").read_text("utf-8")
        assert script.startswith(f"// {title} {wanted['dependencies'][library]} ")
        licences = (ASSETS / f"{name}-licences.txt").read_text("utf-8")
        named = re.findall(r"(?:\A|-{72}\n\n)(\S+) (\S+)\n", licences)
        assert library in {package for package, _ in named}
        assert all(
            locked[f"node_modules/{package}"]["version"] == found for package, found in named
        )


def test_no_script_stands_in_the_page_and_none_is_made_from_text(site: Path) -> None:
    for name in ("plot.js", "ask.js"):
        script = (ASSETS / name).read_text("utf-8")
        assert not re.search(r"\beval\(|new Function|\bimport\(|fetch\(|XMLHttpRequest", script)
    text = (site / "nl" / "ask.html").read_text("utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    scripts = re.findall(r"<script([^>]*)>", article)
    assert len(scripts) == 3
    assert all("src=" in one or 'type="application/json"' in one for one in scripts)
    assert not re.search(r"<[^>]* (style|on\w+)=", article)


def test_every_figure_leads_to_its_own_choice(site: Path, warehouse: Warehouse) -> None:
    for exhibit in warehouse.exhibits:
        for edition in warehouse.editions_of(exhibit.code):
            page = read_page(site / "nl" / "figures" / f"{exhibit.code}-{edition.code}.html")
            assert f"../ask.html#exhibit={exhibit.code}&edition={edition.code}" in page.links


def test_only_this_page_loads_the_library(site: Path) -> None:
    for language in LANGUAGES:
        with_it = [
            page.name
            for page in (site / language).rglob("*.html")
            if b"assets/plot.js" in page.read_bytes()
        ]
        assert with_it == ["ask.html"]


# In a browser, without a network.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_cell_can_be_asked_for(
    browser: Browser, site: Path, warehouse: Warehouse, language: str
) -> None:
    """The tables of all choices together hold all cells, each with its own number."""
    t = Texts(language)
    values = {trace_link(cell): (shown(cell, t), mark_of(cell, t)) for cell in warehouse.cells}
    shares = {
        trace_link(cell): (shown(cell, t, is_share=True), mark_of(cell, t, is_share=True))
        for cell in warehouse.cells
        if cell.pct is not None and cell.row_kind != "total"
    }
    choices = dict.fromkeys(
        (cell.exhibit_code, cell.edition_code, cell.column_kind, cell.row_kind, measure)
        for cell in warehouse.cells
        if cell.row_kind != "total"
        for measure in (cell.measure, *([f"{cell.measure}.pct"] if cell.pct is not None else []))
    )
    found: dict[bool, dict[str, tuple[str, str]]] = {False: {}, True: {}}
    with visit(browser, site) as visitor:
        tab = visitor.open(f"{language}/ask.html")
        if language == "en":  # the charts of all choices are drawn once
            tab.evaluate("() => { showChart = () => undefined; }")
        answers = read(tab, [link(*choice) for choice in choices])
        assert visitor.faults == []
    for choice, answer in zip(choices, answers, strict=True):
        assert answer["unknown"] == "", choice
        for row in answer["rows"]:
            for text, address, mark in row["cells"]:
                found[choice[-1].endswith(".pct")][address] = (text, mark)
    assert found[False] == values
    assert found[True] == shares
    assert len(values) == len(warehouse.cells)
    assert len({mark for _, mark in values.values()}) > 2  # invented, printed, printed otherwise


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_and_columns_are_those_of_the_exhibit(
    browser: Browser, site: Path, warehouse: Warehouse, language: str
) -> None:
    choices, expected = [], []
    for exhibit in warehouse.exhibits:
        edition = warehouse.default.code
        cells = warehouse.of(exhibit.code, edition)
        first = next(cell for cell in cells if cell.row_kind != "total")
        chosen = [
            cell
            for cell in cells
            if (cell.column_kind, cell.row_kind, cell.measure)
            == (first.column_kind, first.row_kind, first.measure)
        ]
        choices.append(
            link(exhibit.code, edition, first.column_kind, first.row_kind, first.measure)
        )
        expected.append(
            (
                list(dict.fromkeys(cell.column_label.in_(language) for cell in chosen)),
                list(dict.fromkeys(cell.row_label.in_(language) for cell in chosen)),
            )
        )
    with visit(browser, site) as visitor:
        answers = read(visitor.open(f"{language}/ask.html"), choices)
    for answer, (columns, rows) in zip(answers, expected, strict=True):
        assert answer["columns"] == columns
        assert [row["label"] for row in answer["rows"]][: len(rows)] == rows


def test_editions_stand_side_by_side(browser: Browser, site: Path, warehouse: Warehouse) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        [answer] = read(tab, [link("fig_2_05", "beside", "edition", "labour_sector", "victims")])
    assert answer["columns"] == [edition.code for edition in warehouse.editions]
    total = next(row for row in answer["rows"] if row["label"] == "Total")
    assert [text for text, *_ in total["cells"]] == [
        shown(cell, Texts("en"))
        for edition in warehouse.editions
        for cell in warehouse.of("fig_2_05", edition.code)
        if cell.row_kind == "total"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "choices",
    [
        ("fig_2_04b", "2015-2019", "period", "visibility", "victims_known_or_imputed"),
        ("fig_2_07", "series", "year", "trafficking_form", "victims", "AU"),
        ("fig_2_10", "2015-2019", "year", "mean_age", "mean_age"),
        ("fig_2_12", "2015-2019", "year", "police_unit", "police_unit_notifications.pct"),
        ("tab_2_1", "2015-2019", "trafficking_form", "nationality", "rank"),
        ("tab_2_1", "beside", "edition", "nationality", "victims"),
    ],
    ids="-".join,
)
def test_the_download_is_the_table(
    browser: Browser, site: Path, language: str, choices: tuple[str, ...]
) -> None:
    t = Texts(language)
    with visit(browser, site) as visitor:
        tab = visitor.open(f"{language}/ask.html")
        [answer] = read(tab, [link(*choices)])
        with tab.expect_download() as waiting:
            tab.locator("#ask-download").click()
        assert waiting.value.suggested_filename.startswith(f"slachtoffermonitor-{choices[0]}-")
        content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    delimiter = ";" if language == "nl" else ","
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
    columns = [re.sub(r"^(\d{4}) (\S+)$", r"\1 (\2)", column) for column in answer["columns"]]
    assert header[6::2] == columns
    assert header[7::2] == [f"{column}, {t('table.in_print')}" for column in columns]
    assert [line[5] for line in lines] == [row["label"] for row in answer["rows"]]
    assert {line[0] for line in lines} == {t("banner.picture.synthetic")}
    thousands = "." if language == "nl" else ","
    for line, row in zip(lines, answer["rows"], strict=True):
        texts = [text.replace(thousands, "").removesuffix("%") for text, *_ in row["cells"]]
        assert line[6::2] == texts
        assert line[7::2] == [
            {"": t("table.printed"), "°": t("table.invented")}.get(mark, mark[2:])
            if address
            else ""
            for _, address, mark in row["cells"]
        ]
    if choices[0] in ("fig_2_04b", "fig_2_10"):
        assert re.search(r"\d,\d" if language == "nl" else r"\d\.\d", lines[0][6])


def test_a_label_that_looks_like_a_formula_is_defused(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        lines = tab.evaluate(
            """() => {
              const first = answer.rows[0];
              return ["=1+1", "+1", "-1", "@x", " =1", "\\t=1", 'a "b"'].map((label) => {
                first.label = label;
                return csv().split("\\r\\n")[1];
              });
            }"""
        )
    labels = [next(csv.reader([line]))[5] for line in lines]
    assert labels == ["'=1+1", "'+1", "'-1", "'@x", "' =1", "'\t=1", 'a "b"']


def test_a_link_restores_the_choices_and_so_does_the_other_language(
    browser: Browser, site: Path
) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/ask.html")
        tab.get_by_label("Figuur of tabel", exact=True).select_option("fig_2_08")
        tab.get_by_label("Editie", exact=True).select_option("2014-2018")
        tab.get_by_label("Kolommen", exact=True).select_option("trafficking_form")
        tab.get_by_label("Getal", exact=True).select_option("victims.pct")
        tab.get_by_label("Man", exact=True).uncheck()
        address = tab.url
        table = tab.locator("#ask-table").inner_text()
        assert parse_qs(urlsplit(address).fragment) == {
            "exhibit": ["fig_2_08"],
            "edition": ["2014-2018"],
            "columns": ["trafficking_form"],
            "rows": ["gender"],
            "measure": ["victims.pct"],
            "without": ["M"],
        }
        tab.goto("about:blank")
        tab.goto(address)
        assert tab.locator("#ask-table").inner_text() == table
        assert tab.locator("#ask-table tbody tr").count() == 2
        tab.locator(".bd-header .site-language a[hreflang=en]").click()
        tab.wait_for_url("**/en/ask.html#*")
        assert tab.get_by_label("Edition", exact=True).input_value() == "2014-2018"
        assert not tab.get_by_label("Man", exact=True).is_checked()
        assert visitor.faults == []


def test_a_link_to_what_is_not_there_says_so(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html" + link("fig_2_08", "1990-1994", "year", "shoe", "victims"))
        expect(tab.locator("#ask-unknown")).to_contain_text("does not exist here: 1990-1994, shoe")
        expect(tab.locator("#ask-status")).to_contain_text("1990-1994, shoe")
        assert tab.locator("#ask-table tbody tr").count() > 1
        tab.get_by_label("Figure or table", exact=True).select_option("fig_2_01")
        expect(tab.locator("#ask-unknown")).to_be_hidden()


def test_choices_are_made_by_keyboard_and_told(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/ask.html")
        tab.get_by_label("Figuur of tabel", exact=True).focus()
        tab.keyboard.type("Figuur 2.8")
        expect(tab.locator("#ask-status")).to_contain_text("Figuur 2.8.")
        assert tab.evaluate("document.activeElement.name") == "exhibit"
        tab.get_by_label("Vrouw", exact=True).focus()
        tab.keyboard.press("Space")
        expect(tab.locator("#ask-status")).to_contain_text("De tabel heeft 3 rijen")
        assert tab.evaluate("document.activeElement.value") == "V"
        tab.get_by_role("button", name="Geen").focus()
        tab.keyboard.press("Enter")
        expect(tab.locator("#ask-chart")).to_contain_text("Kies ten minste een categorie.")
        assert tab.evaluate("document.activeElement.dataset.all") == "false"
        tab.get_by_role("button", name="Opnieuw beginnen").click()
        assert tab.get_by_label("Figuur of tabel", exact=True).input_value() == "fig_2_01"


def test_the_picker_takes_categories_out_of_table_and_chart(browser: Browser, site: Path) -> None:
    choices = ("fig_2_12", "series", "year", "police_unit", "police_unit_notifications")
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html" + link(*choices))
        assert tab.locator("#ask-chart svg.plot, #ask-chart .ask-panel > svg").count() == 12
        tab.get_by_role("button", name="None").click()
        tab.get_by_label("Amsterdam").check()
        tab.get_by_label("Rotterdam").check()
        assert tab.locator("#ask-chart .ask-panel").count() == 1
        labels = tab.locator("#ask-table tbody th").all_inner_texts()
        assert labels == ["Amsterdam", "Rotterdam", "Total"]
        expect(tab.locator("#ask-chart .ask-legend-swatches")).to_contain_text("Rotterdam")


def test_the_chart_carries_what_the_data_are(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/ask.html")
        words = Texts("nl")("banner.picture.synthetic")
        expect(tab.locator("figure.ask-chart .ask-notice")).to_contain_text(words)
        expect(tab.locator("figure.ask-chart .ask-notice")).to_contain_text("Een open teken is")
        read(tab, [link("fig_2_07", "2015-2019", "year", "trafficking_form", "victims")])
        hollow = tab.locator("#ask-chart [aria-label=dot] [fill^='var(']").count()
        invented = tab.locator("#ask-table tbody tr:not(.total) .invented").count()
        assert 0 < hollow == invented < 25


def test_a_delivered_number_is_never_called_invented(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        tab.evaluate("() => { data.isSynthetic = false; show(wishes(), true); }")
        words = tab.locator("#ask").inner_text()
        assert "invented" not in words.replace(Texts("en")("banner.picture.synthetic"), "")
        expect(tab.locator("#ask-print")).to_contain_text("printed nowhere")


def test_without_scripts_the_page_says_where_the_tables_are(browser: Browser, site: Path) -> None:
    with visit(browser, site, scripts=False) as visitor:
        visitor.tab.goto(f"{site.as_uri()}/nl/ask.html")
        assert visitor.tab.locator("#ask-without").is_visible()
        assert visitor.tab.locator(".ask-choices").is_hidden()
        visitor.tab.locator("#ask-without a").click()
        visitor.tab.wait_for_url("**/nl/figures/index.html")


@pytest.mark.parametrize("size", [PHONE, (1366, 900)], ids=["phone", "desk"])
def test_no_number_is_cut(
    browser: Browser, site: Path, warehouse: Warehouse, size: tuple[int, int]
) -> None:
    with visit(browser, site, size) as visitor:
        tab = visitor.open("nl/ask.html")
        default = warehouse.default.code
        for exhibit in warehouse.exhibits:
            kinds = {cell.column_kind for cell in warehouse.of(exhibit.code, default)}
            choices = [("series", "year"), ("beside", "edition"), *((default, k) for k in kinds)]
            for edition, columns in choices:
                tab.get_by_label("Figuur of tabel", exact=True).select_option(exhibit.code)
                field = tab.get_by_label("Editie", exact=True)
                if not field.locator(f"option[value='{edition}']").count():
                    continue
                field.select_option(edition)
                if edition == default and len(kinds) > 1:
                    tab.get_by_label("Kolommen", exact=True).select_option(columns)
                cut = tab.evaluate(
                    """() => [...document.querySelectorAll("#ask-table th, #ask-table td")]
                      .filter((cell) => cell.closest("tbody"))
                      .filter((cell) => {
                        const range = document.createRange();
                        range.selectNodeContents(cell);
                        const box = document.querySelector(".table-box").getBoundingClientRect();
                        const { left, right } = range.getBoundingClientRect();
                        const isOver = cell.scrollWidth > cell.clientWidth + 1;
                        return isOver || left < box.left - 1 || right > box.right + 1;
                      })
                      .map((cell) => cell.textContent)"""
                )
                assert cut == [], (exhibit.code, edition, columns)
                wide = tab.evaluate("document.documentElement.scrollWidth")
                assert wide <= size[0], (exhibit.code, edition, columns)


def test_a_register_of_other_years_is_asked_in_the_same_way(
    browser: Browser, database: Path, warehouse: Warehouse, tmp_path: Path
) -> None:
    """Two editions of the thirties, three exhibits, and a kind of column that has no words."""
    kept = warehouse.editions[:2]
    later = {edition.code: f"{edition.year_from + 16}-{edition.year_to + 16}" for edition in kept}
    exhibits = tuple(one for one in warehouse.exhibits if one.code in ("fig_2_03", "fig_2_08"))
    cells = tuple(
        replace(
            cell,
            edition_code=later[cell.edition_code],
            column_kind="season" if cell.column_kind == "trafficking_form" else cell.column_kind,
            value=None if cell.value is None else cell.value * 10,
        )
        for cell in warehouse.cells
        if cell.edition_code in later and cell.exhibit_code in {one.code for one in exhibits}
    )
    other = replace(
        warehouse,
        synthetic=False,
        editions=tuple(
            replace(edition, code=later[edition.code], is_default=edition is kept[-1])
            for edition in kept
        ),
        exhibits=exhibits,
        cells=cells,
    )
    t = Texts("en")
    material = Material(
        other,
        read_library(ROOT),
        t,
        Pictures(tmp_path, t, ""),
        database,
        ROOT,
        lambda: tmp_path,
        tmp_path,
        read_imprint(database),
    )
    [page] = ask.pages(material)
    shutil.copytree(ASSETS, tmp_path / "assets")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ask.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><body>'
        f"{render(page, environment(t))}</body></html>",
        encoding="utf-8",
    )
    with visit(browser, tmp_path) as visitor:
        tab = visitor.open("en/ask.html")
        assert tab.get_by_label("Edition", exact=True).input_value() == later[kept[-1].code]
        expect(tab.locator(".ask-notice")).to_contain_text(t("banner.picture.restricted"))
        answers = read(
            tab,
            [link("fig_2_08", code, "season", "gender", "victims") for code in later.values()],
        )
        assert visitor.faults == []
    found = {
        address: text
        for answer in answers
        for row in answer["rows"]
        for text, address, _ in row["cells"]
    }
    assert found == {
        trace_link(cell): shown(cell, t)
        for cell in cells
        if (cell.exhibit_code, cell.column_kind) == ("fig_2_08", "season")
    }


def test_numbers_are_rounded_as_they_are_printed(warehouse: Warehouse) -> None:
    cell = next(one for one in warehouse.cells if one.measure == "mean_age" and one.value)
    for value, rounded in ((Decimal("25.25"), 25.3), (Decimal("25.249999"), 25.2)):
        assert ask.printed(replace(cell, value=value)) == rounded
