"""The reference lists and crosswalks that both implementations share: data, not rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

ROOT: Final = Path(__file__).resolve().parents[2]
"""The project's directory."""

UNKNOWN: Final = "ONB"
"""Standard code of everything that is not known, countries excepted."""

CROSSWALK_FILES: Final = {
    "status": "statuses",
    "yes_no": "yes_no",
    "reporter": "reporters",
    "police_unit": "police_units",
    "gender": "genders",
    "nationality": "nationalities",
    "exploitation_form": "exploitation_forms",
    "prostitution_sector": "prostitution_sectors",
    "labour_sector": "labour_sectors",
    "criminal_manner": "criminal_manners",
}
"""Kind of code -> the crosswalk that translates it."""

_NUMBERS: Final = (
    "age_from",
    "age_to",
    "edition_year_to_from",
    "edition_year_to_to",
    "hierarchy_order",
    "imputation_second_period_from_year",
    "priority",
    "priority_order",
    "registered_from_year",
    "registered_to_year",
    "selection_order",
    "sort_order",
    "valid_from_year",
    "valid_to_year",
    "year_from",
    "year_to",
)
_FLAGS: Final = ("is_known", "is_notifier", "is_residual", "supersedes_lower_versions")

CrosswalkRow = tuple[str, str, str, int, int, str]
"""Kind of code, code system, delivered code, first year, last year, standard code."""


def read_list(file: Path) -> pl.DataFrame:
    """Read a seed: text, but for whole numbers and flags; an empty field is null."""
    table = pl.read_csv(file, infer_schema=False)
    return table.with_columns(
        *(pl.col(name).cast(pl.Int64) for name in _NUMBERS if name in table.columns),
        *((pl.col(name) == "true").alias(name) for name in _FLAGS if name in table.columns),
    )


def _without_borrowed(crosswalks: pl.DataFrame) -> pl.DataFrame:
    """Leave out own codes that always mean what the standard code of those letters means."""
    standard = crosswalks.filter(pl.col("code_system") == "STANDARD").select(
        "kind", "delivered_code", "standard_code"
    )
    code = ["kind", "code_system", "delivered_code"]
    own = crosswalks.filter(pl.col("code_system") != "STANDARD")
    differing = own.join(standard, on=standard.columns, how="anti").select(code).unique()
    return pl.concat(
        [
            crosswalks.filter(pl.col("code_system") == "STANDARD"),
            own.join(differing, on=code, how="semi", maintain_order="left"),
        ]
    )


@dataclass(frozen=True)
class Lists:
    """Every reference list by name, and all crosswalks in one table.

    `crosswalks` has the columns kind, code_system, delivered_code, valid_from_year, valid_to_year,
    standard_code. A code of a system of its own is left out where it means what the standard code
    of the same letters means: the standard one is used then.
    """

    tables: dict[str, pl.DataFrame]
    crosswalks: pl.DataFrame

    @classmethod
    def load(cls, seeds: Path = ROOT / "seeds", extra: Sequence[CrosswalkRow] = ()) -> Lists:
        """Read the lists below `seeds`; `extra` are crosswalk rows on top of those in the files."""
        columns = (
            "code_system",
            "delivered_code",
            "valid_from_year",
            "valid_to_year",
            "standard_code",
        )
        crosswalks = [
            read_list(seeds / "crosswalks" / f"crosswalk_{name}.csv").select(
                pl.lit(kind).alias("kind"), *columns
            )
            for kind, name in CROSSWALK_FILES.items()
        ]
        if extra:
            crosswalks.append(
                pl.DataFrame(extra, schema=crosswalks[0].schema, orient="row"),
            )
        return cls(
            tables={
                file.stem: read_list(file)
                for file in (
                    *sorted((seeds / "reference").glob("*.csv")),
                    seeds / "ledger" / "ledger_claims.csv",
                )
            },
            crosswalks=_without_borrowed(pl.concat(crosswalks)),
        )

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def parameter(self, code: str) -> str:
        """Return the text of one documented parameter."""
        table = self["ref_parameters"]
        return str(table.filter(pl.col("parameter_code") == code)["parameter_value"].item())
