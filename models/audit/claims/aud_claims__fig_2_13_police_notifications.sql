{#- Notifications by the police (sections 2.6 and 2.6.1, Figuren 2.11 and 2.13). Where the document
    prints the police's share in the notifications of a form, the numbers are its share in the
    victims (SM-0446 to SM-0448). -#}
{%- set in_the_edition = in_edition('2015-2019') -%}
{%- set domestic = "trafficking_form_code = 'BL-SU'" -%}
{%- set cross_border = "trafficking_form_code = 'GO-SU'" -%}
{%- set labour = "trafficking_form_code = 'AU'" -%}
{%- set criminal = "trafficking_form_code = 'CU'" -%}
{%- set african_cross_border = cross_border ~ " and origin_region_code = 'AFR'" -%}
{%- set other_cross_border = cross_border ~ " and origin_region_code <> 'AFR'" -%}
{%- set african_criminal = criminal ~ " and origin_region_code = 'AFR'" -%}
{%- set other_criminal = criminal ~ " and origin_region_code <> 'AFR'" -%}

{%- set victims = {
    'SM-0415': 'count(*)
        filter (where has_om_letter and is_reported_by_police and notification_year = 2019)',
    'SM-0446': share('is_reported_by_police', of=domestic),
    'SM-0447': share('is_reported_by_police', of=cross_border),
    'SM-0448': share('is_reported_by_police', of=criminal),
} -%}
{%- set notifications = {
    'SM-0444': share("reporter_group_code = 'POL'"),
    'SM-0446-literal': share("reporter_group_code = 'POL'", of=domestic),
    'SM-0447-literal': share("reporter_group_code = 'POL'", of=cross_border),
    'SM-0448-literal': share("reporter_group_code = 'POL'", of=criminal),
    'SM-0449': share("reporter_group_code = 'POL'", of=labour),
    'SM-D028': number_of("reporter_group_code = 'POL'", of=labour)
        ~ ' / nullif(' ~ number_of("reporter_group_code = 'ISZW'", of=labour) ~ ', 0)',
} -%}
{%- set police_notifications = {
    'SM-0451': 'count(*) filter (where notification_year = 2015)',
    'SM-0452': 'count(*) filter (where notification_year = 2017)',
    'SM-0453': 'count(*) filter (where notification_year = 2018)',
    'SM-0454': 'count(*) filter (where notification_year = 2019)',
    'SM-0455': change(2018, 2019),
    'SM-0456': number_of('notification_year = 2018', of=african_cross_border),
    'SM-0457': number_of('notification_year = 2019', of=african_cross_border),
    'SM-0458': change(2018, 2019, of=african_cross_border),
    'SM-0459': number_of('notification_year = 2018', of=african_criminal),
    'SM-0460': number_of('notification_year = 2019', of=african_criminal),
    'SM-0461': change(2018, 2019, of=african_criminal),
    'SM-0462': number_of('notification_year = 2018', of=other_criminal),
    'SM-0463': number_of('notification_year = 2019', of=other_criminal),
    'SM-0465': 'count(*)',
    'SM-0478': number_of('notification_year = 2019', of=african_cross_border)
        ~ ' / nullif(' ~ number_of('notification_year = 2018', of=african_cross_border) ~ ', 0)',
    'SM-0479': change(2018, 2019, of="trafficking_form_code = 'ONB'"),
    'SM-D029': change(2017, 2018),
    'SM-D031': 'least(' ~ change(2018, 2019, of=criminal) ~ ', '
        ~ change(2018, 2019, of=labour) ~ ')',
    'SM-D032': change(2018, 2019, of=domestic),
    'SM-D033': change(2018, 2019, of=other_cross_border),
    'SM-D034': 'greatest(' ~ change(2015, 2019, of=domestic ~ " and origin_region_code <> 'AFR'")
        ~ ', ' ~ change(2015, 2019, of=other_cross_border) ~ ')',
} -%}
{%- set places = {
    'SM-0445': place_of(
        "reporter_group_code = 'POL'", 'count(*)', per='reporter_group_code',
        among='fct_known_notifications where ' ~ in_the_edition,
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_the_edition, victims) }}
    union all
    {{ claims_from('fct_known_notifications', in_the_edition, notifications) }}
    union all
    {{ claims_from(
        'fct_known_notifications', "reporter_group_code = 'POL' and " ~ in_the_edition,
        police_notifications
    ) }}
    union all
    {{ claims_by_query(places) }}
)

select * from final
