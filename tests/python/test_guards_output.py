"""What the guards leave: results, pages, messages; and how a build stops."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from damages import ON_ARRIVAL
from deliveries import write_table
from typer.testing import CliRunner
from warehouses import Builds, Built, run_build, shipped_rows

from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.guards import catalogue
from slachtoffermonitor.guards.checks import RECORD_COLUMNS, Check
from slachtoffermonitor.guards.docs import write_docs
from slachtoffermonitor.guards.process import Guards, message
from slachtoffermonitor.guards.results import Result
from slachtoffermonitor.project import ProjectError

if TYPE_CHECKING:
    from slachtoffermonitor.guards.judge import Judge

PERSONAL_DAMAGES = (
    "a name instead of a pseudonym",
    "birth dates in words",
    "a telephone number in a free field",
    "formulas of a spreadsheet",
    "free text",
    "one pseudonym for all that are not known",
)


@pytest.fixture(scope="module")
def copied(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of a warehouse of the shipped register that no suite has looked at."""
    database = builds.result("bare").database
    copy = tmp_path_factory.mktemp("output") / database.name
    shutil.copy(database, copy)
    return copy


@pytest.fixture
def judge(copied: Path) -> Iterator[Judge]:
    from slachtoffermonitor.guards.judge import judging  # Great Expectations takes long to import

    with judging(copied) as judge:
        judge.connection.execute("begin")
        yield judge
        judge.connection.execute("rollback")


def pages(folder: Path, results: list[Result], database: Path) -> dict[str, str]:
    limits = catalogue.seeded_limits(Path(__file__).resolve().parents[2])
    write_docs(folder, results, limits, database, is_synthetic=True, gx_version="1")
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}


def persons(judge: Judge) -> set[str]:
    """Return every pseudonym, birth date and free text of the register as it is."""
    rows = judge.connection.execute(
        "select person_pseudonym, birth_date_text, reporting_unit_delivered, "
        "labour_sectors_delivered from staging.stg_register__notifications "
        "union all select person_pseudonym, birth_date_text, null, null "
        "from staging.stg_register__emm_records"
    ).fetchall()
    return {str(cell) for row in rows for cell in row if cell is not None and len(str(cell)) > 5}


def everything_said(judge: Judge, results: list[Result], database: Path, folder: Path) -> str:
    """Return the pages, messages, results and kept rows of a delivery that was judged."""
    fallen = [result for result in results if not result.is_success]
    said = [
        *pages(folder, results, database).values(),
        *(message(result, database) for result in fallen),
        json.dumps([result.as_json() for result in results]),
        str(judge.connection.sql("select * from audit.aud_expectation_results").fetchall()),
        *(
            str(judge.connection.sql(f"select * from {result.failures_table}").fetchall())
            for result in fallen
            if result.failures_table
        ),
    ]
    return html.unescape("\n".join(said))


def test_nothing_of_a_person_gets_into_results_pages_and_messages(
    judge: Judge, copied: Path, tmp_path: Path
) -> None:
    for damage in ON_ARRIVAL:
        if damage.name in PERSONAL_DAMAGES:
            for statement in damage.statements:
                judge.connection.execute(statement)
    results = judge.judge("arrival")
    assert len([result for result in results if not result.is_success]) >= len(PERSONAL_DAMAGES)
    personal, said = persons(judge), everything_said(judge, results, copied, tmp_path / "docs")
    assert len(personal) > 1000
    assert [text for text in personal if text in said] == []


def test_failing_records_are_kept_by_id_alone(judge: Judge) -> None:
    judge.connection.execute("update raw.raw_notifications set person_pseudonym = 'A. Persson'")
    results = judge.judge("arrival", ["raw_notifications.pseudonym_is_no_name"])
    assert results[0].failures_table == "failures.raw_notifications__pseudonym_is_no_name"
    kept = judge.connection.sql(f"select * from {results[0].failures_table}")
    assert tuple(kept.columns) == RECORD_COLUMNS
    assert len(kept.fetchall()) == results[0].failing_count
    assert results[0].examples[0].startswith("record_id ")


BOTH_TABLES = ("notifications", "emm_records")


@pytest.mark.parametrize(
    ("change", "fails", "tables"),
    [
        # Of swapped columns the only sign is that ids return as often as persons do.
        (
            "person_pseudonym = record_id, record_id = person_pseudonym",
            "record_id_once",
            BOTH_TABLES,
        ),
        ("record_id = birth_date, birth_date = 'x'", "birth_date_readable", BOTH_TABLES),
        (
            "record_id = 'Jansen, ' || substr('abcdefgh', 1 + cast(hash(record_id) % 8 as int), 1)",
            "record_id_once",
            ("notifications",),
        ),
    ],
    ids=["pseudonyms", "birth dates", "names"],
)
def test_ids_that_may_be_about_a_person_are_not_named(
    judge: Judge, tmp_path: Path, change: str, fails: str, tables: tuple[str, ...]
) -> None:
    personal = persons(judge)
    for table in tables:
        judge.connection.execute(f"update raw.raw_{table} set {change}")
    results = judge.judge("arrival")
    said = everything_said(judge, results, tmp_path / "warehouse.duckdb", tmp_path / "docs")
    assert [text for text in personal if text in said] == []
    assert "Jansen" not in said
    fallen = {result.expectation_id: result for result in results if not result.is_success}
    assert set(fallen[f"raw_notifications.{fails}"].examples) <= {
        "record_id (id not shown), source_file raw_notifications.csv",
        "record_id (no record id), source_file raw_notifications.csv",
    }
    assert fallen[f"raw_notifications.{fails}"].failing_count


def test_a_row_with_swapped_values_is_named_by_its_file(judge: Judge) -> None:
    run = judge.connection.execute
    first, last = run(
        "select min(record_id), max(record_id) from raw.raw_notifications"
    ).fetchall()[0]
    for name, change in ((first, "record_id = person_pseudonym"), (last, "record_id = record_id")):
        run(
            f"update raw.raw_notifications set {change}, gender = '=A1' where record_id = ?", [name]
        )
    (result,) = judge.judge("arrival", ["raw_notifications.no_formulas"])
    assert result.examples == (
        "record_id (id not shown), source_file raw_notifications.csv",
        f"record_id {last}, source_file raw_notifications.csv",
    )


NAMES = ("Jansen, A.", "Jansen,A", "anna de vries", "a@example.org")
CONTACTS = ("call 06-12345678", "+31 (0)20 123 45 67", "a@example.org")
HARMLESS = {
    "person_pseudonym": ("p-anna.1", "20-aa-bb", "anna"),
    "reporting_unit": ("Team 2018-2019", "Unit 3, second floor", "2018-05-31"),
}


@pytest.mark.parametrize("is_small", [True, False], ids=["small", "large"])
def test_one_name_or_telephone_number_is_one_too_many(judge: Judge, is_small: bool) -> None:
    run = judge.connection.execute
    ids = [
        name
        for (name,) in run(
            "select record_id from raw.raw_notifications order by all limit 20"
        ).fetchall()
    ]
    if is_small:
        run("delete from raw.raw_notifications where record_id not in ?", [ids])
    damaged = [("person_pseudonym", text) for text in NAMES]
    damaged += [("reporting_unit", text) for text in CONTACTS]
    harmless = [(column, text) for column, texts in HARMLESS.items() for text in texts]
    for name, (column, text) in zip(ids, damaged + harmless, strict=False):
        run(f"update raw.raw_notifications set {column} = ? where record_id = ?", [text, name])
    checks = [
        f"raw_notifications.{name}" for name in ("pseudonym_is_no_name", "unit_holds_no_contact")
    ]
    results = judge.judge("arrival", checks)
    assert {result.expectation_id: result.failing_count for result in results} == {
        checks[0]: len(NAMES),
        checks[1]: len(CONTACTS),
    }
    assert [result.verdict_code for result in results] == ["failed", "failed"]
    named = {f"record_id {name}, source_file raw_notifications.csv" for name in ids[: len(damaged)]}
    assert {example for result in results for example in result.examples} == named


def test_a_check_that_ends_in_an_error_stops_and_quotes_nothing(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slachtoffermonitor.guards.judge import judging

    broken = Check(
        name="broken",
        statement="This cannot be checked.",
        reason="It casts a pseudonym.",
        remedy="Nothing.",
        query="select 1 from {batch} where cast(person_pseudonym as integer) = 1",
    )
    suite = replace(catalogue.NOTIFICATIONS, checks=(catalogue.NOTIFICATIONS.checks[0], broken))
    monkeypatch.setattr(catalogue, "SUITES", (suite,))
    monkeypatch.setattr(catalogue, "IDS", tuple(suite.identify(check) for check in suite.checks))
    # Without a transaction: an error would end it.
    with judging(copied) as judge:
        rows, result = judge.judge("arrival")
        personal = persons(judge)
    assert rows.verdict_code == "passed"
    assert result.verdict_code == "broken"
    assert not result.is_success
    monkeypatch.setattr("slachtoffermonitor.guards.docs.SUITES", (suite,))
    said = message(result, copied) + "".join(pages(tmp_path / "docs", [result], copied).values())
    assert "ended in an error" in said
    assert not [text for text in personal if text in said]


@pytest.mark.slow
def test_an_error_of_the_guards_is_told_by_its_kind_alone(tmp_path: Path) -> None:
    from slachtoffermonitor.guards.judge import answer

    empty = tmp_path / "person-1.duckdb"
    duckdb.connect(str(empty)).close()
    assert answer("arrival", empty, None) == {"error": "CatalogException"}


def test_results_are_complete_ordered_and_the_same_every_time(judge: Judge) -> None:
    tables = []
    for _ in range(2):
        for stage in ("release", "arrival"):
            judge.judge(stage)
        tables.append(
            judge.connection.execute(
                "select * from audit.aud_expectation_results order by result_order"
            ).fetchall()
        )
    assert tables[0] == tables[1]
    assert [row[3] for row in tables[0]] == list(catalogue.IDS)
    assert [row[0] for row in tables[0]] == list(range(1, len(catalogue.IDS) + 1))
    described = judge.connection.execute("describe audit.aud_expectation_results").fetchall()
    assert not [name for name, kind, *_ in described if "TIME" in kind or "DATE" in kind]


def test_a_small_register_is_not_judged_by_shares_and_comparisons(judge: Judge) -> None:
    judge.connection.execute(
        "delete from raw.raw_notifications where record_id not in "
        "(select record_id from raw.raw_notifications order by record_id limit 20)"
    )
    judge.connection.execute("delete from raw.raw_emm_records")
    judge.connection.execute("update raw.raw_notifications set received_on = 'never'")
    results = {
        result.expectation_id: result
        for result in judge.judge("arrival")
        if result.suite_code.startswith("raw_")
    }
    readable = results["raw_notifications.received_on_readable"]
    assert readable.verdict_code == "not_judged"
    assert (readable.checked_count, readable.failing_count) == (20, 20)
    assert [result for result in results.values() if not result.is_success] == []
    assert results["raw_emm_records.rows"].verdict_code == "not_judged"


def test_pages_need_nothing_from_elsewhere(judge: Judge, copied: Path, tmp_path: Path) -> None:
    results = judge.judge("arrival") + judge.judge("release")
    first = pages(tmp_path / "first", results, copied)
    assert first == pages(tmp_path / "second", results, copied)
    assert {"index.html", "data-docs.css", "raw_notifications.html", "tab_2_1.html"} <= set(first)
    for name, text in first.items():
        assert not re.search(r"https?:|//[a-z]|<script|@import|url\(", text), name
        for target in re.findall(r"(?:href|src)=\"([^\"#]+)", text):
            assert target == "data:," or target in first, target
        for target in re.findall(r"href=\"([a-z0-9_]+\.html)#([^\"]+)", text):
            assert f'id="{target[1]}"' in first[target[0]]
    assert "SYNTHETIC DATA" in first["index.html"]
    for result in results:
        page = first[f"{result.suite_code}.html"]
        assert html.escape(result.reason, quote=True).replace("&#x27;", "&#39;") in page
        assert f'id="{result.expectation_id}"' in page


def test_pages_escape_what_a_delivery_brings(judge: Judge, copied: Path, tmp_path: Path) -> None:
    judge.connection.execute(
        "update raw.raw_notifications set person_pseudonym = null, record_id = '<script>' "
        "|| record_id"
    )
    results = judge.judge("arrival", ["raw_notifications.pseudonym_filled"])
    text = pages(tmp_path / "docs", results, copied)["raw_notifications.html"]
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_the_process_answers_and_its_end_is_noticed(copied: Path, tmp_path: Path) -> None:
    with Guards() as guards:
        with pytest.raises(ProjectError, match="on arrival could not be judged"):
            guards.judge("arrival", tmp_path / "none" / "no.duckdb")
        outcome = guards.judge("arrival", copied, tmp_path / "docs")
        assert outcome.counts["passed"] > 80
        assert not outcome.failures
        assert (tmp_path / "docs" / "index.html").is_file()
        guards._process.kill()
        guards._process.wait()
        with pytest.raises(ProjectError, match="ended early"):
            guards.judge("release", copied)


def test_both_halves_of_the_build_are_the_whole(builds: Builds) -> None:
    whole, bare = builds.result("shipped"), builds.result("bare")
    passed = re.search(r"([\d,]+) nodes passed", " ".join(whole.output.split()))
    total = re.search(r"TOTAL=(\d+)", bare.output)
    manifest = json.loads((bare.logs.parent / "target" / "manifest.json").read_text("utf-8"))
    assert passed
    assert total
    hooks = sum(key.startswith("operation.") for key in manifest["nodes"])
    assert int(passed[1].replace(",", "")) == (int(total[1]) - hooks + len(manifest["unit_tests"]))


def spoiled(directory: Path, change: str) -> Path:
    """Deliver the shipped register, changed.

    Args:
        directory: where the delivery is written.
        change: `half a year` leaves one out, `no gender` makes every gender unknown.
    """
    directory.mkdir()
    for table, columns in TABLES.items():
        rows = list(shipped_rows(table))
        if change == "no gender":
            rows = [row | {"gender": ""} for row in rows]
        if change == "half a year" and table == "notifications":
            rows = [
                row
                for row in rows
                if not re.search(
                    r"^2018-(0[7-9]|1[0-2])|(0[7-9]|1[0-2])-2018$", row["received_on"].strip()
                )
            ]
        write_table(directory / f"{table}.csv", rows, columns)
    return directory


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Return two builds that an expectation stops, one on arrival and one before release."""
    directory = tmp_path_factory.mktemp("stopped")
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {
            change: pool.submit(
                run_build,
                directory / change,
                register=spoiled(directory / f"{change} delivery", change),
            )
            for change in ("half a year", "no gender")
        }
        return {change: future.result() for change, future in running.items()}


@pytest.mark.parametrize(
    ("change", "expectation", "says"),
    [
        (
            "half a year",
            "delivery_volumes.both_halves_of_a_year",
            "source_table notifications, reporter_group_code ALL, received_year 2018",
        ),
        ("no gender", "fig_2_08.something_is_known", "edition_code 2015-2019"),
    ],
)
def test_a_failing_suite_stops_the_build(
    stopped: dict[str, Built], change: str, expectation: str, says: str
) -> None:
    built = stopped[change]
    assert built.code == 1
    assert not built.database.exists()
    for part in (
        "The build stopped",
        f"expectation {expectation}",
        "Expected: ",
        says,
        "What to do: ",
        "Data Docs",
        f"failures {expectation}",
    ):
        assert part in built.output
    assert "Traceback" not in built.output
    left = built.database.parent / ".build" / built.database.name
    with duckdb.connect(str(left), read_only=True) as connection:
        schemas = {
            str(row[0])
            for row in connection.execute(
                "select distinct table_schema from information_schema.tables"
            ).fetchall()
        }
        judged = dict(
            connection.execute(
                "select stage_code, count(*) from audit.aud_expectation_results group by all"
            ).fetchall()
        )
    assert "failures" in schemas
    if change == "half a year":
        assert not schemas & {"intermediate", "marts"}
        assert set(judged) == {"arrival"}
    else:
        assert "marts" in schemas
        assert set(judged) == {"arrival", "release"}
    shown = CliRunner().invoke(app, ["failures", expectation, "--database", str(left)])
    assert shown.exit_code == 0
    assert "2015-2019" in shown.output or "2018" in shown.output
    text = (left.parent / "data-docs" / "index.html").read_text(encoding="utf-8")
    assert expectation in text
    assert "SYNTHETIC DATA" in text


def test_failures_of_what_passed_or_is_unknown(stopped: dict[str, Built]) -> None:
    left = stopped["no gender"].database.parent / ".build" / "slachtoffermonitor.duckdb"
    for name, says in (("fig_2_08.rows", "Nothing fell short"), ("no.such", "No expectation")):
        shown = CliRunner().invoke(app, ["failures", name, "--database", str(left)])
        assert shown.exit_code == 1
        assert says in shown.output


def test_a_bare_warehouse_is_judged_on_request(copied: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["expectations", "--database", str(copied), "--docs", str(tmp_path / "docs")]
    )
    assert done.exit_code == 0, done.output
    assert "expectations passed" in done.output
    assert (tmp_path / "docs" / "index.html").is_file()
