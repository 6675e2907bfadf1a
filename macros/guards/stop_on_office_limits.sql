{#- Stops the build when a limit of the office (limits.csv in its folder) is none of the shipped ones, or is there
    twice. -#}
{% macro stop_on_office_limits(relation) -%}
    {%- if execute and office_path() -%}
        {%- set faults -%}
            select
                office.limit_code || ': there is no limit of this name '
                || '(seeds/reference/ref_expectation_limits.csv lists them)' as fault
            from {{ ref('stg_reference__office_limits') }} as office
            where office.limit_code not in (
                select limits.limit_code
                from {{ ref('ref_expectation_limits') }} as limits
            )
            union all
            select office.limit_code || ': the limit is there twice' as fault
            from {{ ref('stg_reference__office_limits') }} as office
            group by office.limit_code
            having count(*) > 1
            order by fault
            limit 1
        {%- endset -%}
        {%- do stop_on_office_rule('limits.csv', faults) -%}
    {%- endif -%}
{%- endmacro %}
