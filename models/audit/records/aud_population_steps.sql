with victim_years as (
    select
        fct_known_victim_years.notification_year,
        count(*) as all_known,
        count(*) filter (where fct_known_victim_years.is_emm_only) as emm_only,
        count(*) filter (where fct_known_victim_years.is_om_letter_only) as om_letter_only,
        count(*) filter (where fct_known_victim_years.is_kmar_only_sexual) as kmar_only_sexual,
        count(*) filter (where fct_known_victim_years.is_in_analysis_population)
            as analysis_population
    from {{ ref('fct_known_victim_years') }} as fct_known_victim_years
    group by fct_known_victim_years.notification_year
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.exhibit_code = 'fig_2_01'
),

counted as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        sum(victim_years.all_known) as all_known,
        sum(victim_years.emm_only) as emm_only,
        sum(victim_years.om_letter_only) as om_letter_only,
        sum(victim_years.kmar_only_sexual) as kmar_only_sexual,
        sum(victim_years.analysis_population) as analysis_population
    from victim_years
    inner join columns
        on victim_years.notification_year between columns.year_from and columns.year_to
    group by columns.edition_code, columns.column_kind, columns.column_code
),

final as (
    select
        counted.edition_code,
        counted.column_kind,
        counted.column_code,
        steps.step_order,
        steps.step_code,
        steps.rule_id,
        cast(
            case steps.step_code
                when 'all_known' then counted.all_known
                when 'emm_only' then -counted.emm_only
                when 'om_letter_only' then -counted.om_letter_only
                when 'kmar_only_sexual' then -counted.kmar_only_sexual
                else counted.analysis_population
            end as integer
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
)

select * from final
order by final.edition_code, final.column_kind, final.column_code, final.step_order
