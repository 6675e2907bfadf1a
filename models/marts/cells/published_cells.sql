with exhibits as (
    select * from {{ ref('fig_2_01_known_victims') }}
    union all
    select * from {{ ref('fig_2_02_emm_victims') }}
    union all
    select * from {{ ref('fig_2_03_exploitation_forms') }}
    union all
    select * from {{ ref('fig_2_04a_prostitution_sectors') }}
    union all
    select * from {{ ref('fig_2_04b_imputed_visibility') }}
    union all
    select * from {{ ref('fig_2_05_labour_sectors') }}
    union all
    select * from {{ ref('fig_2_06_criminal_manners') }}
    union all
    select * from {{ ref('fig_2_07_trafficking_forms') }}
    union all
    select * from {{ ref('fig_2_08_gender') }}
    union all
    select * from {{ ref('tab_2_1_top_nationalities') }}
    union all
    select * from {{ ref('fig_2_09_origin_regions') }}
    union all
    select * from {{ ref('fig_2_10_age') }}
    union all
    select * from {{ ref('fig_2_11_reporters') }}
    union all
    select * from {{ ref('fig_2_12_police_units') }}
    union all
    select * from {{ ref('fig_2_13_police_notifications') }}
),

final as (
    select
        exhibits.edition_code,
        exhibits.exhibit_code,
        exhibits.column_kind,
        exhibits.column_code,
        exhibits.row_kind,
        exhibits.row_code,
        exhibits.measure,
        exhibits.value,
        exhibits.unit_count,
        exhibits.base,
        exhibits.pct
    from exhibits
)

select * from final
order by
    final.edition_code,
    final.exhibit_code,
    final.column_kind,
    final.column_code,
    final.row_kind,
    final.row_code,
    final.measure
