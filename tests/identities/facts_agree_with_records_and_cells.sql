{#- The facts hold exactly the analysis population of their edition, with the reporters that notified it and nobody that a rule
    leaves out (R-04 to R-09), and the published counts are counts of the facts. -#}
with editions as (
    select * from {{ ref('dim_editions') }}
),

resolved as (
    select * from {{ ref('int_victim_years__resolved') }}
),

victim_years as (
    select * from {{ ref('fct_victim_years') }}
),

known_victim_years as (
    select * from {{ ref('fct_known_victim_years') }}
),

notifications as (
    select * from {{ ref('fct_notifications') }}
),

unit_notifications as (
    select * from {{ ref('fct_police_unit_notifications') }}
),

cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.column_kind = 'edition'
),

-- Per edition: the same number by way of the intermediate model, the fact and the cell.
numbers as (
    select
        editions.edition_code,
        'known victim-years' as what,
        (
            select count(*)
            from resolved
            where resolved.notification_year between editions.year_from and editions.year_to
        ) as from_models,
        (select count(*) from known_victim_years where known_victim_years.edition_code = editions.edition_code) as from_facts,
        (
            select cells.value
            from cells
            where cells.edition = editions.edition_code and cells.exhibit = 'fig_2_01' and cells.row_code = 'ALL_KNOWN'
        ) as from_cells
    from editions
    union all
    select
        editions.edition_code,
        'victim-years of the analysis population',
        (
            select count(*)
            from resolved
            where
                resolved.notification_year between editions.year_from and editions.year_to
                and resolved.is_in_analysis_population
        ),
        (select count(*) from victim_years where victim_years.edition_code = editions.edition_code),
        (
            select cells.value
            from cells
            where cells.edition = editions.edition_code and cells.exhibit = 'fig_2_07' and cells.row_kind = 'total'
        )
    from editions
    union all
    select
        editions.edition_code,
        'distinct persons',
        (
            select count(distinct resolved.person_pseudonym)
            from resolved
            where
                resolved.notification_year between editions.year_from and editions.year_to
                and resolved.is_in_analysis_population
        ),
        (
            select count(*)
            from victim_years
            where victim_years.edition_code = editions.edition_code and victim_years.is_first_of_person_in_edition
        ),
        (
            select cells.value
            from cells
            where cells.edition = editions.edition_code and cells.measure = 'persons'
        )
    from editions
    union all
    select
        editions.edition_code,
        'notifications',
        (
            select
                sum(
                    cast(resolved.is_reported_by_police as integer)
                    + cast(resolved.is_reported_by_kmar as integer)
                    + cast(resolved.is_reported_by_iszw as integer)
                    + cast(resolved.is_reported_by_care_coordinator as integer)
                    + cast(resolved.is_reported_by_fairwork as integer)
                    + cast(resolved.is_reported_by_other as integer)
                )
            from resolved
            where
                resolved.notification_year between editions.year_from and editions.year_to
                and resolved.is_in_analysis_population
        ),
        (select count(*) from notifications where notifications.edition_code = editions.edition_code),
        (
            select cells.value
            from cells
            where cells.edition = editions.edition_code and cells.exhibit = 'fig_2_11' and cells.row_kind = 'total'
        )
    from editions
),

-- Who notified, by the flags of the victim-year and by its notifications.
reporters as (
    select
        victim_years.edition_code,
        victim_years.victim_year_key,
        victim_years.has_sexual,
        (case when victim_years.is_reported_by_police then 'POL ' else '' end)
        || (case when victim_years.is_reported_by_kmar then 'KMAR ' else '' end)
        || (case when victim_years.is_reported_by_iszw then 'ISZW ' else '' end)
        || (case when victim_years.is_reported_by_care_coordinator then 'ZOCO ' else '' end)
        || (case when victim_years.is_reported_by_fairwork then 'FW ' else '' end)
        || (case when victim_years.is_reported_by_other then 'OVM ' else '' end) as flagged_groups,
        (case when groups.has_police then 'POL ' else '' end)
        || (case when groups.has_kmar then 'KMAR ' else '' end)
        || (case when groups.has_iszw then 'ISZW ' else '' end)
        || (case when groups.has_care_coordinator then 'ZOCO ' else '' end)
        || (case when groups.has_fairwork then 'FW ' else '' end)
        || (case when groups.has_other then 'OVM ' else '' end) as notified_groups,
        coalesce(units.unit_count, 0) as unit_count,
        coalesce(units.has_unknown_unit, false) as has_unknown_unit
    from victim_years
    left join (
        select
            notifications.edition_code,
            notifications.victim_year_key,
            bool_or(notifications.reporter_group_code = 'POL') as has_police,
            bool_or(notifications.reporter_group_code = 'KMAR') as has_kmar,
            bool_or(notifications.reporter_group_code = 'ISZW') as has_iszw,
            bool_or(notifications.reporter_group_code = 'ZOCO') as has_care_coordinator,
            bool_or(notifications.reporter_group_code = 'FW') as has_fairwork,
            bool_or(notifications.reporter_group_code = 'OVM') as has_other
        from notifications
        group by notifications.edition_code, notifications.victim_year_key
    ) as groups
        on
            victim_years.edition_code = groups.edition_code
            and victim_years.victim_year_key = groups.victim_year_key
    left join (
        select
            unit_notifications.edition_code,
            unit_notifications.victim_year_key,
            count(*) as unit_count,
            bool_or(unit_notifications.police_unit_code = 'ONB') as has_unknown_unit
        from unit_notifications
        group by unit_notifications.edition_code, unit_notifications.victim_year_key
    ) as units
        on
            victim_years.edition_code = units.edition_code
            and victim_years.victim_year_key = units.victim_year_key
),

problems as (
    select
        numbers.edition_code,
        numbers.what,
        'models ' || coalesce(cast(numbers.from_models as varchar), 'none')
        || ', facts ' || coalesce(cast(numbers.from_facts as varchar), 'none')
        || ', cells ' || coalesce(cast(numbers.from_cells as varchar), 'none') as problem
    from numbers
    where
        numbers.from_facts is distinct from coalesce(numbers.from_models, 0)
        or numbers.from_cells is distinct from numbers.from_facts
    union all
    select
        reporters.edition_code,
        reporters.victim_year_key,
        case
            when reporters.flagged_groups <> reporters.notified_groups
                then 'R-05: flagged ' || reporters.flagged_groups || 'but notified by ' || reporters.notified_groups
            when reporters.notified_groups = '' then 'R-07, R-09: nobody notified'
            when reporters.notified_groups = 'KMAR ' and reporters.has_sexual then 'R-08: the border police only, sexual'
            when (reporters.unit_count > 0) <> (reporters.notified_groups like 'POL %') then 'R-06: units without police or the reverse'
            else 'R-06: an unknown unit beside a known one'
        end
    from reporters
    where
        reporters.flagged_groups <> reporters.notified_groups
        or reporters.notified_groups in ('')
        or (reporters.notified_groups = 'KMAR ' and reporters.has_sexual)
        or (reporters.unit_count > 0) <> (reporters.notified_groups like 'POL %')
        or (reporters.has_unknown_unit and reporters.unit_count > 1)
    union all
    -- who is left out is left out by exactly one rule, and for the reason of that rule
    select
        known_victim_years.edition_code,
        known_victim_years.victim_year_key,
        'left out by ' || coalesce(known_victim_years.exclusion_rule_id, 'no rule')
    from known_victim_years
    where
        not case coalesce(known_victim_years.exclusion_rule_id, 'none')
            when 'none' then known_victim_years.is_in_analysis_population and known_victim_years.has_notification
            when 'R-07' then known_victim_years.is_emm_known and not known_victim_years.has_notification
            when 'R-08' then known_victim_years.has_notification
            when 'R-09'
                then known_victim_years.has_om_letter and not known_victim_years.is_emm_known
                    and not known_victim_years.has_notification
            else false
        end
        or known_victim_years.is_in_analysis_population <> (known_victim_years.exclusion_rule_id is null)
    union all
    select null, 'facts', 'no edition, or a fact without rows'
    where
        not exists (select 1 from editions)
        or not exists (select 1 from victim_years)
        or not exists (select 1 from notifications)
)

select * from problems
