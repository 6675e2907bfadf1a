{#- What the exhibits are made of: each has a number, a model and a place of its own, rows, columns,
    bases that exist, and a Dutch and an English label for everything that is shown. -#}
with exhibits as (
    select * from {{ ref('ref_exhibits') }}
),

exhibit_rows as (
    select * from {{ ref('ref_exhibit_rows') }}
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

row_codes as (
    select * from {{ ref('ref_row_codes') }}
),

registration_years as (
    select * from {{ ref('ref_attribute_registration_years') }}
),

problems as (
    select
        'exhibits' as what,
        'there are ' || count(*) || ' exhibits, '
        || count(distinct exhibits.number_nl) || ' numbers, '
        || count(distinct exhibits.model_name) || ' models, '
        || count(distinct exhibits.sort_order) || ' places' as problem
    from exhibits
    having
        count(*) = 0
        or count(distinct exhibits.number_nl) <> count(*)
        or count(distinct exhibits.number_en) <> count(*)
        or count(distinct exhibits.model_name) <> count(*)
        or count(distinct exhibits.sort_order) <> count(*)
    union all
    select
        exhibits.exhibit_code,
        'its model is not named in macros/exhibits/exhibit_models.sql' as problem
    from exhibits
    where
        exhibits.model_name not in (
            {%- for model_name in exhibit_models() %}
            '{{ model_name }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
    union all
    select
        exhibits.exhibit_code,
        'has no rows, no columns, a model of another name or a measure that no row has' as problem
    from exhibits
    where
        not exists (
            select 1
            from exhibit_rows
            where
                exhibit_rows.exhibit_code = exhibits.exhibit_code
                and exhibit_rows.measure = exhibits.main_measure
        )
        or exhibits.exhibit_code not in (select exhibit_columns.exhibit_code from exhibit_columns)
        or left(exhibits.model_name, length(exhibits.exhibit_code) + 1)
        <> exhibits.exhibit_code || '_'
    union all
    select
        exhibit_rows.exhibit_code || ' ' || exhibit_rows.row_kind
        || ' ' || exhibit_rows.measure as what,
        case
            when exhibit_rows.exhibit_code not in (select exhibits.exhibit_code from exhibits)
                then 'belongs to no exhibit'
            when exhibit_rows.is_count is null or exhibit_rows.measure is null
                then 'has no measure'
            when exhibit_rows.only_column_kind is not null
                and exhibit_rows.only_column_kind not in (
                    select exhibit_columns.column_kind
                    from exhibit_columns
                    where exhibit_columns.exhibit_code = exhibit_rows.exhibit_code
                )
                then 'has a kind of column that the exhibit has not'
            else 'has a base that is no row of the exhibit'
        end as problem
    from exhibit_rows
    where
        exhibit_rows.exhibit_code not in (select exhibits.exhibit_code from exhibits)
        or exhibit_rows.is_count is null
        or exhibit_rows.measure is null
        or exhibit_rows.only_column_kind not in (
            select exhibit_columns.column_kind
            from exhibit_columns
            where exhibit_columns.exhibit_code = exhibit_rows.exhibit_code
        )
        or (exhibit_rows.base_row_kind is null) <> (exhibit_rows.base_row_code is null)
        or (
            exhibit_rows.base_row_kind is not null
            and not exists (
                select 1
                from exhibit_rows as bases
                inner join row_codes
                    on bases.row_kind = row_codes.row_kind
                where
                    bases.exhibit_code = exhibit_rows.exhibit_code
                    and bases.row_kind = exhibit_rows.base_row_kind
                    and bases.is_count
                    and row_codes.row_code = exhibit_rows.base_row_code
            )
        )
    union all
    select
        exhibit_rows.exhibit_code || ' ' || exhibit_rows.row_kind
        || ' ' || exhibit_rows.measure as what,
        'is listed ' || count(*) || ' times' as problem
    from exhibit_rows
    group by exhibit_rows.exhibit_code, exhibit_rows.row_kind, exhibit_rows.measure
    having count(*) > 1
    union all
    select
        exhibit_columns.exhibit_code || ' ' || exhibit_columns.column_kind as what,
        'is no kind of column of an exhibit, or has an attribute that was never registered'
            as problem
    from exhibit_columns
    where
        exhibit_columns.exhibit_code not in (select exhibits.exhibit_code from exhibits)
        or exhibit_columns.column_kind not in ('year', 'edition', 'trafficking_form', 'period')
        or exhibit_columns.attribute_code not in (
            select registration_years.attribute_code
            from registration_years
        )
    union all
    select
        row_codes.row_kind || ' ' || row_codes.row_code as what,
        'is listed ' || count(*) || ' times, or has no label or place' as problem
    from row_codes
    group by row_codes.row_kind, row_codes.row_code
    having
        count(*) > 1
        or bool_or(
            coalesce(trim(row_codes.label_nl), '') = ''
            or coalesce(trim(row_codes.label_en), '') = ''
            or row_codes.sort_order is null
        )
    union all
    select
        'rows of kind ' || row_codes.row_kind as what,
        'belong to no exhibit' as problem
    from row_codes
    where row_codes.row_kind not in (select exhibit_rows.row_kind from exhibit_rows)
    group by row_codes.row_kind
)

select * from problems
