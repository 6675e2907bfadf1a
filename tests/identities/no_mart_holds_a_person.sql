{#- Privacy: no column of a mart is named after a person, no key of a mart is a pseudonym or made of
    one, no date is finer than a month, and of a rejected record identifiers of the delivery are kept
    and nothing of the person (R-22). -#}
{%- set facts = [
    'fct_known_victim_years', 'fct_victim_years', 'fct_notifications',
    'fct_police_unit_notifications', 'fct_returning_victim_years',
] -%}
{%- set marts = [
    'published_cells', 'fig_2_01_known_victims', 'fig_2_02_emm_victims',
    'fig_2_03_exploitation_forms', 'fig_2_04a_prostitution_sectors',
    'fig_2_04b_imputed_visibility', 'fig_2_05_labour_sectors', 'fig_2_06_criminal_manners',
    'fig_2_07_trafficking_forms', 'fig_2_08_gender', 'fig_2_09_origin_regions', 'fig_2_10_age',
    'fig_2_11_reporters', 'fig_2_12_police_units', 'fig_2_13_police_notifications',
    'tab_2_1_top_nationalities', 'fct_known_victim_years', 'fct_victim_years',
    'fct_notifications', 'fct_police_unit_notifications', 'fct_returning_victim_years',
    'bridge_criminal_manner_combinations', 'bridge_labour_sector_combinations', 'dim_adulthoods',
    'dim_age_bands', 'dim_cooperation', 'dim_criminal_manner_combinations',
    'dim_criminal_manners', 'dim_edition_years', 'dim_editions', 'dim_exclusion_rules',
    'dim_exhibit_columns', 'dim_exhibits', 'dim_exploitation_forms', 'dim_first_reporters',
    'dim_form_combinations', 'dim_genders', 'dim_labour_sector_combinations',
    'dim_labour_sectors', 'dim_legal_bases', 'dim_nationalities', 'dim_nationality_classes',
    'dim_origin_regions', 'dim_police_units', 'dim_prostitution_sectors',
    'dim_reporter_groups', 'dim_reporters', 'dim_trafficking_forms', 'dim_visibilities',
    'dim_years', 'labelled_notifications', 'labelled_victim_years',
] -%}
{%- for mart in marts + ['aud_record_fate', 'aud_cell_members'] %}
-- depends_on: {{ ref(mart) }}
{%- endfor %}
with columns as (
    select
        columns.table_schema,
        columns.table_name,
        columns.column_name
    from {{ built_columns(['marts', 'intermediate', 'audit']) }} as columns
),

pseudonyms as (
    select distinct victim_years.person_pseudonym
    from {{ ref('int_victim_years__resolved') }} as victim_years
),

records as (
    select * from {{ ref('int_records__decoded') }}
),

keys as (
    {%- for fact in facts %}
    select
        '{{ fact }}' as table_name,
        facts.victim_year_key
    from {{ ref(fact) }} as facts
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

problems as (
    select
        columns.table_name,
        columns.column_name,
        'a mart has a column of a person or of a record' as problem
    from columns
    where
        columns.table_schema = 'marts'
        and {{ matches_pattern(
            'columns.column_name',
            '.*(pseudonym|birth|record_id|record_key|notification_id).*|person.*'
        ) }}
    union all
    select
        'int_records__decoded' as table_name,
        null as column_name,
        'a rejected record is kept with values of its person' as problem
    from records
    where
        records.rejection_reason_code is not null
        and (
            records.has_sexual
            or records.has_labour
            or records.has_criminal
            or records.has_organ
            {%- for column in [
                'person_pseudonym', 'received_on', 'notification_year', 'birth_on', 'reported_age',
                'gender_code', 'nationality_code', 'prostitution_order',
                'labour_sector_combination_code', 'criminal_manner_combination_code',
                'cooperates_code',
            ] %}
            or records.{{ column }} is not null
            {%- endfor %}
        )
    having count(*) > 0
    union all
    select
        columns.table_name,
        columns.column_name,
        'the fates have a column that is no identifier, rule or reason' as problem
    from columns
    where
        columns.table_schema = 'audit'
        and columns.table_name = 'aud_record_fate'
        and columns.column_name not in (
            'record_key', 'record_id', 'source_table', 'delivery_id', 'fate_code', 'rule_id',
            'rejection_reason_code', 'detail', 'victim_year_key'
        )
    union all
    select
        keys.table_name,
        'victim_year_key' as column_name,
        'a key is a pseudonym, a hash of one or an id of a record' as problem
    from keys
    where
        keys.victim_year_key in (select pseudonyms.person_pseudonym from pseudonyms)
        or keys.victim_year_key in (select md5(pseudonyms.person_pseudonym) from pseudonyms)
        or keys.victim_year_key in (select records.record_key from records)
        or keys.victim_year_key in (
            select records.notification_id
            from records
            where records.notification_id is not null
        )
    group by keys.table_name
    union all
    select
        'fct_known_victim_years' as table_name,
        'first_notification_month' as column_name,
        'a day of a notification is told, and not only its month' as problem
    from {{ ref('fct_known_victim_years') }} as victim_years
    where extract(day from victim_years.first_notification_month) <> 1
    having count(*) > 0
    union all
    select
        'marts' as table_name,
        null as column_name,
        'fewer marts were looked at than there are' as problem
    where
        (
            select count(distinct columns.table_name)
            from columns
            where columns.table_schema = 'marts'
        ) < {{ marts | length }}
    union all
    select
        'marts' as table_name,
        null as column_name,
        'no pseudonym and no key to look for' as problem
    where not exists (select 1 from pseudonyms) or not exists (select 1 from keys)
)

select * from problems
