"""What an office owns lies outside the checkout: codes, limits, names of columns, acceptances."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deliveries import emm_record, notification, small_register, write_table
from rich.console import Console
from typer.testing import CliRunner
from warehouses import ROOT, SHARING, UNTESTED, Builds, Built, run_build

from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import TABLES, find_problems, relation_sql
from slachtoffermonitor.export import NOTE_FILE, export
from slachtoffermonitor.guards.catalogue import SUITES
from slachtoffermonitor.guards.judge import judging
from slachtoffermonitor.guards.results import Result
from slachtoffermonitor.office import FILES, OFFICE_VARIABLE, Office, read_office
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.extension import environment
from slachtoffermonitor.site.texts import Texts
from slachtoffermonitor.summary import render
from slachtoffermonitor.warehouse import read_acceptances, read_summary
from tests.second_opinion.macros import Macros, StoppedError

CODE: Final = "crosswalk_genders,POLICE,F,2000,2100,V,The new form is in English"
LIMIT: Final = "busiest_day_share,0.5,One reporter delivers once a month"
COLUMN: Final = "notifications,Datum melding,received_on"
SILENT: Final = "delivery_volumes.group_not_too_small"
ACCEPTED: Final = f"{SILENT},2019,2020-03-01,The care coordinators had no grant"


def office(folder: Path, **rows: str) -> Path:
    """Write files of an office, each with its header and the given rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in rows.items():
        lines = [",".join(FILES[f"{name}.csv"]), text]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the setting names; a test writes the files."""
    place = tmp_path / "it's an office"
    place.mkdir()
    (place / "README.md").write_text("Ours.", encoding="utf-8")
    monkeypatch.setenv(OFFICE_VARIABLE, str(place))
    return place


def stopped_by_macro(register: Path, place: Path) -> str:
    try:
        Macros(ROOT, register, place)("check_office")
    except StoppedError as stopped:
        return str(stopped)
    return ""


def test_without_a_setting_an_office_owns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OFFICE_VARIABLE, raising=False)
    assert read_office() == Office()


def test_the_files_are_the_same_for_dbt() -> None:
    macros = Macros(ROOT, Path())
    assert {
        f"{name}.csv": tuple(macros("office_columns", name)) for name in macros("office_files")
    } == FILES


def test_a_folder_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OFFICE_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(ProjectError, match="which is no folder; correct the setting"):
        read_office()
    assert "there is no such folder" in stopped_by_macro(tmp_path, tmp_path / "none")


def test_a_sound_folder_is_read(folder: Path) -> None:
    office(folder, codes=CODE, limits=LIMIT, columns=COLUMN, acceptances=ACCEPTED)
    assert stopped_by_macro(folder, folder) == ""
    read = read_office()
    assert read.renamed == {"notifications": {"Datum melding": "received_on"}}
    (accepted,) = read.acceptances
    assert (accepted.expectation, accepted.delivery) == (SILENT, "2019")
    assert accepted.accepted_on == date(2020, 3, 1)


FAULTS: Final = {
    "another header": ("codes", "a,b", "the first line must be crosswalk,code_system"),
    "semicolons": ("limits", "limit_code;limit_value;reason", "the first line must be limit_code"),
    "a comma too many": ("limits", f"HEADER\n{LIMIT}, and more", "line 2"),
    "a value too few": ("limits", "HEADER\nbusiest_day_share,0.5", "line 2"),
    "no reason": ("codes", f"HEADER\n{CODE.rsplit(',', 1)[0]},", "the column reason has no value"),
    "an unknown table": ("columns", f"HEADER\nnotices{COLUMN[13:]}", "'notices' is no table"),
    "an unknown column": (
        "columns",
        "HEADER\nnotifications,Datum,received",
        "'received' is no column of notifications",
    ),
    "a column of the contract": (
        "columns",
        "HEADER\nnotifications,gender,received_on",
        "'gender' is",
    ),
    "a column twice": ("columns", f"HEADER\n{COLUMN}\n{COLUMN}", "is there twice"),
    "no date": ("acceptances", "HEADER\n" + ACCEPTED.replace("2020-03-01", "in May"), "yyyy-mm-dd"),
    "another file": ("colums", "x", "the folder of an office holds no file of this name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_in_one_sentence(folder: Path, fault: str) -> None:
    name, text, says = FAULTS[fault]
    header = ",".join(FILES.get(f"{name}.csv", ()))
    (folder / f"{name}.csv").write_text(text.replace("HEADER", header) + "\n", encoding="utf-8")
    with pytest.raises(ProjectError) as stopped:
        read_office()
    for said in (str(stopped.value), stopped_by_macro(folder, folder)):
        assert f"{name}.csv" in said
        assert says in said
        assert "\n" not in said
        assert said.endswith("(docs/office.md).")


def test_who_publishes_is_read(folder: Path) -> None:
    office(folder, publisher="publisher,Bureau,Office\nemail,a@b.example,a@b.example")
    assert stopped_by_macro(folder, folder) == ""
    assert read_office().publisher["publisher"] == {"nl": "Bureau", "en": "Office"}
    for row, says in {
        "publishers,Bureau,Office": "line 2: 'publishers' is no entry; write publisher, contact",
        "publisher,Bureau,Office\npublisher,Bureau,Office": "line 3: publisher is there twice",
        "email,here,here": "line 2: email must be an address, the same in both columns",
        "web_address,https://a.example,https://b.example": "web_address must be an address",
    }.items():
        office(folder, publisher=row)
        with pytest.raises(ProjectError, match=says) as stopped:
            read_office()
        assert "\n" not in str(stopped.value)


@pytest.mark.parametrize(
    ("file", "row", "says"),
    [
        ("codes", CODE.replace(",2000,", ",MM,"), "must be years"),
        ("codes", CODE.replace("2000,2100", "2100,2000"), "the first no later than the second"),
        ("limits", LIMIT.replace("0.5", "half"), "must be a number with a decimal point"),
        ("limits", LIMIT.replace("0.5", "-1"), "not below zero"),
    ],
)
def test_values_are_checked_before_anything_is_built(
    folder: Path, file: str, row: str, says: str
) -> None:
    office(folder, **{file: row})
    said = stopped_by_macro(folder, folder)
    assert f"{file}.csv, row 1 below the header" in said
    assert says in said


def renamed_delivery(directory: Path, kind: str) -> Path:
    """Deliver 30 notifications of which two columns go by names of the office."""
    directory.mkdir()
    names = {"received_on": "Datum melding", "reporter": "melder"}
    rows = [notification(number) for number in range(30)]
    if kind == "csv":
        with (directory / "notifications.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([names.get(name, name) for name in rows[0]])
            writer.writerows([list(row.values()) for row in rows])
    else:
        table = pa.table(
            {names.get(key, key): [row[key] or None for row in rows] for key in rows[0]}
        )
        pq.write_table(table, directory / "notifications.parquet")
    write_table(directory / "emm_records.csv", [emm_record(1)], TABLES["emm_records"])
    return directory


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_columns_go_by_the_names_of_the_office(tmp_path: Path, folder: Path, kind: str) -> None:
    delivery = renamed_delivery(tmp_path / "delivery", kind)
    columns = f"{COLUMN}\nnotifications,melder,reporter"
    office(folder, columns=columns)
    assert len(find_problems(delivery)) == 4
    renamed = read_office().renamed
    assert find_problems(delivery, renamed=renamed) == ()
    macros = Macros(ROOT, delivery, folder)
    macros("check_delivery")
    with pytest.raises(StoppedError, match="is not in the contract"):
        Macros(ROOT, delivery)("check_delivery")
    for table in TABLES:
        read, expected = (
            duckdb.sql(f"from {relation} order by all")
            for relation in (
                macros("register_table", table),
                relation_sql(delivery, table, renamed),
            )
        )
        assert (read.columns, read.types) == (expected.columns, expected.types)
        assert read.fetchall() == expected.fetchall()
    place = read.columns.index("record_id")
    assert place == 2


def test_the_command_line_checks_with_the_names_of_the_office(tmp_path: Path, folder: Path) -> None:
    delivery = renamed_delivery(tmp_path / "delivery", "csv")
    office(folder, columns=f"{COLUMN}\nnotifications,melder,reporter")
    done = CliRunner().invoke(app, ["check-delivery", str(delivery)])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a bare build of a small register with everything that an office may own."""
    place = tmp_path_factory.mktemp("office")
    delivery = place / "delivery"
    delivery.mkdir()
    rows = [row | {"gender": {"V": "F", "M": "M"}[row["gender"]]} for row in small_register()]
    columns = tuple("Datum melding" if name == "received_on" else name for name in rows[0])
    write_table(
        delivery / "notifications.csv",
        [row | {"Datum melding": row["received_on"]} for row in rows],
        columns,
    )
    own = office(place / "own", codes=CODE, limits=LIMIT, columns=COLUMN, acceptances=ACCEPTED)
    return run_build(place / "built", UNTESTED, delivery, own)


@pytest.mark.slow
def test_a_bare_build_lays_the_office_over_the_lists(built: Built) -> None:
    assert built.code == 0, built.output
    assert built.rows("select gender_code, count(*) from marts.fct_victim_years group by 1") in (
        [("V", 30), ("M", 30)],
        [("M", 30), ("V", 30)],
    )
    limits = "staging.stg_reference__expectation_limits"
    assert built.rows(f"select limit_code, limit_value from {limits} where is_of_office") == [
        ("busiest_day_share", pytest.approx(0.5))
    ]
    assert built.rows(
        "select file_name, subject, shipped_value, office_value from audit.aud_office_rules "
        "order by file_name"
    ) == [
        ("acceptances.csv", f"{SILENT}, 2019", None, "accepted on 2020-03-01"),
        ("codes.csv", "crosswalk_genders, POLICE F, 2000-2100", None, "V"),
        ("columns.csv", "notifications.received_on", "received_on", "Datum melding"),
        ("limits.csv", "busiest_day_share", "0.330000", "0.500000"),
    ]


@pytest.mark.slow
def test_the_warehouse_does_without_the_folder_afterwards(built: Built) -> None:
    shutil.rmtree(built.database.parents[1] / "own")
    for table in ("stg_reference__crosswalk_codes", "stg_reference__expectation_limits"):
        assert built.rows(f"select count(*) from staging.{table}")[0][0]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"codes": CODE.replace(",V,", ",Q,")}, "it becomes 'Q', which is no standard code"),
        ({"codes": CODE.replace("genders", "sexes")}, "there is no crosswalk of this name"),
        ({"codes": CODE.replace("POLICE", "FIRE")}, "no reporter delivers codes of this system"),
        ({"codes": f"{CODE}\n{CODE.replace('2000', '2010')}"}, "it means two things in one year"),
        ({"limits": LIMIT.replace("busiest", "laziest")}, "there is no limit of this name"),
        ({"limits": f"{LIMIT}\n{LIMIT}"}, "the limit is there twice"),
    ],
)
def test_a_bare_build_stops_at_what_no_list_has(
    builds: Builds, folder: Path, tmp_path: Path, rows: dict[str, str], says: str
) -> None:
    """Only the models that read the folder are built anew, in a copy of a warehouse."""
    office(folder, **rows)
    shipped = builds.result("bare").database
    (tmp_path / "built").mkdir()
    shutil.copy(shipped, tmp_path / "built" / shipped.name)
    models = "stg_reference__office_codes stg_reference__crosswalk_codes"
    if "limits" in rows:
        models = "stg_reference__office_limits stg_reference__expectation_limits"
    command = (*SHARING, "dbt", "run", "--select", *models.split())
    done = run_build(tmp_path / "built", command, office=folder)
    assert done.code
    assert says in " ".join(done.output.split())


@pytest.fixture
def silent(builds: Builds, tmp_path: Path) -> Path:
    """Return a copy of a warehouse in which a reporter has fallen silent in a year."""
    shipped = builds.result("bare").database
    copy = tmp_path / shipped.name
    shutil.copy(shipped, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "update audit.aud_delivery_volumes set record_count = 0 where "
            "source_table = 'notifications' and reporter_group_code = 'ZOCO' "
            "and received_year = 2019"
        )
    return copy


def judged(database: Path) -> Result:
    with judging(database) as judge:
        (result,) = judge.judge("arrival", [SILENT])
    return result


@pytest.fixture
def newest(builds: Builds) -> str:
    rows = builds.result("bare").rows(
        "select delivery_id from staging.stg_register__notifications "
        "order by delivered_on desc, delivery_id limit 1"
    )
    return str(rows[0][0])


def test_an_acceptance_holds_for_its_delivery_and_is_printed(
    silent: Path, folder: Path, tmp_path: Path, newest: str
) -> None:
    office(folder, acceptances=ACCEPTED.replace(",2019,", f",{newest},"))
    result = judged(silent)
    assert (result.verdict_code, result.is_success) == ("accepted", True)
    with duckdb.connect(str(silent), read_only=True) as connection:
        (accepted,) = read_acceptances(connection)
    assert (accepted.outcome, accepted.delivery, accepted.failing_count) == ("used", newest, 1)
    console = Console(width=300, record=True, file=StringIO())
    console.print(render(read_summary(silent), silent))
    export(silent, tmp_path / "files", ("csv",))
    note = (tmp_path / "files" / NOTE_FILE).read_text(encoding="utf-8")
    t = Texts("en")
    page = environment(t).from_string(
        '{% import "macros.html.j2" as m with context %}{{ m.accepted(acceptances) }}'
    )
    shown = page.render(acceptances=[accepted])
    for said in (" ".join(console.export_text().split()), note, shown):
        assert SILENT in said
        assert "The care coordinators had no grant" in said
        assert newest in said


@pytest.mark.parametrize(
    ("row", "outcomes"),
    [
        (ACCEPTED, ["other_delivery"]),
        (
            ACCEPTED.replace("group_not_too_small", "year_not_too_large").replace(
                ",2019,", ",NEWEST,"
            ),
            [],
        ),
    ],
    ids=["another delivery", "another expectation"],
)
def test_an_acceptance_holds_for_nothing_else(
    silent: Path, folder: Path, newest: str, row: str, outcomes: list[str]
) -> None:
    office(folder, acceptances=row.replace("NEWEST", newest))
    assert judged(silent).verdict_code == "failed"
    with duckdb.connect(str(silent), read_only=True) as connection:
        found = read_acceptances(connection)
    assert [accepted.outcome for accepted in found] == outcomes
    assert all("matches nothing: the newest delivery is another" in str(one) for one in found)


def test_an_acceptance_that_is_not_needed_is_said(
    builds: Builds, folder: Path, tmp_path: Path, newest: str
) -> None:
    office(folder, acceptances=ACCEPTED.replace(",2019,", f",{newest},"))
    shipped = builds.result("bare").database
    copy = tmp_path / shipped.name
    shutil.copy(shipped, copy)
    assert judged(copy).verdict_code == "passed"
    (accepted,) = read_summary(copy).acceptances
    assert "matches nothing: the expectation does not fail" in str(accepted)


@pytest.mark.parametrize(
    ("expectation", "says"),
    [
        ("raw_notifications.pseudonym_is_no_name", "this expectation cannot be accepted"),
        ("delivery_completeness.gender_as_known_as_before", "cannot be accepted"),
        ("delivery_volumes.no_such", "there is no expectation of this name"),
    ],
)
def test_what_cannot_be_accepted_stops_the_build(
    folder: Path, delivery: Path, expectation: str, says: str
) -> None:
    office(folder, acceptances=ACCEPTED.replace(SILENT, expectation))
    done = CliRunner().invoke(app, ["build", "--register", str(delivery)])
    assert done.exit_code == 1
    assert f"{expectation}: " in done.output
    assert says in done.output


def test_only_volumes_can_be_accepted() -> None:
    """Nothing about persons, columns or codes."""
    suites = {suite.code for suite in SUITES for check in suite.checks if check.is_acceptable}
    assert suites == {"delivery_volumes", "published_cells"}


def test_the_page_shows_files_that_can_be_read(folder: Path) -> None:
    text = (ROOT / "docs" / "office.md").read_text(encoding="utf-8")
    for name in FILES:
        block = text.split(f"## {name}")[1].split("```csv\n")[1].split("```")[0]
        (folder / name).write_text(block, encoding="utf-8")
    assert stopped_by_macro(folder, folder) == ""
    assert read_office().acceptances
    assert json.dumps(read_office().renamed)
