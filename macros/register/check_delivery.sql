{#- Hook `on-run-start`: stops a command that builds, before it touches anything, when a delivery cannot be
    read, or what an office owns, with one sentence that says what, where and what to do; it never holds a value of a record.
    `slachtoffermonitor check-delivery` looks closer, and lists everything that is wrong. Spark reads what has
    been checked before (docs/spark.md). -#}
{% macro check_delivery() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- do check_office() -%}
        {%- if register_path() -%}
            {{ return(adapter.dispatch('check_delivery')()) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro default__check_delivery() -%}{%- endmacro %}
