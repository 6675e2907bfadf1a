"""Writes the tables in the documentation that repeat what stands elsewhere in the project.

    python scripts/render_docs.py            writes them
    python scripts/render_docs.py --check    says whether one is out of date (exit code 1)
    python scripts/render_docs.py --warehouse slachtoffermonitor.duckdb
                                             also what is read from a warehouse, and from the SQL
                                             that dbt compiled when it was built
    python scripts/render_docs.py --target target
                                             from the SQL of another directory of dbt

A table stands between `<!-- generated: name -->` and `<!-- end generated -->`; whatever is written
there by hand is lost. The sources are the seeds, the pages of `docs/decisions` and the unit tests.

The table of the exhibits, and the answers to the queries that stand between `<!-- query -->` and
`<!-- end query -->`, need a warehouse that was built from the shipped register, and the lineage of
columns needs the directory in which dbt left its SQL; without them they are left as they are.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import duckdb

import doc_lists
import doc_rules
from doc_numbers import answer, column_lineage, exhibits, verdicts
from doc_rules import DECISIONS, rule
from doc_tables import ROOT
from lab.dependence import Follower, read_target
from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.project import WORKSHOP

PAGES: Final = (
    ROOT / "README.md",
    ROOT / "docs" / "exhibits.md",
    ROOT / "docs" / "tracing.md",
    ROOT / "docs" / "rules.md",
    ROOT / "docs" / "register.md",
    ROOT / "docs" / "published_cells.md",
    ROOT / "docs" / "data-quality.md",
    ROOT / "docs" / "office.md",
    ROOT / "docs" / "column-lineage.md",
    ROOT / "docs" / "witness.md",
    ROOT / "docs" / "bi.md",
    DECISIONS / "README.md",
)
BLOCK: Final = re.compile(
    r"<!-- generated: (?P<name>[\w-]+) -->\n.*?<!-- end generated -->", re.DOTALL
)

QUERY: Final = re.compile(
    r"<!-- query -->\n```sql\n(?P<sql>.*?)```\n.*?<!-- end query -->", re.DOTALL
)

RENDERERS: Final[dict[str, Callable[[], list[str]]]] = {
    "code-lists": doc_lists.code_lists,
    "countries": doc_lists.countries,
    "code-systems": doc_lists.code_systems,
    "rejection-reasons": doc_lists.rejection_reasons,
    "parameters": doc_lists.parameters,
    "cell-rows": doc_lists.cell_rows,
    "cell-codes": doc_lists.cell_codes,
    "readings": doc_lists.readings,
    "decisions": doc_rules.decisions,
    "where-rules-stand": doc_rules.where_rules_stand,
    "check-places": doc_lists.check_places,
    "checks": doc_lists.all_checks,
    "acceptable": doc_lists.acceptable,
    "limits": doc_lists.limits,
}


def render(
    text: str,
    warehouse: duckdb.DuckDBPyConnection | None = None,
    follower: Follower | None = None,
) -> str:
    """Return a page with its generated tables as they should be.

    Raises:
        KeyError: a block has a name that nothing generates.
    """

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        if name == "exhibits":
            if warehouse is None:
                return found[0]
            lines = exhibits(warehouse)
        elif name == "verdicts":
            if warehouse is None:
                return found[0]
            lines = verdicts(warehouse)
        elif name in TABLES:
            lines = doc_lists.delivered_columns(name)
        elif name.startswith("rule-"):
            lines = rule(name.removeprefix("rule-"))
        elif name == "column-lineage":
            if follower is None:
                return found[0]
            lines = column_lineage(follower)
        else:
            lines = RENDERERS[name]()
        return "\n".join([f"<!-- generated: {name} -->", *lines, "<!-- end generated -->"])

    def query(found: re.Match[str]) -> str:
        if warehouse is None:
            return found[0]
        lines = ["<!-- query -->", "```sql", f"{found['sql']}```", ""]
        return "\n".join([*lines, *answer(found["sql"], warehouse), "<!-- end query -->"])

    return QUERY.sub(query, BLOCK.sub(block, text))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the pages; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("--warehouse", type=Path, help="warehouse of the shipped register")
    parser.add_argument("--target", type=Path, help="target directory of dbt, shipped register")
    options = parser.parse_args(arguments)
    target = options.target or (
        options.warehouse and options.warehouse.absolute().parent / WORKSHOP / "target"
    )
    follower = read_target(target) if target and (target / "compiled").is_dir() else None
    outdated = []
    with (
        duckdb.connect(str(options.warehouse), read_only=True)
        if options.warehouse
        else nullcontext()
    ) as warehouse:
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            new = render(text, warehouse, follower)
            if new != text:
                outdated.append(page.relative_to(ROOT).as_posix())
                if not options.check:
                    page.write_text(new, encoding="utf-8", newline="\n")
    if options.check and outdated:
        print(f"Out of date: {', '.join(outdated)}. Run python scripts/render_docs.py.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
