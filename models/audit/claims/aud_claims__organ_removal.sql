{#- Forced organ removal (the box in section 2.4). -#}
{%- set claims = {
    'SM-0048': 'count(*) filter (where notification_year between 2015 and 2017)',
    'SM-0049': 'count(*) filter (where notification_year = 2018)',
    'SM-0050': 'count(*) filter (where notification_year = 2019)',
    'SM-0051': "count(*) filter (where form_combination_code = 'OV' and notification_year = 2019)",
    'SM-0052': "count(*) filter (where form_combination_code <> 'OV' and notification_year = 2019)",
    'SM-0054': "count(*) filter (where gender_code = 'M' and notification_year = 2019)",
    'SM-0055': "count(*) filter (where gender_code = 'V' and notification_year = 2019)",
    'SM-0056': 'count(*) filter (where age_years between 18 and 22 and notification_year = 2019)',
    'SM-0057': 'count(*) filter (where age_years >= 23 and notification_year = 2019)',
    'SM-0059': "count(distinct nationality_code)
        filter (where nationality_class_code <> 'UNKNOWN' and notification_year = 2019)",
    'SM-0062': share("cooperates_code = 'yes'", of='notification_year = 2019'),
} -%}

{#- A nationality that is unknown is neither inside the European Union nor outside it. -#}
{%- set queries = {
    'SM-0058': "
        select 100 * count(*) filter (
            where not ref_countries.is_eu_member
            and ref_countries.nationality_class_code <> 'UNKNOWN'
        ) / nullif(count(*), 0)
        from fct_known_victim_years
        left join ref_countries
            on fct_known_victim_years.nationality_code = ref_countries.country_code
        where fct_known_victim_years.has_organ and fct_known_victim_years.notification_year = 2019
            and " ~ in_edition('2015-2019', of='fct_known_victim_years'),
    'SM-0060': "
        select count(distinct fct_known_victim_years.victim_year_key)
        from fct_known_victim_years
        inner join fct_known_police_unit_notifications
            on fct_known_victim_years.victim_year_key
                = fct_known_police_unit_notifications.victim_year_key
        where fct_known_victim_years.form_combination_code = 'OV'
            and fct_known_victim_years.notification_year = 2019
            and fct_known_police_unit_notifications.police_unit_code = 'PE02'
            and " ~ in_edition('2015-2019', of='fct_known_victim_years'),
    'SM-0061': "
        select count(distinct fct_known_victim_years.victim_year_key)
        from fct_known_victim_years
        inner join fct_known_police_unit_notifications
            on fct_known_victim_years.victim_year_key
                = fct_known_police_unit_notifications.victim_year_key
        where fct_known_victim_years.has_organ
            and fct_known_victim_years.form_combination_code <> 'OV'
            and fct_known_victim_years.notification_year = 2019
            and fct_known_police_unit_notifications.police_unit_code not in ('PE02', 'ONB')
            and " ~ in_edition('2015-2019', of='fct_known_victim_years'),
} -%}

with final as (
    {{ claims_from(
        'fct_known_victim_years', 'has_organ and ' ~ in_edition('2015-2019'), claims
    ) }}
    union all
    {{ claims_by_query(queries) }}
)

select * from final
