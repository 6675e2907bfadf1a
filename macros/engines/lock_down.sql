{#- Hook `on-run-start`: shuts the engine off from everything that a build does not need. -#}
{% macro lock_down() -%}
    {%- if execute -%}
        {{ return(adapter.dispatch('lock_down')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__lock_down() -%}{%- endmacro %}
