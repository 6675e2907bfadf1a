{{ config(materialized='view') }}

{%- set forms = ['has_sexual', 'has_labour', 'has_criminal', 'has_organ'] -%}

with merged as (
    select
        merged.*,
        {%- for form in forms %}
        merged.notified_{{ form }} {{ 'or' if not loop.last else 'as is_form_notified' }}
        {%- endfor %}
    from {{ ref('int_victim_years__merged') }} as merged
),

combinations as (
    select * from {{ ref('int_victim_years__combinations') }}
),

labour_sectors as (
    select * from combinations
    where combinations.code_kind = 'labour_sector'
),

criminal_manners as (
    select * from combinations
    where combinations.code_kind = 'criminal_manner'
),

-- R-07: what a reporter states is kept, and the EMM fills only what no reporter states. For gender,
-- nationality, birth date and reported age the EMM was already the last source in the order.
final as (
    select
        merged.*,
        {%- for form in forms %}
        case
            when merged.is_form_notified then merged.notified_{{ form }}
            else merged.emm_{{ form }}
        end as {{ form }},
        {%- endfor %}
        coalesce(merged.notified_prostitution_order, merged.emm_prostitution_order)
            as prostitution_order,
        labour_sectors.combination_code as labour_sector_combination_code,
        criminal_manners.combination_code as criminal_manner_combination_code
    from merged
    left join labour_sectors
        on
            merged.person_pseudonym = labour_sectors.person_pseudonym
            and merged.notification_year = labour_sectors.notification_year
    left join criminal_manners
        on
            merged.person_pseudonym = criminal_manners.person_pseudonym
            and merged.notification_year = criminal_manners.notification_year
)

select * from final
