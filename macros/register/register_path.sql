{#- The directory of a registry's own delivery, or an empty text for the shipped register.
    One setting: the dbt var `register_path` or the environment variable. The shipped seeds are
    switched off by the same setting (`enabled` in seeds/registrations/_registrations__seeds.yml). -#}
{% macro register_path() -%}
    {{ return(var('register_path', '') or env_var('SLACHTOFFERMONITOR_REGISTER', '')) }}
{%- endmacro %}
