"""What the makers of the project need and its users do not; no part of the wheel.

`benchmarks` measures the warehouse beside other ways to the same cells, `spark` and `dbt_v2` build
it on other engines and compare the tables cell by cell, `dependence` follows columns through the
compiled SQL for docs/column-lineage.md.

`synthetic` makes the shipped register, `scale` registers of any size with the cells that are true
of them. Both count cells as the second opinion does (`tests/second_opinion`), so that the rules of
counting are written twice, in the models and there, and not a third time.
"""
