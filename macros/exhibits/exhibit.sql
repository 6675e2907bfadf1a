{#- The last step of every exhibit: from its members (`counted`) and its rows (`exhibit_rows`) to its cells, with
    the empty ones, their bases, printed percentages (R-31), labels and order.

    `counted` has a row per member of a row of the exhibit: member_key, notification_year,
    exclusion_rule_id, row_kind, row_code; with `by_form` also trafficking_form_code, with `by_edition`
    edition_code, which is empty where every edition counts the member. An edition leaves a member out
    when the rule that it carries is in force in it (bridge_edition_rules). `exhibit_rows` has
    row_kind, row_code, sort_order, label_nl, label_en; with `rows_by_edition` also edition_code.
    `other_values` names a relation of values that are not counts (a mean, a rank): edition_code,
    column_kind, column_code, row_kind, row_code, measure, value. -#}
{% macro exhibit(exhibit_code, by_form=false, by_edition=false, rows_by_edition=false, other_values=none) -%}
,

{{ end_of_members(by_form, by_edition) }}
yearly as (
    select
        counted.row_kind,
        counted.row_code,
        {%- if by_edition %}
        counted.edition_code,
        {%- endif %}
        {%- if by_form %}
        counted.trafficking_form_code,
        {%- endif %}
        counted.notification_year,
        counted.exclusion_rule_id,
        count(*) as unit_count
    from counted
    group by all
),

exhibit_columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.exhibit_code = '{{ exhibit_code }}'
),

cells as (
    select
        exhibit_columns.edition_code,
        exhibit_columns.column_kind,
        exhibit_columns.column_code,
        yearly.row_kind,
        yearly.row_code,
        cast(sum(yearly.unit_count) as integer) as unit_count
    from yearly
    inner join exhibit_columns
        on
            yearly.notification_year between exhibit_columns.year_from and exhibit_columns.year_to
            {%- if by_edition %}
            and coalesce(yearly.edition_code, exhibit_columns.edition_code)
            = exhibit_columns.edition_code
            {%- endif %}
            {%- if by_form %}
            and (
                exhibit_columns.column_kind <> 'trafficking_form'
                or yearly.trafficking_form_code = exhibit_columns.column_code
            )
            {%- endif %}
    left join {{ ref('bridge_edition_rules') }} as rules
        on
            exhibit_columns.edition_code = rules.edition_code
            and yearly.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
    group by all
),

grid as (
    select
        exhibit_columns.edition_code,
        exhibit_columns.column_kind,
        exhibit_columns.column_code,
        exhibit_columns.label_nl as column_label_nl,
        exhibit_columns.label_en as column_label_en,
        exhibit_columns.sort_order as column_order,
        kinds.row_kind,
        exhibit_rows.row_code,
        coalesce(kinds.label_prefix_nl || ' ', '')
        || coalesce(renamed.label_nl, exhibit_rows.label_nl) as row_label_nl,
        coalesce(kinds.label_prefix_en || ' ', '')
        || coalesce(renamed.label_en, exhibit_rows.label_en) as row_label_en,
        dense_rank() over (
            partition by exhibit_columns.edition_code
            order by kinds.kind_order asc, exhibit_rows.sort_order asc, exhibit_rows.row_code asc
        ) as row_order,
        kinds.measure,
        kinds.is_count,
        kinds.base_row_kind,
        kinds.base_row_code
    from {{ ref('ref_exhibit_rows') }} as kinds
    inner join exhibit_rows
        on kinds.row_kind = exhibit_rows.row_kind
    inner join exhibit_columns
        on
            coalesce(kinds.only_column_kind, exhibit_columns.column_kind)
            = exhibit_columns.column_kind
            {%- if rows_by_edition %}
            and exhibit_rows.edition_code = exhibit_columns.edition_code
            {%- endif %}
    left join {{ ref('ref_label_editions') }} as renamed
        on
            kinds.row_kind = renamed.row_kind
            and exhibit_rows.row_code = renamed.row_code
            and exhibit_columns.edition_code between renamed.first_edition_code
            and coalesce(renamed.last_edition_code, exhibit_columns.edition_code)
    where kinds.exhibit_code = '{{ exhibit_code }}'
),

-- A count that nobody has is zero; a mean or a rank that nobody has stays empty.
valued as (
    select
        grid.*,
        case when grid.is_count then coalesce(cells.unit_count, 0) end as unit_count,
        {%- if other_values %}
        cast(
            case when grid.is_count then coalesce(cells.unit_count, 0) else others.value end
            as decimal(18, 6)
        ) as value
        {%- else %}
        cast(coalesce(cells.unit_count, 0) as decimal(18, 6)) as value
        {%- endif %}
    from grid
    left join cells
        on
            grid.edition_code = cells.edition_code
            and grid.column_kind = cells.column_kind
            and grid.column_code = cells.column_code
            and grid.row_kind = cells.row_kind
            and grid.row_code = cells.row_code
    {%- if other_values %}
    left join {{ other_values }} as others
        on
            grid.edition_code = others.edition_code
            and grid.column_kind = others.column_kind
            and grid.column_code = others.column_code
            and grid.row_kind = others.row_kind
            and grid.row_code = others.row_code
            and grid.measure = others.measure
    {%- endif %}
),

final as (
    select
        valued.edition_code,
        exhibits.exhibit_code,
        exhibits.number_nl as exhibit_number,
        valued.column_kind,
        valued.column_code,
        valued.column_label_nl,
        valued.column_label_en,
        valued.column_order,
        valued.row_kind,
        valued.row_code,
        valued.row_label_nl,
        valued.row_label_en,
        cast(valued.row_order as integer) as row_order,
        valued.measure,
        valued.value,
        valued.unit_count,
        bases.value as base,
        {{ printed_pct('valued.value', 'bases.value') }} as pct
    from valued
    inner join {{ ref('ref_exhibits') }} as exhibits
        on exhibits.exhibit_code = '{{ exhibit_code }}'
    left join valued as bases
        on
            valued.edition_code = bases.edition_code
            and valued.column_kind = bases.column_kind
            and valued.column_code = bases.column_code
            and valued.base_row_kind = bases.row_kind
            and valued.base_row_code = bases.row_code
            and bases.is_count
)

select * from final
order by final.edition_code, final.row_order, final.measure, final.column_order
{%- endmacro %}
