-- depends_on: {{ ref('stg_reference__standard_codes') }}
-- depends_on: {{ ref('ref_reporters') }}
{{ config(post_hook="{{ stop_on_office_codes(this) }}") }}

with shipped as (
    select * from {{ ref('stg_reference__shipped_codes') }}
),

crosswalks as (
    select
        shipped.code_kind,
        shipped.crosswalk_name
    from shipped
    group by shipped.code_kind, shipped.crosswalk_name
),

-- A crosswalk that is none stops the build.
office as (
    select
        crosswalks.code_kind,
        office_codes.*
    from {{ ref('stg_reference__office_codes') }} as office_codes
    left join crosswalks
        on office_codes.crosswalk_name = crosswalks.crosswalk_name
),

-- A code of the office takes the place of the shipped one, in every year.
final as (
    select * from office
    union all
    select shipped.*
    from shipped
    where not exists (
        select 1
        from office
        where
            shipped.crosswalk_name = office.crosswalk_name
            and shipped.code_system = office.code_system
            and shipped.delivered_code = office.delivered_code
    )
)

select * from final
