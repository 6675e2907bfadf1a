{#- What others printed for the same year at different times: the Dutch totals at UNODC were those
    of the rapporteur in the vintage of 30 May 2023 and those of CoMensha in that of 14 April 2025
    (D-37). Between them stand the victims whom only the border police reported; their number is
    printed for 2018 to 2020. The warehouse gives both totals, and names R-08 for the difference.
    Only for the shipped register: another delivery holds other victims. -#}
{{ config(enabled=(not register_path())) }}

with kmar_only as (
    select
        right(claims.description, 4) as year_code,
        cast(claims.printed_value as integer) as victim_count
    from {{ ref('ledger_claims') }} as claims
    where claims.claim_id in ('SM-0029', 'SM-0030', 'CR-0007')
),

printed as (
    select
        kmar_only.year_code,
        kmar_only.victim_count,
        cast(returned.printed_value as integer) as earlier_total,
        cast(returned.printed_value as integer) + kmar_only.victim_count as later_total,
        other_prints.printed_value as later_print
    from kmar_only
    inner join {{ ref('witness_return') }} as returned
        on
            kmar_only.year_code = cast(returned.reported_year as string)
            and returned.dimension = 'Total'
            and returned.sex = 'Total'
            and returned.age = 'Total'
    left join {{ ref('witness_other_prints') }} as other_prints
        on
            returned.reported_year = other_prints.first_year
            and other_prints.what = 'Detected victims'
),

revisions as (
    select * from {{ ref('aud_revisions') }} as aud_revisions
    where
        aud_revisions.exhibit_code = 'fig_2_01'
        and aud_revisions.row_code = 'ANALYSIS_POPULATION'
        and aud_revisions.earlier_edition_code = '2016-2020'
        and aud_revisions.later_edition_code = '2018-2022'
),

problems as (
    select
        coalesce(printed.year_code, revisions.year_code) as year_code,
        printed.earlier_total,
        printed.later_total,
        printed.later_print,
        revisions.earlier_value,
        revisions.later_value,
        revisions.causes
    from printed
    full outer join revisions
        on printed.year_code = revisions.year_code
    where
        revisions.earlier_value is distinct from printed.earlier_total
        or revisions.later_value is distinct from printed.later_total
        or printed.later_total <> printed.later_print
        or revisions.causes is distinct from 'R-08 +' || cast(printed.victim_count as string)
)

select * from problems
