with reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

police_units as (
    select * from {{ ref('ref_police_units') }}
),

-- R-17: the police by unit, the other reporters by group.
final as (
    select
        reporter_groups.reporter_group_code || ':' || police_units.police_unit_code
            as first_reporter_code,
        reporter_groups.reporter_group_code,
        police_units.police_unit_code,
        100 * reporter_groups.priority_order + police_units.sort_order as sort_order,
        reporter_groups.label_nl || ', ' || police_units.label_nl as label_nl,
        reporter_groups.label_en || ', ' || police_units.label_en as label_en,
        false as is_unknown
    from reporter_groups
    cross join police_units
    where reporter_groups.reporter_group_code = 'POL'
    union all
    select
        reporter_groups.reporter_group_code as first_reporter_code,
        reporter_groups.reporter_group_code,
        cast(null as string) as police_unit_code,
        100 * reporter_groups.priority_order as sort_order,
        reporter_groups.label_nl,
        reporter_groups.label_en,
        false as is_unknown
    from reporter_groups
    where reporter_groups.reporter_group_code <> 'POL'
)

select * from final
