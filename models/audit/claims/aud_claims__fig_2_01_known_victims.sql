{#- Victims per year, and who is left out of them (section 2.3, Figuren 2.1 and 2.2). -#}
{%- set years = 'notification_year between 2015 and 2019' -%}
{%- set known_victims = {
    'SM-0029': "count(*) filter (where exclusion_rule_id = 'R-08' and notification_year = 2019)",
    'SM-0030': "count(*) filter (where exclusion_rule_id = 'R-08' and notification_year = 2018)",
    'SM-0036': 'count(*) filter (where is_emm_known)',
    'SM-0037': "count(*) filter (where exclusion_rule_id = 'R-07' and notification_year = 2019)",
} -%}
{%- set victims = {
    'SM-0031': 'count(*)',
    'SM-0035': 'count(*) filter (where notification_year = 2019)
        / nullif(count(*) filter (where notification_year = 2018), 0)',
    'SM-0140': 'count(*) filter (where notification_year = 2018)',
    'SM-0141': 'count(*) filter (where notification_year = 2019)',
    'SM-D001': change(2017, 2018),
    'SM-D053': change(2018, 2019),
} -%}
{%- set year_by_year = {
    'SM-D002': lowest(
        step('count(*)', per='notification_year'), per='notification_year',
        among='fct_known_victim_years where is_emm_known and ' ~ years,
    ),
    'SM-D040': highest(
        step('count(*)', per='notification_year'), per='notification_year',
        among='fct_known_victim_years where notification_year <> 2019 and '
            ~ in_edition('2015-2019'),
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', years, known_victims) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), victims) }}
    union all
    {{ claims_by_query(year_by_year) }}
)

select * from final
