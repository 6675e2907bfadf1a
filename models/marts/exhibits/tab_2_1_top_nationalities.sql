-- Tabel 2.1 (R-28): victims by nationality, with the rank of each in its column. The rows are the
-- nationalities that are in the top five of some column; unknown and zero have no rank.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    union all
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        victims.exclusion_rule_id,
        victims.trafficking_form_code,
        'nationality' as row_kind,
        victims.nationality_code as row_code
    from {{ ref('fct_known_victim_years') }} as victims
),

nationalities as (
    select
        columns.edition_code,
        columns.column_kind,
        columns.column_code,
        victims.nationality_code,
        sum(victims.victim_count) as victim_count
    from (
        select
            victims.notification_year,
            victims.exclusion_rule_id,
            victims.trafficking_form_code,
            victims.nationality_code,
            count(*) as victim_count
        from {{ ref('fct_known_victim_years') }} as victims
        where victims.nationality_class_code <> 'UNKNOWN'
        group by
            victims.notification_year,
            victims.exclusion_rule_id,
            victims.trafficking_form_code,
            victims.nationality_code
    ) as victims
    inner join {{ ref('dim_exhibit_columns') }} as columns
        on
            columns.exhibit_code = 'tab_2_1'
            and victims.notification_year between columns.year_from and columns.year_to
            and (
                columns.column_kind <> 'trafficking_form'
                or victims.trafficking_form_code = columns.column_code
            )
    left join {{ ref('bridge_edition_rules') }} as rules
        on
            columns.edition_code = rules.edition_code
            and victims.exclusion_rule_id = rules.exclusion_rule_id
    where rules.exclusion_rule_id is null
    group by
        columns.edition_code, columns.column_kind, columns.column_code, victims.nationality_code
),

-- Competition ranking: equal numbers share a rank, and all that are tied at rank five are in.
ranks as (
    select
        nationalities.edition_code,
        nationalities.column_kind,
        nationalities.column_code,
        'nationality' as row_kind,
        nationalities.nationality_code as row_code,
        'rank' as measure,
        nationalities.victim_count,
        rank() over (
            partition by
                nationalities.edition_code, nationalities.column_kind, nationalities.column_code
            order by nationalities.victim_count desc
        ) as value
    from nationalities
),

-- The rows in the order of the whole period, by count and then by code.
top_nationalities as (
    select
        ranks.edition_code,
        ranks.row_code,
        max(ranks.victim_count) as victim_count
    from ranks
    group by ranks.edition_code, ranks.row_code
    having min(ranks.value) <= {{ parameter('top_rank', 'integer') }}
),

exhibit_rows as (
    select
        top_nationalities.edition_code,
        'nationality' as row_kind,
        top_nationalities.row_code,
        row_number() over (
            partition by top_nationalities.edition_code
            order by top_nationalities.victim_count desc, top_nationalities.row_code asc
        ) as sort_order,
        codes.label_nl,
        codes.label_en
    from top_nationalities
    inner join {{ ref('dim_nationalities') }} as codes
        on top_nationalities.row_code = codes.nationality_code
    union all
    select
        editions.edition_code,
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    cross join {{ ref('dim_editions') }} as editions
    where row_codes.row_kind = 'total'
)

{{ exhibit('tab_2_1', by_form=true, rows_by_edition=true, other_values='ranks') }}
