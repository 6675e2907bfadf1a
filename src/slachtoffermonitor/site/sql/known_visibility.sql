-- Victims whose sector is known, by period and visibility: the sum of the cells of Figuur 2.4a.
select
    cells.edition_code,
    years.imputation_period_code,
    sectors.visibility_code,
    sum(cells.value) as victim_count
from marts.published_cells as cells
inner join marts.dim_edition_years as years
    on
        cells.edition_code = years.edition_code
        and cells.column_code = cast(years.notification_year as varchar)
inner join marts.dim_prostitution_sectors as sectors
    on cells.row_code = sectors.prostitution_sector_code
where
    cells.exhibit_code = 'fig_2_04a'
    and cells.column_kind = 'year'
    and cells.row_kind = 'prostitution_sector'
group by cells.edition_code, years.imputation_period_code, sectors.visibility_code
order by cells.edition_code, years.imputation_period_code, sectors.visibility_code
