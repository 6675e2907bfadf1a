{#- The only reading of the delivery: what comes after asks this table. -#}
with received as (
    select * from {{ ref('int_records__received') }}
),

{#- One list for each column: DuckDB keeps a list that is named twice as a table, and then reads
    every column of the records beside it, asked for or not. -#}
{%- for codes, code_kind in [
    ('reporter_codes', 'reporter'), ('statuses', 'status'), ('consents', 'yes_no'),
    ('letters', 'yes_no'), ('cooperations', 'yes_no'),
] %}
{{ codes }} as (
    select * from {{ ref('int_codes__lookup') }} as int_codes__lookup
    where
        int_codes__lookup.code_system = 'REGISTER'
        and int_codes__lookup.code_kind = '{{ code_kind }}'
),
{% endfor %}
reporters as (
    select * from {{ ref('ref_reporters') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

-- A small number for each code system, so that a record finds the meaning of its codes by one
-- number (int_codes__contexts says of what). A reporter that nobody knows has none.
code_systems as (
    select
        reporters.code_system,
        cast(row_number() over (order by reporters.code_system) as integer) as system_number
    from reporters
    group by reporters.code_system
),

dated as (
    select
        received.*,
        cast(extract(year from received.received_on) as integer) as registration_year
    from received
),

decoded as (
    select
        dated.*,
        reporters.reporter_code,
        reporters.reporter_group_code,
        reporters.is_notifier,
        reporters.code_system,
        dated.registration_year * 1000
        + coalesce(code_systems.system_number, 0) * 10
        + case when dated.source_table = 'notifications' then 1 else 0 end as code_context_number,
        reporter_groups.legal_basis_code,
        statuses.standard_code as status_code,
        consents.standard_code as consent_code,
        letters.standard_code as om_letter_code,
        coalesce(letters.standard_code = 'yes', false) as is_om_letter,
        cooperations.standard_code as cooperates_code
    from dated
    left join reporter_codes
        on
            dated.reporter_delivered = reporter_codes.delivered_code
            and dated.registration_year
            between reporter_codes.valid_from_year and reporter_codes.valid_to_year
    left join reporters
        on reporter_codes.standard_code = reporters.reporter_code
    left join code_systems
        on reporters.code_system = code_systems.code_system
    left join reporter_groups
        on reporters.reporter_group_code = reporter_groups.reporter_group_code
    left join statuses
        on
            dated.status_delivered = statuses.delivered_code
            and dated.registration_year between statuses.valid_from_year and statuses.valid_to_year
    left join consents
        on
            dated.consent_delivered = consents.delivered_code
            and dated.registration_year between consents.valid_from_year and consents.valid_to_year
    left join letters
        on
            dated.om_b8_letter_delivered = letters.delivered_code
            and dated.registration_year between letters.valid_from_year and letters.valid_to_year
    left join cooperations
        on
            dated.cooperates_delivered = cooperations.delivered_code
            and dated.registration_year
            between cooperations.valid_from_year and cooperations.valid_to_year
),

assessed as (
    select
        decoded.source_table,
        decoded.source_file,
        decoded.delivery_id,
        decoded.delivered_on,
        decoded.record_id,
        decoded.notification_id,
        decoded.version_text,
        decoded.version_number,
        decoded.received_on_text,
        decoded.received_on,
        decoded.registration_year,
        decoded.person_pseudonym,
        decoded.birth_date_text,
        decoded.reported_age_text,
        {%- for column in [
            'status', 'reporter', 'reporting_unit', 'gender', 'nationalities', 'exploitation_forms',
            'prostitution_sectors', 'labour_sectors', 'criminal_manners', 'consent', 'om_b8_letter',
            'cooperates',
        ] %}
        decoded.{{ column }}_delivered,
        {%- endfor %}
        decoded.reporter_code,
        decoded.reporter_group_code,
        decoded.is_notifier,
        decoded.is_om_letter,
        decoded.code_system,
        decoded.code_context_number,
        decoded.status_code,
        decoded.cooperates_code,
        case
            when decoded.source_table = 'notifications' and decoded.notification_id is null
                then 'notification_id_missing'
            when
                decoded.source_table = 'notifications'
                and coalesce(decoded.version_number, 0) < 1
                then 'version_unreadable'
            when decoded.delivery_id is null or decoded.delivered_on is null
                then 'delivery_incomplete'
            when decoded.source_table = 'notifications' and decoded.status_delivered is null
                then 'status_missing'
            when decoded.reporter_delivered is null then 'reporter_missing'
            when decoded.person_pseudonym is null then 'person_pseudonym_missing'
            when decoded.received_on_text is null then 'received_on_missing'
            when decoded.received_on is null then 'received_on_unreadable'
            when decoded.received_on < {{ parameter('received_on_earliest', 'date') }}
                then 'received_too_early'
            when decoded.received_on > decoded.delivered_on then 'received_after_delivery'
            when
                decoded.is_notifier
                and not decoded.is_om_letter
                and decoded.legal_basis_code = 'CONSENT'
                and decoded.received_on >= {{ parameter('consent_required_from', 'date') }}
                and coalesce(decoded.consent_code, 'unknown') <> 'yes'
                -- a code that no crosswalk knows stops the build instead
                and (decoded.consent_delivered is null or decoded.consent_code is not null)
                and (decoded.om_b8_letter_delivered is null or decoded.om_letter_code is not null)
                then 'consent_missing'
        end as fault_code
    from decoded
)

select * from assessed
