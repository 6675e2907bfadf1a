{#- The columns of the facts that hold a dimension, where they are not its name with `_code`. -#}
{%- set nationality = ['nationality_code'] -%}
{%- set form_combination = ['form_combination_code'] -%}
{%- set reporter_flags = [
    'is_reported_by_police', 'is_reported_by_kmar', 'is_reported_by_iszw',
    'is_reported_by_care_coordinator', 'is_reported_by_fairwork', 'is_reported_by_other',
] -%}
{%- set columns_of_dimensions = {
    'notification_year': ['notification_year'],
    'exploitation_form': form_combination,
    'nationality_class': nationality,
    'eu_membership': nationality,
    'cooperation': ['cooperates_code'],
    'om_letter': ['has_om_letter'],
    'emm_known': ['is_emm_known'],
    'exclusion_rule': ['exclusion_rule_id'],
    'exhibit': ['exhibit'],
    'column_code': ['column_code'],
    'row_code': ['row_code'],
    'measure': ['measure'],
} -%}
{%- set columns_of_victims = {
    'reporter_group': reporter_flags, 'police_unit': ['police_unit_mask'],
} -%}

{%- set facts = {
    'known_victims': ref('fct_known_victim_years'),
    'victims': ref('fct_victim_years'),
    'notifications': ref('fct_notifications'),
    'police_unit_notifications': ref('fct_police_unit_notifications'),
    'published_cells': 'cells',
    'years': 'years',
} -%}

{#- The columns of each grouping; then the columns of all. -#}
{%- set groupings = [] -%}
{%- set all_columns = [] -%}
{%- for unit_kind_code, dimension_codes in unit_groupings() -%}
    {%- set columns = [] -%}
    {%- for dimension_code in dimension_codes -%}
        {%- set default = columns_of_dimensions.get(dimension_code, [dimension_code ~ '_code']) -%}
        {%- set own = columns_of_victims if unit_kind_code == 'victims' else {} -%}
        {%- for column in own.get(dimension_code, default) -%}
            {%- do columns.append(column) if column not in columns -%}
            {%- do all_columns.append(column) if column not in all_columns -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do groupings.append((loop.index, unit_kind_code, columns)) -%}
{%- endfor -%}

with sides as (
    select * from {{ ref('aud_reconciliation__sides') }}
),

cells as (
    select
        *,
        published_cells.edition as edition_code
    from {{ ref('published_cells') }} as published_cells
),

years as (
    select
        *,
        dim_exhibit_columns.year_from as notification_year
    from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.column_kind = 'year'
),

-- Only the editions that a side asks of the grouping. Each grouping reads the facts itself: what
-- they all read from one step would be a copy of the facts.
{%- for grouping_number, unit_kind_code, columns in groupings %}
asked_{{ grouping_number }} as (
    select units.*
    from {{ facts[unit_kind_code] }} as units
    where
        units.edition_code in (
            select sides.edition_code
            from sides
            where sides.grouping_number = {{ grouping_number }}
        )
),
{%- if 'police_unit_mask' in columns %}

-- A victim whom two police units notified is one unit, so the police units are one value: a mask.
police_units_{{ grouping_number }} as (
    select
        units.edition_code,
        units.victim_year_key,
        bit_or(bits.police_unit_bit) as police_unit_mask
    from {{ ref('fct_police_unit_notifications') }} as units
    inner join {{ ref('aud_reconciliation__police_unit_bits') }} as bits
        on units.police_unit_code = bits.police_unit_code
    where
        units.edition_code in (
            select sides.edition_code
            from sides
            where sides.grouping_number = {{ grouping_number }}
        )
    group by units.edition_code, units.victim_year_key
),
{%- endif %}
{% endfor %}
grouped as (
    {%- for grouping_number, unit_kind_code, columns in groupings %}
    select
        {{ grouping_number }} as grouping_number,
        '{{ unit_kind_code }}' as unit_kind_code,
        units.edition_code,
        {%- for column in all_columns %}
        {{ column if column in columns else 'null' }} as {{ column }},
        {%- endfor %}
        {{ 'sum(units.value)' if unit_kind_code == 'published_cells' else 'count(*)' }} as amount
    from asked_{{ grouping_number }} as units
    {%- if 'police_unit_mask' in columns %}
    left join police_units_{{ grouping_number }} as police_units
        on
            units.edition_code = police_units.edition_code
            and units.victim_year_key = police_units.victim_year_key
    {%- endif %}
    group by
        units.edition_code,
        {%- for column in columns %}
        {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        cast(
            row_number() over (
                order by
                    grouped.grouping_number asc,
                    grouped.edition_code asc,
                    {%- for column in all_columns %}
                    grouped.{{ column }} asc nulls last{{ ',' if not loop.last }}
                    {%- endfor %}
            ) as bigint
        ) as group_number,
        grouped.grouping_number,
        grouped.unit_kind_code,
        grouped.edition_code,
        {%- for column in all_columns %}
        grouped.{{ column }},
        {%- endfor %}
        cast(grouped.amount as decimal(18, 6)) as amount
    from grouped
)

select * from final
