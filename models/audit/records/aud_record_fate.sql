{{ config(**by_fates()) }}

{%- set steps = [
    {'relation': 'superseded', 'fate_code': 'superseded', 'has_victim_year': 'false'},
    {'relation': 'withdrawn', 'fate_code': 'withdrawn', 'has_victim_year': 'false'},
    {'relation': 'not_notifications', 'fate_code': 'not_a_notification', 'has_victim_year': 'true'},
    {'relation': 'duplicates', 'fate_code': 'duplicate', 'has_victim_year': 'true'},
] -%}

with rejected as (
    select * from {{ ref('int_records__rejected') }}
),

accepted as (
    select * from {{ ref('int_records__accepted') }}
    where {{ only_changed_years('registration_year') }}
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
    where {{ only_changed_years('registration_year') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
    where {{ only_changed_years('registration_year') }}
),

not_notifications as (
    select * from {{ ref('int_fates__not_notifications') }}
    where {{ only_changed_years('registration_year') }}
),

duplicates as (
    select * from {{ ref('int_fates__duplicates') }}
    where {{ only_changed_years('registration_year') }}
),

fates as (
    select * from {{ ref('ref_record_fates') }}
),

exclusions as (
    select * from {{ ref('int_exclusions__unioned') }}
    where {{ only_changed_years('registration_year') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
    where {{ only_changed_years('notification_year') }}
),

rejections as (
    select
        rejected.record_key,
        rejected.record_id,
        rejected.source_table,
        rejected.delivery_id,
        'rejected' as fate_code,
        rejected.rule_id,
        rejected.reason_code,
        cast(null as string) as detail,
        cast(null as string) as victim_year_key
    from rejected
),

-- All steps that may end a record.
steps as (
    {%- for step in steps %}
    select
        {{ step.relation }}.record_key,
        '{{ step.fate_code }}' as fate_code,
        {{ step.relation }}.rule_id,
        {{ step.relation }}.detail,
        {{ step.has_victim_year }} as has_victim_year
    from {{ step.relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Of several steps the first in the order of the fates is where the record ends.
ended as (
    select
        steps.record_key,
        min_by(steps.fate_code, fates.sort_order) as fate_code,
        min_by(steps.rule_id, fates.sort_order) as rule_id,
        min_by(steps.detail, fates.sort_order) as detail,
        min_by(steps.has_victim_year, fates.sort_order) as has_victim_year
    from steps
    left join fates
        on steps.fate_code = fates.fate_code
    group by steps.record_key
),

acceptances as (
    select
        accepted.record_key,
        accepted.record_id,
        accepted.source_table,
        accepted.delivery_id,
        case
            when ended.record_key is not null then ended.fate_code
            when exclusions.rule_id is not null then 'excluded'
            else 'counted'
        end as fate_code,
        coalesce(ended.rule_id, exclusions.rule_id, 'R-05') as rule_id,
        cast(null as string) as reason_code,
        coalesce(
            ended.detail,
            exclusions.detail,
            'the counted notification of its person, year and reporter group'
        ) as detail,
        victim_years.victim_year_key
    from accepted
    left join ended
        on accepted.record_key = ended.record_key
    left join exclusions
        on
            accepted.person_pseudonym = exclusions.person_pseudonym
            and accepted.registration_year = exclusions.registration_year
    left join victim_years
        on
            -- No condition of its own: DuckDB would compare every record with every victim-year.
            case
                when coalesce(ended.has_victim_year, true) then accepted.person_pseudonym
            end = victim_years.person_pseudonym
            and accepted.registration_year = victim_years.notification_year
),

final as (
    select * from rejections
    union all
    select * from acceptances
)

select * from final
