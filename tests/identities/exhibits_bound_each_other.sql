{#- What one exhibit counts bounds what another one may: parts of several rows, or a number of times
    as many. R-05 to R-07, R-12, R-17, R-27, R-28. Comparisons of one cell with one other stand in
    exhibits_agree_with_each_other. -#}
with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.measure not in ('rank', 'mean_age')
),

editions as (
    select * from {{ ref('dim_editions') }}
),

bounded as (
    select
        'who is known through the EMM only is not in the second line of Figuur 2.1' as statement,
        emm_only.edition_code,
        emm_only.column_kind,
        emm_only.column_code,
        emm_only.value as counted,
        first_line.value - second_line.value as at_most
    from cells as emm_only
    left join cells as first_line
        on
            emm_only.edition_code = first_line.edition_code
            and emm_only.column_kind = first_line.column_kind
            and emm_only.column_code = first_line.column_code
            and first_line.exhibit_code = 'fig_2_01'
            and first_line.row_code = 'ALL_KNOWN'
    left join cells as second_line
        on
            emm_only.edition_code = second_line.edition_code
            and emm_only.column_kind = second_line.column_kind
            and emm_only.column_code = second_line.column_code
            and second_line.exhibit_code = 'fig_2_01'
            and second_line.row_code = 'WITHOUT_EMM_ONLY'
    where
        emm_only.exhibit_code = 'fig_2_02'
        and emm_only.row_code = 'EMM_ONLY'
        and emm_only.column_kind in ('year', 'edition')
    union all
    select
        'imputation takes nothing away from the known sectors of Figuur 2.4a' as statement,
        sectors.edition_code,
        sectors.column_kind,
        lists.visibility_code as column_code,
        sum(sectors.value) as counted,
        max(visibilities.value) as at_most
    from cells as sectors
    inner join {{ ref('ref_prostitution_sectors') }} as lists
        on sectors.row_code = lists.prostitution_sector_code
    left join cells as visibilities
        on
            sectors.edition_code = visibilities.edition_code
            and sectors.column_kind = visibilities.column_kind
            and lists.visibility_code = visibilities.row_code
            and visibilities.exhibit_code = 'fig_2_04b'
            and visibilities.row_kind = 'visibility'
    where
        sectors.exhibit_code = 'fig_2_04a'
        and sectors.row_kind = 'prostitution_sector'
        and sectors.column_kind = 'edition'
        and lists.visibility_code <> 'ONB'
    group by sectors.edition_code, sectors.column_kind, lists.visibility_code
    union all
    select
        'the two sexual groups are no more than any sexual exploitation' as statement,
        sexual.edition_code,
        sexual.column_kind,
        sexual.column_code,
        sum(sexual.value) as counted,
        max(any_form.value) as at_most
    from cells as sexual
    left join cells as any_form
        on
            sexual.edition_code = any_form.edition_code
            and sexual.column_kind = any_form.column_kind
            and sexual.column_code = any_form.column_code
            and any_form.exhibit_code = 'fig_2_03'
            and any_form.row_kind = 'any_form'
            and any_form.row_code = 'SU'
    where sexual.exhibit_code = 'fig_2_07' and sexual.row_code in ('BL-SU', 'GO-SU')
    group by sexual.edition_code, sexual.column_kind, sexual.column_code
    union all
    select
        'a region holds its nationalities of Tabel 2.1' as statement,
        nationalities.edition_code,
        nationalities.column_kind,
        nationalities.column_code,
        sum(nationalities.value) as counted,
        max(regions.value) as at_most
    from cells as nationalities
    inner join {{ ref('ref_countries') }} as countries
        on nationalities.row_code = countries.country_code
    left join cells as regions
        on
            nationalities.edition_code = regions.edition_code
            and nationalities.column_kind = regions.column_kind
            and nationalities.column_code = regions.column_code
            and countries.origin_region_code = regions.row_code
            and regions.exhibit_code = 'fig_2_09'
            and regions.row_kind = 'origin_region'
    where nationalities.exhibit_code = 'tab_2_1' and nationalities.row_kind = 'nationality'
    group by
        nationalities.edition_code,
        nationalities.column_kind,
        nationalities.column_code,
        countries.origin_region_code
    union all
    -- citizens of Aruba, Curacao and Sint Maarten are Dutch, so that the region has one nationality
    select
        'the region Netherlands is the Dutch nationality of Tabel 2.1' as statement,
        regions.edition_code,
        regions.column_kind,
        regions.column_code,
        regions.value as counted,
        dutch.value as at_most
    from cells as regions
    inner join cells as dutch
        on
            regions.edition_code = dutch.edition_code
            and regions.column_kind = dutch.column_kind
            and regions.column_code = dutch.column_code
            and dutch.exhibit_code = 'tab_2_1'
            and dutch.row_code = 'NLD'
    where regions.exhibit_code = 'fig_2_09' and regions.row_code = 'NL'
    union all
    select
        'there are at most six notifications of a victim' as statement,
        notifications.edition_code,
        notifications.column_kind,
        notifications.column_code,
        notifications.value as counted,
        6 * victims.value as at_most
    from cells as notifications
    left join cells as victims
        on
            notifications.edition_code = victims.edition_code
            and notifications.column_kind = victims.column_kind
            and notifications.column_code = victims.column_code
            and victims.exhibit_code = 'fig_2_01'
            and victims.row_kind = 'population_line'
            and victims.row_code = 'ANALYSIS_POPULATION'
    where
        notifications.exhibit_code = 'fig_2_11'
        and notifications.row_kind = 'total'
        and notifications.column_kind in ('year', 'edition')
    union all
    select
        'no unit notifies more than the police as a whole' as statement,
        units.edition_code,
        units.column_kind,
        units.column_code,
        units.value as counted,
        police.value as at_most
    from cells as units
    left join cells as police
        on
            units.edition_code = police.edition_code
            and units.column_kind = police.column_kind
            and units.column_code = police.column_code
            and police.exhibit_code = 'fig_2_11'
            and police.row_kind = 'reporter_group'
            and police.row_code = 'POL'
    where
        units.exhibit_code = 'fig_2_12'
        and units.row_kind = 'police_unit'
        and units.column_kind in ('year', 'trafficking_form')
    union all
    select
        'the police notify no more victims of a form than there are' as statement,
        police.edition_code,
        police.column_kind,
        police.column_code,
        police.value as counted,
        victims.value as at_most
    from cells as police
    left join cells as victims
        on
            police.edition_code = victims.edition_code
            and police.column_kind = victims.column_kind
            and police.column_code = victims.column_code
            and police.row_code = victims.row_code
            and victims.exhibit_code = 'fig_2_07'
            and victims.row_kind = 'trafficking_form'
    where police.exhibit_code = 'fig_2_13' and police.row_kind = 'trafficking_form'
),

problems as (
    select
        bounded.edition_code,
        bounded.statement,
        bounded.column_kind,
        bounded.column_code,
        bounded.counted as left_value,
        bounded.at_most as right_value
    from bounded
    where
        bounded.at_most is null
        or bounded.counted > bounded.at_most
        or (bounded.statement like 'the region Netherlands%' and bounded.counted <> bounded.at_most)
    union all
    -- six of them bound something in every edition, whoever is in the register
    select
        editions.edition_code,
        'something bounds nothing' as statement,
        null as column_kind,
        null as column_code,
        count(distinct bounded.statement) as left_value,
        6 as right_value
    from editions
    left join bounded
        on
            editions.edition_code = bounded.edition_code
            and bounded.statement not like '%Tabel 2.1'
    group by editions.edition_code
    having count(distinct bounded.statement) <> 6
)

select * from problems
