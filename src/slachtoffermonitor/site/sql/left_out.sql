-- Nationalities that Tabel 2.1 leaves out of an edition, though they are larger than its smallest
-- row: they are in no top five (R-28).
with shown as (
    select
        cells.edition_code,
        cells.row_code,
        cells.value
    from marts.published_cells as cells
    where
        cells.exhibit_code = 'tab_2_1'
        and cells.column_kind = 'edition'
        and cells.row_kind = 'nationality'
        and cells.measure = 'victims'
),

smallest as (
    select
        shown.edition_code,
        min(shown.value) as smallest_count
    from shown
    group by shown.edition_code
),

counted as (
    select
        editions.edition_code,
        victims.nationality_code,
        count(*) as victim_count
    from marts.fct_known_victim_years as victims
    inner join marts.dim_editions as editions
        on victims.notification_year between editions.year_from and editions.year_to
    left join marts.bridge_edition_rules as rules
        on
            editions.edition_code = rules.edition_code
            and victims.exclusion_rule_id = rules.exclusion_rule_id
    where
        rules.exclusion_rule_id is null
        and victims.nationality_class_code <> 'UNKNOWN'
    group by editions.edition_code, victims.nationality_code
)

select
    counted.edition_code,
    counted.nationality_code,
    nationalities.label_nl,
    nationalities.label_en,
    counted.victim_count
from counted
inner join smallest
    on counted.edition_code = smallest.edition_code
inner join marts.dim_nationalities as nationalities
    on counted.nationality_code = nationalities.nationality_code
left join shown
    on
        counted.edition_code = shown.edition_code
        and counted.nationality_code = shown.row_code
where
    shown.row_code is null
    and counted.victim_count > smallest.smallest_count
order by counted.edition_code asc, counted.victim_count desc, counted.nationality_code asc
