"""What the charts say beside their cells: what changed between editions, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from slachtoffermonitor.warehouse import question

Both = Mapping[str, str]
"""A label by language, `nl` and `en`."""


@dataclass(frozen=True)
class EndedRule:
    """An exclusion rule that is no longer in force.

    Attributes:
        rule_id: such as `R-08`.
        last_edition: the last edition in which it is in force.
        last_year: the last year of that edition.
        source: where the dates are written.
    """

    rule_id: str
    last_edition: str
    last_year: int
    source: str


@dataclass(frozen=True)
class CategoryChange:
    """A category that is published under its own name from an edition on.

    Attributes:
        attribute: what it is a category of, as the kind of a row.
        code: the category.
        label: what it is called.
        before_label: the category that it was part of before.
        year_to: last year of the first edition that has it.
        rule_id: the rule that says so.
    """

    attribute: str
    code: str
    label: Both
    before_label: Both
    year_to: int
    rule_id: str


@dataclass(frozen=True)
class LeftOut:
    """A nationality that no row of the table of nationalities shows, though it is larger than one.

    Attributes:
        edition: the edition.
        code: the nationality.
        label: what it is called.
        count: its victims in the edition.
    """

    edition: str
    code: str
    label: Both
    count: int


@dataclass(frozen=True)
class LabourCounts:
    """Victims of labour exploitation in the last year of the default edition, that no cell holds.

    Attributes:
        year: the year.
        known: all who are known, whatever the form they are counted in.
        left_out: those of them whom a rule leaves out of the analysis population.
        notifications: notifications of those whose form of trafficking it is.
    """

    year: int
    known: int
    left_out: int
    notifications: int


@dataclass(frozen=True)
class Facts:
    """What the charts say beside their cells.

    Attributes:
        ended_rules: exclusion rules that are no longer in force.
        category_changes: categories that have become their own.
        left_out: larger nationalities without a row, by edition, largest first.
        known_visibility: victims whose sector is known, by edition, period and visibility.
        labour: victims of labour exploitation, counted in ways that no exhibit has.
        documents: titles of the source documents, by the names of their text files.
    """

    ended_rules: tuple[EndedRule, ...] = ()
    category_changes: tuple[CategoryChange, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    known_visibility: Mapping[tuple[str, str, str], Decimal] | None = None
    labour: LabourCounts | None = None
    documents: Mapping[str, str] = field(default_factory=dict)


def read_facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read what the charts say beside their cells, from a finished warehouse."""

    def rows(name: str) -> list[tuple[Any, ...]]:
        return connection.execute(question("site", name)).fetchall()

    documents = connection.execute(
        "select file_name, title from reference.ledger_documents "
        "where file_name is not null order by all"
    ).fetchall()
    return Facts(
        ended_rules=tuple(EndedRule(*row) for row in rows("ended_rules")),
        category_changes=tuple(
            CategoryChange(attribute, code, _both(nl, en), _both(before_nl, before_en), *rest)
            for attribute, code, nl, en, before_nl, before_en, *rest in rows("category_changes")
        ),
        left_out=tuple(
            LeftOut(edition, code, _both(nl, en), count)
            for edition, code, nl, en, count in rows("left_out")
        ),
        known_visibility={
            (edition, period, visibility): value
            for edition, period, visibility, value in rows("known_visibility")
        },
        labour=next((LabourCounts(*row) for row in rows("labour")), None),
        documents=dict(documents),
    )


def _both(nl: str, en: str) -> Both:
    return {"nl": nl, "en": en}
