{#- The groupings in which the units of the ledger are counted: a kind of unit, and the dimensions
    by which units of that kind are equal. A side of a recipe takes the first grouping of its kind
    that has all dimensions that it names. -#}
{% macro unit_groupings() -%}
    {{ return([
        ('known_victims', ['notification_year', 'exclusion_rule', 'emm_known']),
        ('victims', ['notification_year', 'trafficking_form', 'gender', 'origin_region']),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'visibility',
            'prostitution_sector',
        ]),
        ('victims', ['notification_year', 'form_combination', 'exploitation_form', 'labour_sector']),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'criminal_manner',
            'origin_region',
        ]),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'gender', 'age_band',
        ]),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'cooperation',
        ]),
        ('victims', ['notification_year', 'trafficking_form', 'age_band', 'origin_region']),
        ('victims', [
            'notification_year', 'trafficking_form', 'origin_region', 'nationality',
            'nationality_class', 'eu_membership',
        ]),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'nationality',
            'nationality_class', 'eu_membership',
        ]),
        ('victims', [
            'notification_year', 'trafficking_form', 'age_band', 'origin_region', 'nationality',
            'nationality_class', 'eu_membership',
        ]),
        ('victims', ['trafficking_form', 'age_band', 'reporter_group']),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'om_letter',
            'reporter_group',
        ]),
        ('victims', [
            'notification_year', 'form_combination', 'exploitation_form', 'police_unit',
        ]),
        ('notifications', [
            'notification_year', 'reporter_group', 'reporter', 'legal_basis', 'trafficking_form',
            'origin_region',
        ]),
        ('police_unit_notifications', ['notification_year', 'police_unit', 'trafficking_form']),
        ('police_unit_notifications', [
            'notification_year', 'police_unit', 'nationality', 'nationality_class', 'eu_membership',
        ]),
        ('published_cells', ['exhibit', 'column_code', 'row_code', 'measure']),
        ('years', ['notification_year']),
    ]) }}
{%- endmacro %}
