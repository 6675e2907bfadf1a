{#- What a record is evidence of: its reporter group, the EMM or a letter. -#}
{%- set sources = ['POL', 'KMAR', 'ISZW', 'ZOCO', 'FW', 'OVM', 'EMM', 'OM_LETTER'] -%}

with standing as (
    select * from {{ ref('int_records__standing') }}
),

accepted as (
    select * from {{ ref('int_records__accepted') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

notifications as (
    select * from {{ ref('int_notifications__per_reporter_group') }}
),

unit_notifications as (
    select * from {{ ref('int_notifications__per_police_unit') }}
),

-- The version of a notification that decides: it stands, or it is withdrawn.
deciding as (
    select
        standing.notification_id,
        standing.person_pseudonym,
        standing.registration_year,
        standing.evidence_kind as step_code,
        case standing.evidence_kind
            when 'notification' then standing.reporter_group_code
            when 'emm' then 'EMM'
            else 'OM_LETTER'
        end as source_code,
        case when standing.evidence_kind = 'notification' then standing.police_unit_code end
            as police_unit_code
    from standing
    union all
    select
        accepted.notification_id,
        accepted.person_pseudonym,
        accepted.registration_year,
        'withdrawn' as step_code,
        case
            when accepted.is_om_letter then 'OM_LETTER'
            when accepted.is_notifier then accepted.reporter_group_code
            else 'EMM'
        end as source_code,
        case when not accepted.is_om_letter then accepted.police_unit_code end as police_unit_code
    from accepted
    inner join withdrawn
        on accepted.record_key = withdrawn.record_key
),

-- Earlier versions belong to the victim of the version that decides, in the year of that version. A
-- rejected record is led to nobody: only the log of rejections knows it (R-22).
records as (
    select
        deciding.person_pseudonym,
        deciding.registration_year,
        deciding.step_code,
        deciding.source_code,
        deciding.police_unit_code
    from deciding
    union all
    select
        deciding.person_pseudonym,
        deciding.registration_year,
        'superseded' as step_code,
        deciding.source_code,
        deciding.police_unit_code
    from superseded
    inner join accepted
        on superseded.record_key = accepted.record_key
    inner join deciding
        on accepted.notification_id = deciding.notification_id
),

traced as (
    select
        victim_years.victim_year_key,
        records.step_code,
        records.source_code,
        records.police_unit_code
    from records
    inner join victim_years
        on
            records.person_pseudonym = victim_years.person_pseudonym
            and records.registration_year = victim_years.notification_year
),

of_units as (
    select
        'victim_year' as unit_kind,
        '' as unit_code,
        traced.*
    from traced
    union all
    select
        'notification' as unit_kind,
        traced.source_code as unit_code,
        traced.*
    from traced
    inner join notifications
        on
            traced.victim_year_key = notifications.victim_year_key
            and traced.source_code = notifications.reporter_group_code
    union all
    select
        'police_unit_notification' as unit_kind,
        traced.police_unit_code as unit_code,
        traced.*
    from traced
    inner join unit_notifications
        on
            traced.victim_year_key = unit_notifications.victim_year_key
            and traced.police_unit_code = unit_notifications.police_unit_code
),

final as (
    select
        of_units.unit_kind,
        of_units.victim_year_key,
        of_units.unit_code,
        {%- for step in ['superseded', 'withdrawn', 'emm', 'om_letter', 'notification'] %}
        cast(count(*) filter (where of_units.step_code = '{{ step }}') as integer)
            as {{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        cast(count(*) filter (where of_units.source_code = '{{ source }}') as integer)
            as from_{{ source | lower }}_count,
        {%- endfor %}
        cast(
            count(distinct of_units.source_code) filter (where of_units.step_code = 'notification')
            as integer
        ) as group_count,
        cast(count(*) as integer) as record_count
    from of_units
    group by of_units.unit_kind, of_units.victim_year_key, of_units.unit_code
)

select * from final
