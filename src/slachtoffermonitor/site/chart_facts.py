"""What the charts say beside their cells: what changed between editions, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import duckdb

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


_ENDED_RULES: Final = """
    select rules.exclusion_rule_id, rules.last_edition_code, editions.year_to, rules.source
    from reference.ref_edition_rules as rules
    inner join reference.ref_editions as editions
        on rules.last_edition_code = editions.edition_code
    order by rules.exclusion_rule_id
"""

_CATEGORY_CHANGES: Final = """
    select
        changes.attribute_code, changes.category_code, sectors.label_nl, sectors.label_en,
        earlier_sectors.label_nl, earlier_sectors.label_en,
        changes.edition_year_to_from, changes.rule_id
    from reference.ref_category_editions as changes
    inner join reference.ref_category_editions as earlier
        on
            changes.attribute_code = earlier.attribute_code
            and changes.category_code = earlier.category_code
            and changes.edition_year_to_from = earlier.edition_year_to_to + 1
    inner join marts.dim_prostitution_sectors as sectors
        on changes.category_code = sectors.prostitution_sector_code
    inner join marts.dim_prostitution_sectors as earlier_sectors
        on earlier.published_code = earlier_sectors.prostitution_sector_code
    where
        changes.attribute_code = 'prostitution_sector'
        and changes.published_code = changes.category_code
        and earlier.published_code <> earlier.category_code
    order by changes.attribute_code, changes.category_code
"""

# Larger than the smallest row of the table in the edition, and in no top five.
_LEFT_OUT: Final = """
    with shown as (
        select edition_code, row_code, value
        from marts.published_cells
        where
            exhibit_code = 'tab_2_1' and column_kind = 'edition' and row_kind = 'nationality'
            and measure = 'victims'
    ),

    counted as (
        select editions.edition_code, victims.nationality_code, count(*) as victim_count
        from marts.fct_known_victim_years as victims
        inner join marts.dim_editions as editions
            on victims.notification_year between editions.year_from and editions.year_to
        left join marts.bridge_edition_rules as rules
            on
                editions.edition_code = rules.edition_code
                and victims.exclusion_rule_id = rules.exclusion_rule_id
        where rules.exclusion_rule_id is null and victims.nationality_class_code <> 'UNKNOWN'
        group by editions.edition_code, victims.nationality_code
    )

    select
        counted.edition_code, counted.nationality_code, names.label_nl, names.label_en,
        counted.victim_count
    from counted
    inner join marts.dim_nationalities as names using (nationality_code)
    where
        (counted.edition_code, counted.nationality_code) not in (
            select (edition_code, row_code) from shown
        )
        and counted.victim_count > (
            select min(shown.value) from shown where shown.edition_code = counted.edition_code
        )
    order by counted.edition_code, counted.victim_count desc, counted.nationality_code
"""

_KNOWN_VISIBILITY: Final = """
    select
        cells.edition_code, years.imputation_period_code, sectors.visibility_code,
        sum(cells.value)
    from marts.published_cells as cells
    inner join marts.dim_edition_years as years
        on
            cells.edition_code = years.edition_code
            and cells.column_code = cast(years.notification_year as varchar)
    inner join marts.dim_prostitution_sectors as sectors
        on cells.row_code = sectors.prostitution_sector_code
    where
        cells.exhibit_code = 'fig_2_04a' and cells.column_kind = 'year'
        and cells.row_kind = 'prostitution_sector'
    group by all
    order by all
"""


_LABOUR: Final = """
    with edition as (
        select edition_code, year_to
        from marts.dim_editions
        where is_default_edition
    ),

    rules as (
        select bridge.exclusion_rule_id
        from marts.bridge_edition_rules as bridge
        inner join edition using (edition_code)
    )

    select
        edition.year_to,
        (
            select count(*)
            from marts.fct_known_victim_years as victims
            where victims.notification_year = edition.year_to and victims.has_labour
        ) as known,
        (
            select count(*)
            from marts.fct_known_victim_years as victims
            inner join rules using (exclusion_rule_id)
            where victims.notification_year = edition.year_to and victims.has_labour
        ) as left_out,
        (
            select count(*)
            from marts.fct_known_notifications as notifications
            left join rules using (exclusion_rule_id)
            where
                notifications.notification_year = edition.year_to
                and notifications.trafficking_form_code = 'AU'
                and rules.exclusion_rule_id is null
        ) as notifications
    from edition
"""


def read_facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read what the charts say beside their cells, from a finished warehouse."""
    return Facts(
        tuple(EndedRule(*row) for row in connection.execute(_ENDED_RULES).fetchall()),
        tuple(
            CategoryChange(
                attribute,
                code,
                {"nl": nl, "en": en},
                {"nl": before_nl, "en": before_en},
                year_to,
                rule,
            )
            for attribute, code, nl, en, before_nl, before_en, year_to, rule in connection.execute(
                _CATEGORY_CHANGES
            ).fetchall()
        ),
        tuple(
            LeftOut(edition, code, {"nl": nl, "en": en}, count)
            for edition, code, nl, en, count in connection.execute(_LEFT_OUT).fetchall()
        ),
        {
            (edition, period, visibility): value
            for edition, period, visibility, value in connection.execute(
                _KNOWN_VISIBILITY
            ).fetchall()
        },
        next((LabourCounts(*row) for row in connection.execute(_LABOUR).fetchall()), None),
        dict(
            connection.execute(
                "select file_name, title from reference.ledger_documents "
                "where file_name is not null order by all"
            ).fetchall()
        ),
    )
