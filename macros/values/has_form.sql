{#- Whether a combination of forms of exploitation holds one form, by its code. -#}
{% macro has_form(form_mask, exploitation_form_code) -%}
    ({{ form_mask }} & (
        select forms.form_bit
        from {{ ref('ref_exploitation_forms') }} as forms
        where forms.exploitation_form_code = '{{ exploitation_form_code }}'
    )) > 0
{%- endmacro %}
