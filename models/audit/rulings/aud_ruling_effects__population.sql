with victim_years as (
    select
        editions.edition_code,
        victim_years.*,
        rules.exclusion_rule_id is null as is_adopted
    from {{ ref('int_victim_years__resolved') }} as victim_years
    inner join {{ ref('int_editions__years') }} as editions
        on victim_years.notification_year = editions.notification_year
    left join {{ ref('int_editions__rules') }} as rules
        on
            editions.edition_code = rules.edition_code
            and victim_years.exclusion_rule_id = rules.exclusion_rule_id
),

-- What the other readings of R-04, R-07, R-08 and R-09 look at.
described as (
    select
        victim_years.edition_code,
        victim_years.notification_year,
        victim_years.exclusion_rule_id,
        victim_years.is_emm_known,
        victim_years.is_adopted,
        victim_years.form_combination_code = 'SU' as is_sexual_only,
        victim_years.is_adopted
        and victim_years.notification_year = min(
            case when victim_years.is_adopted then victim_years.notification_year end
        ) over (partition by victim_years.edition_code, victim_years.person_pseudonym)
            as is_first_year_of_person,
        bool_or(
            victim_years.is_reported_by_police
            or victim_years.is_reported_by_iszw
            or victim_years.is_reported_by_care_coordinator
            or victim_years.is_reported_by_fairwork
            or victim_years.is_reported_by_other
        ) over (partition by victim_years.edition_code, victim_years.person_pseudonym)
            as has_other_reporter_in_edition
    from victim_years
),

readings as (
    select
        described.edition_code,
        described.notification_year,
        readings.rule_id,
        readings.reading_code,
        described.is_adopted,
        case
            when readings.reading_code = 'persons_once'
                then described.is_first_year_of_person
            when readings.reading_code = 'emm_only_included'
                then described.is_adopted or described.exclusion_rule_id = 'R-07'
            when readings.reading_code = 'om_letter_only_included'
                then described.is_adopted or described.exclusion_rule_id = 'R-09'
            when coalesce(described.exclusion_rule_id, '') <> 'R-08'
                then described.is_adopted
            when readings.reading_code = 'in_force_in_every_edition'
                then false
            when readings.reading_code = 'no_exclusion'
                then true
            when readings.reading_code = 'sexual_only'
                then described.is_adopted or not described.is_sexual_only
            when readings.reading_code = 'kmar_only_in_edition'
                then described.is_adopted or described.has_other_reporter_in_edition
            when readings.reading_code = 'emm_breaks_kmar_only'
                then described.is_adopted or described.is_emm_known
        end as is_counted_otherwise
    from described
    inner join {{ ref('ref_other_readings') }} as readings
        on readings.rule_id in ('R-04', 'R-07', 'R-08', 'R-09')
),

final as (
    select
        readings.edition_code,
        readings.notification_year,
        readings.rule_id,
        readings.reading_code,
        'victims' as figure_code,
        cast(count(*) filter (where readings.is_adopted) as integer) as adopted_count,
        cast(count(*) filter (where readings.is_counted_otherwise) as integer) as other_count
    from readings
    group by
        readings.edition_code,
        readings.notification_year,
        readings.rule_id,
        readings.reading_code
)

select * from final
