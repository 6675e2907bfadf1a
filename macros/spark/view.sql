{#- A view on Spark is a table (docs/adr): Spark writes a view out wherever it is read, and a step
    that ten others read through three more would be planned and computed thirty times. -#}
{% materialization view, adapter='spark' %}
    {{ return(materialization_table_spark()) }}
{% endmaterialization %}
