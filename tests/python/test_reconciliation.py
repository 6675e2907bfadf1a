"""A side of the ledger that nothing counts is reported, in words, and not added up as zero."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from warehouses import Builds

from slachtoffermonitor.project import DATABASE_NAME


def test_a_side_without_a_grouping_fails_with_a_sentence(builds: Builds, tmp_path: Path) -> None:
    """A filter on a dimension that no grouping of its units has: the model and the data test of the
    shipped build, run again on a copy of its warehouse."""
    built = builds.result("shipped")
    database = tmp_path / DATABASE_NAME
    shutil.copy(built.database, database)

    def compiled(path: str) -> str:
        project = built.database.parent / "target" / "compiled" / "slachtoffermonitor"
        return (project / path).read_text(encoding="utf-8")

    with duckdb.connect(str(database)) as connection:
        demand = compiled("tests/reconciliation/ledger_seeds_hang_together.sql")
        assert connection.execute(demand).fetchall() == []
        recipe, side = connection.execute(
            "select recipe_code, side_code from reference.ledger_recipe_sides "
            "where unit_kind_code = 'published_cells' order by all limit 1"
        ).fetchall()[0]
        connection.execute(
            "insert into reference.ledger_recipe_filters values (?, ?, 'police_unit', 'PE01')",
            [recipe, side],
        )
        connection.execute(
            "create or replace table audit.aud_reconciliation__sides as "
            + compiled("models/audit/reconciliation/aud_reconciliation__sides.sql")
        )
        assert connection.execute(demand).fetchall() == [
            (
                "ledger_recipe_sides",
                f"{recipe} {side}",
                "no grouping of published_cells has all dimensions that the side names; "
                "add them to one in macros/reconciliation/unit_groupings.sql",
            )
        ]
