"""How the site behaves in a browser without a network."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import CUT, DESKTOP, OPEN_ALL, PHONE, visit
from playwright.sync_api import Browser, expect
from sites import KINDS, pages_of

from slachtoffermonitor.site.data import Warehouse

EVERY_PAGE = "SLACHTOFFERMONITOR_EVERY_PAGE"
"""With it a browser opens all pages, which takes some minutes."""
OTHER_EDITION = re.compile(r"-(?!2015-2019)\d{4}-\d{4}$")


def test_pages_open_without_a_fault(browser: Browser, site: Path) -> None:
    """Those of the default edition and of none in Dutch, on a phone, where no cell is cut."""
    pages = pages_of(site, "nl")
    if EVERY_PAGE not in os.environ:
        pages = [page for page in pages if OTHER_EDITION.search(page.stem) is None]
    with visit(browser, site, PHONE) as visitor:
        for page in pages:
            tab = visitor.open(page.relative_to(site).as_posix())
            tab.evaluate(OPEN_ALL)
            assert tab.evaluate(CUT)[1] == [], page
        assert visitor.faults == []


def test_a_page_of_each_kind_opens_in_english_without_a_fault(browser: Browser, site: Path) -> None:
    pages = pages_of(site, "en")
    if EVERY_PAGE not in os.environ:
        pages = [site / "en" / f"{kind}.html" for kind in KINDS]
    with visit(browser, site) as visitor:
        for page in pages:
            visitor.open(page.relative_to(site).as_posix())
        assert visitor.faults == []


def test_front_page_leads_to_a_language(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        visitor.open("index.html")
        visitor.tab.wait_for_url("**/index.html")
        visitor.tab.wait_for_selector("h1")
        assert visitor.tab.url.endswith(("/nl/index.html", "/en/index.html"))
        assert visitor.faults == []


def test_pointing_at_a_chart_shows_the_number(browser: Browser, site: Path) -> None:
    for size, part in ((DESKTOP, ".chart__wide"), (PHONE, ".chart__narrow")):
        with visit(browser, site, size) as visitor:
            tab = visitor.open("en/figures/fig_2_01-2015-2019.html")
            assert tab.locator(".chart__tip").is_hidden()
            mark = tab.locator(f"{part} [data-tip]").first
            mark.scroll_into_view_if_needed()
            mark.hover()
            assert (
                tab.locator(".chart__tip").inner_text() == "2015, All known victims: 1,414° victims"
            )
            assert visitor.faults == []


def test_language_switch_leads_to_the_same_page(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        for kind in ("index", "figures/fig_2_08-2015-2019", "audit/claims", "docs/index"):
            tab = visitor.open(f"nl/{kind}.html")
            tab.locator(".bd-header .site-language a[hreflang=en]").click()
            tab.wait_for_url(f"**/en/{kind}.html")
            assert tab.evaluate("document.documentElement.lang") == "en"
            tab.locator(".bd-header .site-language a[hreflang=nl]").click()
            tab.wait_for_url(f"**/nl/{kind}.html")
        assert visitor.faults == []


def test_claims_are_filtered_by_keyboard(
    browser: Browser, site: Path, warehouse: Warehouse
) -> None:
    contradicted = [one for one in warehouse.claims if one.verdict == "contradicted_by_source"]
    table = [one for one in contradicted if one.exhibit_code == "tab_2_1"]
    rows = "#claims details[open] tbody tr:not([hidden])"
    with visit(browser, site) as visitor:
        tab = visitor.open("en/audit/claims.html")
        assert tab.locator("#claims tbody tr").count() == len(warehouse.claims)
        assert tab.locator(rows).count() == 0
        assert tab.evaluate("document.documentElement.scrollHeight") < 10_000
        verdict = tab.get_by_label("Verdict")
        verdict.focus()
        tab.keyboard.type("contr")
        assert verdict.input_value() == "contradicted_by_source"
        assert tab.locator(rows).count() == len(contradicted)
        tab.get_by_role("combobox", name="Figure").select_option("tab_2_1")
        assert tab.locator(rows).count() == len(table)
        said = f"{len(table)} of {len(warehouse.claims)} shown"
        assert tab.locator("form.filters output").inner_text() == said
        tab.reload()
        assert tab.locator(rows).count() == len(table)
        tab.get_by_role("button", name="Clear").press("Enter")
        tab.wait_for_function(
            "all => document.querySelectorAll('#claims tbody tr:not([hidden])').length === all",
            arg=len(warehouse.claims),
        )
        expect(tab.locator("#claims details[open]")).to_have_count(0)
        tab.get_by_label("Words").fill("organ")
        assert 0 < tab.locator(rows).count() < len(warehouse.claims)
        assert visitor.faults == []


def test_tiles_of_the_audit_open_the_claims_of_a_verdict(
    browser: Browser, site: Path, warehouse: Warehouse
) -> None:
    wanted = sum(one.verdict == "not_derivable" for one in warehouse.claims)
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/audit/index.html")
        tab.locator("a[href*=not_derivable]").click()
        tab.wait_for_url("**/claims.html?verdict=not_derivable")
        shown = tab.locator("#claims details[open] tbody tr:not([hidden])")
        assert shown.count() == wanted


def test_downloads_arrive(browser: Browser, site: Path, tmp_path: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/figures/fig_2_05-2015-2019.html")
        for words, start in (
            ("CSV", b"\xef\xbb\xbfFiguur 2.5"),
            ("XLSX", b"PK"),
            ("SVG", b"<svg"),
            ("PNG", b"\x89PNG"),
        ):
            link = tab.locator(".downloads a", has_text=words).first
            with tab.expect_download() as arriving:
                link.click()
            file = tmp_path / arriving.value.suggested_filename
            arriving.value.save_as(file)
            assert file.read_bytes().startswith(start), words
            assert "fig_2_05-2015-2019" in file.name


def test_a_number_leads_to_its_trace(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/figures/fig_2_08-2015-2019.html")
        link = tab.locator("table.figures td a").first
        target = (link.get_attribute("href") or "").partition("#")[2]
        link.click()
        tab.wait_for_url(f"**/trace/fig_2_08-2015-2019.html#{target}")
        tab.wait_for_selector(f"[id='{target}']", state="visible")
        assert tab.locator(f"[id='{target}']").bounding_box()
        assert visitor.faults == []


def test_a_trace_shows_the_condition_and_the_query_of_its_number(
    browser: Browser, site: Path
) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/trace/fig_2_03-2015-2019.html#year-2019-any_form-ov-victims")
        answer = tab.locator("#trace")
        expect(answer.locator(".trace__value")).to_have_text("6 victims")
        expect(answer).to_contain_text("where victims.has_organ")
        expect(answer).to_contain_text("victims.notification_year = 2019")
        expect(answer.locator(".trace-chain tbody tr").last).to_contain_text("Counted")
        expect(answer.locator(".trace__print").first).to_contain_text("Printed: 6.")
        expect(answer.locator(".trace__condition")).to_contain_text(
            "removal’, alone or with another form"
        )
        expect(answer.locator(".trace-members tbody tr")).to_have_count(5)
        query = tab.locator("#members-query")
        expect(query).to_contain_text("members.row_code = 'OV'")
        tab.locator("[id='edition-2015-2019-form_combination-su-victims'] a").click()
        expect(query).to_contain_text("members.row_code = 'SU'")
        expect(answer).to_contain_text("victims.form_combination_code = 'SU'")
        tab.goto(f"{site.as_uri()}/en/trace/tab_2_1-2015-2019.html#edition-2015-2019-total-rank")
        expect(answer).to_contain_text("No number of this figure has that address")
        tab.goto(
            f"{site.as_uri()}/en/trace/fig_2_10-2015-2019.html"
            "#edition-2015-2019-mean_age-mean_age-mean_age"
        )
        expect(answer).to_contain_text("The mean of the known ages of these 5,060 victims")
        assert visitor.faults == []


def test_without_scripts_everything_can_be_read(browser: Browser, site: Path) -> None:
    with visit(browser, site, scripts=False) as visitor:
        tab = visitor.tab
        tab.goto(f"{site.as_uri()}/nl/figures/fig_2_08-2015-2019.html")
        picture = tab.locator(".chart__wide svg").first
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert tab.locator("table.figures").first.is_visible()
        tab.goto(f"{site.as_uri()}/nl/audit/claims.html")
        assert tab.locator("form.filters").is_hidden()
        tab.locator("#claims summary").first.click()
        assert tab.locator("#claims tbody tr").first.is_visible()
        tab.goto(f"{site.as_uri()}/nl/trace/fig_2_08-2015-2019.html")
        assert tab.locator("#counted-1 .sql").is_visible()
        assert "members.row_kind = 'total'" in tab.locator("#members-query").inner_text()
        assert tab.locator(".trace-list a").first.is_visible()
        tab.goto(f"{site.as_uri()}/index.html")
        assert tab.get_by_role("link").count() == 2


def test_skip_link_and_focus_are_seen(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/index.html")
        tab.keyboard.press("Tab")
        focused = tab.evaluate("document.activeElement.getAttribute('href')")
        assert focused == "#main-content"
        expect(tab.locator(":focus")).to_be_in_viewport()
        tab.keyboard.press("Enter")
        for _ in range(3):
            tab.keyboard.press("Tab")
            style = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style != "none"


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, site: Path) -> None:
    with visit(browser, site, PHONE) as visitor:
        wide = [
            kind
            for kind in KINDS
            if visitor.open(f"nl/{kind}.html").evaluate("document.documentElement.scrollWidth")
            > PHONE[0]
        ]
        assert wide == []


def test_a_phone_reaches_every_section(browser: Browser, site: Path) -> None:
    with visit(browser, site, PHONE) as visitor:
        tab = visitor.open("nl/index.html")
        tab.locator("button.primary-toggle").click()
        menu = tab.locator("#pst-primary-sidebar-modal")
        menu.get_by_role("link", name="Audit").click()
        tab.wait_for_url("**/nl/audit/index.html")
        assert visitor.faults == []


def test_print_leaves_out_what_paper_cannot_use(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/figures/fig_2_08-2015-2019.html")
        tab.emulate_media(media="print")
        assert tab.locator(".bd-header").is_hidden()
        assert tab.locator(".downloads").is_hidden()
        assert tab.locator(".site-banner").is_visible()
        assert tab.locator("table.figures").first.is_visible()


@pytest.mark.parametrize(
    ("language", "size"),
    [("nl", DESKTOP), ("en", PHONE)],
    ids=["dutch-on-a-desk", "english-on-a-phone"],
)
def test_accessibility_checker_finds_nothing_serious(
    browser: Browser, site: Path, language: str, size: tuple[int, int]
) -> None:
    axe = Axe()
    found: list[str] = []
    with visit(browser, site, size) as visitor:
        for kind in KINDS:
            # Hundreds of equal rows take the checker long and tell it nothing.
            few = "?verdict=contradicted_by_source" if kind == "audit/claims" else ""
            tab = visitor.open(f"{language}/{kind}.html{few}")
            violations: list[dict[str, Any]] = axe.run(tab).response["violations"]
            for one in violations:
                if one["impact"] in ("serious", "critical"):
                    places = [node["target"] for node in one["nodes"][:3]]
                    found.append(f"{kind}: {one['id']} at {places}")
    assert found == []
