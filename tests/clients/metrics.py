"""Questions for MetricFlow, all in one process: as a program, in the environment of `make metrics`.

It takes JSON from the standard input, a list of questions with `metrics`, `group_by` and perhaps
`where`, and writes a list with the rows of each answer as texts. It runs in a folder with the
project of the semantic layer, whose views have been made.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest


def main() -> None:
    """Answer the questions."""
    settings = CLIConfiguration()
    settings.setup(configure_file_logging=False)
    answers: list[list[list[Any]]] = []
    for question in json.load(sys.stdin):
        request = MetricFlowQueryRequest.create(
            metric_names=question["metrics"],
            group_by_names=question["group_by"],
            where_constraints=question.get("where", []),
        )
        table = settings.mf.query(request).result_df
        names = [column.split("__grain")[0] for column in table.column_names]
        order = [names.index(name) for name in (*question["group_by"], *question["metrics"])]
        answers.append(
            [
                [None if row[place] is None else str(row[place]) for place in order]
                for row in table.rows
            ]
        )
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
