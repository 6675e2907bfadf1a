"""The warehouse on Apache Spark: built beside that of DuckDB, compared with it, and measured.

Nothing here imports Spark: its tables are read by DuckDB, as the Parquet files that they are.
"""
