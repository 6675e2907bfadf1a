"""The recount on a register written by hand, and the parts of the generator one by one."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lab.synthetic.codes import Spellings, mess
from lab.synthetic.draw import Pool, Victim, weighted_pick
from lab.synthetic.notes import birth_window
from lab.synthetic.programme import CalibrationError
from lab.synthetic.recount import Recount, recount
from lab.synthetic.sectors import reporter_key
from lab.synthetic.writing import (
    Note,
    Writer,
    iso,
)
from slachtoffermonitor.delivery import EMM_COLUMNS, NOTIFICATION_COLUMNS
from tests.second_opinion.records import UnknownCodeError

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ("POL", "KMAR", "ISZW", "ZOCO", "FW", "VWN")


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - synthetic data, no secret


def notification(number: int, **values: str) -> dict[str, str]:
    row = dict.fromkeys(NOTIFICATION_COLUMNS, "")
    row |= {
        "delivery_id": "2019", "delivered_on": "2020-04-01", "record_id": f"R{number}",
        "notification_id": f"N{number}", "version": "1", "status": "active",
        "received_on": "2019-03-01", "person_pseudonym": "P1", "reporter": "POL",
    }  # fmt: skip
    return row | values


def emm(number: int, **values: str) -> dict[str, str]:
    row = dict.fromkeys(EMM_COLUMNS, "")
    row |= {
        "delivery_id": "2019", "delivered_on": "2020-04-01", "record_id": f"E{number}",
        "registered_on": "01-02-2019", "person_pseudonym": "P1",
    }  # fmt: skip
    return row | values


def count(directory: Path, rows: list[dict[str, str]], emm_rows: list[dict[str, str]]) -> Recount:
    for name, columns, content in (
        ("raw_notifications.csv", NOTIFICATION_COLUMNS, rows),
        ("raw_emm_records.csv", EMM_COLUMNS, emm_rows or [emm(99, person_pseudonym="P99")]),
    ):
        with (directory / name).open("w", encoding="utf-8", newline="") as handle:
            out = csv.DictWriter(handle, columns, lineterminator="\n")
            out.writeheader()
            out.writerows(content)
    return recount(ROOT, directory)


def victim(result: Recount, person: str = "P1") -> dict[str, Any]:
    rows = [r for r in result.victims.to_dicts() if r["person_pseudonym"] == person]
    assert len(rows) == 1
    return rows[0]


def test_the_order_of_reporters_decides_and_emm_only_fills(tmp_path: Path) -> None:
    result = count(
        tmp_path,
        [
            notification(1, gender="M", exploitation_forms="SU", nationalities="XXX"),
            notification(2, reporter="ZOCO", consent="yes", gender="Vrouw", nationalities="Polen",
                         exploitation_forms="AU", labour_sectors="Tuinbouw"),
        ],
        [emm(1, gender="F", nationalities="NGA", prostitution_sectors="RAAM", birth_date="2000")],
    )  # fmt: skip
    row = victim(result)
    assert (row["gender_code"], row["nationality_code"], row["form"]) == ("M", "POL", "GO-SU")
    assert (row["combination"], row["sector"], row["age"]) == ("SU+AU", "RAAM", 18)
    assert result.notifications.height == 2


def test_the_populations(tmp_path: Path) -> None:
    result = count(
        tmp_path,
        [
            notification(1, person_pseudonym="A", reporter="KMAR", exploitation_forms="SU"),
            notification(2, person_pseudonym="B", reporter="KMAR", exploitation_forms="AU"),
            notification(3, person_pseudonym="C", reporter="OM", om_b8_letter="yes", consent="yes"),
            notification(4, person_pseudonym="D", reporter="FW", consent="no"),
            notification(5, person_pseudonym="E", status="withdrawn"),
            notification(6, person_pseudonym="F", reporter="VWN", consent="ja"),
        ],
        [emm(1, person_pseudonym="A"), emm(2, person_pseudonym="G")],
    )
    populations = dict(result.known.select("person_pseudonym", "population").iter_rows())
    assert populations == {
        "A": "KMAR_ONLY_SEXUAL", "B": "ANALYSIS", "C": "LETTER_ONLY", "F": "ANALYSIS",
        "G": "EMM_ONLY",
    }  # fmt: skip


def test_the_highest_version_counts_and_repeats_do_not(tmp_path: Path) -> None:
    result = count(
        tmp_path,
        [
            notification(1, notification_id="N", reporting_unit="NN"),
            notification(
                2, notification_id="N", version="2", reporting_unit="OB", delivery_id="2020"
            ),
            notification(3, received_on="2019-05-01", reporting_unit="LE"),
            notification(4, received_on="2019-06-01", reporting_unit="AVIM"),
        ],
        [],
    )
    fates = dict(result.fates.select("record_id", "fate").iter_rows())
    assert fates == {"R1": "superseded", "R2": "counted", "R3": "duplicate", "R4": "duplicate"}
    assert sorted(result.units["unit"]) == ["PE09", "PE11"]
    assert victim(result)["first_unit"] == "PE09"


def test_a_code_of_no_crosswalk_stops_the_recount(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="gender: 'NO SUCH CODE'"):
        count(tmp_path, [notification(1, gender="NO SUCH CODE")], [])


@pytest.mark.parametrize("age", [0, 17, 18, 30, 64])
@pytest.mark.parametrize("day", [date(2016, 2, 29), date(2019, 1, 1), date(2019, 12, 31)])
def test_birth_window_gives_the_age(day: date, age: int) -> None:
    for born in birth_window(day, age):
        had_birthday = (day.month, day.day) >= (born.month, born.day)
        assert day.year - born.year - (not had_birthday) == age


def test_both_spellings_of_a_date_are_the_same_day() -> None:
    assert iso("31-12-2019") == iso("2019-12-31") == "2019-12-31"


def test_a_cell_hands_out_exactly_what_it_holds() -> None:
    pool = Pool(seeded(1))
    pool.add("cell", "a", 2)
    pool.add("cell", "b", 1)
    pool.take("cell", "b")
    assert [pool.next("cell"), pool.next("cell")] == ["a", "a"]
    pool.check_empty()
    with pytest.raises(CalibrationError):
        pool.take("cell", "b")


def test_a_cell_that_is_not_used_up_is_an_error() -> None:
    pool = Pool(seeded(1))
    pool.add("cell", "a", 1)
    with pytest.raises(CalibrationError):
        pool.check_empty()


def test_weighted_pick_prefers_and_never_repeats() -> None:
    people = [Victim(2019, "AU", "NL", "ADULT", age=n) for n in range(100)]
    weights = [1000.0 if n < 10 else 0.001 for n in range(100)]
    picked = weighted_pick(seeded(3), people, weights, 10)
    assert sorted(p.age or 0 for p in picked) == list(range(10))


def test_the_reporter_of_the_imputation_is_the_first_in_order() -> None:
    person = Victim(2019, "GO", "AFR", "ADULT", reporters="PZ", unit="PE01")
    assert reporter_key(person) == "PE01"
    person.reporters = "OZ"
    assert reporter_key(person) == "ZOCO"


def test_spellings_follow_the_year_of_receipt() -> None:
    spellings = Spellings(ROOT / "seeds" / "crosswalks")
    assert spellings.valid("exploitation_forms", "POLICE", "SU", 2016) == ["F1"]
    assert spellings.valid("exploitation_forms", "POLICE", "SU", 2017) == ["MH-S"]
    assert "01" in spellings.valid("police_units", "POLICE", "PE01", 2015)
    assert "01" not in spellings.valid("police_units", "POLICE", "PE01", 2019)


def test_mess_changes_only_blanks_and_case() -> None:
    rng = seeded(5)
    assert {mess(rng, "Hotel").strip().upper() for _ in range(500)} == {"HOTEL"}


@pytest.mark.parametrize("nationality", ["NLD", "POL", "NGA", "XXA", "XXX"])
def test_a_written_nationality_resolves_to_the_intended_one(
    tmp_path: Path, nationality: str
) -> None:
    writer = Writer(seeded(9), Spellings(ROOT / "seeds" / "crosswalks"))
    rows = []
    for number, letter in enumerate("PKIZFO" * 20):
        note = Note(letter, date(2019, 1, 1), nationality=nationality)
        rows.append(
            notification(
                number,
                person_pseudonym=f"P{number}",
                reporter=dict(zip("PKIZFO", GROUPS, strict=True))[letter],
                consent="yes",
                nationalities=writer.nationality_text(note, 2019),
            )
        )  # fmt: skip
    result = count(tmp_path, rows, [])
    assert set(result.victims["nationality_code"]) == {nationality}
