"""The claims are what their queries say, and a claim without a line is reported."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from warehouses import Builds

from slachtoffermonitor.project import DATABASE_NAME


def test_the_query_of_a_claim_gives_its_number(builds: Builds) -> None:
    """Whoever runs `how_computed` as it stands gets the number that the claim was judged by."""
    database = builds.result("shipped").database
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set search_path = 'marts,intermediate,reference'")
        claims = connection.execute(
            "select claim_id, computed_value, how_computed from audit.aud_claims"
        ).fetchall()
        wrong = [
            claim_id
            for claim_id, value, query in claims
            if connection.execute(f"select cast(({query}) as decimal(18, 6))").fetchone()
            != (value,)
        ]
    assert len(claims) > 400
    assert wrong == []


def test_a_claim_without_a_line_and_a_line_without_a_claim_are_reported(
    builds: Builds, tmp_path: Path
) -> None:
    """The data test of the shipped build, run again on a copy of its warehouse."""
    built = builds.result("shipped")
    database = tmp_path / DATABASE_NAME
    shutil.copy(built.database, database)
    compiled = built.database.parent / ".build" / "target" / "compiled" / "slachtoffermonitor"
    demand = (compiled / "tests/reconciliation/every_claim_is_computed_once.sql").read_text(
        encoding="utf-8"
    )
    with duckdb.connect(str(database)) as connection:
        assert connection.execute(demand).fetchall() == []
        connection.execute(
            "update reference.ledger_claims set computed_as = 'SM-9999' where claim_id = 'SM-0048'"
        )
        connection.execute(
            "insert into audit.aud_claims select * from audit.aud_claims where claim_id = 'SM-0049'"
        )
        assert sorted(connection.execute(demand).fetchall()) == [
            ("SM-0048", "the ledger asks for no such number"),
            ("SM-0049", "more than one line computes it"),
            ("SM-9999", "no line computes it"),
        ]
