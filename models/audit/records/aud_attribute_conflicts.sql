{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}

with evidence as (
    select * from {{ ref('int_records__standing') }} as int_records__standing
    where int_records__standing.evidence_kind <> 'om_letter'
),

merged as (
    select * from {{ ref('int_victim_years__merged') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

stated as (
    {%- for attribute in attributes %}
    select
        evidence.person_pseudonym,
        evidence.registration_year,
        '{{ attribute }}' as attribute_name,
        evidence.record_key,
        evidence.evidence_kind,
        evidence.reporter_group_code,
        evidence.priority_order,
        evidence.received_on,
        evidence.belief_order,
        cast(evidence.{{ attribute }} as string) as stated_value
    from evidence
    inner join merged
        on
            evidence.person_pseudonym = merged.person_pseudonym
            and evidence.registration_year = merged.registration_year
    where merged.has_{{ attribute }}_conflict and evidence.{{ attribute }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

ranked as (
    select
        stated.*,
        row_number() over (
            partition by stated.person_pseudonym, stated.registration_year, stated.attribute_name
            order by stated.belief_order asc
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
            and ranked.registration_year = winners.registration_year
            and ranked.attribute_name = winners.attribute_name
    inner join victim_years
        on
            ranked.person_pseudonym = victim_years.person_pseudonym
            and ranked.registration_year = victim_years.notification_year
    where ranked.stated_value <> winners.stated_value
)

select * from final
