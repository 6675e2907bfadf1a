"""Every reporter is told what became of its own records, and nothing of another reporter."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pytest
from typer.testing import CliRunner
from warehouses import ROOT, Builds

from slachtoffermonitor import kept, stamp
from slachtoffermonitor.cli import app
from slachtoffermonitor.erasure import _REPLACED
from slachtoffermonitor.feedback import folder, make, read, write
from slachtoffermonitor.feedback.make import make_feedback
from slachtoffermonitor.project import ProjectError, workshop_path

REPORTERS: Final = ("KMAR", "NGO", "POL", "VWN")
REGISTRY: Final = "register"


@dataclass(frozen=True)
class Files:
    """The files of a folder with one folder for each reporter."""

    place: Path

    def page(self, reporter: str) -> str:
        return (self.place / reporter / write.PAGE).read_text(encoding="utf-8")

    def text(self, reporter: str) -> str:
        return self.page(reporter) + self.list_bytes(reporter).decode("utf-8")

    def list_bytes(self, reporter: str) -> bytes:
        return (self.place / reporter / write.LIST).read_bytes()

    def rows(self, reporter: str) -> list[dict[str, str]]:
        text = self.list_bytes(reporter).decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines(), delimiter=";"))

    def listed(self, reporter: str, kind: str) -> set[tuple[str, str, str]]:
        """Return record, attribute and other record of the rows of a kind."""
        return {
            (row["record"], row["kenmerk"], row["ander record"])
            for row in self.rows(reporter)
            if row["soort"] == kind
        }

    def table(self, reporter: str, caption: str) -> Mapping[str, list[str]]:
        """Return the rows of a table of the page by their first column."""
        body = self.page(reporter).partition(f"<caption>{caption}")[2].partition("</table>")[0]
        rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("<tr>")[2:]]
        return {row[0]: row[1:] for row in rows}


@pytest.fixture(scope="module")
def warehouse(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the warehouse of several reporters."""
    database = tmp_path_factory.mktemp("feedback") / "slachtoffermonitor.duckdb"
    shutil.copy(builds.result("several reporters").database, database)
    return database


@pytest.fixture(scope="module")
def files(warehouse: Path) -> Files:
    """Return what the reporters of that warehouse are told."""
    done = CliRunner().invoke(app, ["feedback", "--database", str(warehouse)])
    assert done.exit_code == 0, done.output
    assert "each of 4 reporters" in " ".join(done.output.split())
    assert "person-of" not in done.output
    return Files(folder.folder_of(warehouse))


def test_every_reporter_has_a_folder_and_the_registry_has_one(files: Files) -> None:
    assert sorted(path.name for path in files.place.iterdir()) == [*REPORTERS, REGISTRY]
    assert {path.name for path in (files.place / "POL").iterdir()} == {write.PAGE, write.LIST}


def test_nothing_of_another_reporter_is_in_a_file(files: Files) -> None:
    for reporter in REPORTERS:
        text = files.text(reporter).lower()
        assert f"{reporter.lower()}-" in text
        for other in {*REPORTERS, "ZOCO"} - {reporter}:
            assert f"{other.lower()}-" not in text, (reporter, other)
        with duckdb.connect() as connection:
            labels = connection.execute(
                "select reporter_code, label_nl from read_csv(?)",
                [str(ROOT / "seeds" / "reference" / "ref_reporters.csv")],
            ).fetchall()
        for other, label in labels:
            assert (label.lower() in text) == (other == reporter), (reporter, other)


def test_nothing_about_a_person_is_in_a_file(files: Files) -> None:
    for reporter in (*REPORTERS, REGISTRY):
        text = files.text(reporter)
        for value in (
            "person-of",
            "shared",
            "known twice",
            "of two",
            "born late",
            "1990-01-02",
            "2019-0",
        ):
            assert value not in text, (reporter, value)


def test_folders_and_files_are_for_their_owner_alone(files: Files) -> None:
    paths = [files.place, *files.place.rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o600}


def test_outcomes_add_up_to_the_records_of_a_reporter(files: Files, warehouse: Path) -> None:
    total = 0
    for reporter in (*REPORTERS, REGISTRY):
        outcomes = {
            name: [int(number) for number in numbers]
            for name, numbers in files.table(reporter, "Wat er met de records gebeurde").items()
        }
        everything = outcomes.pop("Alle records")
        assert [sum(numbers) for numbers in zip(*outcomes.values(), strict=True)] == everything
        assert len(files.listed(reporter, "Afgewezen record")) == outcomes["Afgewezen"][2]
        total += everything[2]
        if reporter == "KMAR":
            assert everything == [1, 4, 6]  # one has no usable date
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (count,) = connection.execute("select count(*) from audit.aud_record_fate").fetchall()[0]
    assert total == count


def test_rejected_records_are_named_with_the_reason(files: Files) -> None:
    (undated,) = (row for row in files.rows("KMAR") if row["soort"] == "Afgewezen record")
    assert undated["record"] == "kmar-2"
    assert undated["jaar"] == ""
    assert "onleesbaar" in undated["reden"]
    assert "jjjj-mm-dd" in undated["wat te doen"]
    (nameless,) = files.rows("NGO")
    assert (nameless["record"], nameless["melding"]) == ("", "not-ngo-2")
    (of_nobody,) = files.listed(REGISTRY, "Afgewezen record")
    assert of_nobody == ("zoco-1", "", "")


def test_unusable_values_are_named_and_not_repeated(files: Files) -> None:
    (row,) = (row for row in files.rows("POL") if row["soort"] == "Onbruikbare waarde")
    assert (row["record"], row["kenmerk"]) == ("pol-31", "Leeftijd")
    assert "-3" not in files.text("POL").replace("pol-3", "")


def test_duplicates_and_conflicts_within_a_reporter_are_named(files: Files) -> None:
    assert files.listed("POL", "Dubbele melding") == {("pol-33", "", "pol-32")}
    assert files.listed("KMAR", "Dubbele melding") == {("kmar-4", "", "kmar-3")}
    (conflict,) = files.listed("KMAR", "Tegenstrijdige gegevens")
    assert {conflict[0], conflict[2]} == {"kmar-3", "kmar-4"}
    assert conflict[1] == "Medewerking aan het onderzoek"


def test_what_two_reporters_meet_in_is_for_the_registry(files: Files) -> None:
    assert files.listed("NGO", "Dubbele melding") == set()
    assert files.table("NGO", "Records die raken aan")["Dubbele melding"] == ["", "1"]
    assert files.table("KMAR", "Records die raken aan")["Tegenstrijdige gegevens"] == [
        "Geslacht",
        "1",
    ]
    assert "Records die raken aan" not in files.page("VWN")
    assert files.listed(REGISTRY, "Dubbele melding") == {("ngo-1", "", "vwn-1")}
    conflicts = [row for row in files.rows(REGISTRY) if row["kenmerk"] == "Geslacht"]
    assert {(row["melder"], row["andere melder"]) for row in conflicts} == {("KMAR", "POL")}


def test_an_age_that_only_two_reporters_make_impossible_is_for_the_registry(files: Files) -> None:
    """Born after the first notification of the year, which was another reporter's."""
    (row,) = (row for row in files.rows(REGISTRY) if row["soort"] == "Onbruikbare waarde")
    assert (row["record"], row["kenmerk"], row["melder"]) == ("ngo-3", "Leeftijd", "NGO")
    assert files.listed("NGO", "Onbruikbare waarde") == set()


def test_codes_that_count_as_unknown_are_counted_beside_last_year(files: Files) -> None:
    codes = files.table("VWN", "Codes die als onbekend tellen")
    assert codes["Geslacht"][0] == "FAM"
    assert codes["Geslacht"][-3:] == ["0", "1", "1"]
    assert (
        "Dit is de code voor onbekend."
        in files.table("KMAR", "Codes die als onbekend tellen")["Nationaliteit"]
    )


def test_shares_stand_beside_those_of_last_year(files: Files) -> None:
    assert files.table("KMAR", "Aandelen") == {
        "Afgewezen records": ["0,0%", "0 van 1", "0,0%", "0 van 4"],
        "Geboortedatum of leeftijd onbekend": ["0,0%", "0 van 1", "25,0%", "1 van 4"],
        "Geslacht onbekend": ["0,0%", "0 van 1", "0,0%", "0 van 4"],
        "Nationaliteit onbekend": ["100,0%", "1 van 1", "25,0%", "1 van 4"],
        "Vorm van uitbuiting onbekend": ["0,0%", "0 van 1", "0,0%", "0 van 4"],
        "Prostitutiesector onbekend": ["100,0%", "1 van 1", "100,0%", "4 van 4"],
        "Medewerking aan het onderzoek onbekend": ["100,0%", "1 van 1", "50,0%", "2 van 4"],
    }
    assert files.table("VWN", "Aandelen") == {
        "Afgewezen records": ["–", "0 van 0", "33,3%", "1 van 3"],
        "Geboortedatum of leeftijd onbekend": ["–", "0 van 0", "0,0%", "0 van 2"],
        "Geslacht onbekend": ["–", "0 van 0", "50,0%", "1 van 2"],
        "Nationaliteit onbekend": ["–", "0 van 0", "0,0%", "0 van 2"],
        "Vorm van uitbuiting onbekend": ["–", "0 van 0", "0,0%", "0 van 2"],
        "Prostitutiesector onbekend": ["–", "0 van 0", "100,0%", "2 van 2"],
    }


def test_a_dutch_spreadsheet_opens_the_list_and_runs_nothing(files: Files) -> None:
    found = files.list_bytes("VWN")
    assert found.startswith(b"\xef\xbb\xbf")
    assert found.count(b"\n") == found.count(b"\r\n") == len(files.rows("VWN")) + 1
    (row,) = (row for row in files.rows("VWN") if row["soort"] == "Afgewezen record")
    assert row["record"] == "'=vwn-2+1"
    for line in found.decode("utf-8-sig").splitlines():
        assert all(cell.startswith('"') for cell in re.split(r"(?<=\");", line))


def test_every_file_of_a_delivered_register_says_for_whom_it_is(files: Files) -> None:
    said = "DELIVERED, vertrouwelijk, alleen voor Nationale Politie"
    assert said in files.page("POL")
    assert {row["data_status"] for row in files.rows("POL")} == {said}


def test_same_warehouse_gives_the_same_bytes(files: Files, warehouse: Path) -> None:
    before = {path: path.read_bytes() for path in files.place.rglob("*") if path.is_file()}
    (files.place / "left by hand.txt").write_text("x")
    make_feedback(warehouse)
    after = {path: path.read_bytes() for path in files.place.rglob("*") if path.is_file()}
    assert after == before


def test_shares_are_rounded_as_in_print() -> None:
    assert write.share(1, 8) == "12,5%"
    assert write.share(1, 2000) == "0,1%"  # 0.05 goes up
    assert write.share(0, 0) == "–"
    assert write.number(1234567) == "1.234.567"


def test_a_stopped_build_tells_which_records_hold_an_unknown_code(
    builds: Builds, tmp_path: Path
) -> None:
    left = workshop_path(builds.outcome("unknown code").database)
    database = tmp_path / left.name
    shutil.copy(left, database)
    made = make_feedback(database)
    files = Files(made.folder)
    assert {(row["record"], row["kenmerk"], row["code"]) for row in files.rows("POL")} == {
        ("rec-7", "Geslacht", "QGEN"),
        ("rec-8", "Nationaliteit", ""),
    }
    assert "annelies" not in files.text("POL").lower()
    assert "geen enkele codelijst" in files.page("POL")


def test_a_delivery_that_has_changed_since_is_refused(
    warehouse: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.page("POL")

    @dataclass
    class Other:
        register_digest: str = "another"

    monkeypatch.setattr(stamp, "read", lambda _: Other())
    with pytest.raises(ProjectError, match="no longer as it was"):
        make_feedback(warehouse)
    assert files.page("POL") == before


def test_a_delivery_that_is_gone_is_missed(builds: Builds, warehouse: Path, files: Files) -> None:
    (delivery,) = builds.result("several reporters").database.parent.glob("a *")
    away = delivery.rename(delivery.with_name("away"))
    try:
        done = CliRunner().invoke(app, ["feedback", "--database", str(warehouse)])
    finally:
        away.rename(delivery)
    assert done.exit_code == 1
    assert "put it back in its place" in " ".join(done.output.split())
    assert "pol-" in files.text("POL")


def test_no_folder_can_be_made(
    warehouse: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files.page("POL")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "_write", lambda *_, **__: full())
    with pytest.raises(ProjectError, match="is full"):
        make_feedback(warehouse)
    assert files.page("POL") == before


def test_the_folder_is_kept_and_erased_like_all_that_holds_persons(
    warehouse: Path, files: Files
) -> None:
    (found,) = (one for one in kept.find(warehouse) if one.kind.code == "feedback")
    assert found.path == files.place
    assert found.kind.has_persons
    assert found.kind.code not in _REPLACED
    workshop = workshop_path(warehouse)
    assert folder.folder_of(workshop) in found.kind.places(warehouse)


def test_every_reason_has_its_words(warehouse: Path) -> None:
    words = read.reasons()
    seeds = ROOT / "seeds" / "reference"
    with (seeds / "ref_rejection_reasons.csv").open(encoding="utf-8") as stream:
        codes = {row["rejection_reason_code"] for row in csv.DictReader(stream)}
    assert {code for kind, code in words if kind == "rejected"} == codes
    issues = set()
    for model in ("int_records__born", "int_victim_years__ages"):
        (file,) = (ROOT / "models").rglob(f"{model}.sql")
        text = file.read_text(encoding="utf-8")
        issues |= set(re.findall(r"then '(\w+)'\s", text))
    assert {code for kind, code in words if kind == "unusable"} == issues
    for (kind, code), reason in words.items():
        if kind in ("finding", "attribute"):
            assert reason.label, code
        else:
            assert reason.sentence.endswith("."), code
            assert reason.what_to_do.endswith("."), code
