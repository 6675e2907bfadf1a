{#- What others printed for the same year at different times: the Dutch totals at UNODC were those
    of the rapporteur in the vintage of 30 May 2023 and those of CoMensha in that of 14 April 2025
    (D-37); 74 victims of 2018 stand between the rapporteur's number and CoMensha's
    (002_e4128304ea2da0ed.txt l.371). The warehouse gives both numbers, and names R-08 for the
    difference. Only for the shipped register: another delivery holds other victims. -#}
{{ config(enabled=(not register_path())) }}

with vintages as (
    select
        printed.year_code,
        printed.earlier_total,
        printed.later_total,
        printed.causes
    from (
        values
        ('2018', 668, 742, 'R-08 +74'),
        ('2019', 1334, 1372, 'R-08 +38'),
        ('2020', 984, 1013, 'R-08 +29')
    ) as printed (year_code, earlier_total, later_total, causes)
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
        vintages.year_code,
        vintages.earlier_total,
        vintages.later_total,
        revisions.earlier_value,
        revisions.later_value,
        revisions.causes
    from vintages
    left join revisions
        on vintages.year_code = revisions.year_code
    where
        revisions.earlier_value is distinct from vintages.earlier_total
        or revisions.later_value is distinct from vintages.later_total
        or revisions.causes is distinct from vintages.causes
)

select * from problems
