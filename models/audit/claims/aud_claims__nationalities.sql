{#- What section 2.5 says of the nationalities in and below Tabel 2.1. -#}
{%- set victims = {
    'SM-0135': "count(distinct nationality_code)
        filter (where nationality_class_code <> 'UNKNOWN')",
    'SM-0366': share("nationality_code = 'NLD'", of='notification_year = 2015'),
    'SM-0367': share("nationality_code = 'NLD'", of='notification_year = 2019'),
    'SM-0368': change(2015, 2019, of="nationality_code = 'NLD'"),
    'SM-0368-literal': '100 * (' ~ share("nationality_code = 'NLD'", of='notification_year = 2019')
        ~ ' / nullif(' ~ share("nationality_code = 'NLD'", of='notification_year = 2015')
        ~ ', 0) - 1)',
    'SM-0371': change(2015, 2019, of="nationality_code = 'NGA'"),
    'SM-0374': "count(*) filter (where nationality_code = 'CHN')",
    'SM-0375': "count(*) filter (where nationality_code = 'MAR')",
    'SM-0377': "count(*) filter (where nationality_code = 'IND')",
    'SM-D036': share(
        "nationality_code = 'NGA' and adulthood_code = 'ADULT'",
        of="origin_region_code = 'AFR' and trafficking_form_code in ('GO-SU', 'CU')
            and notification_year = 2019",
    ),
} -%}
{%- set top_five = "
    from published_cells
    inner join ref_countries
        on published_cells.row_code = ref_countries.country_code
    where published_cells.edition_code = '2015-2019'
        and published_cells.exhibit_code = 'tab_2_1'
        and published_cells.column_code = '2015-2019'
        and published_cells.measure = 'rank'
        and published_cells.value <= 5
" -%}
{%- set queries = {
    'SM-0362': 'select count(*)' ~ top_five ~ " and ref_countries.origin_region_code = 'MOE'",
    'SM-0363': 'select count(*)' ~ top_five ~ " and ref_countries.origin_region_code = 'AFR'",
    'SM-0364': "
        select max(value) from published_cells
        where edition_code = '2015-2019' and exhibit_code = 'tab_2_1' and measure = 'rank'
            and row_code = 'NLD' and column_code in ('2015', '2016', '2017', '2018')
    ",
} -%}

with final as (
    {{ claims_from('fct_known_victim_years', in_edition('2015-2019'), victims) }}
    union all
    {{ claims_by_query(queries) }}
)

select * from final
