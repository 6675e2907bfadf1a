{#- The key of a member leads to the row that was counted: a victim-year, a notification or the
    notification of a police unit. -#}
with keys as (
    select
        'fct_known_victim_years' as fact,
        victim_years.victim_year_key as member_key
    from {{ ref('fct_known_victim_years') }} as victim_years
    union all
    select
        'fct_notifications' as fact,
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key
    from {{ ref('fct_notifications') }} as notifications
    union all
    select
        'fct_police_unit_notifications' as fact,
        notifications.victim_year_key || ':' || notifications.police_unit_code as member_key
    from {{ ref('fct_police_unit_notifications') }} as notifications
),

members as (
    select
        cell_members.exhibit_code,
        case
            when cell_members.exhibit_code in ('fig_2_11', 'fig_2_13') then 'fct_notifications'
            when cell_members.exhibit_code = 'fig_2_12' then 'fct_police_unit_notifications'
            else 'fct_known_victim_years'
        end as fact,
        cell_members.member_key
    from {{ ref('aud_cell_members') }} as cell_members
),

problems as (
    select
        members.exhibit_code,
        members.fact,
        count(*) as members_without_a_row
    from members
    left join keys
        on
            members.fact = keys.fact
            and members.member_key = keys.member_key
    where keys.member_key is null
    group by members.exhibit_code, members.fact
)

select * from problems
