with records as (
    select * from {{ ref('stg_register__records') }}
),

repeated_ids as (
    select * from {{ ref('int_records__repeated_ids') }}
),

repeated as (
    select
        records.*,
        {{ record_content('records') }} as record_content
    from records
    inner join repeated_ids
        on repeated_ids.record_id is not distinct from records.record_id
),

{#- Twice the same text, so that both numbers rest on one order: rows that are alike in everything
    have none of their own. -#}
{%- set place -%}
row_number() over (
                partition by repeated.record_id
                order by
                    repeated.record_content,
                    repeated.delivered_on nulls last,
                    repeated.delivery_id nulls last,
                    repeated.source_file
            )
{%- endset %}

-- Records that share an id are ordered by their content, then by delivery and file, so that each
-- gets the same key whatever the order of the rows. Exact copies are adjacent in this order; the
-- first one counts.
final as (
    select
        repeated.*,
        coalesce(repeated.record_id, '(no record id)') || ' #'
        || cast(
            {{ place }} as string
        ) as record_key,
        cast(
            {{ place }}
            - rank() over (partition by repeated.record_id order by repeated.record_content)
            + 1 as integer
        ) as copy_number,
        min(repeated.record_content) over (partition by repeated.record_id)
        <> max(repeated.record_content) over (partition by repeated.record_id) as has_other_content
    from repeated
)

select * from final
