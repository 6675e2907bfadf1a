with returned as (
    select
        witness_return.witness_row_id,
        witness_return.reported_year,
        witness_return.dimension,
        witness_return.category,
        witness_return.sex,
        witness_return.age,
        witness_return.printed_value,
        -- '<5' hides 0 to 4.
        coalesce(cast(nullif(witness_return.printed_value, '<5') as integer), 0) as lowest_value,
        coalesce(cast(nullif(witness_return.printed_value, '<5') as integer), 4) as highest_value
    from {{ ref('witness_return') }} as witness_return
),

categories as (
    select * from {{ ref('witness_categories') }}
),

register_years as (
    select * from {{ ref('dim_years') }}
),

-- A category of which the return has the same cell several times cannot be read in that year.
repeated as (
    select distinct
        cells.reported_year,
        cells.dimension,
        cells.category
    from (
        select
            returned.reported_year,
            returned.dimension,
            returned.category
        from returned
        group by
            returned.reported_year,
            returned.dimension,
            returned.category,
            returned.sex,
            returned.age
        having count(*) > 1
    ) as cells
),

-- Fewer than five victims for each form: nobody filled the forms in.
without_forms as (
    select
        returned.reported_year,
        returned.dimension
    from returned
    where returned.dimension = 'by form of exploitation'
    group by returned.reported_year, returned.dimension
    having max(returned.highest_value) < 5
),

named as (
    select
        categories.attribute,
        categories.category,
        max(categories.reason_code) as reason_code
    from categories
    group by categories.attribute, categories.category
),

final as (
    select
        returned.witness_row_id,
        returned.reported_year,
        returned.dimension,
        returned.category,
        returned.sex,
        returned.age,
        returned.printed_value,
        returned.lowest_value,
        returned.highest_value,
        sexes.code as gender_code,
        ages.code as adulthood_code,
        forms.code as form_code,
        case
            when register_years.notification_year is null then 'year_not_in_register'
            when named.reason_code is not null then named.reason_code
            when repeated.category is not null then 'category_repeated'
            when without_forms.dimension is not null then 'forms_not_filled_in'
        end as reason_code,
        returned.dimension = 'by form of exploitation'
        and (returned.sex <> 'Total' or returned.age <> 'Total') as is_held_out
    from returned
    inner join categories as sexes
        on sexes.attribute = 'sex' and returned.sex = sexes.category
    inner join categories as ages
        on ages.attribute = 'age' and returned.age = ages.category
    left join categories as forms
        on
            forms.attribute = 'by form of exploitation'
            and returned.dimension = forms.attribute
            and returned.category = forms.category
    left join named
        on
            returned.dimension = named.attribute
            and returned.category = coalesce(named.category, returned.category)
    left join register_years
        on returned.reported_year = register_years.notification_year
    left join repeated
        on
            returned.reported_year = repeated.reported_year
            and returned.dimension = repeated.dimension
            and returned.category = repeated.category
    left join without_forms
        on
            returned.reported_year = without_forms.reported_year
            and returned.dimension = without_forms.dimension
)

select * from final
