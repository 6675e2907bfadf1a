with effects as (
    select * from {{ ref('aud_ruling_effects__population') }}
    union all
    select * from {{ ref('aud_ruling_effects__trafficking_form') }}
    union all
    select * from {{ ref('aud_ruling_effects__age') }}
),

readings as (
    select * from {{ ref('ref_other_readings') }}
),

columns as (
    select * from {{ ref('dim_exhibit_columns') }} as dim_exhibit_columns
    where dim_exhibit_columns.exhibit_code = 'fig_2_01'
),

final as (
    select
        effects.rule_id,
        effects.reading_code,
        readings.reading_nl,
        readings.reading_en,
        effects.edition_code,
        columns.column_kind,
        columns.column_code,
        effects.figure_code,
        cast(sum(effects.adopted_count) as integer) as adopted_count,
        cast(sum(effects.other_count) as integer) as other_count,
        cast(sum(effects.other_count) - sum(effects.adopted_count) as integer) as difference
    from effects
    inner join readings
        on
            effects.rule_id = readings.rule_id
            and effects.reading_code = readings.reading_code
    inner join columns
        on
            effects.edition_code = columns.edition_code
            and effects.notification_year between columns.year_from and columns.year_to
    group by all
)

select * from final
order by
    final.rule_id,
    final.reading_code,
    final.figure_code,
    final.edition_code,
    final.column_kind,
    final.column_code
