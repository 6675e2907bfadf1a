{#- One number, one value: what two exhibits both count is the same in every column they share, and
    what one of them counts more strictly is never more. R-05, R-06, R-10 to R-16, R-18, R-19. Each
    line: what it says, kinds of column, left cell, comparison, right cell (exhibit, kind of row,
    row). -#}
{%- set all_columns = ['year', 'edition', 'trafficking_form'] -%}
{%- set years = ['year', 'edition'] -%}
{%- set population = ('fig_2_01', 'population_line', 'ANALYSIS_POPULATION') -%}
{%- set comparisons = [
    ('Figuur 2.3 has the analysis population', years, ('fig_2_03', 'total', 'total'), '=', population),
    ('Figuur 2.7 has the analysis population', years, ('fig_2_07', 'total', 'total'), '=', population),
    ('Figuur 2.8 has the analysis population', years, ('fig_2_08', 'total', 'total'), '=', population),
    ('Figuur 2.9 has the analysis population', years, ('fig_2_09', 'total', 'total'), '=', population),
    ('Figuur 2.10 has the analysis population', years, ('fig_2_10', 'total', 'total'), '=', population),
    ('Tabel 2.1 has the analysis population', years, ('tab_2_1', 'total', 'total'), '=', population),
    ('Figuren 2.8 and 2.9 agree', all_columns, ('fig_2_08', 'total', 'total'), '=', ('fig_2_09', 'total', 'total')),
    ('Figuren 2.9 and 2.10 agree', all_columns, ('fig_2_09', 'total', 'total'), '=', ('fig_2_10', 'total', 'total')),
    ('Figuur 2.10 and Tabel 2.1 agree', all_columns, ('fig_2_10', 'total', 'total'), '=', ('tab_2_1', 'total', 'total')),
    ('the second line of Figuur 2.1 lies within the first', years, ('fig_2_01', 'population_line', 'WITHOUT_EMM_ONLY'), '<=', ('fig_2_01', 'population_line', 'ALL_KNOWN')),
    ('the third line of Figuur 2.1 lies within the second', years, population, '<=', ('fig_2_01', 'population_line', 'WITHOUT_EMM_ONLY')),
    ('persons are no more than victim-years', ['edition'], ('fig_2_01', 'persons', 'ANALYSIS_POPULATION'), '<=', population),
    ('everyone known through the EMM is known', years, ('fig_2_02', 'total', 'total'), '<=', ('fig_2_01', 'population_line', 'ALL_KNOWN')),
    ('Figuur 2.4a has everyone sexually exploited', years, ('fig_2_04a', 'total', 'total'), '=', ('fig_2_03', 'any_form', 'SU')),
    ('Figuur 2.4b has everyone sexually exploited', ['edition'], ('fig_2_04b', 'total', 'total'), '=', ('fig_2_03', 'any_form', 'SU')),
    ('Figuren 2.4a and 2.4b know the same sectors', ['edition'], ('fig_2_04b', 'coverage', 'KNOWN'), '=', ('fig_2_04a', 'sector_knowledge', 'KNOWN')),
    ('coverage is at least what is known', ['period', 'edition'], ('fig_2_04b', 'coverage', 'KNOWN'), '<=', ('fig_2_04b', 'coverage', 'KNOWN_OR_IMPUTED')),
    ('Figuur 2.5 has everyone exploited for labour', ['edition'], ('fig_2_05', 'total', 'total'), '=', ('fig_2_03', 'any_form', 'AU')),
    ('Figuur 2.6 has no more than everyone exploited criminally', ['edition'], ('fig_2_06', 'total', 'total'), '<=', ('fig_2_03', 'any_form', 'CU')),
    ('the group AU is part of any labour exploitation', years, ('fig_2_07', 'trafficking_form', 'AU'), '<=', ('fig_2_03', 'any_form', 'AU')),
    ('the group CU is part of any criminal exploitation', years, ('fig_2_07', 'trafficking_form', 'CU'), '<=', ('fig_2_03', 'any_form', 'CU')),
    ('only criminal exploitation is part of the group CU', years, ('fig_2_03', 'form_combination', 'CU'), '<=', ('fig_2_07', 'trafficking_form', 'CU')),
    ('only labour exploitation is part of the group AU', years, ('fig_2_03', 'form_combination', 'AU'), '<=', ('fig_2_07', 'trafficking_form', 'AU')),
    ('an unknown form of exploitation is in the unknown group', years, ('fig_2_03', 'form_combination', 'ONB'), '<=', ('fig_2_07', 'trafficking_form', 'ONB')),
    ('an unknown form is no form', years, ('fig_2_03', 'form_combination', 'ONB'), '=', ('fig_2_03', 'any_form', 'ONB')),
    ('every victim is notified', years, population, '<=', ('fig_2_11', 'total', 'total')),
    ('every victim of a form is notified', all_columns, ('fig_2_08', 'total', 'total'), '<=', ('fig_2_11', 'total', 'total')),
    ('a group notifies a victim once a year', all_columns, ('fig_2_11', 'reporter_group', 'POL'), '<=', ('fig_2_08', 'total', 'total')),
    ('Figuren 2.11 and 2.13 count the same police notifications', years, ('fig_2_13', 'total', 'total'), '=', ('fig_2_11', 'reporter_group', 'POL')),
    ('unit notifications are at least the police notifications', all_columns, ('fig_2_11', 'reporter_group', 'POL'), '<=', ('fig_2_12', 'total', 'total')),
] -%}

with cells as (
    select * from {{ ref('published_cells') }} as published_cells
    where published_cells.measure not in ('rank', 'mean_age')
),

editions as (
    select * from {{ ref('dim_editions') }}
),

combined_forms as (
    select
        combinations.form_combination_code,
        forms.exploitation_form_code
    from {{ ref('ref_form_combinations') }} as combinations
    inner join {{ ref('ref_exploitation_forms') }} as forms
        on
            '+' || combinations.form_combination_code || '+'
            like '%+' || forms.exploitation_form_code || '+%'
),

compared as (
    {%- for statement, kinds, left, operator, right in comparisons %}
    select
        '{{ statement }}' as statement,
        left_cells.edition_code,
        left_cells.column_kind,
        left_cells.column_code,
        left_cells.value as left_value,
        '{{ operator }}' as operator,
        right_cells.value as right_value
    from cells as left_cells
    left join cells as right_cells
        on
            left_cells.edition_code = right_cells.edition_code
            and left_cells.column_kind = right_cells.column_kind
            and left_cells.column_code = right_cells.column_code
            and right_cells.exhibit_code = '{{ right[0] }}'
            and right_cells.row_kind = '{{ right[1] }}'
            and right_cells.row_code = '{{ right[2] }}'
    where
        left_cells.exhibit_code = '{{ left[0] }}'
        and left_cells.row_kind = '{{ left[1] }}'
        and left_cells.row_code = '{{ left[2] }}'
        and left_cells.column_kind in (
            {%- for kind in kinds %}
            '{{ kind }}'{{ '' if loop.last else ',' }}
            {%- endfor %}
        )
    union all
    {%- endfor %}
    -- the victims of a form are those of the combinations that hold it
    select
        'any form is the sum of its combinations' as statement,
        any_forms.edition_code,
        any_forms.column_kind,
        any_forms.column_code,
        any_forms.value as left_value,
        '=' as operator,
        sum(combinations.value) as right_value
    from cells as any_forms
    inner join combined_forms
        on any_forms.row_code = combined_forms.exploitation_form_code
    left join cells as combinations
        on
            any_forms.edition_code = combinations.edition_code
            and any_forms.column_kind = combinations.column_kind
            and any_forms.column_code = combinations.column_code
            and combinations.exhibit_code = 'fig_2_03'
            and combinations.row_kind = 'form_combination'
            and combined_forms.form_combination_code = combinations.row_code
    where any_forms.exhibit_code = 'fig_2_03' and any_forms.row_kind = 'any_form'
    group by
        any_forms.edition_code,
        any_forms.column_kind,
        any_forms.column_code,
        any_forms.row_code,
        any_forms.value
    union all
    -- a column of a form holds the victims of that form, in every exhibit over victims
    select
        'the column of a form is its row in Figuur 2.7' as statement,
        totals.edition_code,
        totals.column_kind,
        totals.column_code,
        totals.value as left_value,
        '=' as operator,
        forms.value as right_value
    from cells as totals
    left join cells as forms
        on
            totals.edition_code = forms.edition_code
            and totals.column_code = forms.row_code
            and forms.exhibit_code = 'fig_2_07'
            and forms.row_kind = 'trafficking_form'
            and forms.column_kind = 'edition'
    where
        totals.column_kind = 'trafficking_form'
        and totals.row_kind = 'total'
        and totals.exhibit_code in ('fig_2_08', 'fig_2_09', 'fig_2_10', 'tab_2_1')
    union all
    -- the police notifications of a form are alike in Figuren 2.11 (column) and 2.13 (row)
    select
        'police notifications of a form agree' as statement,
        police.edition_code,
        police.column_kind,
        police.column_code,
        police.value as left_value,
        '=' as operator,
        forms.value as right_value
    from cells as police
    left join cells as forms
        on
            police.edition_code = forms.edition_code
            and police.column_code = forms.row_code
            and forms.exhibit_code = 'fig_2_13'
            and forms.row_kind = 'trafficking_form'
            and forms.column_kind = 'edition'
    where
        police.column_kind = 'trafficking_form'
        and police.exhibit_code = 'fig_2_11'
        and police.row_kind = 'reporter_group'
        and police.row_code = 'POL'
    union all
    -- criminal exploitation by manner: the years in which the manner is registered, whole
    select
        'Figuur 2.6 has everyone exploited criminally in its years' as statement,
        totals.edition_code,
        totals.column_kind,
        totals.column_code,
        totals.value as left_value,
        '=' as operator,
        any_forms.value as right_value
    from cells as totals
    left join cells as any_forms
        on
            totals.edition_code = any_forms.edition_code
            and totals.column_kind = any_forms.column_kind
            and totals.column_code = any_forms.column_code
            and any_forms.exhibit_code = 'fig_2_03'
            and any_forms.row_kind = 'any_form'
            and any_forms.row_code = 'CU'
    where
        totals.exhibit_code = 'fig_2_06'
        and totals.row_kind = 'total'
        and totals.column_kind = 'year'
    union all
    -- R-13: domestic sexual exploitation is Dutch, cross-border is another known nationality
    select
        'region by form of sexual exploitation' as statement,
        regions.edition_code,
        regions.column_kind,
        regions.column_code,
        regions.value as left_value,
        '=' as operator,
        case
            when regions.row_code = 'NL' and regions.column_code = 'BL-SU' then totals.value
            else 0
        end as right_value
    from cells as regions
    left join cells as totals
        on
            regions.edition_code = totals.edition_code
            and regions.exhibit_code = totals.exhibit_code
            and regions.column_code = totals.column_code
            and totals.row_kind = 'total'
    where
        regions.exhibit_code = 'fig_2_09'
        and regions.row_kind = 'origin_region'
        and (
            regions.column_code = 'BL-SU'
            or (regions.column_code = 'GO-SU' and regions.row_code in ('NL', 'ONB'))
        )
),

problems as (
    select
        compared.edition_code,
        compared.statement,
        compared.column_kind,
        compared.column_code,
        compared.left_value,
        compared.operator,
        compared.right_value
    from compared
    where
        compared.right_value is null
        or (compared.operator = '=' and compared.left_value <> compared.right_value)
        or (compared.operator = '<=' and compared.left_value > compared.right_value)
    union all
    -- every line compares something in every edition
    select
        editions.edition_code,
        statements.statement,
        null as column_kind,
        null as column_code,
        null as left_value,
        'compares nothing' as operator,
        null as right_value
    from editions
    cross join (
        values
        {%- for statement, _, _, _, _ in comparisons %}
        ('{{ statement }}'),
        {%- endfor %}
        ('any form is the sum of its combinations'),
        ('the column of a form is its row in Figuur 2.7'),
        ('police notifications of a form agree'),
        ('region by form of sexual exploitation')
    ) as statements (statement)
    where not exists (
        select 1
        from compared
        where
            compared.edition_code = editions.edition_code
            and compared.statement = statements.statement
    )
    union all
    select
        null as edition_code,
        'no edition is published' as statement,
        null as column_kind,
        null as column_code,
        null as left_value,
        'compares nothing' as operator,
        null as right_value
    where not exists (select 1 from editions)
)

select * from problems
