{#- A table, so that the warehouse does not need the folder of the office once it is built. -#}
{{ config(materialized='table') }}

select
    office.limit_code,
    cast(office.limit_value as decimal(18, 6)) as limit_value,
    office.reason
from {{ office_rows('limits') }} as office
