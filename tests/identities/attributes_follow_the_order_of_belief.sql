{#- Attributes that disagree, worked out a second time from the standing records: a known value
    beats an unknown one; then the order police, border police, inspectorate, care coordinators,
    FairWork, others, EMM; then the latest receipt; then the notification id; then the record. Forms
    and sectors are unions of the notifications, of the EMM only where no notification has any
    (R-07, R-11). The unit of a victim is that of the first police notification with a
    known unit (R-17). -#}
{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}

with evidence as (
    select
        records.*,
        case
            when records.evidence_kind = 'emm' then 7
            when records.reporter_group_code = 'POL' then 1
            when records.reporter_group_code = 'KMAR' then 2
            when records.reporter_group_code = 'ISZW' then 3
            when records.reporter_group_code = 'ZOCO' then 4
            when records.reporter_group_code = 'FW' then 5
            else 6
        end as reporter_order
    from {{ ref('int_records__standing') }} as records
    where records.evidence_kind <> 'om_letter'
),

merged as (
    select * from {{ ref('int_victim_years__merged') }}
),

enriched as (
    select * from {{ ref('int_victim_years__enriched') }}
),

{%- for attribute in attributes %}
believed_{{ attribute }} as (
    select
        evidence.person_pseudonym,
        evidence.registration_year,
        evidence.{{ attribute }} as believed_value,
        row_number() over (
            partition by evidence.person_pseudonym, evidence.registration_year
            order by
                evidence.reporter_order asc,
                evidence.received_on desc,
                evidence.notification_id asc nulls last,
                evidence.record_key asc
        ) as belief_rank
    from evidence
    where evidence.{{ attribute }} is not null
),
{%- endfor %}

first_units as (
    select
        evidence.person_pseudonym,
        evidence.registration_year,
        evidence.police_unit_code,
        row_number() over (
            partition by evidence.person_pseudonym, evidence.registration_year
            order by
                evidence.received_on asc,
                evidence.notification_id asc,
                evidence.record_key asc
        ) as order_of_receipt
    from evidence
    where evidence.evidence_kind = 'notification' and evidence.police_unit_code <> 'ONB'
),

unions as (
    select
        evidence.person_pseudonym,
        evidence.registration_year,
        {%- for mask in ['form_mask', 'labour_mask', 'manner_mask'] %}
        coalesce(
            nullif(
                bit_or(evidence.{{ mask }}) filter (
                    where evidence.evidence_kind = 'notification'
                ),
                0
            ),
            bit_or(evidence.{{ mask }}) filter (where evidence.evidence_kind = 'emm'),
            0
        ) as {{ mask }},
        {%- endfor %}
        coalesce(
            min(evidence.prostitution_order) filter (where evidence.evidence_kind = 'notification'),
            min(evidence.prostitution_order) filter (where evidence.evidence_kind = 'emm')
        ) as prostitution_order
    from evidence
    group by evidence.person_pseudonym, evidence.registration_year
),

-- No pseudonym in the failing rows: the year and the attribute say where to look.
problems as (
    {%- for attribute in attributes %}
    select
        merged.registration_year,
        '{{ attribute }}' as attribute_name,
        count(*) as victim_years
    from merged
    left join believed_{{ attribute }} as believed
        on
            merged.person_pseudonym = believed.person_pseudonym
            and merged.registration_year = believed.registration_year
            and believed.belief_rank = 1
    where merged.{{ attribute }} is distinct from believed.believed_value
    group by merged.registration_year
    union all
    {%- endfor %}
    {%- for attribute in ['form_mask', 'labour_mask', 'manner_mask', 'prostitution_order'] %}
    select
        enriched.registration_year,
        '{{ attribute }}' as attribute_name,
        count(*) as victim_years
    from enriched
    inner join unions
        on
            enriched.person_pseudonym = unions.person_pseudonym
            and enriched.registration_year = unions.registration_year
    where enriched.{{ attribute }} is distinct from unions.{{ attribute }}
    group by enriched.registration_year
    union all
    {%- endfor %}
    select
        merged.registration_year,
        'first_police_unit_code' as attribute_name,
        count(*) as victim_years
    from merged
    left join first_units
        on
            merged.person_pseudonym = first_units.person_pseudonym
            and merged.registration_year = first_units.registration_year
            and first_units.order_of_receipt = 1
    where merged.first_police_unit_code is distinct from first_units.police_unit_code
    group by merged.registration_year
    union all
    select
        null as registration_year,
        'no evidence at all' as attribute_name,
        0 as victim_years
    where not exists (select 1 from evidence)
)

select * from problems
