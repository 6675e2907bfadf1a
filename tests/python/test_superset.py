"""The dashboard for Superset shows the cells of the exhibits.

`make test-clients` imports it into Superset itself and draws it in Chromium, and fails where one
is missing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
import yaml  # type: ignore[import-untyped]
from browsers import browsing
from playwright.sync_api import Page, Request, Response
from publications import delivered, small_warehouse
from sites import site_warehouse
from warehouses import ROOT, Builds

from slachtoffermonitor.publication import folder, manifest
from slachtoffermonitor.publication.publish import Wish, publish
from tests.clients.superset import PASSWORD, Superset, running

AT: Final = "2026-12-01T08:00:00+00:00"
SHIPPED: Final = ROOT / "clients" / "superset" / "dashboard"
PACK: Final = ROOT / "clients" / "superset" / "pack.py"
CONNECTION: Final = "databases/publicatie.yaml"
CELLS: Final = "datasets/publicatie/cellen.yaml"
SLOW: Final = 180_000
"""Milliseconds that a page may take on a machine with other work."""

Numbers = dict[tuple[str, str], tuple[int, ...]]
"""Column and row, as labels -> what stands there."""


@dataclass(frozen=True)
class Shown:
    """What a chart shows of an exhibit.

    Attributes:
        exhibit: its table.
        kinds: of the rows.
        column: kind of the columns.
        row: code of the one row; nothing where there are more.
        also: what stands beside the count.
    """

    exhibit: str
    kinds: tuple[str, ...]
    column: str = "year"
    row: str = ""
    also: str = ""


CHARTS: Final = {
    "Slachtoffers in de editie": Shown(
        "fig_2_01_known_victims", ("population_line",), "edition", "ANALYSIS_POPULATION"
    ),
    "Personen in de editie": Shown(
        "fig_2_01_known_victims", ("persons",), "edition", "ANALYSIS_POPULATION"
    ),
    "Figuur 2.1: bekende slachtoffers": Shown("fig_2_01_known_victims", ("population_line",)),
    "Figuur 2.7: vorm van mensenhandel, per jaar": Shown(
        "fig_2_07_trafficking_forms", ("trafficking_form",)
    ),
    "Figuur 2.7: vorm van mensenhandel": Shown(
        "fig_2_07_trafficking_forms", ("total", "trafficking_form")
    ),
    "Figuur 2.8: geslacht": Shown("fig_2_08_gender", ("total", "gender")),
    "Figuur 2.9: regio van herkomst": Shown("fig_2_09_origin_regions", ("total", "origin_region")),
    "Figuur 2.10: leeftijd": Shown("fig_2_10_age", ("age_band",)),
    "Figuur 2.11: meldingen per melder": Shown("fig_2_11_reporters", ("total", "reporter_group")),
    "Tabel 2.1: nationaliteit, hele editie": Shown(
        "tab_2_1_top_nationalities", ("nationality",), "edition", also="pct"
    ),
}
NOTICE: Final = "Wat dit is"


def files() -> dict[str, dict[str, Any]]:
    """Return the files of the dashboard."""
    return {
        str(file.relative_to(SHIPPED)): yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted(SHIPPED.rglob("*.yaml"))
    }


def packed(published: Path, target: Path) -> dict[str, str]:
    """Pack the dashboard for a folder of publications; return its files."""
    command = [sys.executable, "-P", str(PACK), str(published), str(target)]
    subprocess.run(command, check=True)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def exhibit(connection: duckdb.DuckDBPyConnection, shown: Shown, edition: str) -> Numbers:
    """Return what a chart must show."""
    one = f"and row_code = '{shown.row}'" if shown.row else ""
    rows = connection.execute(
        f"select column_label_nl, row_label_nl, unit_count, pct from marts.{shown.exhibit} "
        "where edition_code = $edition and column_kind = $column "
        f"and list_contains($kinds, row_kind) and measure <> 'rank' {one}",
        {"edition": edition, "column": shown.column, "kinds": list(shown.kinds)},
    ).fetchall()
    assert rows, (shown, edition)
    found: Numbers = {
        (column, row): (count, pct) if shown.also else (count,) for column, row, count, pct in rows
    }
    assert len(found) == len(rows), f"{shown}: two cells have one label"
    return found


# --- a sample, without Superset ------------------------------------------------------------------


def test_the_charts_are_those_that_are_compared() -> None:
    charts = {file["slice_name"]: file for name, file in files().items() if "charts/" in name}
    assert charts.keys() == {*CHARTS, NOTICE}
    for title, chart in charts.items():
        number = re.match(r"(Figuur|Tabel) 2\.(\d+)", title)
        if number:
            part = f"tab_2_{number[2]}" if number[1] == "Tabel" else f"fig_2_{int(number[2]):02}"
            filters = {
                one["subject"]: one["comparator"] for one in chart["params"]["adhoc_filters"]
            }
            assert filters["exhibit_code"] == part
            assert CHARTS[title].exhibit.startswith(f"{part}_")


@pytest.mark.slow
def test_the_dataset_gives_every_published_cell_and_adds_up_none(
    builds: Builds, tmp_path: Path
) -> None:
    publish(small_warehouse(builds, tmp_path), tmp_path / "published", Wish(), AT)
    dataset = files()[CELLS]
    metrics = {one["metric_name"]: one["expression"] for one in dataset["metrics"]}
    with duckdb.connect(str(tmp_path / "published" / folder.CURRENT), read_only=True) as connection:
        connection.execute(f"create temp view cells as {dataset['sql']}")
        key = "edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, measure"
        here = connection.execute(
            f"select {key}, {metrics['aantal']}, {metrics['procent']} from cells group by all"
        ).fetchall()
        there = connection.execute(
            f"select {key}, unit_count, pct from marts.published_cells"
        ).fetchall()
        assert len(here) > 1000
        assert sorted(here, key=str) == sorted(there, key=str)
        mixed = connection.execute(
            f"select column_code, row_code, {metrics['aantal']} from cells "
            "where exhibit_code = 'fig_2_07' and column_kind = 'year' "
            "group by all having count(*) > 1"
        ).fetchall()
        assert mixed
        assert {number for *_, number in mixed} == {None}


@pytest.mark.slow
def test_the_dashboard_says_what_the_data_are(builds: Builds, tmp_path: Path) -> None:
    warehouse = small_warehouse(builds, tmp_path)
    publish(warehouse, tmp_path / "published", Wish(), AT)
    made_up = packed(tmp_path / "published", tmp_path / "one.zip")
    publish(delivered(warehouse), tmp_path / "own", Wish(audience="restricted"), AT)
    own = packed(tmp_path / "own", tmp_path / "two.zip")
    assert made_up.keys() == own.keys() == {f"dashboard/{name}" for name in files()}
    for texts, said, place in (
        (made_up, manifest.SYNTHETIC_NOTICE, "published"),
        (own, manifest.read(folder.numbered(tmp_path / "own", 1))["notice"], "own"),
    ):
        dashboard = yaml.safe_load(texts["dashboard/dashboards/slachtoffermonitor.yaml"])
        assert dashboard["dashboard_title"] == f"Slachtoffermonitor mensenhandel ({said})"
        assert said in dashboard["position"]["MARKDOWN-uitleg"]["meta"]["code"]
        uri = yaml.safe_load(texts[f"dashboard/{CONNECTION}"])["sqlalchemy_uri"]
        assert uri == f"duckdb:///{tmp_path / place / folder.CURRENT}?access_mode=read_only"
    assert manifest.SYNTHETIC_NOTICE not in "".join(own.values())


def test_a_folder_without_publications_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-P", str(PACK), str(tmp_path), str(tmp_path / "one.zip")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"There is no publication at {tmp_path}/current.duckdb: make publish.\n"
    assert not (tmp_path / "one.zip").exists()


# --- with Superset and Chromium ------------------------------------------------------------------


@dataclass
class Drawn:
    """The dashboard in a browser, and what Superset answered.

    Attributes:
        superset: that answers.
        page: the tab.
        published: folder of the publications.
        answers: title of a chart -> address, what was asked, what was answered.
        elsewhere: answers of other hosts.
        foreign: what other hosts were asked for, and why it came to nothing.
    """

    superset: Superset
    page: Page
    published: Path
    answers: dict[str, tuple[str, dict[str, Any], list[dict[str, Any]]]] = field(
        default_factory=dict
    )
    elsewhere: list[str] = field(default_factory=list)
    foreign: list[str | None] = field(default_factory=list)

    def asked_again(self, title: str, editions: list[str]) -> list[dict[str, Any]]:
        """Return what Superset answers for other editions; for all, where none is named."""
        address, asked, _ = self.answers[title]
        query = json.loads(json.dumps(asked))
        for one in query["queries"]:
            one["filters"] = [item for item in one["filters"] if item["col"] != "edition_code"]
            if editions:
                one["filters"].append({"col": "edition_code", "op": "IN", "val": editions})
        answer = self.page.request.post(address, data=query)
        assert answer.ok, answer.text()
        return list(answer.json()["result"][0]["data"])

    def chart(self, title: str) -> Any:
        """Return a chart in the page."""
        return self.page.locator(f'[data-test-chart-name="{title}"]')


@pytest.fixture(scope="module")
def drawn(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    place = tmp_path_factory.mktemp("superset")
    publish(site_warehouse(builds), place / "published", Wish(), AT)
    (place / "home").mkdir()
    with running(place / "home", place / "published") as superset, browsing() as chromium:
        page = chromium.new_page(viewport={"width": 1366, "height": 3200})
        page.set_default_timeout(SLOW)
        found = Drawn(superset, page, place / "published")
        listen(found)
        draw(found)
        yield found


def listen(found: Drawn) -> None:
    """Keep what Superset answers for each chart, and what goes to other hosts."""
    here = (found.superset.address, "data:", "blob:")
    titles: dict[int, str] = {}

    def answered(response: Response) -> None:
        if not response.url.startswith(here):
            found.elsewhere.append(response.url)
        place = re.search(r"/api/v1/chart/data\?form_data=%7B%22slice_id%22%3A(\d+)", response.url)
        if place:
            if not titles:
                listed = found.page.request.get(
                    f"{found.superset.address}/api/v1/chart/?q=(page_size:100)"
                ).json()
                titles.update({one["id"]: one["slice_name"] for one in listed["result"]})
            assert response.ok, response.text()
            asked = json.loads(response.request.post_data or "")
            data = response.json()["result"][0]["data"]
            found.answers[titles[int(place[1])]] = (response.url, asked, data)

    def failed(request: Request) -> None:
        if not request.url.startswith(here):
            found.foreign.append(request.failure)

    found.page.on("response", answered)
    found.page.on("requestfailed", failed)


def draw(found: Drawn) -> None:
    """Log in, and open the dashboard until all charts are there."""
    page, address = found.page, found.superset.address
    page.goto(f"{address}/login/")
    page.fill("input#username", "admin")
    page.fill("input#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{address}/superset/dashboard/slachtoffermonitor/")
    for title, shown in CHARTS.items():
        found.chart(title).locator(
            "canvas" if "per jaar" in title else ".header-line" if shown.row else "table td"
        ).first.wait_for()
    found.chart(NOTICE).locator("table td").first.wait_for()
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def connection(drawn: Drawn) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(drawn.published / folder.CURRENT), read_only=True) as opened:
        yield opened


def editions_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute("select edition_code from marts.dim_editions order by 1").fetchall()
    return [edition for (edition,) in rows]


def numbers(shown: Shown, edition: str, data: list[dict[str, Any]], title: str) -> Numbers:
    """Return what Superset answered, in the shape of the exhibit."""
    if shown.row:
        (one,) = data
        return {("", ""): (one["aantal"],)}
    if "per jaar" in title:
        return {
            (row["kolom"], name): (value,)
            for row in data
            for name, value in row.items()
            if name != "kolom"
        }
    return {
        (row.get("kolom", edition), row["rij"]): (row["aantal"], row["procent"])
        if shown.also
        else (row["aantal"],)
        for row in data
    }


def without_labels(cells: Numbers, shown: Shown) -> Numbers:
    """Return the number of a chart that shows one."""
    if not shown.row:
        return cells
    ((_, number),) = cells.items()
    return {("", ""): number}


@pytest.mark.clients
@pytest.mark.slow
@pytest.mark.parametrize("title", CHARTS)
def test_superset_answers_with_the_cells_of_every_edition(
    drawn: Drawn, connection: duckdb.DuckDBPyConnection, title: str
) -> None:
    shown = CHARTS[title]
    editions = editions_of(connection)
    assert len(editions) > 5
    for edition in editions:
        wanted = without_labels(exhibit(connection, shown, edition), shown)
        again = numbers(shown, edition, drawn.asked_again(title, [edition]), title)
        assert again == wanted, edition
    latest = numbers(shown, editions[-1], drawn.answers[title][2], title)
    assert latest == without_labels(exhibit(connection, shown, editions[-1]), shown)


@pytest.mark.clients
@pytest.mark.slow
@pytest.mark.parametrize("title", CHARTS)
def test_without_an_edition_nothing_is_added_up(
    drawn: Drawn, connection: duckdb.DuckDBPyConnection, title: str
) -> None:
    shown = CHARTS[title]
    known = [exhibit(connection, shown, edition) for edition in editions_of(connection)]
    given = numbers(shown, "", drawn.asked_again(title, []), title)
    printed = {number for cells in known for number in cells.values()}
    kept = {number for number in given.values() if number[0] is not None}
    assert kept <= printed
    assert len(kept) < len(given), "a line of several editions has a number"


@pytest.mark.clients
@pytest.mark.slow
@pytest.mark.parametrize("title", [title for title in CHARTS if "per jaar" not in title])
def test_the_page_shows_the_cells_of_the_latest_edition(
    drawn: Drawn, connection: duckdb.DuckDBPyConnection, title: str
) -> None:
    shown = CHARTS[title]
    edition = editions_of(connection)[-1]
    wanted = exhibit(connection, shown, edition)
    chart = drawn.chart(title)
    if shown.row:
        assert [int(chart.locator(".header-line").inner_text())] == [
            number for (number,) in wanted.values()
        ]
        return
    lines = [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
        for row in chart.locator("table tr").all()
        if row.locator("td").count()
    ]
    if shown.also:
        found = {(edition, row): tuple(map(int, values)) for row, *values in lines}
    else:
        columns = chart.locator("thead tr").nth(1).locator(".pvtColLabel").all_inner_texts()
        found = {
            (column.strip(), line[0]): (int(value),)
            for line in lines
            for column, value in zip(columns, line[-len(columns) :], strict=True)
        }
    assert found == wanted


@pytest.mark.clients
@pytest.mark.slow
def test_the_page_says_what_the_data_are_and_asks_no_other_host(drawn: Drawn) -> None:
    assert manifest.SYNTHETIC_NOTICE in drawn.page.title()
    assert drawn.chart(NOTICE).locator("td").first.inner_text() == manifest.SYNTHETIC_NOTICE
    assert drawn.answers.keys() == {*CHARTS, NOTICE}
    assert not drawn.elsewhere
    assert set(drawn.foreign) <= {"csp"}


@pytest.mark.clients
@pytest.mark.slow
def test_a_new_publication_is_seen_at_once_and_an_import_says_what_it_is(
    drawn: Drawn, builds: Builds, tmp_path: Path
) -> None:
    def publication() -> int:
        address, asked, _ = drawn.answers[NOTICE]
        return int(
            drawn.page.request.post(address, data=asked).json()["result"][0]["data"][0][
                "publication"
            ]
        )

    assert publication() == 1
    publish(site_warehouse(builds), drawn.published, Wish(), AT)
    assert publication() == 2
    bundle = tmp_path / "dashboard.zip"
    texts = packed(drawn.published, bundle)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text.replace(manifest.SYNTHETIC_NOTICE, "other data"))
    drawn.superset.run(f"superset import-dashboards --path '{bundle}' --username admin")
    address = drawn.superset.address
    listed = drawn.page.request.get(f"{address}/api/v1/dashboard/").json()["result"]
    assert [one["dashboard_title"] for one in listed] == [
        "Slachtoffermonitor mensenhandel (other data)"
    ]
    charts = drawn.page.request.get(f"{address}/api/v1/chart/").json()
    assert charts["count"] == len(CHARTS) + 1


@pytest.mark.clients
@pytest.mark.slow
def test_what_superset_exports_is_what_is_shipped(drawn: Drawn, tmp_path: Path) -> None:
    """But for its numbers of charts and tables, and what this Superset's place is."""
    target = tmp_path / "export.zip"
    drawn.superset.run(f"superset export-dashboards --dashboard-file '{target}'")
    with zipfile.ZipFile(target) as archive:
        exported = [yaml.safe_load(archive.read(name)) for name in archive.namelist()]
    assert len(exported) == len(files())
    ours = {file["uuid"]: file for file in files().values() if "uuid" in file}
    for file in exported:
        if "uuid" in file:
            assert plain(file) == plain(ours[file["uuid"]])


def plain(value: Any) -> Any:
    """Return an export without what differs from one Superset to another."""
    if isinstance(value, dict):
        own = ("chartId", "datasource", "sqlalchemy_uri", "dashboard_title", "text", "code")
        return {name: plain(one) for name, one in value.items() if name not in own}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value
