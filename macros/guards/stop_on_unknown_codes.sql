{#- Stops the build when a delivered code is in no crosswalk, with one sentence per code. -#}
{% macro stop_on_unknown_codes(relation) -%}
    {%- if execute -%}
        {%- set unknown_codes -%}
            select
                unknown.source_table,
                unknown.column_name,
                unknown.code_system,
                unknown.code_kind,
                unknown.delivered_code,
                min(unknown.registration_year) as first_year,
                max(unknown.registration_year) as last_year,
                sum(unknown.record_count) as record_count,
                coalesce(max(crosswalks.crosswalk_name), '') as crosswalk_name,
                min(other_years.valid_from_year) as valid_from_year,
                max(other_years.valid_to_year) as valid_to_year
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
            where unknown.standard_code is null
            group by
                unknown.source_table, unknown.column_name, unknown.code_system, unknown.code_kind,
                unknown.delivered_code
            order by
                unknown.source_table, unknown.column_name, unknown.code_system, unknown.delivered_code
        {%- endset -%}
        {%- set rows = run_query(unknown_codes).rows -%}
        {%- if rows | length > 0 -%}
            {%- set sentences = [] -%}
            {%- for row in rows[:20] -%}
                {%- set years -%}
                    {{ row['first_year'] }}{{ '' if row['first_year'] == row['last_year'] else '-' ~ row['last_year'] }}
                {%- endset -%}
                {%- set validity -%}
                    {%- if row['valid_from_year'] is not none -%}
                        {{ ' (the crosswalk knows it only for ' ~ row['valid_from_year'] ~ '-' ~ row['valid_to_year'] ~ ')' }}
                    {%- endif -%}
                {%- endset -%}
                {%- do sentences.append(
                    "Unknown code '" ~ (row['delivered_code'] | string)[:40] ~ "' in column " ~ row['column_name']
                    ~ " of " ~ unknown_code_files(row) ~ ": "
                    ~ row['record_count'] ~ (' record' if row['record_count'] == 1 else ' records')
                    ~ " received in " ~ years ~ ", code system " ~ row['code_system'] ~ validity
                    ~ "; add it to seeds/crosswalks/" ~ row['crosswalk_name']
                    ~ ".csv (mapped to unknown with a reason if it means nothing), or correct the delivery."
                ) -%}
            {%- endfor -%}
            {%- if rows | length > 20 -%}
                {%- do sentences.append('And ' ~ (rows | length - 20) ~ ' more unknown codes.') -%}
            {%- endif -%}
            {{ exceptions.raise_compiler_error(sentences | join('\n')) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- The files that hold an unknown code, by name. -#}
{% macro unknown_code_files(row) -%}
    {%- set files -%}
        select distinct assessed.source_file
        from {{ ref('int_records__assessed') }} as assessed
        where
            assessed.rejection_reason_code is null
            and assessed.source_table = '{{ row["source_table"] }}'
            and list_contains(
                list_transform(
                    string_split(assessed.{{ row['column_name'] }}_delivered, '|'), lambda part: trim(part)
                ),
                '{{ (row["delivered_code"] | string).replace("'", "''") }}'
            )
        order by assessed.source_file
    {%- endset -%}
    {{ return(run_query(files).columns[0].values() | join(', ')) }}
{%- endmacro %}
