{#- A seed on Spark is a table over Parquet that stands ready (docs/spark.md): dbt would insert it
    row by row. Nothing else about a seed changes: it has its place in the lineage, its types, its
    comments and its tests. -#}
{% materialization seed, adapter='spark' %}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set old_relation = adapter.get_relation(this.database, this.schema, this.identifier) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if old_relation -%}
        {%- do adapter.drop_relation(old_relation) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create table {{ relation }} (
            {%- for column, data_type in config.get('column_types').items() %}
            {{ adapter.quote(column) }} {{ spark_type(data_type) }}
            comment {{ text_literal(model.columns.get(column, {}).get('description', '')) }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        )
        using parquet
        {{ comment_clause() }}
        location {{ text_literal(spark_source() ~ '/seeds/' ~ model.name) }}
    {%- endcall -%}
    {#- dbt asks for the rows that it read: none. -#}
    {%- do store_result('agate_table', response='OK') -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
