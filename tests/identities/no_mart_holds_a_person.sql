{#- Privacy: no column of a mart is named after a person, no mart holds a pseudonym, a hash of one
    or an id of a record, no date is finer than a month, and of a rejected record identifiers of the
    delivery are kept and nothing of the person (R-22). The marts and their columns come from the
    project itself: a new mart is looked at without being named here. -#}

{#- The only columns that may tell one victim from another. -#}
{%- set keys = {
    'fct_known_victim_years': 'victim_year_key',
    'fct_victim_years': 'victim_year_key',
    'fct_known_notifications': 'victim_year_key',
    'fct_known_police_unit_notifications': 'victim_year_key',
    'fct_notifications': 'victim_year_key',
    'fct_police_unit_notifications': 'victim_year_key',
    'fct_returning_victim_years': 'victim_year_key',
    'labelled_notifications': 'victim_year_key',
    'labelled_victim_years': 'victim_year_key',
} -%}

{#- The only column of the marts with a date, which is the first of its month. -#}
{%- set month_column = 'first_notification_month' -%}

{#- The other marts that no mart reads: with these and the ones above, all marts are built before
    this test looks at them. -#}
{%- set last_marts = [
    'published_cells_in_print', 'bridge_edition_rules', 'dim_adulthoods', 'dim_edition_years', 'dim_exclusion_rules',
    'dim_exhibits', 'dim_first_reporters', 'dim_nationality_classes', 'dim_years',
] -%}
{%- for model_name in (keys | list) + last_marts + ['aud_record_fate', 'aud_cell_members'] %}
-- depends_on: {{ ref(model_name) }}
{%- endfor %}

{%- set marts = [] -%}
{%- set read_by_marts = [] -%}
{#- What the project itself shows to be wrong, before anything is looked at. -#}
{%- set found = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.schema == 'marts' -%}
        {%- do marts.append(node) -%}
        {%- do read_by_marts.extend(node.depends_on.nodes) -%}
        {%- for column in node.columns.values() -%}
            {%- if column.name.endswith('_key') and keys.get(node.name) != column.name -%}
                {%- do found.append((node.name, column.name,
                    'a key that is not in the list of this test: may this mart tell one victim '
                    ~ 'from another?')) -%}
            {%- endif -%}
            {%- if column.data_type in ['date', 'timestamp'] and column.name != month_column -%}
                {%- do found.append((node.name, column.name,
                    'a mart has a date, or a month under another name than ' ~ month_column)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for mart in marts
        if mart.unique_id not in read_by_marts and mart.name not in keys | list + last_marts -%}
        {%- do found.append((mart.name, '',
            'no other mart reads this one: add it to last_marts, so that it is built before this '
            ~ 'test')) -%}
    {%- endfor -%}
{%- endif %}

with columns as (
    select
        columns.table_schema,
        columns.table_name,
        columns.column_name
    from {{ built_columns(['marts', 'audit']) }} as columns
),

marts_of_project as (
    select named.mart_name
    from (
        -- A row of nothing, so that there is one.
        values (''){% for mart in marts %},
        ('{{ mart.name }}'){% endfor %}
    ) as named (mart_name)
    where named.mart_name <> ''
),

problems_of_project as (
    select
        named.mart_name,
        nullif(named.column_name, '') as column_name,
        named.problem
    from (
        values ('', '', ''){% for problem in found %},
        ('{{ problem | join("', '") }}'){% endfor %}
    ) as named (mart_name, column_name, problem)
    where named.mart_name <> ''
),

records as (
    select * from {{ ref('int_records__decoded') }}
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

identifiers as (
    -- One that is as short as a code of the project is not looked for: it could be one.
    select victim_years.person_pseudonym as identifier
    from victim_years
    where length(victim_years.person_pseudonym) > 8
    union
    select md5(victim_years.person_pseudonym) as identifier
    from victim_years
    union
    select records.record_key as identifier
    from records
    where length(records.record_key) > 8
    union
    select records.notification_id as identifier
    from records
    where length(records.notification_id) > 8
),

mart_values as (
    -- Of the facts the keys, of every other mart all that it holds.
    {%- for mart in marts %}
    {%- set columns = [keys[mart.name]] if mart.name in keys else mart.columns | list %}
    select
        '{{ mart.name }}' as table_name,
        cells.column_name,
        cells.cell_value as mart_value
    from {{ cells_in_columns(mart.schema ~ '.' ~ mart.alias, columns) }} as cells
    union
    {%- endfor %}
    select
        null as table_name,
        null as column_name,
        null as mart_value
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
        mart_values.table_name,
        mart_values.column_name,
        'a mart holds a pseudonym, a hash of one or an id of a record' as problem
    from mart_values
    where mart_values.mart_value in (select identifiers.identifier from identifiers)
    group by mart_values.table_name, mart_values.column_name
    union all
    select
        problems_of_project.mart_name as table_name,
        problems_of_project.column_name,
        problems_of_project.problem
    from problems_of_project
    {%- for mart in marts if month_column in mart.columns %}
    union all
    select
        '{{ mart.name }}' as table_name,
        '{{ month_column }}' as column_name,
        'a mart tells the day of a notification, and not only its month' as problem
    from {{ mart.schema }}.{{ mart.alias }} as marts
    where extract(day from marts.{{ month_column }}) <> 1
    having count(*) > 0
    {%- endfor %}
    union all
    select
        marts_of_project.mart_name as table_name,
        null as column_name,
        'this mart is not built' as problem
    from marts_of_project
    where marts_of_project.mart_name not in (
        select columns.table_name
        from columns
        where columns.table_schema = 'marts'
    )
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
        'marts' as table_name,
        null as column_name,
        'no mart or no identifier to look for' as problem
    where
        {{ marts | length }} = 0
        or not exists (select 1 from identifiers)
)

select * from problems
