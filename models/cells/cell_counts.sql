{#- exhibit, kind of row, expression of the row's code, measure, condition -#}
{%- set counts = {
    'known_victim_years': [
        ('fig_2_01', 'population_line', "'ALL_KNOWN'", 'victims', 'true'),
        ('fig_2_01', 'population_line', "'WITHOUT_EMM_ONLY'", 'victims', 'not facts.is_emm_only and not facts.is_om_letter_only'),
        ('fig_2_01', 'population_line', "'ANALYSIS_POPULATION'", 'victims', 'facts.is_in_analysis_population'),
        ('fig_2_02', 'total', "'total'", 'victims', 'facts.is_emm_known'),
        ('fig_2_02', 'emm_knowledge', "case when facts.is_emm_only then 'EMM_ONLY' else 'EMM_AND_REPORTER' end", 'victims', 'facts.is_emm_known'),
    ],
    'victim_years': [
        ('fig_2_01', 'persons', "'ANALYSIS_POPULATION'", 'persons', 'facts.is_first_of_person_in_edition'),
        ('fig_2_03', 'form_combination', 'facts.form_combination_code', 'victims', 'true'),
        ('fig_2_03', 'any_form', "'SU'", 'victims', 'facts.has_sexual'),
        ('fig_2_03', 'any_form', "'AU'", 'victims', 'facts.has_labour'),
        ('fig_2_03', 'any_form', "'CU'", 'victims', 'facts.has_criminal'),
        ('fig_2_03', 'any_form', "'OV'", 'victims', 'facts.has_organ'),
        ('fig_2_03', 'any_form', "'ONB'", 'victims', 'facts.is_form_unknown'),
        ('fig_2_03', 'total', "'total'", 'victims', 'true'),
        ('fig_2_04a', 'prostitution_sector', 'facts.prostitution_sector_code', 'victims', "facts.prostitution_sector_code <> 'ONB'"),
        ('fig_2_04a', 'sector_knowledge', "case when facts.prostitution_sector_code = 'ONB' then 'UNKNOWN' else 'KNOWN' end", 'victims', 'facts.has_sexual'),
        ('fig_2_04a', 'total', "'total'", 'victims', 'facts.has_sexual'),
        ('fig_2_05', 'labour_sector', 'facts.labour_sector_code', 'victims', 'facts.has_labour'),
        ('fig_2_05', 'total', "'total'", 'victims', 'facts.has_labour'),
        ('fig_2_06', 'criminal_manner', 'facts.criminal_manner_code', 'victims', 'facts.criminal_manner_code is not null'),
        ('fig_2_06', 'total', "'total'", 'victims', 'facts.criminal_manner_code is not null'),
        ('fig_2_07', 'trafficking_form', 'facts.trafficking_form_code', 'victims', 'true'),
        ('fig_2_07', 'total', "'total'", 'victims', 'true'),
        ('fig_2_08', 'gender', 'facts.gender_code', 'victims', 'true'),
        ('fig_2_08', 'total', "'total'", 'victims', 'true'),
        ('fig_2_09', 'origin_region', 'facts.origin_region_code', 'victims', 'true'),
        ('fig_2_09', 'total', "'total'", 'victims', 'true'),
        ('fig_2_10', 'age_band', 'facts.age_band_code', 'victims', 'true'),
        ('fig_2_10', 'total', "'total'", 'victims', 'true'),
        ('tab_2_1', 'nationality', 'facts.nationality_code', 'victims', 'true'),
        ('tab_2_1', 'total', "'total'", 'victims', 'true'),
    ],
    'notifications': [
        ('fig_2_11', 'reporter_group', 'facts.reporter_group_code', 'notifications', 'true'),
        ('fig_2_11', 'legal_basis', 'facts.legal_basis_code', 'notifications', 'true'),
        ('fig_2_11', 'total', "'total'", 'notifications', 'true'),
        ('fig_2_13', 'trafficking_form', 'facts.trafficking_form_code', 'notifications', "facts.reporter_group_code = 'POL'"),
        ('fig_2_13', 'form_by_origin', "facts.trafficking_form_code || case when facts.origin_region_code = 'AFR' then ':AFR' else ':OTHER' end", 'notifications', "facts.reporter_group_code = 'POL' and facts.trafficking_form_code in ('GO-SU', 'CU')"),
        ('fig_2_13', 'total', "'total'", 'notifications', "facts.reporter_group_code = 'POL'"),
    ],
    'police_unit_notifications': [
        ('fig_2_12', 'police_unit', 'facts.police_unit_code', 'police_unit_notifications', 'true'),
        ('fig_2_12', 'total', "'total'", 'police_unit_notifications', 'true'),
    ],
} -%}

{#- Every count reads the facts by itself, and of them the few columns that it needs: DuckDB keeps a
    common table expression that is named twice as a table, with all columns that any count needs. -#}
with counts as (
    {%- for fact, rows in counts.items() %}
    {%- set outer_loop = loop %}
    {%- for exhibit, row_kind, row_code, measure, condition in rows %}
    select
        facts.edition_code,
        '{{ exhibit }}' as exhibit_code,
        '{{ row_kind }}' as row_kind,
        {{ row_code }} as row_code,
        '{{ measure }}' as measure,
        facts.notification_year,
        {% if fact == 'known_victim_years' -%}
        cast(null as string) as trafficking_form_code
        {%- else -%}
        facts.trafficking_form_code
        {%- endif %},
        count(*) as unit_count
    from {{ ref('fct_' ~ fact) }} as facts
    where {{ condition }}
    group by all
    {%- if not (loop.last and outer_loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
)

select
    counts.edition_code,
    counts.exhibit_code,
    counts.row_kind,
    counts.row_code,
    counts.measure,
    counts.notification_year,
    counts.trafficking_form_code,
    cast(counts.unit_count as integer) as unit_count
from counts
