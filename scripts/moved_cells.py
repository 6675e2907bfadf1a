"""Writes which cells of the printed editions moved between two builds of the shipped register.

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
KEY: Final = "edition_code, exhibit_code, row_kind, row_code, column_kind, column_code, measure"
FITTED: Final = {
    "fig_2_03": ("forms", (2014, 2019)),
    "fig_2_07": ("forms", (2014, 2019)),
    "fig_2_08": ("sexes", tuple(range(2014, 2019))),
    "fig_2_09": ("citizenships", tuple(range(2014, 2020))),
    "fig_2_10": ("ages", tuple(range(2014, 2020))),
    "tab_2_1": ("citizenships", tuple(range(2014, 2020))),
}
"""Exhibit -> rows of the return, and their years, that its cells were fitted to."""
DRAWN: Final = "drawn anew beside the fitted cells"


def compare(before: Path, after: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection with the table `moved`, a row per cell with another value or base."""
    connection = duckdb.connect()
    for name, database in (("before", before), ("after", after)):
        connection.execute(f"attach {path_literal(database)} as {name}_build (read_only)")
    causes = ", ".join(
        f"('{code}', 'fitted to the {rows} of the return', {list(map(str, years))})"
        for code, (rows, years) in FITTED.items()
    )
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
            case
                when column_kind = 'year' and not list_contains(causes.years, column_code)
                    then '{DRAWN}'
                else coalesce(causes.cause, '{DRAWN}')
            end as cause
        from older
        full outer join newer using ({KEY})
        left join (values {causes}) as causes (exhibit_code, cause, years) using (exhibit_code)
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
        with cells as (
            select {KEY} from before_build.marts.published_cells where edition_code in {EDITIONS}
            union
            select {KEY} from after_build.marts.published_cells where edition_code in {EDITIONS}
        )
        select
            exhibit_code,
            count(*),
            count(*) filter (where moved.cause <> '{DRAWN}'),
            count(*) filter (where moved.cause = '{DRAWN}')
        from cells
        left join moved using ({KEY})
        group by all
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
    moved = sum(row[2] + row[3] for row in exhibits)
    rows = "\n".join(
        f"| `{code}` | {total:,} | {fitted:,} | {drawn:,} |"
        for code, total, fitted, drawn in exhibits
    )
    return f"""\
# Cells that moved when the register was fitted

The shipped register was fitted to the return to UNODC ([witness.md](witness.md)). In the editions
2014-2018, 2015-2019 and 2016-2020, {moved:,} of {sum(row[1] for row in exhibits):,} cells have
another value or base since, or are new or gone: [moved_cells.csv](moved_cells.csv) has each, before
and after, with the reason.

Of the {claims:,} claims of before, {verdicts:,} have another verdict. {computed:,} have another
computed value: directions, ranges and rounded shares, which it still meets. So no printed number
moved; what moved was made up before and is made up now.

A cell moved because it, or the years that it adds up, were fitted to rows of the return (sexes,
ages, citizenships or forms), or because it was drawn anew beside them: the programme was solved
again, and nothing is printed of the cell.

| exhibit | cells | fitted | drawn anew |
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
