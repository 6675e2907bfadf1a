"""What a trace ends in: the condition in words, some members, and what the documents print.

Members are shown only of a synthetic register, and without any key: they are made up. Of a
delivered register a page holds counts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import duckdb

from slachtoffermonitor.site.claims import say
from slachtoffermonitor.site.data import Cell, Labels, Warehouse
from slachtoffermonitor.site.texts import Texts
from slachtoffermonitor.warehouse import is_synthetic

MEMBERS_SHOWN: Final = 5
"""How many members of a number a page shows."""

ATTRIBUTES: Final = {
    "trafficking_form": ("trafficking_form_code", "dim_trafficking_forms"),
    "gender": ("gender_code", "dim_genders"),
    "age_band": ("age_band_code", "dim_age_bands"),
    "nationality": ("nationality_code", "dim_nationalities"),
}
"""What a page tells of a member beside the year: column of the facts and list of its labels."""

Place = tuple[str, str, str, str]
"""Column and row of a cell: kind and code of each."""


@dataclass(frozen=True)
class Proof:
    """What the traces end in.

    Attributes:
        members: some members by exhibit, edition and place: the year and a code per attribute;
            none of a delivered register.
        labels: what the codes of each attribute are called.
    """

    members: Mapping[tuple[str, str, Place], Sequence[tuple[int | str, ...]]] = field(
        default_factory=dict
    )
    labels: Mapping[str, Mapping[str, Labels]] = field(default_factory=dict)


def read_proof(connection: duckdb.DuckDBPyConnection) -> Proof:
    """Read what the traces end in from a finished warehouse."""
    if not is_synthetic(connection):
        return Proof()
    members: dict[tuple[str, str, Place], list[tuple[int | str, ...]]] = {}
    for exhibit, edition, *rest in connection.execute(_MEMBERS).fetchall():
        members.setdefault((exhibit, edition, tuple(rest[:4])), []).append(tuple(rest[4:]))
    labels = {
        name: {
            code: Labels(nl, en)
            for code, nl, en in connection.execute(
                f"select {column}, label_nl, label_en from marts.{table} order by all"
            ).fetchall()
        }
        for name, (column, table) in ATTRIBUTES.items()
    }
    return Proof(members, labels)


_MEMBERS: Final = f"""
    with members as (
        select
            members.*,
            row_number() over (
                partition by all_but_key order by members.member_key
            ) as place
        from (
            select *, (
                exhibit_code, edition_code, column_kind, column_code, row_kind, row_code
            ) as all_but_key
            from audit.aud_cell_members
        ) as members
        qualify place <= {MEMBERS_SHOWN}
    )
    select
        members.exhibit_code, members.edition_code, members.column_kind, members.column_code,
        members.row_kind, members.row_code, victims.notification_year,
        {", ".join(f"victims.{column}" for column, _ in ATTRIBUTES.values())}
    from members
    inner join marts.fct_known_victim_years as victims
        on split_part(members.member_key, ':', 1) = victims.victim_year_key
    order by all
"""


def numbers(
    proof: Proof,
    cells: Sequence[Cell],
    rows: Mapping[tuple[str, str], int],
    columns: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    """Return what an exhibit's traces end in, without words.

    `printed` holds by cell the printed number, the printed percentage and the claims. `people`
    holds every shown member once; `members` the places of those of a row and column.
    """
    exhibit, edition = cells[0].exhibit_code, cells[0].edition_code
    printed = {
        cell.id: [plain(cell.printed_value), plain(cell.printed_share), cell.claim_ids.split()]
        for cell in cells
        if cell.claim_ids
    }
    people: dict[tuple[int | str, ...], int] = {}
    members = {}
    for (of_exhibit, of_edition, place), some in proof.members.items():
        if (of_exhibit, of_edition) != (exhibit, edition):
            continue
        if place[:2] in columns and place[2:] in rows:
            members[f"{rows[place[2:]]}.{columns[place[:2]]}"] = [
                people.setdefault(one, len(people)) for one in some
            ]
    return {"printed": printed, "people": [list(one) for one in people], "members": members}


def words(
    warehouse: Warehouse,
    cells: Sequence[Cell],
    places: Sequence[Iterable[tuple[str, str]]],
    t: Texts,
) -> dict[str, Any]:
    """Return the words for it: of every row and column, and where each claim stands.

    Args:
        warehouse: what the site shows.
        cells: of an exhibit in an edition.
        places: the rows and the columns, in the order of the numbers.
        t: the words of the language.
    """
    rows, columns = places
    edition = cells[0].edition_code
    counted = {
        (cell.row_kind, cell.row_code): cell for cell in cells if cell.unit_count is not None
    }
    spans = {
        (cell.column_kind, cell.column_code): t(
            f"condition.{'form' if cell.column_kind == 'trafficking_form' else 'years'}",
            column=cell.column_label.in_(t.language),
            edition=edition,
        )
        for cell in cells
    }
    wanted = {claim for cell in cells for claim in cell.claim_ids.split()}
    claims = {}
    for one in say(warehouse, (one for one in warehouse.claims if one.claim_id in wanted), t):
        place = one.place.text
        if one.claim.line_number:
            place += f", {t('claim.line', line=str(one.claim.line_number))}"
        claims[one.claim.claim_id] = [place, one.claim.contradiction_id or ""]
    return {
        "conditions": [_condition(counted.get(row), t) for row in rows],
        "spans": [spans[column] for column in columns],
        "claims": claims,
    }


def _condition(cell: Cell | None, t: Texts) -> str:
    """Return what a row counts, in words."""
    if cell is None:
        return ""
    return t(
        f"condition.{cell.row_kind}",
        unit=t(f"trace.unit.{cell.measure}"),
        row=cell.row_label.in_(t.language),
    )


def labels(proof: Proof, t: Texts) -> list[dict[str, str]]:
    """Return what the codes of each attribute of a member are called."""
    return [
        {code: label.in_(t.language) for code, label in found.items()}
        for found in proof.labels.values()
    ]


def plain(value: Decimal | None) -> int | float | None:
    """Return a number for the script: whole where it is, else with at most six decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
