with delivered as (
    select * from {{ register_table('notifications') }}
),

cleaned as (
    select
        'notifications' as source_table,
        delivered.source_file,
        {{ clean_text('delivered.delivery_id') }} as delivery_id,
        {{ clean_text('delivered.delivered_on') }} as delivered_on_text,
        {{ clean_identifier('delivered.record_id') }} as record_id,
        {{ clean_identifier('delivered.notification_id') }} as notification_id,
        {{ clean_text('delivered.version') }} as version_text,
        {{ normalise_code('delivered.status') }} as status_delivered,
        {{ clean_text('delivered.received_on') }} as received_on_text,
        {{ clean_identifier('delivered.person_pseudonym') }} as person_pseudonym,
        {{ normalise_code('delivered.reporter') }} as reporter_delivered,
        {{ normalise_code('delivered.reporting_unit') }} as reporting_unit_delivered,
        {{ clean_unique_text('delivered.birth_date') }} as birth_date_text,
        {{ clean_text('delivered.reported_age') }} as reported_age_text,
        {{ normalise_code('delivered.gender') }} as gender_delivered,
        {{ normalise_code('delivered.nationalities') }} as nationalities_delivered,
        {{ normalise_code('delivered.exploitation_forms') }} as exploitation_forms_delivered,
        {{ normalise_code('delivered.prostitution_sectors') }} as prostitution_sectors_delivered,
        {{ normalise_code('delivered.labour_sectors') }} as labour_sectors_delivered,
        {{ normalise_code('delivered.criminal_manners') }} as criminal_manners_delivered,
        {{ normalise_code('delivered.consent') }} as consent_delivered,
        {{ normalise_code('delivered.om_b8_letter') }} as om_b8_letter_delivered,
        {{ normalise_code('delivered.cooperates') }} as cooperates_delivered
    from delivered
),

final as (
    select
        cleaned.*,
        {{ parse_date('cleaned.delivered_on_text') }} as delivered_on,
        {{ parse_integer('cleaned.version_text', 'bigint', 18) }} as version_number,
        {{ parse_date('cleaned.received_on_text') }} as received_on
    from cleaned
)

select * from final
