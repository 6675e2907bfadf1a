-- From small tables of counts to the published cells: the step that all alternatives share, on some
-- thousands of rows at any size of the register.
--
-- Before it runs: `set variable seeds = '<directory>'`, and the tables
--   n_known (year, exclusion, is_emm_known, is_notified), n_persons (years),
--   n_forms (year, forms), n_traits (year, trafficking_form, gender, age),
--   n_nationalities (year, trafficking_form, nationality),
--   n_sexual (year, region, adulthood, reporter, prostitution), n_labour (year, mask),
--   n_manners (year, mask), n_groups (year, trafficking_form, is_african, groups),
--   n_units (year, trafficking_form, units),
-- each with n, the number of victim-years (of persons in n_persons). All but n_known are about the
-- analysis population. Codes are standard codes; forms, prostitution, masks, groups and units have the
-- bits of the code lists (sectors of prostitution by their hierarchy, groups by the order of belief,
-- units by their order); years has bit 0 for the year 2000; exclusion is empty for nobody excluded;
-- reporter is any text that tells the reporters of the imputation apart.
-- It leaves the table `published_cells`.

create or replace macro seed(name) as table
    select * from read_csv(getvariable('seeds') || name || '.csv', all_varchar = true, header = true);

create or replace macro parameter(code) as (
    select parameter_value from seed('reference/ref_parameters') where parameter_code = code
);

create temp table editions as
select
    edition_code as edition,
    year_from::int as year_from,
    year_to::int as year_to,
    year_from || '-' || (imputation_second_period_from_year::int - 1) as first_period,
    imputation_second_period_from_year || '-' || year_to as second_period,
    imputation_second_period_from_year::int as second_from,
    first_year
from seed('reference/ref_editions')
join (select min(year) as first_year, max(year) as last_year from n_known)
    on year_to::int between first_year and last_year;

-- Which columns a count of a year and form goes into.
create temp table column_years as
select edition, column_kind, column_code, year, form
from editions
cross join lateral (select unnest(range(year_from, year_to + 1))::int as year)
cross join lateral (
    select 'year' as column_kind, year::varchar as column_code, null as form
    union all select 'edition', edition, null
    union all select 'period', case when year < second_from then first_period else second_period end, null
    union all select 'trafficking_form', trafficking_form_code, trafficking_form_code
    from seed('reference/ref_trafficking_forms')
)
where year >= first_year or column_kind <> 'year';

-- === rows that are the same in every edition =============================================

create temp table row_counts as
select
    year, null as form, 'fig_2_01' as exhibit, 'population_line' as row_kind, line as row_code,
    'victims' as measure, n
from n_known
join (values
    ('', 'ANALYSIS_POPULATION'), ('', 'WITHOUT_EMM_ONLY'), ('R-08', 'WITHOUT_EMM_ONLY'),
    ('', 'ALL_KNOWN'), ('R-07', 'ALL_KNOWN'), ('R-08', 'ALL_KNOWN'), ('R-09', 'ALL_KNOWN')
) as lines (exclusion, line) using (exclusion)
union all
select year, null, 'fig_2_02', k.kind,
    case when k.kind = 'total' then 'total' when is_notified then 'EMM_AND_REPORTER' else 'EMM_ONLY' end,
    'victims', n
from n_known, (values ('emm_knowledge'), ('total')) as k (kind)
where is_emm_known
union all
select year, null, 'fig_2_03', 'total', 'total', 'victims', n from n_forms
union all
select year, null, 'fig_2_03', 'form_combination', form_combination_code, 'victims', n
from n_forms join seed('reference/ref_form_combinations') on form_mask::int = forms
union all
select year, null, 'fig_2_03', 'any_form', exploitation_form_code, 'victims', n
from n_forms join seed('reference/ref_exploitation_forms')
    on (forms & form_bit::int) > 0 or (forms = 0 and form_bit::int = 0)
union all
select year, trafficking_form, k.exhibit, 'total', 'total', 'victims', n
from n_traits,
    (values ('fig_2_07'), ('fig_2_08'), ('fig_2_09'), ('fig_2_10'), ('tab_2_1')) as k (exhibit)
union all
select year, trafficking_form, 'fig_2_07', 'trafficking_form', trafficking_form, 'victims', n
from n_traits
union all
select year, trafficking_form, 'fig_2_08', 'gender', gender, 'victims', n from n_traits
union all
select year, trafficking_form, 'fig_2_10', 'age_band', coalesce(age_band_code, 'ONB'), 'victims', n
from n_traits
left join seed('reference/ref_age_bands') on age between age_from::int and age_to::int
union all
select year, trafficking_form, 'tab_2_1', 'nationality', nationality, 'victims', n
from n_nationalities
union all
select year, trafficking_form, 'fig_2_09', 'origin_region', origin_region_code, 'victims', n
from n_nationalities
join seed('reference/ref_countries') as countries on countries.country_code = nationality
union all
select year, trafficking_form, 'fig_2_11', k.kind,
    case k.kind
        when 'total' then 'total' when 'legal_basis' then legal_basis_code else reporter_group_code
    end,
    'notifications', n
from n_groups
join seed('reference/ref_reporter_groups') on (groups & (1 << (priority_order::int - 1))) > 0,
(values ('reporter_group'), ('legal_basis'), ('total')) as k (kind)
union all
select year, trafficking_form, 'fig_2_12', k.kind,
    case k.kind when 'total' then 'total' else police_unit_code end, 'police_unit_notifications', n
from n_units
join seed('reference/ref_police_units')
    on case when police_unit_code = 'ONB' then units = 0
        else (units & (1 << (sort_order::int - 1))) > 0 end,
(values ('police_unit'), ('total')) as k (kind)
union all
select year, trafficking_form, 'fig_2_13', k.kind,
    case k.kind
        when 'total' then 'total'
        when 'trafficking_form' then trafficking_form
        else trafficking_form || case when is_african then ':AFR' else ':OTHER' end
    end,
    'notifications', n
from n_groups
join seed('reference/ref_reporter_groups') on reporter_group_code = 'POL',
(values ('trafficking_form'), ('form_by_origin'), ('total')) as k (kind)
where (groups & (1 << (priority_order::int - 1))) > 0 and (k.kind <> 'form_by_origin' or trafficking_form in ('GO-SU', 'CU'));

-- === rows that depend on the edition =====================================================

create temp table sexual as
select
    edition, year, region, adulthood, reporter, n,
    case when year < second_from then first_period else second_period end as period,
    coalesce(visibility_code, 'ONB') as visibility,
    coalesce(published_code, prostitution_sector_code) as sector
from n_sexual
join editions on year between year_from and year_to
left join seed('reference/ref_prostitution_sectors') as sectors
    on prostitution > 0
    and bit_count((prostitution::int & -prostitution::int) - 1) = hierarchy_order::int - 1
left join seed('reference/ref_category_editions') as categories
    on categories.attribute_code = 'prostitution_sector'
    and categories.category_code = prostitution_sector_code
    and year_to between edition_year_to_from::int and edition_year_to_to::int;

-- A victim-year names several sectors or manners: the rarest of the edition stands for it.
create temp table masks as
select edition, year, 'fig_2_05' as exhibit, 'labour_sector' as row_kind, mask, n
from n_labour join editions on year between year_from and year_to
union all
select edition, year, 'fig_2_06', 'criminal_manner', mask, n
from n_manners
join editions on year between year_from and year_to
join seed('reference/ref_attribute_registration_years') as registered
    on registered.attribute_code = 'criminal_manner'
    and year between registered_from_year::int and registered_to_year::int;

create temp table chosen as
with codes as (
    select 'fig_2_05' as exhibit, labour_sector_code as code, sector_bit::int as code_bit, is_residual
    from seed('reference/ref_labour_sectors')
    union all
    select 'fig_2_06', criminal_manner_code, manner_bit::int, is_residual
    from seed('reference/ref_criminal_manners')
),
mentions as (
    select edition, exhibit, code, code_bit, is_residual, sum(n) as mentioned
    from masks join codes using (exhibit)
    where (mask & code_bit) > 0
    group by all
)
select edition, exhibit, mask, code
from (select distinct edition, exhibit, mask from masks)
join mentions using (edition, exhibit)
where (mask & code_bit) > 0
qualify row_number() over (
    partition by edition, exhibit, mask order by is_residual, mentioned, code
) = 1;

create temp table edition_row_counts as
select edition, year, 'fig_2_04a' as exhibit, k.kind as row_kind,
    case k.kind
        when 'total' then 'total'
        when 'sector_knowledge' then case when sector is null then 'UNKNOWN' else 'KNOWN' end
        else sector
    end as row_code,
    n
from sexual, (values ('prostitution_sector'), ('sector_knowledge'), ('total')) as k (kind)
where k.kind <> 'prostitution_sector' or sector is not null
union all
select edition, year, exhibit, row_kind, coalesce(code, 'ONB'), n
from masks left join chosen using (edition, exhibit, mask)
union all
select edition, year, exhibit, 'total', 'total', n from masks;

-- Millionths, in whole numbers: only what a rule rounds is rounded.
create temp table imputed as
with counted as (
    select
        edition, period, region, adulthood, reporter,
        coalesce(sum(n) filter (where visibility <> 'ONB'), 0)::bigint as known,
        coalesce(sum(n) filter (where visibility = 'ZICHTBAAR'), 0)::bigint as seen,
        coalesce(sum(n) filter (where visibility = 'ONB'), 0)::bigint as unknown
    from sexual group by all
),
assessed as (
    select *, case when known >= minimum_known then unknown else 0 end as added
    from counted, (select parameter('imputation_minimum_known')::int as minimum_known)
)
select
    *,
    case when added > 0 then (2000000 * added * seen + known) // (2 * known) else 0 end as expected
from assessed;

-- === cells ==============================================================================

create temp table found as
select
    edition, exhibit, column_kind, column_code, row_kind, row_code, measure,
    sum(n)::bigint * 1000000 as millionths
from row_counts
join column_years using (year)
where column_years.form is null or column_years.form = row_counts.form
group by all
union all
select
    edition, exhibit, column_kind, column_code, row_kind, row_code, 'victims',
    sum(n)::bigint * 1000000
from edition_row_counts join column_years using (edition, year)
where form is null
group by all
union all
select
    edition, 'fig_2_01', 'edition', edition, 'persons', 'ANALYSIS_POPULATION', 'persons',
    sum(n)::bigint * 1000000
from editions
join n_persons
    on (years & ((1::bigint << (year_to - 1999)) - (1::bigint << (year_from - 2000)))) > 0
group by edition
union all
select
    edition, 'fig_2_10', column_kind, column_code, 'mean_age', 'MEAN_AGE', 'mean_age',
    ((20 * sum(age::bigint * n) + sum(n)) // (2 * sum(n)))::bigint * 100000
from n_traits
join column_years using (year)
where age is not null and (form is null or form = trafficking_form)
group by edition, column_kind, column_code
union all
select
    edition, 'fig_2_04b', k.kind, case k.kind when 'period' then period else edition end, row_kind,
    row_code, measure,
    sum(case row_code
        when 'ZICHTBAAR' then seen * 1000000 + expected
        when 'MINDER_ZICHTBAAR' then (known - seen + added) * 1000000 - expected
        when 'KNOWN' then known * 1000000
        when 'IMPUTED' then added * 1000000
        when 'KNOWN_OR_IMPUTED' then (known + added) * 1000000
        when 'NOT_IMPUTED' then (unknown - added) * 1000000
        else (known + unknown) * 1000000
    end)::bigint
from imputed,
    (values ('period'), ('edition')) as k (kind),
    (values
        ('visibility', 'ZICHTBAAR', 'victims_known_or_imputed'),
        ('visibility', 'MINDER_ZICHTBAAR', 'victims_known_or_imputed'),
        ('coverage', 'KNOWN', 'victims'), ('coverage', 'IMPUTED', 'victims'),
        ('coverage', 'KNOWN_OR_IMPUTED', 'victims'), ('coverage', 'NOT_IMPUTED', 'victims'),
        ('total', 'total', 'victims')
    ) as r (row_kind, row_code, measure)
group by all;

create temp table ranks as
select
    edition, column_kind, column_code, row_code,
    rank() over (partition by edition, column_kind, column_code order by millionths desc) as place
from found
join seed('reference/ref_countries') as countries on countries.country_code = row_code
where exhibit = 'tab_2_1' and row_kind = 'nationality' and column_kind <> 'period'
    and nationality_class_code <> 'UNKNOWN';

-- Codes of the rows; with an edition where not every edition has them.
create temp table row_codes as
select list_code, code, null as edition from seed('reference/ref_row_codes')
union all
select 'form_combinations', form_combination_code, null from seed('reference/ref_form_combinations')
union all
select 'exploitation_forms', exploitation_form_code, null
from seed('reference/ref_exploitation_forms')
union all
select 'known_visibilities', visibility_code, null
from seed('reference/ref_visibilities') where visibility_code <> 'ONB'
union all
select 'labour_sectors', labour_sector_code, null from seed('reference/ref_labour_sectors')
union all
select 'criminal_manners', criminal_manner_code, null from seed('reference/ref_criminal_manners')
union all
select 'trafficking_forms', trafficking_form_code, null from seed('reference/ref_trafficking_forms')
union all
select 'genders', gender_code, null from seed('reference/ref_genders')
union all
select 'origin_regions', origin_region_code, null from seed('reference/ref_origin_regions')
union all
select 'age_bands', age_band_code, null from seed('reference/ref_age_bands')
union all
select 'reporter_groups', reporter_group_code, null from seed('reference/ref_reporter_groups')
union all
select 'legal_bases', legal_basis_code, null from seed('reference/ref_legal_bases')
union all
select 'police_units', police_unit_code, null from seed('reference/ref_police_units')
union all
select distinct 'nationalities', row_code, edition
from ranks where place <= parameter('top_rank')::int
union all
select 'known_prostitution_sectors', prostitution_sector_code, edition
from seed('reference/ref_prostitution_sectors'), editions
where prostitution_sector_code <> 'ONB' and not exists (
    select 1 from seed('reference/ref_category_editions') as categories
    where categories.attribute_code = 'prostitution_sector'
        and categories.category_code = prostitution_sector_code
        and categories.published_code <> categories.category_code
        and year_to between edition_year_to_from::int and edition_year_to_to::int
);

create table published_cells as
with valued as (
    select
        columns.edition, r.exhibit_code as exhibit, columns.column_kind, columns.column_code,
        r.row_kind, row_codes.code as row_code, r.measure, r.base_row_kind, r.base_row_code,
        case
            when r.measure in ('mean_age', 'rank') then coalesce(found.millionths, place * 1000000)
            else coalesce(found.millionths, 0)
        end as millionths
    from seed('reference/ref_exhibit_rows') as r
    join seed('reference/ref_exhibit_columns') as c using (exhibit_code)
    join (
        select distinct
            edition, column_kind, column_code,
            case when column_kind = 'year' then year end as column_year
        from column_years
    ) as columns on columns.column_kind = c.column_kind
    join row_codes
        on row_codes.list_code = r.list_code
        and (row_codes.edition is null or row_codes.edition = columns.edition)
    left join seed('reference/ref_attribute_registration_years') as registered
        on registered.attribute_code = r.attribute_code
    left join found
        on found.edition = columns.edition and found.exhibit = r.exhibit_code
        and found.column_kind = columns.column_kind and found.column_code = columns.column_code
        and found.row_kind = r.row_kind and found.row_code = row_codes.code
        and found.measure = r.measure
    left join ranks
        on r.measure = 'rank' and ranks.edition = columns.edition
        and ranks.column_kind = columns.column_kind and ranks.column_code = columns.column_code
        and ranks.row_code = row_codes.code
    where (r.measure <> 'persons' or c.column_kind = 'edition')
        and (
            registered.attribute_code is null or column_year is null
            or column_year between registered_from_year::int and registered_to_year::int
        )
)
select
    valued.edition, valued.exhibit, valued.column_kind, valued.column_code, valued.row_kind,
    valued.row_code, valued.measure,
    (valued.millionths::decimal(18, 0) * 0.000001)::decimal(18, 6) as value,
    (bases.millionths::decimal(18, 0) * 0.000001)::decimal(18, 6) as base,
    case
        when bases.millionths > 0
            then ((200 * valued.millionths::hugeint + bases.millionths) // (2 * bases.millionths))::int
    end as pct
from valued
left join valued as bases
    on bases.edition = valued.edition and bases.exhibit = valued.exhibit
    and bases.column_kind = valued.column_kind and bases.column_code = valued.column_code
    and bases.row_kind = valued.base_row_kind and bases.row_code = valued.base_row_code
    and bases.measure not in ('mean_age', 'rank')
order by all;
