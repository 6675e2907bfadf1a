{{ config(materialized='view') }}

{%- set forms = ['has_sexual', 'has_labour', 'has_criminal', 'has_organ'] -%}
{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}

{#- A value is emptied where it does not count, and not filtered where it is brought together:
    DuckDB divides the rows anew for every filter. -#}
with evidence as (
    select
        records.*,
        records.evidence_kind = 'notification' as is_notification,
        records.evidence_kind = 'emm' as is_emm,
        records.evidence_kind = 'om_letter' as is_letter,
        case when records.evidence_kind = 'notification' then records.reporter_group_code end
            as notifying_group_code
    from {{ ref('int_records__ranked') }} as records
),

-- R-04: one person in one calendar year. R-05, R-11, R-15: who notified, and the forms and the
-- first prostitution sector over all notifications. The EMM has columns of its own (R-07). Other
-- attributes take the known value of the first source in the order; letters are ignored (R-09).
final as (
    select
        evidence.person_pseudonym,
        evidence.notification_year,
        bool_or(evidence.is_notification) as has_notification,
        bool_or(evidence.is_emm) as is_emm_known,
        bool_or(evidence.is_letter) as has_om_letter,
        {%- for flag, group_code in [
            ('police', 'POL'), ('kmar', 'KMAR'), ('iszw', 'ISZW'),
            ('care_coordinator', 'ZOCO'), ('fairwork', 'FW'), ('other', 'OVM'),
        ] %}
        coalesce(bool_or(evidence.notifying_group_code = '{{ group_code }}'), false)
            as is_reported_by_{{ flag }},
        {%- endfor %}
        min(case when evidence.is_notification then evidence.received_on end) as first_notified_on,
        min(evidence.received_on) as first_known_on,
        {%- for form in forms %}
        bool_or(evidence.is_notification and evidence.{{ form }}) as notified_{{ form }},
        bool_or(evidence.is_emm and evidence.{{ form }}) as emm_{{ form }},
        {%- endfor %}
        min(case when evidence.is_notification then evidence.prostitution_order end)
            as notified_prostitution_order,
        min(case when evidence.is_emm then evidence.prostitution_order end)
            as emm_prostitution_order,
        {%- for attribute in attributes %}
        min_by(
            evidence.{{ attribute }},
            case
                when not evidence.is_letter and evidence.{{ attribute }} is not null
                    then evidence.source_priority
            end
        ) as {{ attribute }},
        {%- endfor %}
        min_by(
            evidence.police_unit_code,
            case
                when evidence.is_notification and evidence.police_unit_code <> 'ONB'
                    then evidence.receipt_rank
            end
        ) as first_police_unit_code
    from evidence
    group by evidence.person_pseudonym, evidence.notification_year
)

select * from final
