with crosswalks as (
    {%- for code_kind, crosswalk in crosswalks() %}
    select
        '{{ code_kind }}' as code_kind,
        '{{ crosswalk }}' as crosswalk_name,
        seed.code_system,
        {{ normalise_code('seed.delivered_code') }} as delivered_code,
        seed.valid_from_year,
        seed.valid_to_year,
        seed.standard_code,
        seed.reason
    from {{ ref(crosswalk) }} as seed
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from crosswalks
