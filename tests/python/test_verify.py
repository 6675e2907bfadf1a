"""The checker of printed figures: what it takes for a figure, and what it says of each."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warehouses import Builds, Built

from slachtoffermonitor.cli import app
from slachtoffermonitor.verify.judge import Fact, judge
from slachtoffermonitor.verify.text import figures, value_of


def _fact(
    number: int,
    *,
    what: str = "Victims",
    year: int | tuple[int, int] = 2019,
    unit: str = "victims",
    subject: str = "",
    source: str = "claim",
    objection: str = "",
    exhibit: str = "",
    population: str = "",
) -> Fact:
    first, last = (year, year) if isinstance(year, int) else year
    return Fact(
        source,
        Decimal(number),
        unit,
        f"{what}, {first}" if first == last else f"{what}, {first}-{last}",
        first,
        last,
        "",
        exhibit,
        population,
        "",
        subject,
        objection,
    )


FACTS = [
    _fact(700),
    _fact(1200, year=2018),
    _fact(5000, year=(2015, 2019)),
    _fact(640, what="Known", population="with", source="cell", exhibit="fig_2_01", year=2017),
    _fact(600, what="Known", population="without", source="cell", exhibit="fig_2_01", year=2017),
    _fact(810, what="Notifications", unit="notifications"),
    _fact(90, what="Notifications by the police", unit="notifications", subject="by the police"),
    _fact(95, what="Of units", unit="police unit notifications", subject="by the police"),
    _fact(210, what="Of sexual exploitation", subject="sexual exploitation"),
    _fact(330, what="Of labour exploitation", subject="labour exploitation"),
    _fact(25, what="Share of minors", year=2015, unit="percent", subject="minors"),
    _fact(8, what="Share of minors", year=2019, unit="percent", subject="minors"),
    _fact(114, what="Wrong cell", subject="Bulgaria", objection="C-05: it is 81."),
]


def _verdicts(text: str) -> list[tuple[str, str]]:
    return [(finding.figure.printed, finding.verdict) for finding in judge(text, FACTS)]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1.334", "1334"), ("1,334", "1334"), ("5.060.000", "5060000"), ("25,6", "25.6"), ("7", "7")],
)
def test_dutch_and_english_numbers_are_read(printed: str, value: str) -> None:
    assert value_of(printed) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 en 2015-2019 was het druk.",
        "Op 25 mei 2018 en on October 18, 2023 ging de wet in; d.d. 30 juni 2020.",
        "Gepubliceerd op 2021-12 en 12-05-2020.",
        "Zie Figuur 2.1, Tabel 2.1, §2.4, artikel 273f en footnote 75.",
        "Zij zijn 18 tot en met 22 jaar, jonger dan 15, 16-jarig of aged 18 to 22.",
        "Het kost € 1.500 of 2 miljoen euro; bel 0800 2000.",
        "Bijna 1 op de 5, one in 5, COVID-19, B8/3 en 31015-221.",
        "## 2.3 Aantallen\n\n9 Mondelinge informatie van de politie.",
        "Er zijn drie soorten: (1) weinig, (2) meer en (3) veel.",
        "Zie <https://example.org/2019/1334> en <sup>17</sup>.",
    ],
)
def test_years_dates_ages_money_and_references_are_no_figures(text: str) -> None:
    assert [figure.printed for figure in figures(text)] == []


def test_a_figure_has_the_unit_and_the_year_beside_it() -> None:
    first, second, third = figures(
        "In 2018 werden 668 slachtoffers gemeld, in 2019 deed men 1.493 meldingen; 25% is bekend."
    )
    assert (first.unit, first.years, first.is_year_beside) == ("victims", ((2018, 2018),), True)
    assert (second.unit, second.years) == ("notifications", ((2019, 2019),))
    assert (third.unit, third.line) == ("percent", 1)


def test_a_sentence_without_a_year_speaks_of_the_years_before_and_says_none() -> None:
    first, second = figures("In 2019 zijn er 700 slachtoffers.\nDaarvan zijn 90 slachtoffers man.")
    assert first.is_year_said
    assert second.years == ((2019, 2019),)
    assert not second.is_year_said
    assert (first.line, second.line) == (1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2019 werden 700 slachtoffers gemeld.", "known"),
        ("In the period 2015-2019 there were 5,000 victims.", "known"),
        ("700", "known"),
        ("In 2019 waren er 1.200 slachtoffers.", "other_year"),
        ("In 2017 waren er 210 mannelijke slachtoffers.", "unknown"),
        ("In 2018 werden 700 slachtoffers gemeld.", "other_year"),
        ("In 2018 700 victims were reported.", "other_year"),
        ("In 2019 there were 810 victims.", "other_unit"),
        ("In 2019 werden 700 meldingen gedaan.", "other_unit"),
        ("In 2019 meldde de politie 90 slachtoffers.", "known"),
        ("In 2019 meldde de politie 95 slachtoffers.", "other_unit"),
        ("In 2019 waren er 770 slachtoffers.", "misprint"),
        ("In 2018 there were 2,100 victims.", "misprint"),
        ("In 2019 waren er 210 slachtoffers van arbeidsuitbuiting.", "other_group"),
        ("In 2019 waren er 210 slachtoffers van seksuele uitbuiting.", "known"),
        ("In 2019 was 25% van de slachtoffers minderjarig.", "other_year"),
        ("In 2019 was 8% van de slachtoffers minderjarig.", "known"),
        ("In 2019 had Bulgarije 114 slachtoffers.", "contradicted"),
        ("In 2019 waren er 4.321 slachtoffers.", "unknown"),
        ("In 2019 waren er 700 verdachten.", "unknown"),
        ("In 2019 waren er 3 slachtoffers.", "small"),
    ],
)
def test_a_figure_is_what_its_sentence_says_or_it_is_named(text: str, expected: str) -> None:
    assert [verdict for _, verdict in _verdicts(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Dat zijn 456 (34%) van de 1.233.", "34%"),
        ("That is 1,500 of the 1,400 victims.", "1,500"),
        ("Of the 1,400 victims in 2018, 1,733 were adults.", "1,733"),
        ("Van 373 is de vorm bekend, namelijk 231, 18, 83 en 45.", "373"),
        ("There were 348 in one table and 393 in the other, 62 in total.", "62"),
        ("Het steeg van 700 in 2018 naar 800 in 2019, een stijging van 20%.", "20%"),
    ],
)
def test_what_does_not_add_up_is_named(text: str, wrong: str) -> None:
    assert (wrong, "sum") in _verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dat zijn 456 (37%) van de 1.233.",
        "That is 1,400 of the 1,500 victims.",
        "Van 377 is de vorm bekend, namelijk 231, 18, 83 en 45.",
        "Het steeg van 700 in 2018 naar 800 in 2019, een stijging van 14%.",
        "In 2017: n=230, in 2018: n=114, in 2019: n=261.",
    ],
)
def test_what_adds_up_is_not(text: str) -> None:
    assert {verdict for _, verdict in _verdicts(text)} & {"sum", "basis", "period"} == set()


def test_a_total_and_parts_on_two_bases_are_named() -> None:
    (whole, *_) = judge("In 2017 there were 640 victims: 80 minors and 520 adults.", FACTS)
    assert whole.verdict == "basis"
    assert whole.remark == "80 + 520 = 600: without. The total: with."


def test_a_quarter_that_is_compared_with_itself_is_named() -> None:
    text = "Q4: October to December 2025.\n\nIt fell compared to October to December {} (5,538)."
    assert ("5,538", "period") in _verdicts(text.format(2025))
    assert ("5,538", "period") not in _verdicts(text.format(2024))


@pytest.fixture(scope="module")
def shipped(builds: Builds) -> Built:
    return builds.result("shipped")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("1.334", 0, "return to UNODC"),
        ("In 2019 werden 1.334 slachtoffers gemeld.", 0, "Slachtoffermonitor"),
        ("In 2018 there were 1,334 victims.", 3, "belongs to another year"),
        ("In 2019: 282 slachtoffers van arbeidsuitbuiting.", 3, "counts something else"),
        ("In 2019 waren er 1.343 slachtoffers.", 3, "may be misprinted"),
        ("In 2020: 1,013 victims, 68 minors and 916 adults.", 3, "another basis"),
        ("In 2019 waren er 4.321 slachtoffers.", 4, "no cell has it"),
    ],
)
def test_the_command_says_what_a_figure_is(
    text: str, code: int, said: str, shipped: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    result = CliRunner().invoke(app, ["verify", text, "--database", str(shipped.database)])
    assert result.exit_code == code, result.output
    assert said in result.output


def test_the_command_reads_a_file_and_writes_json(shipped: Built, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("In 2018\nwaren er 668 slachtoffers.", encoding="utf-8")
    arguments = ["verify", "--file", str(file), "--json", "--database", str(shipped.database)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    (found,) = json.loads(result.output)
    assert (found["line"], found["verdict"]) == (2, "known")
    assert found["is"]["period"] == "2018"


def test_the_command_wants_a_text_or_a_file() -> None:
    result = CliRunner().invoke(app, ["verify"])
    assert result.exit_code == 1
    assert "Give either a text or --file" in result.output
