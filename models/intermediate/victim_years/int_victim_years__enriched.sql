{{ config(materialized='view') }}

with merged as (
    select * from {{ ref('int_victim_years__merged') }}
),

-- R-07: what a reporter knows stands; the EMM fills only what no reporter knows. Gender,
-- nationality, birth date and reported age were resolved with the EMM last in the order of belief.
final as (
    select
        merged.*,
        case
            when merged.notified_form_mask > 0 then merged.notified_form_mask
            else merged.emm_form_mask
        end as form_mask,
        coalesce(merged.notified_prostitution_order, merged.emm_prostitution_order)
            as prostitution_order,
        case
            when merged.notified_labour_mask > 0 then merged.notified_labour_mask
            else merged.emm_labour_mask
        end as labour_mask,
        case
            when merged.notified_manner_mask > 0 then merged.notified_manner_mask
            else merged.emm_manner_mask
        end as manner_mask
    from merged
)

select * from final
