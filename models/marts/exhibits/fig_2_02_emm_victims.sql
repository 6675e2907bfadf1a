-- Figuur 2.2 (R-07): victims known through the EMM, whether or not somebody reported them too.
with counted as (
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        cast(null as string) as exclusion_rule_id,
        'total' as row_kind,
        'total' as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    where victims.is_emm_known
    union all
    select
        victims.victim_year_key as member_key,
        victims.notification_year,
        cast(null as string) as exclusion_rule_id,
        'emm_knowledge' as row_kind,
        case when victims.is_emm_only then 'EMM_ONLY' else 'EMM_AND_REPORTER' end as row_code
    from {{ ref('fct_known_victim_years') }} as victims
    where victims.is_emm_known
),

exhibit_rows as (
    select
        row_codes.row_kind,
        row_codes.row_code,
        row_codes.sort_order,
        row_codes.label_nl,
        row_codes.label_en
    from {{ ref('ref_row_codes') }} as row_codes
    where row_codes.row_kind in ('total', 'emm_knowledge')
)

{{ exhibit('fig_2_02') }}
