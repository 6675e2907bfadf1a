{#- Where the victims come from (section 2.5, Figuur 2.9). More than half come from Africa in the
    latest year, not in all years together, as the box on research abroad says (SM-0391). -#}
{%- set african = "origin_region_code = 'AFR'" -%}
{%- set rest_of_europe = "origin_region_code in ('MOE', 'OVE')" -%}
{%- set claims = {
    'SM-0379': share("origin_region_code in ('NL', 'MOE', 'OVE')"),
    'SM-0380': share("origin_region_code = 'NL'"),
    'SM-0381': share(rest_of_europe),
    'SM-0382': share(african),
    'SM-0383': share("origin_region_code = 'AZI'"),
    'SM-0384': share(rest_of_europe, of='notification_year between 2015 and 2017'),
    'SM-0385': share(rest_of_europe, of='notification_year between 2018 and 2019'),
    'SM-0388': share(african, of='notification_year = 2018'),
    'SM-0389': share(african, of='notification_year = 2019'),
    'SM-0390': share(african, of="trafficking_form_code = 'CU'"),
    'SM-0391': share(african, of='notification_year = 2019'),
    'SM-0391-literal': share(african),
    'SM-D021': share("trafficking_form_code = 'GO-SU'", of=african),
    'SM-D035': change(2018, 2019, of=african),
} -%}
{%- set victims = 'fct_known_victim_years where ' ~ in_edition('2015-2019') -%}
{%- set to_2017 = victims ~ ' and notification_year <= 2017' -%}
{%- set year_by_year = {
    'SM-0386': lowest(share(african), per='notification_year', among=to_2017),
    'SM-0387': highest(share(african), per='notification_year', among=to_2017),
    'SM-D020': place_of(
        'notification_year in (2018, 2019)', share("origin_region_code = 'NL'"),
        per='notification_year', order='asc',
        among=victims,
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), claims) }}
    union all
    {{ claims_by_query(year_by_year) }}
)

select * from final
