{#- Privacy: no column of a mart is named after a person, no key of a mart is a pseudonym or made of
    one, and the tables that hold rejected records have identifiers of the delivery and nothing else
    (R-22). -#}
{%- set facts = [
    'fct_known_victim_years', 'fct_victim_years', 'fct_notifications',
    'fct_police_unit_notifications',
] -%}
{%- for mart in [
    'published_cells', 'fct_known_victim_years', 'fct_victim_years', 'fct_notifications',
    'fct_police_unit_notifications', 'dim_codes', 'dim_editions', 'dim_exhibits', 'dim_exhibit_columns',
    'tab_2_1_top_nationalities', 'fig_2_01_known_victims', 'fig_2_02_emm_victims', 'fig_2_03_exploitation_forms',
    'fig_2_04a_prostitution_sectors', 'fig_2_04b_imputed_visibility', 'fig_2_05_labour_sectors',
    'fig_2_06_criminal_manners', 'fig_2_07_trafficking_forms', 'fig_2_08_gender', 'fig_2_09_origin_regions',
    'fig_2_10_age', 'fig_2_11_reporters', 'fig_2_12_police_units', 'fig_2_13_police_notifications',
] %}
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
    select
        accepted.record_key,
        accepted.notification_id
    from {{ ref('int_records__accepted') }} as accepted
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
        columns.table_name,
        columns.column_name,
        'the rejection log has a column that is no identifier of the delivery' as problem
    from columns
    where
        columns.table_schema = 'intermediate'
        and columns.table_name = 'int_records__rejected'
        and columns.column_name not in (
            'record_key', 'record_id', 'source_table', 'delivery_id', 'delivered_on',
            'notification_id', 'version_number', 'reason_code', 'rule_id',
            'supersedes_lower_versions'
        )
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
            'reason_code', 'detail', 'victim_year_key'
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
        'marts' as table_name,
        null as column_name,
        'fewer than 24 marts were looked at' as problem
    where
        (
            select count(distinct columns.table_name)
            from columns
            where columns.table_schema = 'marts'
        ) < 24
    union all
    select
        'marts' as table_name,
        null as column_name,
        'no pseudonym and no key to look for' as problem
    where not exists (select 1 from pseudonyms) or not exists (select 1 from keys)
)

select * from problems
