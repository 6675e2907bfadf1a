{#- what is said of a notification, its dimension, its code -#}
{%- set attributes = [
    ('reporter_group', 'dim_reporter_groups', 'reporter_group_code'),
    ('reporter', 'dim_reporters', 'reporter_code'),
    ('legal_basis', 'dim_legal_bases', 'legal_basis_code'),
    ('trafficking_form', 'dim_trafficking_forms', 'trafficking_form_code'),
    ('gender', 'dim_genders', 'gender_code'),
    ('age_band', 'dim_age_bands', 'age_band_code'),
    ('nationality', 'dim_nationalities', 'nationality_code'),
    ('origin_region', 'dim_origin_regions', 'origin_region_code'),
] -%}

with notifications as (
    select * from {{ ref('fct_notifications') }}
),

final as (
    select
        notifications.victim_year_key,
        notifications.notification_year,
        {%- for attribute, _, _ in attributes %}
        {{ attribute }}.label_nl as {{ attribute }}_label_nl,
        {{ attribute }}.label_en as {{ attribute }}_label_en
        {{- ',' if not loop.last }}
        {%- endfor %}
    from notifications
    {%- for attribute, dimension, code in attributes %}
    inner join {{ ref(dimension) }} as {{ attribute }}
        on notifications.{{ code }} = {{ attribute }}.{{ code }}
    {%- endfor %}
)

select * from final
