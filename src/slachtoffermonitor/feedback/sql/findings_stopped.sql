-- One row per record and code that is in no list; a text that may be about a person is left out.
create temp table findings as
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
            reporting_unit_delivered as reporting_unit,
            reporter_delivered as reporter,
            status_delivered as status,
            consent_delivered as consent,
            om_b8_letter_delivered as om_b8_letter,
            cooperates_delivered as cooperates
        )
    )
),

-- what may be shown of the codes is decided where the build stops
shown as (
    select distinct
        unknown.source_table,
        unknown.column_name,
        unknown.delivered_code
    from failures.unknown_codes as unknown
)

select distinct
    delivered.reporter_code as for_reporter_code,
    'unknown_code' as kind,
    'none' as reason_code,
    delivered.column_name as attribute_name,
    delivered.reporter_code,
    delivered.record_key,
    delivered.record_id,
    cast(null as varchar) as notification_id,
    delivered.delivery_id,
    delivered.notification_year,
    cast(null as varchar) as other_reporter_code,
    cast(null as varchar) as other_record_id,
    shown.delivered_code
from delivered
inner join intermediate.int_codes__delivered_codes as codes
    on
        delivered.source_table = codes.source_table
        and delivered.column_name = codes.column_name
        and delivered.notification_year = codes.notification_year
        and delivered.delivered_value = codes.delivered_value
        and codes.code_system in ('REGISTER', delivered.code_system)
left join shown
    on
        codes.source_table = shown.source_table
        and codes.column_name = shown.column_name
        and codes.delivered_code = shown.delivered_code
where codes.standard_code is null
