{#- Stops the build when a code of the office (codes.csv in its folder) cannot stand in a crosswalk: it becomes
    what no code list has, nobody can deliver it, or it means two things in a year. -#}
{% macro stop_on_office_codes(relation) -%}
    {%- if execute and office_path() -%}
        {%- set faults -%}
            with codes as (
                select
                    office.*,
                    crosswalks.code_kind,
                    office.crosswalk_name || ', ' || office.code_system || ' ' || office.delivered_code as code_name,
                    lag(office.valid_to_year) over (
                        partition by office.crosswalk_name, office.code_system, office.delivered_code
                        order by office.valid_from_year asc, office.valid_to_year asc
                    ) as previous_to_year
                from {{ ref('stg_reference__office_codes') }} as office
                left join (
                    select distinct shipped.code_kind, shipped.crosswalk_name
                    from {{ ref('stg_reference__shipped_codes') }} as shipped
                ) as crosswalks
                    on office.crosswalk_name = crosswalks.crosswalk_name
            )

            select
                1 as fault_order,
                codes.code_name || ': there is no crosswalk of this name (seeds/crosswalks lists them)' as fault
            from codes
            where codes.code_kind is null
            union all
            select
                2 as fault_order,
                codes.code_name || ': no reporter delivers codes of this system (docs/register.md lists them)'
                as fault
            from codes
            where codes.code_system not in (
                select reporters.code_system from {{ ref('ref_reporters') }} as reporters
                union all
                select 'STANDARD'
                union all
                select 'REGISTER'
            )
            union all
            select
                3 as fault_order,
                codes.code_name || ': it becomes ''' || codes.standard_code || ''', which is no standard code of '
                || codes.code_kind || ' (docs/register.md lists them)' as fault
            from codes
            left join {{ ref('stg_reference__standard_codes') }} as standard_codes
                on
                    codes.code_kind = standard_codes.code_kind
                    and codes.standard_code = standard_codes.standard_code
            where codes.code_kind is not null and standard_codes.standard_code is null
            union all
            select
                4 as fault_order,
                codes.code_name || ': it means two things in one year, or nothing between two periods' as fault
            from codes
            where codes.valid_from_year <> codes.previous_to_year + 1
            order by fault_order, fault
            limit 1
        {%- endset -%}
        {%- do stop_on_office_rule('codes.csv', faults) -%}
    {%- endif -%}
{%- endmacro %}


{% macro stop_on_office_rule(file, query) -%}
    {%- for row in run_query(query).rows -%}
        {{ exceptions.raise_compiler_error(
            file ~ ' in ' ~ office_path() ~ ', ' ~ row['fault']
            ~ '; correct the row (docs/office.md).'
        ) }}
    {%- endfor -%}
{%- endmacro %}
