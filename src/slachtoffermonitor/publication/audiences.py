"""Who a publication is for, and what they get: three lists beside this module.

They are lists of the package and not seeds: no model reads them, and what an audience may see is
decided by the version that publishes, not by the one that built.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from slachtoffermonitor.delivery import SYNTHETIC_MARK
from slachtoffermonitor.project import ProjectError

DEFAULT: Final = "restricted"
DELIVERED_MARK: Final = "DELIVERED"
LISTS: Final = ("audiences.csv", "tables.csv", "columns.csv")


@dataclass(frozen=True)
class Audience:
    """Who a publication is for.

    Attributes:
        code: `restricted` or `public`.
        is_open: whether anything is published for it yet.
        statement_en: what everything of it says, in English.
        statement_nl: the same in Dutch.
        why_not: why nothing is published for it yet; empty otherwise.
    """

    code: str
    is_open: bool
    statement_en: str
    statement_nl: str
    why_not: str

    def mark(self, *, synthetic: bool) -> str:
        """Return what every row and file says of the data."""
        return SYNTHETIC_MARK if synthetic else f"{DELIVERED_MARK}, {self.statement_en}"


@dataclass(frozen=True)
class Listed:
    """A mart in the list of an audience.

    Attributes:
        table: the mart.
        published_as: `table` or `view`; empty where it is left out.
        has_persons: whether a row is about one victim or notification.
        columns: those that are published, in their order.
    """

    table: str
    published_as: str
    has_persons: bool
    columns: tuple[str, ...]


def audience_for(named: str | None, *, synthetic: bool) -> Audience:
    """Return the audience that is written out, or that goes without saying.

    Args:
        named: its code; none where nobody has written one.
        synthetic: whether the figures come from the shipped register.

    Raises:
        ProjectError: there is no such audience, nothing is published for it yet, or a delivered
            register would leave without a word on who it is for.
    """
    audiences = _audiences()
    if named is None and not synthetic:
        raise ProjectError(
            "The warehouse was built from a delivered register, and its small numbers are not "
            f"protected; write --audience {DEFAULT} if those who get this may see them."
        )
    found = audiences.get(named or DEFAULT)
    if found is None:
        raise ProjectError(f"There is no audience '{named}'; there is: {', '.join(audiences)}.")
    if not found.is_open:
        raise ProjectError(
            f"Nothing can be published for the audience '{found.code}': {found.why_not}; "
            f"--audience {DEFAULT} is for the office itself."
        )
    return found


def statement(code: str, language: str) -> str:
    """Return what everything for an audience says, in a language (`nl` or `en`)."""
    audience = _audiences()[code]
    return audience.statement_nl if language == "nl" else audience.statement_en


def _audiences() -> dict[str, Audience]:
    """Return code -> audience."""
    return {
        row["audience_code"]: Audience(
            row["audience_code"],
            row["is_open"] == "yes",
            row["statement_en"],
            row["statement_nl"],
            row["why_not"],
        )
        for row in _rows("audiences.csv")
    }


def listed(audience: Audience, marts: Mapping[str, list[str]]) -> list[Listed]:
    """Return what an audience gets of a warehouse.

    Args:
        audience: who it is for.
        marts: mart -> its columns, in their order.

    Returns:
        The marts that are published, by name.

    Raises:
        ProjectError: a mart or a column is not on the list, or the list names one that is not
            there.
    """
    tables = {
        row["table_name"]: row
        for row in _rows("tables.csv")
        if row["audience_code"] == audience.code
    }
    columns: dict[str, dict[str, bool]] = {}
    for row in _rows("columns.csv"):
        if row["audience_code"] == audience.code:
            is_published = not row["left_out_because"]
            columns.setdefault(row["table_name"], {})[row["column_name"]] = is_published
    for table in sorted({*tables, *marts}):
        if table not in tables:
            raise _not_listed(audience, f"the mart {table}", "tables.csv")
        if table not in marts:
            raise ProjectError(
                f"The list of what the audience '{audience.code}' gets names the mart {table}, "
                "which this warehouse does not have; build it again, or take it out of the list."
            )
    found = []
    for table, row in sorted(tables.items()):
        if not row["published_as"]:
            continue
        known = columns.get(table, {})
        for column in marts[table]:
            if column not in known:
                raise _not_listed(audience, f"the column {table}.{column}", "columns.csv")
        if gone := [column for column in known if column not in marts[table]]:
            raise ProjectError(
                f"The list of what the audience '{audience.code}' gets names the column "
                f"{table}.{gone[0]}, which this warehouse does not have; build it again, or take "
                "it out of the list."
            )
        published = tuple(column for column in marts[table] if known[column])
        found.append(Listed(table, row["published_as"], row["has_persons"] == "yes", published))
    return found


def _not_listed(audience: Audience, what: str, name: str) -> ProjectError:
    return ProjectError(
        f"Nothing is published: the list of what the audience '{audience.code}' gets does not "
        f"name {what}; add it, published or left out with a reason, to {name} "
        "(docs/publication.md)."
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("slachtoffermonitor.publication").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
