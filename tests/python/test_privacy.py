"""The test of privacy looks at marts that it does not know by name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import duckdb
from warehouses import DBT, Builds, copy_project

TEST = "no_mart_holds_a_person"
LEAK = """
select
    '1' as leak_code,
    min(md5(victim_years.person_pseudonym)) as label_nl,
    min(victim_years.notification_year) as other_key,
    cast('2019-05-02' as date) as seen_on
from {{ ref('int_victim_years__resolved') }} as victim_years
"""
DESCRIPTION = """
version: 2
models:
  - name: dim_leak
    description: One row with a hashed pseudonym.
    columns:
      - {name: leak_code, data_type: varchar}
      - {name: label_nl, data_type: varchar}
      - {name: other_key, data_type: integer}
      - {name: seen_on, data_type: date}
"""


def test_a_new_mart_that_holds_a_person_is_found(builds: Builds, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    star = project / "models" / "marts" / "star"
    (star / "dim_leak.sql").write_text(LEAK, encoding="utf-8")
    (star / "_leak__models.yml").write_text(DESCRIPTION, encoding="utf-8")
    database = tmp_path / "warehouse.duckdb"
    shutil.copy(builds.result("bare").database, database)
    environment = os.environ | {"SLACHTOFFERMONITOR_DATABASE": str(database)}
    for command in (
        ("run", "--select", "dim_leak"),
        ("test", "--select", TEST, "--store-failures"),
    ):
        done = subprocess.run(
            [DBT, *command],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) == (command[0] == "run"), done.stdout
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            f"select column_name, problem from failures.{TEST} order by all nulls last"
        ).fetchall()
    assert [column for column, _ in found] == ["label_nl", "other_key", "seen_on", None]
    assert [problem.split(":")[0] for _, problem in found] == [
        "a mart holds a pseudonym, a hash of one or an id of a record",
        "a key that is not in the list of this test",
        "a mart has a date, or a month under another name than first_notification_month",
        "no other mart reads this one",
    ]
