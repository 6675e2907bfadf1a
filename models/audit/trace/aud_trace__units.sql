{#- What a record is evidence of: its reporter group, the EMM or a letter. -#}
{%- set sources = ['POL', 'KMAR', 'ISZW', 'ZOCO', 'FW', 'OVM', 'EMM', 'OM_LETTER'] -%}
{%- set steps = ['superseded', 'withdrawn', 'emm', 'om_letter', 'notification'] -%}

with standing as (
    select * from {{ ref('int_records__standing') }}
),

accepted as (
    select * from {{ ref('int_records__accepted') }}
),

withdrawn as (
    select int_records__decoded.*
    from {{ ref('int_records__decoded') }} as int_records__decoded
    inner join {{ ref('int_fates__withdrawn') }} as int_fates__withdrawn
        on int_records__decoded.record_key = int_fates__withdrawn.record_key
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
        withdrawn.notification_id,
        withdrawn.person_pseudonym,
        withdrawn.registration_year,
        'withdrawn' as step_code,
        case
            when withdrawn.is_om_letter then 'OM_LETTER'
            when withdrawn.is_notifier then withdrawn.reporter_group_code
            else 'EMM'
        end as source_code,
        case when not withdrawn.is_om_letter then withdrawn.police_unit_code end as police_unit_code
    from withdrawn
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

per_source as (
    select
        traced.victim_year_key,
        traced.source_code,
        {%- for step in steps %}
        cast(count(*) filter (where traced.step_code = '{{ step }}') as integer)
            as {{ step }}_count,
        {%- endfor %}
        cast(count(*) as integer) as record_count
    from traced
    group by traced.victim_year_key, traced.source_code
),

-- Only the police name a unit.
per_police_unit as (
    select
        traced.victim_year_key,
        traced.police_unit_code,
        {%- for step in steps %}
        cast(count(*) filter (where traced.step_code = '{{ step }}') as integer)
            as {{ step }}_count,
        {%- endfor %}
        cast(count(*) as integer) as record_count
    from traced
    where traced.police_unit_code is not null
    group by traced.victim_year_key, traced.police_unit_code
),

per_victim_year as (
    select
        per_source.victim_year_key,
        {%- for step in steps %}
        sum(per_source.{{ step }}_count) as {{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        coalesce(
            sum(per_source.record_count) filter (where per_source.source_code = '{{ source }}'), 0
        ) as from_{{ source | lower }}_count,
        {%- endfor %}
        count(*) filter (where per_source.notification_count > 0) as group_count,
        sum(per_source.record_count) as record_count
    from per_source
    group by per_source.victim_year_key
),

of_units as (
    select
        'victim_year' as unit_kind,
        '' as unit_code,
        per_victim_year.victim_year_key,
        {%- for step in steps %}
        per_victim_year.{{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        per_victim_year.from_{{ source | lower }}_count,
        {%- endfor %}
        per_victim_year.group_count,
        per_victim_year.record_count
    from per_victim_year
    union all
    select
        'notification' as unit_kind,
        per_source.source_code as unit_code,
        per_source.victim_year_key,
        {%- for step in steps %}
        per_source.{{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        case when per_source.source_code = '{{ source }}' then per_source.record_count else 0 end
            as from_{{ source | lower }}_count,
        {%- endfor %}
        case when per_source.notification_count > 0 then 1 else 0 end as group_count,
        per_source.record_count
    from per_source
    inner join notifications
        on
            per_source.victim_year_key = notifications.victim_year_key
            and per_source.source_code = notifications.reporter_group_code
    union all
    select
        'police_unit_notification' as unit_kind,
        per_police_unit.police_unit_code as unit_code,
        per_police_unit.victim_year_key,
        {%- for step in steps %}
        per_police_unit.{{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        {{ 'per_police_unit.record_count' if source == 'POL' else '0' }}
            as from_{{ source | lower }}_count,
        {%- endfor %}
        case when per_police_unit.notification_count > 0 then 1 else 0 end as group_count,
        per_police_unit.record_count
    from per_police_unit
    inner join unit_notifications
        on
            per_police_unit.victim_year_key = unit_notifications.victim_year_key
            and per_police_unit.police_unit_code = unit_notifications.police_unit_code
),

final as (
    select
        of_units.unit_kind,
        of_units.victim_year_key,
        of_units.unit_code,
        {%- for step in steps %}
        cast(of_units.{{ step }}_count as integer) as {{ step }}_count,
        {%- endfor %}
        {%- for source in sources %}
        cast(of_units.from_{{ source | lower }}_count as integer)
            as from_{{ source | lower }}_count,
        {%- endfor %}
        cast(of_units.group_count as integer) as group_count,
        cast(of_units.record_count as integer) as record_count
    from of_units
)

select * from final
