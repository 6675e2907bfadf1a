{#- what is combined, its column in the records, its code list -#}
{%- set kinds = [
    ('labour_sector', 'labour_sector_combination_code', 'ref_labour_sectors'),
    ('criminal_manner', 'criminal_manner_combination_code', 'ref_criminal_manners'),
] -%}

with stated as (
    {%- for code_kind, column, _ in kinds %}
    select
        records.person_pseudonym,
        records.notification_year,
        '{{ code_kind }}' as code_kind,
        records.{{ column }} as combination_code,
        records.evidence_kind = 'notification' as is_notification
    from {{ ref('int_records__standing') }} as records
    where records.{{ column }} is not null and records.evidence_kind <> 'om_letter'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

different as (
    select
        stated.person_pseudonym,
        stated.notification_year,
        stated.code_kind,
        stated.combination_code,
        bool_or(stated.is_notification) as is_notified
    from stated
    group by
        stated.person_pseudonym, stated.notification_year, stated.code_kind, stated.combination_code
),

-- R-07: what the EMM states counts only where no reporter states anything.
believed as (
    select
        different.*,
        bool_or(different.is_notified) over (
            partition by
                different.person_pseudonym, different.notification_year, different.code_kind
        ) as has_notified
    from different
),

codes as (
    {%- for code_kind, _, code_list in kinds %}
    select
        '{{ code_kind }}' as code_kind,
        lists.{{ code_kind }}_code as code
    from {{ ref(code_list) }} as lists
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

codes_of_combinations as (
    select
        combinations.code_kind,
        combinations.combination_code,
        codes.code
    from (
        select
            different.code_kind,
            different.combination_code
        from different
        group by different.code_kind, different.combination_code
    ) as combinations
    inner join codes
        on
            combinations.code_kind = codes.code_kind
            and '+' || combinations.combination_code || '+' like '%+' || codes.code || '+%'
),

-- Each code of a victim-year once: the union over the sources that count.
united as (
    select
        believed.person_pseudonym,
        believed.notification_year,
        believed.code_kind,
        codes.code
    from believed
    inner join codes_of_combinations as codes
        on
            believed.code_kind = codes.code_kind
            and believed.combination_code = codes.combination_code
    where believed.is_notified or not believed.has_notified
    group by
        believed.person_pseudonym, believed.notification_year, believed.code_kind, codes.code
),

final as (
    select
        united.person_pseudonym,
        united.notification_year,
        united.code_kind,
        {{ joined_text('united.code', '+', 'united.code asc') }} as combination_code
    from united
    group by united.person_pseudonym, united.notification_year, united.code_kind
)

select * from final
