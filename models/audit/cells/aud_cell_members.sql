{#- The views are made by the exhibits themselves (macros/exhibits/members.sql). -#}
{{ config(materialized='view') }}

-- depends_on: {{ ref('fig_2_01_known_victims') }}
-- depends_on: {{ ref('fig_2_02_emm_victims') }}
-- depends_on: {{ ref('fig_2_03_exploitation_forms') }}
-- depends_on: {{ ref('fig_2_04a_prostitution_sectors') }}
-- depends_on: {{ ref('fig_2_04b_imputed_visibility') }}
-- depends_on: {{ ref('fig_2_05_labour_sectors') }}
-- depends_on: {{ ref('fig_2_06_criminal_manners') }}
-- depends_on: {{ ref('fig_2_07_trafficking_forms') }}
-- depends_on: {{ ref('fig_2_08_gender') }}
-- depends_on: {{ ref('tab_2_1_top_nationalities') }}
-- depends_on: {{ ref('fig_2_09_origin_regions') }}
-- depends_on: {{ ref('fig_2_10_age') }}
-- depends_on: {{ ref('fig_2_11_reporters') }}
-- depends_on: {{ ref('fig_2_12_police_units') }}
-- depends_on: {{ ref('fig_2_13_police_notifications') }}

with members as (
    select * from {{ members_relation('fig_2_01_known_victims') }}
    union all
    select * from {{ members_relation('fig_2_02_emm_victims') }}
    union all
    select * from {{ members_relation('fig_2_03_exploitation_forms') }}
    union all
    select * from {{ members_relation('fig_2_04a_prostitution_sectors') }}
    union all
    select * from {{ members_relation('fig_2_04b_imputed_visibility') }}
    union all
    select * from {{ members_relation('fig_2_05_labour_sectors') }}
    union all
    select * from {{ members_relation('fig_2_06_criminal_manners') }}
    union all
    select * from {{ members_relation('fig_2_07_trafficking_forms') }}
    union all
    select * from {{ members_relation('fig_2_08_gender') }}
    union all
    select * from {{ members_relation('tab_2_1_top_nationalities') }}
    union all
    select * from {{ members_relation('fig_2_09_origin_regions') }}
    union all
    select * from {{ members_relation('fig_2_10_age') }}
    union all
    select * from {{ members_relation('fig_2_11_reporters') }}
    union all
    select * from {{ members_relation('fig_2_12_police_units') }}
    union all
    select * from {{ members_relation('fig_2_13_police_notifications') }}
),

final as (
    select
        members.edition_code,
        members.exhibit_code,
        members.column_kind,
        members.column_code,
        members.row_kind,
        members.row_code,
        members.member_key
    from members
)

select * from final
