-- Every number that a figure of a text can be: a published cell or its percentage, a number that a
-- document prints, a row of the Dutch return to UNODC. `{exhibits}` is the union of the exhibits.
with exhibits as (
    {exhibits}
),

-- Editions that leave out whom R-08 names.
without_kmar_only as (
    select rules.edition_code
    from marts.bridge_edition_rules as rules
    where rules.exclusion_rule_id = 'R-08'
),

-- Figuur 2.1 has several populations, Figuur 2.2 its own; all other exhibits have that of the edition.
cells as (
    select
        exhibits.*,
        dim_exhibits.title_en || case
            when exhibits.row_kind = 'total' then ''
            else ': ' || exhibits.row_label_en
        end || case
            when exhibits.column_kind = 'trafficking_form' then ', ' || exhibits.column_label_en
            else ''
        end as what,
        case exhibits.column_kind
            when 'trafficking_form' then editions.year_from
            else cast(left(exhibits.column_code, 4) as integer)
        end as year_from,
        case exhibits.column_kind
            when 'trafficking_form' then editions.year_to
            else cast(right(exhibits.column_code, 4) as integer)
        end as year_to,
        case
            when exhibits.row_code = 'ALL_KNOWN' then 'all known'
            when exhibits.exhibit_code = 'fig_2_02' then 'known through the EMM'
            when exhibits.row_code = 'WITHOUT_EMM_ONLY' or without_kmar_only.edition_code is null
                then 'with victims reported only by the border police'
            else 'without victims of sexual exploitation reported only by the border police'
        end as population,
        concat_ws(
            ' ',
            case
                when exhibits.row_kind not in ('total', 'population_line', 'persons')
                    then exhibits.row_label_nl || ' ' || exhibits.row_label_en
            end,
            case
                when exhibits.column_kind = 'trafficking_form'
                    then exhibits.column_label_nl || ' ' || exhibits.column_label_en
            end,
            case
                when exhibits.exhibit_code not in (
                    'fig_2_01', 'fig_2_03', 'fig_2_07', 'fig_2_08', 'fig_2_09', 'fig_2_10',
                    'fig_2_11', 'tab_2_1'
                ) then dim_exhibits.title_nl || ' ' || dim_exhibits.title_en
            end
        ) as subject
    from exhibits
    inner join marts.dim_exhibits as dim_exhibits
        on exhibits.exhibit_code = dim_exhibits.exhibit_code
    inner join marts.dim_editions as editions
        on exhibits.edition_code = editions.edition_code
    left join without_kmar_only
        on exhibits.edition_code = without_kmar_only.edition_code
    where exhibits.measure not in ('rank', 'mean_age')
),

-- The count of a cell, and its percentage.
numbers as (
    select
        cells.*,
        'cell' as source,
        cells.unit_count as number,
        case
            when cells.measure like '%notifications' then replace(cells.measure, '_', ' ')
            else 'victims'
        end as unit
    from cells
    where cells.unit_count is not null
    union all
    select
        cells.*,
        'share' as source,
        cells.pct as number,
        'percent' as unit
    from cells
    where cells.pct is not null and cells.row_kind <> 'total'
),

statuses as (
    select max(dim_editions.data_status) as data_status from marts.dim_editions as dim_editions
),

nationalities as (
    select
        categories.category,
        string_agg(countries.label_nl || ' ' || countries.label_en, ' ') as labels
    from reference.witness_categories as categories
    inner join reference.ref_countries as countries
        on categories.code = countries.country_code
    where categories.attribute = 'by citizenship'
    group by categories.category
),

-- What a line counts decides the unit, whatever the document calls it (C-09).
claims as (
    select
        reconciliation.*,
        case
            when reconciliation.printed_unit = 'percent' then 'percent'
            when reconciliation.how_computed like '%police_unit_notifications%'
                then 'police unit notifications'
            when reconciliation.how_computed like '%notifications%' then 'notifications'
            when reconciliation.printed_unit like 'notifications%' then 'notifications'
            when reconciliation.printed_unit in ('victims', 'victims a year', 'persons') then 'victims'
            else 'other'
        end as unit,
        regexp_extract(reconciliation.description, '(\d{4})(-\d{4})?$', 0) as period
    from audit.aud_reconciliation as reconciliation
    where
        reconciliation.duplicate_of is null
        and reconciliation.printed_value is not null
        and reconciliation.printed_unit not in ('rank', 'times', 'years', 'months', 'hours')
)

select
    numbers.source,
    numbers.number,
    numbers.unit,
    numbers.what,
    numbers.year_from,
    numbers.year_to,
    min(numbers.edition_code) || case
        when count(*) > 1 then ' to ' || max(numbers.edition_code)
        else ''
    end as editions,
    numbers.exhibit_code as exhibit,
    numbers.population,
    any_value(statuses.data_status) || ' register' as vintage,
    numbers.subject,
    '' as objection
from numbers
cross join statuses
group by all
union all
select
    'claim' as source,
    claims.printed_value as number,
    claims.unit,
    claims.description as what,
    coalesce(
        try_cast(left(claims.period, 4) as integer), try_cast(left(claims.edition_code, 4) as integer)
    ) as year_from,
    coalesce(
        try_cast(right(claims.period, 4) as integer), try_cast(right(claims.edition_code, 4) as integer)
    ) as year_to,
    coalesce(claims.edition_code, '') as editions,
    claims.claim_id as exhibit,
    '' as population,
    claims.document_title
    || coalesce(', line ' || cast(claims.line_number as varchar), '') as vintage,
    claims.description as subject,
    case
        when claims.verdict = 'contradicted_by_source'
            then claims.contradiction_id || ': ' || claims.reason
        else ''
    end as objection
from claims
union all
select
    'witness' as source,
    witness.lowest_value as number,
    'victims' as unit,
    case
        when witness.dimension = 'Total' then 'Detected victims'
        else 'Detected victims ' || witness.dimension || ': ' || witness.category
    end || case when witness.sex = 'Total' then '' else ', ' || lower(witness.sex) end
    || case when witness.age = 'Total' then '' else ', ' || lower(witness.age) end as what,
    witness.reported_year as year_from,
    witness.reported_year as year_to,
    '' as editions,
    witness.witness_row_id as exhibit,
    coalesce(
        witness.basis_code,
        'without victims of sexual exploitation reported only by the border police'
    ) as population,
    returned.publication as vintage,
    case when witness.dimension = 'Total' then '' else witness.category end
    || coalesce(' ' || nationalities.labels, '')
    || case witness.age
        when '0 to 17 years' then ' minderjarige minors children'
        when '18 years or over' then ' meerderjarige adults'
        when 'Unknown' then ' onbekende unknown'
        else ''
    end
    || case witness.sex
        when 'Female' then ' vrouwen women girls meisjes'
        when 'Male' then ' mannen men boys jongens'
        else ''
    end as subject,
    case
        when witness.verdict = 'contradicts_itself' and witness.arithmetic is not null
            then 'the return contradicts itself: ' || witness.arithmetic
        else ''
    end as objection
from audit.aud_witness as witness
inner join reference.witness_return as returned
    on witness.witness_row_id = returned.witness_row_id
left join nationalities
    on witness.dimension = 'by citizenship' and witness.category = nationalities.category
where witness.printed_value <> '<5'
union all
select
    'print' as source,
    prints.printed_value as number,
    prints.unit,
    prints.what,
    prints.first_year as year_from,
    prints.last_year as year_to,
    '' as editions,
    '' as exhibit,
    coalesce(prints.population, '') as population,
    prints.publication as vintage,
    prints.what as subject,
    '' as objection
from reference.witness_other_prints as prints
