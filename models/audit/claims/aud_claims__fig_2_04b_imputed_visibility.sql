{#- Victims of sexual exploitation whose sector is known or imputed, per period (section 2.4.1,
    Figuur 2.4b). -#}
{%- set claims = {
    'SM-0082': cell_share('KNOWN_OR_IMPUTED', 'total', '2015-2016'),
    'SM-0085': cell_share('KNOWN_OR_IMPUTED', 'total', '2017-2019'),
    'SM-0086': cell_share('KNOWN_OR_IMPUTED', 'total', '2015-2019'),
    'SM-0087': cell('KNOWN_OR_IMPUTED', '2015-2019'),
    'SM-0089': cell_share('KNOWN_OR_IMPUTED', 'total', '2015-2019')
        ~ ' - ' ~ cell_share('KNOWN', 'total', '2015-2019'),
    'SM-0089-literal': cell_share('KNOWN_OR_IMPUTED', 'KNOWN', '2015-2019') ~ ' - 100',
    'SM-0094': cell_share('KNOWN', 'KNOWN_OR_IMPUTED', '2017-2019'),
    'SM-0095': cell('KNOWN_OR_IMPUTED', '2017-2019'),
    'SM-0097': cell_share(
        'MINDER_ZICHTBAAR', 'KNOWN_OR_IMPUTED', '2015-2016', 'victims_known_or_imputed'
    ),
    'SM-0098': cell_share('ZICHTBAAR', 'KNOWN_OR_IMPUTED', '2015-2016', 'victims_known_or_imputed'),
    'SM-0099': cell_share(
        'MINDER_ZICHTBAAR', 'KNOWN_OR_IMPUTED', '2017-2019', 'victims_known_or_imputed'
    ),
    'SM-0100': cell_share('ZICHTBAAR', 'KNOWN_OR_IMPUTED', '2017-2019', 'victims_known_or_imputed'),
} -%}

with final as (
    {{ claims_from(
        'published_cells', "edition_code = '2015-2019' and exhibit_code = 'fig_2_04b'", claims
    ) }}
)

select * from final
