{#- Attributes that disagree, worked out a second time from the standing records: a known value
    beats an unknown one; then the order police, border police, inspectorate, care coordinators,
    FairWork, others, EMM; then the latest receipt; then the notification id; then the record. Forms
    and sectors are unions of the notifications, of the EMM only where no notification has any
    (R-07, R-11). The unit of a victim is that of the first police notification with a
    known unit (R-17). -#}
{%- set attributes = [
    'gender_code', 'nationality_code', 'birth_on', 'reported_age', 'cooperates_code',
] -%}
{%- set forms = ['has_sexual', 'has_labour', 'has_criminal', 'has_organ'] -%}
{%- set lists = {
    'labour_sector': 'ref_labour_sectors',
    'criminal_manner': 'ref_criminal_manners',
} -%}

with evidence as (
    select
        records.*,
        records.evidence_kind = 'notification' as is_notification,
        row_number() over (
            partition by records.person_pseudonym, records.notification_year
            order by
                case
                    when records.evidence_kind = 'emm' then 7
                    when records.reporter_group_code = 'POL' then 1
                    when records.reporter_group_code = 'KMAR' then 2
                    when records.reporter_group_code = 'ISZW' then 3
                    when records.reporter_group_code = 'ZOCO' then 4
                    when records.reporter_group_code = 'FW' then 5
                    else 6
                end asc,
                records.received_on desc,
                records.notification_id asc nulls last,
                records.record_key asc
        ) as priority_place,
        row_number() over (
            partition by records.person_pseudonym, records.notification_year
            order by
                records.received_on asc,
                records.notification_id asc nulls last,
                records.record_key asc
        ) as receipt_place
    from {{ ref('int_records__standing') }} as records
    where records.evidence_kind <> 'om_letter'
),

victim_years as (
    select * from {{ ref('int_victim_years__enriched') }}
),

-- Whose word counts for each attribute: the lowest place among those that know it.
deciding as (
    select
        evidence.person_pseudonym,
        evidence.notification_year,
        {%- for attribute in attributes %}
        min(evidence.priority_place) filter (where evidence.{{ attribute }} is not null)
            as {{ attribute }}_place,
        {%- endfor %}
        min(evidence.receipt_place) filter (
            where evidence.is_notification and evidence.police_unit_code <> 'ONB'
        ) as unit_place,
        bool_or(
            evidence.is_notification
            and (
                evidence.has_sexual
                or evidence.has_labour
                or evidence.has_criminal
                or evidence.has_organ
            )
        ) as is_form_notified,
        min(evidence.prostitution_order) filter (where evidence.is_notification)
            as notified_prostitution_order,
        min(evidence.prostitution_order) as any_prostitution_order
    from evidence
    group by evidence.person_pseudonym, evidence.notification_year
),

expected as (
    select
        deciding.person_pseudonym,
        deciding.notification_year,
        {%- for attribute in attributes %}
        max(evidence.{{ attribute }}) filter (
            where evidence.priority_place = deciding.{{ attribute }}_place
        ) as {{ attribute }},
        {%- endfor %}
        max(evidence.police_unit_code) filter (
            where evidence.receipt_place = deciding.unit_place
        ) as first_police_unit_code,
        {%- for form in forms %}
        bool_or(
            evidence.{{ form }} and (evidence.is_notification or not deciding.is_form_notified)
        ) as {{ form }},
        {%- endfor %}
        max(
            coalesce(deciding.notified_prostitution_order, deciding.any_prostitution_order)
        ) as prostitution_order
    from deciding
    inner join evidence
        on
            deciding.person_pseudonym = evidence.person_pseudonym
            and deciding.notification_year = evidence.notification_year
    group by deciding.person_pseudonym, deciding.notification_year
),

{%- for kind, code_list in lists.items() %}
{{ kind }}_mentions as (
    select
        evidence.person_pseudonym,
        evidence.notification_year,
        codes.{{ kind }}_code as code,
        bool_or(evidence.is_notification) as is_notified
    from evidence
    inner join {{ ref(code_list) }} as codes
        on
            '+' || evidence.{{ kind }}_combination_code || '+'
            like '%+' || codes.{{ kind }}_code || '+%'
    group by evidence.person_pseudonym, evidence.notification_year, codes.{{ kind }}_code
),

{{ kind }}_combinations as (
    select
        known.person_pseudonym,
        known.notification_year,
        coalesce(
            {{ joined_text('known.code', '+', 'known.code asc', 'known.is_notified') }},
            {{ joined_text('known.code', '+', 'known.code asc') }}
        ) as {{ kind }}_combination_code
    from {{ kind }}_mentions as known
    group by known.person_pseudonym, known.notification_year
),
{%- endfor %}

compared as (
    select
        victim_years.notification_year,
        {%- for kind in lists %}
        count(*) filter (
            where victim_years.{{ kind }}_combination_code
            is distinct from {{ kind }}_combinations.{{ kind }}_combination_code
        ) as {{ kind }}_combination_code,
        {%- endfor %}
        {%- for attribute in attributes + ['first_police_unit_code', 'prostitution_order'] %}
        count(*) filter (
            where victim_years.{{ attribute }} is distinct from expected.{{ attribute }}
        ) as {{ attribute }},
        {%- endfor %}
        {%- for form in forms %}
        count(*) filter (
            where victim_years.{{ form }} is distinct from coalesce(expected.{{ form }}, false)
        ) as {{ form }}{{ ',' if not loop.last }}
        {%- endfor %}
    from victim_years
    left join expected
        on
            victim_years.person_pseudonym = expected.person_pseudonym
            and victim_years.notification_year = expected.notification_year
    {%- for kind in lists %}
    left join {{ kind }}_combinations
        on
            victim_years.person_pseudonym = {{ kind }}_combinations.person_pseudonym
            and victim_years.notification_year = {{ kind }}_combinations.notification_year
    {%- endfor %}
    group by victim_years.notification_year
),

-- No pseudonym in the failing rows: the year and the attribute say where to look.
problems as (
    {%- for attribute in (
        attributes + ['first_police_unit_code', 'prostitution_order'] + forms
        + ['labour_sector_combination_code', 'criminal_manner_combination_code']
    ) %}
    select
        compared.notification_year,
        '{{ attribute }}' as attribute_name,
        compared.{{ attribute }} as victim_years
    from compared
    where compared.{{ attribute }} > 0
    union all
    {%- endfor %}
    select
        null as notification_year,
        'no evidence at all' as attribute_name,
        0 as victim_years
    where not exists (select 1 from evidence)
)

select * from problems
