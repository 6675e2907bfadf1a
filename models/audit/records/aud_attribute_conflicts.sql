{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}

with evidence as (
    select * from {{ ref('int_records__ranked') }} as int_records__ranked
    where int_records__ranked.evidence_kind <> 'om_letter'
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

-- Victim-years for which two sources give different known values of an attribute.
conflicts as (
    select
        evidence.person_pseudonym,
        evidence.notification_year,
        {%- for attribute in attributes %}
        min(evidence.{{ attribute }}) <> max(evidence.{{ attribute }})
            as has_{{ attribute }}_conflict{{ ',' if not loop.last }}
        {%- endfor %}
    from evidence
    group by evidence.person_pseudonym, evidence.notification_year
    having
        {%- for attribute in attributes %}
        {{ 'or ' if not loop.first }}min(evidence.{{ attribute }}) <> max(evidence.{{ attribute }})
        {%- endfor %}
),

stated as (
    {%- for attribute in attributes %}
    select
        evidence.person_pseudonym,
        evidence.notification_year,
        '{{ attribute }}' as attribute_name,
        evidence.record_key,
        evidence.evidence_kind,
        evidence.priority_order,
        evidence.received_on,
        evidence.source_priority,
        cast(evidence.{{ attribute }} as string) as stated_value
    from evidence
    inner join conflicts
        on
            evidence.person_pseudonym = conflicts.person_pseudonym
            and evidence.notification_year = conflicts.notification_year
    where conflicts.has_{{ attribute }}_conflict and evidence.{{ attribute }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

ranked as (
    select
        stated.*,
        row_number() over (
            partition by stated.person_pseudonym, stated.notification_year, stated.attribute_name
            order by stated.source_priority asc
        ) as attribute_rank
    from stated
),

winners as (
    select * from ranked
    where ranked.attribute_rank = 1
),

final as (
    select
        victim_years.victim_year_key,
        ranked.attribute_name,
        winners.stated_value as kept_value,
        winners.record_key as kept_record_key,
        ranked.stated_value as losing_value,
        ranked.record_key as losing_record_key,
        case
            when ranked.evidence_kind = 'emm' and winners.evidence_kind <> 'emm'
                then 'the EMM never overrides a reporter'
            when ranked.priority_order > winners.priority_order
                then 'a reporter group earlier in the order of R-17 states another value'
            when ranked.received_on < winners.received_on
                then 'the same reporter group stated another value later'
            else 'same group and day: the first notification id stands'
        end as selection_reason
    from ranked
    inner join winners
        on
            ranked.person_pseudonym = winners.person_pseudonym
            and ranked.notification_year = winners.notification_year
            and ranked.attribute_name = winners.attribute_name
    inner join victim_years
        on
            ranked.person_pseudonym = victim_years.person_pseudonym
            and ranked.notification_year = victim_years.notification_year
    where ranked.stated_value <> winners.stated_value
)

select * from final
