-- One row per attribute: records in which it is unknown, and records that could have it. Sectors
-- and manners are asked of the form that they belong to only.
with standing as (
    select
        records.notification_year as year,
        content.*
    from records
    inner join intermediate.int_records__decoded as content
        on records.record_key = content.record_key
    where records.reporter_code = $reporter and records.is_standing
),

-- Empty where the attribute does not belong to the record. Some reporters have nothing to do with
-- the investigation, so that nobody cooperates or not.
asked as (
    select
        standing.year,
        standing.birth_on is null and standing.reported_age is null as age,
        standing.gender_code is null as gender,
        standing.nationality_code is null as nationalities,
        not standing.has_sexual and not standing.has_labour
        and not standing.has_criminal and not standing.has_organ as exploitation_forms,
        case when standing.has_sexual then standing.prostitution_order is null end
            as prostitution_sectors,
        case when standing.has_labour then standing.labour_sector_combination_code is null end
            as labour_sectors,
        case when standing.has_criminal then standing.criminal_manner_combination_code is null end
            as criminal_manners,
        standing.police_unit_code = 'ONB' as reporting_unit,
        case
            when bool_or(standing.cooperates_code is not null) over ()
                then standing.cooperates_code is null
        end as cooperates
    from standing
),

attributes as (
    select *
    from asked
    unpivot (
        is_unknown for attribute_name in (
            age, gender, nationalities, exploitation_forms, prostitution_sectors,
            labour_sectors, criminal_manners, reporting_unit, cooperates
        )
    )
)

select
    attributes.attribute_name,
    count(*) filter (where attributes.is_unknown and attributes.year = $year - 1)
        as unknown_before_count,
    count(*) filter (where attributes.year = $year - 1) as before_count,
    count(*) filter (where attributes.is_unknown and attributes.year = $year) as unknown_count,
    count(*) filter (where attributes.year = $year) as year_count
from attributes
group by attributes.attribute_name
order by
    list_position(
        [
            'age', 'gender', 'nationalities', 'exploitation_forms', 'prostitution_sectors',
            'labour_sectors', 'criminal_manners', 'reporting_unit', 'cooperates'
        ],
        attributes.attribute_name
    )
