{{ config(materialized='view') }}

with exclusions as (
    select * from {{ ref('int_exclusions__emm_only') }}
    union all
    select * from {{ ref('int_exclusions__om_letter_only') }}
    union all
    select * from {{ ref('int_exclusions__kmar_only_sexual') }}
)

select * from exclusions
