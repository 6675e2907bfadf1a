{#- The crosswalks, all at once: what they map to exists, nothing is mapped twice in a year, codes
    are spelled as the staging layer spells them, every standard code may be delivered by everybody,
    and every row says why. The codes of an office are among them. -#}
with codes as (
    select * from {{ ref('stg_reference__crosswalk_codes') }}
),

standard_codes as (
    select * from {{ ref('stg_reference__standard_codes') }}
),

code_systems as (
    select distinct reporters.code_system
    from {{ ref('ref_reporters') }} as reporters
    union all
    select system_names.code_system
    from (values ('STANDARD'), ('REGISTER')) as system_names (code_system)
),

-- As they stand in the files, before the staging layer spells them.
spelled as (
    {%- for _, crosswalk in crosswalks() %}
    select
        '{{ crosswalk }}' as crosswalk_name,
        seeds.code_system,
        seeds.delivered_code
    from {{ ref(crosswalk) }} as seeds
    union all
    {%- endfor %}
    select
        office_rows.crosswalk as crosswalk_name,
        office_rows.code_system,
        office_rows.delivered_code
    from {{ office_rows('codes') }} as office_rows
),

in_order as (
    select
        codes.*,
        lag(codes.valid_to_year) over (
            partition by codes.code_kind, codes.code_system, codes.delivered_code
            order by codes.valid_from_year asc, codes.valid_to_year asc
        ) as previous_to_year
    from codes
),

problems as (
    select
        in_order.crosswalk_name,
        in_order.code_system,
        in_order.delivered_code,
        case
            when in_order.valid_from_year > in_order.valid_to_year then 'ends before it begins'
            when in_order.valid_from_year <= in_order.previous_to_year
                then 'means two things in one year'
            else 'means nothing between two periods'
        end as problem
    from in_order
    where
        in_order.valid_from_year > in_order.valid_to_year
        or in_order.valid_from_year <> in_order.previous_to_year + 1
    union all
    select
        codes.crosswalk_name,
        codes.code_system,
        codes.delivered_code,
        'becomes ' || coalesce(codes.standard_code, 'nothing')
        || ', which no code list has' as problem
    from codes
    where not exists (
        select 1
        from standard_codes
        where
            codes.code_kind = standard_codes.code_kind
            and codes.standard_code = standard_codes.standard_code
    )
    union all
    select
        spelled.crosswalk_name,
        spelled.code_system,
        spelled.delivered_code,
        'is not upper case, trimmed, with single blanks and without a bar' as problem
    from spelled
    where
        spelled.delivered_code is null
        or spelled.delivered_code = ''
        or spelled.delivered_code <> upper(spelled.delivered_code)
        or spelled.delivered_code <> trim(spelled.delivered_code)
        or spelled.delivered_code like '%  %'
        or spelled.delivered_code like '%|%'
        or spelled.delivered_code is distinct from {{ normalise_code('spelled.delivered_code') }}
    union all
    select
        codes.crosswalk_name,
        codes.code_system,
        codes.delivered_code,
        case
            when coalesce(trim(codes.reason), '') = '' then 'has no reason'
            else 'belongs to a code system that cannot deliver it'
        end as problem
    from codes
    where
        coalesce(trim(codes.reason), '') = ''
        or codes.code_system is null
        or codes.code_system not in (select code_systems.code_system from code_systems)
        or (
            codes.code_system <> 'STANDARD'
            and (codes.code_system = 'REGISTER')
                <> (codes.code_kind in ('reporter', 'status', 'yes_no'))
        )
    union all
    -- every reporter may use the standard codes (docs/register.md)
    select
        standard_codes.code_kind,
        'STANDARD' as code_system,
        standard_codes.standard_code,
        'is a standard code that cannot be delivered' as problem
    from standard_codes
    where not exists (
        select 1
        from codes
        where
            codes.code_kind = standard_codes.code_kind
            and codes.code_system = 'STANDARD'
            and codes.delivered_code = upper(standard_codes.standard_code)
            and codes.standard_code = standard_codes.standard_code
            and codes.valid_from_year <= 2014
            and codes.valid_to_year >= 2050
    )
    union all
    select
        standard_codes.code_kind,
        null as code_system,
        standard_codes.standard_code,
        'is in its code list ' || count(*) || ' times' as problem
    from standard_codes
    group by standard_codes.code_kind, standard_codes.standard_code
    having count(*) > 1
    union all
    select
        'crosswalks' as crosswalk_name,
        null as code_system,
        null as delivered_code,
        'a crosswalk has no rows' as problem
    where
        (select count(distinct spelled.crosswalk_name) from spelled)
        <> {{ crosswalks() | length }}
)

select * from problems
