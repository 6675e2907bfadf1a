with records as (
    select * from {{ ref('int_records__decoded') }} as int_records__decoded
    where int_records__decoded.rejection_reason_code is null
),

victim_years as (
    select * from {{ ref('int_victim_years__resolved') }}
),

unusable as (
    select
        records.record_key,
        cast(null as string) as victim_year_key,
        records.delivery_id,
        'birth_date' as attribute_name,
        records.birth_issue_code as issue_code
    from records
    where records.birth_issue_code is not null
    union all
    select
        records.record_key,
        cast(null as string) as victim_year_key,
        records.delivery_id,
        'reported_age' as attribute_name,
        records.age_issue_code as issue_code
    from records
    where records.age_issue_code is not null
    union all
    select
        cast(null as string) as record_key,
        victim_years.victim_year_key,
        cast(null as string) as delivery_id,
        'age_years' as attribute_name,
        victim_years.age_issue_code as issue_code
    from victim_years
    where victim_years.age_issue_code is not null
),

final as (
    select
        unusable.record_key,
        unusable.victim_year_key,
        unusable.delivery_id,
        unusable.attribute_name,
        'R-26' as rule_id,
        unusable.issue_code,
        'unknown' as treated_as
    from unusable
)

select * from final
order by final.record_key nulls last, final.victim_year_key nulls last, final.attribute_name
