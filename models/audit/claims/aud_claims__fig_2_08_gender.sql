{#- Men among the victims (section 2.5, Figuur 2.8). -#}
{%- set men = "gender_code = 'M'" -%}
{%- set claims = {
    'SM-0129': share(men),
    'SM-0132': share(men, of="trafficking_form_code = 'GO-SU' and notification_year = 2019"),
    'SM-0133': share(men, of="trafficking_form_code = 'CU' and notification_year = 2015"),
    'SM-0134': share(men, of="trafficking_form_code = 'CU' and notification_year = 2019"),
    'SM-D018': share(
        "origin_region_code = 'AFR'",
        of=men ~ " and trafficking_form_code in ('GO-SU', 'CU') and notification_year = 2019",
    ),
    'SM-D019': share(men, of="trafficking_form_code = 'BL-SU'"),
} -%}
{%- set cross_border_to_2017 = "fct_known_victim_years where trafficking_form_code = 'GO-SU'
    and notification_year <= 2017 and " ~ in_edition('2015-2019') -%}
{%- set year_by_year = {
    'SM-0130': lowest(share(men), per='notification_year', among=cross_border_to_2017),
    'SM-0131': highest(share(men), per='notification_year', among=cross_border_to_2017),
    'SM-D017': lowest(
        step(share(men), per='notification_year'), per='notification_year',
        among='fct_known_victim_years where ' ~ in_edition('2015-2019'),
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), claims) }}
    union all
    {{ claims_by_query(year_by_year) }}
)

select * from final
