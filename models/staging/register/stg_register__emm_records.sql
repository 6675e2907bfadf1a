with delivered as (
    select * from {{ register_table('emm_records') }}
),

cleaned as (
    select
        'emm_records' as source_table,
        delivered.source_file,
        {{ clean_text('delivered.delivery_id') }} as delivery_id,
        {{ clean_text('delivered.delivered_on') }} as delivered_on_text,
        {{ clean_identifier('delivered.record_id') }} as record_id,
        {{ clean_text('delivered.registered_on') }} as received_on_text,
        {{ clean_identifier('delivered.person_pseudonym') }} as person_pseudonym,
        {{ clean_unique_text('delivered.birth_date') }} as birth_date_text,
        {{ clean_text('delivered.reported_age') }} as reported_age_text,
        {{ normalise_code('delivered.gender') }} as gender_delivered,
        {{ normalise_code('delivered.nationalities') }} as nationalities_delivered,
        {{ normalise_code('delivered.exploitation_forms') }} as exploitation_forms_delivered,
        {{ normalise_code('delivered.prostitution_sectors') }} as prostitution_sectors_delivered,
        {{ normalise_code('delivered.labour_sectors') }} as labour_sectors_delivered,
        {{ normalise_code('delivered.criminal_manners') }} as criminal_manners_delivered
    from delivered
),

final as (
    select
        cleaned.source_table,
        cleaned.source_file,
        cleaned.delivery_id,
        cleaned.delivered_on_text,
        cleaned.record_id,
        cast(null as string) as notification_id,
        cast(null as string) as version_text,
        cast(null as string) as status_delivered,
        cleaned.received_on_text,
        cleaned.person_pseudonym,
        'EMM' as reporter_delivered,
        cast(null as string) as reporting_unit_delivered,
        cleaned.birth_date_text,
        cleaned.reported_age_text,
        cleaned.gender_delivered,
        cleaned.nationalities_delivered,
        cleaned.exploitation_forms_delivered,
        cleaned.prostitution_sectors_delivered,
        cleaned.labour_sectors_delivered,
        cleaned.criminal_manners_delivered,
        cast(null as string) as consent_delivered,
        cast(null as string) as om_b8_letter_delivered,
        cast(null as string) as cooperates_delivered,
        {{ parse_date('cleaned.delivered_on_text') }} as delivered_on,
        cast(null as bigint) as version_number,
        {{ parse_date('cleaned.received_on_text') }} as received_on
    from cleaned
)

select * from final
