{#- The rows of the return have the verdicts that were reviewed, counted per basis and per reason
    (seeds/witness/witness_verdict_counts.csv). Only for the shipped register: another delivery holds
    other victims. -#}
{{ config(enabled=(not register_path())) }}

with counted as (
    select
        witness.verdict,
        coalesce(witness.basis_code, witness.reason_code, '') as detail,
        count(*) as row_count
    from {{ ref('aud_witness') }} as witness
    group by witness.verdict, coalesce(witness.basis_code, witness.reason_code, '')
),

problems as (
    select
        coalesce(reviewed.verdict, counted.verdict) as verdict,
        coalesce(reviewed.detail, counted.detail) as detail,
        reviewed.row_count as reviewed_count,
        counted.row_count as present_count
    from counted
    full outer join {{ ref('witness_verdict_counts') }} as reviewed
        on
            counted.verdict = reviewed.verdict
            and counted.detail = coalesce(reviewed.detail, '')
    where counted.row_count is distinct from reviewed.row_count
)

select * from problems
