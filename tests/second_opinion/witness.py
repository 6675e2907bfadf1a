"""The return to UNODC a second time: the victims of each of its rows, and the verdicts.

Written from `docs/witness.md` and the seeds of the return, not from the warehouse's SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

import polars as pl

from .lists import ROOT

Row = dict[str, Any]

FORMS: Final = {"SEXUAL": {"SU"}, "LABOUR": {"AU"}, "OTHER": {"CU", "OV"}}
HIDDEN: Final = "<5"
FORM: Final = "by form of exploitation"


@dataclass(frozen=True)
class Return:
    """The seeds of the return: its rows, and what stands beside them."""

    rows: tuple[Row, ...]
    categories: tuple[Row, ...]
    bases: tuple[Row, ...]

    @classmethod
    def load(cls, seeds: Path = ROOT / "seeds" / "witness") -> Return:
        """Read the seeds; an empty field is None."""
        tables = {}
        for name in ("return", "categories", "bases"):
            table = pl.read_csv(seeds / f"witness_{name}.csv", infer_schema=False)
            tables[name] = tuple(table.to_dicts())
        return cls(tables["return"], tables["categories"], tables["bases"])

    def meaning(self, attribute: str, category: str) -> tuple[set[str], str | None]:
        """Return our codes of a word (none: everybody) and why it cannot be compared."""
        rows = [
            row
            for row in self.categories
            if row["attribute"] == attribute and row["category"] in (category, None)
        ]
        return {row["code"] for row in rows if row["code"]}, rows[0]["reason_code"]


def bounds(printed: str) -> tuple[int, int]:
    """Return the fewest and the most victims that a published number stands for."""
    return (0, 4) if printed == HIDDEN else (int(printed), int(printed))


def verdicts(known: pl.DataFrame, returned: Return) -> pl.DataFrame:
    """Return for every row its number, its verdict, and the basis or the reason.

    Args:
        known: the known victim-years, from `victims.victim_years`.
        returned: the return.
    """
    by_year: dict[int, list[Row]] = defaultdict(list)
    for victim in known.filter(
        pl.col("exclusion").is_null() | (pl.col("exclusion") == "R-08")
    ).to_dicts():
        by_year[victim["year"]].append(victim)
    # The register covers the years from its first to its last known victim.
    years = known["year"].to_list()
    covered = range(min(years), max(years) + 1) if years else range(0)
    unusable = _unusable(returned)
    impossible = _in_impossible_sums(returned, unusable)
    copied = _copied(returned, unusable)
    judged: list[tuple[str, int | None, str, str | None]] = []
    for row in returned.rows:
        year, name = int(row["reported_year"]), row["witness_row_id"]
        reason = "year_not_in_register" if year not in covered else unusable.get(name)
        if reason:
            judged.append((name, None, "not_comparable", reason))
            continue
        lowest, highest = bounds(row["printed_value"])
        victims = _meant(by_year[year], row, returned)
        number = _on_definition(victims, row, returned)
        basis = _basis(victims, row, returned)
        if name in copied:
            verdict, detail = "contradicts_itself", None
        elif lowest <= number <= highest:
            verdict, detail = "agrees", None
        elif basis:
            verdict, detail = "differs_by_basis", basis
        else:
            verdict, detail = "contradicts_itself" if name in impossible else "differs", None
        judged.append((name, number, verdict, detail))
    return pl.DataFrame(
        judged,
        schema={
            "witness_row_id": pl.String,
            "victim_count": pl.Int64,
            "verdict": pl.String,
            "detail": pl.String,
        },
        orient="row",
    )


def _meant(victims: list[Row], row: Row, returned: Return) -> list[Row]:
    """Return the victim-years of the sex, and of the form or nationality, of a row."""
    sexes, _ = returned.meaning("sex", row["sex"])
    victims = [victim for victim in victims if not sexes or victim["gender"] in sexes]
    if row["dimension"] == "Total":
        return victims
    codes, _ = returned.meaning(row["dimension"], row["category"])
    if row["dimension"] == FORM:
        wanted = set().union(*(FORMS[code] for code in codes))
        return [victim for victim in victims if wanted & set(victim["forms"])]
    return [victim for victim in victims if victim["nationality"] in codes]


def _on_definition(victims: list[Row], row: Row, returned: Return) -> int:
    ages, _ = returned.meaning("age", row["age"])
    return sum(
        victim["exclusion"] is None and (not ages or victim["adulthood"] in ages)
        for victim in victims
    )


def _basis(victims: list[Row], row: Row, returned: Return) -> str | None:
    """Return the first basis that is shown for a row and gives its number."""
    ages, _ = returned.meaning("age", row["age"])
    lowest, highest = bounds(row["printed_value"])

    def of_age(victim: Row) -> bool:
        return not ages or victim["adulthood"] in ages

    def forms(victim: Row) -> int:
        return sum(bool(codes & set(victim["forms"])) for codes in FORMS.values())

    readings: dict[str, Callable[[Row], bool]] = {
        "with_kmar_only": of_age,
        "known_age_only": lambda victim: (
            victim["exclusion"] is None and victim["adulthood"] in ("MINOR", "ADULT")
        ),
        "unknown_age_as_adult": lambda victim: (
            victim["exclusion"] is None and victim["adulthood"] != "MINOR"
        ),
        "single_form": lambda victim: (
            victim["exclusion"] is None and of_age(victim) and forms(victim) == 1
        ),
    }
    for basis in sorted(returned.bases, key=lambda basis: int(basis["sort_order"])):
        if not int(basis["first_year"]) <= int(row["reported_year"]) <= int(basis["last_year"]):
            continue
        if any(
            basis[field] not in (None, row[field])
            for field in ("dimension", "category", "sex", "age")
        ):
            continue
        if basis["basis_code"] == "earlier_edition":
            number = int(basis["printed_elsewhere"])
        else:
            number = sum(map(readings[basis["basis_code"]], victims))
        if lowest <= number <= highest:
            return str(basis["basis_code"])
    return None


def _cell(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("reported_year", "dimension", "category"))


def _unusable(returned: Return) -> dict[str, str]:
    """Return why a row cannot be compared with any register."""
    found: dict[str, str] = {}
    times: dict[tuple[str, ...], int] = defaultdict(int)
    for row in returned.rows:
        times[*_cell(row), row["sex"], row["age"]] += 1
    repeated = {key[:3] for key, count in times.items() if count > 1}
    forms: dict[str, int] = defaultdict(int)
    for row in returned.rows:
        if row["dimension"] == FORM:
            year = row["reported_year"]
            forms[year] = max(forms[year], bounds(row["printed_value"])[1])
    for row in returned.rows:
        reason = None
        if row["dimension"] != "Total":
            _, reason = returned.meaning(row["dimension"], row["category"])
        if reason is None and _cell(row) in repeated:
            reason = "category_repeated"
        if reason is None and row["dimension"] == FORM and forms[row["reported_year"]] < 5:
            reason = "forms_not_filled_in"
        if reason is not None:
            found[row["witness_row_id"]] = reason
    return found


def _readable(returned: Return, unusable: dict[str, str]) -> list[Row]:
    return [
        row
        | {
            "gender": next(iter(returned.meaning("sex", row["sex"])[0]), None),
            "adulthood": next(iter(returned.meaning("age", row["age"])[0]), None),
        }
        for row in returned.rows
        if unusable.get(row["witness_row_id"]) not in ("category_repeated", "not_named")
        and row["dimension"] in ("Total", FORM, "by citizenship")
    ]


def _in_impossible_sums(returned: Return, unusable: dict[str, str]) -> set[str]:
    """Return the rows of sums whose parts are more than the whole."""
    found: set[str] = set()
    years: dict[str, list[Row]] = defaultdict(list)
    for row in _readable(returned, unusable):
        years[row["reported_year"]].append(row)
    for rows in years.values():
        for whole in rows:
            for parts in _sums_of(whole, rows):
                least = sum(bounds(part["printed_value"])[0] for part in parts)
                if least > bounds(whole["printed_value"])[1]:
                    found |= {row["witness_row_id"] for row in (whole, *parts)}
    return found


def _sums_of(whole: Row, rows: list[Row]) -> Iterator[list[Row]]:
    """Yield what cannot be more than a whole: groups of parts that exclude each other."""
    inner = [row for row in rows if _cell(row) == _cell(whole)]
    sex, age = whole["gender"], whole["adulthood"]
    if age is None:
        yield [row for row in inner if row["gender"] == sex and row["adulthood"]]
    if sex is None:
        yield [row for row in inner if row["adulthood"] == age and row["gender"]]
    if sex is None and age is None:
        yield [row for row in inner if row["gender"] and row["adulthood"]]
    if whole["dimension"] != "Total":
        return
    for row in rows:
        if (
            row["dimension"] == FORM
            and sex in (None, row["gender"])
            and age in (None, row["adulthood"])
        ):
            yield [row]
    if sex is None and age is None:
        yield [row for row in rows if row["dimension"] == "by citizenship"]


def _copied(returned: Return, unusable: dict[str, str]) -> set[str]:
    """Return the rows of forms that repeat an earlier year in every cell."""
    tables: dict[tuple[str, str], dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in _readable(returned, unusable):
        if row["dimension"] == FORM:
            tables[row["category"], row["reported_year"]][row["sex"], row["age"]] = row
    found: set[str] = set()
    for (form, year), (other, earlier) in product(tables, tables):
        if form == other and earlier < year:
            here, there = (
                {cell: row["printed_value"] for cell, row in tables[form, which].items()}
                for which in (year, earlier)
            )
            printed = [value for value in here.values() if bounds(value)[0] > 0]
            if here == there and len(printed) >= 3:
                found |= {row["witness_row_id"] for row in tables[form, year].values()}
    return found
