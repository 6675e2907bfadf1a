"""What the warehouse needs on Apache Spark beside the models: its input, and the comparison.

Nothing here imports Spark: the input is written and the result is read by DuckDB, as Parquet.
"""
