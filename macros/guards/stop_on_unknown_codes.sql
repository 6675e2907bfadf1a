{#- Stops the build when a delivered code is in no crosswalk, with one sentence per code, or per column
    where many codes are unknown. A text that may be about a person is counted and not shown. Shown is what
    looks like a code: few characters; or more letters, digits and marks without a blank, in several records or
    in another list of ours (limits `shown_code_*`). A date, a long number, a name or an address is none
    of these; neither is a text that is also a pseudonym or an identifier. -#}
{% macro stop_on_unknown_codes(relation) -%}
    {%- if execute -%}
        {%- do run_query('drop table if exists failures.unknown_codes') -%}
        {#- A cheap question first: the list of unknown codes is looked up among all records. -#}
        {%- set count -%}
            select count(*) from {{ relation }} as codes where codes.standard_code is null
        {%- endset -%}
        {%- if run_query(count).columns[0].values()[0] > 0 -%}
            {%- set rows = run_query(unknown_codes(relation)).rows -%}
            {%- do keep_records_with_unknown_codes(relation, rows) -%}
            {%- set sentences = [] -%}
            {%- for _, column_rows in rows | groupby('column_key') -%}
                {%- set shown = column_rows | selectattr('may_be_shown') | list -%}
                {%- if column_rows | length > 20 or shown | length < column_rows | length -%}
                    {%- do sentences.append(unknown_column_sentence(column_rows)) -%}
                {%- endif -%}
                {%- if column_rows | length <= 20 -%}
                    {%- for row in shown -%}
                        {%- do sentences.append(unknown_code_sentence(row)) -%}
                    {%- endfor -%}
                {%- endif -%}
            {%- endfor -%}
            {%- do sentences.append('All records with an unknown code stand in failures.unknown_codes.') -%}
            {{ exceptions.raise_compiler_error(sentences | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{% macro unknown_codes(relation) -%}
    {%- set limits = {} -%}
    {%- for row in run_query(
        'select limits.limit_code, limits.limit_value from ' ~ ref('stg_reference__expectation_limits') ~ ' as limits'
    ).rows -%}
        {%- do limits.update({row['limit_code']: row['limit_value']}) -%}
    {%- endfor %}
    select
        unknown.source_table || '.' || unknown.column_name as column_key,
        unknown.source_table,
        unknown.column_name,
        unknown.code_system,
        unknown.delivered_code,
        min(unknown.notification_year) as first_year,
        max(unknown.notification_year) as last_year,
        sum(unknown.record_count) as record_count,
        coalesce(max(crosswalks.crosswalk_name), '') as crosswalk_name,
        min(other_years.valid_from_year) as valid_from_year,
        max(other_years.valid_to_year) as valid_to_year,
        length(unknown.delivered_code) <= {{ limits['shown_code_short'] }}
        or length(unknown.delivered_code) <= {{ limits['shown_code_length'] }}
        and {{ matches_pattern('unknown.delivered_code', '[A-Z0-9][A-Z0-9_./-]*') }}
        and length(translate(unknown.delivered_code, '0123456789-/.', '')) > 0
        and (
            sum(unknown.record_count) >= {{ limits['shown_code_records'] }}
            or bool_or(known.delivered_code is not null)
        ) as is_code_like,
        not exists (
            select 1
            from {{ ref('int_records__assessed') }} as records
            where
                unknown.delivered_code in (
                    upper(records.person_pseudonym),
                    upper(records.record_id),
                    upper(records.notification_id)
                )
        ) and is_code_like as may_be_shown
    from {{ relation }} as unknown
    left join (
        select distinct codes.code_kind, codes.crosswalk_name
        from {{ ref('stg_reference__crosswalk_codes') }} as codes
    ) as crosswalks
        on unknown.code_kind = crosswalks.code_kind
    left join {{ ref('int_codes__lookup') }} as other_years
        on
            unknown.code_kind = other_years.code_kind
            and unknown.code_system = other_years.code_system
            and unknown.delivered_code = other_years.delivered_code
    left join (
        select distinct codes.delivered_code
        from {{ ref('int_codes__lookup') }} as codes
    ) as known
        on unknown.delivered_code = known.delivered_code
    where unknown.standard_code is null
    group by
        unknown.source_table, unknown.column_name, unknown.code_system, unknown.delivered_code
    order by
        unknown.source_table, unknown.column_name, unknown.code_system, unknown.delivered_code
{%- endmacro %}


{#- Keeps the records that hold an unknown code in the schema `failures`. A code that may be about a
    person, and an id of a record that is somebody's pseudonym, are left out; so are all ids of a file
    in which more than the `broken_record_share` stands on different records, as a pseudonym does. -#}
{% macro keep_records_with_unknown_codes(relation, rows) -%}
    {%- do run_query('create schema if not exists failures') -%}
    {%- set records -%}
        {%- for column_key, column_rows in rows | groupby('column_key') %}
        {%- set shown = column_rows | selectattr('may_be_shown') | map(attribute='delivered_code') -%}
        {{ 'union all' if not loop.first }}
        select distinct
            unknown.source_table,
            unknown.column_name,
            unknown.code_system,
            case
                when false
                {%- for code in shown %}
                or unknown.delivered_code = {{ text_literal(code) }}
                {%- endfor %}
                then unknown.delivered_code
            end as delivered_code,
            keyed.source_file,
            case
                when keyed.record_id not in (
                    select persons.person_pseudonym
                    from {{ ref('int_records__assessed') }} as persons
                    where persons.person_pseudonym is not null
                )
                and keyed.source_file not in (
                    select files.source_file
                    from {{ ref('int_records__assessed') }} as files
                    group by files.source_file
                    having
                        count(*) filter (where files.rejection_reason_code = 'record_id_conflict')
                        > count(*) * (
                            select limits.limit_value
                            from {{ ref('stg_reference__expectation_limits') }} as limits
                            where limits.limit_code = 'broken_record_share'
                        )
                ) then keyed.record_id
            end as record_id
        from {{ ref('int_records__assessed') }} as keyed
        inner join {{ relation }} as unknown
            on
                keyed.source_table = unknown.source_table
                and keyed.{{ column_rows[0]['column_name'] }}_delivered = unknown.delivered_value
                and keyed.notification_year = unknown.notification_year
                and unknown.code_system in ('REGISTER', keyed.code_system)
        where
            keyed.rejection_reason_code is null
            and unknown.source_table || '.' || unknown.column_name = '{{ column_key }}'
            and unknown.standard_code is null
        {% endfor -%}
    {%- endset -%}
    {%- do run_query('create table failures.unknown_codes as ' ~ records) -%}
{%- endmacro %}


{% macro unknown_code_sentence(row) -%}
    {%- set years = row['first_year'] ~ (
        '' if row['first_year'] == row['last_year'] else '-' ~ row['last_year']
    ) -%}
    {%- set validity = '' if row['valid_from_year'] is none else (
        ' (the crosswalk knows it only for ' ~ row['valid_from_year'] ~ '-' ~ row['valid_to_year'] ~ ')'
    ) -%}
    {{ return(
        "Unknown code '" ~ visible_text(row['delivered_code']) ~ "' in column " ~ row['column_name']
        ~ ' of ' ~ unknown_code_files(row, one_code=true) ~ ': '
        ~ row['record_count'] ~ (' record' if row['record_count'] == 1 else ' records')
        ~ ' received in ' ~ years ~ ', code system ' ~ row['code_system'] ~ validity
        ~ unknown_code_records(row)
        ~ '; add it to codes.csv of the office (docs/office.md) for ' ~ row['crosswalk_name']
        ~ ' (mapped to unknown with a reason if it means nothing), or correct the delivery.'
    ) }}
{%- endmacro %}


{% macro unknown_column_sentence(rows) -%}
    {%- set row = rows[0] -%}
    {{ return(
        'Column ' ~ row['column_name'] ~ ' of ' ~ unknown_code_files(row) ~ ' holds '
        ~ rows | length ~ (' unknown code' if rows | length == 1 else ' different unknown codes')
        ~ ' in ' ~ rows | sum(attribute='record_count')
        ~ (' record' if rows | sum(attribute='record_count') == 1 else ' records') ~ unknown_code_records(row, one_code=false)
        ~ '; what may be about a person is not shown. Look whether the column holds what belongs in '
        ~ 'another one; otherwise add the codes to '
        ~ 'codes.csv of the office (docs/office.md) for ' ~ row['crosswalk_name'] ~ ', or correct the delivery.'
    ) }}
{%- endmacro %}


{#- Condition for the kept records of one column; of one code, when it may be shown. -#}
{% macro of_unknown_code(row, one_code) -%}
    kept.source_table = '{{ row["source_table"] }}'
    and kept.column_name = '{{ row["column_name"] }}'
    {%- if one_code %}
    and kept.code_system = '{{ row["code_system"] }}'
    and kept.delivered_code = {{ text_literal(row["delivered_code"]) }}
    {%- endif %}
{%- endmacro %}


{#- The files that hold unknown codes of one column, or one of them, by name. -#}
{% macro unknown_code_files(row, one_code=false) -%}
    {%- set files -%}
        select distinct kept.source_file
        from failures.unknown_codes as kept
        where {{ of_unknown_code(row, one_code) }}
        order by kept.source_file
    {%- endset -%}
    {{ return(run_query(files).columns[0].values() | join(', ')) }}
{%- endmacro %}


{#- The ids of the first records with an unknown code. -#}
{% macro unknown_code_records(row, one_code=true) -%}
    {%- set records -%}
        select distinct kept.record_id
        from failures.unknown_codes as kept
        where {{ of_unknown_code(row, one_code) }} and kept.record_id is not null
        order by kept.record_id
        limit 6
    {%- endset -%}
    {%- set ids = run_query(records).columns[0].values() | map('string') | list -%}
    {{ return(
        '' if ids | length == 0 else ' (' ~ ids[:5] | join(', ')
        ~ (' and others' if ids | length > 5 else '') ~ ')'
    ) }}
{%- endmacro %}


{#- A text whose invisible and far-off characters are spelt out, so that it shows why it is unknown. -#}
{% macro visible_text(text) -%}
    {%- set characters = [] -%}
    {%- for character in text | string -%}
        {%- do characters.append(
            character if character.isprintable() and character <= 'ɏ'
            else character.encode('unicode_escape').decode()
        ) -%}
    {%- endfor -%}
    {{ return(characters | join('')) }}
{%- endmacro %}
