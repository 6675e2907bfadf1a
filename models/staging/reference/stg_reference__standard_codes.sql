with standard_codes as (
    select
        'gender' as code_kind,
        genders.gender_code as standard_code,
        genders.gender_code as resolved_code,
        genders.gender_code <> 'ONB' as is_known,
        cast(0 as integer) as code_bit,
        genders.sort_order as selection_order
    from {{ ref('ref_genders') }} as genders
    union all
    select
        'nationality',
        countries.country_code,
        countries.nationality_code,
        countries.nationality_class_code <> 'UNKNOWN',
        0,
        countries.selection_order
    from {{ ref('ref_countries') }} as countries
    union all
    select
        'exploitation_form',
        forms.exploitation_form_code,
        forms.exploitation_form_code,
        forms.form_bit > 0,
        forms.form_bit,
        forms.sort_order
    from {{ ref('ref_exploitation_forms') }} as forms
    union all
    select
        'prostitution_sector',
        sectors.prostitution_sector_code,
        sectors.prostitution_sector_code,
        sectors.prostitution_sector_code <> 'ONB',
        0,
        sectors.hierarchy_order
    from {{ ref('ref_prostitution_sectors') }} as sectors
    union all
    select
        'labour_sector',
        sections.isic_section_code,
        sections.labour_sector_code,
        sectors.sector_bit > 0,
        sectors.sector_bit,
        sectors.sort_order
    from {{ ref('ref_isic_sections') }} as sections
    inner join {{ ref('ref_labour_sectors') }} as sectors
        on sections.labour_sector_code = sectors.labour_sector_code
    union all
    select
        'criminal_manner',
        manners.criminal_manner_code,
        manners.criminal_manner_code,
        manners.manner_bit > 0,
        manners.manner_bit,
        manners.sort_order
    from {{ ref('ref_criminal_manners') }} as manners
    union all
    select
        'police_unit',
        units.police_unit_code,
        units.police_unit_code,
        units.police_unit_code <> 'ONB',
        0,
        units.sort_order
    from {{ ref('ref_police_units') }} as units
    union all
    select
        'reporter',
        reporters.reporter_code,
        reporters.reporter_code,
        true,
        0,
        1
    from {{ ref('ref_reporters') }} as reporters
    union all
    select
        register_codes.code_kind,
        register_codes.code,
        register_codes.code,
        register_codes.is_known,
        0,
        1
    from {{ ref('ref_register_codes') }} as register_codes
)

select * from standard_codes
