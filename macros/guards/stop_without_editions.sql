{#- Stops the build when the register covers no edition, and says which years it holds; and when none of its
    usable records is a notification, so that nobody could be counted. -#}
{% macro stop_without_editions(relation) -%}
    {%- if execute -%}
        {%- set found = run_query(
            'select min(notification_year) as first_year, max(notification_year) as last_year, '
            ~ 'coalesce(bool_or(has_notification), false) as has_notifications from '
            ~ ref('int_victim_years__resolved')
        ).rows[0] -%}
        {%- if found['first_year'] is none -%}
            {{ exceptions.raise_compiler_error(
                'No record of the register can be used: look at intermediate.int_records__decoded in this file for '
                ~ 'the reason of each (the reasons stand in seeds/reference/ref_rejection_reasons.csv), and correct '
                ~ 'the delivery.'
            ) }}
        {%- endif -%}
        {%- if not found['has_notifications'] -%}
            {{ exceptions.raise_compiler_error(
                'Nobody can be counted: of the usable records of the register none is a notification, all are records '
                ~ 'of the EMM or letters of the prosecution; look at intermediate.int_records__decoded in this file for '
                ~ 'what became of the notifications (rejection_reason_code, status_code), and correct the delivery.'
            ) }}
        {%- endif -%}
        {%- if run_query('select count(*) as editions from ' ~ relation).columns[0].values()[0] == 0 -%}
            {{ exceptions.raise_compiler_error(
                'The register covers no edition: its usable records were received in the years '
                ~ found['first_year'] ~ ' to ' ~ found['last_year']
                ~ ', and no edition in seeds/reference/ref_editions.csv ends in one of them; add the edition there, '
                ~ 'or look at audit.aud_record_fate for records that were rejected.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
