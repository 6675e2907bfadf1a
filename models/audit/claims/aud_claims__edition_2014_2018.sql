{#- What the monitor of 2015-2019 says about the edition before it. -#}
{%- set claims = {
    'SM-0017': change(2014, 2018),
    'SM-0047': share('has_criminal'),
    'SM-0063': share('is_form_unknown'),
    'SM-0067': share("prostitution_sector_code <> 'ONB'", of='has_sexual'),
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2014-2018'), claims) }}
)

select * from final
