{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}
{%- set united = ['form_mask', 'labour_mask', 'manner_mask'] -%}

{#- A value is emptied where it does not count, and not filtered where it is brought together:
    DuckDB divides the rows anew for every filter. -#}
with standing as (
    select
        int_records__standing.*,
        int_records__standing.evidence_kind = 'notification' as is_notification,
        int_records__standing.evidence_kind = 'emm' as is_emm,
        int_records__standing.evidence_kind = 'om_letter' as is_letter
    from {{ ref('int_records__standing') }} as int_records__standing
),

evidence as (
    select
        standing.person_pseudonym,
        standing.registration_year,
        standing.is_notification,
        standing.is_emm,
        standing.is_letter,
        standing.received_on,
        case when standing.is_notification then standing.received_on end as notified_on,
        case when standing.is_notification then standing.reporter_group_code end
            as notifying_group_code,
        {%- for mask in united %}
        case when standing.is_notification then standing.{{ mask }} else 0 end
            as notified_{{ mask }},
        case when standing.is_emm then standing.{{ mask }} else 0 end as emm_{{ mask }},
        {%- endfor %}
        case when standing.is_notification then standing.prostitution_order end
            as notified_prostitution_order,
        case when standing.is_emm then standing.prostitution_order end as emm_prostitution_order,
        {%- for attribute in attributes %}
        case when not standing.is_letter then standing.{{ attribute }} end as {{ attribute }},
        case
            when not standing.is_letter and standing.{{ attribute }} is not null
                then standing.belief_order
        end as {{ attribute }}_belief,
        {%- endfor %}
        standing.police_unit_code,
        case
            when standing.is_notification and standing.police_unit_code <> 'ONB'
                then standing.receipt_rank
        end as unit_receipt
    from standing
),

merged as (
    select
        evidence.person_pseudonym,
        evidence.registration_year,
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
        min(evidence.notified_on) as first_notified_on,
        min(evidence.received_on) as first_known_on,
        bit_or(evidence.notified_form_mask) as notified_form_mask,
        bit_or(evidence.emm_form_mask) as emm_form_mask,
        min(evidence.notified_prostitution_order) as notified_prostitution_order,
        min(evidence.emm_prostitution_order) as emm_prostitution_order,
        bit_or(evidence.notified_labour_mask) as notified_labour_mask,
        bit_or(evidence.emm_labour_mask) as emm_labour_mask,
        bit_or(evidence.notified_manner_mask) as notified_manner_mask,
        bit_or(evidence.emm_manner_mask) as emm_manner_mask,
        {%- for attribute in attributes %}
        min_by(evidence.{{ attribute }}, evidence.{{ attribute }}_belief) as {{ attribute }},
        min(evidence.{{ attribute }}) <> max(evidence.{{ attribute }})
            as has_{{ attribute }}_conflict,
        {%- endfor %}
        min_by(evidence.police_unit_code, evidence.unit_receipt) as first_police_unit_code
    from evidence
    group by
        evidence.person_pseudonym,
        evidence.registration_year
)

select * from merged
