{#- The code lists that carry a rule: combinations, hierarchies, bands, regions, editions, groups.
    What the documents fix is spelled out here a second time (R-03, R-11 to R-19, R-22, R-26, R-27);
    the rest is checked for gaps and overlaps. -#}
with forms as (
    select * from {{ ref('ref_exploitation_forms') }}
),

combinations as (
    select * from {{ ref('ref_form_combinations') }}
),

trafficking_forms as (
    select * from {{ ref('ref_trafficking_forms') }}
),

hierarchy as (
    select * from {{ ref('ref_trafficking_form_hierarchy') }}
),

countries as (
    select * from {{ ref('ref_countries') }}
),

regions as (
    select * from {{ ref('ref_origin_regions') }}
),

age_bands as (
    select * from {{ ref('ref_age_bands') }}
),

editions as (
    select * from {{ ref('ref_editions') }}
),

category_editions as (
    select * from {{ ref('ref_category_editions') }}
),

registration_years as (
    select * from {{ ref('ref_attribute_registration_years') }}
),

sectors as (
    select * from {{ ref('ref_prostitution_sectors') }}
),

labour_sectors as (
    select * from {{ ref('ref_labour_sectors') }}
),

sections as (
    select * from {{ ref('ref_isic_sections') }}
),

manners as (
    select * from {{ ref('ref_criminal_manners') }}
),

reporter_groups as (
    select * from {{ ref('ref_reporter_groups') }}
),

reporters as (
    select * from {{ ref('ref_reporters') }}
),

dimensions as (
    {%- for code_list in [
        'ref_exploitation_forms', 'ref_labour_sectors', 'ref_criminal_manners',
        'ref_prostitution_sectors', 'ref_form_combinations', 'ref_trafficking_forms',
        'ref_origin_regions', 'ref_age_bands', 'ref_reporter_groups', 'ref_genders',
        'ref_legal_bases', 'ref_police_units', 'ref_adulthoods', 'ref_visibilities',
        'ref_nationality_classes',
    ] %}
    select
        '{{ code_list }}' as list_name,
        lists.sort_order,
        lists.label_nl,
        lists.label_en
    from {{ ref(code_list) }} as lists
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- What the documents print, in their order.
spelled as (
    select
        'R-15 prostitution sectors in their hierarchy, R-16 their visibility' as what,
        (
            select
                {{ joined_text(
                    "sectors.prostitution_sector_code || ' ' || sectors.visibility_code",
                    ', ', 'sectors.hierarchy_order'
                ) }}
            from sectors
        ) as found,
        'BORDEEL ZICHTBAAR, RAAM ZICHTBAAR, ESCORT MINDER_ZICHTBAAR, THUIS MINDER_ZICHTBAAR, '
        || 'STRAAT MINDER_ZICHTBAAR, OVERIG MINDER_ZICHTBAAR, ONB ONB' as expected
    union all
    select
        'R-17 reporter groups in their order, R-22 their legal basis' as what,
        (
            select
                {{ joined_text(
                    "reporter_groups.reporter_group_code || ' '
                    || reporter_groups.legal_basis_code",
                    ', ', 'reporter_groups.priority_order'
                ) }}
            from reporter_groups
        ) as found,
        'POL LEGAL, KMAR LEGAL, ISZW LEGAL, ZOCO CONSENT, FW CONSENT, OVM CONSENT' as expected
    union all
    select
        'R-26 age bands' as what,
        (
            select
                {{ joined_text(
                    "age_bands.age_band_code || ' ' || age_bands.adulthood_code || ' '
                    || age_bands.age_from || ' ' || age_bands.age_to",
                    ', ', 'age_bands.age_from'
                ) }}
            from age_bands
            where age_bands.age_from is not null
        ) as found,
        '0-17 MINOR 0 17, 18-22 ADULT 18 22, 23-29 ADULT 23 29, 30+ ADULT 30 110' as expected
    union all
    select
        'R-26 the only band without bounds is unknown' as what,
        (
            select {{ joined_text(
                "age_bands.age_band_code || ' ' || age_bands.adulthood_code",
                ', ', 'age_bands.age_band_code'
            ) }}
            from age_bands
            where age_bands.age_from is null or age_bands.age_to is null
        ) as found,
        'ONB UNKNOWN' as expected
    union all
    select
        'R-18 the sections that the documents call other work' as what,
        (
            select {{ joined_text(
                "sections.isic_section_code",
                ' ', 'sections.isic_section_code'
            ) }}
            from sections
            where
                sections.labour_sector_code = 'OVERIG'
                and sections.isic_section_code in ('D', 'E', 'J', 'Q', 'R')
        ) as found,
        'D E J Q R' as expected
    union all
    select
        'R-18 the sections that are a sector of their own' as what,
        (
            select {{ joined_text(
                "sections.isic_section_code",
                ' ', 'sections.isic_section_code'
            ) }}
            from sections
            where sections.labour_sector_code = sections.isic_section_code
        ) as found,
        'A C F G H I ONB T' as expected
    union all
    select
        'R-18, R-19 one residual sector and one residual manner' as what,
        (
            select {{ joined_text('residuals.code', ' ', 'residuals.code') }}
            from (
                select labour_sectors.labour_sector_code as code
                from labour_sectors
                where labour_sectors.is_residual
                union all
                select manners.criminal_manner_code as code
                from manners
                where manners.is_residual
            ) as residuals
        ) as found,
        'OVERIG OVERIG' as expected
    union all
    select
        'R-12 to R-14 Dutch, stateless and unknown nationalities' as what,
        (
            select
                {{ joined_text(
                    "countries.country_code || ' ' || countries.nationality_code || ' '
                    || countries.nationality_class_code || ' ' || countries.origin_region_code
                    || ' ' || countries.selection_order",
                    ', ', 'countries.country_code'
                ) }}
            from countries
            where countries.country_code in ('NLD', 'ABW', 'CUW', 'SXM', 'BES', 'XXA', 'XXX')
        ) as found,
        'ABW NLD DUTCH NL 1, BES NLD DUTCH NL 1, CUW NLD DUTCH NL 1, NLD NLD DUTCH NL 1, '
        || 'SXM NLD DUTCH NL 1, XXA XXA OTHER OVR 3, XXX XXX UNKNOWN ONB 9' as expected
    union all
    select
        'R-03 editions that the documents name' as what,
        (
            select {{ joined_text('editions.edition_code', ' ', 'editions.edition_code') }}
            from editions
            where editions.edition_code in ('2014-2018', '2015-2019', '2016-2020')
        ) as found,
        '2014-2018 2015-2019 2016-2020' as expected
    union all
    select
        'R-03 street prostitution and the manner of criminal exploitation begin' as what,
        (
            select
                {{ joined_text(
                    "category_editions.category_code || ' as '
                    || category_editions.published_code || ' from '
                    || category_editions.edition_year_to_from || ' to '
                    || category_editions.edition_year_to_to",
                    ', ', 'category_editions.edition_year_to_from'
                ) }}
            from category_editions
            where
                category_editions.attribute_code = 'prostitution_sector'
                and category_editions.category_code = 'STRAAT'
        ) || ', ' || (
            select
                {{ joined_text(
                    "registration_years.attribute_code || ' from '
                    || registration_years.registered_from_year",
                    ', ', 'registration_years.attribute_code'
                ) }}
            from registration_years
        ) as found,
        'STRAAT as OVERIG from 2014 to 2018, STRAAT as STRAAT from 2019 to 2050, '
        || 'criminal_manner from 2016' as expected
    union all
    select
        'R-07 the EMM alone is no reporter' as what,
        (
            select {{ joined_text('reporters.reporter_code', ' ', 'reporters.reporter_code') }}
            from reporters
            where not reporters.is_notifier or reporters.reporter_group_code is null
        ) as found,
        'EMM' as expected
    union all
    select
        'R-22, R-17, R-26, R-28 parameters' as what,
        (
            select
                {{ joined_text(
                    "parameters.parameter_code || ' ' || parameters.parameter_value",
                    ', ', 'parameters.parameter_code'
                ) }}
            from {{ ref('ref_parameters') }} as parameters
        ) as found,
        'age_maximum 110, age_minimum 0, consent_required_from 2018-05-25, '
        || 'imputation_minimum_known 5, received_on_earliest 2000-01-01, top_rank 5' as expected
),

problems as (
    select
        spelled.what,
        spelled.found || ' instead of ' || spelled.expected as problem
    from spelled
    where spelled.found is distinct from spelled.expected
    union all
    -- a code list has a place and a label of its own for each code, in both languages
    select
        dimensions.list_name as what,
        count(*) || ' codes, ' || count(distinct dimensions.sort_order) || ' places, '
        || count(distinct nullif(trim(dimensions.label_nl), '')) || ' Dutch and '
        || count(distinct nullif(trim(dimensions.label_en), '')) || ' English labels' as problem
    from dimensions
    group by dimensions.list_name
    having
        count(*) <> count(distinct dimensions.sort_order)
        or count(*) <> count(distinct nullif(trim(dimensions.label_nl), ''))
        or count(*) <> count(distinct nullif(trim(dimensions.label_en), ''))
    union all
    -- R-11: every combination of forms, once, named by its forms in their order
    select
        'combination ' || coalesce(combinations.form_combination_code, named.expected_code) as what,
        case
            when combinations.form_combination_code is null then 'is not in the list'
            else 'is in the list ' || count(combinations.form_combination_code) || ' times, as '
                || coalesce(named.expected_code, 'no set of forms')
        end as problem
    from (
        select
            coalesce(
                nullif(
                    concat_ws(
                        '+', sexual.code, labour.code, criminal.code, organ.code
                    ), ''
                ), 'ONB'
            ) as expected_code
        from (values ('SU'), (null)) as sexual (code)
        cross join (values ('AU'), (null)) as labour (code)
        cross join (values ('CU'), (null)) as criminal (code)
        cross join (values ('OV'), (null)) as organ (code)
    ) as named
    full outer join combinations
        on named.expected_code = combinations.form_combination_code
    group by combinations.form_combination_code, named.expected_code
    having
        count(combinations.form_combination_code) <> 1
        or named.expected_code is null
    union all
    -- R-12: the decision table has every form for every class of nationality, once, and one order
    -- for all classes
    select
        'hierarchy ' || forms.exploitation_form_code
        || ' ' || classes.nationality_class_code as what,
        'has ' || count(hierarchy.priority) || ' rows' as problem
    from forms
    cross join (values ('DUTCH'), ('OTHER'), ('UNKNOWN')) as classes (nationality_class_code)
    left join hierarchy
        on
            forms.exploitation_form_code = hierarchy.exploitation_form_code
            and classes.nationality_class_code = hierarchy.nationality_class_code
            and hierarchy.trafficking_form_code in (
                select trafficking_forms.trafficking_form_code from trafficking_forms
            )
    group by forms.exploitation_form_code, classes.nationality_class_code
    having count(hierarchy.priority) <> 1
    union all
    select
        'hierarchy, class ' || hierarchy.nationality_class_code as what,
        'priority ' || hierarchy.priority || ' belongs to ' || count(*) || ' forms' as problem
    from hierarchy
    group by hierarchy.nationality_class_code, hierarchy.priority
    having count(*) > 1
    union all
    -- R-26: an age has exactly one band
    select
        'age ' || ages.age_years as what,
        'has ' || count(age_bands.age_band_code) || ' bands' as problem
    from {{ whole_numbers('age_years', 0, 110) }} as ages
    left join age_bands
        on ages.age_years between age_bands.age_from and age_bands.age_to
    group by ages.age_years
    having count(age_bands.age_band_code) <> 1
    union all
    -- R-27: ISO codes, known regions, a nationality that stands for itself
    select
        'country ' || countries.country_code as what,
        'stands for ' || coalesce(countries.nationality_code, 'nothing')
        || ', region ' || coalesce(countries.origin_region_code, 'none')
        || ', class ' || coalesce(countries.nationality_class_code, 'none') as problem
    from countries
    left join countries as nationalities
        on countries.nationality_code = nationalities.country_code
    where
        not {{ matches_pattern('countries.country_code', '[A-Z]{3}') }}
        or nationalities.nationality_code is distinct from countries.nationality_code
        or nationalities.nationality_class_code is distinct from countries.nationality_class_code
        or countries.origin_region_code is null
        or countries.origin_region_code not in (select regions.origin_region_code from regions)
        or (countries.nationality_class_code = 'DUTCH') <> (countries.nationality_code = 'NLD')
        or (countries.nationality_class_code = 'DUTCH') <> (countries.origin_region_code = 'NL')
        or (countries.nationality_class_code = 'UNKNOWN') <> (countries.origin_region_code = 'ONB')
        or countries.nationality_class_code not in ('DUTCH', 'OTHER', 'UNKNOWN')
        or countries.selection_order is distinct from case
            when countries.nationality_class_code = 'DUTCH' then 1
            when countries.nationality_class_code = 'UNKNOWN' then 9
            when countries.country_code = 'XXA' then 3
            else 2
        end
    union all
    -- R-03: five years each, one after the other; the first two against the last three (R-17)
    select
        'edition ' || editions.edition_code as what,
        'is not five years, called by them, two and three' as problem
    from editions
    where
        editions.year_to <> editions.year_from + 4
        or editions.edition_code <> editions.year_from || '-' || editions.year_to
        or editions.imputation_second_period_from_year <> editions.year_from + 2
    union all
    select
        'edition ' || in_order.edition_code as what,
        'does not follow the edition before it' as problem
    from (
        select
            editions.edition_code,
            editions.year_from,
            lag(editions.year_from) over (order by editions.year_from asc) as previous_year_from
        from editions
    ) as in_order
    where in_order.year_from <> in_order.previous_year_from + 1
    union all
    -- what differs between editions: no gap, no overlap, and published as a code of the list
    select
        'category ' || in_order.category_code as what,
        'from edition ' || in_order.edition_year_to_from
        || ' it is ' || in_order.published_code as problem
    from (
        select
            category_editions.*,
            lag(category_editions.edition_year_to_to) over (
                partition by category_editions.attribute_code, category_editions.category_code
                order by category_editions.edition_year_to_from asc
            ) as previous_to
        from category_editions
    ) as in_order
    where
        in_order.edition_year_to_from > in_order.edition_year_to_to
        or in_order.edition_year_to_from <> in_order.previous_to + 1
        or (
            in_order.attribute_code = 'prostitution_sector'
            and in_order.published_code not in (
                select sectors.prostitution_sector_code
                from sectors
            )
        )
    union all
    select
        'section ' || sections.isic_section_code as what,
        'belongs to ' || coalesce(sections.labour_sector_code, 'no sector') as problem
    from sections
    where
        sections.labour_sector_code is null
        or sections.labour_sector_code not in (
            select labour_sectors.labour_sector_code
            from labour_sectors
        )
    union all
    select
        'labour sectors' as what,
        count(*) || ' of the 21 sections of ISIC are there' as problem
    from sections
    where {{ matches_pattern('sections.isic_section_code', '[A-U]') }}
    having count(*) <> 21
    union all
    select
        'reporter ' || reporters.reporter_code as what,
        'belongs to ' || coalesce(reporters.reporter_group_code, 'no group') as problem
    from reporters
    where
        coalesce(reporters.reporter_group_code, 'none') not in (
            select reporter_groups.reporter_group_code
            from reporter_groups
        )
        and reporters.is_notifier
    union all
    select
        'code lists' as what,
        'a code list has no rows' as problem
    where
        not exists (select 1 from dimensions)
        or not exists (select 1 from countries)
        or not exists (select 1 from hierarchy)
        or not exists (select 1 from editions)
)

select * from problems
