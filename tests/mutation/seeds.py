"""The changes in the lists that carry a rule: hierarchies, bands, groups, editions, parameters.

The rules read their steps, limits and constants from seeds, so a wrong value there is a wrong rule.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .operators import Mutant

FOLDER: Final = "seeds/reference"

SWAPPED: Final = {
    "ref_prostitution_sectors": ("hierarchy_order", "prostitution_sector_code"),
    "ref_reporter_groups": ("priority_order", "reporter_group_code"),
}
"""List -> the column with its steps, and the column that names them: neighbours change places."""

SHIFTED: Final = {
    "ref_age_bands": ("age_from", "age_to"),
    "ref_attribute_registration_years": ("registered_from_year",),
    "ref_category_editions": ("edition_year_to_from", "edition_year_to_to"),
    "ref_parameters": ("parameter_value",),
}
"""List -> columns of limits: each is moved up by one."""

REPLACED: Final = {
    "ref_prostitution_sectors": ("visibility_code", {"ZICHTBAAR": "MINDER_ZICHTBAAR"}),
    "ref_reporter_groups": ("legal_basis_code", {"LEGAL": "CONSENT", "CONSENT": "LEGAL"}),
    "ref_labour_sectors": ("is_residual", {"true": "false"}),
    "ref_criminal_manners": ("is_residual", {"true": "false"}),
    "ref_age_bands": ("adulthood_code", {"MINOR": "ADULT", "ADULT": "MINOR"}),
    "ref_category_editions": ("published_code", {"OVERIG": "STRAAT"}),
    "ref_register_codes": ("is_known", {"true": "false", "false": "true"}),
    "ref_rejection_reasons": (
        "supersedes_lower_versions",
        {"true": "false", "false": "true"},
    ),
    "ref_exhibit_rows": ("base_row_code", {"total": "changed", "KNOWN": "UNKNOWN"}),
}
"""List -> a column, and what takes the place of its values."""

CELLS: Final = (
    ("ref_countries", "ABW", "nationality_code", "ABW"),
    ("ref_countries", "CUW", "nationality_class_code", "OTHER"),
    ("ref_countries", "SXM", "selection_order", "2"),
    ("ref_countries", "XXA", "nationality_class_code", "UNKNOWN"),
    ("ref_countries", "XXA", "selection_order", "2"),
    ("ref_countries", "XXX", "nationality_class_code", "OTHER"),
    ("ref_countries", "NGA", "origin_region_code", "LAM"),
    ("ref_countries", "BGR", "origin_region_code", "OVE"),
    ("ref_reporters", "OM", "is_notifier", "false"),
    ("ref_reporters", "EMM", "is_notifier", "true"),
    ("ref_reporters", "FW", "reporter_group_code", "OVM"),
    ("ref_reporters", "NGO", "code_system", "CARE"),
    ("ref_editions", "2014-2018", "imputation_second_period_from_year", "2017"),
    ("ref_editions", "2015-2019", "imputation_second_period_from_year", "2018"),
    ("ref_editions", "2015-2019", "year_from", "2014"),
    ("ref_editions", "2016-2020", "year_to", "2019"),
    ("ref_isic_sections", "Q", "labour_sector_code", "A"),
    ("ref_isic_sections", "I", "labour_sector_code", "OVERIG"),
)
"""Single values: list, first column of the row, column, other value."""


def seed_mutants(root: Path) -> Iterator[Mutant]:
    """Make every change in the lists, always in the same order."""
    seen = set()
    for mutant in _all(root):
        if mutant.key not in seen:
            seen.add(mutant.key)
            yield mutant


def _all(root: Path) -> Iterator[Mutant]:
    for name, (column, label) in SWAPPED.items():
        rows = _read(root, name)
        steps = sorted(range(len(rows)), key=lambda index: int(rows[index][column]))
        for one, other in itertools.pairwise(steps):
            shown = f"{rows[one][label]} before {rows[other][label]}"
            turned = f"{rows[other][label]} before {rows[one][label]}"
            changes = {
                (one, column): rows[other][column],
                (other, column): rows[one][column],
            }
            yield _mutant(root, name, "step of a hierarchy", changes, before=shown, after=turned)
    yield from _form_hierarchy(root)
    for name, columns in SHIFTED.items():
        for index, row in enumerate(_read(root, name)):
            for column in columns:
                if row[column]:
                    after = _one_more(row[column])
                    yield _value(root, name, index, column, after=after, operator="limit in a list")
    for name, (column, others) in REPLACED.items():
        for index, row in enumerate(_read(root, name)):
            if row[column] in others:
                after = others[row[column]]
                yield _value(root, name, index, column, after=after, operator="value in a list")
    for name, key, column, after in CELLS:
        rows = _read(root, name)
        index = next(i for i, row in enumerate(rows) if key in (next(iter(row.values()))))
        yield _value(root, name, index, column, after=after, operator="value in a list")


def _form_hierarchy(root: Path) -> Iterator[Mutant]:
    """Swap neighbours of the hierarchy of forms, and give a step another form of trafficking."""
    name = "ref_trafficking_form_hierarchy"
    rows = _read(root, name)
    for one, row in enumerate(rows):
        for other, candidate in enumerate(rows):
            if (
                row["nationality_class_code"] == candidate["nationality_class_code"]
                and int(candidate["priority"]) == int(row["priority"]) + 1
            ):
                label = "exploitation_form_code"
                shown = f"{row['nationality_class_code']}: {row[label]} before {candidate[label]}"
                turned = f"{row['nationality_class_code']}: {candidate[label]} before {row[label]}"
                changes = {
                    (one, "priority"): candidate["priority"],
                    (other, "priority"): row["priority"],
                }
                yield _mutant(
                    root, name, "step of a hierarchy", changes, before=shown, after=turned
                )
        after = "AU" if row["trafficking_form_code"] != "AU" else "CU"
        yield _value(
            root, name, one, "trafficking_form_code", after=after, operator="value in a list"
        )


def _value(root: Path, name: str, index: int, column: str, *, after: str, operator: str) -> Mutant:
    row = _read(root, name)[index]
    label = next(iter(row.values()))
    shown = f"{label}: {column} {row[column]}"
    turned = f"{label}: {column} {after}"
    return _mutant(root, name, operator, {(index, column): after}, before=shown, after=turned)


def _mutant(
    root: Path,
    name: str,
    operator: str,
    changes: dict[tuple[int, str], str],
    *,
    before: str,
    after: str,
) -> Mutant:
    rows = _read(root, name)
    for (index, column), value in changes.items():
        rows[index][column] = value
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    digest = hashlib.sha256(f"{before}\x00{after}".encode()).hexdigest()[:6]
    key = f"{name}:{operator}:{digest}".replace(" ", "_")
    line = min(index for index, _ in changes) + 2
    path = f"{FOLDER}/{name}.csv"
    return Mutant(key, name, path, operator, line, before, after, stream.getvalue())


def _read(root: Path, name: str) -> list[dict[str, str]]:
    with (root / FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _one_more(value: str) -> str:
    if value.isdigit():
        return str(int(value) + 1)
    return value[:-1] + str((int(value[-1]) + 1) % 10)
