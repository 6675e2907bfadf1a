{#- Nothing is lost: what was delivered, counted on the raw relation, is what the fates and the
    waterfall hold, per delivery and table; each record ends once, with the rule or reason that its
    fate asks for and with the victim-year of its person and year; and what is counted is what the
    facts count. -#}
with raw_records as (
    select
        notifications.source_table,
        coalesce(notifications.delivery_id, '(no delivery id)') as delivery_id
    from {{ ref('stg_register__notifications') }} as notifications
    union all
    select
        emm_records.source_table,
        coalesce(emm_records.delivery_id, '(no delivery id)') as delivery_id
    from {{ ref('stg_register__emm_records') }} as emm_records
),

fates as (
    select * from {{ ref('aud_record_fate') }}
),

waterfall as (
    select * from {{ ref('aud_waterfall') }}
),

records as (
    select * from {{ ref('int_records__decoded') }}
),

persons as (
    select * from {{ ref('int_victim_years__resolved') }}
),

victim_years as (
    select * from {{ ref('fct_known_victim_years') }}
),

notifications as (
    select * from {{ ref('fct_notifications') }}
),

counts as (
    select
        'raw' as counted_in,
        raw_records.source_table,
        raw_records.delivery_id,
        count(*) as record_count
    from raw_records
    group by raw_records.source_table, raw_records.delivery_id
    union all
    select
        'fates' as counted_in,
        fates.source_table,
        coalesce(fates.delivery_id, '(no delivery id)') as delivery_id,
        count(*) as record_count
    from fates
    group by fates.source_table, coalesce(fates.delivery_id, '(no delivery id)')
    union all
    select
        'waterfall' as counted_in,
        waterfall.source_table,
        waterfall.delivery_id,
        sum(waterfall.record_count) as record_count
    from waterfall
    group by waterfall.source_table, waterfall.delivery_id
),

per_delivery as (
    select
        counts.source_table,
        counts.delivery_id,
        {%- for counted_in in ['raw', 'fates', 'waterfall'] %}
        coalesce(
            sum(counts.record_count) filter (where counts.counted_in = '{{ counted_in }}'), 0
        ) as {{ counted_in }}_count{{ '' if loop.last else ',' }}
        {%- endfor %}
    from counts
    group by counts.source_table, counts.delivery_id
),

-- The counted notifications of every year, from the records and from the facts.
counted_notifications as (
    select
        by_year.notification_year,
        sum(by_year.counted_records) as counted_records,
        sum(by_year.fact_rows) as fact_rows
    from (
        select
            victim_years.notification_year,
            count(*) as counted_records,
            0 as fact_rows
        from victim_years
        inner join fates
            on victim_years.victim_year_key = fates.victim_year_key
        where fates.fate_code = 'counted'
        group by victim_years.notification_year
        union all
        select
            notifications.notification_year,
            0 as counted_records,
            count(*) as fact_rows
        from notifications
        group by notifications.notification_year
    ) as by_year
    group by by_year.notification_year
),

problems as (
    select
        per_delivery.source_table || ' of ' || per_delivery.delivery_id as what,
        per_delivery.raw_count || ' delivered, ' || per_delivery.fates_count || ' with a fate, '
        || per_delivery.waterfall_count || ' in the waterfall' as problem
    from per_delivery
    where
        per_delivery.raw_count <> per_delivery.fates_count
        or per_delivery.raw_count <> per_delivery.waterfall_count
    union all
    select
        fates.record_key,
        'the record has ' || count(*) || ' fates' as problem
    from fates
    group by fates.record_key
    having count(*) <> 1 or fates.record_key is null
    union all
    select
        fates.record_key,
        'fate ' || fates.fate_code || ' with rule ' || coalesce(fates.rule_id, 'none')
        || ' and reason ' || coalesce(fates.rejection_reason_code, 'none') as problem
    from fates
    where
        not case fates.fate_code
            when 'rejected'
                then fates.rejection_reason_code is not null and fates.victim_year_key is null
                    and (fates.rule_id = 'R-22') = (fates.rejection_reason_code = 'consent_missing')
            when 'superseded' then fates.rule_id = 'R-01'
            when 'withdrawn' then fates.rule_id = 'R-01'
            when 'not_a_notification'
                then fates.rule_id in ('R-07', 'R-09') and fates.victim_year_key is not null
            when 'duplicate' then fates.rule_id = 'R-05' and fates.victim_year_key is not null
            when 'excluded' then fates.rule_id = 'R-08' and fates.victim_year_key is not null
            when 'counted' then fates.rule_id = 'R-05' and fates.victim_year_key is not null
            else false
        end
        or (fates.fate_code <> 'rejected' and fates.rejection_reason_code is not null)
        or (
            fates.source_table = 'emm_records'
            and fates.fate_code not in ('rejected', 'not_a_notification')
        )
    union all
    -- a record that gave way or was withdrawn is of a victim-year only if others made it known
    select
        fates.record_key,
        'fate ' || fates.fate_code || ' with victim-year '
        || coalesce(fates.victim_year_key, 'none') || ' and not '
        || coalesce(persons.victim_year_key, 'none') as problem
    from fates
    inner join records
        on fates.record_key = records.record_key
    left join persons
        on
            records.person_pseudonym = persons.person_pseudonym
            and records.notification_year = persons.notification_year
    where fates.victim_year_key is distinct from persons.victim_year_key
    union all
    -- every known victim-year has a record that makes it known, and ends as its rule says
    select
        victim_years.victim_year_key,
        'population of the victim-year and fates of its records disagree' as problem
    from victim_years
    left join fates
        on victim_years.victim_year_key = fates.victim_year_key
    group by
        victim_years.victim_year_key,
        victim_years.is_in_analysis_population,
        victim_years.exclusion_rule_id
    having
        count(*) filter (
            where fates.fate_code in ('not_a_notification', 'duplicate', 'excluded', 'counted')
        ) = 0
        or victim_years.is_in_analysis_population
        <> (count(*) filter (where fates.fate_code = 'counted') > 0)
        or (
            not victim_years.is_in_analysis_population
            and victim_years.exclusion_rule_id is not distinct from 'R-08'
        )
        <> (count(*) filter (where fates.fate_code = 'excluded') > 0)
        or (
            not victim_years.is_in_analysis_population
            and victim_years.exclusion_rule_id is null
        )
    union all
    select
        'year ' || counted_notifications.notification_year as what,
        counted_notifications.counted_records || ' counted records, '
        || counted_notifications.fact_rows || ' notifications in the facts' as problem
    from counted_notifications
    where counted_notifications.counted_records <> counted_notifications.fact_rows
    union all
    select
        'register' as what,
        'no record was delivered, or no victim-year is known' as problem
    where
        not exists (select 1 from raw_records)
        or not exists (select 1 from victim_years)
)

select * from problems
