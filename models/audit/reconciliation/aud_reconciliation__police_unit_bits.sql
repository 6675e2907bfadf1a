{{ config(materialized='view') }}

select
    ref_police_units.police_unit_code,
    cast(1 as bigint)
    << cast(row_number() over (order by ref_police_units.police_unit_code asc) - 1 as integer)
        as police_unit_bit
from {{ ref('ref_police_units') }} as ref_police_units
