"""The static site: what its files hold, and what its words and makers must have."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise, product
from pathlib import Path

import duckdb
import pytest
from sites import KINDS, broken_links, pages_of, read_page, target_of
from typer.testing import CliRunner
from warehouses import ROOT, table_digests

from slachtoffermonitor.cli import app
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site import home
from slachtoffermonitor.site.build import SiteResult, build_site, providers
from slachtoffermonitor.site.charts import digits
from slachtoffermonitor.site.data import Warehouse
from slachtoffermonitor.site.figures import require_words
from slachtoffermonitor.site.library import read_library
from slachtoffermonitor.site.reading import read_warehouse
from slachtoffermonitor.site.texts import LANGUAGES, Texts, read

LARGEST_SITE = 60_000_000
"""Bytes, of seven editions in two languages."""

HEAVIEST_FIGURE = 600_000
"""Bytes that a browser fetches for the page of a figure, compressed, all fonts included."""


def test_site_is_made_without_a_warning(made: SiteResult) -> None:
    assert made.warnings == ()
    assert made.page_count == len(pages_of(made.folder))


def test_site_is_small(made: SiteResult) -> None:
    assert made.byte_count < LARGEST_SITE


def test_a_figure_is_light(site: Path) -> None:
    for page in pages_of(site, "nl/figures"):
        files = {page}
        for address in read_page(page).loads:
            found = target_of(page, address)
            if found is not None and found[0].is_file():
                files.add(found[0])
        files |= set((site / "nl" / "_static").rglob("*.woff2"))
        assert len(files) > 5
        weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
        assert weight < HEAVIEST_FIGURE, page


def test_every_link_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in pages_of(site):
        for address in read_page(page).loads:
            assert address.startswith("data:") or target_of(page, address), page
    styles = [*site.rglob("*.css")]
    assert styles
    for style in styles:
        for address in re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", style.read_text("utf-8")):
            assert not re.match(r"[\"']?(https?:)?//", "".join(address)), style


def test_both_languages_have_the_same_pages(site: Path) -> None:
    paths = {
        language: {page.relative_to(site / language) for page in pages_of(site, language)}
        for language in LANGUAGES
    }
    assert paths["nl"] == paths["en"]
    assert {Path(f"{kind}.html") for kind in KINDS} <= paths["nl"]
    for language in LANGUAGES:
        assert {read_page(page).language for page in pages_of(site, language)} == {language}


def test_every_page_says_what_the_data_are(site: Path, warehouse: Warehouse) -> None:
    assert warehouse.synthetic
    for language in LANGUAGES:
        words = Texts(language)("banner.synthetic")
        for page in pages_of(site, language):
            assert words in read_page(page).text, page
    assert all(
        "SYNTHETI" in picture.read_text("utf-8") for picture in (site / "images").rglob("*.svg")
    )


def test_every_cell_of_a_document_says_its_heading_on_a_phone(site: Path) -> None:
    """All but the first of a row, which stands for the row."""
    tables = 0
    for page in pages_of(site, "nl/docs"):
        for table in re.findall(r'<table class="stack.*?</table>', page.read_text("utf-8"), re.S):
            tables += 1
            headings = [
                unescape(re.sub(r"<[^>]+>", "", one)).strip()
                for one in re.findall(r"<th\b[^>]*>(.*?)</th>", table, re.S)
            ]
            for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", table.partition("</thead>")[2], re.S):
                cells = re.findall(r'<td(?:[^>]* data-label="([^"]*)")?[^>]*>', row)
                assert [unescape(one) for one in cells] == ["", *headings[1:]], page
    assert tables > 100


def test_every_exhibit_has_a_page_in_every_edition(site: Path, warehouse: Warehouse) -> None:
    wanted = {(cell.exhibit_code, cell.edition_code) for cell in warehouse.cells}
    assert len(wanted) == len(warehouse.exhibits) * len(warehouse.editions) > 0
    for exhibit, edition in wanted:
        assert (site / "nl" / "figures" / f"{exhibit}-{edition}.html").is_file()


def test_pages_have_one_title_and_no_heading_is_skipped(site: Path) -> None:
    for page in pages_of(site):
        levels = read_page(page).headings
        if page.name == "dbt.html" or not levels:
            continue
        assert levels.count(1) == 1, page
        for above, below in pairwise(levels):
            assert below <= above + 1, page


def test_the_csv_files_hold_all_cells(site: Path, database: Path) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select cells.*, value_in_print, printed_value, share_in_print, printed_share "
            "from marts.published_cells as cells "
            "inner join marts.published_cells_in_print using ("
            "edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, measure)"
        ).fetchall()
    expected = {tuple("" if value is None else str(value) for value in row) for row in rows}
    found = set()
    for file in sorted((site / "downloads").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            header, *lines = csv.reader(stream)
        assert header[0] == "data_status"
        assert {line[0] for line in lines} == {"SYNTHETIC"}
        found |= {tuple(line[1:]) for line in lines}
    assert found == expected


def test_every_number_is_the_cell_and_says_whether_it_is_printed(
    site: Path, warehouse: Warehouse
) -> None:
    for language, exhibit, edition in product(LANGUAGES, warehouse.exhibits, warehouse.editions):
        t = Texts(language)
        name = f"{exhibit.code}-{edition.code}"
        text = (site / language / "figures" / f"{name}.html").read_text("utf-8")
        found = {cell: (mark, rest) for mark, cell, rest in _MARKED.findall(text)}
        for cell in warehouse.of(exhibit.code, edition.code):
            if cell.measure == "rank":
                continue
            mark, rest = found[cell.id]
            number, *shares = rest.split('<span class="share">')
            shown = number.partition("</a>")[0]
            assert shown == t.number(cell.value, digits(cell.measure)), (name, cell.id)
            share = f"{cell.pct}%" if cell.pct is not None and cell.row_kind != "total" else ""
            pct = next((one for one in shares if "%" in one), "")
            assert pct.startswith(share), (name, cell.id)
            assert bool(pct) == bool(share), (name, cell.id)
            assert mark == cell.value_in_print, (name, cell.id)
            assert ("°" in number) == (mark == "not_printed"), (name, cell.id)
            printed = t("print.instead", number=t.number(cell.printed_value, 0))
            assert (f"{printed}<" in number) == (mark == "differs"), (name, cell.id)
    assert {cell.value_in_print for cell in warehouse.cells} == {
        "printed",
        "differs",
        "not_printed",
    }


_MARKED = re.compile(
    r'<td class="in-print in-print--(\w+)"[^>]*><a href="[^"#]*#([^"]+)">(.*?)</td>', re.S
)


def test_home_page_headlines_no_invented_number(site: Path, warehouse: Warehouse) -> None:
    text = (site / "en" / "index.html").read_text("utf-8")
    rows = re.findall(
        r'<tr><th scope="row"><a href="figures/(\w+)-[\d-]+\.html">([^<]+)</a>.*?</th>'
        r"<td[^>]*>([\d,]+)</td><td[^>]*>([\d,]+)</td>",
        text,
    )
    assert rows
    edition = warehouse.default
    printed = {
        (cell.exhibit_code, cell.row_label.en, f"{cell.value:,.0f}")
        for cell in warehouse.cells
        if cell.edition_code == edition.code
        and cell.value_in_print != "not_printed"
        and cell.column_code in (str(edition.year_to), str(edition.year_to - 1))
    }
    for exhibit, label, before, last in rows:
        assert (exhibit, label, before) in printed
        assert (exhibit, label, last) in printed
    persons = next(
        cell.value
        for cell in warehouse.of("fig_2_01", edition.code)
        if cell.row_kind == "persons" and cell.column_kind == "edition"
    )
    assert f"{persons:,.0f}" not in text


def test_of_a_real_register_every_change_is_shown(warehouse: Warehouse) -> None:
    synthetic = home.movers(warehouse, warehouse.default, "2019", "2018", Texts("en"))
    real = home.movers(
        replace(warehouse, synthetic=False), warehouse.default, "2019", "2018", Texts("en")
    )
    assert set(synthetic) < set(real)


def test_no_page_wants_to_be_found_by_a_search_engine(site: Path) -> None:
    for page in pages_of(site):
        assert '<meta name="robots" content="noindex">' in page.read_text("utf-8"), page


def test_every_published_cell_is_on_its_page_and_can_be_traced(
    site: Path, warehouse: Warehouse
) -> None:
    for cell in warehouse.cells:
        if cell.measure == "rank":
            continue
        name = f"{cell.exhibit_code}-{cell.edition_code}"
        for language in LANGUAGES:
            link = f"../trace/{name}.html#{cell.id}"
            assert link in read_page(site / language / "figures" / f"{name}.html").links, cell


def test_claims_are_all_there(site: Path, warehouse: Warehouse) -> None:
    ids = read_page(site / "nl" / "audit" / "claims.html").ids
    assert {claim.claim_id for claim in warehouse.claims} <= ids
    ids = read_page(site / "en" / "audit" / "contradictions.html").ids
    assert {one.contradiction_id for one in warehouse.contradictions} <= ids


def test_no_person_is_on_the_site(site: Path, database: Path) -> None:
    """No pseudonym, record, birth date or key is a word of any file that is made from the data.

    The repository's own documents and sources, which show some of the synthetic register, are not.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select person_pseudonym from staging.stg_register__records "
            "union select record_id from staging.stg_register__records "
            "union select birth_date_text from staging.stg_register__records "
            "where length(birth_date_text) = 10 and birth_date_text < '2000' "
            "union select victim_year_key from marts.fct_known_victim_years"
        ).fetchall()
    personal = {text.encode() for (text,) in rows if text and len(text) > 5}
    files = [
        file
        for file in site.rglob("*")
        if file.is_file() and not {"docs", "source"} & {*file.relative_to(site).parts}
    ]
    assert len(personal) > 10_000
    assert len(files) > 500
    found = {
        str(file.relative_to(site)): len(words)
        for file in files
        if (words := personal.intersection(re.findall(rb"[A-Za-z0-9_:-]+", _content(file))))
    }
    assert found == {}


def _content(file: Path) -> bytes:
    content = file.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def test_same_warehouse_gives_the_same_bytes(site: Path, database: Path, tmp_path: Path) -> None:
    """One of the languages again is enough."""
    again = build_site(database, tmp_path / "again", ROOT, ("nl",)).folder
    files = {file.relative_to(again): file for file in again.rglob("*") if file.is_file()}
    assert {"assets", "dbt", "downloads", "images", "nl", "source"} <= {
        path.parts[0] for path in files
    }
    different = [
        str(path) for path, file in files.items() if file.read_bytes() != (site / path).read_bytes()
    ]
    assert different == []


def test_a_folder_that_is_no_site_is_left_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(ProjectError, match="not a site"):
        build_site(database, tmp_path, ROOT)
    assert [file.name for file in tmp_path.iterdir()] == ["letters.txt"]


def test_without_a_warehouse_the_command_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["site", str(tmp_path / "site"), "--database", str(tmp_path / "none.duckdb")]
    )
    assert result.exit_code == 1
    assert "There is no warehouse" in result.output
    assert not (tmp_path / "site").exists()


def test_making_the_site_leaves_the_warehouse_as_it_is(
    made: SiteResult, database: Path, warehouse: Warehouse
) -> None:
    assert made.page_count
    assert not database.with_name(database.name + ".wal").exists()
    assert table_digests(database, ("marts",))
    assert read_warehouse(database) == warehouse


# The words, the colours and the charts.


def test_every_text_is_used_in_both_languages_with_the_same_blanks() -> None:
    for key, words in read().items():
        blanks = {language: set(re.findall(r"{(\w+)}", words[language])) for language in LANGUAGES}
        assert blanks["nl"] == blanks["en"], key


def test_numbers_are_written_as_the_language_does() -> None:
    dutch, english = Texts("nl"), Texts("en")
    assert (dutch.number(5060), english.number(5060)) == ("5.060", "5,060")
    assert (dutch.number(-1), english.signed(1234)) == ("−1", "+1,234")


def test_every_rule_on_a_figure_page_has_words_and_most_a_ruling(site: Path) -> None:
    known = read_library(ROOT).rules
    assert "R-08" in known
    page = read_page(site / "en" / "figures" / "fig_2_08-2015-2019.html")
    assert "../docs/decisions/D-24-R-25-gender.html" in page.links


def test_what_a_new_figure_lacks_is_said(warehouse: Warehouse) -> None:
    t = Texts("en")
    require_words(warehouse, t)
    exhibit = replace(warehouse.exhibits[0], code="fig_2_14")
    cell = replace(warehouse.cells[0], exhibit_code="fig_2_14", row_kind="shoe_size")
    wider = replace(
        warehouse, exhibits=(*warehouse.exhibits, exhibit), cells=(*warehouse.cells, cell)
    )
    with pytest.raises(ProjectError) as raised:
        require_words(wider, t)
    said = "no words for condition.shoe_size, note.fig_2_14, row_kind.shoe_size: write them"
    assert said in str(raised.value)


def test_every_maker_of_pages_has_the_shape_that_the_build_asks_for() -> None:
    for module in providers():
        assert callable(module.pages), module
        assert module.__doc__, module
