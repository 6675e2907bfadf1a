"""Tables of the documents that come from a warehouse of the shipped register, and from its SQL."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import duckdb

from doc_tables import rows, table
from lab.dependence import Follower
from slachtoffermonitor.delivery import SEED_PREFIX, TABLES

VERDICTS: Final = ("reproduced", "contradicted_by_source", "not_derivable", "unexplained")


def verdicts(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """How many claims have which verdict, in a sentence."""
    counts = dict(
        warehouse.execute(
            "select verdict, count(*) from audit.aud_reconciliation group by verdict"
        ).fetchall()
    )
    return [
        f"Of the {sum(counts.values())} numbers that the documents print, {counts['reproduced']} "
        f"are reproduced and {counts.get('contradicted_by_source', 0)} are contradicted by the",
        f"documents themselves. {counts.get('not_derivable', 0)} cannot come from any register, "
        f"such as figures of other studies. {counts.get('unexplained', 0)} are unexplained.",
    ]


def exhibits(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """Exhibit, model, place in the document, and the verdicts on the claims printed there.

    A claim belongs to the last exhibit whose caption stands before it.
    """
    counts = ", ".join(f"count(*) filter (where verdict = '{name}')" for name in VERDICTS)
    found = warehouse.execute(
        f"""
        select exhibit_code, {counts}
        from (
            select
                claims.verdict,
                case when claims.document_code = 'SM' then (
                    select max_by(exhibits.exhibit_code, exhibits.source_line)
                    from reference.ref_exhibits as exhibits
                    where exhibits.source_line <= claims.line_number
                ) end as exhibit_code,
                claims.document_code
            from audit.aud_reconciliation as claims
        )
        group by exhibit_code
        """
    ).fetchall()
    verdicts = {row[0]: [str(value) for value in row[1:]] for row in found}
    body = [
        [
            row["number_nl"],
            row["title_en"],
            f"[{row['model_name']}](../models/marts/exhibits/{row['model_name']}.sql)",
            f"{row['source_section']}, l.{row['source_line']}",
            *verdicts.get(row["exhibit_code"], ["0"] * len(VERDICTS)),
        ]
        for row in rows("ref_exhibits")
    ]
    body.append(["", "before the first exhibit, and other documents", "", "", *verdicts[None]])
    totals = [
        str(sum(int(numbers[place]) for numbers in verdicts.values()))
        for place in range(len(VERDICTS))
    ]
    body.append(["", "**all**", "", "", *totals])
    header = ["exhibit", "shows", "model", "in the document"]
    return table([*header, *(name.replace("_", " ") for name in VERDICTS)], body)


def column_lineage(follower: Follower) -> list[str]:
    """On which delivered columns each exhibit depends; first those that all depend on."""
    both = set.intersection(*(set(columns) for columns in TABLES.values()))
    found: dict[str, set[str]] = {}
    for row in rows("ref_exhibits"):
        places = follower.table(f"marts.{row['model_name']}").everything
        found[row["number_nl"]] = {
            place.column
            if place.column in both
            else f"{place.table.removeprefix(SEED_PREFIX)}.{place.column}"
            for place in places
            if place.table.startswith(SEED_PREFIX)
        }
    in_all = set.intersection(*found.values())
    columns = sorted(
        {
            column if column in both else f"{table}.{column}"
            for table, names in TABLES.items()
            for column in names
        }
    )
    lines = [f"All exhibits: {_codes(in_all)}.", ""]
    lines += table(
        ["exhibit", "and beside those"],
        ([exhibit, _codes(own - in_all) or "nothing"] for exhibit, own in found.items()),
    )
    lines.append("")
    lines += table(
        ["delivered column", "exhibits that depend on it"],
        (
            [
                f"`{column}`",
                ", ".join(exhibit for exhibit, own in found.items() if column in own) or "none",
            ]
            for column in columns
            if column not in in_all
        ),
    )
    return lines


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def answer(sql: str, warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The answer to a query, as a table."""
    cursor = warehouse.execute(sql)
    return table(
        [column[0] for column in cursor.description or []],
        (["" if value is None else _plain(value) for value in row] for row in cursor.fetchall()),
    )


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
