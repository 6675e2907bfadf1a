with editions as (
    select * from {{ ref('int_editions__covered') }}
),

final as (
    select
        editions.edition_code,
        editions.year_from,
        editions.year_to,
        editions.label_nl,
        editions.label_en,
        editions.is_complete,
        '{{ 'delivered' if register_path() else 'synthetic' }}' as data_status
    from editions
)

select * from final
