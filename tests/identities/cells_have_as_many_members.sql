{#- From a cell to its members: every published count has as many members as it says, and nobody is
    a member of a row that is not published. Asked of the default edition and of the latest alone: with
    every edition this took eleven minutes at ten million notifications. -#}
with asked as (
    select dim_editions.edition_code
    from {{ ref('dim_editions') }} as dim_editions
    where dim_editions.is_latest_edition or dim_editions.is_default_edition
),

cells as (
    select published_cells.*
    from {{ ref('published_cells') }} as published_cells
    inner join asked
        on published_cells.edition_code = asked.edition_code
    where published_cells.unit_count is not null
),

members as (
    select
        cell_members.edition_code,
        cell_members.exhibit_code,
        cell_members.column_kind,
        cell_members.column_code,
        cell_members.row_kind,
        cell_members.row_code,
        count(*) as member_count
    from {{ ref('aud_cell_members') }} as cell_members
    inner join asked
        on cell_members.edition_code = asked.edition_code
    group by
        cell_members.edition_code,
        cell_members.exhibit_code,
        cell_members.column_kind,
        cell_members.column_code,
        cell_members.row_kind,
        cell_members.row_code
),

problems as (
    select
        cells.edition_code,
        cells.exhibit_code,
        cells.column_code,
        cells.row_kind,
        cells.row_code,
        'counts ' || cells.unit_count || ' and has '
        || coalesce(members.member_count, 0) || ' members' as problem
    from cells
    left join members
        on
            cells.edition_code = members.edition_code
            and cells.exhibit_code = members.exhibit_code
            and cells.column_kind = members.column_kind
            and cells.column_code = members.column_code
            and cells.row_kind = members.row_kind
            and cells.row_code = members.row_code
    where cells.unit_count <> coalesce(members.member_count, 0)
    union all
    -- Tabel 2.1 shows the nationalities of the top five only; of every other row the members are
    -- those of a cell
    select
        members.edition_code,
        members.exhibit_code,
        members.column_code,
        members.row_kind,
        members.row_code,
        'has ' || members.member_count || ' members and is not published' as problem
    from members
    left join cells
        on
            members.edition_code = cells.edition_code
            and members.exhibit_code = cells.exhibit_code
            and members.column_kind = cells.column_kind
            and members.column_code = cells.column_code
            and members.row_kind = cells.row_kind
            and members.row_code = cells.row_code
    where cells.row_code is null and members.row_kind not in ('nationality', 'persons')
    union all
    select
        null as edition_code,
        null as exhibit_code,
        null as column_code,
        null as row_kind,
        null as row_code,
        'no cell counts anybody' as problem
    where not exists (select 1 from members)
)

select * from problems
