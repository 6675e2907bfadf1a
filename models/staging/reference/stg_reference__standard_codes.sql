with standard_codes as (
    select
        'gender' as code_kind,
        genders.gender_code as standard_code,
        genders.gender_code as resolved_code,
        genders.gender_code <> 'ONB' as is_known,
        genders.sort_order as selection_order
    from {{ ref('ref_genders') }} as genders
    union all
    select
        'nationality' as code_kind,
        countries.country_code as standard_code,
        countries.nationality_code as resolved_code,
        countries.nationality_class_code <> 'UNKNOWN' as is_known,
        countries.selection_order
    from {{ ref('ref_countries') }} as countries
    union all
    select
        'exploitation_form' as code_kind,
        forms.exploitation_form_code as standard_code,
        forms.exploitation_form_code as resolved_code,
        forms.exploitation_form_code <> 'ONB' as is_known,
        forms.sort_order as selection_order
    from {{ ref('ref_exploitation_forms') }} as forms
    union all
    select
        'prostitution_sector' as code_kind,
        sectors.prostitution_sector_code as standard_code,
        sectors.prostitution_sector_code as resolved_code,
        sectors.prostitution_sector_code <> 'ONB' as is_known,
        sectors.hierarchy_order as selection_order
    from {{ ref('ref_prostitution_sectors') }} as sectors
    union all
    select
        'labour_sector' as code_kind,
        sections.isic_section_code as standard_code,
        sections.labour_sector_code as resolved_code,
        sectors.labour_sector_code <> 'ONB' as is_known,
        sectors.sort_order as selection_order
    from {{ ref('ref_isic_sections') }} as sections
    inner join {{ ref('ref_labour_sectors') }} as sectors
        on sections.labour_sector_code = sectors.labour_sector_code
    union all
    select
        'criminal_manner' as code_kind,
        manners.criminal_manner_code as standard_code,
        manners.criminal_manner_code as resolved_code,
        manners.criminal_manner_code <> 'ONB' as is_known,
        manners.sort_order as selection_order
    from {{ ref('ref_criminal_manners') }} as manners
    union all
    select
        'police_unit' as code_kind,
        units.police_unit_code as standard_code,
        units.police_unit_code as resolved_code,
        units.police_unit_code <> 'ONB' as is_known,
        units.sort_order as selection_order
    from {{ ref('ref_police_units') }} as units
    union all
    select
        'reporter' as code_kind,
        reporters.reporter_code as standard_code,
        reporters.reporter_code as resolved_code,
        true as is_known,
        1 as selection_order
    from {{ ref('ref_reporters') }} as reporters
    union all
    select
        register_codes.code_kind,
        register_codes.code as standard_code,
        register_codes.code as resolved_code,
        register_codes.is_known,
        1 as selection_order
    from {{ ref('ref_register_codes') }} as register_codes
)

select * from standard_codes
