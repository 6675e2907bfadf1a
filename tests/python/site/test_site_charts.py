"""The charts of the site: what they plot, what they say, and whether people tell them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from itertools import combinations
from pathlib import Path

import altair as alt
import duckdb
import pytest
from coloraide import Color
from warehouses import ROOT

from slachtoffermonitor.site import captions, charts, drawing, frame, palette, which_number
from slachtoffermonitor.site.charts import Chart, Swatch
from slachtoffermonitor.site.data import Cell, Warehouse
from slachtoffermonitor.site.notes import Subject, events
from slachtoffermonitor.site.points import Point
from slachtoffermonitor.site.texts import LANGUAGES, Texts

EYES = (None, "protan", "deutan", "tritan")
"""How a colour is seen: as it is, and by people who lack one of three kinds of cones."""

APART = 15
"""The least difference (CIEDE2000) of two colours in one chart; 5 is seen side by side only."""


def all_charts(warehouse: Warehouse, t: Texts) -> Iterator[Chart]:
    """Yield every chart of the site that is made from the warehouse."""
    for exhibit in warehouse.exhibits:
        for edition in warehouse.editions:
            yield from charts.charts_of(warehouse, exhibit, edition, t)
    yield charts.known_victims(warehouse, t)
    yield charts.forms(warehouse, t)
    yield charts.records(warehouse, t)


# What is plotted.

_BAR = re.compile(r'<path data-tip="([^"]*)" d="M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)')
_DOT = re.compile(r'<path data-tip="([^"]*)" transform="translate\(([-\d.]+),([-\d.]+)\)')


def marks_of(drawn: str) -> dict[str, float]:
    """Return the words of every mark of a drawing, and how far it reaches in pixels."""
    bars = _BAR.findall(drawn)
    if not bars:
        return {unescape(tip): -float(y) for tip, _, y in _DOT.findall(drawn)}
    widths = {width for _, _, _, width, _ in bars}
    upright = len(widths) == 1
    return {unescape(tip): float(height if upright else width) for tip, _, _, width, height in bars}


@pytest.mark.parametrize("width", [drawing.WIDE, drawing.NARROW])
def test_every_plotted_value_is_a_cell_and_drawn_to_scale(warehouse: Warehouse, width: int) -> None:
    """A mark says the number of its cell, and reaches as far as the number asks for."""
    t = Texts("nl")
    editions = warehouse.editions if width == drawing.WIDE else (warehouse.default,)
    checked = 0
    for exhibit in warehouse.exhibits:
        for edition in editions:
            cells = {
                (cell.column_label.nl, cell.row_label.nl): cell
                for cell in warehouse.of(exhibit.code, edition.code)
                if cell.measure not in ("rank", "mean_age") and cell.row_kind != "persons"
            }
            for chart in charts.charts_of(warehouse, exhibit, edition, t):
                marks = marks_of(drawing.draw(chart, t, width))
                assert set(marks) == {drawing.tip(point, chart, t) for point in chart.points}
                checked += len(marks)
                lengths = []
                for point in chart.points:
                    value = point.value
                    if not point.is_expected:
                        cell = cells[point.column, point.label]
                        assert (cell.value or 0, cell.base) == (value, point.base), chart.name
                        said = f"{point.column}, {point.label}: {t.number(cell.value or 0)}"
                        assert drawing.tip(point, chart, t).startswith(said)
                    if chart.kind in ("share", "shares") and point.base:
                        value = value / point.base
                    lengths.append((float(value), marks[drawing.tip(point, chart, t)]))
                assert_to_scale(lengths, chart)
    assert checked > (3_000 if width == drawing.WIDE else 400)


def assert_to_scale(lengths: list[tuple[float, float]], chart: Chart) -> None:
    """Assert that lengths in pixels follow their values; a line may begin anywhere."""
    (low, short), (high, long) = min(lengths), max(lengths)
    if low == high:
        assert len({round(length) for _, length in lengths}) == 1, chart.name
        return
    scale = (long - short) / (high - low)
    assert scale > 0, chart.name
    for value, length in lengths:
        assert length == pytest.approx(short + scale * (value - low), abs=0.6), chart.name
    if chart.kind != "line":
        assert short == pytest.approx(scale * low, abs=0.6), chart.name


def test_imputed_and_known_parts_add_up_to_the_cells(warehouse: Warehouse) -> None:
    t = Texts("en")
    exhibit = next(one for one in warehouse.exhibits if one.code == "fig_2_04b")
    for edition in warehouse.editions:
        (chart,) = charts.charts_of(warehouse, exhibit, edition, t)
        cells = warehouse.of(exhibit.code, edition.code)
        for column in chart.columns:
            parts = {point.code: point.value for point in chart.points if point.column == column}
            assert set(parts) == {":".join(part) for part in charts.PARTS}
            assert min(parts.values()) >= 0
            wanted = {cell.row_code: cell.value for cell in cells if cell.column_label.en == column}
            for visibility in ("ZICHTBAAR", "MINDER_ZICHTBAAR"):
                both = parts[f"{visibility}:KNOWN"] + parts[f"{visibility}:IMPUTED"]
                assert both == wanted[visibility]
            known = parts["ZICHTBAAR:KNOWN"] + parts["MINDER_ZICHTBAAR:KNOWN"]
            assert known == wanted["KNOWN"]
        words = " ".join((chart.title, chart.summary, chart.reading))
        assert not re.search(r"\d[.,]\d victims", words)


def test_unknown_is_the_last_of_sorted_bars(warehouse: Warehouse) -> None:
    for chart in all_charts(warehouse, Texts("nl")):
        if chart.kind != "ranked":
            continue
        known = [point for point in chart.points if not palette.is_unknown(point.code)]
        assert [point.code for point in chart.points[: len(known)]] == [one.code for one in known]
        assert known == sorted(known, key=lambda point: (-point.value, point.code))


# What is said.


def test_dutch_and_english_charts_show_the_same(warehouse: Warehouse) -> None:
    dutch, english = (list(all_charts(warehouse, Texts(language))) for language in LANGUAGES)
    for one, other in zip(dutch, english, strict=True):
        shown = [(point.code, point.column_code, point.value) for point in one.points]
        assert shown == [(point.code, point.column_code, point.value) for point in other.points]
        assert numbers_in(one.title, "nl") == numbers_in(other.title, "en"), one.title
        assert numbers_in(one.reading, "nl") == numbers_in(other.reading, "en"), one.reading
        assert len(one.notes) == len(other.notes)


def numbers_in(sentence: str, language: str) -> list[str]:
    """Return the numbers of a sentence in order of size, without those of quoted labels."""
    separator = "." if language == "nl" else ","
    bare = re.sub(r"‘[^’]*’", "", sentence)
    return sorted(
        found.replace(separator, "").strip(".,")
        for found in re.findall(r"(?<!-)\b\d[\d.,]*%?", bare)
    )


def test_no_title_rests_on_an_invented_number(warehouse: Warehouse) -> None:
    """Of a synthetic register a title has printed numbers, and changes between them."""
    t = Texts("en")
    findings = 0
    for exhibit in warehouse.exhibits:
        for edition in warehouse.editions:
            printed = {edition.code}
            for cell in warehouse.of(exhibit.code, edition.code):
                printed.add(cell.column_code)
                if not warehouse.is_share_invented(cell):
                    printed |= {f"{cell.pct}%", str(cell.value and int(cell.value))}
            for chart in charts.charts_of(warehouse, exhibit, edition, t):
                said = re.sub(r"by \d+%|\d{4}-\d{4}", "", chart.title)
                if "no finding" in said:
                    continue
                assert set(numbers_in(said, "en")) <= printed, chart.title
                findings += 1
    assert findings > 30


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (668, 1334, "nearly_doubled"),
        (668, 1336, "doubled"),
        (100, 206, "more_than_doubled"),
        (100, 310, "times"),
        (100, 123, "rose"),
        (100, 102, "same"),
        (100, 100, "equal"),
        (100, 80, "fell"),
        (100, 54, "nearly_halved"),
        (100, 50, "halved"),
        (100, 49, "more_than_halved"),
        (0, 40, "numbers"),
        (4, 12, "numbers"),
    ],
)
def test_a_change_is_called_what_it_is(before: int, after: int, word: str) -> None:
    assert captions.change_word(Decimal(before), Decimal(after)) == word
    for language in LANGUAGES:
        assert Texts(language).has(f"chart.change.{word}")


def test_the_title_of_the_first_figure_is_made_from_its_cells(warehouse: Warehouse) -> None:
    exhibit = warehouse.exhibits[0]
    (chart,) = charts.charts_of(warehouse, exhibit, warehouse.default, Texts("nl"))
    last = warehouse.default.year_to
    line = {
        cell.column_code: cell.value
        for cell in warehouse.of(exhibit.code, warehouse.default.code)
        if cell.row_code == "ANALYSIS_POPULATION"
    }
    number = Texts("nl").number
    assert number(line[str(last)]) in chart.title
    assert number(line[str(last - 1)]) in chart.title
    assert f"tussen {last - 1} en {last}" in chart.title


def test_every_chart_says_what_it_shows_of_whom_and_how_to_read_it(warehouse: Warehouse) -> None:
    for language in LANGUAGES:
        t = Texts(language)
        for chart in all_charts(warehouse, t):
            assert chart.summary
            assert chart.title
            if chart.name != "records":
                assert chart.subtitle, chart.name
                assert chart.reading, chart.name
                assert chart.source, chart.name
            assert "{" not in " ".join((chart.title, chart.subtitle, chart.reading)), chart.name


def test_events_stand_at_their_years_only(warehouse: Warehouse) -> None:
    exhibits = {exhibit.code for exhibit in warehouse.exhibits}
    ledger = (ROOT / "seeds" / "ledger" / "ledger_documents.csv").read_text("utf-8")
    for event in events():
        assert set(event["exhibits"]) <= exhibits
        assert re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt l\.\d+(; .+)?", event["source"])
        assert all(cited.split()[0] in ledger for cited in event["source"].split("; "))
    for chart in all_charts(warehouse, Texts("en")):
        for note in chart.notes:
            assert not note.column or note.column in chart.columns, chart.name
            assert note.source
            assert ".txt" not in note.source


def test_the_series_is_broken_where_a_rule_ends(warehouse: Warehouse) -> None:
    chart = charts.known_victims(warehouse, Texts("en"))
    segments = {point.column: point.segment for point in chart.points}
    years = [year for year in chart.columns if segments[year]]
    assert years
    (note,) = (note for note in chart.notes if note.text.startswith("Break in the series"))
    assert note.column == years[0]


def test_left_out_nationalities_are_larger_than_one_that_is_shown(
    warehouse: Warehouse, database: Path
) -> None:
    exhibit = next(one for one in warehouse.exhibits if one.code == "tab_2_1")
    chart = charts.charts_of(warehouse, exhibit, warehouse.default, Texts("en"))[0]
    (note,) = (note for note in chart.notes if note.source == "R-28")
    with duckdb.connect(str(database), read_only=True) as connection:
        (count,) = connection.execute(
            "select count(*) from marts.fct_victim_years "
            "where nationality_code = 'CHN' and notification_year between ? and ?",
            [warehouse.default.year_from, warehouse.default.year_to],
        ).fetchone() or (0,)
    smallest = min(point.value for point in chart.points)
    assert count > smallest
    assert f"China ({count})" in note.text


def test_each_right_number_of_labour_exploitation_is_named(
    warehouse: Warehouse, database: Path
) -> None:
    counts = {answer.name: int(answer.count) for answer in which_number.answers_of(warehouse)}
    year = warehouse.default.year_to
    with duckdb.connect(str(database), read_only=True) as connection:
        counted = connection.execute(
            "select count(*) filter (where has_labour), "
            "count(*) filter (where trafficking_form_code = 'AU'), "
            "count(*) filter (where form_combination_code = 'AU') "
            "from marts.fct_victim_years where notification_year = ?",
            [year],
        ).fetchone()
        (known,) = connection.execute(
            "select count(*) from marts.fct_known_victim_years "
            "where has_labour and notification_year = ?",
            [year],
        ).fetchone() or (0,)
        (notified,) = connection.execute(
            "select count(*) from marts.fct_notifications "
            "where trafficking_form_code = 'AU' and notification_year = ?",
            [year],
        ).fetchone() or (0,)
    assert (counts["any"], counts["form"], counts["only"]) == counted
    assert (counts["known"], counts["notifications"]) == (known, notified)
    assert known > counts["any"] > counts["form"] > counts["only"] > 0
    for language in LANGUAGES:
        assert all(Texts(language).has(f"which.what.{name}") for name in counts)


# What is seen.


def pairs_of(chart: Chart) -> set[tuple[str, str]]:
    """Return the pairs of colours that a reader of a chart has to tell apart."""
    return set(combinations(sorted({swatch.colour for swatch in chart.swatches}), 2))


def test_colours_of_a_chart_are_told_apart_by_all_eyes(warehouse: Warehouse) -> None:
    drawn = list(all_charts(warehouse, Texts("en")))
    for chart in drawn:
        colours = [swatch.colour for swatch in chart.swatches]
        if chart.has_legend:
            assert len(set(colours)) == len(colours), chart.name
    picked = set(combinations((*palette.SERIES, palette.UNKNOWN), 2))
    close = {
        (one, other, eye)
        for one, other in picked.union(*map(pairs_of, drawn))
        for eye in EYES
        if seen(one, eye).delta_e(seen(other, eye), method="2000") < APART
    }
    assert close == set()


def seen(colour: str, eye: str | None) -> Color:
    """Return a colour as somebody sees it."""
    return Color(colour).filter(eye) if eye else Color(colour)


def test_what_is_unknown_is_grey_and_a_category_has_one_colour(warehouse: Warehouse) -> None:
    shown: dict[str, set[str]] = {}
    for chart in all_charts(warehouse, Texts("en")):
        for swatch in chart.swatches:
            if chart.has_legend:
                shown.setdefault(f"{swatch.code} {swatch.label}", set()).add(swatch.colour)
            unknown = swatch.code in ("ONB", "UNKNOWN", "NOT_IMPUTED")
            assert (swatch.colour == palette.UNKNOWN) == unknown, chart.name
    assert {name for name, colours in shown.items() if len(colours) > 1} == set()


def test_the_legend_shows_the_shapes_of_the_lines(warehouse: Warehouse) -> None:
    t = Texts("en")
    (chart,) = charts.charts_of(warehouse, warehouse.exhibits[0], warehouse.default, t)
    legend = frame.symbols(chart)
    assert len({symbol.path for symbol in legend}) == len(chart.swatches) > 2
    spec = json.dumps(drawing.spec_of(chart, t))
    assert json.dumps([symbol.path for symbol in legend]) in spec


def test_many_categories_have_panels_and_no_colours_of_their_own(warehouse: Warehouse) -> None:
    for chart in all_charts(warehouse, Texts("nl")):
        if chart.kind != "lying" and len(chart.swatches) > 5:
            assert chart.kind in ("panels", "shares", "ranked"), chart.name
            known = {one.colour for one in chart.swatches if not palette.is_unknown(one.code)}
            assert known == {palette.ACCENT}, chart.name


def test_charts_hold_to_the_schema(warehouse: Warehouse) -> None:
    t = Texts("nl")
    kinds = set()
    for exhibit in warehouse.exhibits:
        for chart in charts.charts_of(warehouse, exhibit, warehouse.default, t):
            spec = drawing.spec_of(chart, t)
            assert json.loads(json.dumps(spec)) == spec
            alt.Chart.from_dict(spec)
            kinds.add(chart.kind)
    assert kinds == {"line", "stacked", "panels", "share", "shares", "ranked"}


def test_a_picture_that_is_taken_along_says_everything(warehouse: Warehouse) -> None:
    t = Texts("nl")
    (chart,) = charts.charts_of(warehouse, warehouse.exhibits[0], warehouse.default, t)
    made = frame.framed(drawing.draw(chart, t), chart, "Figuur 2.1", "NIET ECHT")
    words = " ".join(" ".join(re.findall(r">([^<>]+)<", made.file)).split())
    for said in ("Figuur 2.1", "NIET ECHT", chart.title, chart.subtitle, chart.reading):
        assert " ".join(unescape(said).split()) in unescape(words)
    assert chart.source in unescape(words)
    assert "data-tip" not in made.file
    assert "data-tip" in made.inline


def test_abbreviations_are_those_that_occur() -> None:
    t = Texts("nl")
    found = dict(t.abbreviations_in("Alleen via het EMM of een OM-brief bekend; ommegang"))
    assert set(found) == {"EMM", "OM"}
    assert found["OM"] == "Openbaar Ministerie"


def test_a_chart_of_nothing_says_so() -> None:
    t = Texts("en")
    chart = Chart("none", "stacked", "", "", "victims", (), ())
    assert captions.summary(chart, t) == t("chart.empty")
    assert captions.reading(chart, t) == ""


def test_ties_go_to_the_first_code_in_both_languages(warehouse: Warehouse) -> None:
    points = tuple(
        Point(code, label, "2019", Decimal(7), 50, Decimal(14))
        for code, label in (("V", "Woman"), ("M", "Man"))
    )
    swatches = tuple(Swatch(point.code, point.label, "#000000") for point in points)
    exhibit = next(one for one in warehouse.exhibits if one.code == "fig_2_08")
    cells: list[Cell] = []
    chart = Chart("tie", "stacked", "", "", "victims", points, swatches)
    subject = Subject(warehouse, exhibit, warehouse.default, cells)
    assert "‘Woman’" in captions.title(chart, subject, Texts("en"))
