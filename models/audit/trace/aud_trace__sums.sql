{#- Grouping, exhibits, kind of row, expression of the row's code, measure, condition. Written apart
    from cell_counts on purpose: cell_traces_end_in_the_published_value compares the two. -#}
{%- set per_form = ['fig_2_03', 'fig_2_07', 'fig_2_08', 'fig_2_09', 'fig_2_10', 'tab_2_1'] -%}
{%- set kinds = [
    ('known_victims', ['fig_2_01'], 'population_line', "'ALL_KNOWN'", 'victims', 'true'),
    ('known_victims', ['fig_2_01'], 'population_line', "'WITHOUT_EMM_ONLY'", 'victims', "units.exclusion_rule_id is null or units.exclusion_rule_id = 'R-08'"),
    ('known_victims', ['fig_2_01'], 'population_line', "'ANALYSIS_POPULATION'", 'victims', 'units.exclusion_rule_id is null'),
    ('known_victims', ['fig_2_02'], 'total', "'total'", 'victims', 'units.is_emm_known'),
    ('known_victims', ['fig_2_02'], 'emm_knowledge', "case when units.has_notification then 'EMM_AND_REPORTER' else 'EMM_ONLY' end", 'victims', 'units.is_emm_known'),
    ('forms', ['fig_2_01'], 'persons', "'ANALYSIS_POPULATION'", 'persons', 'true'),
    ('forms', per_form, 'total', "'total'", 'victims', 'true'),
    ('forms', ['fig_2_04a', 'fig_2_04b'], 'total', "'total'", 'victims', 'units.visibility_code is not null'),
    ('sectors', ['fig_2_05'], 'total', "'total'", 'victims', 'units.labour_sector_code is not null'),
    ('sectors', ['fig_2_06'], 'total', "'total'", 'victims', 'units.criminal_manner_code is not null'),
    ('forms', ['fig_2_03'], 'form_combination', 'units.form_combination_code', 'victims', 'true'),
    ('forms', ['fig_2_03'], 'any_form', "'SU'", 'victims', "contains('+' || units.form_combination_code || '+', '+SU+')"),
    ('forms', ['fig_2_03'], 'any_form', "'AU'", 'victims', "contains('+' || units.form_combination_code || '+', '+AU+')"),
    ('forms', ['fig_2_03'], 'any_form', "'CU'", 'victims', "contains('+' || units.form_combination_code || '+', '+CU+')"),
    ('forms', ['fig_2_03'], 'any_form', "'OV'", 'victims', "contains('+' || units.form_combination_code || '+', '+OV+')"),
    ('forms', ['fig_2_03'], 'any_form', "'ONB'", 'victims', "units.form_combination_code = 'ONB'"),
    ('forms', ['fig_2_04a'], 'prostitution_sector', 'units.prostitution_sector_code', 'victims', "units.visibility_code <> 'ONB'"),
    ('forms', ['fig_2_04a'], 'sector_knowledge', "case when units.visibility_code = 'ONB' then 'UNKNOWN' else 'KNOWN' end", 'victims', 'units.visibility_code is not null'),
    ('forms', ['fig_2_04b'], 'visibility', 'units.visibility_code', 'victims_known_or_imputed', "units.visibility_code <> 'ONB'"),
    ('forms', ['fig_2_04b'], 'coverage', "'KNOWN'", 'victims', "units.visibility_code <> 'ONB'"),
    ('forms', ['fig_2_04b'], 'coverage', "'KNOWN_OR_IMPUTED'", 'victims', 'units.visibility_code is not null'),
    ('forms', ['fig_2_04b'], 'coverage', "'IMPUTED'", 'victims', "units.visibility_code = 'ONB'"),
    ('forms', ['fig_2_04b'], 'coverage', "'NOT_IMPUTED'", 'victims', "units.visibility_code = 'ONB'"),
    ('sectors', ['fig_2_05'], 'labour_sector', 'units.labour_sector_code', 'victims', 'units.labour_sector_code is not null'),
    ('sectors', ['fig_2_06'], 'criminal_manner', 'units.criminal_manner_code', 'victims', 'units.criminal_manner_code is not null'),
    ('forms', ['fig_2_07'], 'trafficking_form', 'units.trafficking_form_code', 'victims', 'true'),
    ('persons', ['fig_2_08'], 'gender', 'units.gender_code', 'victims', 'true'),
    ('persons', ['fig_2_09'], 'origin_region', 'units.origin_region_code', 'victims', 'true'),
    ('persons', ['fig_2_10'], 'age_band', 'units.age_band_code', 'victims', 'true'),
    ('persons', ['fig_2_10'], 'mean_age', "'MEAN_AGE'", 'mean_age', 'units.is_age_known'),
    ('nationalities', ['tab_2_1'], 'nationality', 'units.nationality_code', 'victims', 'true'),
    ('notifications', ['fig_2_11'], 'total', "'total'", 'notifications', 'true'),
    ('notifications', ['fig_2_13'], 'total', "'total'", 'notifications', "units.reporter_group_code = 'POL'"),
    ('notifications', ['fig_2_11'], 'reporter_group', 'units.reporter_group_code', 'notifications', 'true'),
    ('notifications', ['fig_2_11'], 'legal_basis', 'units.legal_basis_code', 'notifications', 'true'),
    ('notifications', ['fig_2_13'], 'trafficking_form', 'units.trafficking_form_code', 'notifications', "units.reporter_group_code = 'POL'"),
    ('notifications', ['fig_2_13'], 'form_by_origin', "units.trafficking_form_code || ':' || case when units.origin_region_code = 'AFR' then 'AFR' else 'OTHER' end", 'notifications', "units.reporter_group_code = 'POL' and units.trafficking_form_code in ('GO-SU', 'CU')"),
    ('police_units', ['fig_2_12'], 'total', "'total'", 'police_unit_notifications', 'true'),
    ('police_units', ['fig_2_12'], 'police_unit', 'units.police_unit_code', 'police_unit_notifications', 'true'),
] -%}
{%- set record_counts = [
    'record_count', 'superseded_count', 'withdrawn_count', 'emm_count', 'om_letter_count',
    'notification_count', 'group_count', 'from_pol_count', 'from_kmar_count', 'from_iszw_count',
    'from_zoco_count', 'from_fw_count', 'from_ovm_count', 'from_emm_count', 'from_om_letter_count',
] -%}
{%- set counts = [
    'unit_count', 'emm_only_count', 'om_letter_only_count', 'kmar_only_sexual_count',
    'notified_count', 'person_count', 'age_sum',
] + record_counts -%}

{#- Per fact: what its units are in aud_trace__units, and the columns of its groupings; no column is
    in two of one fact. -#}
{%- set facts = {
    'known_victim_year': {
        'model': 'fct_known_victim_years',
        'unit_kind': 'victim_year',
        'unit': "''",
        'groupings': {'known_victims': ['has_notification', 'is_emm_known', 'exclusion_rule_id']},
    },
    'victim_year': {
        'model': 'fct_victim_years',
        'unit_kind': 'victim_year',
        'unit': "''",
        'groupings': {
            'forms': ['form_combination_code', 'prostitution_sector_code', 'visibility_code'],
            'sectors': ['labour_sector_code', 'criminal_manner_code'],
            'persons': ['gender_code', 'origin_region_code', 'age_band_code', 'is_age_known'],
            'nationalities': ['nationality_code'],
        },
    },
    'notification': {
        'model': 'fct_notifications',
        'unit_kind': 'notification',
        'unit': 'facts.reporter_group_code',
        'groupings': {
            'notifications': ['reporter_group_code', 'legal_basis_code', 'origin_region_code'],
        },
    },
    'police_unit_notification': {
        'model': 'fct_police_unit_notifications',
        'unit_kind': 'police_unit_notification',
        'unit': 'facts.police_unit_code',
        'groupings': {'police_units': ['police_unit_code']},
    },
} -%}
{%- set flags = ['is_emm_only', 'is_om_letter_only', 'is_kmar_only_sexual'] -%}
{%- set fact_of_grouping = {} -%}
{%- for fact, source in facts.items() -%}
    {%- for grouping in source.groupings -%}
        {%- do fact_of_grouping.update({grouping: fact}) -%}
    {%- endfor -%}
{%- endfor -%}

with
{%- for fact, source in facts.items() %}
{%- set is_known = fact == 'known_victim_year' %}
{%- set is_victim = fact == 'victim_year' %}
{{ fact }}_records as (
    select
        {%- for count in record_counts %}
        traced.{{ count }},
        {%- endfor %}
        {%- if is_victim %}
        facts.age_years is not null as is_age_known,
        {%- endif %}
        facts.*
    from {{ ref(source.model) }} as facts
    inner join {{ ref('aud_trace__units') }} as traced
        on
            facts.victim_year_key = traced.victim_year_key
            and {{ source.unit }} = traced.unit_code
            and traced.unit_kind = '{{ source.unit_kind }}'
),

-- Units are grouped once per grouping; each kind of row then adds up groups.
{{ fact }} as (
    select
        units.edition_code,
        units.notification_year,
        {% if is_known %}cast(null as string) as {% else %}units.{% endif %}trafficking_form_code,
        {%- for grouping, columns in source.groupings.items() %}
        grouping(units.{{ columns[0] }}) = 0 as is_of_{{ grouping }},
        {%- for column in columns %}
        units.{{ column }},
        {%- endfor %}
        {%- endfor %}
        count(*) as unit_count,
        {%- for flag in flags %}
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
    from {{ fact }}_records as units
    -- The linter's DuckDB does not know grouping sets.
    group by grouping sets (  -- noqa: PRS, RF03
        {%- for columns in source.groupings.values() %}
        (
            units.edition_code,
            units.notification_year,
            {%- if not is_known %}
            units.trafficking_form_code,
            {%- endif %}
            {%- for column in columns %}
            units.{{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    )
),
{% endfor %}
summed as (
    {%- for grouping, exhibits, row_kind, row_code, measure, condition in kinds %}
    select
        units.edition_code,
        '{{ exhibits | join("|") }}' as exhibits,
        '{{ row_kind }}' as row_kind,
        {{ row_code }} as row_code,
        '{{ measure }}' as measure,
        units.notification_year,
        units.trafficking_form_code,
        {%- for count in counts %}
        sum(units.{{ count }}) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ fact_of_grouping[grouping] }} as units
    where
        units.is_of_{{ grouping }}
        and ({{ condition }})
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
        {%- for count in counts %}
        cast(summed.{{ count }} as integer) as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from summed
    inner join {{ ref('ref_exhibits') }} as exhibits
        on contains('|' || summed.exhibits || '|', '|' || exhibits.exhibit_code || '|')
)

select * from final
