{#- The key of a member that is a notification leads to the row that was counted: it is the key of
    the victim-year with the reporter group or the police unit. The other exhibits take the key of
    the victim-year as it stands in the fact. -#}
with keys as (
    select
        'fct_known_notifications' as fact,
        notifications.victim_year_key || ':' || notifications.reporter_group_code as member_key
    from {{ ref('fct_known_notifications') }} as notifications
    union all
    select
        'fct_known_police_unit_notifications' as fact,
        notifications.victim_year_key || ':' || notifications.police_unit_code as member_key
    from {{ ref('fct_known_police_unit_notifications') }} as notifications
),

members as (
    select
        cell_members.exhibit_code,
        case cell_members.exhibit_code
            when 'fig_2_12' then 'fct_known_police_unit_notifications'
            else 'fct_known_notifications'
        end as fact,
        cell_members.member_key
    from {{ ref('aud_cell_members') }} as cell_members
    inner join {{ ref('dim_editions') }} as editions
        on cell_members.edition_code = editions.edition_code
    where
        editions.is_latest_edition
        and cell_members.column_kind = 'edition'
        and cell_members.exhibit_code in ('fig_2_11', 'fig_2_12', 'fig_2_13')
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
