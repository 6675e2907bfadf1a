"""Reads what the site shows from a finished warehouse. Nothing is computed that a mart holds.

Everything is read once, ordered, and without any value about a single person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import duckdb

from slachtoffermonitor.site.chart_facts import read_facts
from slachtoffermonitor.site.data import (
    Cell,
    Claim,
    Contradiction,
    Edition,
    Effect,
    Exhibit,
    Fate,
    Labels,
    Revision,
    RevisionCount,
    RowKind,
    Step,
    Warehouse,
)
from slachtoffermonitor.warehouse import (
    is_synthetic,
    open_warehouse,
    question,
    read_acceptances,
)

_PLAIN_NAME: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9._/+-]{1,30}")
"""A name of a delivery that is published as it is: one word with a number in it, such as a year.
Others may say who."""


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
            claims=tuple(Claim(*row) for row in _rows(connection, question("site", "claims"))),
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
    for row in _rows(connection, question("site", "cells")):
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
