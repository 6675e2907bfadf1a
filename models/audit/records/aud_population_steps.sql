with victim_years as (
    select
        known.notification_year,
        known.exclusion_rule_id,
        count(*) as victim_count
    from {{ ref('fct_known_victim_years') }} as known
    group by known.notification_year, known.exclusion_rule_id
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.exhibit_code = 'fig_2_01'
),

edition_rules as (
    select * from {{ ref('int_editions__rules') }}
),

-- Everyone known by the rule that leaves them out, where it is in force in the edition.
counted as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        coalesce(edition_rules.exclusion_rule_id, 'none') as left_out_by,
        sum(victim_years.victim_count) as victim_count
    from victim_years
    inner join columns
        on victim_years.notification_year between columns.year_from and columns.year_to
    left join edition_rules
        on
            columns.edition_code = edition_rules.edition_code
            and victim_years.exclusion_rule_id = edition_rules.exclusion_rule_id
    group by
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        coalesce(edition_rules.exclusion_rule_id, 'none')
),

-- A rule that is not in force in an edition is no step of it.
final as (
    select
        counted.edition_code,
        counted.column_kind,
        counted.column_code,
        steps.step_order,
        steps.step_code,
        steps.rule_id,
        cast(
            coalesce(
                case steps.step_code
                    when 'all_known' then sum(counted.victim_count)
                    when 'analysis_population'
                        then sum(counted.victim_count) filter (where counted.left_out_by = 'none')
                    else
                        -sum(counted.victim_count) filter (
                            where counted.left_out_by = steps.rule_id
                        )
                end, 0
            ) as integer
        ) as victim_count
    from counted
    cross join (
        values
        (1, 'all_known', 'R-10'),
        (2, 'emm_only', 'R-07'),
        (3, 'om_letter_only', 'R-09'),
        (4, 'kmar_only_sexual', 'R-08'),
        (5, 'analysis_population', 'R-10')
    ) as steps (step_order, step_code, rule_id)
    left join edition_rules
        on
            counted.edition_code = edition_rules.edition_code
            and steps.rule_id = edition_rules.exclusion_rule_id
    where steps.rule_id = 'R-10' or edition_rules.exclusion_rule_id is not null
    group by
        counted.edition_code,
        counted.column_kind,
        counted.column_code,
        steps.step_order,
        steps.step_code,
        steps.rule_id
)

select * from final
order by final.edition_code, final.column_kind, final.column_code, final.step_order
