-- One row per attribute and delivered code that counts as unknown: the records that hold it.
with delivered as (
    select *
    from records
    unpivot (
        delivered_value for column_name in (
            gender_delivered as gender,
            nationalities_delivered as nationalities,
            exploitation_forms_delivered as exploitation_forms,
            prostitution_sectors_delivered as prostitution_sectors,
            labour_sectors_delivered as labour_sectors,
            criminal_manners_delivered as criminal_manners,
            reporting_unit_delivered as reporting_unit
        )
    )
)

select
    delivered.column_name,
    codes.delivered_code,
    case when codes.delivered_code = codes.standard_code then 'standard' else 'own' end
        as reason_code,
    count(*) filter (where delivered.notification_year = $year - 1) as before_count,
    count(*) filter (where delivered.notification_year = $year) as year_count,
    count(*) as all_count
from delivered
inner join intermediate.int_codes__delivered_codes as codes
    on
        delivered.column_name = codes.column_name
        and delivered.coding_number = codes.coding_number
        and delivered.delivered_value = codes.delivered_value
inner join staging.stg_reference__standard_codes as standard_codes
    on
        codes.code_kind = standard_codes.code_kind
        and codes.standard_code = standard_codes.standard_code
where
    delivered.reporter_code = $reporter
    and delivered.fate_code <> 'rejected'
    and not standard_codes.is_known
group by delivered.column_name, codes.delivered_code, codes.standard_code
order by
    list_position(
        [
            'gender', 'nationalities', 'exploitation_forms', 'prostitution_sectors',
            'labour_sectors', 'criminal_manners', 'reporting_unit'
        ],
        delivered.column_name
    ),
    all_count desc, codes.delivered_code asc
