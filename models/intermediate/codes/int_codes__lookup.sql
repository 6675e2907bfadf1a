with crosswalk_codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

code_systems as (
    select distinct reporters.code_system
    from {{ ref('ref_reporters') }} as reporters
    union all
    select 'REGISTER' as code_system
),

-- A reporter's own code replaces the standard code of the same name in every year, as soon as it
-- means something else in any year.
own_codes as (
    select
        crosswalk_codes.code_kind,
        crosswalk_codes.crosswalk_name,
        crosswalk_codes.code_system,
        crosswalk_codes.delivered_code,
        crosswalk_codes.valid_from_year,
        crosswalk_codes.valid_to_year,
        crosswalk_codes.standard_code,
        'own' as lookup_step
    from crosswalk_codes
    where
        crosswalk_codes.code_system <> 'STANDARD'
        and exists (
            select 1
            from crosswalk_codes as meanings
            left join crosswalk_codes as standard_meanings
                on
                    standard_meanings.code_system = 'STANDARD'
                    and meanings.code_kind = standard_meanings.code_kind
                    and meanings.delivered_code = standard_meanings.delivered_code
            where
                meanings.code_system = crosswalk_codes.code_system
                and meanings.code_kind = crosswalk_codes.code_kind
                and meanings.delivered_code = crosswalk_codes.delivered_code
                and meanings.standard_code is distinct from standard_meanings.standard_code
        )
),

standard_codes as (
    select
        crosswalk_codes.code_kind,
        crosswalk_codes.crosswalk_name,
        code_systems.code_system,
        crosswalk_codes.delivered_code,
        crosswalk_codes.valid_from_year,
        crosswalk_codes.valid_to_year,
        crosswalk_codes.standard_code,
        'standard' as lookup_step
    from crosswalk_codes
    cross join code_systems
    where
        crosswalk_codes.code_system = 'STANDARD'
        and not exists (
            select 1
            from own_codes
            where
                own_codes.code_kind = crosswalk_codes.code_kind
                and own_codes.code_system = code_systems.code_system
                and own_codes.delivered_code = crosswalk_codes.delivered_code
        )
),

final as (
    select * from own_codes
    union all
    select * from standard_codes
)

select * from final
