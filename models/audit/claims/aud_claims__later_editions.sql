{#- What the rapporteur, CoMensha and others print about the editions from 2017-2021 on, and about
    the years 2019 and 2020 with those reported only by the border police. A form of trafficking
    takes a victim once. -#}
{%- set with_kmar_only = "coalesce(exclusion_rule_id, 'R-08') = 'R-08'" -%}
{%- set known_victims = {
    'BC-0001': 'count(*) filter (where notification_year = 2019)',
} -%}
{%- set victims_to_2021 = {
    'NR-0001': 'count(*) filter (where notification_year = 2021)',
} -%}
{%- set victims_to_2022 = {
    'AF-0001': 'count(*) filter (where notification_year = 2022)',
    'AF-0005': "count(*) filter (where nationality_code = 'UKR' and notification_year = 2021)",
    'AF-0006': "count(*) filter (where nationality_code = 'UKR' and notification_year = 2022)",
    'GR-0001': 'count(*)',
} -%}
{%- set victims_to_2023 = {
    'NJ-0002': 'count(*) filter (where notification_year = 2023)',
    'NJ-0003': 'count(*)',
    'NJ-0004': 'count(*) filter (where age_years < 18 and notification_year = 2023)',
    'NJ-0005': 'count(*) filter (where age_years between 18 and 22 and notification_year = 2023)',
    'NJ-0006': share('age_years < 23'),
    'NJ-0007': "count(*) filter (where age_years < 18 and trafficking_form_code <> 'ONB')",
    'NJ-0008': "count(*)
        filter (where age_years < 18 and trafficking_form_code in ('BL-SU', 'GO-SU'))",
    'NJ-0009': "count(*) filter (where age_years < 18 and trafficking_form_code = 'AU')",
    'NJ-0010': "count(*) filter (where age_years < 18 and trafficking_form_code = 'CU')",
    'NJ-0011': "count(*) filter (where age_years < 18 and trafficking_form_code = 'ONB')",
} -%}
{%- set sexual = "trafficking_form_code in ('BL-SU', 'GO-SU')" -%}
{%- set african = sexual ~ " and origin_region_code = 'AFR'" -%}
{%- set latin_american = sexual ~ " and origin_region_code = 'LAM'" -%}
{%- set notifications_to_2023 = {
    'NH-0001': number_of('notification_year = 2022', of=african),
    'NH-0002': number_of('notification_year = 2023', of=african),
    'NH-0003': number_of('notification_year = 2022', of=latin_american),
    'NH-0004': number_of('notification_year = 2023', of=latin_american),
} -%}
{%- set victims_to_2024 = {
    'AG-0001': 'count(*) filter (where notification_year = 2024)',
    'WK-0001': 'count(*) filter (where age_years < 18 and notification_year = 2024)',
} -%}
{%- set notifications_to_2024 = {
    'BE-0001': number_of('notification_year = 2024', of="reporter_group_code = 'POL'"),
    'BE-0002': number_of('notification_year = 2024', of="reporter_group_code = 'ZOCO'"),
    'BE-0003': number_of('notification_year = 2024', of="reporter_group_code = 'FW'"),
    'BE-0004': number_of('notification_year = 2024', of="reporter_group_code = 'ISZW'"),
    'BE-0005': number_of('notification_year = 2024', of="reporter_group_code = 'KMAR'"),
    'BE-0006': number_of('notification_year = 2023', of="reporter_group_code = 'POL'"),
    'BE-0007': number_of('notification_year = 2023', of="reporter_group_code = 'ZOCO'"),
    'BE-0008': number_of('notification_year = 2023', of="reporter_group_code = 'FW'"),
    'BE-0009': number_of('notification_year = 2023', of="reporter_group_code = 'ISZW'"),
    'BE-0010': number_of('notification_year = 2023', of="reporter_group_code = 'KMAR'"),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', with_kmar_only, known_victims) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2017-2021'), victims_to_2021) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2018-2022'), victims_to_2022) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2019-2023'), victims_to_2023) }}
    union all
    {{ claims_from('fct_known_notifications', in_edition('2019-2023'), notifications_to_2023) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2020-2024'), victims_to_2024) }}
    union all
    {{ claims_from('fct_known_notifications', in_edition('2020-2024'), notifications_to_2024) }}
)

select * from final
