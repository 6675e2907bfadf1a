{#- Exhibits as they are read: in an edition every row and every column has a place and a label of
    its own, in both languages, the rows without gaps; a total is the first of its exhibit; and what
    is published is what the exhibits hold. -#}
{%- set exhibits = exhibit_models() -%}

with cells as (
    {%- for exhibit in exhibits %}
    select
        '{{ exhibit }}' as model_name,
        exhibits.*
    from {{ ref(exhibit) }} as exhibits
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Rows and columns alike: what stands somewhere, where, and what it is called.
places as (
    select
        cells.edition_code,
        cells.exhibit_code,
        'row' as what,
        cells.row_kind || ' ' || cells.row_code as code,
        cells.row_order as place,
        cells.row_label_nl as label_nl,
        cells.row_label_en as label_en
    from cells
    union all
    select
        cells.edition_code,
        cells.exhibit_code,
        'column' as what,
        cells.column_kind || ' ' || cells.column_code as code,
        cells.column_order as place,
        cells.column_label_nl as label_nl,
        cells.column_label_en as label_en
    from cells
),

different as (
    select
        places.edition_code,
        places.exhibit_code,
        places.what,
        places.code,
        places.place,
        places.label_nl,
        places.label_en
    from places
    group by
        places.edition_code,
        places.exhibit_code,
        places.what,
        places.code,
        places.place,
        places.label_nl,
        places.label_en
),

counted as (
    select
        different.edition_code,
        different.exhibit_code,
        different.what,
        count(*) as all_count,
        count(distinct different.code) as code_count,
        count(distinct different.place) as place_count,
        count(distinct nullif(trim(different.label_nl), '')) as label_nl_count,
        count(distinct nullif(trim(different.label_en), '')) as label_en_count,
        min(different.place) as first_place,
        max(different.place) as last_place
    from different
    group by different.edition_code, different.exhibit_code, different.what
),

problems as (
    select
        counted.edition_code,
        counted.exhibit_code,
        counted.code_count || ' ' || counted.what || 's, ' || counted.place_count || ' places, '
        || counted.label_nl_count || ' Dutch and ' || counted.label_en_count
        || ' English labels' as problem
    from counted
    where
        counted.all_count <> counted.code_count
        or counted.all_count <> counted.place_count
        or counted.all_count <> counted.label_nl_count
        or counted.all_count <> counted.label_en_count
        or (
            counted.what = 'row'
            and (counted.first_place <> 1 or counted.last_place <> counted.all_count)
        )
    union all
    select
        cells.edition_code,
        cells.exhibit_code,
        'the total stands at place ' || cells.row_order as problem
    from cells
    where cells.row_kind = 'total' and cells.row_order <> 1
    group by cells.edition_code, cells.exhibit_code, cells.row_order
    union all
    select
        cells.edition_code,
        cells.exhibit_code,
        'is in ' || cells.model_name || ', under ' || cells.exhibit_number as problem
    from cells
    left join {{ ref('ref_exhibits') }} as listed
        on
            cells.exhibit_code = listed.exhibit_code
            and cells.model_name = listed.model_name
            and cells.exhibit_number = listed.number_nl
    where listed.exhibit_code is null
    group by cells.edition_code, cells.exhibit_code, cells.model_name, cells.exhibit_number
    union all
    select
        coalesce(cells.edition_code, published.edition_code) as edition_code,
        coalesce(cells.exhibit_code, published.exhibit_code) as exhibit_code,
        'what is published is not what the exhibit holds' as problem
    from cells
    full outer join {{ ref('published_cells') }} as published
        on
            cells.edition_code = published.edition_code
            and cells.exhibit_code = published.exhibit_code
            and cells.column_kind = published.column_kind
            and cells.column_code = published.column_code
            and cells.row_kind = published.row_kind
            and cells.row_code = published.row_code
            and cells.measure = published.measure
            and cells.value is not distinct from published.value
            and cells.unit_count is not distinct from published.unit_count
            and cells.base is not distinct from published.base
            and cells.pct is not distinct from published.pct
    where cells.edition_code is null or published.edition_code is null
    group by
        coalesce(cells.edition_code, published.edition_code),
        coalesce(cells.exhibit_code, published.exhibit_code)
    union all
    select
        null as edition_code,
        null as exhibit_code,
        'no exhibit has rows' as problem
    where not exists (select 1 from cells)
)

select * from problems
