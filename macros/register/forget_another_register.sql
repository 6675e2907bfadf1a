{#- Hook `on-run-start`: a plain `dbt build` writes into the warehouse that is there. When that was built from
    other files, all of it goes first: otherwise a build that stops half-way would leave figures of one register
    under the name of another, and the tables of a register that is no longer read would stay. -#}
{% macro forget_another_register() -%}
    {%- if execute and flags.WHICH == 'build' -%}
        {{ return(adapter.dispatch('forget_another_register')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__forget_another_register() -%}{%- endmacro %}
