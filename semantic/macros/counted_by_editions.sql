{#- One row per row of a fact and edition that counts it: the edition has the year, and none of its
    rules leaves the row out (R-03, R-10). -#}
{%- macro counted_by_editions(fact, attributes) -%}
select
    edition_years.edition_code,
    facts.*
    {%- for attribute, dimension, code, key in attributes %},
    {{ attribute }}.label_nl as {{ attribute }}_label_nl,
    {{ attribute }}.label_en as {{ attribute }}_label_en
    {%- endfor %}
from {{ source('marts', fact) }} as facts
inner join {{ source('marts', 'dim_edition_years') }} as edition_years
    on facts.notification_year = edition_years.notification_year
left join {{ source('marts', 'bridge_edition_rules') }} as edition_rules
    on
        edition_years.edition_code = edition_rules.edition_code
        and facts.exclusion_rule_id = edition_rules.exclusion_rule_id
{%- for attribute, dimension, code, key in attributes %}
left join {{ source('marts', dimension) }} as {{ attribute }}
    on facts.{{ code }} = {{ attribute }}.{{ key }}
{%- endfor %}
where edition_rules.exclusion_rule_id is null
{%- endmacro -%}
