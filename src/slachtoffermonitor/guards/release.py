"""The expectations before release: every exhibit, the published cells, and the texts in them.

dbt's own tests prove the inside: that cells are counted, added up and rounded as the rules say, and
agree with each other (`tests/identities`). Here the tables are looked at as a reader gets them:
each holds exactly the published cells, can be read, adds up as printed, and tells nothing that
another edition or another table contradicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from slachtoffermonitor.guards.checks import Check, NativeCheck, Suite, row_count

_LOOK: Final = "Look at {model} and at macros/exhibits/exhibit.sql"
_SKIP: Final = "or change the limit in seeds/reference/ref_expectation_limits.csv with a reason"


@dataclass(frozen=True)
class _Exhibit:
    """What differs between the exhibits.

    Attributes:
        code: exhibit, such as `fig_2_03`.
        model: its model.
        number: its number in the published monitor.
        title: what it shows.
        exclusive: kinds of row that put everybody of their base in exactly one row.
        unknown: kind of row and codes of the row for the unknown.
        core: whether nearly all unknown means that something is broken.
        revised: whether the same year may differ between editions, by definition.
        checks: expectations of its own.
    """

    code: str
    model: str
    number: str
    title: str
    exclusive: tuple[str, ...] = ()
    unknown: tuple[str, str] | None = None
    core: bool = False
    revised: bool = False
    checks: tuple[Check, ...] = ()


def _identity(
    *, name: str, statement: str, reason: str, remedy: str, query: str, looked_at: str = ""
) -> Check:
    return Check(
        name=name,
        statement=statement,
        reason=reason,
        remedy=remedy,
        query=query,
        looked_at=looked_at or "select 1 as row_seen from {batch}",
    )


def _compared(left: str, right: str, condition: str, columns: str = "year") -> str:
    """Return SQL that compares two rows of exhibits in the columns they share.

    Args:
        left: condition on `these`, a row of the batch.
        right: relation and condition of `others`, after `from`.
        condition: what must not hold for `these.value` and `others.value`.
        columns: the kind of column, or several, in quotes where there are more.
    """
    kinds = columns if "'" in columns else f"'{columns}'"
    return f"""
            select
                these.edition_code,
                these.column_code,
                these.value,
                others.value as other_value
            from {{batch}} as these
            inner join (
                select *
                from {right}
            ) as others
                on
                    these.edition_code = others.edition_code
                    and these.column_kind = others.column_kind
                    and these.column_code = others.column_code
            where {left} and these.column_kind in ({kinds}) and {condition}
        """


def _years_and_edition(left: str, right: str, condition: str) -> str:
    return _compared(left, right, condition, "'year', 'edition'")


def _generic(exhibit: _Exhibit) -> list[Check | NativeCheck]:
    """Return the expectations that every exhibit has."""
    look = _LOOK.format(model=exhibit.model)
    checks: list[Check | NativeCheck] = [
        row_count(
            what=f"cell in {exhibit.number}",
            at_least=1,
            reason="An empty exhibit passes every other expectation.",
            remedy=f"{look}; the facts that it counts are in marts.",
        ),
        NativeCheck(
            name="number",
            statement=f"Every row says that it is {exhibit.number}.",
            reason="The number is how a reader finds the figure in the published monitor.",
            remedy="Look at ref_exhibits.",
            kind="ExpectColumnValuesToBeInSet",
            arguments={"column": "exhibit_number", "value_set": [exhibit.number]},
        ),
        _identity(
            name="cells",
            statement="It holds every published cell once, with the same value, base and "
            "percentage.",
            reason="A join that loses or doubles a row would publish another number than the one "
            "that was tested.",
            remedy=f"{look}: a label or a column is missing, or is there twice.",
            query=f"""
                select
                    coalesce(shown.column_code, cells.column_code) as column_code,
                    coalesce(shown.row_code, cells.row_code) as row_code,
                    shown.value,
                    cells.value as published_value
                from (
                    select
                        edition_code,
                        column_kind,
                        column_code,
                        row_kind,
                        row_code,
                        measure,
                        count(*) as copies,
                        max(value) as value,
                        max(base) as base,
                        max(pct) as pct
                    from {{batch}}
                    group by all
                ) as shown
                full join (
                    select *
                    from marts.published_cells
                    where exhibit_code = '{exhibit.code}'
                ) as cells
                    on
                        shown.edition_code = cells.edition_code
                        and shown.column_kind = cells.column_kind
                        and shown.column_code = cells.column_code
                        and shown.row_kind = cells.row_kind
                        and shown.row_code = cells.row_code
                        and shown.measure = cells.measure
                where
                    shown.copies is distinct from 1
                    or cells.edition_code is null
                    or shown.value is distinct from cells.value
                    or shown.base is distinct from cells.base
                    or shown.pct is distinct from cells.pct
            """,
        ),
        _identity(
            name="labels",
            statement="Every cell can be read in Dutch and in English.",
            reason="A code that nobody understands is no publication.",
            remedy="Add the label to the code list in seeds/reference.",
            query="""
                select row_code, column_code
                from {batch}
                where
                    coalesce(trim(row_label_nl), '') = ''
                    or coalesce(trim(row_label_en), '') = ''
                    or coalesce(trim(column_label_nl), '') = ''
                    or coalesce(trim(column_label_en), '') = ''
            """,
        ),
        _identity(
            name="reading_order",
            statement="Rows and columns have one place each, and labels that tell them apart.",
            reason="Two rows in one place, or under one label, are read as each other.",
            remedy="Look at sort_order and the labels in seeds/reference.",
            query="""
                select edition_code, row_label_nl
                from {batch}
                group by edition_code, row_label_nl
                having count(distinct row_kind || ' ' || row_code) > 1
                union all
                select edition_code, cast(row_order as varchar)
                from {batch}
                group by edition_code, row_order
                having count(distinct row_kind || ' ' || row_code) > 1
                union all
                select edition_code, cast(column_order as varchar)
                from {batch}
                group by edition_code, column_order
                having count(distinct column_kind || ' ' || column_code) > 1
            """,
        ),
    ]
    if exhibit.exclusive:
        kinds = ", ".join(f"'{kind}'" for kind in exhibit.exclusive)
        checks.append(
            _identity(
                name="printed_percentages_add_up",
                statement="Printed percentages of rows that exclude each other add up to 100, "
                "but for rounding.",
                reason="Readers add percentages up; each may be off by half a point and no more "
                "(R-31).",
                remedy=f"{look}; then the bases in ref_exhibit_rows.",
                query=f"""
                    select edition_code, column_code, row_kind, sum(pct) as pct_sum
                    from {{batch}}
                    where row_kind in ({kinds}) and base > 0
                    group by edition_code, column_kind, column_code, row_kind
                    having abs(sum(pct) - 100) > count(*) / 2.0
                """,
                looked_at=f"""
                    select distinct edition_code, column_kind, column_code, row_kind
                    from {{batch}}
                    where row_kind in ({kinds}) and base > 0
                """,
            )
        )
    if not exhibit.revised:
        checks.append(
            _identity(
                name="same_year_in_all_editions",
                statement="A year has the same numbers in every edition that holds it.",
                reason="Editions are counted from one register; a year that changes from one "
                "edition to the next needs a definition that changed (R-03).",
                remedy="Look at audit.aud_revisions, then at what in the model depends on the "
                "edition.",
                query="select column_code, row_kind, row_code, measure from {batch} "
                "where column_kind = 'year' group by column_code, row_kind, row_code, measure "
                "having count(distinct coalesce(value, -1)) > 1",
                looked_at="select column_code, row_kind, row_code, measure from {batch} "
                "where column_kind = 'year' group by all having count(*) > 1",
            )
        )
    if exhibit.unknown:
        kind, codes = exhibit.unknown
        condition = (
            f"row_kind = '{kind}' and row_code in ({codes}) and column_kind = 'year' "
            "and base >= <<victims_to_judge>>"
        )
        checks.append(
            _identity(
                name="unknown_share_like_other_years",
                statement="The unknown share of no year lies far above the other years of its "
                "edition.",
                reason="A crosswalk that lost its codes, or a column that was not delivered, "
                "shows as unknown, and unknowns stay in the base.",
                remedy="Look at audit.aud_code_mapping for codes that became unknown, and at "
                f"audit.aud_delivery_completeness, {_SKIP} (unknown_share_rise).",
                query="select edition_code, column_code, value, base, lowest_share from (select *, "
                "min(value / base) over (partition by edition_code) as lowest_share from {batch} "
                f"where {condition}) as shares "
                "where value / base > lowest_share + <<unknown_share_rise>>",
                looked_at=f"select 1 as row_seen from {{batch}} where {condition}",
            )
        )
        if exhibit.core:
            whole = condition.replace("'year'", "'edition'")
            checks.append(
                _identity(
                    name="something_is_known",
                    statement="Of some victims of the edition it is known.",
                    reason="When nearly everybody is unknown the attribute was not delivered, or "
                    "its codes are all mapped to unknown.",
                    remedy="Look at audit.aud_code_mapping, and deliver the column, "
                    f"{_SKIP} (unknown_share_high).",
                    query=f"select edition_code, value, base from {{batch}} where {whole} "
                    "and value > <<unknown_share_high>> * base",
                    looked_at=f"select 1 as row_seen from {{batch}} where {whole}",
                )
            )
    return checks


_FIRST_LINE: Final = "these.row_code = 'ALL_KNOWN'"

_EXHIBITS: Final = (
    _Exhibit(
        code="fig_2_01",
        model="fig_2_01_known_victims",
        number="Figuur 2.1",
        title="Known victims per year, in three nested lines",
        checks=(
            _identity(
                name="lines_differ_by_the_waterfall",
                statement="The distances between the lines are the steps of the waterfall.",
                reason="The lines and aud_population_steps tell the same story twice; a "
                "difference means that an exclusion was counted twice or not at all (R-07 to "
                "R-10).",
                remedy="Compare with audit.aud_population_steps for that edition and column.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        sum(steps.victim_count) as step_sum
                    from {batch} as these
                    inner join audit.aud_population_steps as steps
                        on
                            these.edition_code = steps.edition_code
                            and these.column_kind = steps.column_kind
                            and these.column_code = steps.column_code
                            and steps.step_order <= case these.row_code
                                when 'ALL_KNOWN' then 1
                                when 'WITHOUT_EMM_ONLY' then 3
                                else 4
                            end
                    where these.row_kind = 'population_line'
                    group by
                        these.edition_code,
                        these.column_code,
                        these.row_code,
                        these.value
                    having sum(steps.victim_count) <> these.value
                """,
            ),
            _identity(
                name="not_more_than_delivered",
                statement="No year has more victims than persons in its delivered records.",
                reason="The first and the last table of the warehouse are compared without "
                "anything in between.",
                remedy="Look for a join that multiplies victim-years.",
                query=f"""
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        persons.person_count
                    from {{batch}} as these
                    left join (
                        select
                            cast(received_year as varchar) as column_code,
                            count(distinct person_pseudonym) as person_count
                        from delivered_records
                        group by received_year
                    ) as persons
                        on these.column_code = persons.column_code
                    where
                        {_FIRST_LINE}
                        and these.column_kind = 'year'
                        and these.value > coalesce(persons.person_count, 0)
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_02",
        model="fig_2_02_emm_victims",
        number="Figuur 2.2",
        title="Victims known through the EMM, per year",
        exclusive=("emm_knowledge",),
        checks=(
            _identity(
                name="emm_only_is_what_the_second_line_leaves_out",
                statement="Whoever is known through the EMM only is not in the second line of "
                "Figuur 2.1.",
                reason="The two figures show the same people from two sides (R-07).",
                remedy="Compare with audit.aud_population_steps.",
                query=_years_and_edition(
                    "these.row_code = 'EMM_ONLY'",
                    """
                        (
                            select
                                first_line.edition_code,
                                first_line.column_kind,
                                first_line.column_code,
                                first_line.value - second_line.value as value
                            from fig_2_01 as first_line
                            inner join fig_2_01 as second_line
                                on
                                    first_line.edition_code = second_line.edition_code
                                    and first_line.column_code = second_line.column_code
                                    and first_line.row_code = 'ALL_KNOWN'
                                    and second_line.row_code = 'WITHOUT_EMM_ONLY'
                        ) as differences
                    """,
                    "these.value > others.value",
                ),
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_03",
        model="fig_2_03_exploitation_forms",
        number="Figuur 2.3",
        title="Victims by form of exploitation, per year",
        exclusive=("form_combination",),
        unknown=("form_combination", "'ONB'"),
        core=True,
        checks=(
            _identity(
                name="any_form_covers_everybody",
                statement="The any-form rows together are at least everybody, and at most four "
                "times.",
                reason="Everybody has at least one form or none known, and there are four forms "
                "(R-11).",
                remedy="Look at has_sexual to has_organ in int_victim_years__enriched.",
                query="""
                    select
                        edition_code,
                        column_code,
                        sum(value) as forms,
                        max(base) as victims
                    from {batch}
                    where row_kind = 'any_form'
                    group by edition_code, column_kind, column_code
                    having sum(value) < max(base) or sum(value) > 4 * max(base)
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_04a",
        model="fig_2_04a_prostitution_sectors",
        number="Figuur 2.4a",
        title="Victims of sexual exploitation by known sector, per year",
        exclusive=("prostitution_sector", "sector_knowledge"),
        unknown=("sector_knowledge", "'UNKNOWN'"),
        revised=True,
        checks=(
            _identity(
                name="known_sectors_do_not_depend_on_the_edition",
                statement="How many have a known sector in a year is the same in every edition.",
                reason="The list of sectors differs between editions, whether one is known does "
                "not (R-03).",
                remedy="Look at ref_category_editions and int_editions__prostitution_sectors.",
                query="""
                    select column_code, row_code
                    from {batch}
                    where column_kind = 'year' and row_kind in ('sector_knowledge', 'total')
                    group by column_code, row_kind, row_code
                    having count(distinct value) > 1
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_04b",
        model="fig_2_04b_imputed_visibility",
        number="Figuur 2.4b",
        title="Victims of sexual exploitation in more and less visible sectors, known or imputed",
        exclusive=("visibility",),
        revised=True,
        checks=(
            _identity(
                name="visibility_of_the_known_is_kept",
                statement="No visibility has fewer victims than the known ones of Figuur 2.4a.",
                reason="Imputation adds to what is known and takes nothing away (R-17).",
                remedy="Look at int_editions__imputation_groups.",
                query="""
                    select
                        these.edition_code,
                        these.row_code,
                        these.value,
                        known.value as known_value
                    from {batch} as these
                    inner join (
                        select
                            sectors.edition_code,
                            lists.visibility_code,
                            sum(sectors.value) as value
                        from fig_2_04a as sectors
                        inner join reference.ref_prostitution_sectors as lists
                            on sectors.row_code = lists.prostitution_sector_code
                        where
                            sectors.row_kind = 'prostitution_sector'
                            and sectors.column_kind = 'edition'
                        group by all
                    ) as known
                        on
                            these.edition_code = known.edition_code
                            and these.row_code = known.visibility_code
                    where
                        these.row_kind = 'visibility'
                        and these.column_kind = 'edition'
                        and these.value < known.value
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_05",
        model="fig_2_05_labour_sectors",
        number="Figuur 2.5",
        title="Victims of labour exploitation by sector",
        exclusive=("labour_sector",),
        revised=True,
    ),
    _Exhibit(
        code="fig_2_06",
        model="fig_2_06_criminal_manners",
        number="Figuur 2.6",
        title="Victims of criminal exploitation by manner, per year from 2016 on",
        exclusive=("criminal_manner",),
        unknown=("criminal_manner", "'ONB'"),
    ),
    _Exhibit(
        code="fig_2_07",
        model="fig_2_07_trafficking_forms",
        number="Figuur 2.7",
        title="Victims by form of trafficking, per year",
        exclusive=("trafficking_form",),
        unknown=("trafficking_form", "'ONB'"),
        core=True,
        checks=(
            _identity(
                name="sexual_groups_within_any_sexual",
                statement="The two sexual groups together are not more than any sexual "
                "exploitation.",
                reason="Sexual goes first in the hierarchy; the rest are those whose nationality "
                "is unknown (R-12, C-18).",
                remedy="Look at ref_trafficking_form_hierarchy.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        sum(these.value) as value,
                        max(others.value) as other_value
                    from {batch} as these
                    inner join fig_2_03 as others
                        on
                            these.edition_code = others.edition_code
                            and these.column_kind = others.column_kind
                            and these.column_code = others.column_code
                            and others.row_kind = 'any_form'
                            and others.row_code = 'SU'
                    where these.row_code in ('BL-SU', 'GO-SU')
                    group by these.edition_code, these.column_kind, these.column_code
                    having sum(these.value) > max(others.value)
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_08",
        model="fig_2_08_gender",
        number="Figuur 2.8",
        title="Gender of the victims, per year and per form",
        exclusive=("gender",),
        unknown=("gender", "'ONB'"),
        core=True,
    ),
    _Exhibit(
        code="fig_2_09",
        model="fig_2_09_origin_regions",
        number="Figuur 2.9",
        title="Region of origin of the victims, per year and per form",
        exclusive=("origin_region",),
        unknown=("origin_region", "'ONB'"),
        core=True,
        checks=(
            _identity(
                name="regions_hold_their_nationalities",
                statement="No region has fewer victims than its nationalities in Tabel 2.1.",
                reason="Region and table are made from the same nationality (R-27, R-28).",
                remedy="Look at origin_region_code in ref_countries.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        these.row_code,
                        these.value,
                        sum(shown.value) as shown_count
                    from {batch} as these
                    inner join tab_2_1 as shown
                        on
                            these.edition_code = shown.edition_code
                            and these.column_kind = shown.column_kind
                            and these.column_code = shown.column_code
                            and shown.row_kind = 'nationality'
                            and shown.measure = 'victims'
                    inner join reference.ref_countries as countries
                        on
                            shown.row_code = countries.country_code
                            and these.row_code = countries.origin_region_code
                    where these.row_kind = 'origin_region'
                    group by
                        these.edition_code,
                        these.column_kind,
                        these.column_code,
                        these.row_code,
                        these.value
                    having sum(shown.value) > these.value
                """,
            ),
            _identity(
                name="dutch_victims_are_one_nationality",
                statement="The region Netherlands is the Dutch nationality of Tabel 2.1.",
                reason="Citizens of Aruba, Curaçao and Sint Maarten are Dutch, so that the "
                "region has one nationality (R-12, R-27).",
                remedy="Look at nationality_code and origin_region_code in ref_countries.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        shown.value as shown_count
                    from {batch} as these
                    inner join tab_2_1 as shown
                        on
                            these.edition_code = shown.edition_code
                            and these.column_kind = shown.column_kind
                            and these.column_code = shown.column_code
                            and shown.row_code = 'NLD'
                            and shown.measure = 'victims'
                    where these.row_code = 'NL' and these.value <> shown.value
                """,
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_10",
        model="fig_2_10_age",
        number="Figuur 2.10",
        title="Age of the victims, per year and per form",
        exclusive=("age_band",),
        unknown=("age_band", "'ONB'"),
        core=True,
        checks=(
            _identity(
                name="mean_age_fits_the_bands",
                statement="The mean age lies within what the age bands allow.",
                reason="Mean and bands are made from the same ages; a mean outside them was "
                "taken over others, or over the unknown (R-26).",
                remedy="Look at mean_ages in fig_2_10_age, and at ref_age_bands.",
                query="""
                    select means.edition_code, means.column_code, means.value
                    from {batch} as means
                    inner join (
                        select
                            cells.edition_code,
                            cells.column_kind,
                            cells.column_code,
                            sum(cells.value * bands.age_from) / sum(cells.value) as lowest,
                            sum(cells.value * bands.age_to) / sum(cells.value) + 0.05 as highest
                        from {batch} as cells
                        inner join reference.ref_age_bands as bands
                            on cells.row_code = bands.age_band_code
                        where
                            cells.row_kind = 'age_band'
                            and bands.age_from is not null
                            and cells.value > 0
                        group by all
                    ) as bounds
                        on
                            means.edition_code = bounds.edition_code
                            and means.column_kind = bounds.column_kind
                            and means.column_code = bounds.column_code
                    where
                        means.row_kind = 'mean_age'
                        and not means.value between bounds.lowest - 0.05 and bounds.highest
                """,
                looked_at="select 1 as row_seen from {batch} where row_kind = 'mean_age' and "
                "value is not null",
            ),
            _identity(
                name="mean_age_has_one_decimal",
                statement="The mean age is printed with one decimal.",
                reason="More decimals would pretend an accuracy that a birth year does not have "
                "(R-31).",
                remedy="Look at mean_ages in fig_2_10_age.",
                query="""
                    select edition_code, column_code, value
                    from {batch}
                    where row_kind = 'mean_age' and value <> round(value, 1)
                """,
                looked_at="select 1 as row_seen from {batch} where row_kind = 'mean_age' and "
                "value is not null",
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_11",
        model="fig_2_11_reporters",
        number="Figuur 2.11",
        title="Notifications by reporter, per year and per form",
        exclusive=("reporter_group", "legal_basis"),
        checks=(
            _identity(
                name="law_enforcement_has_a_legal_basis",
                statement="Police, border police and labour inspectorate are the notifications "
                "with a legal basis.",
                reason="The two groupings of one figure must not contradict each other (R-20 to "
                "R-22).",
                remedy="Look at legal_basis_code in ref_reporter_groups.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        sum(members.value) as member_sum
                    from {batch} as these
                    inner join (
                        select
                            cells.edition_code,
                            cells.column_kind,
                            cells.column_code,
                            groups.legal_basis_code,
                            cells.value
                        from {batch} as cells
                        inner join reference.ref_reporter_groups as groups
                            on cells.row_code = groups.reporter_group_code
                        where cells.row_kind = 'reporter_group'
                    ) as members
                        on
                            these.edition_code = members.edition_code
                            and these.column_kind = members.column_kind
                            and these.column_code = members.column_code
                            and these.row_code = members.legal_basis_code
                    where these.row_kind = 'legal_basis'
                    group by
                        these.edition_code,
                        these.column_kind,
                        these.column_code,
                        these.row_code,
                        these.value
                    having sum(members.value) <> these.value
                """,
            ),
            _identity(
                name="at_most_six_notifications_of_a_victim",
                statement="There are at most six notifications for every victim.",
                reason="A group notifies a victim once a year, and there are six groups (R-05).",
                remedy="Look at fct_notifications for a key that occurs twice.",
                query=_years_and_edition(
                    "these.row_kind = 'total'",
                    "fig_2_01 where row_code = 'ANALYSIS_POPULATION' and measure = 'victims'",
                    "these.value > 6 * others.value",
                ),
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_12",
        model="fig_2_12_police_units",
        number="Figuur 2.12",
        title="Police notifications by unit, per year and per form",
        exclusive=("police_unit",),
        unknown=("police_unit", "'ONB'"),
        checks=(
            _identity(
                name="no_unit_above_the_police",
                statement="No unit has more notifications than the police as a whole.",
                reason="A unit notifies a victim once a year, so that it cannot exceed the "
                "victims the police notified (R-06).",
                remedy="Look at fct_police_unit_notifications for a key that occurs twice.",
                query=_compared(
                    "these.row_kind = 'police_unit'",
                    "fig_2_11 where row_code = 'POL' and row_kind = 'reporter_group'",
                    "these.value > others.value",
                    "'year', 'trafficking_form'",
                ),
            ),
        ),
    ),
    _Exhibit(
        code="fig_2_13",
        model="fig_2_13_police_notifications",
        number="Figuur 2.13",
        title="Police notifications by form of trafficking, per year",
        exclusive=("trafficking_form",),
        unknown=("trafficking_form", "'ONB'"),
        checks=(
            _identity(
                name="police_within_the_victims_of_a_form",
                statement="The police notified no more victims of a form than there are.",
                reason="A police notification is one victim in one year (R-05).",
                remedy="Look at fct_notifications for a key that occurs twice.",
                query="""
                    select
                        these.edition_code,
                        these.column_code,
                        these.row_code,
                        these.value,
                        others.value as victims
                    from {batch} as these
                    inner join fig_2_07 as others
                        on
                            these.edition_code = others.edition_code
                            and these.column_kind = others.column_kind
                            and these.column_code = others.column_code
                            and these.row_code = others.row_code
                    where
                        these.row_kind = 'trafficking_form'
                        and others.row_kind = 'trafficking_form'
                        and these.value > others.value
                """,
            ),
        ),
    ),
    _Exhibit(
        code="tab_2_1",
        model="tab_2_1_top_nationalities",
        number="Tabel 2.1",
        title="Top five nationalities, per year and per form",
        checks=(
            _identity(
                name="country_codes",
                statement="Nationalities are ISO 3166-1 alpha-3 codes.",
                reason="Whoever links the table to other data does so by these codes.",
                remedy="Look at nationality_code in ref_countries.",
                query="""
                    select edition_code, column_code, row_code
                    from {batch}
                    where
                        row_kind = 'nationality'
                        and not regexp_full_match(row_code, '[A-Z][A-Z][A-Z]')
                """,
                looked_at="select 1 as row_seen from {batch} where row_kind = 'nationality'",
            ),
            _identity(
                name="domestic_exploitation_is_dutch",
                statement="In the column of domestic sexual exploitation only the Dutch have "
                "victims, and in that of cross-border exploitation they have none.",
                reason="The form is made from the nationality (R-13).",
                remedy="Look at ref_trafficking_form_hierarchy and ref_countries.",
                query="""
                    select edition_code, column_code, row_code, value
                    from {batch}
                    where
                        row_kind = 'nationality'
                        and measure = 'victims'
                        and value > 0
                        and (
                            (column_code = 'BL-SU' and row_code <> 'NLD')
                            or (column_code = 'GO-SU' and row_code = 'NLD')
                        )
                """,
                looked_at="select 1 as row_seen from {batch} where row_kind = 'nationality' "
                "and column_code in ('BL-SU', 'GO-SU')",
            ),
        ),
    ),
)

PUBLISHED_CELLS: Final = Suite(
    code="published_cells",
    stage="release",
    relation="marts.published_cells",
    title="The published cells: all exhibits in one table",
    checks=(
        row_count(
            what="published cell",
            at_least=1,
            reason="An empty table passes every other expectation.",
            remedy="Look at dim_editions: the register covers no edition.",
        ),
        NativeCheck(
            name="edition_format",
            statement="Editions are written as two years.",
            reason="Programs read the cells by these codes.",
            remedy="Look at ref_editions.",
            kind="ExpectColumnValuesToMatchRegex",
            arguments={
                "column": "edition_code",
                "regex": "^[12][0-9][0-9][0-9]-[12][0-9][0-9][0-9]$",
            },
        ),
        NativeCheck(
            name="row_code_format",
            statement="Codes of rows have no blanks and no letters beyond A to Z.",
            reason="A code with an accent or a blank is a label that slipped in.",
            remedy="Look at the code list of that row in seeds/reference.",
            kind="ExpectColumnValuesToMatchRegex",
            arguments={"column": "row_code", "regex": "^[A-Za-z0-9+:_-]+$"},
        ),
        NativeCheck(
            name="column_code_format",
            statement="Codes of columns have no blanks and no letters beyond A to Z.",
            reason="A code with an accent or a blank is a label that slipped in.",
            remedy="Look at dim_exhibit_columns.",
            kind="ExpectColumnValuesToMatchRegex",
            arguments={"column": "column_code", "regex": "^[A-Z0-9-]+$"},
        ),
        _identity(
            name="not_more_than_delivered",
            statement="No count is larger than the number of delivered records.",
            reason="The first and the last table of the warehouse are compared without anything in "
            "between; a join that multiplies rows shows here.",
            remedy="Look at the facts below that exhibit.",
            query="""
                select edition_code, exhibit_code, column_code, row_code, value
                from {batch}
                where
                    measure not in ('mean_age', 'rank')
                    and value > (
                        select count(*)
                        from delivered_records
                    )
            """,
        ),
        _identity(
            name="no_more_persons_than_delivered",
            statement="No edition has more persons than pseudonyms were delivered.",
            reason="Distinct persons are counted once over five years (R-04); more of them than "
            "pseudonyms means that persons were split.",
            remedy="Look at fct_returning_victim_years, and at persons in fig_2_01_known_victims.",
            query="""
                select edition_code, value
                from {batch}
                where
                    measure = 'persons'
                    and value > (
                        select count(distinct person_pseudonym)
                        from delivered_records
                    )
            """,
            looked_at="select 1 as row_seen from {batch} where measure = 'persons'",
        ),
        _identity(
            name="year_not_too_small",
            statement="No year of an edition has far fewer victims than its other years.",
            reason="Records that arrived may still be lost on the way: rejected, excluded, or "
            "taken for one person.",
            remedy="Look at audit.aud_waterfall and at the reasons in audit.aud_record_fate, "
            f"{_SKIP} (victims_year_low).",
            query="""
                select years.edition_code, years.column_code, years.value, years.others_median
                from (
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        median(others.value) as others_median
                    from {batch} as these
                    inner join {batch} as others
                        on
                            these.edition_code = others.edition_code
                            and these.exhibit_code = others.exhibit_code
                            and these.column_kind = others.column_kind
                            and these.row_code = others.row_code
                            and these.column_code <> others.column_code
                    where
                        these.exhibit_code = 'fig_2_01'
                        and these.column_kind = 'year'
                        and these.row_code = 'ANALYSIS_POPULATION'
                        and these.measure = 'victims'
                    group by all
                ) as years
                where
                    years.others_median >= <<victims_to_judge>>
                    and years.value < <<victims_year_low>> * years.others_median
            """,
            looked_at="""
                select 1 as row_seen
                from {batch}
                where
                    exhibit_code = 'fig_2_01'
                    and column_kind = 'year'
                    and row_code = 'ANALYSIS_POPULATION'
            """,
        ),
        _identity(
            name="year_not_too_large",
            statement="No year of an edition has far more victims than its other years.",
            reason="Persons who are taken for several show here first.",
            remedy="Look at pseudonyms in the delivery, and at audit.aud_waterfall, "
            f"{_SKIP} (victims_year_high).",
            query="""
                select years.edition_code, years.column_code, years.value, years.others_median
                from (
                    select
                        these.edition_code,
                        these.column_code,
                        these.value,
                        median(others.value) as others_median
                    from {batch} as these
                    inner join {batch} as others
                        on
                            these.edition_code = others.edition_code
                            and these.exhibit_code = others.exhibit_code
                            and these.column_kind = others.column_kind
                            and these.row_code = others.row_code
                            and these.column_code <> others.column_code
                    where
                        these.exhibit_code = 'fig_2_01'
                        and these.column_kind = 'year'
                        and these.row_code = 'ANALYSIS_POPULATION'
                        and these.measure = 'victims'
                    group by all
                ) as years
                where
                    years.others_median >= <<victims_to_judge>>
                    and years.value > <<victims_year_high>> * years.others_median
            """,
            looked_at="""
                select 1 as row_seen
                from {batch}
                where
                    exhibit_code = 'fig_2_01'
                    and column_kind = 'year'
                    and row_code = 'ANALYSIS_POPULATION'
            """,
        ),
        _identity(
            name="shares_like_the_edition_before",
            statement="No share of a whole edition differs much from the edition before.",
            reason="Two editions have four of their five years in common; a leap is a change of "
            "definition, not of the world.",
            remedy=f"Look at audit.aud_revisions, {_SKIP} (edition_share_change).",
            query="""
                select
                    these.edition_code,
                    these.exhibit_code,
                    these.row_code,
                    these.value,
                    these.base,
                    earlier.value as earlier_value,
                    earlier.base as earlier_base
                from {batch} as these
                inner join marts.dim_editions as editions
                    on these.edition_code = editions.edition_code
                inner join marts.dim_editions as earlier_editions
                    on
                        editions.year_from = earlier_editions.year_from + 1
                        and earlier_editions.is_complete
                inner join {batch} as earlier
                    on
                        earlier_editions.edition_code = earlier.edition_code
                        and these.exhibit_code = earlier.exhibit_code
                        and these.row_kind = earlier.row_kind
                        and these.row_code = earlier.row_code
                        and these.measure = earlier.measure
                        and these.column_kind = earlier.column_kind
                where
                    these.column_kind = 'edition'
                    and these.base >= <<victims_to_judge>>
                    and earlier.base >= <<victims_to_judge>>
                    and abs(these.value / these.base - earlier.value / earlier.base)
                    > <<edition_share_change>>
            """,
            looked_at="""
                select 1 as row_seen
                from {batch} as these
                inner join marts.dim_editions as editions
                    on these.edition_code = editions.edition_code
                inner join marts.dim_editions as earlier_editions
                    on
                        editions.year_from = earlier_editions.year_from + 1
                        and earlier_editions.is_complete
                where these.column_kind = 'edition' and these.base >= <<victims_to_judge>>
            """,
        ),
    ),
)

_TEXT_REMEDY: Final = (
    "Do not publish. Find the column in the failing rows, and take it out of the mart."
)

PUBLISHED_TEXTS: Final = Suite(
    code="published_texts",
    stage="release",
    relation="marts",
    title="Every text in every published table",
    copied=True,
    checks=(
        row_count(
            what="text in a published table",
            at_least=1,
            reason="With nothing to look at, nothing would be found.",
            remedy="Look whether the schema marts has tables.",
        ),
        _identity(
            name="no_pseudonym",
            statement="No published text is a pseudonym.",
            reason="A pseudonym in a published table makes a person traceable through it.",
            remedy=_TEXT_REMEDY,
            query="""
                select distinct table_name, column_name
                from {batch}
                where text_value in (
                    select person_pseudonym
                    from delivered_records
                )
            """,
        ),
        _identity(
            name="no_record_id",
            statement="No published text is an id of a record or of a notification.",
            reason="An id leads back to one person's record at the registry.",
            remedy=_TEXT_REMEDY,
            query="""
                select distinct table_name, column_name
                from {batch}
                where
                    text_value in (
                        select record_id
                        from delivered_records
                    )
                    or text_value in (
                        select notification_id
                        from delivered_records
                    )
            """,
        ),
        _identity(
            name="no_day",
            statement="No published text is a day; of a first notification the month is told, as "
            "the first day of it.",
            reason="The monitor counts years; a day is a birth date or a day of receipt, and "
            "either singles somebody out.",
            remedy=_TEXT_REMEDY,
            query="""
                select distinct table_name, column_name
                from {batch}
                where
                    (
                        regexp_full_match(
                            text_value, '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].*'
                        )
                        and not (
                            column_name = 'first_notification_month'
                            and text_value like '____-__-01'
                        )
                    )
                    or regexp_full_match(text_value, '[0-9][0-9]-[0-9][0-9]-[12][0-9][0-9][0-9]')
            """,
        ),
        _identity(
            name="no_address",
            statement="No published text holds an e-mail address or a long number.",
            reason="Contact details and citizen service numbers are nobody's business here.",
            remedy=_TEXT_REMEDY,
            query="""
                select distinct table_name, column_name
                from {batch}
                where regexp_matches(text_value, '@|[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]')
            """,
        ),
        _identity(
            name="no_damaged_letters",
            statement="No published text has letters that a wrong encoding has damaged.",
            reason="Labels with diacritics must arrive as they were written.",
            remedy="Save the seed of that label as UTF-8.",
            query="""
                select distinct table_name, column_name, text_value
                from {batch}
                where regexp_matches(text_value, '�|Ã[-¿]|â€')
            """,
        ),
    ),
)


def _suite(exhibit: _Exhibit) -> Suite:
    return Suite(
        code=exhibit.code,
        stage="release",
        relation=f"marts.{exhibit.model}",
        title=f"{exhibit.number}: {exhibit.title}",
        checks=(*_generic(exhibit), *exhibit.checks),
    )


SUITES: Final = (
    PUBLISHED_CELLS,
    *(_suite(exhibit) for exhibit in _EXHIBITS),
    PUBLISHED_TEXTS,
)
"""In the order in which they are judged."""

DELIVERED_RECORDS: Final = """
    select
        record_id,
        notification_id,
        person_pseudonym,
        cast(extract(year from received_on) as integer) as received_year
    from staging.stg_register__notifications
    union all
    select
        record_id,
        notification_id,
        person_pseudonym,
        cast(extract(year from received_on) as integer) as received_year
    from staging.stg_register__emm_records
"""
"""What the published tables are held against. It exists in memory only."""

UNREAD_COLUMNS: Final = ("victim_year_key",)
"""Columns with a value for every row of a fact; dbt's tests look at them (tests/identities)."""

NO_TEXTS: Final = (
    "select '' as table_name, '' as column_name, cast(null as varchar) as text_value where false"
)


def texts(columns: list[tuple[str, str]]) -> str:
    """Return SQL of every different text in the given columns of the schema `marts`.

    Args:
        columns: names of tables and of their columns, texts and dates.
    """
    selects = [
        f"""
            select distinct
                '{table}' as table_name,
                '{column}' as column_name,
                cast({column} as varchar) as text_value
            from marts.{table}
            where {column} is not null
        """
        for table, column in columns
        if column not in UNREAD_COLUMNS
    ]
    return " union all ".join(selects) or NO_TEXTS
