{#- A relation of what stands in some columns of a relation, one row per row and column, as text:
    column_name, cell_value. -#}
{% macro cells_in_columns(relation, columns) -%}
    {{ return(adapter.dispatch('cells_in_columns')(relation, columns)) }}
{%- endmacro %}

{% macro duckdb__cells_in_columns(relation, columns) -%}
    (
        select
            unnest(['{{ columns | join("', '") }}']) as column_name,
            unnest([cast(cells.{{ columns | join(' as varchar), cast(cells.') }} as varchar)])
                as cell_value
        from {{ relation }} as cells
    )
{%- endmacro %}
