{#- What a message may say of a record: its id, unless the column holds something else. Pseudonyms
    in the column of the ids are seen by what they are (a pseudonym elsewhere, a name, a date), and
    where the columns are swapped by what ids never do: most persons have several records. -#}
{% macro shown_id(records) -%}
case
        when {{ records }}.record_id is null then '(no record id)'
        when
            {{ records }}.id_is_personal
            or {{ records }}.doubtful_id_share > {{ limit('broken_record_share') }}
            then '(id not shown)'
        else {{ records }}.record_id
    end
{%- endmacro %}
