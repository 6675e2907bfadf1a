{#- The grid is complete: every exhibit has every row of its code lists in every column, with a
    value; percentages are those of R-31, worked out here from whole numbers alone; counts are whole
    and not negative. A kind of row has its codes in ref_row_codes, or in a dimension that an exhibit
    reads and whose key has its name (gender, gender_code). -#}
{%- set other_names = {'exploitation_form': 'any_form'} -%}
{%- set without_unknown = ['prostitution_sector', 'visibility'] -%}
{%- set lists = {} -%}
{%- if execute -%}
    {%- for model_name in exhibit_models() -%}
        {%- set exhibit = graph.nodes['model.' ~ project_name ~ '.' ~ model_name] -%}
        {%- for parent in exhibit.depends_on.nodes if '.dim_' in parent -%}
            {%- set dimension = graph.nodes[parent] -%}
            {%- set column = (dimension.columns | list)[0] -%}
            {%- if 'is_unknown' in dimension.columns -%}
                {%- set row_kind = column.removesuffix('_code') -%}
                {%- do lists.update({other_names.get(row_kind, row_kind): (dimension, column)}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif %}

with cells as (
    select * from {{ ref('published_cells') }}
),

columns as (
    select
        dim_exhibit_columns.edition_code,
        dim_exhibit_columns.column_kind,
        dim_exhibit_columns.column_code,
        min(dim_exhibit_columns.year_from) as year_from
    from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    group by
        dim_exhibit_columns.edition_code,
        dim_exhibit_columns.column_kind,
        dim_exhibit_columns.column_code
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

editions as (
    select * from {{ ref('dim_editions') }}
),

exhibit_rows as (
    select * from {{ ref('ref_exhibit_rows') }}
),

row_codes as (
    select
        codes.row_kind,
        codes.row_code
    from {{ ref('ref_row_codes') }} as codes
    {%- for row_kind, (dimension, column) in lists.items() %}
    union all
    select
        '{{ row_kind }}' as row_kind,
        codes.{{ column }} as row_code
    from {{ dimension.schema }}.{{ dimension.alias }} as codes
    {%- if row_kind in without_unknown %}
    where not codes.is_unknown
    {%- endif %}
    {%- endfor %}
),

-- What must be there, whoever is in the register. Nationalities, persons, the manner of criminal
-- exploitation and street prostitution have rules of their own (R-28, R-04, R-03), checked below or
-- elsewhere.
expected as (
    select
        columns.edition_code,
        exhibit_rows.exhibit_code,
        columns.column_kind,
        columns.column_code,
        exhibit_rows.row_kind,
        row_codes.row_code,
        exhibit_rows.measure
    from exhibit_rows
    inner join exhibit_columns
        on exhibit_rows.exhibit_code = exhibit_columns.exhibit_code
    inner join columns
        on exhibit_columns.column_kind = columns.column_kind
    inner join row_codes
        on exhibit_rows.row_kind = row_codes.row_kind
    where
        exhibit_rows.row_kind not in ('nationality', 'persons')
        and not (
            exhibit_rows.exhibit_code = 'fig_2_06'
            and columns.column_kind = 'year'
            and columns.year_from < 2016
        )
        and not (row_codes.row_code = 'STRAAT' and columns.edition_code < '2015-2019')
),

rules_of_their_own as (
    select * from cells
    where
        cells.row_kind in ('nationality', 'persons')
),

problems as (
    select
        expected.edition_code,
        expected.exhibit_code,
        expected.column_code,
        expected.row_kind,
        expected.row_code,
        'the cell is missing' as problem
    from expected
    where not exists (
        select 1
        from cells
        where
            cells.edition_code = expected.edition_code
            and cells.exhibit_code = expected.exhibit_code
            and cells.column_kind = expected.column_kind
            and cells.column_code = expected.column_code
            and cells.row_kind = expected.row_kind
            and cells.row_code = expected.row_code
            and cells.measure = expected.measure
    )
    union all
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'the cell is not in the grid' as problem
    from cells
    where
        cells.row_kind not in ('nationality', 'persons')
        and not exists (
            select 1
            from expected
            where
                cells.edition_code = expected.edition_code
                and cells.exhibit_code = expected.exhibit_code
                and cells.column_kind = expected.column_kind
                and cells.column_code = expected.column_code
                and cells.row_kind = expected.row_kind
                and cells.row_code = expected.row_code
                and cells.measure = expected.measure
        )
    union all
    -- a nationality that is shown is shown in every column, with a count and a rank; persons in one
    -- column
    select
        rows_shown.edition_code,
        rows_shown.exhibit_code,
        null as column_code,
        rows_shown.row_kind,
        rows_shown.row_code,
        'the row has ' || rows_shown.cell_count || ' cells' as problem
    from (
        select
            rules_of_their_own.edition_code,
            rules_of_their_own.exhibit_code,
            rules_of_their_own.row_kind,
            rules_of_their_own.row_code,
            count(*) as cell_count
        from rules_of_their_own
        group by
            rules_of_their_own.edition_code,
            rules_of_their_own.exhibit_code,
            rules_of_their_own.row_kind,
            rules_of_their_own.row_code
    ) as rows_shown
    where
        rows_shown.cell_count <> case
            when rows_shown.row_kind = 'persons' then 1
            else (
                select 2 * count(*)
                from columns
                where
                    columns.edition_code = rows_shown.edition_code
                    and columns.column_kind <> 'period'
            )
        end
    union all
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'a value is missing, negative, not whole or not its count' as problem
    from cells
    where
        cells.value < 0
        or (cells.value is null and cells.measure not in ('rank', 'mean_age'))
        or (
            cells.measure not in ('mean_age', 'victims_known_or_imputed')
            and cells.value <> cast(cells.value as bigint)
        )
        or cells.unit_count is distinct from case
            when cells.measure not in ('rank', 'mean_age', 'victims_known_or_imputed')
                then cells.value
        end
    union all
    -- in decimals without a division, so that nothing is rounded before it is compared
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'the percentage is ' || coalesce(cast(cells.pct as string), 'empty')
        || ' for ' || cells.value
        || ' of ' || coalesce(cast(cells.base as string), 'nothing') as problem
    from cells
    where
        (coalesce(cells.base, 0) = 0 and cells.pct is not null)
        or (coalesce(cells.base, 0) > 0 and cells.pct is null)
        -- half up: base x (2 pct - 1) <= 200 value < base x (2 pct + 1)
        or (cells.base > 0 and not cells.base * (2 * cells.pct - 1) <= 200 * cells.value)
        or (cells.base > 0 and not 200 * cells.value < cells.base * (2 * cells.pct + 1))
        or cells.value > cells.base
    union all
    select
        editions.edition_code,
        null as exhibit_code,
        null as column_code,
        null as row_kind,
        null as row_code,
        'the edition has ' || count(distinct cells.exhibit_code) || ' exhibits and '
        || count(cells.pct) || ' percentages' as problem
    from editions
    left join cells
        on editions.edition_code = cells.edition_code
    group by editions.edition_code
    having
        count(distinct cells.exhibit_code) <> (
            select count(*)
            from {{ ref('ref_exhibits') }}
        )
    union all
    select
        null as edition_code,
        exhibit_rows.exhibit_code,
        null as column_code,
        exhibit_rows.row_kind,
        null as row_code,
        'its codes are neither in ref_row_codes nor in a dimension that the exhibit reads'
            as problem
    from exhibit_rows
    where
        exhibit_rows.row_kind not in ('nationality', 'persons')
        and exhibit_rows.row_kind not in (select row_codes.row_kind from row_codes)
    union all
    select
        null as edition_code,
        null as exhibit_code,
        null as column_code,
        null as row_kind,
        null as row_code,
        'no edition is published' as problem
    where not exists (select 1 from editions)
)

select * from problems
