{#- The columns of a raw table that any text may stand in. -#}
{% set text_columns = [
    'delivery_id',
    'record_id',
    'notification_id',
    'version_text',
    'status_delivered',
    'received_on_text',
    'person_pseudonym',
    'reporter_delivered',
    'reporting_unit_delivered',
    'birth_date_text',
    'reported_age_text',
    'gender_delivered',
    'nationalities_delivered',
    'exploitation_forms_delivered',
    'prostitution_sectors_delivered',
    'labour_sectors_delivered',
    'criminal_manners_delivered',
    'consent_delivered',
    'om_b8_letter_delivered',
    'cooperates_delivered',
] %}


{#- A condition that holds when it holds for one of the text columns; the body of the call is the
    condition, and is given the column. -#}
{% macro for_any_text(records) -%}
{%- for column in text_columns -%}
{{ ' or ' if not loop.first }}{{ caller(records ~ '.' ~ column) }}
{%- endfor -%}
{%- endmacro %}


{#- What a record says, as one text: all text columns but those that number it. -#}
{% macro content(records, with_version=false) -%}
{%- set numbers = ['delivery_id', 'record_id', 'notification_id', 'version_text'] -%}
concat_ws('|'
{%- for column in text_columns if column not in (numbers[:2] if with_version else numbers) -%}
, coalesce({{ records }}.{{ column }}, '')
{%- endfor -%}
)
{%- endmacro %}
