"""The tables of a figure as its page shows them, and as they are taken along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from slachtoffermonitor.site.charts import digits
from slachtoffermonitor.site.data import DIFFERS, Cell, Edition, Warehouse
from slachtoffermonitor.site.texts import Texts


@dataclass(frozen=True)
class TableCell:
    """A cell of a table as it is shown.

    Attributes:
        cell: the published cell.
        text: its number.
        share: its percentage; empty where the table has none.
        note: its rank.
        printed: what a document prints instead of the number; empty where it prints the same or
            nothing.
        printed_share: what it prints instead of the percentage.
        is_invented: whether the number is invented.
        is_share_invented: the same of the percentage.
    """

    cell: Cell
    text: str
    share: str
    note: str
    printed: str = ""
    printed_share: str = ""
    is_invented: bool = False
    is_share_invented: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of a table."""

    label: str
    cells: tuple[TableCell | None, ...]
    is_total: bool


@dataclass(frozen=True)
class TableGroup:
    """Rows of one kind."""

    heading: str
    rows: tuple[TableRow, ...]
    is_total: bool


@dataclass(frozen=True)
class Table:
    """A table of an exhibit: by year or period, or by form of trafficking."""

    id: str
    caption: str
    columns: tuple[str, ...]
    groups: tuple[TableGroup, ...]


def tables_of(
    warehouse: Warehouse, cells: Sequence[Cell], edition: Edition, t: Texts
) -> list[Table]:
    """Return the tables of the cells of an exhibit in an edition."""
    kinds = dict.fromkeys(cell.column_kind for cell in cells)
    along = [kind for kind in kinds if kind in ("year", "period")]
    tables = []
    if along or "trafficking_form" not in kinds:
        key = along[0] if along else "edition"
        caption = t(f"table.by_{key}", edition=edition.code)
        tables.append(_table(warehouse, key, caption, _of(cells, {*along, "edition"}), t))
    if "trafficking_form" in kinds:
        caption = t("table.by_form", edition=edition.code)
        tables.append(
            _table(warehouse, "form", caption, _of(cells, {"trafficking_form", "edition"}), t)
        )
    return tables


def _of(cells: Sequence[Cell], kinds: set[str]) -> list[Cell]:
    return [cell for cell in cells if cell.column_kind in kinds]


def _table(warehouse: Warehouse, key: str, caption: str, chosen: Sequence[Cell], t: Texts) -> Table:
    columns = {
        (cell.column_kind, cell.column_code): cell.column_label.in_(t.language) for cell in chosen
    }
    groups: dict[tuple[str, str], dict[str, dict[tuple[str, str], Cell]]] = {}
    labels: dict[tuple[str, str], str] = {}
    for cell in chosen:
        rows = groups.setdefault((cell.row_kind, cell.measure), {})
        rows.setdefault(cell.row_code, {})[(cell.column_kind, cell.column_code)] = cell
        labels[(cell.row_kind, cell.row_code)] = cell.row_label.in_(t.language)
    ranks = groups.pop(("nationality", "rank"), {})
    made = []
    for (kind, measure), rows in groups.items():
        made.append(
            TableGroup(
                t(f"row_kind.{kind}") + ", " + t(f"measure.{measure}"),
                tuple(
                    TableRow(
                        labels[(kind, code)],
                        tuple(
                            _shown(warehouse, found.get(column), ranks.get(code, {}).get(column), t)
                            for column in columns
                        ),
                        kind == "total",
                    )
                    for code, found in rows.items()
                ),
                kind == "total",
            )
        )
    return Table(key, caption, tuple(columns.values()), tuple(made))


def _shown(
    warehouse: Warehouse, cell: Cell | None, rank: Cell | None, t: Texts
) -> TableCell | None:
    if cell is None:
        return None
    if cell.value is None:
        return TableCell(cell, "–", "", t("table.nobody"))
    note = ""
    if rank is not None and rank.value is not None:
        note = t("table.rank", rank=rank.value)
    share = f"{cell.pct}%" if cell.pct is not None and cell.row_kind != "total" else ""
    return TableCell(
        cell,
        t.number(cell.value, digits(cell.measure)),
        share,
        note,
        printed=instead(cell.value_in_print, cell.printed_value, t),
        printed_share=instead(cell.share_in_print, cell.printed_share, t) if share else "",
        is_invented=warehouse.is_invented(cell),
        is_share_invented=warehouse.is_share_invented(cell),
    )


def instead(in_print: str, number: Decimal | None, t: Texts) -> str:
    """Return what a document prints in place of a number, if it prints another."""
    if in_print != DIFFERS or number is None:
        return ""
    return t.number(number, 0 if number == number.to_integral_value() else 1)
