with exhibit_rows as (
    select * from {{ ref('ref_exhibit_rows') }}
),

exhibit_columns as (
    select * from {{ ref('ref_exhibit_columns') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }}
),

row_codes as (
    select * from {{ ref('dim_codes') }}
),

registration_years as (
    select * from {{ ref('ref_attribute_registration_years') }}
),

category_editions as (
    select * from {{ ref('ref_category_editions') }}
),

editions as (
    select * from {{ ref('int_editions__covered') }}
),

-- Tabel 2.1 shows the nationalities that reach the top in some column of the edition (R-28).
shown_nationalities as (
    select
        ranks.edition_code,
        ranks.row_code
    from {{ ref('cell_nationality_ranks') }} as ranks
    where ranks.is_in_top
    group by ranks.edition_code, ranks.row_code
),

final as (
    select
        columns.edition_code,
        exhibit_rows.exhibit_code,
        columns.column_kind,
        columns.column_code,
        exhibit_rows.row_kind,
        row_codes.code as row_code,
        exhibit_rows.measure,
        exhibit_rows.base_row_kind,
        exhibit_rows.base_row_code
    from exhibit_rows
    inner join exhibit_columns
        on exhibit_rows.exhibit_code = exhibit_columns.exhibit_code
    inner join columns
        on exhibit_columns.column_kind = columns.column_kind
    inner join editions
        on columns.edition_code = editions.edition_code
    inner join row_codes
        on exhibit_rows.list_code = row_codes.list_code
    left join registration_years
        on exhibit_rows.attribute_code = registration_years.attribute_code
    where
        -- a year in which the attribute was not registered has no column
        (
            registration_years.attribute_code is null
            or columns.column_kind <> 'year'
            or columns.year_from
            between registration_years.registered_from_year
            and registration_years.registered_to_year
        )
        -- distinct persons exist for the edition as a whole only
        and (exhibit_rows.measure <> 'persons' or columns.column_kind = 'edition')
        -- a category that the edition publishes as another has no row
        and not exists (
            select 1
            from category_editions
            where
                category_editions.attribute_code = exhibit_rows.row_kind
                and category_editions.category_code = row_codes.code
                and category_editions.published_code <> category_editions.category_code
                and editions.year_to between category_editions.edition_year_to_from
                and category_editions.edition_year_to_to
        )
        and (
            exhibit_rows.row_kind <> 'nationality'
            or exists (
                select 1
                from shown_nationalities
                where
                    columns.edition_code = shown_nationalities.edition_code
                    and row_codes.code = shown_nationalities.row_code
            )
        )
)

select * from final
