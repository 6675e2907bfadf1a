{#- R-28 a second time, from the facts: the rank of a nationality is one more than the number of
    known nationalities with more victims in the column; the rows are those that rank in the first
    five of any year, any form or the whole; they stand in the order of the whole. An edition without
    any known nationality has no rows. -#}
with victim_years as (
    select
        edition_years.edition_code,
        victim_years.notification_year,
        victim_years.trafficking_form_code,
        victim_years.nationality_code,
        count(*) as victim_count
    from {{ ref('fct_known_victim_years') }} as victim_years
    inner join {{ ref('dim_edition_years') }} as edition_years
        on victim_years.notification_year = edition_years.notification_year
    left join {{ ref('bridge_edition_rules') }} as edition_rules
        on
            edition_years.edition_code = edition_rules.edition_code
            and victim_years.exclusion_rule_id = edition_rules.exclusion_rule_id
    where
        edition_rules.exclusion_rule_id is null
        and victim_years.nationality_class_code <> 'UNKNOWN'
    group by
        edition_years.edition_code,
        victim_years.notification_year,
        victim_years.trafficking_form_code,
        victim_years.nationality_code
),

shown as (
    select
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        cells.row_code as nationality_code,
        cells.row_order,
        max(cells.value) filter (where cells.measure = 'victims') as victim_count,
        max(cells.value) filter (where cells.measure = 'rank') as nationality_rank
    from {{ ref('tab_2_1_top_nationalities') }} as cells
    where cells.row_kind = 'nationality'
    group by
        cells.edition_code,
        cells.column_kind,
        cells.column_code,
        cells.row_code,
        cells.row_order
),

columns as (
    select
        shown.edition_code,
        shown.column_kind,
        shown.column_code
    from shown
    group by shown.edition_code, shown.column_kind, shown.column_code
),

counts as (
    select
        victim_years.edition_code,
        columns.column_code,
        victim_years.nationality_code,
        sum(victim_years.victim_count) as victim_count
    from victim_years
    inner join columns
        on
            victim_years.edition_code = columns.edition_code
            and (
                columns.column_kind = 'edition'
                or columns.column_code in (
                    cast(victim_years.notification_year as string),
                    victim_years.trafficking_form_code
                )
            )
    group by victim_years.edition_code, columns.column_code, victim_years.nationality_code
),

ranks as (
    select
        counts.edition_code,
        counts.column_code,
        counts.nationality_code,
        counts.victim_count,
        1 + (
            select count(*)
            from counts as better
            where
                better.edition_code = counts.edition_code
                and better.column_code = counts.column_code
                and better.victim_count > counts.victim_count
        ) as nationality_rank
    from counts
),

expected_rows as (
    select
        ranks.edition_code,
        ranks.nationality_code
    from ranks
    where ranks.nationality_rank <= 5
    group by ranks.edition_code, ranks.nationality_code
),

problems as (
    select
        shown.edition_code,
        shown.column_code,
        shown.nationality_code,
        'shown ' || coalesce(cast(shown.victim_count as string), 'none') || ' at rank '
        || coalesce(cast(shown.nationality_rank as string), 'none')
        || ', counted ' || coalesce(ranks.victim_count, 0)
        || ' at rank ' || coalesce(cast(ranks.nationality_rank as string), 'none') as problem
    from shown
    left join ranks
        on
            shown.edition_code = ranks.edition_code
            and shown.column_code = ranks.column_code
            and shown.nationality_code = ranks.nationality_code
    where
        shown.victim_count is distinct from coalesce(ranks.victim_count, 0)
        or shown.nationality_rank is distinct from ranks.nationality_rank
    union all
    select
        expected_rows.edition_code,
        null as column_code,
        expected_rows.nationality_code,
        'in the top five of a column, and not in the table' as problem
    from expected_rows
    where not exists (
        select 1
        from shown
        where
            shown.edition_code = expected_rows.edition_code
            and shown.nationality_code = expected_rows.nationality_code
    )
    union all
    select
        shown.edition_code,
        shown.column_code,
        shown.nationality_code,
        'in the table, and in the top five of no column' as problem
    from shown
    where not exists (
        select 1
        from expected_rows
        where
            expected_rows.edition_code = shown.edition_code
            and expected_rows.nationality_code = shown.nationality_code
    )
    union all
    select
        ordered.edition_code,
        ordered.column_code,
        ordered.nationality_code,
        'out of the order of the whole period' as problem
    from (
        select
            shown.*,
            lag(shown.victim_count) over (
                partition by shown.edition_code order by shown.row_order asc
            ) as count_above
        from shown
        where shown.column_kind = 'edition'
    ) as ordered
    where ordered.victim_count > ordered.count_above
)

select * from problems
