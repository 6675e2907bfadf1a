{#- The directory of a registry's own delivery, or an empty text for the shipped register.
    One setting: the dbt var `register_path` or the environment variable. The shipped seeds are
    switched off by the same setting (`enabled` in seeds/registrations/_registrations__seeds.yml). -#}
{% macro register_path() -%}
    {{ return(var('register_path', '') or env_var('SLACHTOFFERMONITOR_REGISTER', '')) }}
{%- endmacro %}


{#- A path as SQL writes it, in which DuckDB takes no character for a wildcard; `pattern` goes on behind it. -#}
{% macro path_literal(path, pattern='') -%}
    {%- set plain = path.replace('[', '[[]').replace('*', '[*]').replace('?', '[?]') -%}
    {{ return(text_literal(plain ~ pattern)) }}
{%- endmacro %}
