"""Writes which cells of the three printed editions moved between two builds of the shipped register.

    python scripts/moved_cells.py --before old.duckdb --after slachtoffermonitor.duckdb

Writes docs/moved-cells.md and docs/moved_cells.csv.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.delivery import path_literal

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = ROOT / "docs" / "moved_cells.csv"
PAGE: Final = ROOT / "docs" / "moved-cells.md"
EDITIONS: Final = "('2014-2018', '2015-2019', '2016-2020')"
KEY: Final = (
    "edition_code, exhibit_code, row_kind, row_code, column_kind, column_code, measure"
)
FITTED: Final = {
    "fig_2_03": "forms of 2014 and 2019",
    "fig_2_07": "forms of 2014 and 2019",
    "fig_2_08": "sexes of 2014 to 2018",
    "fig_2_09": "citizenships of 2014 to 2019",
    "fig_2_10": "ages of 2014 to 2019",
    "tab_2_1": "citizenships of 2014 to 2019",
}
"""Exhibit -> rows of the return that its cells were fitted to."""
DRAWN: Final = "drawn anew beside the fitted cells"


def compare(before: Path, after: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection with the table `moved`, a row per cell with another value or base."""
    connection = duckdb.connect()
    for name, database in (("before", before), ("after", after)):
        connection.execute(f"attach {path_literal(database)} as {name}_build (read_only)")
    causes = ", ".join(f"('{code}', 'the return: {rows}')" for code, rows in FITTED.items())
    connection.execute(f"""
        create table moved as
        with older as (
            select * from before_build.marts.published_cells where edition_code in {EDITIONS}
        ),
        newer as (
            select * from after_build.marts.published_cells where edition_code in {EDITIONS}
        )
        select
            {KEY},
            older.value as value_before,
            newer.value as value_after,
            older.base as base_before,
            newer.base as base_after,
            coalesce(causes.cause, '{DRAWN}') as cause
        from older
        full outer join newer using ({KEY})
        left join (values {causes}) as causes (exhibit_code, cause) using (exhibit_code)
        where
            older.value is distinct from newer.value
            or older.base is distinct from newer.base
            or older.edition_code is null
            or newer.edition_code is null
        order by all
    """)
    return connection


def page(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the page: cells per exhibit, and what became of the claims."""
    exhibits = connection.execute(f"""
        select exhibit_code, cells.cell_count, coalesce(moved.moved_count, 0), moved.cause
        from (
            select exhibit_code, count(*) as cell_count
            from after_build.marts.published_cells
            where edition_code in {EDITIONS}
            group by all
        ) as cells
        left join (
            select exhibit_code, cause, count(*) as moved_count from moved group by all
        ) as moved using (exhibit_code)
        order by all
    """).fetchall()
    claims, verdicts, computed = connection.execute("""
        select
            count(*),
            count(*) filter (where older.verdict is distinct from newer.verdict),
            count(*) filter (where older.computed_value is distinct from newer.computed_value)
        from before_build.audit.aud_reconciliation as older
        left join after_build.audit.aud_reconciliation as newer using (claim_id)
    """).fetchall()[0]
    moved = sum(row[2] for row in exhibits)
    rows = "\n".join(
        f"| `{code}` | {total:,} | {count:,} | {cause or ''} |"
        for code, total, count, cause in exhibits
    )
    return f"""\
# Cells that moved when the register was fitted

The shipped register was fitted to the return to UNODC ([witness.md](witness.md)). In the editions
2014-2018, 2015-2019 and 2016-2020, {moved:,} of {sum(row[1] for row in exhibits):,} cells have
another value or base since: [moved_cells.csv](moved_cells.csv) has each, before and after.

Of the {claims:,} claims of before, {verdicts:,} have another verdict. {computed:,} have another computed
value: directions, ranges and rounded shares, which it still meets. So no printed number moved; what
moved was made up before and is made up now.

| exhibit | cells | moved | why |
| --- | --- | --- | --- |
{rows}

`python scripts/moved_cells.py --before old.duckdb --after slachtoffermonitor.duckdb` writes this
page from a warehouse of before (the register of commit f900985) and one of after.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and its table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    options = parser.parse_args(arguments)
    connection = compare(options.before, options.after)
    connection.execute(f"copy moved to {path_literal(TABLE)} (format csv, header)")
    PAGE.write_text(page(connection), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
