"""The analysts' questions of docs/bi.md, asked of a publication, answer as it is published."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from warehouses import ROOT, Builds

from slachtoffermonitor.publication import folder
from slachtoffermonitor.publication.publish import Wish, publish

sys.path.insert(0, str(ROOT / "scripts"))

from render_docs import QUERY

EDITION: Final = "2015-2019"
AT: Final = "2026-12-01T08:00:00+00:00"
PAGE: Final = (ROOT / "docs" / "bi.md").read_text(encoding="utf-8")
QUESTIONS: Final[dict[int, str]] = {
    int(number): query["sql"]
    for number, text in re.findall(
        r"^### (\d+)\. (.*?)(?=^### |\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    for query in QUERY.finditer(text)
}

Row = dict[str, Any]
Cells = Callable[..., dict[str, int]]


@pytest.fixture(scope="module")
def connection(
    builds: Builds, tmp_path_factory: pytest.TempPathFactory
) -> duckdb.DuckDBPyConnection:
    """Return a connection with a publication of the shipped register."""
    place = tmp_path_factory.mktemp("bi")
    database = Path(shutil.copy(builds.result("shipped").database, place / "w.duckdb"))
    publish(database, place / "published", Wish(), AT)
    return duckdb.connect(str(place / "published" / folder.CURRENT), read_only=True)


@pytest.fixture
def ask(connection: duckdb.DuckDBPyConnection) -> Callable[[int], list[Row]]:
    """Return what answers a question by its number."""

    def answer(number: int) -> list[Row]:
        result = connection.execute(QUESTIONS[number])
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    return answer


@pytest.fixture
def cells(connection: duckdb.DuckDBPyConnection) -> Cells:
    """Return what gives the cells of an exhibit, by `by`: its column or its row."""

    def found(
        exhibit: str,
        by: str = "row_code",
        what: str = "value",
        edition: str = EDITION,
        **codes: str,
    ) -> dict[str, int]:
        given = {"exhibit_code": exhibit, "edition_code": edition, "column_kind": "edition"} | codes
        where = " and ".join(f"{name} = ?" for name in given)
        rows = connection.execute(
            f"select {by}, {what} from marts.published_cells where {where}", list(given.values())
        ).fetchall()
        assert rows
        assert len({row[0] for row in rows}) == len(rows), "several cells for one code"
        return {str(code): int(value) for code, value in rows}

    return found


Ask = Callable[[int], list[Row]]


def by(rows: list[Row], key: str, value: str) -> dict[str, int]:
    return {str(row[key]): int(row[value]) for row in rows}


def test_there_are_twelve_questions_of_one_select_each() -> None:
    assert list(QUESTIONS) == list(range(1, 13))
    assert len(QUERY.findall(PAGE)) == 12
    for sql in QUESTIONS.values():
        assert re.match(r"select\s", sql)
        assert sql.count("select") == 1
        assert sql.count(";") == 1
        assert len(sql.splitlines()) <= 20


def test_victims_per_year(ask: Ask, cells: Cells) -> None:
    assert by(ask(1), "notification_year", "victims") == cells(
        "fig_2_01", "column_code", column_kind="year", row_code="ANALYSIS_POPULATION"
    )


def test_minors_in_domestic_sexual_exploitation(ask: Ask, cells: Cells) -> None:
    (answer,) = ask(2)
    published = cells("fig_2_10", column_kind="trafficking_form", column_code="BL-SU")
    assert answer["minors"] == published["0-17"]
    assert answer["victims"] == published["total"]
    pct = cells(
        "fig_2_10", what="coalesce(pct, 0)", column_kind="trafficking_form", column_code="BL-SU"
    )
    assert answer["pct"] == pct["0-17"]


def test_most_frequent_nationalities(ask: Ask, cells: Cells) -> None:
    answer = ask(3)
    victims = cells("tab_2_1", row_kind="nationality", measure="victims")
    ranks = cells("tab_2_1", row_kind="nationality", measure="rank")
    top = {code for code, rank in ranks.items() if rank <= 5}
    assert by(answer, "nationality_code", "victims") == {code: victims[code] for code in top}
    assert by(answer, "nationality_code", "place") == {code: ranks[code] for code in top}


def test_sectors_keep_the_victims_of_unknown_sector(ask: Ask, cells: Cells) -> None:
    answer = ask(4)
    victims = by(answer, "sector_code", "victims")
    assert sum(victims.values()) == cells("fig_2_04a", row_kind="total")["total"]
    assert victims.pop("ONB") == cells("fig_2_04a", row_kind="sector_knowledge")["UNKNOWN"]
    assert victims == cells("fig_2_04a", row_kind="prostitution_sector")
    known = [row for row in answer if row["sector_code"] != "ONB"]
    assert by(known, "sector_code", "pct_of_known") == cells(
        "fig_2_04a", what="pct", row_kind="prostitution_sector"
    )


def test_same_cell_in_two_editions(ask: Ask, connection: duckdb.DuckDBPyConnection) -> None:
    answer = ask(5)
    assert [row["year"] for row in answer] == ["2017", "2018", "2019", "2020"]
    for edition in ("2016-2020", "2017-2021"):
        exhibit = connection.execute(
            "select column_code, unit_count from marts.fig_2_07_trafficking_forms "
            "where edition_code = ? and column_kind = 'year' and row_code = 'GO-SU'",
            [edition],
        ).fetchall()
        column = f"edition_{edition.replace('-', '_')}"
        assert by(answer, "year", column).items() <= dict(exhibit).items()


def test_change_of_each_form(ask: Ask, cells: Cells) -> None:
    answer = ask(6)
    for year in ("2018", "2019"):
        published = cells(
            "fig_2_07", column_kind="year", column_code=year, row_kind="trafficking_form"
        )
        assert by(answer, "form_code", f"in_{year}") == published
    changes = [row["change"] for row in answer]
    assert changes == sorted(changes, reverse=True)
    assert all(row["change"] == row["in_2019"] - row["in_2018"] for row in answer)


def test_nigerian_girls(ask: Ask, cells: Cells, connection: duckdb.DuckDBPyConnection) -> None:
    answer = ask(7)
    assert by(answer, "notification_year", "nigerian_victims") == cells(
        "tab_2_1", "column_code", column_kind="year", row_code="NGA", measure="victims"
    )
    # No cell has both; the words of the labels lead to the same victims.
    girls = connection.execute(
        "select notification_year, count(*) from marts.labelled_victim_years "
        "where nationality_label_en = 'Nigeria' and gender_label_en = 'Woman' and age_years < 18 "
        "and notification_year between 2015 and 2019 group by all"
    ).fetchall()
    assert girls
    assert by(answer, "notification_year", "girls") == {str(year): count for year, count in girls}


def test_who_is_left_out(ask: Ask, cells: Cells) -> None:
    left_out = by(ask(8), "exclusion_rule_id", "left_out")
    lines = cells("fig_2_01", row_kind="population_line")
    not_notified = lines["ALL_KNOWN"] - lines["WITHOUT_EMM_ONLY"]
    assert left_out["R-07"] + left_out["R-09"] == not_notified
    assert left_out["R-08"] == lines["WITHOUT_EMM_ONLY"] - lines["ANALYSIS_POPULATION"]


def test_persons_and_victims(ask: Ask, cells: Cells) -> None:
    (answer,) = ask(9)
    assert answer["persons"] == cells("fig_2_01", row_kind="persons")["ANALYSIS_POPULATION"]
    victims = cells("fig_2_01", row_kind="population_line")["ANALYSIS_POPULATION"]
    assert answer["victims"] == victims


def test_population_of_another_edition(ask: Ask, cells: Cells) -> None:
    published = cells(
        *("fig_2_01", "column_code"),
        edition="2020-2024",
        column_kind="year",
        row_code="ANALYSIS_POPULATION",
    )
    assert by(ask(10), "notification_year", "victims") == published


def test_notifications_by_reporter(ask: Ask, cells: Cells) -> None:
    published = cells("fig_2_11", row_kind="reporter_group")
    assert by(ask(11), "reporter_code", "notifications") == published


def test_police_units(ask: Ask, cells: Cells) -> None:
    published = cells("fig_2_12", column_kind="year", column_code="2019", row_kind="police_unit")
    assert by(ask(12), "police_unit_code", "notifications") == published
