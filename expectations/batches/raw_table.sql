{#- A raw table as the guards look at it: with what several expectations need worked out once.

    A record that a later delivery repeats is left out, because a register that is extracted whole
    every year does so (D-34). The table exists in memory only: no value of a person is written to
    the warehouse (R-22). -#}
with delivered as (
    select
        delivered.*,
        cast(extract(year from delivered.received_on) as integer) as received_year,
        hash({{ content('delivered') }}) as content,
        hash({{ content('delivered', with_version=true) }}) as versioned_content
    from {{ relation }} as delivered
),

repeated as (
    select
        delivered.record_id,
        min(delivered.versioned_content) <> max(delivered.versioned_content) as has_conflict
    from delivered
    where delivered.record_id is not null
    group by delivered.record_id
    having count(*) > 1
),

numbered as (
    select
        delivered.*,
        repeated.has_conflict,
        dense_rank() over (
            partition by delivered.record_id, delivered.versioned_content
            order by delivered.delivered_on, delivered.delivery_id
        ) as delivery_place,
        row_number() over (
            partition by delivered.record_id, delivered.versioned_content
            order by delivered.delivered_on, delivered.delivery_id
        ) as copy_number
    from delivered
    inner join repeated
        on delivered.record_id = repeated.record_id
),

kept as (
    select
        delivered.*,
        false as has_conflict,
        1 as copy_number
    from delivered
    where
        delivered.record_id is null
        or delivered.record_id not in (select repeated.record_id from repeated)
    union all
    select numbered.* exclude (delivery_place)
    from numbered
    where numbered.delivery_place = 1
),

pseudonyms as (
    select delivered.person_pseudonym as pseudonym
    from delivered
    where delivered.person_pseudonym is not null
    union
    select others.person_pseudonym as pseudonym
    from {{ others }} as others
    where others.person_pseudonym is not null
),

marked as (
    select
        kept.*,
        kept.record_id is not null
        and (
            kept.record_id in (select pseudonyms.pseudonym from pseudonyms)
            or {{ is_name_or_address('kept.record_id') }}
            or {{ is_day('kept.record_id') }}
        ) as id_is_personal,
        kept.has_conflict
        or kept.copy_number > 1
        or kept.record_id in (
            select others.record_id
            from {{ others }} as others
            where others.record_id is not null
        ) as id_is_used
    from kept
),

files as (
    select
        marked.source_file,
        avg(case when marked.id_is_personal or marked.id_is_used then 1 else 0 end)
            as doubtful_id_share
    from marked
    group by marked.source_file
),

dated as (
    select
        marked.*,
        files.doubtful_id_share,
        reporters.reporter_group_code,
        case
            when marked.birth_date_text like '____-__-__'
                then try_cast(marked.birth_date_text as date)
            when marked.birth_date_text like '__-__-____'
                then try_cast(
                    substr(marked.birth_date_text, 7, 4)
                    || '-' || substr(marked.birth_date_text, 4, 2)
                    || '-' || substr(marked.birth_date_text, 1, 2) as date
                )
        end as birth_on
    from marked
    inner join files
        on marked.source_file is not distinct from files.source_file
    left join audit.aud_delivery__reporters as reporters
        on
            marked.reporter_delivered = reporters.reporter_delivered
            and marked.received_year = reporters.received_year
)

select
    dated.*,
    coalesce(
        date_diff('year', dated.birth_on, dated.received_on),
        try_cast(dated.reported_age_text as integer)
    ) as age_years,
    case
        when
            dated.birth_on is not null
            and strftime(dated.birth_on, '%m%d') not in ('0101', '0701')
            and dated.received_on is not null
            then hash(concat_ws(
                '|',
                dated.birth_on,
                dated.received_on,
                coalesce(dated.reporter_group_code, ''),
                coalesce(dated.gender_delivered, ''),
                coalesce(dated.nationalities_delivered, ''),
                coalesce(dated.exploitation_forms_delivered, '')
            ))
    end as twin_key,
    row_number() over versions as version_place,
    first_value(dated.person_pseudonym) over versions as first_pseudonym,
    first_value(dated.reporter_group_code) over versions as first_reporter_group,
    lag(dated.delivered_on) over versions as previous_delivered_on
from dated
window versions as (
    partition by coalesce(dated.notification_id, dated.record_id)
    order by dated.version_number, dated.record_id
)
