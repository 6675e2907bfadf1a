with victim_years as (
    select
        editions.edition_code,
        victim_years.*
    from {{ ref('int_victim_years__resolved') }} as victim_years
    inner join {{ ref('int_editions__years') }} as editions
        on victim_years.notification_year = editions.notification_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victim_years.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
),

-- R-13: the form of trafficking under the other readings.
reread as (
    select
        victim_years.edition_code,
        victim_years.notification_year,
        readings.reading_code,
        victim_years.trafficking_form_code as adopted_form_code,
        case
            when
                readings.reading_code = 'unknown_is_cross_border'
                and victim_years.has_sexual
                and victim_years.nationality_class_code = 'UNKNOWN'
                then 'GO-SU'
            when
                readings.reading_code = 'stateless_is_unknown'
                and victim_years.has_sexual
                and victim_years.nationality_code = 'XXA'
                then 'ONB'
            else victim_years.trafficking_form_code
        end as other_form_code
    from victim_years
    inner join {{ ref('ref_other_readings') }} as readings
        on readings.rule_id = 'R-13'
),

forms as (
    select * from {{ ref('ref_trafficking_forms') }} as ref_trafficking_forms
    where ref_trafficking_forms.trafficking_form_code in ('GO-SU', 'ONB')
),

final as (
    select
        reread.edition_code,
        reread.notification_year,
        'R-13' as rule_id,
        reread.reading_code,
        'victims ' || forms.trafficking_form_code as figure_code,
        cast(
            count(*) filter (
                where reread.adopted_form_code = forms.trafficking_form_code
            ) as integer
        ) as adopted_count,
        cast(
            count(*) filter (
                where reread.other_form_code = forms.trafficking_form_code
            ) as integer
        ) as other_count
    from reread
    cross join forms
    group by
        reread.edition_code,
        reread.notification_year,
        reread.reading_code,
        forms.trafficking_form_code
)

select * from final
