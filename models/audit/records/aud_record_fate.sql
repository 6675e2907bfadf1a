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
),

superseded as (
    select * from {{ ref('int_fates__superseded') }}
),

withdrawn as (
    select * from {{ ref('int_fates__withdrawn') }}
),

not_notifications as (
    select * from {{ ref('int_fates__not_notifications') }}
),

duplicates as (
    select * from {{ ref('int_fates__duplicates') }}
),

exclusions as (
    select * from {{ ref('int_exclusions__unioned') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
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

-- Where a record ends before it is counted. No record is in two of these: what is withdrawn is not
-- superseded, and the last two are of the records that stand.
ended as (
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
