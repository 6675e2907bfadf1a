with evidence as (
    select
        int_records__standing.*,
        int_records__standing.evidence_kind = 'notification' as is_notification,
        int_records__standing.evidence_kind = 'emm' as is_emm,
        int_records__standing.evidence_kind <> 'om_letter' as is_source_of_attributes
    from {{ ref('int_records__standing') }} as int_records__standing
),

merged as (
    select
        evidence.person_pseudonym,
        evidence.registration_year,
        bool_or(evidence.is_notification) as has_notification,
        bool_or(evidence.is_emm) as is_emm_known,
        bool_or(evidence.evidence_kind = 'om_letter') as has_om_letter,
        {%- for flag, group_code in [
            ('police', 'POL'), ('kmar', 'KMAR'), ('iszw', 'ISZW'),
            ('care_coordinator', 'ZOCO'), ('fairwork', 'FW'), ('other', 'OVM'),
        ] %}
        bool_or(evidence.is_notification and evidence.reporter_group_code = '{{ group_code }}')
            as is_reported_by_{{ flag }},
        {%- endfor %}
        min(evidence.received_on) filter (where evidence.is_notification) as first_notified_on,
        min(evidence.received_on) as first_known_on,
        coalesce(bit_or(evidence.form_mask) filter (where evidence.is_notification), 0)
            as notified_form_mask,
        coalesce(bit_or(evidence.form_mask) filter (where evidence.is_emm), 0) as emm_form_mask,
        min(evidence.prostitution_order) filter (where evidence.is_notification)
            as notified_prostitution_order,
        min(evidence.prostitution_order) filter (where evidence.is_emm) as emm_prostitution_order,
        coalesce(bit_or(evidence.labour_mask) filter (where evidence.is_notification), 0)
            as notified_labour_mask,
        coalesce(bit_or(evidence.labour_mask) filter (where evidence.is_emm), 0) as emm_labour_mask,
        coalesce(bit_or(evidence.manner_mask) filter (where evidence.is_notification), 0)
            as notified_manner_mask,
        coalesce(bit_or(evidence.manner_mask) filter (where evidence.is_emm), 0) as emm_manner_mask,
        {%- for attribute in [
            'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
        ] %}
        min_by(evidence.{{ attribute }}, evidence.belief_order)
            filter (where evidence.is_source_of_attributes and evidence.{{ attribute }} is not null)
            as {{ attribute }},
        min(evidence.{{ attribute }}) filter (where evidence.is_source_of_attributes)
        <> max(evidence.{{ attribute }}) filter (where evidence.is_source_of_attributes)
            as has_{{ attribute }}_conflict,
        {%- endfor %}
        min_by(
            evidence.police_unit_code,
            cast(evidence.received_on as string)
            || chr(1) || evidence.notification_id
            || chr(1) || evidence.record_key
        ) filter (where evidence.is_notification and evidence.police_unit_code <> 'ONB')
            as first_police_unit_code
    from evidence
    group by
        evidence.person_pseudonym,
        evidence.registration_year
)

select * from merged
