"""What must not leak: DuckDB is shut off, and no value of a person is shown or published."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from deliveries import notification, small_delivery, write_table
from warehouses import DBT, FAST, Builds, copy_project, run_build

from slachtoffermonitor import (
    export,
    history,
    kept,
)
from slachtoffermonitor.guards.process import docs_folder
from slachtoffermonitor.project import workshop_path
from slachtoffermonitor.site.reading import _delivery_name

HOSTILE = {
    "reads": "select * from read_text('{outside}')",
    "looks_around": "select * from glob('{outside}/../*')",
    "climbs": "select * from read_text('{delivery}/../outside.txt')",
    "sets": "{{{{ run_query('set enable_external_access = true') }}}} select 1 as one",
    "attaches": "{{{{ run_query(\"attach '{outside}.duckdb' as other\") }}}} select 1 as one",
    "loads": "{{{{ run_query('install httpfs') }}}} select 1 as one",
    "writes": "{{{{ run_query(\"copy (select 1) to '{outside}.csv'\") }}}} select 1 as one",
}
"""Models that do what nothing in a delivery should bring a build to do."""


def test_a_build_reaches_nothing_but_the_delivery(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    delivery = small_delivery(tmp_path / "delivery")
    outside = tmp_path / "outside.txt"
    outside.write_text("of somebody else")
    folder = project / "models" / "audit" / "hostile"
    folder.mkdir()
    for name, query in HOSTILE.items():
        (folder / f"{name}.sql").write_text(query.format(outside=outside, delivery=delivery))
    before = {path.name for path in tmp_path.iterdir()}
    environment = os.environ | {
        "SLACHTOFFERMONITOR_DATABASE": str(project / "w.duckdb"),
        "SLACHTOFFERMONITOR_REGISTER": str(delivery),
    }
    subprocess.run(
        [DBT, "run", "--select", "path:models/audit/hostile"],
        cwd=project,
        env=environment,
        capture_output=True,
        check=False,
    )
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))
    said = {
        result["unique_id"].rsplit(".", maxsplit=1)[-1]: result["message"]
        for result in results["results"]
        if result["unique_id"].startswith("model.")
    }
    assert said.keys() == HOSTILE.keys()
    refused = ("disabled by configuration", "disabled through configuration", "has been locked")
    assert {name: text for name, text in said.items() if not any(w in text for w in refused)} == {}
    assert {path.name for path in tmp_path.iterdir()} == before


ATTRIBUTES = ("version", "received_on", "person_pseudonym", "birth_date", "reported_age")
CODES = (
    "status",
    "reporter",
    "reporting_unit",
    "gender",
    "nationalities",
    "exploitation_forms",
    "prostitution_sectors",
    "labour_sectors",
    "criminal_manners",
    "consent",
    "om_b8_letter",
    "cooperates",
)


@pytest.mark.slow
def test_line_cut_off_in_the_middle_is_in_nothing_that_dbt_writes(tmp_path: Path) -> None:
    delivery = small_delivery(tmp_path / "delivery")
    file = delivery / "notifications.csv"
    text = file.read_text()
    file.write_text(text[: text.rindex("person-59") + len("person-59")])
    built = run_build(tmp_path / "bare", (DBT, "build"), delivery)
    assert built.code != 0
    written = [path for path in built.logs.parent.rglob("*") if path.is_file()]
    assert written
    assert "person-59" not in built.output
    assert [path.name for path in written if b"person-59" in path.read_bytes()] == []


def test_no_marker_of_a_person_is_in_what_is_shown_or_published(
    builds: Builds, tmp_path: Path
) -> None:
    """No pseudonym or birth date in any byte, and no id of a record in what is public."""
    stopped = builds.outcome("changing")
    database = builds.result("another register").database
    public = tmp_path / "export"
    export.export(database, public, ("csv", "parquet"), audience="restricted")
    history.append(database, 1)
    closed = [docs_folder(workshop_path(stopped.database)), history.history_file(database)]
    shown = [file for place in closed for file in kept.files_below(place)]
    markers = [b"person-1", b"1990-01-02"]
    with duckdb.connect() as connection:
        texts = [
            str(connection.execute(f"select * from '{file}'").fetchall()).encode()
            for file in public.glob("*.parquet")
        ]
    texts += [file.read_bytes() for file in (*shown, *public.iterdir())]
    texts.append(stopped.output.encode())
    assert len(texts) > 50
    assert [text[:80] for text in texts if any(marker in text for marker in markers)] == []
    published = [file.read_bytes() for file in public.iterdir()]
    assert [text[:80] for text in published if b"rec-1" in text or b"not-1" in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("columns", [ATTRIBUTES, CODES], ids=["attributes", "codes"])
def test_marker_in_any_column_is_in_nothing_that_is_shown_or_published(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    """A name stands in each column of some record; only the ids of records are meant to be seen."""
    delivery = small_delivery(tmp_path / "delivery")
    rows = [
        notification(number, **{"record_id": f"extra-{number}", column: f"Zqx{number} Vries"})
        for number, column in enumerate(columns)
    ]
    write_table(delivery / "notifications_more.csv", rows)
    built = run_build(tmp_path / "built", FAST, delivery)
    assert (built.code == 0) == (columns == ATTRIBUTES), built.output
    if built.code == 0:
        target = tmp_path / "built" / "export"
        export.export(built.database, target, ("csv", "parquet"), audience="restricted")
    shown = [
        file
        for file in (tmp_path / "built").rglob("*")
        if file.is_file() and file.suffix not in (".duckdb", ".wal")
    ]
    assert len(shown) > 5
    assert "zqx" not in built.output.lower()
    assert [str(file) for file in shown if b"zqx" in file.read_bytes().lower()] == []


@pytest.mark.parametrize("text", ["=A1", "+A1", "-SUM(1)", "@A1", "\t=A1", "\r=A1", " =A1"])
def test_exports_hold_nothing_that_a_spreadsheet_runs(text: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table cells as select ? as label", [text])
        query = f"select {export.defused('label')} from cells"
        assert connection.execute(query).fetchall() == [(f"'{text}",)]
        connection.execute("update cells set label = 'Police: 3-4 = 2'")
        assert connection.execute(query).fetchall() == [("Police: 3-4 = 2",)]


def test_name_of_a_delivery_that_may_say_who_is_not_published() -> None:
    unnamed: dict[str, str] = {}
    said = [
        _delivery_name(text, unnamed)
        for text in ("synthetic-2019", "", "by J. de Vries", "2020/1", "Janssen", "by J. de Vries")
    ]
    assert said == ["synthetic-2019", "", "(1)", "2020/1", "(2)", "(1)"]
