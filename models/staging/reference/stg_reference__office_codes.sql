{#- A table, so that the warehouse does not need the folder of the office once it is built. -#}
{{ config(materialized='table') }}

select
    office.crosswalk as crosswalk_name,
    office.code_system,
    {{ normalise_code('office.delivered_code') }} as delivered_code,
    cast(office.valid_from_year as integer) as valid_from_year,
    cast(office.valid_to_year as integer) as valid_to_year,
    office.standard_code,
    office.reason
from {{ office_rows('codes') }} as office
