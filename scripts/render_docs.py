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
import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import yaml  # type: ignore[import-untyped]

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # lab is no part of the installed package

from checks import ON_FAILURE, checks  # noqa: E402
from lab.dependence import Follower, read_target  # noqa: E402
from slachtoffermonitor.delivery import SEED_PREFIX, TABLES, table_schema  # noqa: E402
from slachtoffermonitor.guards.catalogue import SUITES  # noqa: E402
from slachtoffermonitor.project import WORKSHOP  # noqa: E402

REFERENCE: Final = ROOT / "seeds" / "reference"
CROSSWALKS: Final = ROOT / "seeds" / "crosswalks"
DECISIONS: Final = ROOT / "docs" / "decisions"
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

CODE_LISTS: Final = (
    ("Status", "ref_register_codes", "code", "status"),
    ("Yes, no, unknown", "ref_register_codes", "code", "yes_no"),
    ("Reporters", "ref_reporters", "reporter_code", ""),
    ("Police units", "ref_police_units", "police_unit_code", ""),
    ("Gender", "ref_genders", "gender_code", ""),
    ("Forms of exploitation", "ref_exploitation_forms", "exploitation_form_code", ""),
    ("Prostitution sectors", "ref_prostitution_sectors", "prostitution_sector_code", ""),
    ("Labour sectors (SBI 2008 / ISIC sections)", "ref_isic_sections", "isic_section_code", ""),
    ("Manners of criminal exploitation", "ref_criminal_manners", "criminal_manner_code", ""),
)
"""Heading, seed, column with the code, and the kind where a seed holds several."""

USED_IN: Final = {
    "Status": "`status`",
    "Yes, no, unknown": "`consent`, `om_b8_letter`, `cooperates`",
    "Reporters": "`reporter`",
    "Police units": "`reporting_unit` (records of the police)",
    "Gender": "`gender`",
    "Forms of exploitation": "`exploitation_forms`",
    "Prostitution sectors": "`prostitution_sectors`",
    "Labour sectors (SBI 2008 / ISIC sections)": "`labour_sectors`",
    "Manners of criminal exploitation": "`criminal_manners`",
}

QUERY: Final = re.compile(
    r"<!-- query -->\n```sql\n(?P<sql>.*?)```\n.*?<!-- end query -->", re.DOTALL
)
RULE: Final = re.compile(r"\bR-(\d\d)\b(?: to R-(\d\d))?")
WHERE_RULES_STAND: Final = (
    (
        "who is left out: sexual exploitation notified by the KMar only (R-08), known through the "
        "EMM only (R-07) or through a B8 letter only (R-09)",
        "models/intermediate/exclusions/int_exclusions__applied.sql",
        "victim_years.has_sexual",
    ),
    (
        "the rarity of labour sectors (R-18)",
        "models/intermediate/editions/int_editions__labour_sectors.sql",
        "mentions.mention_count asc",
    ),
    (
        "the imputation of visibility (R-17)",
        "models/intermediate/editions/int_editions__imputation_groups.sql",
        "parameter('imputation_minimum_known', 'integer')",
    ),
    (
        "the top five nationalities (R-28)",
        "models/marts/exhibits/tab_2_1_top_nationalities.sql",
        "parameter('top_rank', 'integer')",
    ),
    (
        "consent, for notifications received from 25 May 2018 on (R-22)",
        "models/intermediate/records/int_records__assessed.sql",
        "parameter('consent_required_from', 'date')",
    ),
    (
        "what Figuur 2.3 counts (R-11); every other exhibit has a file beside it",
        "models/marts/exhibits/fig_2_03_exploitation_forms.sql",
        "Figuur 2.3 (R-11)",
    ),
    (
        "which version of a notification counts (R-01)",
        "models/intermediate/fates/int_fates__superseded.sql",
        "order by",
    ),
    (
        "one notification per person, year and reporter group (R-05)",
        "models/intermediate/fates/int_fates__repeated.sql",
        "partition by",
    ),
    (
        "what the EMM may fill (R-07)",
        "models/intermediate/victim_years/int_victim_years__enriched.sql",
        "when merged.is_form_notified",
    ),
    (
        "the rarity of manners of criminal exploitation (R-19)",
        "models/intermediate/editions/int_editions__criminal_manners.sql",
        "mentions.mention_count asc",
    ),
)
"""A question, a file, and the text on the line that answers it."""
MODEL_ORDER: Final = (
    "stg", "int", "fct", "bridge", "dim", "labelled", "fig", "tab", "published", "aud",
)  # fmt: skip
"""The layers of models in the order in which the page of the rules names them."""
VERDICTS: Final = ("reproduced", "contradicted_by_source", "not_derivable", "unexplained")


def rows(seed: str) -> list[dict[str, str]]:
    """Return the rows of a seed, by the name of its file."""
    (file,) = ROOT.glob(f"seeds/*/{seed}.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(header: Sequence[str], body: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *body]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def delivered_columns(name: str) -> list[str]:
    """Columns of a table of a delivery, from its Table Schema."""
    return table(
        ("column", "required", "content"),
        (
            (
                f"`{field['name']}`",
                "yes" if field.get("constraints", {}).get("required") else "",
                field["description"],
            )
            for field in table_schema(name)["fields"]
        ),
    )


def code_lists() -> list[str]:
    """Every code list of the register but the countries."""
    lines = []
    for heading, seed, column, kind in CODE_LISTS:
        chosen = [row for row in rows(seed) if not kind or row["code_kind"] == kind]
        header, extra = ["code", "Dutch", "English"], []
        if seed == "ref_reporters":
            header.append("group")
            extra = ["reporter_group_code"]
        if seed == "ref_isic_sections":
            header.append("published as")
            extra = ["labour_sector_code"]
        lines += [f"**{heading}** - {USED_IN[heading]}", ""]
        lines += table(
            header,
            (
                [f"`{row[column]}`", row["label_nl"], row["label_en"]]
                + [row[name] or "none" for name in extra]
                for row in chosen
            ),
        )
        lines.append("")
    return lines[:-1]


def countries() -> list[str]:
    """The country list, with what each nationality means for the figures."""
    lines = ["<details>", "<summary>All nationality codes</summary>", ""]
    lines += table(
        ["code", "Dutch", "English", "counted as", "origin region"],
        (
            [
                f"`{row['country_code']}`",
                row["label_nl"],
                row["label_en"],
                row["nationality_code"],
                row["origin_region_code"],
            ]
            for row in rows("ref_countries")
        ),
    )
    return [*lines, "", "</details>"]


def code_systems() -> list[str]:
    """Which reporter uses which code system, and how many codes each system has of its own."""
    reporters: dict[str, list[str]] = {}
    for row in rows("ref_reporters"):
        reporters.setdefault(row["code_system"], []).append(f"`{row['reporter_code']}`")
    systems: dict[str, dict[str, int]] = {}
    for file in sorted(CROSSWALKS.glob("crosswalk_*.csv")):
        for row in rows(file.stem):
            counts = systems.setdefault(row["code_system"], {})
            counts[file.stem] = counts.get(file.stem, 0) + 1
    reporters.setdefault("REGISTER", ["the register itself"])
    reporters.setdefault("STANDARD", ["everyone"])
    return table(
        ["code system", "used by", "codes, by crosswalk"],
        (
            [
                f"`{system}`",
                ", ".join(reporters.get(system, ["nobody"])),
                ", ".join(
                    f"{name.removeprefix('crosswalk_').replace('_', ' ')} {count}"
                    for name, count in systems.get(system, {}).items()
                )
                or "none of its own",
            ]
            for system in sorted({*reporters, *systems})
        ),
    )


def rejection_reasons() -> list[str]:
    """Why a record is rejected, and what its deliverer can do."""
    return table(
        ["reason", "meaning", "what to do", "replaces lower versions"],
        (
            [
                f"`{row['rejection_reason_code']}`",
                row["label_en"] + (f" ({row['rule_id']})" if row["rule_id"] != "delivery" else ""),
                row["what_to_do"],
                "yes" if row["supersedes_lower_versions"] == "true" else "no",
            ]
            for row in rows("ref_rejection_reasons")
        ),
    )


def parameters() -> list[str]:
    """The documented parameters."""
    return table(
        ["parameter", "value", "unit", "rule", "meaning"],
        (
            [
                f"`{row['parameter_code']}`",
                row["parameter_value"],
                row["unit"],
                row["rule_id"],
                row["meaning"],
            ]
            for row in rows("ref_parameters")
        ),
    )


def cell_rows() -> list[str]:
    """The kinds of rows and columns of every exhibit, with measure, codes and base."""
    columns: dict[str, list[str]] = {}
    for row in rows("ref_exhibit_columns"):
        columns.setdefault(row["exhibit_code"], []).append(f"`{row['column_kind']}`")
    body = []
    for exhibit in rows("ref_exhibits"):
        lists = lists_of_rows(exhibit["model_name"])
        for row in rows("ref_exhibit_rows"):
            if row["exhibit_code"] != exhibit["exhibit_code"]:
                continue
            base = f"{row['base_row_kind']} {row['base_row_code']}".strip()
            if row["base_row_kind"] == row["base_row_code"]:
                base = row["base_row_kind"]
            body.append(
                [
                    f"`{row['exhibit_code']}`",
                    f"`{row['row_kind']}`",
                    f"`{row['measure']}`",
                    f"`{lists.get(row['row_kind'], 'ref_row_codes')}`",
                    base or "no percentage",
                    f"`{row['only_column_kind']}`"
                    if row["only_column_kind"]
                    else ", ".join(columns[row["exhibit_code"]]),
                ]
            )
    return table(["exhibit", "row_kind", "measure", "row codes", "base", "column kinds"], body)


def lists_of_rows(model: str) -> dict[str, str]:
    """Return the dimension that each kind of row of an exhibit takes its codes from.

    Kinds that are not there have their codes in `ref_row_codes`.
    """
    file = ROOT / "models" / "marts" / "exhibits" / f"{model}.sql"
    _, taken = file.read_text(encoding="utf-8").split("\nexhibit_rows as (")
    found = re.findall(
        r"'(\w+)' as row_kind,\s+[\w.]+(?: as row_code)?,.*?ref\('(dim_\w+)'\)", taken, re.DOTALL
    )
    return dict(found)


def cell_codes() -> list[str]:
    """The codes of rows that are in no code list of the register."""
    return table(
        ["row_kind", "row_code", "Dutch", "English"],
        (
            [f"`{row['row_kind']}`", f"`{row['row_code']}`", row["label_nl"], row["label_en"]]
            for row in rows("ref_row_codes")
        ),
    )


def readings() -> list[str]:
    """The other readings that are computed beside the adopted one."""
    return table(
        ["rule", "reading", "what it says"],
        (
            [row["rule_id"], f"`{row['reading_code']}`", row["reading_en"]]
            for row in rows("ref_other_readings")
        ),
    )


def _field(text: str, name: str) -> str:
    found = re.search(rf"^- \*\*{name}:\*\* (.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _unit_tests() -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = []
    for file in sorted((ROOT / "models").rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        tests += content.get("unit_tests", [])
    return tests


def decisions() -> list[str]:
    """The index of the rulings: rule, page, models and unit tests."""
    unit_tests = _unit_tests()
    body = []
    for page in sorted(DECISIONS.glob("D-*.md")):
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        number, name = title.split(": ", 1)
        rule = _field(text, "Rule")
        found = re.findall(r"\[(\w+)\]\((\S+?)\)", _field(text, "Models"))
        models = {model for model, path in found if "/models/" in path}
        rules = set(re.findall(r"R-\d\d", rule))
        named = sorted(
            str(test["name"])
            for test in unit_tests
            if test["model"] in models
            and (not rules or rules & set(re.findall(r"R-\d\d", f"{test.get('description', '')}")))
        )
        body.append(
            [
                rule,
                f"[{number}]({page.name}): {name}",
                _field(text, "Kind"),
                ", ".join(f"`{model}`" for model, _ in found),
                "<br>".join(["its worked example", *(f"`{test}`" for test in named)]),
            ]
        )
    return table(["rule", "ruling", "why a ruling", "where", "held by"], body)


def where_rules_stand() -> list[str]:
    """Questions that an auditor asks first, each with the file and the line that answers it."""
    body = []
    for question, name, text in WHERE_RULES_STAND:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        number = next(place for place, line in enumerate(lines, 1) if text in line)
        body.append([question, f"[{Path(name).name}, line {number}]({name}#L{number})"])
    return table(["what you look for", "where it stands"], body)


def rules_in(text: str) -> set[str]:
    """Return the rules that a text names; a range such as R-07 to R-09 names all that it spans."""
    return {
        f"R-{number:02}"
        for first, last in RULE.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def rule_places() -> dict[str, dict[str, list[str]]]:
    """Return for every rule the links to its models, its tests and its rulings.

    A model names its rules in `meta`, a unit test in its description, a test of an identity or a
    code list in its SQL, and a ruling in its header.
    """
    found: dict[str, dict[str, list[str]]] = {}

    def add(rules: Iterable[str], kind: str, name: str, path: Path) -> None:
        link = f"[{name}]({os.path.relpath(path, ROOT / 'docs')})"
        for rule in sorted(rules):
            found.setdefault(rule, {}).setdefault(kind, []).append(link)

    models = {path.stem: path for path in (ROOT / "models").rglob("*.sql")}
    described: list[tuple[str, set[str]]] = []
    for file in sorted((ROOT / "models").rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for model in content.get("models", []):
            meta = model.get("config", {}).get("meta", {})
            described.append((model["name"], set(meta.get("rules", []))))
        for test in content.get("unit_tests", []):
            add(rules_in(test.get("description", "")), "Tests", test["name"], file)
    places = {name: place for place, name in enumerate(MODEL_ORDER)}
    for name, rules in sorted(
        described, key=lambda one: (places[one[0].partition("_")[0]], one[0])
    ):
        add(rules, "Models", name, models[name])
    for path in sorted((ROOT / "tests").rglob("*.sql")):
        add(rules_in(path.read_text(encoding="utf-8")), "Tests", path.stem, path)
    for page in sorted(DECISIONS.glob("D-*.md")):
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        add(rules_in(_field(text, "Rule")), "Rulings", title, page)
    return found


def rule(name: str) -> list[str]:
    """Where a rule is implemented, tested and decided."""
    places = rule_places().get(name, {})
    if "Models" not in places:
        places = {"Models": ["none: nothing is counted by this rule"]} | places
    return [
        f"- {kind}: {', '.join(places[kind])}"
        for kind in ("Models", "Tests", "Rulings")
        if kind in places
    ]


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


def check_places() -> list[str]:
    """How many checks stand where."""
    counts = Counter(check.place for check in checks())
    return table(
        ["where", "checks", "when it fails"],
        ([place, str(counts[place]), failure] for place, failure in ON_FAILURE.items()),
    )


def all_checks() -> list[str]:
    """Every check of the project."""
    return table(
        ["where", "about", "check", "what it demands"],
        (
            [check.place, f"`{check.subject}`", f"`{check.name}`", check.demand]
            for check in checks()
        ),
    )


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


def acceptable() -> list[str]:
    """The expectations that an office may accept."""
    return table(
        ["expectation", "what it expects"],
        (
            [f"`{suite.identify(check)}`", check.statement]
            for suite in SUITES
            for check in suite.checks
            if check.is_acceptable
        ),
    )


def limits() -> list[str]:
    """The limits of the expectations."""
    return table(
        ["limit", "value", "unit", "meaning"],
        (
            [f"`{row['limit_code']}`", row["limit_value"], row["unit"], row["meaning"]]
            for row in rows("ref_expectation_limits")
        ),
    )


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


RENDERERS: Final[dict[str, Callable[[], list[str]]]] = {
    "code-lists": code_lists,
    "countries": countries,
    "code-systems": code_systems,
    "rejection-reasons": rejection_reasons,
    "parameters": parameters,
    "cell-rows": cell_rows,
    "cell-codes": cell_codes,
    "readings": readings,
    "decisions": decisions,
    "where-rules-stand": where_rules_stand,
    "check-places": check_places,
    "checks": all_checks,
    "acceptable": acceptable,
    "limits": limits,
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
            lines = delivered_columns(name)
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
