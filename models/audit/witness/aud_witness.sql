with returned as (
    select * from {{ ref('aud_witness__rows') }}
),

counts as (
    select * from {{ ref('aud_witness__counts') }}
),

contradictions as (
    select * from {{ ref('aud_witness__contradictions') }}
),

bases as (
    select * from {{ ref('witness_bases') }}
),

reasons as (
    select * from {{ ref('witness_reasons') }}
),

-- The shipped register as it was before it was fitted to the return; a delivered one is not fitted.
before_fitting as (
    select numbers.*
    from {{ ref('witness_numbers_before_fitting') }} as numbers
    where exists (
        select 1
        from {{ ref('dim_editions') }} as editions
        where editions.data_status = 'synthetic'
    )
),

-- The first basis that the documents show for such a row and that gives its number.
explained as (
    select
        returned.witness_row_id,
        bases.basis_code,
        bases.evidence,
        case bases.basis_code
            when 'earlier_edition' then bases.printed_elsewhere
            when 'with_kmar_only' then counts.with_kmar_only
            when 'known_age_only' then counts.known_age_only
            when 'unknown_age_as_adult' then counts.unknown_age_as_adult
            when 'single_form' then counts.single_form
        end as basis_count,
        bases.sort_order
    from returned
    inner join counts
        on returned.witness_row_id = counts.witness_row_id
    inner join bases
        on
            returned.reported_year between bases.first_year and bases.last_year
            and coalesce(bases.dimension, returned.dimension) = returned.dimension
            and coalesce(bases.category, returned.category) = returned.category
            and coalesce(bases.sex, returned.sex) = returned.sex
            and coalesce(bases.age, returned.age) = returned.age
),

chosen as (
    select
        explained.*,
        row_number() over (
            partition by explained.witness_row_id
            order by explained.sort_order asc
        ) as place
    from explained
    inner join returned
        on
            explained.witness_row_id = returned.witness_row_id
            and explained.basis_count between returned.lowest_value and returned.highest_value
),

judged as (
    select
        returned.*,
        counts.same_definition as victim_count,
        chosen.basis_code,
        chosen.basis_count,
        chosen.evidence,
        contradictions.arithmetic,
        case
            when returned.reason_code is not null then 'not_comparable'
            when contradictions.is_copied then 'contradicts_itself'
            when counts.same_definition between returned.lowest_value and returned.highest_value
                then 'agrees'
            when chosen.basis_code is not null then 'differs_by_basis'
            when contradictions.witness_row_id is not null then 'contradicts_itself'
            else 'differs'
        end as verdict
    from returned
    left join counts
        on returned.witness_row_id = counts.witness_row_id
    left join chosen
        on
            returned.witness_row_id = chosen.witness_row_id
            and chosen.place = 1
    left join contradictions
        on returned.witness_row_id = contradictions.witness_row_id
),

final as (
    select
        judged.witness_row_id,
        judged.reported_year,
        judged.dimension,
        judged.category,
        judged.sex,
        judged.age,
        judged.printed_value,
        judged.lowest_value,
        judged.highest_value,
        judged.victim_count,
        before_fitting.victim_count as number_before_fitting,
        before_fitting.victim_count between judged.lowest_value and judged.highest_value
            as agreed_before_fitting,
        judged.is_held_out,
        judged.verdict,
        judged.reason_code,
        case when judged.verdict = 'differs_by_basis' then judged.basis_code end as basis_code,
        case when judged.verdict = 'differs_by_basis' then judged.basis_count end as basis_count,
        case
            when judged.verdict = 'differs_by_basis' then judged.evidence
            else reasons.statement
        end as reason,
        judged.arithmetic
    from judged
    left join reasons
        on judged.reason_code = reasons.reason_code
    left join before_fitting
        on judged.witness_row_id = before_fitting.witness_row_id
)

select * from final
