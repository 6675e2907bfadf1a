"""Checks a table before its numbers leave: parts and wholes, one basis, years.

A table is long: a row for each number, a column for each attribute. An attribute has a word for
everybody (`Total`), and that row is the whole of the others (docs/table-check.md).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.verify.text import value_of

VALUE: Final = (
    *("txtvalue", "obs_value", "unit_count", "value", "printed_value", "waarde", "aantal"),
    *("number", "count", "victims", "slachtoffers", "n"),
)
"""Names of the column with the number, the first that a table has."""

YEAR: Final = ("year", "reported_year", "jaar", "time_period", "period", "periode", "column_code")
KIND_OF: Final = {"dimension": "category", "row_kind": "row_code", "column_kind": "column_code"}
"""Columns that say what kind of member stands in another: members of one kind make one whole."""

REMARKS: Final = re.compile(
    r"source|bron|notes?|opmerking|remark|footnote|\w*row_id|\w*_order|(?:row|line)_number|base|pct"
    r"|data_status|unit of measurement|.*label.*"
)
"""Columns that say nothing about who is counted; so do labels."""

EVERYBODY: Final = frozenset(
    ["total", "totaal", "all", "alle", "everybody", "iedereen", "both", "beide", "_t", "edition"]
)
UNKNOWN: Final = re.compile(r"unknown|onbekend|not stated|not known|niet bekend|ONB", re.IGNORECASE)
EXHAUSTIVE: Final = re.compile(r"sex|gender|geslacht|^age|leeftijd|^adult", re.IGNORECASE)
"""Attributes that everybody has: their parts are the whole, with a row for who is not known."""

OVERLAPPING: Final = re.compile(
    r".*\b(?:form|forms|vorm|vormen|type|types)\b.*|any_form|population_line|coverage",
    re.IGNORECASE,
)
"""Attributes and kinds in which one person can be counted twice: a victim of two forms."""

NOT_COUNTS: Final = frozenset(["rank", "mean_age", "persons", "percent", "share"])
ENDLESS: Final = 10**15


Members = tuple[tuple[str, str, str], ...]
"""Attribute, kind and member."""

Place = tuple[tuple[tuple[str, str], ...], Members, str]
"""What is compared, who is counted, and the year: where a number stands."""

Kinds = tuple[tuple[str, str], ...]
"""Attribute and kind."""


@dataclass(frozen=True)
class Fault:
    """Something of a table that cannot be.

    Attributes:
        kind: above, short, years, repeated or copied.
        where: the row of the whole, in the words of the table.
        lines: of the file, that of the whole first.
        sentence: what is wrong, with the numbers.
    """

    kind: str
    where: str
    lines: tuple[int, ...]
    sentence: str


@dataclass(frozen=True)
class Row:
    """A number of the table.

    Attributes:
        line: of the file.
        printed: as the table has it.
        low: the least it can be; `<5` hides 0 to 4.
        high: the most it can be.
        table: what must be the same for numbers to be compared, such as the indicator.
        members: column -> kind and member; members of columns that hold everybody are left out.
        year: as the table has it, or empty.
    """

    line: int
    printed: str
    low: int
    high: int
    table: tuple[tuple[str, str], ...]
    members: Members
    year: str

    @property
    def where(self) -> str:
        """The row in the words of the table."""
        parts = [self.year, *(value for _, value in self.table)]
        parts += [member for _, _, member in self.members] or ["total"]
        return ", ".join(part for part in parts if part)


def check_file(file: Path, exclusive: Iterable[str] = ()) -> tuple[int, list[Fault]]:
    """Check a table in a CSV file; return the number of its rows and its faults.

    Args:
        file: in UTF-8, with comma or semicolon.
        exclusive: attributes or kinds in which nobody is counted twice, although their names speak
            of forms.

    Raises:
        ProjectError: it cannot be read as a long table.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ProjectError(f"The table {file} is not in UTF-8; save it as UTF-8.") from None
    delimiter = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    records = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    rows = _rows(records, file)
    return len(rows), check(rows, exclusive)


def check(rows: list[Row], exclusive: Iterable[str] = ()) -> list[Fault]:
    """Return the faults of a table, in the order of its rows."""
    exclusive = {name.lower() for name in exclusive}
    faults = [*_repeated(rows), *_copied(rows), *_years(rows)]
    for whole, chosen, parts in _wholes(rows):
        overlaps = any(
            OVERLAPPING.fullmatch(word) and word.lower() not in exclusive
            for pair in chosen
            for word in pair
        )
        faults += _held(whole, [name for name, _ in chosen], parts, overlaps)
    return sorted(set(faults), key=lambda fault: (fault.lines, fault.kind, fault.sentence))


def _rows(records: list[dict[str, str]], file: Path) -> list[Row]:
    names = {name.strip().lower(): name for name in (records[0] if records else {}) if name}
    value = next((names[name] for name in VALUE if name in names), None)
    if value is None:
        raise ProjectError(
            f"The table {file} has no column with numbers; name it one of {', '.join(VALUE)}."
        )
    year = next((name for name in YEAR if name in names and names[name] != value), "")
    kinds = {kind: of for kind, of in KIND_OF.items() if kind in names and of in names}
    columns = [
        name for name in names if name not in (year, *kinds, *VALUE) and not REMARKS.fullmatch(name)
    ]
    words = {name: {_word(record, names[name]) for record in records} for name in columns}
    attributes = [name for name in columns if name in kinds.values() or words[name] & EVERYBODY]
    rows = []
    for line, record in enumerate(records, 2):
        if _word(record, names.get("measure", "")) in NOT_COUNTS:
            continue
        members = []
        for name in attributes:
            kind = next((_word(record, names[key]) for key, of in kinds.items() if of == name), "")
            if _word(record, names[name]) not in EVERYBODY and kind not in EVERYBODY:
                members.append((name, kind, (record[names[name]] or "").strip()))
        of_year = (record[names[year]] or "").strip() if year else ""
        # A column of our own exhibits is a year, a period, or a form over the whole edition.
        if year == "column_code" and _word(record, names["column_kind"]) == "trafficking_form":
            members.append(("column_code", "trafficking_form", of_year))
            of_year = (record[names["edition_code"]] or "").strip()
        low, high = _bounds((record[value] or "").strip())
        rows.append(
            Row(
                line=line,
                printed=(record[value] or "").strip(),
                low=low,
                high=high,
                table=tuple(
                    (name, (record[names[name]] or "").strip())
                    for name in columns
                    if name not in attributes and len(words[name]) > 1
                ),
                members=tuple(members),
                year=of_year,
            )
        )
    return rows


def _word(record: dict[str, str], name: str) -> str:
    return (record.get(name) or "").strip().lower()


def _bounds(printed: str) -> tuple[int, int]:
    """Return the least and the most that a number can be; nothing printed can be anything."""
    if hidden := re.fullmatch(r"<\s*(\d+)", printed):
        return 0, int(hidden[1]) - 1
    if not re.fullmatch(r"-?\d[\d., ]*", printed):
        return 0, ENDLESS
    number = value_of(printed.replace(" ", ""))
    return int(number), int(number)


def _repeated(rows: list[Row]) -> Iterator[Fault]:
    places: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        places[row.table, row.members, row.year].append(row)
    for same in places.values():
        if len(same) > 1:
            numbers = ", ".join(row.printed for row in same)
            yield Fault(
                "repeated",
                same[0].where,
                tuple(row.line for row in same),
                f"There are several numbers for it: {numbers}.",
            )


def _copied(rows: list[Row]) -> Iterator[Fault]:
    """A category that has the numbers of an earlier year in every cell was copied."""
    tables: dict[tuple[object, ...], dict[str, dict[Members, Row]]] = defaultdict(dict)
    for row in rows:
        if row.members:
            of_years = tables[row.table, row.members[0]]
            of_years.setdefault(row.year, {})[row.members[1:]] = row
    for of_years in tables.values():
        for earlier, later in combinations(sorted(of_years), 2):
            there, here = of_years[earlier], of_years[later]
            printed = [row for row in here.values() if row.low > 0 and row.high < ENDLESS]
            if len(printed) > 2 and {cell: row.printed for cell, row in here.items()} == {
                cell: row.printed for cell, row in there.items()
            }:
                lines = tuple(sorted(row.line for row in here.values()))
                where = min(here.values(), key=lambda row: row.line).where
                sentence = f"All {len(here)} numbers are those of {earlier}."
                yield Fault("copied", where, lines, sentence)


def _years(rows: list[Row]) -> Iterator[Fault]:
    """The years of a period add up to it."""
    by_place: dict[tuple[object, ...], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_place[row.table, row.members][row.year] = row
    for places in by_place.values():
        for period, whole in places.items():
            span = re.fullmatch(r"(\d{4})\s*[-–/]\s*(\d{4})", period)
            single = [year for year in places if re.fullmatch(r"\d{4}", year)]
            if span:
                years = [str(year) for year in range(int(span[1]), int(span[2]) + 1)]
            elif period.lower() in EVERYBODY:
                years = sorted(single)
            else:
                continue
            parts = [places[year] for year in years if year in places]
            if len(parts) < 2 or len(parts) < len(years):
                continue
            low, high = sum(row.low for row in parts), sum(row.high for row in parts)
            if low > whole.high or high < whole.low:
                yield Fault("years", whole.where, _lines(whole, parts), _sum(whole, parts))


def _wholes(rows: list[Row]) -> Iterator[tuple[Row, Kinds, list[Row]]]:
    """Yield every whole with a group of parts: members of one kind of one or more attributes.

    Parts that have a whole nearer to them stand below that one. A row of which nothing is known
    (sex unknown, age unknown) is a part by each attribute by itself.
    """
    places: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        places[row.table, row.members, row.year].append(row)
    groups: dict[tuple[Place, Kinds], list[Row]] = defaultdict(list)
    for row in rows:
        for size in range(1, len(row.members) + 1):
            for chosen in combinations(row.members, size):
                kinds = tuple((name, kind) for name, kind, _ in chosen)
                if size == 1 or not _has_nearer(row, chosen, places):
                    groups[(row.table, _without(row, chosen), row.year), kinds].append(row)
        nothing_known = all(UNKNOWN.search(member) for _, _, member in row.members)
        if len(row.members) > 1 and nothing_known and not _has_nearer(row, row.members, places):
            for name, kind, _ in row.members:
                groups[(row.table, (), row.year), ((name, kind),)].append(row)
    for (place, kinds), parts in groups.items():
        # Nobody can say which of several numbers is the whole.
        if len(places.get(place, ())) == 1:
            yield places[place][0], kinds, parts


def _without(row: Row, chosen: Members) -> Members:
    return tuple(member for member in row.members if member not in chosen)


def _has_nearer(row: Row, chosen: Members, places: Mapping[Place, list[Row]]) -> bool:
    return any((row.table, _without(row, (one,)), row.year) in places for one in chosen)


def _held(whole: Row, columns: list[str], parts: list[Row], overlaps: bool) -> Iterator[Fault]:
    above = [part for part in parts if part.low > whole.high]
    for part in above:
        yield Fault(
            "above",
            whole.where,
            (whole.line, part.line),
            f"{part.where} has {part.printed}, more than the {whole.printed} of all.",
        )
    if len(parts) < 2 or overlaps:
        return
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    if low > whole.high and not above:
        yield Fault("above", whole.where, _lines(whole, parts), _sum(whole, parts))
    has_rest = any(
        UNKNOWN.search(member)
        for part in parts
        for name, _, member in part.members
        if name in columns
    )
    if high < whole.low and len(columns) == 1 and (has_rest or EXHAUSTIVE.search(columns[0])):
        rest = "." if has_rest else ", or a row for who is not known is missing."
        yield Fault(
            "short",
            whole.where,
            _lines(whole, parts),
            f"{_sum(whole, parts)} The parts are on another basis than the total{rest}",
        )


def _lines(whole: Row, parts: list[Row]) -> tuple[int, ...]:
    return (whole.line, *(part.line for part in parts))


def _sum(whole: Row, parts: list[Row]) -> str:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    total = f"{low:,}" if low == high else f"{low:,} to {high:,}" if high < ENDLESS else f"{low:,}+"
    shown = " + ".join(part.printed or "?" for part in parts[:12])
    shown += f" + {len(parts) - 12} more" if len(parts) > 12 else ""
    more = low > whole.high
    return f"{shown} = {total}, {'more' if more else 'less'} than {whole.printed}."
