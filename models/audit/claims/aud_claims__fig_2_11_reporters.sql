{#- Notifications by reporter, the police apart (section 2.6, Figuur 2.11). -#}
{%- set in_the_edition = in_edition('2015-2019') -%}
{%- set consent = "legal_basis_code = 'CONSENT'" -%}
{%- set inspectorate = "reporter_group_code = 'ISZW'" -%}
{%- set labour = "trafficking_form_code = 'AU'" -%}
{%- set claims = {
    'SM-0413': 'count(*)',
    'SM-0416': share(consent),
    'SM-0417': share(consent, of="trafficking_form_code = 'BL-SU'"),
    'SM-0418': share(consent, of="trafficking_form_code = 'GO-SU'"),
    'SM-0419': share(consent, of=labour),
    'SM-0420': share(consent, of="trafficking_form_code = 'CU'"),
    'SM-0421': share(consent, of='notification_year = 2018'),
    'SM-0422': share(consent, of='notification_year = 2019'),
    'SM-0423': number_of(consent, of='notification_year = 2019'),
    'SM-0424': "count(*) filter (where reporter_group_code = 'FW' and notification_year = 2018)",
    'SM-0425': "count(*) filter (where reporter_group_code = 'FW' and notification_year = 2019)",
    'SM-0426': "count(*) filter (where reporter_group_code = 'ZOCO' and notification_year = 2018)",
    'SM-0427': "count(*) filter (where reporter_group_code = 'ZOCO' and notification_year = 2019)",
    'SM-0428': "count(*) filter (where reporter_group_code = 'ZOCO' and notification_year = 2017)",
    'SM-0429': "count(*) filter (where reporter_group_code = 'OVM' and notification_year = 2018)",
    'SM-0430': "count(*) filter (where reporter_group_code = 'OVM' and notification_year = 2019)",
    'SM-0431': share(
        "reporter_code = 'VWN'", of="reporter_group_code = 'OVM' and notification_year = 2019"
    ),
    'SM-0432': share(inspectorate, of=labour),
    'SM-0433': "count(*) filter (where reporter_group_code = 'ISZW' and notification_year = 2018)",
    'SM-0434': "count(*) filter (where reporter_group_code = 'ISZW' and notification_year = 2019)",
    'SM-0435': share(inspectorate, of=labour ~ ' and notification_year = 2019'),
    'SM-0436': number_of(labour, of='notification_year = 2019'),
    'SM-0443': share("origin_region_code in ('MOE', 'OVE')", of="reporter_group_code = 'FW'"),
    'SM-D024': 'least(' ~ [
        change(2018, 2019, of="reporter_group_code = 'ZOCO'"),
        change(2018, 2019, of="reporter_group_code = 'FW'"),
        change(2018, 2019, of="reporter_group_code = 'OVM'"),
    ] | join(', ') ~ ')',
    'SM-D025': change_from_mean(2015, 2017, 2019, of=consent),
    'SM-D026': share(labour, of=inspectorate),
    'SM-D038': change(2017, 2018, of=consent),
} -%}

{#- Read as printed: victims, where the numbers are notifications. -#}
{%- set literal = {
    'SM-0435-literal': "
        select 100 * count(*) / nullif((
            select count(*) from fct_known_victim_years
            where trafficking_form_code = 'AU' and notification_year = 2019
                and " ~ in_the_edition ~ "
        ), 0)
        from fct_known_notifications
        where reporter_group_code = 'ISZW' and notification_year = 2019
            and " ~ in_the_edition,
    'SM-0436-literal': "
        select count(*) from fct_known_victim_years
        where trafficking_form_code = 'AU' and notification_year = 2019
            and " ~ in_the_edition,
} -%}
{%- set places = {
    'SM-D049': place_of(
        "reporter_group_code = 'FW'", 'count(*)', per='reporter_group_code',
        among='fct_known_notifications where ' ~ labour ~ ' and ' ~ in_the_edition,
    ),
} -%}

with final as (
    {{ claims_from('fct_known_notifications', in_the_edition, claims) }}
    union all
    {{ claims_by_query(literal) }}
    union all
    {{ claims_by_query(places) }}
)

select * from final
