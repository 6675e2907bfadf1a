{#- Fact, exhibits, kind of row, expression of the row's code, measure, condition. Written apart
    from cell_counts on purpose: cell_traces_end_in_the_published_value compares the two. -#}
{%- set per_form = ['fig_2_03', 'fig_2_07', 'fig_2_08', 'fig_2_09', 'fig_2_10', 'tab_2_1'] -%}
{%- set kinds = [
    ('known_victim_year', ['fig_2_01'], 'population_line', "'ALL_KNOWN'", 'victims', 'true'),
    ('known_victim_year', ['fig_2_01'], 'population_line', "'WITHOUT_EMM_ONLY'", 'victims', "units.exclusion_rule_id is null or units.exclusion_rule_id = 'R-08'"),
    ('known_victim_year', ['fig_2_01'], 'population_line', "'ANALYSIS_POPULATION'", 'victims', 'units.exclusion_rule_id is null'),
    ('known_victim_year', ['fig_2_02'], 'total', "'total'", 'victims', 'units.is_emm_known'),
    ('known_victim_year', ['fig_2_02'], 'emm_knowledge', "case when units.has_notification then 'EMM_AND_REPORTER' else 'EMM_ONLY' end", 'victims', 'units.is_emm_known'),
    ('victim_year', ['fig_2_01'], 'persons', "'ANALYSIS_POPULATION'", 'persons', 'true'),
    ('victim_year', per_form, 'total', "'total'", 'victims', 'true'),
    ('victim_year', ['fig_2_04a', 'fig_2_04b'], 'total', "'total'", 'victims', 'units.visibility_code is not null'),
    ('victim_year', ['fig_2_05'], 'total', "'total'", 'victims', 'units.labour_sector_code is not null'),
    ('victim_year', ['fig_2_06'], 'total', "'total'", 'victims', 'units.criminal_manner_code is not null'),
    ('victim_year', ['fig_2_03'], 'form_combination', 'units.form_combination_code', 'victims', 'true'),
    ('victim_year', ['fig_2_03'], 'any_form', "'SU'", 'victims', "contains('+' || units.form_combination_code || '+', '+SU+')"),
    ('victim_year', ['fig_2_03'], 'any_form', "'AU'", 'victims', "contains('+' || units.form_combination_code || '+', '+AU+')"),
    ('victim_year', ['fig_2_03'], 'any_form', "'CU'", 'victims', "contains('+' || units.form_combination_code || '+', '+CU+')"),
    ('victim_year', ['fig_2_03'], 'any_form', "'OV'", 'victims', "contains('+' || units.form_combination_code || '+', '+OV+')"),
    ('victim_year', ['fig_2_03'], 'any_form', "'ONB'", 'victims', "units.form_combination_code = 'ONB'"),
    ('victim_year', ['fig_2_04a'], 'prostitution_sector', 'units.prostitution_sector_code', 'victims', "units.visibility_code <> 'ONB'"),
    ('victim_year', ['fig_2_04a'], 'sector_knowledge', "case when units.visibility_code = 'ONB' then 'UNKNOWN' else 'KNOWN' end", 'victims', 'units.visibility_code is not null'),
    ('victim_year', ['fig_2_04b'], 'visibility', 'units.visibility_code', 'victims_known_or_imputed', "units.visibility_code <> 'ONB'"),
    ('victim_year', ['fig_2_04b'], 'coverage', "'KNOWN'", 'victims', "units.visibility_code <> 'ONB'"),
    ('victim_year', ['fig_2_04b'], 'coverage', "'KNOWN_OR_IMPUTED'", 'victims', 'units.visibility_code is not null'),
    ('victim_year', ['fig_2_04b'], 'coverage', "'IMPUTED'", 'victims', "units.visibility_code = 'ONB'"),
    ('victim_year', ['fig_2_04b'], 'coverage', "'NOT_IMPUTED'", 'victims', "units.visibility_code = 'ONB'"),
    ('victim_year', ['fig_2_05'], 'labour_sector', 'units.labour_sector_code', 'victims', 'units.labour_sector_code is not null'),
    ('victim_year', ['fig_2_06'], 'criminal_manner', 'units.criminal_manner_code', 'victims', 'units.criminal_manner_code is not null'),
    ('victim_year', ['fig_2_07'], 'trafficking_form', 'units.trafficking_form_code', 'victims', 'true'),
    ('victim_year', ['fig_2_08'], 'gender', 'units.gender_code', 'victims', 'true'),
    ('victim_year', ['fig_2_09'], 'origin_region', 'units.origin_region_code', 'victims', 'true'),
    ('victim_year', ['fig_2_10'], 'age_band', 'units.age_band_code', 'victims', 'true'),
    ('victim_year', ['fig_2_10'], 'mean_age', "'MEAN_AGE'", 'mean_age', 'units.age_years is not null'),
    ('victim_year', ['tab_2_1'], 'nationality', 'units.nationality_code', 'victims', 'true'),
    ('notification', ['fig_2_11'], 'total', "'total'", 'notifications', 'true'),
    ('notification', ['fig_2_13'], 'total', "'total'", 'notifications', "units.reporter_group_code = 'POL'"),
    ('notification', ['fig_2_11'], 'reporter_group', 'units.reporter_group_code', 'notifications', 'true'),
    ('notification', ['fig_2_11'], 'legal_basis', 'units.legal_basis_code', 'notifications', 'true'),
    ('notification', ['fig_2_13'], 'trafficking_form', 'units.trafficking_form_code', 'notifications', "units.reporter_group_code = 'POL'"),
    ('notification', ['fig_2_13'], 'form_by_origin', "units.trafficking_form_code || ':' || case when units.origin_region_code = 'AFR' then 'AFR' else 'OTHER' end", 'notifications', "units.reporter_group_code = 'POL' and units.trafficking_form_code in ('GO-SU', 'CU')"),
    ('police_unit_notification', ['fig_2_12'], 'total', "'total'", 'police_unit_notifications', 'true'),
    ('police_unit_notification', ['fig_2_12'], 'police_unit', 'units.police_unit_code', 'police_unit_notifications', 'true'),
] -%}
{%- set record_counts = [
    'record_count', 'superseded_count', 'withdrawn_count', 'emm_count', 'om_letter_count',
    'notification_count', 'group_count', 'from_pol_count', 'from_kmar_count', 'from_iszw_count',
    'from_zoco_count', 'from_fw_count', 'from_ovm_count', 'from_emm_count', 'from_om_letter_count',
] -%}

{%- set facts = {
    'known_victim_year': {'model': 'fct_known_victim_years', 'unit': "''"},
    'victim_year': {'model': 'fct_victim_years', 'unit': "''"},
    'notification': {'model': 'fct_notifications', 'unit': 'facts.reporter_group_code'},
    'police_unit_notification': {'model': 'fct_police_unit_notifications', 'unit': 'facts.police_unit_code'},
} -%}

with traced as (
    select * from {{ ref('aud_trace__units') }}
),
{% for fact, source in facts.items() %}
{{ fact }} as (
    select
        {%- for count in record_counts %}
        traced.{{ count }},
        {%- endfor %}
        facts.*
    from {{ ref(source.model) }} as facts
    inner join traced
        on
            facts.victim_year_key = traced.victim_year_key
            and {{ source.unit }} = traced.unit_code
            and traced.unit_kind = '{{ 'victim_year' if loop.first else fact }}'
),
{% endfor %}
summed as (
    {%- for fact, exhibits, row_kind, row_code, measure, condition in kinds %}
    {%- set is_known = fact == 'known_victim_year' %}
    {%- set is_victim = fact == 'victim_year' %}
    select
        units.edition_code,
        '{{ exhibits | join("|") }}' as exhibits,
        '{{ row_kind }}' as row_kind,
        {{ row_code }} as row_code,
        '{{ measure }}' as measure,
        units.notification_year,
        {{ 'cast(null as varchar)' if is_known else 'units.trafficking_form_code' }}
            as trafficking_form_code,
        count(*) as unit_count,
        {%- for flag in ['is_emm_only', 'is_om_letter_only', 'is_kmar_only_sexual'] %}
        count(*) filter (where {{ 'units.' ~ flag if is_known else 'false' }})
            as {{ flag[3:] }}_count,
        {%- endfor %}
        count(*) filter (where {{ 'units.has_notification' if is_known else 'true' }})
            as notified_count,
        count(*) filter (where {{ 'units.is_first_of_person_in_edition' if is_victim else 'true' }})
            as person_count,
        sum({{ 'units.age_years' if is_victim else 'cast(null as integer)' }}) as age_sum,
        {%- for count in record_counts %}
        sum(units.{{ count }}) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ fact }} as units
    where {{ condition }}
    group by all
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        summed.edition_code,
        exhibits.exhibit_code,
        summed.row_kind,
        summed.row_code,
        summed.measure,
        summed.notification_year,
        summed.trafficking_form_code,
        {%- for count in [
            'unit_count', 'emm_only_count', 'om_letter_only_count', 'kmar_only_sexual_count',
            'notified_count', 'person_count', 'age_sum',
        ] + record_counts %}
        cast(summed.{{ count }} as integer) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from summed
    inner join {{ ref('ref_exhibits') }} as exhibits
        on contains('|' || summed.exhibits || '|', '|' || exhibits.exhibit_code || '|')
)

select * from final
