{#- The content of a record as one text, to tell a copy from another record under the same id. The delivery
    that brought it is left out: a record that a later delivery repeats is a copy. -#}
{% macro record_content(alias) -%}
    concat_ws(
        chr(31)
        {%- for column in [
            'source_table', 'notification_id', 'version_text', 'status_delivered',
            'received_on_text', 'person_pseudonym', 'reporter_delivered', 'reporting_unit_delivered',
            'birth_date_text', 'reported_age_text', 'gender_delivered', 'nationalities_delivered',
            'exploitation_forms_delivered', 'prostitution_sectors_delivered', 'labour_sectors_delivered',
            'criminal_manners_delivered', 'consent_delivered', 'om_b8_letter_delivered', 'cooperates_delivered'
        ] %},
        coalesce({{ alias }}.{{ column }}, '')
        {%- endfor %}
    )
{%- endmacro %}
