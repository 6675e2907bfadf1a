{#- Marks where the members of an exhibit end in its SQL, and says by what they are counted besides the
    year. -#}
{% macro end_of_members(by_form, by_edition) -%}
    -- end of members{{ ', by form' if by_form }}{{ ', by edition' if by_edition }}
{%- endmacro %}


{#- Hook of every exhibit: who is counted in its cells, as a view. It is made of the exhibit's own SQL up to
    the end of its members, so that the members of a cell always agree with the cell; `aud_cell_members`
    brings the views together. -#}
{% macro keep_members() -%}
    {%- if execute -%}
    {%- set parts = model.compiled_code.split('-- end of members') -%}
    {%- set counted_by = parts[1].split('\n')[0] -%}
    create or replace view {{ members_relation(model.name) }} as
    {{ parts[0].strip().removesuffix(',') }}
    select
        columns.edition_code,
        columns.exhibit_code,
        columns.column_kind,
        columns.column_code,
        counted.row_kind,
        counted.row_code,
        counted.member_key,
        counted.exclusion_rule_id
    from counted
    inner join {{ ref('dim_exhibit_columns') }} as columns
        on
            columns.exhibit_code = '{{ exhibit_of_model(model.name) }}'
            and counted.notification_year between columns.year_from and columns.year_to
            {%- if 'by edition' in counted_by %}
            and coalesce(counted.edition_code, columns.edition_code) = columns.edition_code
            {%- endif %}
            {%- if 'by form' in counted_by %}
            and (
                columns.column_kind <> 'trafficking_form'
                or counted.trafficking_form_code = columns.column_code
            )
            {%- endif %}
    left join {{ ref('bridge_edition_rules') }} as rules
        on
            columns.edition_code = rules.edition_code
            and counted.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
    {%- endif -%}
{%- endmacro %}


{#- The view of the members of an exhibit, beside the audit tables. -#}
{% macro members_relation(model_name) -%}
    audit.members_of_{{ exhibit_of_model(model_name) }}
{%- endmacro %}


{#- fig_2_04a of fig_2_04a_prostitution_sectors. -#}
{% macro exhibit_of_model(model_name) -%}
    {{ return(model_name.split('_')[:3] | join('_')) }}
{%- endmacro %}
