{{ config(materialized='view') }}

{#- The dimensions in which a group has one code at most, and what it is. -#}
{%- set single_codes = {
    'unit': "'every'",
    'notification_year': 'cast(groups.notification_year as string)',
    'emm_known': "case groups.is_emm_known when true then 'yes' when false then 'no' end",
    'om_letter': "case groups.has_om_letter when true then 'yes' when false then 'no' end",
    'cooperation': 'groups.cooperates_code',
    'exhibit': 'groups.exhibit',
    'column_code': 'groups.column_code',
    'row_code': 'groups.row_code',
    'measure': 'groups.measure',
} -%}
{%- for dimension_code in [
    'form_combination', 'trafficking_form', 'gender', 'age_band', 'nationality', 'origin_region',
    'prostitution_sector', 'visibility', 'labour_sector', 'criminal_manner', 'reporter_group',
    'reporter', 'legal_basis', 'police_unit',
] -%}
    {%- do single_codes.update({dimension_code: 'groups.' ~ dimension_code ~ '_code'}) -%}
{%- endfor -%}
{%- set reporter_flags = {
    'is_reported_by_police': 'POL',
    'is_reported_by_kmar': 'KMAR',
    'is_reported_by_iszw': 'ISZW',
    'is_reported_by_care_coordinator': 'ZOCO',
    'is_reported_by_fairwork': 'FW',
    'is_reported_by_other': 'OVM',
} -%}

with groups as (
    select * from {{ ref('aud_reconciliation__unit_groups') }}
),

forms as (
    select * from {{ ref('ref_exploitation_forms') }}
),

form_combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

police_unit_bits as (
    select * from {{ ref('aud_reconciliation__police_unit_bits') }}
),

-- A combination contains each form whose bit is in its mask; the empty one contains 'unknown'.
forms_of_combinations as (
    select
        form_combinations.form_combination_code,
        forms.exploitation_form_code
    from form_combinations
    inner join forms
        on
            (form_combinations.form_mask & forms.form_bit) > 0
            or (form_combinations.form_mask = 0 and forms.form_bit = 0)
),

codes as (
    {%- for dimension_code, expression in single_codes.items() %}
    select
        groups.group_number,
        '{{ dimension_code }}' as dimension_code,
        {{ expression }} as code
    from groups
    union all
    {%- endfor %}
    {%- for flag, reporter_group_code in reporter_flags.items() %}
    select
        groups.group_number,
        'reporter_group' as dimension_code,
        '{{ reporter_group_code }}' as code
    from groups
    where groups.{{ flag }}
    union all
    {%- endfor %}
    select
        groups.group_number,
        'exclusion_rule' as dimension_code,
        coalesce(groups.exclusion_rule_id, 'none') as code
    from groups
    where groups.unit_kind_code = 'known_victims'
    union all
    select
        groups.group_number,
        'exploitation_form' as dimension_code,
        forms_of_combinations.exploitation_form_code as code
    from groups
    inner join forms_of_combinations
        on groups.form_combination_code = forms_of_combinations.form_combination_code
    union all
    select
        groups.group_number,
        'nationality_class' as dimension_code,
        countries.nationality_class_code as code
    from groups
    inner join countries
        on groups.nationality_code = countries.country_code
    union all
    select
        groups.group_number,
        'eu_membership' as dimension_code,
        case when countries.is_eu_member then 'INSIDE_EU' else 'OUTSIDE_EU' end as code
    from groups
    inner join countries
        on groups.nationality_code = countries.country_code
    where countries.nationality_class_code <> 'UNKNOWN'
    union all
    select
        groups.group_number,
        'police_unit' as dimension_code,
        police_unit_bits.police_unit_code as code
    from groups
    inner join police_unit_bits
        on (groups.police_unit_mask & police_unit_bits.police_unit_bit) > 0
)

select
    groups.grouping_number,
    groups.edition_code,
    codes.group_number,
    codes.dimension_code,
    codes.code,
    groups.amount
from codes
inner join groups
    on codes.group_number = groups.group_number
where codes.code is not null
