"""What the site shows of a finished warehouse; `reading.py` reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from slachtoffermonitor.site.chart_facts import Facts
from slachtoffermonitor.warehouse import (
    Accepted,
)

PRINTED: Final = "printed"
DIFFERS: Final = "differs"
NOT_PRINTED: Final = "not_printed"
VERDICTS: Final = ("reproduced", "contradicted_by_source", "not_derivable", "unexplained")


@dataclass(frozen=True)
class Labels:
    """The same label in both languages."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Return the label in a language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Edition:
    """Five calendar years that are published together."""

    code: str
    year_from: int
    year_to: int
    first_covered_year: int
    label: Labels
    is_complete: bool
    is_default: bool
    printed_numbers: int


@dataclass(frozen=True)
class Exhibit:
    """A figure or table of the monitor."""

    code: str
    number_label: Labels
    title: Labels
    model_name: str
    source_section: str
    main_measure: str
    chart_kind: str

    def number(self, language: str) -> str:
        """Return what the exhibit is called, such as `Figure 2.1`."""
        return self.number_label.in_(language)


@dataclass(frozen=True)
class Cell:
    """A published cell with the labels of its row and column.

    Attributes:
        value_in_print: whether a document prints the number: `PRINTED`, `DIFFERS` or `NOT_PRINTED`.
        printed_value: what it prints.
        share_in_print: the same of the percentage.
        printed_share: what it prints as percentage.
        claim_ids: the claims that print them, with blanks between.
    """

    edition_code: str
    exhibit_code: str
    column_kind: str
    column_code: str
    column_label: Labels
    row_kind: str
    row_code: str
    row_label: Labels
    measure: str
    value: Decimal | None
    unit_count: int | None
    base: Decimal | None
    pct: int | None
    value_in_print: str = NOT_PRINTED
    printed_value: Decimal | None = None
    share_in_print: str = NOT_PRINTED
    printed_share: Decimal | None = None
    claim_ids: str = ""

    @property
    def share_mark(self) -> str:
        """Whether the percentage is in print; it is when the number is that it follows from."""
        if self.share_in_print == NOT_PRINTED and self.value_in_print == PRINTED:
            return PRINTED
        return self.share_in_print

    @property
    def id(self) -> str:
        """The cell's name in links: unique in its exhibit and edition."""
        return cell_id(
            self.column_kind, self.column_code, self.row_kind, self.row_code, self.measure
        )


def cell_id(column_kind: str, column_code: str, row_kind: str, row_code: str, measure: str) -> str:
    """Return the name of a cell in links, such as `year-2019-gender-v-victims`."""
    parts = ".".join((column_kind, column_code, row_kind, row_code, measure))
    return re.sub(r"\W", "-", parts.lower())


@dataclass(frozen=True)
class RowKind:
    """A kind of row of an exhibit, and the row that is 100 percent of it."""

    exhibit_code: str
    row_kind: str
    measure: str
    base_row_kind: str | None
    base_row_code: str | None


@dataclass(frozen=True)
class Claim:
    """A number that a source document prints, held against the warehouse."""

    claim_id: str
    duplicate_of: str | None
    document_code: str
    document_title: str
    locator: str
    line_number: int | None
    edition_code: str | None
    description: str
    printed: str
    computed: str | None
    verdict: str
    contradiction_id: str | None
    reason: str | None
    how_computed: str | None
    comparison_rule: str | None
    tolerance_reason: str | None
    figure_source: str | None
    exhibit_code: str | None
    """The last exhibit whose caption stands before the claim; none outside the exhibits."""


@dataclass(frozen=True)
class Contradiction:
    """A place where the documents contradict themselves or each other."""

    contradiction_id: str
    kind_code: str
    severity_code: str
    statement: str
    arithmetic: str
    ruling: str
    witness_finding: str
    claim_ids: tuple[str, ...]
    contradicted_claim_ids: tuple[str, ...]
    reproduced_count: int


@dataclass(frozen=True)
class Fate:
    """Records of a delivery that ended in one place."""

    delivery_id: str
    source_table: str
    step_order: int
    fate_code: str
    label: Labels
    rule_id: str | None
    reason: Labels | None
    record_count: int


@dataclass(frozen=True)
class Step:
    """A step from all known victims to the analysis population."""

    edition_code: str
    column_kind: str
    column_code: str
    step_order: int
    step_code: str
    rule_id: str
    victim_count: int


@dataclass(frozen=True)
class Revision:
    """A cell of a calendar year in two editions, one after the other."""

    exhibit_code: str
    year: str
    row_label: Labels
    measure: str
    earlier_edition_code: str
    later_edition_code: str
    earlier_value: Decimal | None
    later_value: Decimal | None
    revision: Decimal | None
    causes: str


@dataclass(frozen=True)
class RevisionCount:
    """How many cells two editions share, and how many of them differ."""

    exhibit_code: str
    earlier_edition_code: str
    later_edition_code: str
    cell_count: int
    revised_count: int


@dataclass(frozen=True)
class Effect:
    """What another reading of a rule would give for a whole edition."""

    rule_id: str
    reading: Labels
    edition_code: str
    figure_code: str
    adopted_count: int
    other_count: int
    difference: int


@dataclass(frozen=True)
class Warehouse:
    """Everything that the pages show."""

    synthetic: bool
    editions: tuple[Edition, ...]
    exhibits: tuple[Exhibit, ...]
    row_kinds: tuple[RowKind, ...]
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    fates: tuple[Fate, ...]
    steps: tuple[Step, ...]
    revisions: tuple[Revision, ...]
    revision_counts: tuple[RevisionCount, ...]
    effects: tuple[Effect, ...]
    acceptances: tuple[Accepted, ...]
    facts: Facts

    @property
    def notice(self) -> str:
        """Which notice every page and picture carries: `synthetic` or `restricted`."""
        return "synthetic" if self.synthetic else "restricted"

    def is_invented(self, cell: Cell) -> bool:
        """Say whether a number is one of a synthetic register that no document prints."""
        return self.synthetic and cell.value_in_print == NOT_PRINTED

    def is_share_invented(self, cell: Cell) -> bool:
        """Say whether a percentage is neither printed nor follows from a printed number."""
        return self.synthetic and cell.share_mark == NOT_PRINTED

    @cached_property
    def _by_exhibit(self) -> dict[tuple[str, str], list[Cell]]:
        found: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.cells:
            found.setdefault((cell.exhibit_code, cell.edition_code), []).append(cell)
        return found

    def of(self, exhibit: str, edition: str) -> Sequence[Cell]:
        """Return the cells of an exhibit in an edition, by column and row."""
        return self._by_exhibit.get((exhibit, edition), [])

    def editions_of(self, exhibit: str) -> list[Edition]:
        """Return the editions in which an exhibit has cells."""
        return [edition for edition in self.editions if self.of(exhibit, edition.code)]

    @property
    def default(self) -> Edition:
        """The edition that is shown where none is chosen."""
        return next(edition for edition in self.editions if edition.is_default)

    def years_of(self, exhibit: str) -> dict[str, list[Cell]]:
        """Return the cells of all years, by year.

        A year is that of the default edition, if it has the year, else that of its last edition:
        two editions may count the same year by other rules.
        """
        found: dict[str, list[Cell]] = {}
        for edition in (*self.editions, self.default):
            years: dict[str, list[Cell]] = {}
            for cell in self.of(exhibit, edition.code):
                if cell.column_kind == "year":
                    years.setdefault(cell.column_code, []).append(cell)
            found |= years
        return dict(sorted(found.items()))

    def row_kind(self, exhibit: str, kind: str, measure: str) -> RowKind:
        """Return a kind of row of an exhibit."""
        return next(
            row
            for row in self.row_kinds
            if (row.exhibit_code, row.row_kind, row.measure) == (exhibit, kind, measure)
        )
