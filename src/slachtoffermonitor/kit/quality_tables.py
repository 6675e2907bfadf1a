"""The tables of the quality report: each a query on the warehouse.

The heading of a column is its name in the words of the report. A value in a column that begins with
`word_` is a code that the words have a text for; of `label_` there is one in each language, and the
query names it `label_{language}`; a column that ends in `_pct` is shown with one decimal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from slachtoffermonitor.kit.cells import CELLS

_UNKNOWN_BY_ATTRIBUTE: Final = (
    # attribute, column of the fact, dimension, who has the attribute at all
    ("gender", "gender_code", "dim_genders", "true"),
    ("age", "age_band_code", "dim_age_bands", "true"),
    ("nationality", "nationality_code", "dim_nationalities", "true"),
    ("exploitation_form", "form_combination_code", "dim_form_combinations", "true"),
    (
        "prostitution_sector",
        "prostitution_sector_code",
        "dim_prostitution_sectors",
        "victims.has_sexual",
    ),
    (
        "labour_sector",
        "labour_sector_combination_code",
        "dim_labour_sector_combinations",
        "victims.has_labour",
    ),
    (
        "criminal_manner",
        "criminal_manner_combination_code",
        "dim_criminal_manner_combinations",
        "victims.has_criminal",
    ),
)


def _unknown(attribute: str, column: str, dimension: str, has_attribute: str) -> str:
    return f"""
        select
            '{attribute}' as word_attribute,
            count(*) as victims,
            count(*) filter (codes.is_unknown or codes.{column} is null) as unknown,
            100.0 * count(*) filter (codes.is_unknown or codes.{column} is null)
            / nullif(count(*), 0) as unknown_pct
        from marts.fct_victim_years as victims
        left join marts.{dimension} as codes on victims.{column} = codes.{column}
        where {has_attribute}
            and victims.notification_year between
                (select year_from from marts.dim_editions where is_default_edition)
                and (select year_to from marts.dim_editions where is_default_edition)"""


QUERIES: Final[Mapping[str, str]] = {
    "editions": f"""
        select
            editions.edition_code as edition,
            editions.year_from as year_from,
            editions.year_to as year_to,
            count(cells.cell_id) as cells,
            count(cells.cell_id) filter (cells.status_code = 'not_applicable') as not_applicable,
            count(cells.cell_id) filter (cells.status_code = 'suppressed') as suppressed
        from marts.dim_editions as editions
        inner join {CELLS} as cells on editions.edition_code = cells.edition_code
        group by all
        order by editions.year_from""",
    "expectations": """
        select
            stage_code as word_stage,
            count(*) as checks,
            count(*) filter (verdict_code = 'passed') as passed,
            count(*) filter (verdict_code = 'not_judged') as not_judged,
            count(*) filter (verdict_code not in ('passed', 'not_judged')) as accepted
        from audit.aud_expectation_results
        group by stage_code
        order by stage_code""",
    "claims": """
        select
            verdict as word_verdict,
            count(*) as claims
        from audit.aud_reconciliation
        group by verdict
        order by claims desc, verdict""",
    "coverage": """
        select
            editions.edition_code as edition,
            sum(steps.victim_count) filter (steps.step_code = 'all_known') as known_victims,
            -coalesce(sum(steps.victim_count) filter (
                steps.step_code not in ('all_known', 'analysis_population')
            ), 0) as left_out,
            sum(steps.victim_count) filter (steps.step_code = 'analysis_population') as victims,
            100.0 * -coalesce(sum(steps.victim_count) filter (
                steps.step_code not in ('all_known', 'analysis_population')
            ), 0)
            / nullif(sum(steps.victim_count) filter (steps.step_code = 'all_known'), 0)
                as overcoverage_pct
        from audit.aud_population_steps as steps
        inner join marts.dim_editions as editions on steps.edition_code = editions.edition_code
        where steps.column_kind = 'edition'
        group by editions.edition_code
        order by editions.edition_code""",
    "steps": """
        select
            rules.exclusion_rule_id as rule,
            rules.label_{language} as left_out_because,
            -steps.victim_count as victims
        from audit.aud_population_steps as steps
        inner join marts.dim_exclusion_rules as rules on steps.rule_id = rules.exclusion_rule_id
        inner join marts.dim_editions as editions on steps.edition_code = editions.edition_code
        where steps.column_kind = 'edition' and editions.is_default_edition
        order by steps.step_order""",
    "item_records": """
        select
            column_name as word_attribute,
            sum(record_count) as records,
            sum(filled_count) as filled,
            sum(known_count) as known,
            100.0 * (sum(record_count) - sum(known_count)) / nullif(sum(record_count), 0)
                as non_response_pct
        from audit.aud_delivery_completeness
        group by column_name
        order by column_name""",
    "item_victims": "\n        union all by name".join(
        _unknown(*attribute) for attribute in _UNKNOWN_BY_ATTRIBUTE
    ),
    "records": """
        select
            fate_label_{language} as fate,
            coalesce(string_agg(distinct rule_id, ', ' order by rule_id), '-') as rule,
            sum(record_count) filter (source_table = 'notifications') as notifications,
            sum(record_count) filter (source_table = 'emm_records') as emm_records
        from audit.aud_waterfall
        group by step_order, fate_label_{language}
        order by step_order""",
    "rejected": """
        select
            reasons.label_{language} as rejected_because,
            waterfall.rule_id as rule,
            sum(waterfall.record_count) as records
        from audit.aud_waterfall as waterfall
        inner join reference.ref_rejection_reasons as reasons
            on waterfall.rejection_reason_code = reasons.rejection_reason_code
        group by reasons.sort_order, reasons.label_{language}, waterfall.rule_id
        order by reasons.sort_order""",
    "conflicts": """
        select
            attribute_name as word_attribute,
            count(*) as values_lost
        from audit.aud_attribute_conflicts
        group by attribute_name
        order by attribute_name""",
    "unusable": """
        select
            attribute_name as word_attribute,
            rule_id as rule,
            count(*) as values_unusable
        from audit.aud_rejected_values
        group by attribute_name, rule_id
        order by attribute_name, rule_id""",
    "rules": """
        select
            rules.exclusion_rule_id as rule,
            labels.label_{language} as left_out_because,
            rules.first_edition_code as first_edition,
            coalesce(rules.last_edition_code, '-') as last_edition,
            rules.reason_{language} as reason
        from reference.ref_edition_rules as rules
        inner join marts.dim_exclusion_rules as labels
            on rules.exclusion_rule_id = labels.exclusion_rule_id
        order by rules.exclusion_rule_id, rules.first_edition_code""",
    "categories": """
        select
            changes.attribute_code as word_attribute,
            own.label_{language} as category,
            shown.label_{language} as shown_as,
            changes.edition_year_to_from as ends_from,
            changes.edition_year_to_to as ends_to
        from reference.ref_category_editions as changes
        inner join (
            select 'prostitution_sector' as attribute_code, prostitution_sector_code as code, *
            from marts.dim_prostitution_sectors
        ) as own
            on changes.attribute_code = own.attribute_code and changes.category_code = own.code
        inner join marts.dim_prostitution_sectors as shown
            on changes.published_code = shown.prostitution_sector_code
        where changes.category_code != changes.published_code
        order by changes.attribute_code, changes.edition_year_to_from""",
    "registered": """
        select
            attribute_code as word_attribute,
            registered_from_year as year_from
        from reference.ref_attribute_registration_years
        order by attribute_code""",
    "labels": """
        select
            first_edition_code as first_edition,
            row_code as code,
            label_{language} as label
        from reference.ref_label_editions
        order by first_edition_code, row_code""",
    "witness": """
        select
            verdict as word_witness,
            count(*) as numbers
        from audit.aud_witness
        group by verdict
        order by numbers desc, verdict""",
    "revisions": """
        select
            exhibits.number_{language} as exhibit,
            count(*) as compared,
            count(*) filter (revisions.is_revised) as revised,
            100.0 * count(*) filter (revisions.is_revised) / count(*) as revised_pct,
            max(abs(revisions.revision)) as largest
        from audit.aud_revisions as revisions
        inner join marts.dim_exhibits as exhibits on revisions.exhibit_code = exhibits.exhibit_code
        group by exhibits.sort_order, exhibits.number_{language}
        order by exhibits.sort_order""",
    "causes": """
        select
            rule_id as rule,
            count(*) as cells_moved
        from audit.aud_revisions__by_rule
        where difference != 0
        group by rule_id
        order by rule_id""",
    "sources": """
        select
            source_table as word_table,
            count(distinct source_file) as files,
            sum(record_count) as records,
            min(received_year) as year_from,
            max(received_year) as year_to
        from audit.aud_delivery_files
        group by source_table
        order by source_table""",
    "readings": """
        select
            effects.rule_id as rule,
            effects.reading_{language} as other_reading,
            effects.figure_code as word_counted,
            effects.adopted_count as adopted,
            effects.other_count as other,
            effects.difference as difference
        from audit.aud_ruling_effects as effects
        inner join marts.dim_editions as editions on effects.edition_code = editions.edition_code
        where editions.is_default_edition and effects.column_kind = 'edition'
        order by effects.rule_id, effects.reading_code, effects.figure_code""",
    "acceptances": """
        select
            expectation_id as expectation,
            delivery_id as delivery,
            failing_count as failing,
            checked_count as checked,
            reason
        from audit.aud_acceptances
        where outcome_code = 'used'
        order by expectation_id""",
}

NUMBERS: Final[Mapping[str, str]] = {
    "exhibits": f"select count(distinct exhibit_code) from {CELLS}",
    "exhibits_listed": "select count(*) from marts.dim_exhibits",
    "cells": f"select count(*) from {CELLS}",
    "suppressed": f"select count(*) from {CELLS} where status_code = 'suppressed'",
    "editions": f"select count(distinct edition_code) from {CELLS}",
    "years": "select max(year_to - year_from) + 1 from marts.dim_editions",
    "default_edition": "select edition_code from marts.dim_editions where is_default_edition",
    "first_year": f"select min(left(edition_code, 4)) from {CELLS}",
    "last_year": f"select max(right(edition_code, 4)) from {CELLS}",
    "imputed": f"""
        select sum(value) from {CELLS} as cells
        inner join marts.dim_editions as editions on cells.edition_code = editions.edition_code
        where editions.is_default_edition and cells.exhibit_code = 'fig_2_04b'
            and cells.column_kind = 'edition' and cells.row_code = 'IMPUTED'""",
    "last_delivered": "select max(last_delivered_on) from audit.aud_delivery_volumes",
    "documents": "select count(distinct document_code) from audit.aud_reconciliation",
}
"""Numbers and dates that the sentences of the report name."""
