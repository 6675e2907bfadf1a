"""The release kit: all formats hold the cells of the exhibits, and nothing that surprises."""

from __future__ import annotations

import csv
import errno
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import frictionless
import openpyxl
import pyshacl
import pytest
import rdflib
from csvw import CSVW
from rdflib.namespace import DCAT, DCTERMS, RDF
from typer.testing import CliRunner
from warehouses import Builds

from slachtoffermonitor.cli import app
from slachtoffermonitor.kit import (
    cells,
    citation,
    make,
    packages,
    quality,
    spreadsheets,
    workbook,
)
from slachtoffermonitor.kit.catalogue import write_catalogue
from slachtoffermonitor.kit.make import Wish, make_kit
from slachtoffermonitor.kit.publication import Publication, Publisher, both, words_of
from slachtoffermonitor.kit.quality_tables import QUERIES
from slachtoffermonitor.kit.readme import readme
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import publish, release
from slachtoffermonitor.publication.audiences import audience_for

EDITION: Final = "2015-2019"
MADE: Final = Wish(editions=(EDITION,), with_ods=False)
SHAPES: Final = Path(__file__).parent / "dcat_ap"
PUBLICATION: Final = Publication(
    number=7,
    is_synthetic=True,
    published_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    version="0.1.0",
    audience=audience_for(None, synthetic=True),
)
DELIVERED: Final = replace(PUBLICATION, is_synthetic=False)
WARNINGS: Final = {"nl": "kleine aantallen niet beveiligd", "en": "small numbers not protected"}


def copy_marts(source: Path, target: Path, *changes: str) -> Path:
    """Copy the marts of aggregates to a file of their own, and change them."""
    with duckdb.connect(str(target)) as connection:
        # Views repeat the name of the file.
        connection.execute(f"attach '{source}' as {source.stem} (read_only)")
        connection.execute("create schema marts")
        for (table,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' "
            f"and table_catalog = '{source.stem}' "
            "and regexp_matches(table_name, '^(fig|tab|dim)_')"
        ).fetchall():
            connection.execute(f"create table marts.{table} as from {source.stem}.marts.{table}")
        connection.execute(f"detach {source.stem}")
        for change in changes:
            connection.execute(change)
    return target


@pytest.fixture(scope="module")
def warehouse(builds: Builds) -> Path:
    return builds.result("shipped").database


@pytest.fixture(scope="module")
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def kit(connection: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "a kit"
    make_kit(connection, PUBLICATION, folder, MADE)
    return folder


@pytest.fixture(scope="module")
def spoilt(
    warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """A kit of a delivered register with suppressed cells and texts that would be formulas."""
    place = tmp_path_factory.mktemp("spoilt")
    database = copy_marts(
        warehouse,
        place / "w.duckdb",
        "update marts.dim_editions set data_status = 'delivered'",
        "alter table marts.fig_2_05_labour_sectors add column is_suppressed boolean",
        "update marts.fig_2_05_labour_sectors set is_suppressed = row_kind = 'total' "
        "or (edition_code = '2015-2019' and row_order = 3)",
        "update marts.fig_2_08_gender set row_label_nl = '=1+1', row_label_en = ' @SUM(A1)' "
        "where row_order = 2",
        "update marts.fig_2_08_gender set row_label_nl = '-2', row_label_en = '+cmd' "
        "where row_order = 3",
        "update marts.fig_2_10_age set value = -1.5 where row_kind = 'mean_age'",
        "update marts.dim_exhibits set title_nl = '{=1+1}' where exhibit_code = 'fig_2_08'",
    )
    opened = duckdb.connect(str(database), read_only=True)
    make_kit(opened, DELIVERED, place / "kit", replace(MADE, with_quality=False))
    return place / "kit", opened


# --- tables ---------------------------------------------------------------------------------------


def test_tidy_files_hold_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    for exhibit in cells.exhibits(connection):
        columns = ", ".join(name for name in cells.TIDY_COLUMNS[3:-1])
        wanted = connection.execute(
            f"select {columns} from marts.{exhibit.model} order by all"
        ).fetchall()
        file = kit / "tidy" / exhibit.code
        found = duckdb.execute(f"select {columns} from '{file}.parquet' order by all").fetchall()
        assert found == wanted, exhibit.code
        kinds = dict(
            duckdb.execute(
                f"select column_name, column_type from (describe '{file}.parquet')"
            ).fetchall()
        )
        read = f"read_csv('{file}.csv', columns = {kinds}, auto_detect = false, header = true)"
        assert duckdb.execute(f"select {columns} from {read} order by all").fetchall() == wanted


@pytest.mark.parametrize("language", ["nl", "en"])
def test_labelled_files_hold_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    t = words_of(language)
    for exhibit in cells.exhibits(connection):
        text = (kit / language / f"{exhibit.code}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        lines = text.decode("utf-8-sig").split("\r\n")
        assert lines.pop() == ""
        assert not any("\n" in line for line in lines)
        mark = {"nl": ";", "en": ","}[language]
        rows = list(csv.reader(lines, delimiter=mark))
        value, pct = rows[0].index(t("column.value")), rows[0].index(t("column.pct"))
        wanted = cells.cells_of(connection, exhibit.code)
        assert len(rows) - 1 == len(wanted)
        for row, line, cell in zip(rows[1:], lines[1:], wanted, strict=True):
            decimal = "," if language == "nl" else "."
            shown = "[z]" if cell.value is None else f"{cells.number(cell.value)}"
            assert row[value] == shown.replace(".", decimal), cell.cell_id
            assert row[pct] == ("" if cell.pct is None else str(cell.pct))
            assert cell.row_labels[language] in row
            # Text stands in quotation marks, so that no desk takes 0-17 for a date; numbers do not.
            assert f'"{cell.column_labels[language]}"' in line
            assert cell.value is None or f'"{row[value]}"' not in line


def test_a_kit_is_the_same_twice(
    kit: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    make_kit(connection, PUBLICATION, tmp_path / "again", MADE)
    assert _bytes(kit) == _bytes(tmp_path / "again")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


# --- workbooks ------------------------------------------------------------------------------------


def sheets_of(file: Path) -> dict[str, list[list[Any]]]:
    """Read an XLSX: sheet -> rows of values. A formula in it is a failure."""
    book = openpyxl.load_workbook(file)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), f"{sheet.title} {row}"
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def table_in(rows: list[list[Any]], heading: str) -> list[list[Any]]:
    """Return the table of a sheet, which begins where its first heading stands."""
    first = next(place for place, row in enumerate(rows) if row[0] == heading)
    return rows[first:]


def assert_sheets_hold_the_exhibits(
    sheets: dict[str, list[list[Any]]], connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    t = words_of(language)
    for exhibit in cells.exhibits(connection):
        table = workbook.table_of(cells.cells_of(connection, exhibit.code, EDITION), t)
        found = table_in(sheets[exhibit.number(language)], t("column.row_kind"))
        assert found[0] == list(table.columns)
        assert len(found) - 1 == len(table)
        for row, wanted in zip(found[1:], table.itertuples(index=False), strict=True):
            for value, cell in zip(row, wanted, strict=True):
                if isinstance(cell, str):
                    assert value == cell
                else:
                    assert isinstance(value, int | float), f"{exhibit.code}: {value!r}"
                    assert value == pytest.approx(float(cell), abs=1e-9)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_workbook_holds_the_exhibits_cell_by_cell(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    t = words_of(language)
    sheets = sheets_of(kit / "workbooks" / workbook.file_name(EDITION, language))
    assert list(sheets)[:3] == [t("sheet.cover"), t("sheet.contents"), t("sheet.notes")]
    assert len(sheets) == 3 + 15
    assert_sheets_hold_the_exhibits(sheets, connection, language)
    for name, rows in sheets.items():
        said = [str(value) for row in rows[:4] for value in row]
        assert any(t("notice.synthetic") in text for text in said), name


def test_a_sheet_has_one_named_table_and_says_how_many_marks_it_has(kit: Path) -> None:
    book = openpyxl.load_workbook(kit / "workbooks" / workbook.file_name(EDITION, "en"))
    for sheet in book.worksheets[3:]:
        assert len(sheet.tables) == 1
        values = [value for row in sheet.iter_rows(values_only=True) for value in row]
        said = next(str(v) for v in values if "This sheet holds one table" in str(v))
        counted = [int(found) for found in re.findall(r"(\d+) marks", said)]
        assert counted == [values.count("[z]"), values.count("[c]")]
        assert not sheet.merged_cells.ranges
    names = [table for sheet in book.worksheets for table in sheet.tables]
    assert len(names) == len(set(names))


def test_the_pages_of_an_opendocument_stand_in_one_order() -> None:
    upright, aside = "><page/></style:page-layout>", "><wide/></style:page-layout>"
    layout, page = '<style:page-layout style:name="{}"{}', '<style:master-page style:name="{}"'
    uses = page + ' style:page-layout-name="{}"/></style:master-page>'
    one = layout.format("M1", upright) + layout.format("M2", aside)
    other = layout.format("M1", aside) + layout.format("M2", upright)
    found = {
        spreadsheets.in_order(
            f"<a>{one}</a><b>{uses.format('X', 'M1')}{uses.format('Y', 'M2')}</b>"
        ),
        spreadsheets.in_order(
            f"<a>{other}</a><b>{uses.format('Y', 'M1')}{uses.format('X', 'M2')}</b>"
        ),
    }
    assert len(found) == 1
    assert spreadsheets.in_order("<a/>") == "<a/>"


# --- what spreadsheets and readers have been harmed by --------------------------------------------


def test_text_that_would_be_a_formula_is_defused_the_same_way_everywhere(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    for language, wanted in {"nl": ("'=1+1", "'-2"), "en": ("' @SUM(A1)", "'+cmd")}.items():
        sheet = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, language))
        number = {"nl": "Figuur 2.8", "en": "Figure 2.8"}[language]
        labels = {row[1] for row in sheet[number]}
        text = (folder / language / "fig_2_08.csv").read_text(encoding="utf-8-sig")
        stored = duckdb.execute(
            f"select distinct label_{language} from '{folder}/tidy/labels.parquet'"
        ).fetchall()
        for label in wanted:
            assert label in labels
            assert f'"{label}"' in text
            assert (label,) in stored


def test_a_negative_number_stays_a_number(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    sheet = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, "en"))["Figure 2.10"]
    assert {value for row in sheet if row[2] == "mean age in years" for value in row[3:9]} == {-1.5}
    assert ";-1,5;" in (folder / "nl" / "fig_2_10.csv").read_text(encoding="utf-8-sig")


def test_a_suppressed_number_is_nowhere(spoilt: tuple[Path, duckdb.DuckDBPyConnection]) -> None:
    folder, opened = spoilt
    hidden = opened.execute(
        "select edition_code, value from marts.fig_2_05_labour_sectors where is_suppressed"
    ).fetchall()
    rows = duckdb.execute(
        "select edition_code, row_kind, value, unit_count, base, pct, status_code "
        f"from '{folder}/tidy/fig_2_05.parquet'"
    ).fetchall()
    assert len(hidden) == 8
    assert sum(row[-1] == "suppressed" for row in rows) == len(hidden)
    for edition, kind, value, unit_count, base, pct, status in rows:
        if status == "suppressed":
            assert (value, unit_count, base, pct) == (None,) * 4
        # The total is hidden, so that no percentage of it may give it away.
        assert (base, pct) == (None, None), (edition, kind)
    total = next(value for edition, value in hidden if edition == EDITION and value > 100)
    for language in ("nl", "en"):
        text = (folder / language / "fig_2_05.csv").read_text(encoding="utf-8-sig")
        shown = [line for line in text.splitlines() if EDITION in line]
        assert not any(str(int(total)) in re.split("[;,]", line) for line in shown)
        assert sum("[c]" in line for line in shown) == 2
        sheets = sheets_of(folder / "workbooks" / workbook.file_name(EDITION, language))
        number = {"nl": "Figuur 2.5", "en": "Figure 2.5"}[language]
        values = [value for row in sheets[number] for value in row]
        assert total not in values
        assert values.count("[c]") == 2
        assert "[z]" not in values


def test_the_marks_are_told_apart_and_counted(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, opened = spoilt
    counted = cells.counts(opened)
    assert counted["suppressed"] == 8
    assert counted["not_applicable"] == 178
    assert f"{sum(counted.values()):,} cells" in (folder / "README.txt").read_text()
    assert "178 not applicable, 8 suppressed" in (folder / "README.txt").read_text()
    assert not list(folder.rglob("*-99*"))


# --- metadata -------------------------------------------------------------------------------------


def test_the_data_package_is_valid_and_sees_a_fault(kit: Path, tmp_path: Path) -> None:
    report = frictionless.validate(str(kit / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "type", "message"])[:5]
    exhibits = len(list((kit / "en").glob("*.csv")))
    assert len(report.tasks) == 3 * exhibits + 1
    package = json.loads((kit / "datapackage.json").read_text())
    package["resources"] = [one for one in package["resources"] if one["name"] == "tidy-fig_2_05"]
    del package["resources"][0]["bytes"], package["resources"][0]["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    (tmp_path / "tidy").mkdir()
    text = (kit / "tidy" / "fig_2_05.csv").read_text()
    for written, is_valid in {
        text: True,
        text.replace("row_kind,row_code", "row_code,row_kind", 1): False,
        re.sub(r"victims,\d+\.\d+", "victims,<5", text, count=1): False,
        text.replace(",published", ",secret", 1): False,
    }.items():
        (tmp_path / "tidy" / "fig_2_05.csv").write_text(written)
        assert frictionless.validate(str(tmp_path / "datapackage.json")).valid == is_valid


def test_a_kit_with_marks_and_without_a_licence_is_valid_too(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "type", "message"])[:5]
    assert CSVW(str(folder / "tidy" / "csv-metadata.json"), validate=True).is_valid
    graph = rdflib.Graph().parse(folder / "catalogue.ttl")
    for shapes in ("shapes", "range"):
        conforms, _, text = pyshacl.validate(
            graph, shacl_graph=rdflib.Graph().parse(SHAPES / f"{shapes}.ttl")
        )
        assert conforms, text
    rights = {str(found) for found in graph.objects(None, DCTERMS.accessRights)}
    assert {one.rpartition("/")[2] for one in rights} == {"RESTRICTED"}


def test_the_csvw_is_valid_and_sees_a_fault(kit: Path, tmp_path: Path) -> None:
    found = CSVW(str(kit / "tidy" / "csv-metadata.json"), validate=True)
    assert found.is_valid, [str(one.message) for one in found.warnings]
    metadata = json.loads((kit / "tidy" / "csv-metadata.json").read_text())
    metadata["tables"] = [one for one in metadata["tables"] if one["url"] == "fig_2_05.csv"]
    (tmp_path / "csv-metadata.json").write_text(json.dumps(metadata))
    text = (kit / "tidy" / "fig_2_05.csv").read_text()
    for number, is_valid in {"12.5": True, "NaN": False, "<5": False, "1e3": False}.items():
        written = re.sub(r"victims,\d+\.\d+", f"victims,{number}", text, count=1)
        (tmp_path / "fig_2_05.csv").write_text(written)
        found = CSVW(str(tmp_path / "csv-metadata.json"), validate=True)
        assert found.is_valid == is_valid, number


@pytest.fixture(scope="module")
def catalogue(kit: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(kit / "catalogue.ttl")


@pytest.mark.parametrize("shapes", ["shapes", "range"])
def test_the_catalogue_keeps_to_dcat_ap(catalogue: rdflib.Graph, shapes: str) -> None:
    rules = rdflib.Graph().parse(SHAPES / f"{shapes}.ttl")
    conforms, _, text = pyshacl.validate(catalogue, shacl_graph=rules)
    assert conforms, text
    broken = rdflib.Graph() + catalogue
    broken.remove((None, DCTERMS.title, None))
    broken.remove((None, DCAT.contactPoint, None))
    (dataset,) = catalogue.subjects(RDF.type, DCAT.Dataset)
    broken.add((dataset, DCAT.contactPoint, dataset))
    assert not pyshacl.validate(broken, shacl_graph=rules)[0]


def test_the_catalogue_lacks_little_of_what_dcat_ap_recommends(catalogue: rdflib.Graph) -> None:
    rules = rdflib.Graph().parse(SHAPES / "shapes_recommended.ttl")
    _, report, _ = pyshacl.validate(catalogue, shacl_graph=rules)
    path = rdflib.Namespace("http://www.w3.org/ns/shacl#").resultPath
    missing = {
        str(found).rpartition("/")[2].rpartition("#")[2] for found in report.objects(None, path)
    }
    # A box around the country; a kind of publisher and of licence; a page where none is given.
    assert missing <= {"bbox", "centroid", "type", "homepage"}


def test_the_catalogue_has_what_the_shapes_do_not_ask(catalogue: rdflib.Graph, kit: Path) -> None:
    (dataset,) = catalogue.subjects(RDF.type, DCAT.Dataset)
    once = [DCTERMS.identifier, DCTERMS.publisher, DCTERMS.creator, DCTERMS.accessRights]
    for term in (*once, DCAT.contactPoint, DCTERMS.issued):
        assert len(list(catalogue.objects(dataset, term))) == 1, term
    assert len(list(catalogue.objects(dataset, DCAT.theme))) == 2
    (of_all,) = catalogue.subjects(RDF.type, DCAT.Catalog)
    for term in (DCAT.contactPoint, DCAT.dataset, DCTERMS.publisher, DCTERMS.license):
        assert list(catalogue.objects(of_all, term)), term
    distributions = set(catalogue.objects(dataset, DCAT.distribution))
    tables = [file for file in kit.rglob("*") if file.suffix in (".csv", ".parquet", ".xlsx")]
    assert len(distributions) == len(tables)
    for one in distributions:
        assert list(catalogue.objects(one, DCTERMS.license))
    assert not any(isinstance(node, rdflib.BNode) for node in catalogue.all_nodes())


def test_what_the_office_says_of_itself_stands_in_the_metadata(
    kit: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    entries = {
        "publisher": {"nl": "Bureau", "en": "Office"},
        "contact": {"nl": "de balie", "en": "the desk"},
        "email": dict.fromkeys(("nl", "en"), "desk@example.org"),
        "web_address": dict.fromkeys(("nl", "en"), "https://example.org/m"),
    }
    publication = replace(PUBLICATION, publisher=Publisher(entries), approved_by="A. Chef")
    found = cells.exhibits(connection)
    described = packages.Described(publication, found, packages.meanings(connection, found[0]))
    copy = Path(shutil.copytree(kit, tmp_path / "kit"))
    package = json.loads(packages.write_package(described, copy).read_text())
    assert package["contributors"][0]["title"] == "Office"
    assert package["release_status"] == "approved"
    assert package["homepage"] == "https://example.org/m"
    made = [copy / "tidy" / "fig_2_05.csv"]
    graph = rdflib.Graph().parse(write_catalogue(described, [EDITION], made, copy))
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://example.org/m/0007"
    assert (None, None, rdflib.URIRef("mailto:desk@example.org")) in graph
    text = readme(publication, cells.counts(connection), words_of("nl"), [])
    assert "Uitgever: Bureau." in text
    assert "Vastgesteld door A. Chef." in text
    assert "Concept" not in text


def test_the_checksums_are_those_that_sha256sum_finds(kit: Path) -> None:
    program = shutil.which("sha256sum")
    assert program
    done = subprocess.run(
        [program, "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=kit, check=False
    )
    assert done.returncode == 0
    listed = (kit / "SHA256SUMS").read_text().splitlines()
    assert len(listed) + 1 == sum(path.is_file() for path in kit.rglob("*"))


# --- quality report -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_quality_report_has_the_headings_and_the_numbers_of_the_warehouse(
    kit: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    text = (kit / quality.report_name(language)).read_text(encoding="utf-8")
    headings = re.findall(r"^## S\.(\d+) \S", text, re.MULTILINE)
    assert headings == [str(number) for number in range(1, 20)]
    assert "{" not in text
    assert "quality." not in text
    t = words_of(language)
    for query in (
        "select count(*) from marts.published_cells",
        "select count(*) from audit.aud_reconciliation where verdict = 'reproduced'",
        "select count(*) from audit.aud_expectation_results where stage_code = 'arrival'",
        "select sum(record_count) from audit.aud_waterfall where source_table = 'emm_records'",
        "select count(*) from audit.aud_revisions where is_revised and exhibit_code = 'fig_2_10'",
        "select count(*) from audit.aud_attribute_conflicts where attribute_name = 'birth_on'",
        "select sum(known_count) from audit.aud_delivery_completeness where column_name = 'gender'",
    ):
        (number,) = connection.execute(query).fetchone() or (None,)
        assert t.number(number) in re.findall(r"[\d.,]+\d|\d", text), query


def test_the_words_of_the_quality_report_hold_no_number() -> None:
    for language, t in both().items():
        for key, text in t._words.items():
            if key.startswith("quality.") and not re.fullmatch(r"quality\.S\d+", key):
                assert not re.search(r"\d", re.sub(r"\{\w+\}", "", text)), (language, key)


def test_the_quality_report_has_words_for_every_code(
    connection: duckdb.DuckDBPyConnection, kit: Path
) -> None:
    for name, query in QUERIES.items():
        found = connection.execute(query.replace("{language}", "nl"))
        columns = [column[0] for column in found.description or ()]
        for row in found.fetchall():
            for column, value in zip(columns, row, strict=True):
                if column.startswith("word_"):
                    assert words_of("nl").has(f"quality.word.{value}"), (name, value)


def test_no_quality_report_about_other_figures(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, tmp_path: Path
) -> None:
    change = "update marts.fig_2_08_gender set value = value + 1 where row_order = 2"
    file = copy_marts(warehouse, tmp_path / "w.duckdb", change)
    with duckdb.connect(str(file), read_only=True) as published:
        with pytest.raises(ProjectError, match=r"does not hold the checks .* --no-quality"):
            make_kit(published, PUBLICATION, tmp_path / "kit", MADE)
        with pytest.raises(ProjectError, match="built anew since publication 0007"):
            make_kit(published, PUBLICATION, tmp_path / "kit", MADE, checks=connection)
    assert not (tmp_path / "kit").exists()


# --- who may have it ------------------------------------------------------------------------------


def said_in(file: Path) -> str:
    """Return the text of any file of a kit; of a workbook the text of every sheet, or nothing."""
    if file.suffix == ".parquet":
        return str(duckdb.execute(f"select value from parquet_kv_metadata('{file}')").fetchall())
    if file.suffix == ".xlsx":
        sheets = [str(rows) for rows in sheets_of(file).values()]
        return min(sheets, key=lambda text: any(one in text for one in WARNINGS.values()))
    return file.read_text(encoding="utf-8")


def test_everything_of_a_delivered_register_says_who_may_have_it(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    for file in folder.rglob("*"):
        if not file.is_file() or file.name == "SHA256SUMS":
            continue
        text = said_in(file)
        assert any(one in text for one in WARNINGS.values()), file
        assert "SYNTHETI" not in text, file
        assert file.stat().st_mode & 0o077 == 0


def test_everything_of_a_synthetic_register_says_so(kit: Path) -> None:
    for file in kit.rglob("*"):
        if file.is_file() and file.suffix != ".xlsx" and file.name != "SHA256SUMS":
            assert "SYNTHETI" in said_in(file), file


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    return result.exit_code, " ".join(result.output.split())


def test_a_delivered_register_gives_no_kit_without_an_audience(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection], tmp_path: Path
) -> None:
    database = spoilt[0].parent / "w.duckdb"
    options = ["--database", database, "--no-ods", "--no-quality", "--edition", "1999-2003"]
    code, said = run("kit", tmp_path / "kit", *options)
    assert (code, "--audience restricted" in said) == (1, True)
    for audience in ("public", "everybody"):
        code, said = run("kit", tmp_path / "kit", *options, "--audience", audience)
        assert code == 1
        assert f"'{audience}'" in said
    assert not (tmp_path / "kit").exists()
    # The one that is written out goes as far as the edition.
    code, said = run("kit", tmp_path / "kit", *options, "--audience", "restricted")
    assert (code, "no edition 1999-2003" in said) == (1, True)


# --- of a publication -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publications") / "published"
    publish.publish(warehouse, folder, publish.Wish(), "2026-12-01T08:00:00+00:00")
    return folder


def test_a_kit_is_that_of_the_current_publication(
    published: Path, warehouse: Path, tmp_path: Path
) -> None:
    options = ["--folder", published, "--database", warehouse, "--no-ods", "--edition", EDITION]
    code, said = run("kit", tmp_path / "kit", *options)
    assert code == 0, said
    assert "files of publication 1" in said
    package = json.loads((tmp_path / "kit" / "datapackage.json").read_text())
    assert (package["version"], package["created"]) == ("0001", "2026-12-01T08:00:00Z")
    assert package["release_status"] == "draft, not approved"
    text = (tmp_path / "kit" / quality.report_name("en")).read_text()
    assert "Made with publication 0001 of 2026-12-01" in text
    ids = duckdb.execute(f"select cell_id from '{tmp_path}/kit/tidy/fig_2_05.parquet'").fetchall()
    assert all(one.endswith("@0001") for (one,) in ids)
    for number in ("2", "0"):
        code, said = run("kit", tmp_path / "kit", *options, "--publication", number)
        assert (code, f"There is no publication {number}" in said) == (1, True)


def test_a_number_is_found_again_in_its_publication(published: Path, warehouse: Path) -> None:
    options = ["--folder", published, "--database", warehouse]
    identifier = "fig_2_03/2015-2019/any_form/SU/year/2019/victims@0001"
    code, said = run("cite", identifier, *options, "--json")
    assert code == 0, said
    assert "Draft, not approved." in json.loads(said)["en"]["How to cite it"]
    release.approve(published, 1, "A. Chef", "2026-12-02T08:00:00+00:00", "2026-12-15T00:01")
    cited = json.loads(run("cite", identifier, *options, "--json")[1])["nl"]["Zo citeert u het"]
    assert "Concept" not in cited
    assert "Onder embargo tot 2026-12-15T00:01+01:00." in cited
    code, said = run("cite", identifier.replace("@0001", "@0002"), *options)
    assert (code, "There is no publication 2" in said) == (1, True)
    assert run("cite", identifier, *options, "--audience", "public")[0] == 1


# --- bad use --------------------------------------------------------------------------------------


def test_libreoffice_is_missed_in_one_sentence_and_before_anything_is_written(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProjectError, match=r"LibreOffice .* is not on this machine.*--no-ods"):
        make_kit(connection, PUBLICATION, tmp_path / "kit", Wish((EDITION,)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("holds", ["a file", "other things", "an unknown edition"])
def test_bad_use_harms_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, holds: str
) -> None:
    target, wish = tmp_path / "kit", MADE
    if holds == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    if holds == "other things":
        (target / "SHA256SUMS").write_text("of an export")
    if holds == "an unknown edition":
        for name in ("datapackage.json", "README.txt", "LEESMIJ.txt"):
            (target / name).write_text("of an earlier kit")
        wish = replace(MADE, editions=("1999-2003",))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ProjectError, match=r"is a file|no kit|no edition 1999-2003"):
        make_kit(connection, PUBLICATION, target, wish)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_kit_that_cannot_be_ended_leaves_the_earlier_one(
    kit: Path,
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = Path(shutil.copytree(kit, tmp_path / "kit"))
    monkeypatch.setattr(
        make, "write_package", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    )
    with pytest.raises(ProjectError, match=r"The disk with .* is full"):
        make_kit(connection, PUBLICATION, target, MADE)
    assert _bytes(target) == _bytes(kit)
    assert list(tmp_path.iterdir()) == [target]


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(
    connection: duckdb.DuckDBPyConnection, kit: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        workbook.write_workbook(
            connection, PUBLICATION, EDITION, words_of("en"), tmp_path / "none" / "a.xlsx"
        )


def test_no_kit_at_the_root_of_a_disk(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ProjectError, match="root of a disk"):
        make_kit(connection, PUBLICATION, Path("/"), MADE)


def test_no_kit_of_a_file_without_the_exhibits(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute("create schema marts")
        opened.execute("create table marts.dim_editions as select 'synthetic' as data_status")
    options = ["--no-ods", "--no-quality", "--database", tmp_path / "w.duckdb"]
    code, said = run("kit", tmp_path / "kit", *options)
    assert (code, "is not complete" in said) == (1, True)


# --- citation -------------------------------------------------------------------------------------


def test_every_cell_has_an_identifier_of_its_own_that_leads_back_to_it(
    kit: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    keys = ", ".join(citation.PARTS)
    rows = duckdb.execute(f"select cell_id, {keys} from '{kit}/tidy/f*.parquet'").fetchall()
    rows += duckdb.execute(f"select cell_id, {keys} from '{kit}/tidy/tab*.parquet'").fetchall()
    count = connection.execute("select count(*) from marts.published_cells").fetchone()
    assert count == (len({row[0] for row in rows}),)
    for identifier, *parts in rows:
        found = citation.parts_of(identifier)
        assert found.pop("publication") == "0007"
        assert list(found.values()) == parts


def test_an_identifier_gives_the_number_and_a_text_to_cite(
    connection: duckdb.DuckDBPyConnection, kit: Path
) -> None:
    identifier = "fig_2_03/2015-2019/any_form/SU/year/2019/victims@0007"
    found = citation.resolve(connection, PUBLICATION, identifier)
    wanted = connection.execute(
        "select value from marts.fig_2_03_exploitation_forms where edition_code = '2015-2019' "
        "and row_kind = 'any_form' and row_code = 'SU' and column_code = '2019'"
    ).fetchone()
    assert (found.cell.value,) == wanted
    english = found.said["en"]["How to cite it"]
    for part in (str(int(found.cell.value or 0)), "Figure 2.3", "0007", identifier, "SYNTHETIC"):
        assert part in english
    assert "Seksuele uitbuiting" in found.said["nl"]["Zo citeert u het"]


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        ("", "no identifier"),
        ("fig_2_03", "no identifier"),
        ("=cmd|' /C calc'!A0", "no identifier"),
        ("fig_2_99/2015-2019/total/total/year/2019/victims@0007", "no exhibit fig_2_99"),
        ("fig_2_03/1999-2003/total/total/year/2019/victims@0007", "no edition 1999-2003"),
        ("fig_2_03/2015-2019/any_form/XX/year/2019/victims@0007", "no row XX"),
        ("fig_2_03/2015-2019/any_form/SU/year/2029/victims@0007", "no column 2029"),
        ("fig_2_03/2015-2019/any_form/SU/year/2019/persons@0007", "no measure persons"),
        ("fig_2_03/2015-2019/any_form/SU/year/2019/victims@0008", "of publication 0008"),
    ],
)
def test_an_identifier_that_names_nothing_is_refused_in_one_sentence(
    connection: duckdb.DuckDBPyConnection, kit: Path, identifier: str, says: str
) -> None:
    with pytest.raises(ProjectError, match=re.escape(says)) as caught:
        citation.resolve(connection, PUBLICATION, identifier)
    assert "\n" not in str(caught.value)


def test_the_command_cites(warehouse: Path) -> None:
    name = "fig_2_10/2015-2019/mean_age/MEAN_AGE/edition/2015-2019/mean_age@unpublished"
    code, said = run("cite", name, "--database", warehouse)
    assert code == 0, said
    assert "gemiddelde leeftijd in jaren" in said
    code, said = run("cite", name, "--database", warehouse, "--json")
    assert json.loads(said)["en"]["Unit"] == "mean age in years"
    code, said = run("cite", "fig/x", "--database", warehouse)
    assert (code, "no identifier" in said) == (1, True)


def test_both_languages_say_the_same_things() -> None:
    words = both()
    assert words["nl"]._words.keys() == words["en"]._words.keys()
    for key, text in words["nl"]._words.items():
        blanks = re.findall(r"\{\w+\}", text)
        assert sorted(blanks) == sorted(re.findall(r"\{\w+\}", words["en"]._words[key])), key
