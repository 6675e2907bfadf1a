{#- Victims of criminal exploitation by manner, which is registered from 2016 on (section 2.4.2,
    Figuur 2.6). -#}
{%- set victims = {
    'SM-0117': 'count(*)',
    'SM-0118': 'count(*) filter (where notification_year = 2019)',
    'SM-0119': 'count(*) filter (where notification_year between 2016 and 2019)',
} -%}
{%- set cells = {
    'SM-0121': cell_share('DRUGS', 'total', '2015-2019'),
    'SM-D009': '100 * (' ~ cell('BEDELEN', '2019') ~ ' / nullif(' ~ cell('BEDELEN', '2016')
        ~ ', 0) - 1)',
    'SM-D010': '100 * (' ~ cell('DRUGS', '2019') ~ ' / nullif(' ~ cell('DRUGS', '2016')
        ~ ', 0) - 1)',
} -%}

{#- The manner of several that are mentioned is the rarest in the edition (R-19). -#}
{%- set queries = {
    'SM-0122': "
        select " ~ share("fct_known_victim_years.origin_region_code = 'AFR'") ~ "
        from fct_known_victim_years
        inner join int_editions__criminal_manners
            on fct_known_victim_years.criminal_manner_combination_code
                = int_editions__criminal_manners.criminal_manner_combination_code
        where fct_known_victim_years.has_criminal
            and fct_known_victim_years.notification_year = 2019
            and int_editions__criminal_manners.edition_code = '2015-2019'
            and int_editions__criminal_manners.criminal_manner_code = 'DRUGS'
            and " ~ in_edition('2015-2019', of='fct_known_victim_years'),
} -%}

with final as (
    {{ claims_from(
        'fct_known_victim_years', 'has_criminal and ' ~ in_edition('2015-2019'), victims
    ) }}
    union all
    {{ claims_from(
        'published_cells', "edition_code = '2015-2019' and exhibit_code = 'fig_2_06'", cells
    ) }}
    union all
    {{ claims_by_query(queries) }}
)

select * from final
