"""What a reader must know about the years of a chart: events, and what cannot be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped]

from slachtoffermonitor.site.data import Cell, Edition, Exhibit, Warehouse
from slachtoffermonitor.site.texts import Texts

EVENTS: Final = Path(__file__).parent / "events.yml"


@dataclass(frozen=True)
class Note:
    """A note on a chart.

    Attributes:
        column: the year that it is about; empty when it is about the whole edition.
        text: what it says.
        source: where that is written.
    """

    column: str
    text: str
    source: str


@dataclass(frozen=True)
class Subject:
    """What a chart is made of.

    Attributes:
        warehouse: what the site shows.
        exhibit: the exhibit.
        edition: the edition.
        cells: of the exhibit in the edition.
    """

    warehouse: Warehouse
    exhibit: Exhibit
    edition: Edition
    cells: Sequence[Cell]


@cache
def events() -> tuple[Mapping[str, Any], ...]:
    """Return the events: year, exhibits, source and the words in both languages."""
    return tuple(yaml.safe_load(EVENTS.read_text(encoding="utf-8")))


_PLACE: Final = re.compile(r"(\S+\.txt) l\.(\d+(?:, l\.\d+)*)")


def cited(note: Note, warehouse: Warehouse, t: Texts) -> Note:
    """Return a note whose source is named by the title of the document, not by its file."""

    def named(place: re.Match[str]) -> str:
        title = t.sentence(warehouse.facts.documents[place[1]]).text
        return t("chart.place", title=title, lines=place[2].replace("l.", ""))

    return replace(note, source=_PLACE.sub(named, note.source))


def events_of(exhibit: str, years: Set[str], t: Texts) -> list[Note]:
    """Return the events in the years of a chart."""
    return [
        Note(str(event["year"]), str(event[t.language]), str(event["source"]))
        for event in events()
        if exhibit in event["exhibits"] and str(event["year"]) in years
    ]


def notes_of(subject: Subject, years: Set[str], t: Texts) -> tuple[Note, ...]:
    """Return the notes on a chart.

    Args:
        subject: what it is made of.
        years: the years that it shows; none where it shows the edition as a whole.
        t: the words of the language.
    """
    return (
        *events_of(subject.exhibit.code, years, t),
        *_changed_categories(subject, t),
        *_ended_rules(subject, t),
        *_left_out(subject, t),
        *_imputed(subject.cells, t),
    )


def _imputed(cells: Sequence[Cell], t: Texts) -> Iterable[Note]:
    if any(cell.measure == "victims_known_or_imputed" for cell in cells):
        yield Note("", t("chart.imputed"), "R-17")


def _changed_categories(subject: Subject, t: Texts) -> Iterable[Note]:
    kinds = {cell.row_kind for cell in subject.cells}
    for change in subject.warehouse.facts.category_changes:
        if change.attribute in kinds:
            yield Note(
                "",
                t(
                    "chart.own_category"
                    if subject.edition.year_to >= change.year_to
                    else "chart.not_own_category",
                    label=change.label[t.language],
                    before=change.before_label[t.language],
                    year=str(change.year_to),
                ),
                change.rule_id,
            )


def _ended_rules(subject: Subject, t: Texts) -> Iterable[Note]:
    for rule in subject.warehouse.facts.ended_rules:
        if subject.edition.year_to > rule.last_year:
            yield Note(
                "",
                t(
                    "chart.ended_rule",
                    rule=t(f"rule.{rule.rule_id}"),
                    last=rule.last_edition,
                ),
                rule.source,
            )


def _left_out(subject: Subject, t: Texts) -> Iterable[Note]:
    if subject.exhibit.chart_kind != "ranked_table":
        return
    found = [one for one in subject.warehouse.facts.left_out if one.edition == subject.edition.code]
    if found:
        named = ", ".join(f"{one.label[t.language]} ({t.number(one.count)})" for one in found)
        yield Note("", t("chart.left_out", list=named), "R-28")


def break_between(warehouse: Warehouse, ended: Mapping[str, str], t: Texts) -> Iterable[Note]:
    """Yield a note on each year from which on a rule is no longer in force in a series.

    Args:
        warehouse: what the site shows.
        ended: by year, the rules that are not in force in the edition that the year is taken from.
        t: the words of the language.
    """
    years = sorted(ended)
    for before, year in pairwise(years):
        for rule in warehouse.facts.ended_rules:
            if (rule.rule_id in ended[year]) != (rule.rule_id in ended[before]):
                yield Note(
                    year,
                    t(
                        "chart.break_in_series",
                        rule=t(f"rule.{rule.rule_id}"),
                        last=rule.last_edition,
                    ),
                    rule.source,
                )
