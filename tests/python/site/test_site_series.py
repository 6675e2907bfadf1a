"""The long series of all years: one edition a year, and breaks where numbers cannot be compared."""

from __future__ import annotations

from pathlib import Path

from asking import link, read, shown
from browsers import visit
from playwright.sync_api import Browser, expect

from slachtoffermonitor.site.data import (
    Cell,
    Exhibit,
    Warehouse,
)
from slachtoffermonitor.site.texts import Texts


def series_of(
    warehouse: Warehouse, exhibit: Exhibit, row_kind: str, measure: str
) -> dict[str, dict[str, Cell]]:
    """Return year -> row -> cell: of the default edition if it has the year, else of the last."""
    found: dict[str, dict[str, Cell]] = {}
    for edition in (*warehouse.editions, warehouse.default):
        years: dict[str, dict[str, Cell]] = {}
        for cell in warehouse.of(exhibit.code, edition.code):
            key = (cell.column_kind, cell.row_kind, cell.measure)
            if key == ("year", row_kind, measure):
                years.setdefault(cell.column_code, {})[cell.row_code] = cell
        found |= years
    return dict(sorted(found.items()))


def _is_default(cells: dict[str, Cell], warehouse: Warehouse) -> bool:
    return next(iter(cells.values())).edition_code == warehouse.default.code


def test_long_series_take_each_year_from_one_edition(
    browser: Browser, site: Path, warehouse: Warehouse
) -> None:
    t = Texts("en")
    choices: list[tuple[Exhibit, str, str]] = list(
        dict.fromkeys(
            (exhibit, cell.row_kind, cell.measure)
            for exhibit in warehouse.exhibits
            for cell in warehouse.of(exhibit.code, warehouse.default.code)
            if cell.column_kind == "year" and cell.row_kind != "total"
        )
    )
    assert len(choices) > 12
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        answers = read(
            tab,
            [link(one.code, "series", "year", rows, measure) for one, rows, measure in choices],
        )
        assert visitor.faults == []
    for (exhibit, rows, measure), answer in zip(choices, answers, strict=True):
        years = series_of(warehouse, exhibit, rows, measure)
        editions = [next(iter(cells.values())).edition_code for cells in years.values()]
        assert answer["columns"] == [
            f"{year} {edition}" for year, edition in zip(years, editions, strict=True)
        ]
        labels = {  # where editions call a row otherwise, it has its name of the default edition
            code: cell.row_label.en
            for cells in sorted(years.values(), key=lambda one: _is_default(one, warehouse))
            for code, cell in cells.items()
        }
        by_label = {row["label"]: row["cells"] for row in answer["rows"]}
        assert set(labels.values()) <= set(by_label)
        for code, label in labels.items():
            texts = [text for text, *_ in by_label[label]]
            wanted = [cells.get(code) for cells in years.values()]
            assert texts == [shown(cell, t) if cell else "[x]" for cell in wanted], label


def test_a_series_begins_with_the_first_year_and_breaks_where_a_rule_ends(
    browser: Browser, site: Path, warehouse: Warehouse
) -> None:
    years = sorted({cell.column_code for cell in warehouse.cells if cell.column_kind == "year"})
    with visit(browser, site) as visitor:
        tab = visitor.open("nl/ask.html")
        [answer] = read(tab, [link("fig_2_07", "series", "year", "trafficking_form", "victims")])
        assert [column[:4] for column in answer["columns"]] == years
        notes = tab.locator("#ask-notes")
        expect(notes).to_contain_text("Breuk tussen 2019 en 2020.")
        expect(notes).to_contain_text("Regel R-08 geldt niet meer")
        assert notes.locator("a[href*='D-37-']").count() == 1
        assert tab.locator("#ask-chart text", has_text="breuk").count() == 1
        # Five categories, each a line before and a line after the break.
        assert tab.locator("#ask-chart svg [aria-label=line] path").count() == 10
        [answer] = read(tab, [link("fig_2_07", "2015-2019", "year", "trafficking_form", "victims")])
        assert tab.locator("#ask-chart svg [aria-label=line] path").count() == 5
        assert "Breuk" not in notes.inner_text()


def test_a_row_that_another_edition_calls_otherwise_is_named(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        read(tab, [link("fig_2_08", "series", "year", "gender", "victims")])
        assert "Women and girls" not in tab.locator("#ask-notes").inner_text()
        tab.evaluate(
            """() => {
              const exhibit = data.exhibits.find((one) => one.code === "fig_2_08");
              const last = data.editions.at(-1).code;
              exhibit.labels.push(["V", "Women and girls", "#000000"]);
              for (const block of exhibit.blocks.filter((one) => one.edition === last))
                block.rows = block.rows.map((number) =>
                  exhibit.labels[number][0] === "V" ? exhibit.labels.length - 1 : number
                );
              show(wishes(), true);
            }"""
        )
        expect(tab.locator("#ask-notes")).to_contain_text(
            "What was ‘Woman’ before is ‘Women and girls’ from here."
        )
        assert "Women and girls" not in tab.locator("#ask-table").inner_text()


def test_a_category_that_comes_with_an_edition_is_a_break(browser: Browser, site: Path) -> None:
    with visit(browser, site) as visitor:
        tab = visitor.open("en/ask.html")
        read(tab, [link("fig_2_04a", "series", "year", "prostitution_sector", "victims")])
        notes = tab.locator("#ask-notes")
        expect(notes).to_contain_text("Break between 2014 and 2015. The categories differ")
        expect(tab.locator(".ask-marks")).to_contain_text("[x]")
