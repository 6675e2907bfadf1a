{#- How old the victims are (section 2.5, Figuur 2.10). -#}
{%- set victims = {
    'SM-0393': share('age_years < 23'),
    'SM-0394': share('age_years between 23 and 29'),
    'SM-0395': share('age_years >= 30'),
    'SM-0396': share('age_years is null'),
    'SM-0397': share('age_years < 23', of="trafficking_form_code = 'AU'"),
    'SM-0399': share(
        'is_reported_by_fairwork', of="age_years is null and trafficking_form_code = 'AU'"
    ),
    'SM-0400': 'count(*) filter (where age_years < 18 and notification_year = 2015)',
    'SM-0401': 'count(*) filter (where age_years < 18 and notification_year = 2019)',
    'SM-0402': 'count(*) filter (where age_years < 18 and notification_year = 2018)',
    'SM-0403': share('age_years < 18', of='notification_year = 2015'),
    'SM-0404': share('age_years < 18', of='notification_year = 2018'),
    'SM-0405': share('age_years < 18', of='notification_year = 2019'),
    'SM-0407': share(
        "trafficking_form_code = 'ONB'", of="age_years < 18 and nationality_code = 'NLD'"
    ),
    'SM-0408': share(
        "trafficking_form_code = 'ONB'", of="age_years < 18 and origin_region_code = 'AFR'"
    ),
    'SM-0409': share(
        "trafficking_form_code = 'ONB'", of="age_years < 18 and origin_region_code = 'AZI'"
    ),
    'SM-D047': share('age_years is null', of="trafficking_form_code = 'AU'"),
    'SM-D048': change(2018, 2019, of='age_years < 18'),
} -%}
{%- set cells = {
    'SM-0398': cell('MEAN_AGE', 'AU', 'mean_age'),
} -%}
{%- set places = {
    'SM-D022': place_of(
        "trafficking_form_code = 'BL-SU'", share('age_years < 23'), per='trafficking_form_code',
        among='fct_known_victim_years where ' ~ in_edition('2015-2019'),
    ),
    'SM-D023': place_of(
        "column_code in ('2017', '2018', '2019')", 'sum(value)', per='column_code',
        among="published_cells where edition_code = '2015-2019' and exhibit_code = 'fig_2_10'
            and measure = 'mean_age' and column_kind = 'year'",
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), victims) }}
    union all
    {{ claims_from(
        'published_cells', "edition_code = '2015-2019' and exhibit_code = 'fig_2_10'", cells
    ) }}
    union all
    {{ claims_by_query(places) }}
)

select * from final
