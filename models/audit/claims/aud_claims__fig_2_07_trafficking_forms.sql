{#- Victims by form of trafficking, which is one per victim (section 2.4.3, Figuur 2.7). -#}
{%- set victims = 'fct_known_victim_years where ' ~ in_edition('2015-2019') -%}
{%- set claims = {
    'SM-D011': 'least(' ~ change(2018, 2019, of="trafficking_form_code = 'GO-SU'")
        ~ ', ' ~ change(2018, 2019, of="trafficking_form_code = 'CU'") ~ ')',
    'SM-D012': change(2018, 2019, of="trafficking_form_code = 'AU'"),
    'SM-D013': change(2018, 2019, of="trafficking_form_code = 'ONB'"),
} -%}
{%- set places = {
    'SM-D014': place_of(
        'notification_year = 2019', share("trafficking_form_code = 'ONB'"),
        per='notification_year', among=victims, order='asc',
    ),
    'SM-D015': place_of(
        'notification_year = 2019', 'count(*)', per='notification_year', order='asc',
        among=victims ~ " and notification_year <> 2018 and trafficking_form_code = 'BL-SU'",
    ),
    'SM-D016': place_of(
        'notification_year = 2019', share("trafficking_form_code = 'BL-SU'"),
        per='notification_year', among=victims, order='asc',
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), claims) }}
    union all
    {{ claims_by_query(places) }}
)

select * from final
