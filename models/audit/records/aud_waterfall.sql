with fates as (
    select * from {{ ref('aud_record_fate') }}
),

fate_list as (
    select * from {{ ref('ref_record_fates') }}
),

final as (
    select
        coalesce(fates.delivery_id, '(no delivery id)') as delivery_id,
        fates.source_table,
        fate_list.sort_order as step_order,
        fates.fate_code,
        fate_list.label_nl as fate_label_nl,
        fate_list.label_en as fate_label_en,
        fates.rule_id,
        fates.rejection_reason_code,
        cast(count(*) as bigint) as record_count
    from fates
    inner join fate_list
        on fates.fate_code = fate_list.fate_code
    group by all
)

select * from final
order by
    final.delivery_id,
    final.source_table,
    final.step_order,
    final.rule_id,
    final.rejection_reason_code nulls first
