"""The questions that a reporter's file answers, as SQL on a warehouse.

`RECORDS` and then `FINDINGS` are made as temporary tables; the others read them. What a build that
stopped at unknown codes has left is read by `RECORDS_STOPPED` and `FINDINGS_STOPPED` instead. The
name `register` in place of a reporter is the registry itself: it gets what cannot be laid before
one reporter without telling it of another.
"""

from __future__ import annotations

from typing import Final

NOBODY: Final = "register"
"""Stands for a reporter where a record names none, or where the other record is not its own."""

CODED: Final = (
    *("gender", "nationalities", "exploitation_forms", "prostitution_sectors", "labour_sectors"),
    *("criminal_manners", "reporting_unit"),
)
"""Delivered columns in which a code may stand for unknown."""

_HEADINGS: Final = ("reporter", "status", "consent", "om_b8_letter", "cooperates")


def _as_delivered(columns: tuple[str, ...]) -> str:
    """Return the columns of the records with what was delivered."""
    return ", ".join(f"assessed.{column}_delivered" for column in columns)


def _values(columns: tuple[str, ...]) -> str:
    """Return one row per record and delivered column: its name, its place and its value."""
    return " union all ".join(
        f"select records.*, {place} as place, '{column}' as column_name, "
        f"{column}_delivered as delivered_value from records"
        for place, column in enumerate(columns)
    )


_REPORTER_NAMES: Final = """
    -- a record without a usable date has no year in which its reporter could be looked up
    select lookup.delivered_code, min(lookup.standard_code) as reporter_code
    from intermediate.int_codes__lookup as lookup
    where lookup.code_kind = 'reporter'
    group by lookup.delivered_code
    having min(lookup.standard_code) = max(lookup.standard_code)
"""

RECORDS: Final = f"""
create temp table records as
with reporter_names as ({_REPORTER_NAMES})
select
    fates.record_key,
    fates.record_id,
    case when fates.record_id is null then assessed.notification_id end as notification_id,
    fates.delivery_id,
    assessed.notification_year,
    coalesce(assessed.reporter_code, reporter_names.reporter_code, '{NOBODY}') as reporter_code,
    fates.fate_code,
    fates.rejection_reason_code,
    fates.victim_year_key,
    fates.fate_code not in ('rejected', 'superseded', 'withdrawn') as is_standing,
    assessed.coding_number,
    {_as_delivered(CODED)}
from audit.aud_record_fate as fates
inner join intermediate.int_records__assessed as assessed
    on fates.record_key = assessed.record_key
left join reporter_names
    on assessed.reporter_delivered = reporter_names.delivered_code
"""
"""One row per record: whose it is and where it ended. The notification's id is there only where the
record has none of its own."""

FINDINGS: Final = f"""
create temp table findings as
with content as (
    select * from intermediate.int_records__decoded
),

rejected as (
    select
        records.record_key,
        'rejected' as kind,
        records.rejection_reason_code as reason_code,
        null as attribute_name,
        null as other_record_key
    from records
    where records.fate_code = 'rejected'
),

duplicates as (
    select
        records.record_key,
        'duplicate' as kind,
        'duplicate' as reason_code,
        null as attribute_name,
        first_content.record_key as other_record_key
    from records
    inner join content
        on records.record_key = content.record_key
    inner join content as first_content
        on
            content.person_pseudonym = first_content.person_pseudonym
            and content.notification_year = first_content.notification_year
            and content.reporter_group_code = first_content.reporter_group_code
            and content.evidence_kind = first_content.evidence_kind
    inner join intermediate.int_fates__repeated as first_place
        on first_content.record_key = first_place.record_key and first_place.receipt_rank = 1
    where records.fate_code = 'duplicate'
),

unusable as (
    select
        rejected_values.record_key,
        'unusable' as kind,
        rejected_values.issue_code as reason_code,
        rejected_values.attribute_name,
        null as other_record_key
    from audit.aud_rejected_values as rejected_values
    where rejected_values.record_key is not null
),

-- An age of the year rests on the first notification, which may be another reporter's.
unusable_ages as (
    select
        records.record_key,
        'unusable' as kind,
        rejected_values.issue_code as reason_code,
        rejected_values.attribute_name,
        null as other_record_key
    from audit.aud_rejected_values as rejected_values
    inner join intermediate.int_victim_years__resolved as victim_years
        on rejected_values.victim_year_key = victim_years.victim_year_key
    inner join records
        on rejected_values.victim_year_key = records.victim_year_key and records.is_standing
    inner join content
        on
            records.record_key = content.record_key
            and victim_years.birth_on = content.birth_on
),

conflicts as (
    select
        conflicts.losing_record_key as record_key,
        'conflict' as kind,
        'conflict' as reason_code,
        conflicts.attribute_name,
        conflicts.kept_record_key as other_record_key
    from audit.aud_attribute_conflicts as conflicts
),

found as (
    select *, false as is_of_victim_year from rejected
    union all
    select *, false as is_of_victim_year from duplicates
    union all
    select *, false as is_of_victim_year from unusable
    union all
    select *, true as is_of_victim_year from unusable_ages
    union all
    select *, false as is_of_victim_year from conflicts
)

select
    case
        when found.is_of_victim_year then '{NOBODY}'
        when coalesce(others.reporter_code, records.reporter_code) <> records.reporter_code
            then '{NOBODY}'
        else records.reporter_code
    end as for_reporter_code,
    found.kind,
    found.reason_code
    || case when others.reporter_code <> records.reporter_code then '_between_reporters' else '' end
        as reason_code,
    found.attribute_name,
    records.reporter_code,
    records.record_key,
    records.record_id,
    records.notification_id,
    records.delivery_id,
    records.notification_year,
    others.reporter_code as other_reporter_code,
    others.record_id as other_record_id,
    cast(null as varchar) as delivered_code
from found
inner join records
    on found.record_key = records.record_key
left join records as others
    on found.other_record_key = others.record_key
"""
"""One row per record and thing to look at, with the reporter that may see it: its own record, and
no other record than one of its own."""

RECORDS_STOPPED: Final = f"""
create temp table records as
with reporter_names as ({_REPORTER_NAMES})
select
    assessed.record_key,
    assessed.source_table,
    assessed.record_id,
    assessed.delivery_id,
    assessed.notification_year,
    coalesce(assessed.reporter_code, reporter_names.reporter_code, '{NOBODY}') as reporter_code,
    assessed.code_system,
    {_as_delivered((*CODED, *_HEADINGS))}
from intermediate.int_records__assessed as assessed
left join reporter_names
    on assessed.reporter_delivered = reporter_names.delivered_code
where assessed.rejection_reason_code is null
"""
"""One row per record that would be processed."""

FINDINGS_STOPPED: Final = f"""
create temp table findings as
with delivered as ({_values((*CODED, *_HEADINGS))}),

-- what may be shown of the codes is decided where the build stops
shown as (
    select distinct unknown.source_table, unknown.column_name, unknown.delivered_code
    from failures.unknown_codes as unknown
)

select distinct
    delivered.reporter_code as for_reporter_code,
    'unknown_code' as kind,
    'none' as reason_code,
    delivered.column_name as attribute_name,
    delivered.reporter_code,
    delivered.record_key,
    delivered.record_id,
    cast(null as varchar) as notification_id,
    delivered.delivery_id,
    delivered.notification_year,
    cast(null as varchar) as other_reporter_code,
    cast(null as varchar) as other_record_id,
    shown.delivered_code
from delivered
inner join intermediate.int_codes__delivered_codes as codes
    on
        delivered.source_table = codes.source_table
        and delivered.column_name = codes.column_name
        and delivered.notification_year = codes.notification_year
        and delivered.delivered_value = codes.delivered_value
        and codes.code_system in ('REGISTER', delivered.code_system)
left join shown
    on
        codes.source_table = shown.source_table
        and codes.column_name = shown.column_name
        and codes.delivered_code = shown.delivered_code
where codes.standard_code is null
"""
"""One row per record and code that is in no list; a text that may be about a person is left out."""

REPORTERS: Final = f"""
select reporters.reporter_code, reporters.label_nl
from reference.ref_reporters as reporters
where reporters.reporter_code in (select records.reporter_code from records)
union all
select '{NOBODY}' as reporter_code, 'de beheerder van het register' as label_nl
where
    exists (select 1 from records where records.reporter_code = '{NOBODY}')
    or exists (select 1 from findings where findings.for_reporter_code = '{NOBODY}')
order by all
"""
"""Who gets a file: every reporter with a record, and the registry where something is left."""

YEAR: Final = """
select max(records.notification_year)
from records
where records.is_standing
"""
"""The newest year of receipt of a record that stands; the same for every reporter."""

OUTCOMES: Final = """
select
    fates.label_nl,
    count(records.record_key) filter (where records.notification_year = $year - 1) as before_count,
    count(records.record_key) filter (where records.notification_year = $year) as year_count,
    count(records.record_key) as all_count
from reference.ref_record_fates as fates
left join records
    on fates.fate_code = records.fate_code and records.reporter_code = $reporter
group by fates.fate_code, fates.label_nl, fates.sort_order
order by fates.sort_order
"""
"""One row per outcome: records of the year before, of the year, and of all years."""

SHARES: Final = """
with standing as (
    select records.notification_year as year, content.*
    from records
    inner join intermediate.int_records__decoded as content
        on records.record_key = content.record_key
    where records.reporter_code = $reporter and records.is_standing
),

attributes as (
    select 1 as place, 'age' as attribute_name, year,
        birth_on is null and reported_age is null as is_unknown
    from standing
    union all
    select 2 as place, 'gender' as attribute_name, year, gender_code is null as is_unknown
    from standing
    union all
    select 3 as place, 'nationalities' as attribute_name, year,
        nationality_code is null as is_unknown
    from standing
    union all
    select 4 as place, 'exploitation_forms' as attribute_name, year,
        not (has_sexual or has_labour or has_criminal or has_organ) as is_unknown
    from standing
    union all
    select 5 as place, 'prostitution_sectors' as attribute_name, year,
        prostitution_order is null as is_unknown
    from standing where has_sexual
    union all
    select 6 as place, 'labour_sectors' as attribute_name, year,
        labour_sector_combination_code is null as is_unknown
    from standing where has_labour
    union all
    select 7 as place, 'criminal_manners' as attribute_name, year,
        criminal_manner_combination_code is null as is_unknown
    from standing where has_criminal
    union all
    select 8 as place, 'reporting_unit' as attribute_name, year,
        police_unit_code = 'ONB' as is_unknown
    from standing where police_unit_code is not null
    union all
    -- some reporters have nothing to do with the investigation
    select 9 as place, 'cooperates' as attribute_name, year, cooperates_code is null as is_unknown
    from standing
    where exists (select 1 from standing as own where own.cooperates_code is not null)
)

select
    attribute_name,
    count(*) filter (where is_unknown and year = $year - 1) as unknown_before_count,
    count(*) filter (where year = $year - 1) as before_count,
    count(*) filter (where is_unknown and year = $year) as unknown_count,
    count(*) filter (where year = $year) as year_count
from attributes
group by place, attribute_name
order by place
"""
"""One row per attribute: records in which it is unknown, and records that could have it. Sectors
and manners are asked of the form that they belong to only."""

CODES: Final = f"""
with delivered as ({_values(CODED)})

select
    delivered.column_name,
    codes.delivered_code,
    case when codes.delivered_code = codes.standard_code then 'standard' else 'own' end
        as reason_code,
    count(*) filter (where delivered.notification_year = $year - 1) as before_count,
    count(*) filter (where delivered.notification_year = $year) as year_count,
    count(*) as all_count
from delivered
inner join intermediate.int_codes__delivered_codes as codes
    on
        delivered.column_name = codes.column_name
        and delivered.coding_number = codes.coding_number
        and delivered.delivered_value = codes.delivered_value
inner join staging.stg_reference__standard_codes as standard_codes
    on
        codes.code_kind = standard_codes.code_kind
        and codes.standard_code = standard_codes.standard_code
where
    delivered.reporter_code = $reporter
    and delivered.fate_code <> 'rejected'
    and not standard_codes.is_known
group by delivered.place, delivered.column_name, codes.delivered_code, codes.standard_code
order by delivered.place, all_count desc, codes.delivered_code
"""
"""One row per attribute and delivered code that counts as unknown: the records that hold it."""

REASONS: Final = """
select kind, reason_code, count(*) as record_count
from findings
where for_reporter_code = $reporter
group by kind, reason_code
order by kind, reason_code
"""
"""One row per thing to look at: how often it stands in the list of records."""

ELSEWHERE: Final = f"""
select kind, attribute_name, count(*) as record_count
from findings
where
    findings.for_reporter_code = '{NOBODY}' and findings.reporter_code = $reporter
    and findings.reporter_code <> '{NOBODY}' and findings.kind in ('duplicate', 'conflict')
group by kind, attribute_name
order by kind, attribute_name
"""
"""One row per kind and attribute: records of the reporter that meet one of another reporter."""

LISTED: Final = """
select
    kind,
    reason_code,
    attribute_name,
    reporter_code,
    notification_year,
    other_reporter_code,
    {texts}
from (
    select * from findings
    where for_reporter_code = $reporter
    order by
        kind, notification_year desc nulls last, reason_code, record_id nulls last, record_key,
        attribute_name, other_record_id, delivered_code
)
"""
"""The rows of the list of records, the newest year first; `texts` are the columns in which a
spreadsheet must see no formula."""

TEXTS: Final = (
    *("record_id", "notification_id", "delivery_id", "other_record_id", "delivered_code"),
)
