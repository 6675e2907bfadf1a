{#- What the warehouse says about itself, in the schema `state`: from which files and by which project
    each of its tables was built. An increment goes by it (docs/adr/0023-increments.md).

    `state.built` has a row per seed and model of a build that ended well, with the SHA-256 of the
    project and of the delivery. A build takes the rows of what it is going to build out before it
    begins, so that one that does not end leaves a gap. `state.delivery_files` has the files that all
    of them were built from, with the SHA-256 of that delivery, `state.begun` what the last build found
    when it began. -#}
{% macro begin_build() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {{ return(adapter.dispatch('begin_build')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__begin_build() -%}{%- endmacro %}

{% macro duckdb__begin_build() -%}
    {%- set asked_for = env_var('SLACHTOFFERMONITOR_INCREMENT', '') -%}
    {%- if asked_for not in ['', 'yes', 'begun', 'continued'] -%}
        {{ exceptions.raise_compiler_error(
            "SLACHTOFFERMONITOR_INCREMENT is '" ~ asked_for ~ "': set it to 'yes' to add files to the "
            ~ "warehouse, or take it out to build in full."
        ) }}
    {%- endif -%}
    {%- set is_continued = asked_for == 'continued' -%}
    {%- if is_increment() and not is_continued -%}
        {%- do duckdb__stop_without_increment() -%}
    {%- endif -%}
    {%- do duckdb__check_delivery() -%}
    {%- for statement in [
        'create schema if not exists state',
        'create table if not exists state.built '
        ~ '(node varchar, project_sha256 varchar, delivery_sha256 varchar)',
        'create table if not exists state.delivery_files '
        ~ '(source_table varchar, source_file varchar, byte_count bigint, sha256 varchar, delivery_sha256 varchar)',
    ] -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
    {%- if not is_increment() -%}
        {#- What the project no longer has, and what only an increment makes, is of no account. -#}
        {%- do run_query('delete from state.built where not ' ~ is_among('node', graph.nodes | list)) -%}
    {%- endif -%}
    {%- if is_increment() and not is_continued -%}
        {#- What earlier builds kept of failing rows is of those builds. -#}
        {%- do run_query('drop schema if exists failures cascade') -%}
    {%- endif -%}
    {%- do run_query('delete from state.built where ' ~ is_among('node', selected_resources)) -%}
    {%- do run_query('create or replace table state.begun as ' ~ fingerprints()) -%}
{%- endmacro %}


{#- Hook `on-run-end`: what was built is written down, and nothing when anything failed or when the
    delivery or the project has changed since the build began. -#}
{% macro end_build(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {{ return(adapter.dispatch('end_build')(results)) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__end_build(results) -%}{%- endmacro %}

{% macro duckdb__end_build(results) -%}
    {%- set now = run_query(fingerprints()).rows[0] -%}
    {%- set begun = run_query('select * from state.begun').rows[0] -%}
    {%- set has_changed = now[0] != begun[0] or now[1] != begun[1] -%}
    {%- set built = [] -%}
    {%- set others = [] -%}
    {%- for result in results if result.node.resource_type != 'operation' -%}
        {%- if result.status | string not in ['success', 'pass', 'warn', 'no-op'] -%}
            {%- do others.append(result.node.unique_id) -%}
        {%- elif result.node.resource_type == 'seed' -%}
            {%- do built.append("('" ~ result.node.unique_id ~ "', '" ~ now[0] ~ "', null)") -%}
        {%- elif result.node.resource_type == 'model' -%}
            {%- do built.append("('" ~ [result.node.unique_id, now[0], now[1]] | join("', '") ~ "')") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if built and not others and not has_changed -%}
        {%- do run_query('insert into state.built values ' ~ built | join(', ')) -%}
        {%- set others_count -%}
            select count(*) as others
            from state.built as built
            where built.project_sha256 <> '{{ now[0] }}' or built.delivery_sha256 <> '{{ now[1] }}'
        {%- endset -%}
        {%- if run_query(others_count).columns[0].values()[0] == 0 -%}
            {%- do run_query(
                "create or replace table state.delivery_files as select files.*, '" ~ now[1]
                ~ "' as delivery_sha256 from " ~ files_of_delivery() ~ ' as files'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- Stops a build that should add files, in one sentence, when that would not give what a full build
    gives. -#}
{% macro duckdb__stop_without_increment() -%}
    {%- set in_full = 'build in full (without --increment or SLACHTOFFERMONITOR_INCREMENT)' -%}
    {%- if not register_path() -%}
        {{ exceptions.raise_compiler_error(
            'The shipped register is one delivery, to which nothing is added: name a delivery of your own in '
            ~ 'SLACHTOFFERMONITOR_REGISTER, or ' ~ in_full ~ '.'
        ) }}
    {%- endif -%}
    {%- set nothing_built
        = 'This warehouse has no finished build to which files could be added: ' ~ in_full ~ '.' -%}
    {%- set has_state -%}
        select count(*) as tables
        from duckdb_tables() as tables
        where
            tables.database_name = current_database()
            and tables.schema_name = 'state'
            and tables.table_name in ('built', 'delivery_files')
    {%- endset -%}
    {%- if run_query(has_state).columns[0].values()[0] < 2 -%}
        {{ exceptions.raise_compiler_error(nothing_built) }}
    {%- endif -%}
    {%- if flags.FULL_REFRESH -%}
        {{ exceptions.raise_compiler_error(
            'An increment keeps what it does not change, and --full-refresh would drop it: leave one of the two out.'
        ) }}
    {%- endif -%}
    {%- set now = run_query(fingerprints()).rows[0] -%}
    {%- set counted -%}
        select
            count(*) as nodes,
            count(*) filter (where built.project_sha256 <> '{{ now[0] }}') as other_projects,
            count(distinct built.delivery_sha256) as deliveries
        from state.built as built
    {%- endset -%}
    {%- set counts = run_query(counted).rows[0] -%}
    {%- if counts['nodes'] == 0 -%}
        {{ exceptions.raise_compiler_error(nothing_built) }}
    {%- endif -%}
    {%- if counts['other_projects'] > 0 -%}
        {{ exceptions.raise_compiler_error(
            'The models, macros, seeds or settings of the project, or the version of dbt or DuckDB, are not those that '
            ~ 'this warehouse was built with, so that its older years would follow other rules than the new ones: '
            ~ in_full ~ '.'
        ) }}
    {%- endif -%}
    {%- set nodes = run_query('select built.node from state.built as built').columns[0].values() | list -%}
    {%- set there = run_query(
        "select tables.table_schema || '.' || tables.table_name from information_schema.tables as tables "
        ~ 'where tables.table_catalog = current_database()'
    ).columns[0].values() | list -%}
    {%- set unfinished = [] -%}
    {%- set left_out = [] -%}
    {#- `slachtoffermonitor build` goes on with all other models after this half. -#}
    {%- set is_half = env_var('SLACHTOFFERMONITOR_INCREMENT', '') == 'begun' -%}
    {%- set wanted = graph.nodes | list if is_half else selected_resources -%}
    {%- for id in wanted if id.startswith('model.') or id.startswith('seed.') -%}
        {%- set node = graph.nodes[id] -%}
        {%- if (
            (id not in nodes or node.schema ~ '.' ~ node.alias not in there)
            and node.config.materialized != 'ephemeral'
            and not node.name.startswith('int_increment__')
        ) -%}
            {%- do unfinished.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for id in selected_resources if id.startswith('model.') -%}
        {%- for parent in graph.nodes[id].depends_on.nodes
            if parent.startswith('model.') and parent not in selected_resources -%}
            {%- do left_out.append(parent.split('.') | last) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set files_of_another = run_query(
        'select count(*) as files from state.delivery_files as files where files.delivery_sha256 not in '
        ~ '(select built.delivery_sha256 from state.built as built where built.delivery_sha256 is not null)'
    ).columns[0].values()[0] -%}
    {%- if unfinished or counts['deliveries'] != 1 or files_of_another -%}
        {{ exceptions.raise_compiler_error(
            'The last build of this warehouse failed or was of a part of it'
            ~ (' (missing: ' ~ some_of(unfinished) ~ ')' if unfinished else '') ~ ': ' ~ in_full ~ '.'
        ) }}
    {%- endif -%}
    {%- if left_out -%}
        {{ exceptions.raise_compiler_error(
            'An increment rebuilds everything from the files on, and ' ~ some_of(left_out) ~ ' would be left out: select '
            ~ 'it too (+model), or ' ~ in_full ~ '.'
        ) }}
    {%- endif -%}
    {%- set changed -%}
        select
            before.source_file,
            now.sha256 is null as is_missing
        from state.delivery_files as before
        left join {{ files_of_delivery() }} as now on before.source_file = now.source_file
        where now.sha256 is distinct from before.sha256
        order by before.source_file
    {%- endset -%}
    {%- set rows = run_query(changed).rows -%}
    {%- for is_missing, what in [(true, 'no longer there'), (false, 'not the same any more')] -%}
        {%- set files = rows | selectattr('is_missing', 'equalto', is_missing)
            | map(attribute='source_file') | list -%}
        {%- if files -%}
            {{ exceptions.raise_compiler_error(
                'Of the files that this warehouse was built from, ' ~ some_of(files) ~ ' in ' ~ register_path()
                ~ (' is ' if files | length == 1 else ' are ') ~ what ~ ', and an increment only adds files: put '
                ~ ('it' if files | length == 1 else 'them') ~ ' back as before, or ' ~ in_full ~ '.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{#- The first names of a list, and how many more there are. -#}
{% macro some_of(names) -%}
    {%- set different = names | unique | sort -%}
    {{ return(
        different[:3] | join(', ')
        ~ (' and ' ~ (different | length - 3) ~ ' more' if different | length > 3 else '')
    ) }}
{%- endmacro %}


{#- Query for what decides on results: the SHA-256 of the project and that of the delivery. -#}
{% macro fingerprints() -%}
    {%- set directory = text_literal(invocation_args_dict.get('project_dir', '.')) -%}
    {{ return(
        'select project_fingerprint(' ~ directory ~ ') as project_sha256, '
        ~ 'delivery_fingerprint(' ~ delivery_arguments() ~ ') as delivery_sha256'
    ) }}
{%- endmacro %}


{#- The files of the delivery as a relation: source_table, source_file, byte_count, sha256. -#}
{% macro files_of_delivery() -%}
    {{ return(adapter.dispatch('files_of_delivery')()) }}
{%- endmacro %}

{% macro default__files_of_delivery() -%}(select 1){%- endmacro %}

{% macro duckdb__files_of_delivery() -%}
    {%- set relation -%}
        (
            select
                listed.file.source_table,
                listed.file.source_file,
                listed.file.byte_count,
                listed.file.sha256
            from (select unnest(delivery_files({{ delivery_arguments() }})) as file) as listed
        )
    {%- endset -%}
    {{ return(relation) }}
{%- endmacro %}


{#- The directory of the delivery, and what stands before the names of its files. -#}
{% macro delivery_arguments() -%}
    {%- set path = register_path() -%}
    {%- set directory = path or invocation_args_dict.get('project_dir', '.') ~ '/seeds/registrations' -%}
    {{ return(text_literal(directory) ~ ', ' ~ text_literal('' if path else 'raw_')) }}
{%- endmacro %}
