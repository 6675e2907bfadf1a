with records as (
    select * from {{ ref('stg_register__records') }}
),

lookup as (
    select * from {{ ref('int_codes__lookup') }} as int_codes__lookup
    where int_codes__lookup.code_system = 'REGISTER'
),

reporters as (
    select * from {{ ref('ref_reporters') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

code_systems as (
    select
        reporters.code_system,
        cast(row_number() over (order by reporters.code_system asc) as integer) as system_number
    from reporters
    group by reporters.code_system
),

headings as (
    select
        records.source_table,
        records.notification_year,
        records.reporter_delivered,
        records.status_delivered,
        records.consent_delivered,
        records.om_b8_letter_delivered,
        records.cooperates_delivered
    from records
    group by
        records.source_table,
        records.notification_year,
        records.reporter_delivered,
        records.status_delivered,
        records.consent_delivered,
        records.om_b8_letter_delivered,
        records.cooperates_delivered
),

decoded as (
    select
        headings.*,
        {%- for column in ['reporter', 'status', 'consent', 'om_b8_letter', 'cooperates'] %}
        {{ column }}_codes.standard_code as {{ column }}_code{{ ',' if not loop.last }}
        {%- endfor %}
    from headings
    {%- for column, code_kind in [
        ('reporter', 'reporter'), ('status', 'status'), ('consent', 'yes_no'),
        ('om_b8_letter', 'yes_no'), ('cooperates', 'yes_no'),
    ] %}
    left join lookup as {{ column }}_codes
        on
            {{ column }}_codes.code_kind = '{{ code_kind }}'
            and headings.{{ column }}_delivered = {{ column }}_codes.delivered_code
            and headings.notification_year
            between {{ column }}_codes.valid_from_year and {{ column }}_codes.valid_to_year
    {%- endfor %}
),

-- Table, code system and year are one number, by which a record is joined to the meaning of its
-- codes. An unknown reporter has no code system; 0 takes its place.
final as (
    select
        decoded.source_table,
        decoded.notification_year,
        decoded.reporter_delivered,
        decoded.status_delivered,
        decoded.consent_delivered,
        decoded.om_b8_letter_delivered,
        decoded.cooperates_delivered,
        decoded.reporter_code,
        reporters.reporter_group_code,
        reporter_groups.legal_basis_code,
        reporters.is_notifier,
        coalesce(decoded.om_b8_letter_code = 'yes', false) as is_om_letter,
        decoded.status_code,
        decoded.consent_code,
        decoded.om_b8_letter_code,
        decoded.cooperates_code,
        reporters.code_system,
        decoded.notification_year * 1000
        + coalesce(code_systems.system_number, 0) * 10
        + case when decoded.source_table = 'notifications' then 1 else 0 end as coding_number
    from decoded
    left join reporters
        on decoded.reporter_code = reporters.reporter_code
    left join reporter_groups
        on reporters.reporter_group_code = reporter_groups.reporter_group_code
    left join code_systems
        on reporters.code_system = code_systems.code_system
)

select * from final
