"""The semantic layer gives the cells of the exhibits, of every edition, and mixes none.

`make test-clients` asks MetricFlow itself, and fails where it is missing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from sites import site_warehouse
from warehouses import ROOT, Builds

from slachtoffermonitor.publication import folder, manifest
from slachtoffermonitor.publication.publish import Wish, publish

pytestmark = [pytest.mark.clients, pytest.mark.slow]

AT: Final = "2026-12-01T08:00:00+00:00"
PAGE: Final = ROOT / "docs" / "semantic-layer.md"
PROGRAMS: Final = ROOT / ".venv-metrics" / "bin"
MISSING: Final = f"{PROGRAMS} is missing; `make metrics` sets it up."

Cell = tuple[str, str, str, str, str]
"""Exhibit, edition, kind of column, column, row."""


@dataclass(frozen=True)
class Rows:
    """Some rows of an exhibit, as a question.

    Attributes:
        exhibit: its code.
        kind: of the rows.
        metric: what is counted.
        by: what tells the rows apart; nothing where there is one.
        code: of the one row.
        where: who is counted.
        columns: kinds of columns.
        measure: of the cells.
    """

    exhibit: str
    kind: str
    metric: str
    by: str = ""
    code: str = "total"
    where: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("edition", "year")
    measure: str = "victims"


def flag(name: str, *, of: str = "victim", holds: bool = True) -> str:
    return ("" if holds else "not ") + f"{{{{ Dimension('{of}__{name}') }}}}"


def code(name: str, codes: str, *, of: str = "victim") -> str:
    return f"{{{{ Dimension('{of}__{name}') }}}} {codes}"


SEXUAL: Final = flag("has_sexual")
EMM: Final = flag("is_emm_known", of="known_victim")
WITH_FORMS: Final = ("edition", "year", "trafficking_form")
POLICE: Final = code("reporter_group", "= 'POL'", of="notification")
AFRICAN: Final = code("origin_region", "= 'AFR'", of="notification")
NOT_AFRICAN: Final = code("origin_region", "<> 'AFR'", of="notification")


def described(exhibit: str, kind: str) -> tuple[Rows, Rows]:
    """Return a kind of rows and the total, by year and by form of trafficking."""
    return (
        Rows(exhibit, kind, "victims", f"victim__{kind}", columns=WITH_FORMS),
        Rows(exhibit, "total", "victims", columns=WITH_FORMS),
    )


def of_form(name: str) -> str:
    return code("trafficking_form", f"= '{name}'", of="notification")


ASKED: Final = (
    Rows("fig_2_01", "population_line", "victims", code="ANALYSIS_POPULATION"),
    Rows("fig_2_01", "population_line", "known_victims", code="ALL_KNOWN"),
    Rows(
        *("fig_2_01", "population_line", "known_victims"),
        code="WITHOUT_EMM_ONLY",
        where=(
            flag("is_emm_only", of="known_victim", holds=False),
            flag("is_om_letter_only", of="known_victim", holds=False),
        ),
    ),
    Rows(
        *("fig_2_01", "persons", "persons"),
        code="ANALYSIS_POPULATION",
        columns=("edition",),
        measure="persons",
    ),
    Rows("fig_2_02", "total", "known_victims", where=(EMM,)),
    Rows(
        *("fig_2_02", "emm_knowledge", "known_victims"),
        code="EMM_ONLY",
        where=(EMM, flag("is_emm_only", of="known_victim")),
    ),
    Rows(
        *("fig_2_02", "emm_knowledge", "known_victims"),
        code="EMM_AND_REPORTER",
        where=(EMM, flag("is_emm_only", of="known_victim", holds=False)),
    ),
    Rows("fig_2_03", "total", "victims"),
    Rows("fig_2_03", "form_combination", "victims", "victim__form_combination"),
    *(
        Rows("fig_2_03", "any_form", "victims", code=form, where=(flag(name),))
        for form, name in {
            "SU": "has_sexual",
            "AU": "has_labour",
            "CU": "has_criminal",
            "OV": "has_organ",
            "ONB": "is_form_unknown",
        }.items()
    ),
    Rows("fig_2_04a", "total", "victims", where=(SEXUAL,)),
    Rows(
        *("fig_2_04a", "sector_knowledge", "victims"),
        code="UNKNOWN",
        where=(SEXUAL, code("prostitution_sector", "= 'ONB'")),
    ),
    Rows(
        *("fig_2_04a", "sector_knowledge", "victims"),
        code="KNOWN",
        where=(SEXUAL, code("prostitution_sector", "<> 'ONB'")),
    ),
    Rows(
        *("fig_2_04a", "prostitution_sector", "victims", "victim__prostitution_sector"),
        where=(SEXUAL, code("prostitution_sector", "<> 'ONB'")),
    ),
    Rows("fig_2_04b", "total", "victims", where=(SEXUAL,), columns=("edition",)),
    Rows(
        *("fig_2_04b", "coverage", "victims"),
        code="KNOWN",
        where=(SEXUAL, code("visibility", "<> 'ONB'")),
        columns=("edition",),
    ),
    Rows("fig_2_05", "total", "victims", where=(flag("has_labour"),), columns=("edition",)),
    Rows("fig_2_07", "total", "victims"),
    Rows("fig_2_07", "trafficking_form", "victims", "victim__trafficking_form"),
    *described("fig_2_08", "gender"),
    *described("fig_2_09", "origin_region"),
    *described("fig_2_10", "age_band"),
    Rows(
        *("fig_2_10", "mean_age", "mean_age"),
        code="MEAN_AGE",
        columns=WITH_FORMS,
        measure="mean_age",
    ),
    *(
        Rows(
            *("fig_2_11", kind, "notifications", by),
            columns=WITH_FORMS,
            measure="notifications",
        )
        for kind, by in {
            "reporter_group": "notification__reporter_group",
            "legal_basis": "notification__legal_basis",
            "total": "",
        }.items()
    ),
    *(
        Rows(
            *("fig_2_12", kind, "police_unit_notifications", by),
            columns=WITH_FORMS,
            measure="police_unit_notifications",
        )
        for kind, by in {"police_unit": "police_notification__police_unit", "total": ""}.items()
    ),
    Rows("fig_2_13", "total", "notifications", where=(POLICE,), measure="notifications"),
    Rows(
        *("fig_2_13", "trafficking_form", "notifications", "notification__trafficking_form"),
        where=(POLICE,),
        measure="notifications",
    ),
    *(
        Rows(
            *("fig_2_13", "form_by_origin", "notifications"),
            code=f"{form}:{origin}",
            where=(POLICE, of_form(form), condition),
            measure="notifications",
        )
        for form in ("GO-SU", "CU")
        for origin, condition in {"AFR": AFRICAN, "OTHER": NOT_AFRICAN}.items()
    ),
    Rows("tab_2_1", "total", "victims", columns=WITH_FORMS),
    Rows("tab_2_1", "nationality", "victims", "victim__nationality", columns=WITH_FORMS),
)

NOT_EXPRESSED: Final = {
    ("fig_2_04b", "coverage", "edition"),
    ("fig_2_04b", "coverage", "period"),
    ("fig_2_04b", "total", "period"),
    ("fig_2_04b", "visibility", "edition"),
    ("fig_2_04b", "visibility", "period"),
    ("fig_2_05", "labour_sector", "edition"),
    ("fig_2_06", "criminal_manner", "edition"),
    ("fig_2_06", "criminal_manner", "year"),
    ("fig_2_06", "total", "edition"),
    ("fig_2_06", "total", "year"),
    ("tab_2_1", "rank", "edition"),
    ("tab_2_1", "rank", "trafficking_form"),
    ("tab_2_1", "rank", "year"),
}
"""What depends on the edition in more than whom it counts (docs/semantic-layer.md says why)."""


def entity_of(metric: str) -> str:
    return {
        "notifications": "notification",
        "police_unit_notifications": "police_notification",
    }.get(metric, "victim")


def question(rows: Rows, kind: str) -> dict[str, Any]:
    """Return what is asked for the cells of one kind of column."""
    column = {
        "year": ["metric_time__year"],
        "trafficking_form": [f"{entity_of(rows.metric)}__trafficking_form"],
    }
    return {
        "metrics": [rows.metric],
        "group_by": ["edition", *column.get(kind, []), *([rows.by] if rows.by else [])],
        "where": list(rows.where),
    }


class Layer:
    """The semantic layer on a publication."""

    def __init__(self, project: Path, published: Path) -> None:
        assert (PROGRAMS / "mf").exists(), MISSING
        self.published = published
        self._project = project
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "SLACHTOFFERMONITOR_PUBLICATION": str(published / folder.CURRENT),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        shutil.copytree(ROOT / "semantic", project, ignore=shutil.ignore_patterns("target", "logs"))
        self._run("dbt", "--quiet", "--warn-error", "build")

    def _run(self, program: str, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [str(PROGRAMS / program), *arguments],
            cwd=self._project,
            env=self._environment | {"SLACHTOFFERMONITOR_ACCESS": "automatic"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, *questions: dict[str, Any]) -> list[list[list[str | None]]]:
        """Return the rows of each answer: what they are by, then the metrics."""
        program = str(ROOT / "tests" / "clients" / "metrics.py")
        answers = json.loads(self._run("python", "-P", program, given=json.dumps(questions)))
        assert len(answers) == len(questions)
        return list(answers)

    def validate(self) -> str:
        """Let MetricFlow hold the definitions against the tables."""
        return self._run("mf", "validate-configs")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on the publication."""
        with duckdb.connect(str(self.published / folder.CURRENT), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def layer(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Layer:
    place = tmp_path_factory.mktemp("metrics")
    publish(site_warehouse(builds), place / "published", Wish(), AT)
    return Layer(place / "project", place / "published")


def value(metric: str, text: str) -> Decimal:
    """Return a number as the exhibit has it."""
    number = Decimal(text)
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP) if metric == "mean_age" else number


def cells_of(
    rows: Rows, kind: str, answer: list[list[str | None]]
) -> Iterator[tuple[Cell, Decimal]]:
    """Return the cells that an answer gives."""
    for found in answer:
        edition, *others, number = found
        assert edition
        assert number, f"{rows}: {found} has no number"
        column = edition if kind == "edition" else str(others.pop(0))
        row = str(others.pop(0)) if rows.by else rows.code
        place = column[:4] if kind == "year" else column
        yield (rows.exhibit, edition, kind, place, row), value(rows.metric, number)


def editions_with_other_sectors(layer: Layer) -> set[str]:
    """Return the editions that publish a sector of today as part of another."""
    rows = layer.rows(
        "select edition_code from marts.fig_2_04a_prostitution_sectors "
        "where row_kind = 'prostitution_sector' group by all having count(distinct row_code) < "
        "(select count(*) from marts.dim_prostitution_sectors where not is_unknown)"
    )
    assert len(rows) == 1
    return {edition for (edition,) in rows}


def test_every_cell_of_every_edition_is_that_of_the_exhibit(layer: Layer) -> None:
    """No cell too few, none too many: who is in no cell of an exhibit is a missing row."""
    asked = [(rows, kind) for rows in ASKED for kind in rows.columns]
    answers = layer.ask(*(question(rows, kind) for rows, kind in asked))
    compared: dict[tuple[Cell, str], Decimal] = {}
    for (rows, kind), answer in zip(asked, answers, strict=True):
        published = {
            tuple(found[:5]): found[5]
            for found in layer.rows(
                "select exhibit_code, edition_code, column_kind, column_code, row_code, value "
                f"from marts.published_cells where exhibit_code = '{rows.exhibit}' "
                f"and row_kind = '{rows.kind}' and measure = '{rows.measure}' "
                f"and column_kind = '{kind}'"
                + ("" if rows.by else f" and row_code = '{rows.code}'")
            )
        }
        assert published, (rows, kind)
        given = dict(cells_of(rows, kind, answer))
        if rows.kind == "prostitution_sector":
            renamed = editions_with_other_sectors(layer)
            published = {
                cell: number for cell, number in published.items() if cell[1] not in renamed
            }
            given = {cell: number for cell, number in given.items() if cell[1] not in renamed}
        if rows.exhibit == "tab_2_1" and rows.by:  # the table has the most frequent ones
            given = {cell: number for cell, number in given.items() if cell in published}
        assert {cell: number for cell, number in published.items() if number} == given
        compared |= {(cell, rows.kind): number for cell, number in published.items()}
    left_out = layer.rows(
        "select exhibit_code, row_kind, measure, column_kind, row_code "
        "from marts.published_cells group by all order by all"
    )
    asked_codes = {(cell[0], kind, cell[2], cell[4]) for cell, kind in compared}
    missing = {
        (exhibit, kind if measure != "rank" else measure, column)
        for exhibit, kind, measure, column, row in left_out
        if measure == "rank" or (exhibit, kind, column, row) not in asked_codes
    }
    assert missing == NOT_EXPRESSED


def test_a_share_is_rounded_once(layer: Layer) -> None:
    (answer,) = layer.ask(
        {"metrics": ["minor_share"], "group_by": ["edition", "metric_time__year"]}
    )
    shares = {(row[0], str(row[1])[:4]): Decimal(str(row[2])) for row in answer}
    printed = layer.rows(
        "select edition_code, column_code, pct from marts.fig_2_10_age "
        "where row_code = '0-17' and column_kind = 'year'"
    )
    assert {
        key: (100 * share).quantize(Decimal(1), ROUND_HALF_UP) for key, share in shares.items()
    } == {(edition, year): Decimal(pct) for edition, year, pct in printed}


def test_a_line_that_holds_several_editions_has_no_number(layer: Layer) -> None:
    (years,) = layer.rows(
        "select list(notification_year) from (select notification_year "
        "from marts.dim_edition_years group by all having count(*) > 1)"
    )
    answers = layer.ask(
        *(
            {"metrics": [metric], "group_by": ["metric_time__year"]}
            for metric in ("victims", "persons", "minor_share", "mean_age", "known_victims")
        ),
        {"metrics": ["notifications"], "group_by": ["metric_time__year"]},
        {"metrics": ["police_unit_notifications"], "group_by": ["metric_time__year"]},
    )
    for answer in answers:
        without = {int(str(row[0])[:4]) for row in answer if row[1] is None}
        assert without == set(years[0])
        assert len(answer) > len(without), "a year of one edition has a number"


def test_two_facts_are_not_joined_into_each_other(layer: Layer) -> None:
    """What would count a victim once for each notification is refused."""
    with pytest.raises(AssertionError, match="notification__reporter_group"):
        layer.ask({"metrics": ["victims"], "group_by": ["edition", "notification__reporter_group"]})


def test_metricflow_finds_nothing_wrong(layer: Layer) -> None:
    said = layer.validate()
    assert said.count("ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0") == 6, said


def test_the_examples_of_the_page_answer(layer: Layer) -> None:
    page = PAGE.read_text(encoding="utf-8")
    examples = [
        line
        for block in re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
        if line.startswith("sh scripts/mf.sh query ")
    ]
    assert len(examples) == 8
    (shown,) = re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    place = layer.published.parent
    for example in examples:
        command = example.replace("scripts/mf.sh", str(ROOT / "scripts" / "mf.sh")).replace(
            "victims.csv", str(place / "victims.csv")
        )
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", command],
            cwd=place,
            env={"PATH": "/usr/bin:/bin", "SLACHTOFFERMONITOR_PUBLISHED": str(layer.published)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr.startswith(manifest.SYNTHETIC_NOTICE)
        if example == examples[0]:
            assert shown.split("\n", 1)[1] in done.stdout
            assert shown.startswith(f"{manifest.SYNTHETIC_NOTICE}\n")
    written = (place / "victims.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "edition,victim__trafficking_form_nl,victims,minor_share,mean_age"
    assert len(written) > 30


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "mf.sh"), "list", "metrics"],
        env={"PATH": "/usr/bin:/bin", "SLACHTOFFERMONITOR_PUBLISHED": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"There is no publication at {tmp_path}/current.duckdb: make publish.\n"
