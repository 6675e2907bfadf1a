"""The check of a table before its numbers leave: what it finds, and what it leaves alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warehouses import ROOT, Builds

from slachtoffermonitor.cli import app
from slachtoffermonitor.export import export
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.table_check import Fault, check_file

HEAD = "Indicator,Dimension,Category,Sex,Age,Year,txtVALUE,Source\n"
FORM = "by form of exploitation"


def _faults(folder: Path, text: str, exclusive: tuple[str, ...] = ()) -> list[Fault]:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return check_file(file, exclusive)[1]


def _of(*rows: str) -> str:
    return HEAD + "\n".join(rows)


def test_a_total_on_one_basis_and_ages_on_another_is_a_fault(tmp_path: Path) -> None:
    """Detected victims of 2019 and 2020 in UNODC's vintage of 14 April 2025."""
    found = _faults(
        tmp_path,
        _of(
            "Detected,Total,Total,Total,Total,2018,668,x",
            "Detected,Total,Total,Total,0 to 17 years,2018,62,x",
            "Detected,Total,Total,Total,18 years or over,2018,606,x",
            "Detected,Total,Total,Total,Total,2019,1372,x",
            "Detected,Total,Total,Total,0 to 17 years,2019,108,x",
            "Detected,Total,Total,Total,18 years or over,2019,1105,x",
            "Detected,Total,Total,Unknown,Unknown,2019,121,x",
            "Detected,Total,Total,Total,Total,2020,1013,x",
            "Detected,Total,Total,Total,0 to 17 years,2020,68,x",
            "Detected,Total,Total,Total,18 years or over,2020,916,x",
        ),
    )
    assert [(fault.kind, fault.where, fault.lines) for fault in found] == [
        ("short", "2019, total", (5, 6, 7, 8)),
        ("short", "2020, total", (9, 10, 11)),
    ]
    assert found[0].sentence == (
        "108 + 1105 + 121 = 1,334, less than 1372. The parts are on another basis than the total."
    )
    assert "or a row for who is not known is missing" in found[1].sentence


def test_a_form_above_all_persons_is_a_fault_and_another_indicator_is_no_whole(
    tmp_path: Path,
) -> None:
    """Persons convicted in 2022: victims were filled into the wrong table."""
    found = _faults(
        tmp_path,
        _of(
            "Convicted,Total,Total,Total,Total,2022,62,x",
            "Detected,Total,Total,Total,Total,2022,814,x",
            f"Convicted,{FORM},Forced labour,Total,Total,2022,348,x",
            f"Convicted,{FORM},Sexual exploitation,Total,Total,2022,393,x",
        ),
    )
    assert [(fault.kind, fault.lines) for fault in found] == [("above", (2, 4)), ("above", (2, 5))]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (["Total,Total,10", "Female,Total,<5", "Male,Total,6"], []),
        (["Total,Total,10", "Female,Total,<5", "Male,Total,5"], ["short"]),
        (["Total,Total,10", "Female,Total,<5", "Male,Total,11"], ["above"]),
        (["Total,Total,10", "Female,Total,6", "Male,Total,5"], ["above"]),
        (["Total,Total,10", "Female,Total,6", "Male,Total,3", "Unknown,Total,1"], []),
        (["Total,Total,10", "Female,Child,6", "Male,Child,5"], ["above"]),
        (["Total,Total,10", "Total,Total,10"], ["repeated"]),
        (["Total,Total,1.234", 'Female,Total,"1,000"', "Male,Total,234"], []),
        (["Total,Total,10", "Female,Total,", "Male,Total,5"], []),
        (["Female,Total,6", "Male,Total,5"], []),
    ],
)
def test_parts_are_held_against_their_whole(
    rows: list[str], kinds: list[str], tmp_path: Path
) -> None:
    found = _faults(tmp_path, "sex,age,value\n" + "\n".join(rows))
    assert [fault.kind for fault in found] == kinds


def test_forms_overlap_unless_somebody_says_that_they_do_not(tmp_path: Path) -> None:
    text = "jaar;vorm;aantal\n2019;totaal;10\n2019;seksueel;8\n2019;arbeid;4\n"
    assert _faults(tmp_path, text) == []
    (fault,) = _faults(tmp_path, text, ("vorm",))
    assert fault.sentence == "8 + 4 = 12, more than 10."


def test_a_list_that_is_not_exhaustive_may_be_short(tmp_path: Path) -> None:
    text = "nationality,value\nTotal,10\nNigeria,4\nPoland,3\n"
    assert _faults(tmp_path, text) == []
    (fault,) = _faults(tmp_path, text + "Unknown,2\n")
    assert fault.kind == "short"


def test_the_years_of_a_period_add_up(tmp_path: Path) -> None:
    text = "year,victims\n2018,668\n2019,1334\n2018-2019,{}\n"
    assert _faults(tmp_path, text.format(2002)) == []
    (fault,) = _faults(tmp_path, text.format(2040))
    assert (fault.kind, fault.sentence) == ("years", "668 + 1334 = 2,002, less than 2040.")
    assert _faults(tmp_path, "year,victims\n2018,668\n2018-2019,2040\n") == []


def test_a_year_that_was_copied_is_a_fault(tmp_path: Path) -> None:
    rows = ["form,sex,year,value"]
    for year, men in ((2014, 6), (2016, 6), (2017, 7)):
        rows += [f"Other,Total,{year},20", f"Other,Female,{year},14", f"Other,Male,{year},{men}"]
        rows += [f"Total,Total,{year},{men + 100}"]
    found = [fault for fault in _faults(tmp_path, "\n".join(rows)) if fault.kind == "copied"]
    assert [fault.sentence for fault in found] == ["All 3 numbers are those of 2014."]


def test_a_number_of_which_there_are_several_is_no_whole(tmp_path: Path) -> None:
    rows = "sex,value\nTotal,10\nTotal,3\nFemale,6\nMale,4\n"
    assert [fault.kind for fault in _faults(tmp_path, rows)] == ["repeated"]


def test_a_table_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="has no column with numbers"):
        _faults(tmp_path, "sex,age\nTotal,Total\n")


def test_the_return_contradicts_itself_where_the_audit_says_so() -> None:
    _, found = check_file(ROOT / "seeds" / "witness" / "witness_return.csv")
    of_totals = {
        (fault.kind, fault.sentence)
        for fault in found
        if fault.where in ("2013, total", "2017, total")
    }
    assert ("above", "259 + 1178 = 1,437, more than 1434.") in of_totals
    assert ("above", "194 + 760 + 124 = 1,078, more than 952.") in of_totals
    assert [fault.sentence for fault in found if fault.kind == "copied"] == [
        "All 5 numbers are those of 2014."
    ]


def test_what_is_exported_has_no_faults_and_a_changed_cell_has(
    builds: Builds, tmp_path: Path
) -> None:
    database = builds.result("shipped").database
    export(database, tmp_path, ("csv",))
    assert check_file(tmp_path / "published_cells.csv")[1] == []
    file = tmp_path / "fig_2_08_gender.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        key = (row["edition_code"], row["column_code"], row["row_code"])
        if key == ("2015-2019", "2017", "M"):
            row["unit_count"] = str(int(row["unit_count"]) - 1)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert [fault.kind for fault in check_file(file)[1]] == ["years", "short"]
    assert CliRunner().invoke(app, ["check-table", str(file)]).exit_code == 3


def test_the_command_says_that_nothing_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("sex,value\nTotal,10\nFemale,6\nMale,4\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check-table", str(file)])
    assert (result.exit_code, result.output) == (0, "3 numbers, 0 faults.\n")
