{#- The star joins completely: whoever joins a fact with a dimension keeps everybody, and a code is
    empty only where it has no meaning (the sector of somebody who was not sexually exploited; the
    unit of whom no known unit notified). Each line: the column of the fact, the dimension, the column
    there, who must have a code if not everybody. The other facts are made of these rows. -#}
{%- set shared = [
    ('notification_year', 'dim_years', 'notification_year', none),
    ('trafficking_form_code', 'dim_trafficking_forms', 'trafficking_form_code', none),
    ('gender_code', 'dim_genders', 'gender_code', none),
    ('age_band_code', 'dim_age_bands', 'age_band_code', none),
    ('nationality_code', 'dim_nationalities', 'nationality_code', none),
    ('origin_region_code', 'dim_origin_regions', 'origin_region_code', none),
] -%}
{%- set facts = {
    'fct_known_victim_years': shared + [
        ('form_combination_code', 'dim_form_combinations', 'form_combination_code', none),
        ('adulthood_code', 'dim_adulthoods', 'adulthood_code', none),
        ('nationality_class_code', 'dim_nationality_classes', 'nationality_class_code', none),
        ('cooperates_code', 'dim_cooperation', 'cooperates_code', none),
        ('prostitution_sector_code', 'dim_prostitution_sectors', 'prostitution_sector_code',
            'facts.has_sexual'),
        ('visibility_code', 'dim_visibilities', 'visibility_code', 'facts.has_sexual'),
        ('labour_sector_combination_code', 'dim_labour_sector_combinations',
            'labour_sector_combination_code', 'facts.has_labour'),
        ('labour_sector_combination_code', 'bridge_labour_sector_combinations',
            'labour_sector_combination_code', 'facts.has_labour'),
        ('criminal_manner_combination_code', 'dim_criminal_manner_combinations',
            'criminal_manner_combination_code', 'facts.has_criminal'),
        ('criminal_manner_combination_code', 'bridge_criminal_manner_combinations',
            'criminal_manner_combination_code', 'facts.has_criminal'),
        ('first_police_unit_code', 'dim_police_units', 'police_unit_code', 'false'),
        ('first_reporter_code', 'dim_first_reporters', 'first_reporter_code',
            'facts.has_notification'),
        ('exclusion_rule_id', 'dim_exclusion_rules', 'exclusion_rule_id',
            'not facts.is_in_analysis_population'),
    ],
    'fct_known_notifications': shared + [
        ('exclusion_rule_id', 'dim_exclusion_rules', 'exclusion_rule_id', 'false'),
        ('reporter_group_code', 'dim_reporter_groups', 'reporter_group_code', none),
        ('reporter_code', 'dim_reporters', 'reporter_code', none),
        ('legal_basis_code', 'dim_legal_bases', 'legal_basis_code', none),
    ],
    'fct_known_police_unit_notifications': shared + [
        ('exclusion_rule_id', 'dim_exclusion_rules', 'exclusion_rule_id', 'false'),
        ('police_unit_code', 'dim_police_units', 'police_unit_code', none),
    ],
} -%}

with
{#- Every fact is read once. #}
{%- for fact, columns in facts.items() %}
{%- set codes = columns | map(attribute=0) | unique | list %}
{%- set flags = ['has_sexual', 'has_labour', 'has_criminal', 'has_notification',
    'is_in_analysis_population'] if fact == 'fct_known_victim_years' else [] %}
{{ fact }} as (
    select
        {%- for column in codes + flags %}
        facts.{{ column }},
        {%- endfor %}
        count(*) as fact_rows
    from {{ ref(fact) }} as facts
    group by
        {%- for column in codes + flags %}
        facts.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
),
{% endfor %}
problems as (
    {%- for fact, columns in facts.items() %}
    {%- for column, dimension, key, must_be_there in columns %}
    select
        '{{ fact }}' as fact_name,
        '{{ column }}' as column_name,
        coalesce(cast(facts.{{ column }} as string), 'an empty code')
        || ' is not in {{ dimension }}' as problem,
        sum(facts.fact_rows) as fact_rows
    from {{ fact }} as facts
    where
        not exists (
            select 1
            from {{ ref(dimension) }} as dimensions
            where facts.{{ column }} = dimensions.{{ key }}
        )
        {%- if must_be_there %}
        and (facts.{{ column }} is not null or {{ must_be_there }})
        {%- endif %}
    group by facts.{{ column }}
    union all
    {%- endfor %}
    {%- endfor %}
    select
        'fct_known_victim_years' as fact_name,
        null as column_name,
        'the fact has no rows' as problem,
        0 as fact_rows
    where not exists (select 1 from fct_known_victim_years)
)

select * from problems
