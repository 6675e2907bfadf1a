{#- The condition that an edition counts a victim or a notification: of its five years, and no rule leaves it
    out that is in force in the edition. `of` names the fact where more than one is read. -#}
{% macro in_edition(edition_code, of=none) -%}
    {%- set fact = of ~ '.' if of else '' -%}
    {%- set years = edition_code.split('-') -%}
    {{ return(fact ~ 'notification_year between ' ~ years[0] ~ ' and ' ~ years[1] ~ ' and coalesce('
        ~ fact ~ "exclusion_rule_id, 'none') not in (select bridge_edition_rules.exclusion_rule_id "
        ~ "from bridge_edition_rules where bridge_edition_rules.edition_code = '" ~ edition_code ~ "')") }}
{%- endmacro %}


{#- A condition or a query that names relations as they are called, with each name as a reference. -#}
{% macro with_references(query) -%}
    {%- set referring = [] -%}
    {%- set words = query.split() -%}
    {%- for word in words -%}
        {%- if loop.previtem in ['from', 'join'] and word[0] != '(' -%}
            {%- do referring.append(ref(word) ~ ' as ' ~ word) -%}
        {%- else -%}
            {%- do referring.append(word) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(referring | join(' ')) }}
{%- endmacro %}
