{#- The tables of a delivery; a file belongs to the one whose name its own name begins with. -#}
{% macro register_tables() -%}
    {{ return(['notifications', 'emm_records']) }}
{%- endmacro %}


{#- The columns of a table of a delivery, in the order of the contract (docs/register.md). A register in
    which no record has a value in one of the required columns is stopped. -#}
{% macro register_columns(table) -%}
    {%- if table == 'emm_records' -%}
        {{ return(required_columns(table) + [
            'birth_date', 'reported_age', 'gender', 'nationalities', 'exploitation_forms',
            'prostitution_sectors', 'labour_sectors', 'criminal_manners',
        ]) }}
    {%- endif -%}
    {{ return(required_columns(table) + [
        'reporting_unit', 'birth_date', 'reported_age', 'gender', 'nationalities', 'exploitation_forms',
        'prostitution_sectors', 'labour_sectors', 'criminal_manners', 'consent', 'om_b8_letter', 'cooperates',
    ]) }}
{%- endmacro %}


{% macro required_columns(table) -%}
    {%- if table == 'emm_records' -%}
        {{ return(['delivery_id', 'delivered_on', 'record_id', 'registered_on', 'person_pseudonym']) }}
    {%- endif -%}
    {{ return([
        'delivery_id', 'delivered_on', 'record_id', 'notification_id', 'version', 'status', 'received_on',
        'person_pseudonym', 'reporter',
    ]) }}
{%- endmacro %}
