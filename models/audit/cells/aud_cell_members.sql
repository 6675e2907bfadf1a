{#- The views are made by the exhibits themselves (macros/exhibits/members.sql). -#}
{{ config(materialized='view') }}

{%- for model_name in exhibit_models() %}
-- depends_on: {{ ref(model_name) }}
{%- endfor %}

with members as (
    {%- for model_name in exhibit_models() %}
    select * from {{ members_relation(model_name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        members.edition_code,
        members.exhibit_code,
        members.column_kind,
        members.column_code,
        members.row_kind,
        members.row_code,
        members.member_key,
        members.exclusion_rule_id
    from members
)

select * from final
