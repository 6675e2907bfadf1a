{#- Notifications by the units of the police (section 2.6.1, Figuur 2.12). A victim whom two units
    notified counts with both. -#}
{%- set in_the_edition = in_edition('2015-2019') -%}
{%- set noord_nederland = "police_unit_code = 'PE01'" -%}
{%- set three_units = "police_unit_code in ('PE01', 'PE07', 'PE09')" -%}
{%- set four_units = "police_unit_code in ('PE02', 'PE07', 'PE08', 'PE09')" -%}
{%- set all_years = 'fct_known_police_unit_notifications where ' ~ in_the_edition -%}
{%- set known_units = all_years ~ " and police_unit_code <> 'ONB'" -%}
{%- set claims = {
    'SM-0464': 'count(*)',
    'SM-0471': number_of(noord_nederland, of='notification_year = 2015'),
    'SM-0472': number_of(noord_nederland, of='notification_year = 2019'),
    'SM-0474': share(four_units, of="trafficking_form_code = 'BL-SU'"),
    'SM-0475': number_of(four_units, of="trafficking_form_code = 'BL-SU'"),
    'SM-D030': share("police_unit_code = 'PE11'"),
} -%}

{#- What a unit's growth is made of asks for the class of the nationality (SM-D051). -#}
{%- set queries = {
    'SM-0468': lowest(
        'count(*) / 5', per='police_unit_code', among=all_years ~ ' and ' ~ three_units
    ),
    'SM-0469': highest(
        'count(*) / 5', per='police_unit_code', among=all_years ~ ' and ' ~ three_units
    ),
    'SM-0470': place_of(three_units, 'count(*)', per='police_unit_code', among=known_units),
    'SM-0473': place_of(
        noord_nederland, 'count(*)', per='police_unit_code',
        among=known_units ~ ' and notification_year = 2019',
    ),
    'SM-0476': place_of(
        four_units, 'count(*)', per='police_unit_code',
        among=known_units ~ " and trafficking_form_code = 'BL-SU'",
    ),
    'SM-D051': "
        select 100 * (
            count(*) filter (
                where fct_known_police_unit_notifications.notification_year = 2019
                and ref_countries.nationality_class_code = 'OTHER'
            ) - count(*) filter (
                where fct_known_police_unit_notifications.notification_year = 2015
                and ref_countries.nationality_class_code = 'OTHER'
            )
        ) / nullif(
            count(*) filter (where fct_known_police_unit_notifications.notification_year = 2019)
            - count(*) filter (where fct_known_police_unit_notifications.notification_year = 2015),
            0
        )
        from fct_known_police_unit_notifications
        inner join ref_countries
            on fct_known_police_unit_notifications.nationality_code = ref_countries.country_code
        where fct_known_police_unit_notifications.police_unit_code = 'PE01'
            and " ~ in_edition('2015-2019', of='fct_known_police_unit_notifications'),
    'SM-D052': place_of(
        "trafficking_form_code = 'BL-SU'", share(four_units), per='trafficking_form_code',
        among=all_years,
    ),
} -%}

with final as (
    {{ claims_from('fct_known_police_unit_notifications', in_the_edition, claims) }}
    union all
    {{ claims_by_query(queries) }}
)

select * from final
