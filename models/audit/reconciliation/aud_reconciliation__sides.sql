with sides as (
    select * from {{ ref('ledger_recipe_sides') }}
),

filters as (
    select * from {{ ref('ledger_recipe_filters') }}
),

-- Each grouping also has the dimension 'unit', in which all units are equal.
groupings as (
    select
        listed.grouping_number,
        listed.unit_kind_code,
        listed.dimension_code
    from (
        values
        {%- for unit_kind_code, dimension_codes in unit_groupings() %}
        {%- set grouping_number = loop.index %}
        {%- for dimension_code in dimension_codes %}
        ({{ grouping_number }}, '{{ unit_kind_code }}', '{{ dimension_code }}'),
        {%- endfor %}
        ({{ grouping_number }}, '{{ unit_kind_code }}', 'unit'){{ ',' if not loop.last }}
        {%- endfor %}
    ) as listed (grouping_number, unit_kind_code, dimension_code)
),

named_dimensions as (
    select
        sides.recipe_code,
        sides.side_code,
        coalesce(sides.group_dimension_code, 'unit') as dimension_code
    from sides
    union
    select
        filters.recipe_code,
        filters.side_code,
        filters.dimension_code
    from filters
),

dimension_counts as (
    select
        named_dimensions.recipe_code,
        named_dimensions.side_code,
        count(*) as dimension_count
    from named_dimensions
    group by named_dimensions.recipe_code, named_dimensions.side_code
),

grouping_counts as (
    select
        sides.recipe_code,
        sides.side_code,
        groupings.grouping_number,
        count(*) as dimension_count
    from sides
    inner join named_dimensions
        on
            sides.recipe_code = named_dimensions.recipe_code
            and sides.side_code = named_dimensions.side_code
    inner join groupings
        on
            sides.unit_kind_code = groupings.unit_kind_code
            and named_dimensions.dimension_code = groupings.dimension_code
    group by sides.recipe_code, sides.side_code, groupings.grouping_number
),

-- The first grouping that has all dimensions.
first_groupings as (
    select
        grouping_counts.recipe_code,
        grouping_counts.side_code,
        min(grouping_counts.grouping_number) as grouping_number
    from grouping_counts
    inner join dimension_counts
        on
            grouping_counts.recipe_code = dimension_counts.recipe_code
            and grouping_counts.side_code = dimension_counts.side_code
            and grouping_counts.dimension_count = dimension_counts.dimension_count
    group by grouping_counts.recipe_code, grouping_counts.side_code
),

final as (
    select
        sides.recipe_code,
        sides.side_code,
        sides.unit_kind_code,
        sides.edition_code,
        sides.group_dimension_code,
        first_groupings.grouping_number
    from sides
    left join first_groupings
        on
            sides.recipe_code = first_groupings.recipe_code
            and sides.side_code = first_groupings.side_code
)

select * from final
