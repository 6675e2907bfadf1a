{#- Victims of labour exploitation (section 2.4.2, Figuur 2.5). -#}
{%- set is_known = "labour_sector_combination_code <> 'ONB'" -%}
{%- set claims = {
    'SM-0101': 'count(*)',
    'SM-0102': 'count(*) filter (where notification_year = 2019)',
    'SM-0111': share(is_known),
    'SM-0112': share(is_known, of='notification_year = 2019'),
    'SM-0114': 'count(*) filter (where notification_year = 2017)',
    'SM-0115': 'count(*) filter (where notification_year = 2018)',
    'SM-D008': change_from_mean(2015, 2017, 2019),
} -%}

with final as (
    {{ claims_from(
        'fct_known_victim_years', 'has_labour and ' ~ in_edition('2015-2019'), claims
    ) }}
)

select * from final
