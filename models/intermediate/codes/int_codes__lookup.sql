with crosswalk_codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

code_systems as (
    select distinct reporters.code_system
    from {{ ref('ref_reporters') }} as reporters
    union all
    select 'REGISTER' as code_system
),

-- A code of the reporter's own that means what the standard code of that name means is no code of
-- its own; any other takes the place of the standard code, in every year.
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
        and not exists (
            select 1
            from crosswalk_codes as same_codes
            where
                same_codes.code_system = 'STANDARD'
                and crosswalk_codes.code_kind = same_codes.code_kind
                and crosswalk_codes.delivered_code = same_codes.delivered_code
                and crosswalk_codes.standard_code = same_codes.standard_code
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
