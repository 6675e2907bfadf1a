"""The release kit: descriptions that validators take, and the quality report."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import duckdb
import frictionless
import pyshacl
import pytest
import rdflib
from csvw import CSVW
from kits import (
    EDITION,
    MADE,
    PUBLICATION,
    SHAPES,
    copy_marts,
)
from rdflib.namespace import DCAT, DCTERMS, RDF

from slachtoffermonitor.kit import (
    cells,
    packages,
    quality,
)
from slachtoffermonitor.kit.catalogue import write_catalogue
from slachtoffermonitor.kit.make import make_kit
from slachtoffermonitor.kit.publication import Publisher, both, words_of
from slachtoffermonitor.kit.quality_tables import QUERIES
from slachtoffermonitor.kit.readme import readme
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.texts import LANGUAGES


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_quality_report_calls_unknown_is_unknown_in_the_figures(
    connection: duckdb.DuckDBPyConnection, kit: Path, language: str
) -> None:
    text = (kit / quality.report_name(language)).read_text(encoding="utf-8")
    t = words_of(language)
    for attribute, exhibit, kind, code in (
        ("gender", "fig_2_08_gender", "gender", "ONB"),
        ("exploitation_form", "fig_2_03_exploitation_forms", "any_form", "ONB"),
        ("prostitution_sector", "fig_2_04a_prostitution_sectors", "sector_knowledge", "UNKNOWN"),
        ("labour_sector", "fig_2_05_labour_sectors", "labour_sector", "ONB"),
    ):
        ((base, value, pct),) = connection.execute(
            f"select base, value, 100.0 * value / base from marts.{exhibit} "
            "where edition_code = ? and column_kind = 'edition' and row_kind = ? and row_code = ?",
            [EDITION, kind, code],
        ).fetchall()
        row = f"| {t(f'quality.word.{attribute}')} | {t.number(base)} | {t.number(value)} | "
        assert f"{row}{t.number(round(pct, 1), 1)} |" in text, attribute


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


def test_a_share_of_nothing_is_no_zero() -> None:
    t = words_of("en")
    assert quality._shown("non_response_pct", None, t) == "-"
    assert quality._shown("suppressed", None, t) == "0"
