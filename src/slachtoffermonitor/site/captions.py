"""What a chart says in sentences: its title, its subtitle, how to read it, and a summary.

Every sentence is made from the cells by the rules below, so that it is true of other registers
too. Labels of categories stand between quotation marks, because a sentence cannot bend them. Ties
go to the first category in the order of the code list, in both languages alike. No title rests on a
number that is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from slachtoffermonitor.site import palette
from slachtoffermonitor.site.data import Cell, Exhibit
from slachtoffermonitor.site.notes import Subject
from slachtoffermonitor.site.points import Point
from slachtoffermonitor.site.texts import Texts

if TYPE_CHECKING:
    from slachtoffermonitor.site.charts import Chart

MAIN_ROWS: Final = ("total", "ANALYSIS_POPULATION")
"""Rows that are the whole of what a chart shows, where it shows them."""

FEW: Final = 20
"""With fewer in both years a change is said in numbers: a percentage would say too much."""

HALF: Final = 50
"""Percent from which on nothing else can be larger."""

_CHANGES: Final = (
    (Decimal(3), "times"),
    (Decimal("2.05"), "more_than_doubled"),
    (Decimal(2), "doubled"),
    (Decimal("1.9"), "nearly_doubled"),
    (Decimal("1.03"), "rose"),
    (Decimal("0.97"), "same"),
    (Decimal("0.55"), "fell"),
    (Decimal("0.5"), "nearly_halved"),
    (Decimal(0), "more_than_halved"),
)
"""The word for a change, by the least that the later number is of the earlier one."""


def change_word(before: Decimal, after: Decimal) -> str:
    """Return how a change is called: the key of a sentence in `charts.yml`."""
    if before == after:
        return "equal"
    if max(before, after) < FEW or not before:
        return "numbers"
    if after / before == Decimal("0.5"):
        return "halved"
    return next(word for least, word in _CHANGES if after / before >= least)


def title(chart: Chart, subject: Subject, t: Texts) -> str:
    """Say in a sentence what a chart shows."""
    if not chart.points:
        return t("chart.empty")
    return (
        _finding(chart, subject, t)
        or _printed_in_chart(chart, t)
        or _printed_beside(chart, subject, t)
        or t("chart.no_finding", title=subject.exhibit.title.in_(t.language))
    )


def _printed_in_chart(chart: Chart, t: Texts) -> str:
    """Say the largest change or difference between two numbers that are printed, or say one."""
    shares: dict[str, list[Point]] = {}
    for point in chart.points:
        unknown = palette.is_unknown(point.code) or palette.is_unknown(point.column_code)
        if point.pct and not point.is_share_invented and not unknown:
            shares.setdefault(point.code, []).append(point)
    if not shares:
        return ""
    over_time = chart.kind not in ("share", "shares")
    pairs = [
        (row[0], row[-1]) if over_time else (min(row, key=_pct), max(row, key=_pct))
        for row in shares.values()
        if len(row) > 1
    ]
    if pairs:
        first, last = max(pairs, key=lambda pair: abs(_pct(pair[1]) - _pct(pair[0])))
        return t(
            "chart.printed_change" if over_time else "chart.printed_difference",
            label=_quoted(first, t),
            first=first.column if over_time else _quote(first.column, t),
            last=last.column if over_time else _quote(last.column, t),
            start=first.share(),
            end=last.share(),
        )
    column = [
        column
        for column in chart.columns
        if any(point.column == column for row in shares.values() for point in row)
    ][-1]
    point = max(
        (point for row in shares.values() for point in row if point.column == column), key=_pct
    )
    return t(
        "chart.printed_share" if over_time else "chart.printed_share_of",
        label=_quoted(point, t),
        column=column if over_time else _quote(column, t),
        pct=point.share(),
    )


def _printed_beside(chart: Chart, subject: Subject, t: Texts) -> str:
    """Say what is printed of the edition as a whole, or of the whole of the years."""
    warehouse = subject.warehouse
    edition = [cell for cell in subject.cells if cell.column_kind == "edition"]
    if chart.kind not in ("share", "shares", "ranked"):
        said = [
            cell
            for cell in edition
            if cell.pct and cell.row_kind != "total" and not warehouse.is_share_invented(cell)
        ]
        if said:
            cell = max(said, key=lambda one: one.pct or 0)
            return t(
                "chart.printed_share",
                label=_quote(cell.row_label.in_(t.language), t),
                column=cell.column_label.in_(t.language),
                pct=f"{cell.pct}%",
            )
        totals = [
            Point(
                cell.row_code,
                "",
                cell.column_label.in_(t.language),
                cell.value or Decimal(0),
                None,
                is_invented=warehouse.is_invented(cell),
            )
            for cell in subject.cells
            if cell.row_kind == "total" and cell.column_kind == "year"
        ]
        if said_of_all := _change(totals, t("chart.subject", unit=chart.unit), t):
            return said_of_all
    for cell in edition:
        if cell.row_kind == "total" and not warehouse.is_invented(cell):
            return t(
                "chart.printed_total",
                total=cell.value or 0,
                unit=chart.unit,
                column=cell.column_label.in_(t.language),
            )
    return ""


def _pct(point: Point) -> int:
    return point.pct or 0


def _finding(chart: Chart, subject: Subject, t: Texts) -> str:
    """Say what a chart shows; nothing where that would rest on an invented number."""
    if chart.kind == "ranked":
        return _largest(chart, subject.exhibit, t)
    if chart.kind == "share" and any(point.is_expected for point in chart.points):
        return _shift(subject, t)
    if chart.kind in ("share", "shares"):
        return _spread(chart, t)
    main = [point for point in chart.points if point.code in MAIN_ROWS]
    if len({point.column for point in main}) > 1:
        key = f"chart.subject.{subject.exhibit.code}"
        return _change(main, t(key) if t.has(key) else chart.unit, t)
    covered = _coverage(subject, t)
    said = _composition(chart, subject.exhibit, t)
    if not covered or not said:
        return said
    return t("chart.of_known", covered=covered[0], pct=covered[1], said=said)


def _change(line: Sequence[Point], subject: str, t: Texts) -> str:
    """Say how the whole changed between the last two columns that can be compared."""
    found = _comparable(line)
    if found is None:
        return ""
    before, after = found
    word = change_word(before.value, after.value)
    times = after.value // before.value if before.value else Decimal(0)
    pct = abs(100 * (after.value - before.value) / before.value) if before.value else Decimal(0)
    return t(
        f"chart.change.{word}",
        subject=subject,
        before=before.column,
        after=after.column,
        start=before.value,
        end=after.value,
        times=times,
        pct=f"{t.number(pct, 0)}%",
    )


def _comparable(line: Sequence[Point]) -> tuple[Point, Point] | None:
    """Return the last two numbers that follow each other, counted alike and not invented."""
    for before, after in reversed(list(pairwise(line))):
        if before.segment == after.segment and not (before.is_invented or after.is_invented):
            return before, after
    return None


def _group(chart: Chart, exhibit: Exhibit, t: Texts) -> str:
    """Call a category known where others are unknown."""
    has_unknown = exhibit.chart_kind == "ranked_table" or any(
        palette.is_unknown(point.code) for point in chart.points
    )
    return t("chart.known_group" if has_unknown else "chart.group")


def _is_largest(top: Point, known: Iterable[Point]) -> bool:
    """Say whether a category is largest whatever the invented numbers of the others are."""
    return (top.pct or 0) >= HALF or not any(point.is_share_invented for point in known)


def _composition(chart: Chart, exhibit: Exhibit, t: Texts) -> str:
    """Say which known category is largest in the last column, and which changed most to it."""
    columns = chart.columns
    last, group = columns[-1], _group(chart, exhibit, t)
    known = [
        point
        for point in chart.points
        if not palette.is_unknown(point.code) and point.code not in MAIN_ROWS
    ]
    now = {point.code: point for point in known if point.column == last}
    if not now:
        return t("chart.all_unknown", column=last)
    top = max(now.values(), key=lambda point: point.value)
    if top.is_share_invented or not _is_largest(top, now.values()):
        return ""
    largest = t(
        "chart.largest", column=last, group=group, label=_quoted(top, t), shown=_share(top, t)
    )
    if len(columns) < 2:
        return largest
    then = {point.code: point for point in known if point.column == columns[-2]}
    moves = {
        code: now[code].value - (then[code].value if code in then else Decimal(0)) for code in now
    }
    code = max(moves, key=lambda one: abs(moves[one]))
    compared = [*now.values(), *then.values()]
    if not moves[code] or code not in then or any(point.is_invented for point in compared):
        return largest
    direction = "rise" if moves[code] > 0 else "fall"
    return t(
        f"chart.largest_itself_{direction}"
        if code == top.code
        else f"chart.largest_and_{direction}",
        column=last,
        group=group,
        label=_quoted(top, t),
        shown=_share(top, t),
        before=columns[-2],
        mover=_quoted(now[code], t),
        start=then[code].value,
        end=now[code].value,
    )


def _largest(chart: Chart, exhibit: Exhibit, t: Texts) -> str:
    """Say which known category is largest, and how much is unknown."""
    known = [point for point in chart.points if not palette.is_unknown(point.code)]
    unknown = next((point for point in chart.points if palette.is_unknown(point.code)), None)
    if not known:
        return t("chart.all_unknown", column=chart.columns[-1])
    top = known[0]
    if top.is_invented or not _is_largest(top, known):
        return ""
    said = t(
        "chart.largest",
        column=top.column,
        group=_group(chart, exhibit, t),
        label=_quoted(top, t),
        shown=top.shown(t),
    )
    if unknown is None or not unknown.value or unknown.is_invented:
        return said
    return t("chart.and_unknown", said=said, shown=unknown.shown(t))


def _spread(chart: Chart, t: Texts) -> str:
    """Say of which known category the share differs most between the known columns."""
    shares: dict[str, list[Point]] = {}
    for point in chart.points:
        unknown = palette.is_unknown(point.code) or palette.is_unknown(point.column_code)
        if point.pct is not None and point.base and not unknown:
            shares.setdefault(point.code, []).append(point)
    if not shares:
        return ""

    def ends(points: list[Point]) -> tuple[Point, Point]:
        return (
            min(points, key=lambda point: point.pct or 0),
            max(points, key=lambda point: point.pct or 0),
        )

    code = max(
        shares, key=lambda one: (ends(shares[one])[1].pct or 0) - (ends(shares[one])[0].pct or 0)
    )
    low, high = ends(shares[code])
    if low.is_share_invented or high.is_share_invented:
        return ""
    return t(
        "chart.spread",
        label=_quoted(low, t),
        low=f"{low.pct}%",
        high=f"{high.pct}%",
        where_low=_quote(low.column, t),
        where_high=_quote(high.column, t),
    )


def _shift(subject: Subject, t: Texts) -> str:
    """Say how the smaller of two shares changed from the first period to the last."""
    shares: dict[str, list[Cell]] = {}
    for cell in subject.cells:
        if cell.measure == "victims_known_or_imputed" and cell.column_kind == "period":
            shares.setdefault(cell.row_code, []).append(cell)
    smaller = min(shares.values(), key=lambda row: row[-1].pct or 0)
    first, last = smaller[0], smaller[-1]
    if any(map(subject.warehouse.is_share_invented, (first, last))):
        return ""
    word = (
        "equal"
        if first.pct == last.pct
        else "rose"
        if (last.pct or 0) > (first.pct or 0)
        else "fell"
    )
    return t(
        f"chart.shift.{word}",
        label=_quote(first.row_label.in_(t.language), t),
        start=f"{first.pct}%",
        end=f"{last.pct}%",
        first=first.column_label.in_(t.language),
        last=last.column_label.in_(t.language),
    )


def _coverage(subject: Subject, t: Texts) -> tuple[str, str, Cell] | None:
    """Return what the shares are of, where that is not everybody: label, percent and cell."""
    cells = subject.cells
    main = next((cell for cell in cells if cell.row_kind != "total"), None)
    if main is None:
        return None
    row = subject.warehouse.row_kind(subject.exhibit.code, main.row_kind, main.measure)
    if row.base_row_kind in (None, "total"):
        return None
    for cell in cells:
        if (cell.row_kind, cell.row_code) == (row.base_row_kind, row.base_row_code) and (
            cell.column_kind == "edition" and cell.pct is not None
        ):
            return cell.row_label.in_(t.language), f"{cell.pct}%", cell
    return None


def subtitle(chart: Chart, subject: Subject, t: Texts) -> str:
    """Say what is counted, of whom and in which years."""
    total = next(
        (
            cell
            for cell in subject.cells
            if cell.row_code in MAIN_ROWS and cell.column_kind == "edition" and cell.value
        ),
        None,
    )
    key = f"chart.population.{subject.exhibit.code}"
    parts = [
        t(
            "chart.subtitle",
            unit=t(f"measure.{subject.exhibit.main_measure}"),
            population=t(key if t.has(key) else "chart.population"),
            edition=subject.edition.code,
            total=t.number(total.value) if total is not None else "0",
        )
    ]
    if covered := _coverage(subject, t):
        label, pct, cell = covered
        parts.append(
            t("chart.coverage", label=label, count=cell.value or 0, base=cell.base or 0, pct=pct)
        )
    if chart.kind == "panels" and subject.exhibit.chart_kind == "ranked_table":
        parts.append(t("chart.only_largest", count=len(chart.swatches)))
    return " ".join(parts)


def reading(chart: Chart, t: Texts) -> str:
    """Say how to read one number: the largest known one of the last year, or the first form."""
    if not chart.points:
        return ""
    column = chart.columns[0 if chart.kind in ("share", "shares") else -1]
    known = [
        point
        for point in chart.points
        if point.column == column and point.code != "total" and not palette.is_unknown(point.code)
    ]
    chosen = [point for point in known if point.code == "ANALYSIS_POPULATION"] or known
    if not chosen:
        return ""
    point = max(chosen, key=lambda one: one.value)
    values = {"label": _quoted(point, t), "column": point.column, "unit": chart.unit}
    if point.is_expected:
        return t("chart.read_expected", **values, pct=point.share(), base=point.base or 0)
    if chart.kind in ("share", "shares") and point.base:
        return t(
            "chart.read_share",
            **values | {"column": _quote(point.column, t)},
            pct=point.share(),
            count=point.number(t),
            base=point.base,
        )
    if point.pct is None or not point.base:
        return t("chart.read", **values, count=point.number(t))
    return t("chart.read_of", **values, count=point.number(t), pct=point.share(), base=point.base)


def summary(chart: Chart, t: Texts) -> str:
    """Say the main figures of a chart, for those who do not see it."""
    columns, points = chart.columns, chart.points
    if not columns:
        return t("chart.empty")
    if chart.kind == "line":
        parts = []
        for swatch in chart.swatches:
            line = [point for point in points if point.code == swatch.code]
            top = max(line, key=lambda point: point.value)
            parts.append(
                t(
                    "chart.line_summary",
                    label=swatch.label,
                    first=line[0].column,
                    start=line[0].value,
                    last=line[-1].column,
                    end=line[-1].value,
                    top=top.value,
                    when=top.column,
                )
            )
        return " ".join(parts)
    if chart.kind == "ranked":
        return t("chart.ranked_summary", list=_list(points[:5], t))
    chosen = (
        columns if chart.kind in ("share", "shares") else dict.fromkeys((columns[0], columns[-1]))
    )
    return " ".join(
        t(
            "chart.stack_summary",
            column=column,
            list=_list(
                sorted(
                    (point for point in points if point.column == column and point.value),
                    key=lambda point: -point.value,
                )[:3],
                t,
            ),
        )
        for column in dict.fromkeys(chosen)
    )


def _list(points: Sequence[Point], t: Texts) -> str:
    return ", ".join(f"{point.label} {point.shown(t)}" for point in points)


def _share(point: Point, t: Texts) -> str:
    """Return the share where there is one, else the number."""
    return f"{point.pct}%" if point.pct is not None else t.number(point.value)


def _quoted(point: Point, t: Texts) -> str:
    return _quote(point.label, t)


def _quote(label: str, t: Texts) -> str:
    """Set a label apart: a sentence cannot bend it."""
    return t("chart.quoted", label=label)
