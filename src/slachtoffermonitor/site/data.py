"""What the site shows, read from a finished warehouse. Nothing is computed that a mart holds.

Everything is read once, ordered, and without any value about a single person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.site.chart_facts import Facts, read_facts
from slachtoffermonitor.warehouse import Accepted, is_synthetic, open_warehouse, read_acceptances

PRINTED: Final = "printed"
DIFFERS: Final = "differs"
NOT_PRINTED: Final = "not_printed"
VERDICTS: Final = ("reproduced", "contradicted_by_source", "not_derivable", "unexplained")


_PLAIN_NAME: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9._/+-]{1,30}")
"""A name of a delivery that is published as it is: one word with a number in it, such as a year.
Others may say who."""


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

    def row_kind(self, exhibit: str, kind: str, measure: str) -> RowKind:
        """Return a kind of row of an exhibit."""
        return next(
            row
            for row in self.row_kinds
            if (row.exhibit_code, row.row_kind, row.measure) == (exhibit, kind, measure)
        )


_CELLS: Final = """
    select
        cells.edition_code, cells.exhibit_code,
        cells.column_kind, cells.column_code, cells.column_label_nl, cells.column_label_en,
        cells.row_kind, cells.row_code, cells.row_label_nl, cells.row_label_en,
        cells.measure, cells.value, cells.unit_count, cells.base, cells.pct,
        prints.value_in_print, prints.printed_value, prints.share_in_print, prints.printed_share,
        coalesce(prints.claim_ids, '')
    from all_exhibits as cells
    inner join marts.dim_exhibits as exhibits using (exhibit_code)
    inner join marts.published_cells_in_print as prints
        using (
            edition_code, exhibit_code, column_kind, column_code, row_kind, row_code, measure
        )
    order by
        cells.edition_code, exhibits.sort_order, cells.column_order, cells.column_kind,
        cells.row_order, cells.unit_count is null, cells.measure
"""


def read_warehouse(database: Path) -> Warehouse:
    """Read everything that the site shows.

    Raises:
        ProjectError: there is no complete warehouse, or another program writes it.
    """
    with open_warehouse(database) as connection:
        _view_of_exhibits(connection)
        return Warehouse(
            synthetic=is_synthetic(connection),
            editions=_editions(connection),
            exhibits=_exhibits(connection),
            row_kinds=tuple(
                RowKind(*row)
                for row in _rows(
                    connection,
                    "select exhibit_code, row_kind, measure, base_row_kind, base_row_code "
                    "from reference.ref_exhibit_rows order by exhibit_code, kind_order, measure",
                )
            ),
            cells=tuple(_cells(connection)),
            claims=tuple(Claim(*row) for row in _rows(connection, _CLAIMS)),
            contradictions=tuple(_contradictions(connection)),
            fates=tuple(_fates(connection)),
            steps=tuple(
                Step(*row)
                for row in _rows(
                    connection,
                    "select edition_code, column_kind, column_code, step_order, step_code, "
                    "rule_id, victim_count from audit.aud_population_steps order by all",
                )
            ),
            revisions=tuple(_revisions(connection)),
            revision_counts=tuple(
                RevisionCount(*row)
                for row in _rows(
                    connection,
                    "select exhibit_code, earlier_edition_code, later_edition_code, count(*), "
                    "count(*) filter (where is_revised) from audit.aud_revisions "
                    "inner join marts.dim_exhibits using (exhibit_code) "
                    "group by exhibit_code, earlier_edition_code, later_edition_code, sort_order "
                    "order by sort_order, earlier_edition_code, later_edition_code",
                )
            ),
            effects=tuple(_effects(connection)),
            acceptances=tuple(read_acceptances(connection)),
            facts=read_facts(connection),
        )


_CLAIMS: Final = """
    select
        claims.claim_id, claims.duplicate_of, claims.document_code, claims.document_title,
        claims.locator, claims.line_number, claims.edition_code, claims.description,
        claims.printed, claims.computed, claims.verdict, claims.contradiction_id, claims.reason,
        claims.how_computed, claims.comparison_rule, claims.tolerance_reason, claims.figure_source,
        case when claims.document_code = 'SM' then (
            select max_by(exhibits.exhibit_code, exhibits.source_line)
            from reference.ref_exhibits as exhibits
            where exhibits.source_line <= claims.line_number
        ) end as exhibit_code
    from audit.aud_reconciliation as claims
    order by claims.claim_id
"""


def _view_of_exhibits(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay all exhibits, which have the same columns, below each other."""
    exhibits = _rows(connection, "select model_name from marts.dim_exhibits order by sort_order")
    union = " union all ".join(f'select * from marts."{name}"' for (name,) in exhibits)
    connection.execute(f"create temp view all_exhibits as {union}")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _editions(connection: duckdb.DuckDBPyConnection) -> tuple[Edition, ...]:
    rows = _rows(
        connection,
        "select edition_code, year_from, year_to, first_covered_year, label_nl, label_en, "
        "is_complete, is_default_edition, printed_number_count from marts.dim_editions "
        "order by year_to, edition_code",
    )
    return tuple(
        Edition(code, first, last, covered, Labels(nl, en), *rest)
        for code, first, last, covered, nl, en, *rest in rows
    )


def _exhibits(connection: duckdb.DuckDBPyConnection) -> tuple[Exhibit, ...]:
    rows = _rows(
        connection,
        "select exhibit_code, number_nl, number_en, title_nl, title_en, model_name, "
        "source_section, main_measure, chart_kind from marts.dim_exhibits "
        "where exhibit_code in (select exhibit_code from marts.published_cells) "
        "order by sort_order",
    )
    return tuple(
        Exhibit(code, Labels(number_nl, number_en), Labels(title_nl, title_en), *rest)
        for code, number_nl, number_en, title_nl, title_en, *rest in rows
    )


def _cells(connection: duckdb.DuckDBPyConnection) -> Iterable[Cell]:
    for row in _rows(connection, _CELLS):
        edition, exhibit, column_kind, column_code, column_nl, column_en, *rest = row
        row_kind, row_code, row_nl, row_en, *amounts = rest
        yield Cell(
            edition,
            exhibit,
            column_kind,
            column_code,
            Labels(column_nl, column_en),
            row_kind,
            row_code,
            Labels(row_nl, row_en),
            *amounts,
        )


def _contradictions(connection: duckdb.DuckDBPyConnection) -> Iterable[Contradiction]:
    for (
        code,
        kind,
        severity,
        statement,
        arithmetic,
        ruling,
        finding,
        claims,
        refuted,
        count,
    ) in _rows(
        connection,
        "select contradiction_id, kind_code, severity_code, statement, arithmetic, ruling, "
        "coalesce(witness_finding, ''), coalesce(claim_ids, ''), "
        "coalesce(contradicted_claim_ids, ''), reproduced_count "
        "from audit.aud_contradictions order by contradiction_id",
    ):
        yield Contradiction(
            code,
            kind,
            severity,
            statement,
            arithmetic,
            ruling,
            finding,
            tuple(claims.split()),
            tuple(refuted.split()),
            count,
        )


def _delivery_name(text: str, names: dict[str, str]) -> str:
    """Return the name of a delivery, or its number where the name is a text that says more."""
    if text and not _PLAIN_NAME.fullmatch(text):
        return names.setdefault(text, f"({len(names) + 1})")
    return text


def _fates(connection: duckdb.DuckDBPyConnection) -> Iterable[Fate]:
    unnamed: dict[str, str] = {}
    for delivery, table, order, code, nl, en, rule, reason_nl, reason_en, count in _rows(
        connection,
        "select fates.delivery_id, fates.source_table, fates.step_order, fates.fate_code, "
        "fates.fate_label_nl, fates.fate_label_en, fates.rule_id, reasons.label_nl, "
        "reasons.label_en, fates.record_count from audit.aud_waterfall as fates "
        "left join reference.ref_rejection_reasons as reasons using (rejection_reason_code) "
        "order by all",
    ):
        reason = Labels(reason_nl, reason_en) if reason_nl else None
        yield Fate(
            _delivery_name(delivery or "", unnamed),
            table,
            order,
            code,
            Labels(nl, en),
            rule,
            reason,
            count,
        )


def _revisions(connection: duckdb.DuckDBPyConnection) -> Iterable[Revision]:
    for exhibit, year, nl, en, *rest in _rows(
        connection,
        "select revisions.exhibit_code, revisions.year_code, cells.row_label_nl, "
        "cells.row_label_en, revisions.measure, revisions.earlier_edition_code, "
        "revisions.later_edition_code, revisions.earlier_value, revisions.later_value, "
        "revisions.revision, revisions.causes from audit.aud_revisions as revisions "
        "inner join marts.dim_exhibits as exhibits using (exhibit_code) "
        "inner join all_exhibits as cells on revisions.exhibit_code = cells.exhibit_code "
        "and revisions.later_edition_code = cells.edition_code and cells.column_kind = 'year' "
        "and revisions.year_code = cells.column_code and revisions.row_kind = cells.row_kind "
        "and revisions.row_code = cells.row_code and revisions.measure = cells.measure "
        "inner join marts.dim_editions as earlier "
        "on revisions.earlier_edition_code = earlier.edition_code "
        "inner join marts.dim_editions as later "
        "on revisions.later_edition_code = later.edition_code "
        "where revisions.is_revised and later.year_to = earlier.year_to + 1 "
        "order by exhibits.sort_order, revisions.earlier_edition_code, "
        "revisions.later_edition_code, revisions.year_code, cells.row_order",
    ):
        yield Revision(exhibit, year, Labels(nl, en), *rest)


def _effects(connection: duckdb.DuckDBPyConnection) -> Iterable[Effect]:
    for rule, nl, en, *rest in _rows(
        connection,
        "select rule_id, reading_nl, reading_en, edition_code, figure_code, adopted_count, "
        "other_count, difference from audit.aud_ruling_effects where column_kind = 'edition' "
        "order by rule_id, reading_code, figure_code, edition_code",
    ):
        yield Effect(rule, Labels(nl, en), *rest)
