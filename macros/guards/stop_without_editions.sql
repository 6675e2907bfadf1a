{#- Stops the build when the register covers no edition, and says which years it holds. -#}
{% macro stop_without_editions(relation) -%}
    {%- if execute -%}
        {%- if run_query('select count(*) as editions from ' ~ relation).columns[0].values()[0] == 0 -%}
            {%- set years = run_query(
                'select min(registration_year) as first_year, max(registration_year) as last_year from '
                ~ ref('int_victim_years__merged')
            ).rows[0] -%}
            {%- if years['first_year'] is none -%}
                {{ exceptions.raise_compiler_error(
                    'No record of the register can be used: look at intermediate.int_records__rejected in this file for '
                    ~ 'the reason of each (the reasons stand in seeds/reference/ref_rejection_reasons.csv), and correct '
                    ~ 'the delivery.'
                ) }}
            {%- endif -%}
            {{ exceptions.raise_compiler_error(
                'The register covers no edition: its usable records were received in the years '
                ~ years['first_year'] ~ ' to ' ~ years['last_year']
                ~ ', and no edition in seeds/reference/ref_editions.csv ends in one of them; add the edition there, '
                ~ 'or look at audit.aud_record_fate for records that were rejected.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
