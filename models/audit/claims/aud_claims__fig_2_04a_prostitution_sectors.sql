{#- Victims of sexual exploitation by known sector (section 2.4.1, Figuur 2.4a). -#}
{%- set is_known = "prostitution_sector_code <> 'ONB'" -%}
{%- set visible_share = share("visibility_code = 'ZICHTBAAR'", of=is_known) -%}
{%- set sexual = 'has_sexual and ' ~ in_edition('2015-2019') -%}
{%- set claims = {
    'SM-0065': share(is_known),
    'SM-0066': 'count(*)',
    'SM-0068': number_of(is_known),
    'SM-0069': share(is_known, of='notification_year = 2015'),
    'SM-0070': number_of(is_known, of='notification_year = 2015'),
    'SM-0071': share(is_known, of='notification_year = 2016'),
    'SM-0072': number_of(is_known, of='notification_year = 2016'),
    'SM-0073': share(is_known, of='notification_year = 2017'),
    'SM-0074': number_of(is_known, of='notification_year = 2017'),
    'SM-0075': share(is_known, of='notification_year = 2018'),
    'SM-0076': number_of(is_known, of='notification_year = 2018'),
    'SM-0077': share(is_known, of='notification_year = 2019'),
    'SM-0078': number_of(is_known, of='notification_year = 2019'),
    'SM-0083': 'count(*) filter (where notification_year between 2015 and 2016)',
    'SM-0084': 'count(*) filter (where notification_year between 2017 and 2019)',
    'SM-0090': number_of(is_known, of='notification_year between 2015 and 2016'),
    'SM-0091': share(is_known, of='notification_year between 2015 and 2016'),
    'SM-0093': number_of(is_known, of='notification_year between 2017 and 2019'),
    'SM-0094-literal': share(is_known, of='notification_year between 2017 and 2019'),
    'SM-0095-literal': 'count(*) filter (where notification_year between 2017 and 2019)',
    'SM-D005': change(2015, 2019, of=is_known),
    'SM-D006': change(2015, 2019, of="prostitution_sector_code = 'STRAAT'"),
    'SM-D044': share("prostitution_sector_code = 'ONB'"),
} -%}
{%- set year_by_year = {
    'SM-D007': highest(
        step(visible_share, per='notification_year'), per='notification_year', 
        among='fct_known_victim_years where ' ~ sexual,
    ),
    'SM-D045': lowest(
        share("visibility_code = 'MINDER_ZICHTBAAR'", of=is_known),
        per='notification_year', among='fct_known_victim_years where ' ~ sexual,
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', sexual, claims) }}
    union all
    {{ claims_by_query(year_by_year) }}
)

select * from final
