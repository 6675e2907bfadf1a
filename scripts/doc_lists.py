"""Tables of the documents that come from the seeds and the lists of the project."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from checks import ON_FAILURE, checks
from doc_tables import ROOT, rows, table
from slachtoffermonitor.delivery import table_schema
from slachtoffermonitor.guards.catalogue import SUITES

CROSSWALKS: Final = ROOT / "seeds" / "crosswalks"
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
