"""The page on which a reader makes a table: exhibit, edition, columns, rows and measure.

All published cells stand in the page, as JSON in one language, and its script (`ask.js`) looks them
up. They stand in blocks, a block being the rows of one kind below the columns of one kind, in an
exhibit and an edition, by one measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from slachtoffermonitor.site import palette
from slachtoffermonitor.site.charts import digits
from slachtoffermonitor.site.data import DIFFERS, Cell, Exhibit
from slachtoffermonitor.site.figures import bases_of, page_name, trace_page
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page, to_page
from slachtoffermonitor.site.tables import instead
from slachtoffermonitor.site.texts import DIALECTS, Texts
from slachtoffermonitor.warehouse import open_warehouse

PATH: Final = "ask"
WORDS: Final = "ask.js."
"""How the keys begin of the words that the script says."""
_SHARED_WORDS: Final = (
    *("print.printed", "print.differs", "print.invented", "print.not_printed", "print.instead"),
    *("table.in_print", "table.printed", "table.invented", "table.not_printed"),
)
"""What the script says in the words of the pages of figures."""


def pages(material: Material) -> Iterable[Page]:
    """Yield the page."""
    warehouse, t = material.warehouse, material.t
    yield Page(
        path=PATH,
        template="ask.html.j2",
        title=t("ask.title"),
        section="ask",
        context={
            "data": {
                "editions": _editions(material),
                "edition": warehouse.default.code,
                "exhibits": [_exhibit(material, exhibit) for exhibit in warehouse.exhibits],
                "figures": to_page(PATH, page_name("{exhibit}", "{edition}")),
                "traces": to_page(PATH, trace_page("{exhibit}", "{edition}")),
                "notice": t(f"banner.picture.{warehouse.notice}"),
                "delimiter": DIALECTS[t.language].delimiter,
                "decimal": DIALECTS[t.language].decimal,
                "isSynthetic": warehouse.synthetic,
                "words": t.below(WORDS) | {key: t(key) for key in _SHARED_WORDS},
            },
            "default": warehouse.default,
            "page_name": page_name,
        },
        search=t("ask.lead"),
    )


def _editions(material: Material) -> list[dict[str, Any]]:
    """Return the editions with the rules by which each leaves victims out."""
    t, language = material.t, material.t.language
    with open_warehouse(material.database) as connection:
        rows = connection.execute(
            f"select edition_code, exclusion_rule_id, reason_{language} "
            "from marts.bridge_edition_rules order by all"
        ).fetchall()
    return [
        {
            "code": edition.code,
            "rules": {
                rule: {
                    "title": t(f"rule.{rule}") if t.has(f"rule.{rule}") else "",
                    "reason": reason,
                    "rulings": [
                        (decision.code, to_page(PATH, decision.path))
                        for decision in material.library.of_rule(rule)
                    ],
                }
                for code, rule, reason in rows
                if code == edition.code
            },
        }
        for edition in material.warehouse.editions
    ]


def _exhibit(material: Material, exhibit: Exhibit) -> dict[str, Any]:
    """Return an exhibit with all its cells."""
    warehouse, t = material.warehouse, material.t
    labels: dict[tuple[str, ...], int] = {}
    cells = [
        cell for edition in warehouse.editions for cell in warehouse.of(exhibit.code, edition.code)
    ]
    blocks: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        key = (cell.edition_code, cell.column_kind, cell.row_kind, cell.measure)
        blocks.setdefault(key, []).append(cell)
    made = [_block(key, found, labels, t) for key, found in blocks.items()]
    return {
        "code": exhibit.code,
        "number": exhibit.number(t.language),
        "title": exhibit.title.in_(t.language),
        "isRanked": exhibit.chart_kind == "ranked_table",
        "notes": [t(f"note.{exhibit.code}"), *bases_of(material, exhibit, cells)],
        "columns": {
            kind: t(f"ask.columns.{kind}") if t.has(f"ask.columns.{kind}") else kind
            for kind in dict.fromkeys(cell.column_kind for cell in cells)
        },
        "rows": {
            kind: t(f"row_kind.{kind}") for kind in dict.fromkeys(cell.row_kind for cell in cells)
        },
        "measures": {
            measure: {"label": t(f"measure.{measure}"), "digits": digits(measure)}
            for measure in dict.fromkeys(cell.measure for cell in cells)
        },
        "labels": list(labels),
        "blocks": made,
    }


def _block(
    key: tuple[str, ...], cells: Sequence[Cell], labels: dict[tuple[str, ...], int], t: Texts
) -> dict[str, Any]:
    """Return the cells of a block: values and percentages, row by row.

    Args:
        key: edition, kind of column, kind of row, measure.
        cells: of the block, by column and row.
        labels: code, label and colour of the exhibit's rows and columns; what is new is added.
        t: the words of the language.
    """
    edition, column_kind, row_kind, measure = key
    language = t.language
    columns = dict.fromkeys((cell.column_code, cell.column_label.in_(language)) for cell in cells)
    paints = palette.picked(row_kind, [cell.row_code for cell in cells])
    rows = dict.fromkeys(
        (cell.row_code, cell.row_label.in_(language), paints[cell.row_code]) for cell in cells
    )
    by_place = {(cell.row_code, cell.column_code): cell for cell in cells}
    ordered = [by_place.get((row[0], column[0])) for row in rows for column in columns]
    block: dict[str, Any] = {
        "edition": edition,
        "columnKind": column_kind,
        "rowKind": row_kind,
        "measure": measure,
        "columns": [labels.setdefault(column, len(labels)) for column in columns],
        "rows": [labels.setdefault(row, len(labels)) for row in rows],
        "values": [printed(cell) for cell in ordered],
        "marks": _marks([cell.value_in_print if cell else "" for cell in ordered]),
        "instead": {
            place: instead(cell.value_in_print, cell.printed_value, t)
            for place, cell in enumerate(ordered)
            if cell and cell.value_in_print == DIFFERS
        },
    }
    if any(cell.pct is not None for cell in cells):
        block["pct"] = [cell and cell.pct for cell in ordered]
        block["pctMarks"] = _marks([cell.share_mark if cell else "" for cell in ordered])
        block["pctInstead"] = {
            place: instead(DIFFERS, cell.printed_share, t) + "%"
            for place, cell in enumerate(ordered)
            if cell and cell.share_in_print == DIFFERS
        }
    return block


def _marks(in_print: Sequence[str]) -> str:
    """Return a letter for each cell: printed, differing or not."""
    return "".join(one[:1] or "-" for one in in_print)


def printed(cell: Cell | None) -> int | float | None:
    """Return a value as it is printed, half up; a float only where it has a decimal."""
    if cell is None or cell.value is None:
        return None
    places = digits(cell.measure)
    value = cell.value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return float(value) if places else int(value)
