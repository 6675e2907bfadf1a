{#- What the newspaper (NB) and CoMensha (CR) say about the edition after it. -#}
{%- set known_victims = {
    'CR-0005': "count(*) filter (where exclusion_rule_id is null or exclusion_rule_id = 'R-08')",
    'CR-0007': "count(*) filter (where exclusion_rule_id = 'R-08')",
} -%}
{%- set without_legal_basis
    = '(is_reported_by_care_coordinator or is_reported_by_fairwork or is_reported_by_other)' -%}
{%- set victims = {
    'CR-0001': change(2016, 2020),
    'NB-0004': 'count(*) filter (where notification_year = 2019)',
    'NB-0005': 'count(*) filter (where notification_year = 2020)',
    'NB-0006': share("trafficking_form_code = 'BL-SU'", of='notification_year = 2020'),
    'NB-0008': change(2019, 2020, of='has_labour'),
    'NB-0009': share(without_legal_basis, of='has_labour and notification_year = 2020'),
    'NB-0010': change(2019, 2020, of="trafficking_form_code = 'BL-SU'"),
    'NB-0011': change(2019, 2020),
} -%}
{%- set reporter_groups = {
    'CR-0003': highest(
        change(2019, 2020), per='reporter_group_code',
        among="fct_known_notifications where reporter_group_code in ('POL', 'ZOCO') and "
            ~ in_edition('2016-2020'),
    ),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', 'notification_year = 2020', known_victims) }}
    union all
    {{ claims_from('fct_known_victim_years', in_edition('2016-2020'), victims) }}
    union all
    {{ claims_by_query(reporter_groups) }}
)

select * from final
