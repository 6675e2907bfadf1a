"""What leads to every published cell: the steps of its population, and its condition in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.conditions import (
    ALL,
    Branch,
    ExhibitSql,
    read_exhibit_sql,
)
from slachtoffermonitor.site.data import Cell, Exhibit, Step, Warehouse
from slachtoffermonitor.site.proof import Proof, read_proof
from slachtoffermonitor.warehouse import open_warehouse

EXHIBITS: Final = "models/marts/exhibits"

UNITS: Final = {
    "fct_known_victim_years": "victims",
    "fct_known_notifications": "notifications",
    "fct_known_police_unit_notifications": "police_unit_notifications",
}
"""What a row of a fact is, for every fact that exhibits count."""

POPULATION: Final = "fct_known_victim_years"
"""The fact whose rows the steps of the analysis population lead to."""

NOT_COUNTED: Final = "not_counted"
NUMBER: Final = "number"


@dataclass(frozen=True)
class ColumnYears:
    """What a column of an exhibit covers.

    Attributes:
        years: the first and the last calendar year.
        form: the form of trafficking; empty where it covers all.
    """

    years: tuple[int, int]
    form: str


@dataclass(frozen=True)
class Sources:
    """What the traces are told from, beside the cells themselves.

    Attributes:
        steps: the steps from all known victims to the analysis population.
        exhibits: what the SQL of each exhibit counts, by the exhibit's code.
        columns: what each column covers, by exhibit, edition, kind and code.
        facts: the rows of each fact by edition and calendar year, without those whom a rule leaves
            out that is in force in the edition.
        rules: the exclusion rules that are in force in each edition.
        proof: what the traces end in.
    """

    steps: Sequence[Step]
    exhibits: Mapping[str, ExhibitSql]
    columns: Mapping[tuple[str, str, str, str], ColumnYears]
    facts: Mapping[tuple[str, str, int], int]
    rules: Mapping[str, Sequence[str]]
    proof: Proof = field(default_factory=Proof)


@dataclass(frozen=True)
class ChainStep:
    """A step from all known victims to a number.

    Attributes:
        code: what it is called.
        unit: what it counts.
        rule: the rule that it follows; empty where it follows none.
        is_total: whether it says how many there are, not how many go.
        count: how many there are, or go.
    """

    code: str
    unit: str
    rule: str
    is_total: bool
    count: int


@dataclass(frozen=True)
class Trace:
    """What leads to a cell.

    Attributes:
        cell: the cell.
        counted: the cell whose members it has: itself, or where it is no count the row that it is
            computed from.
        branch: what the row of `counted` counts.
        row_condition: what makes a member one of that row, beside the branch.
        column_condition: what makes a member one of the column.
        steps: from all known victims to the members.
    """

    cell: Cell
    counted: Cell
    branch: Branch
    row_condition: str
    column_condition: str
    steps: tuple[ChainStep, ...]


def read_sources(database: Path, root: Path, warehouse: Warehouse) -> Sources:
    """Read what the traces are told from.

    Raises:
        ProjectError: there is no complete warehouse, or an exhibit's file cannot be read.
    """
    exhibits = {}
    for exhibit in warehouse.exhibits:
        text = (root / model_file(exhibit)).read_text(encoding="utf-8")
        exhibits[exhibit.code] = read_exhibit_sql(exhibit.model_name, text)
    with open_warehouse(database) as connection:
        columns = connection.execute(
            "select exhibit_code, edition_code, column_kind, column_code, year_from, year_to "
            "from marts.dim_exhibit_columns"
        ).fetchall()
        facts = {
            (fact, edition, year): count
            for fact in UNITS
            for edition, year, count in connection.execute(
                "select years.edition_code, facts.notification_year, count(*) "
                f"from marts.{fact} as facts "
                "inner join marts.dim_edition_years as years using (notification_year) "
                "left join marts.bridge_edition_rules as rules "
                "on years.edition_code = rules.edition_code "
                "and facts.exclusion_rule_id = rules.exclusion_rule_id "
                "where rules.exclusion_rule_id is null group by all"
            ).fetchall()
        }
        rules: dict[str, list[str]] = {}
        for edition, rule in connection.execute(
            "select edition_code, exclusion_rule_id from marts.bridge_edition_rules order by all"
        ).fetchall():
            rules.setdefault(edition, []).append(rule)
        ends = read_proof(connection)
    return Sources(
        warehouse.steps,
        exhibits,
        {
            (exhibit, edition, kind, code): ColumnYears(
                (first, last), code if kind == "trafficking_form" else ""
            )
            for exhibit, edition, kind, code, first, last in columns
        },
        facts,
        rules,
        ends,
    )


def traces_of(
    warehouse: Warehouse, sources: Sources, exhibit: str, edition: str
) -> dict[str, Trace]:
    """Return the traces of the cells of an exhibit in an edition, by the cell's name in links.

    Raises:
        ProjectError: the exhibit's SQL does not say what a row counts.
    """
    cells = warehouse.of(exhibit, edition)
    counts = {place_of(cell): cell for cell in cells if cell.unit_count is not None}
    sql = sources.exhibits[exhibit]
    found = {}
    for cell in cells:
        counted = _counted(warehouse, counts, cell)
        branch = sql.branch_of(counted.row_kind, counted.row_code)
        if branch is None or branch.fact not in UNITS:
            raise ProjectError(
                f"The SQL of {exhibit} does not say what the row {counted.row_kind}, "
                f"{counted.row_code} counts (site/chains.py)."
            )
        column = sources.columns[exhibit, edition, cell.column_kind, cell.column_code]
        found[cell.id] = Trace(
            cell,
            counted,
            branch,
            branch.row_condition(counted.row_code),
            branch.column_condition(
                edition, sources.rules.get(edition, ()), column.years, column.form
            ),
            chain_of(sources, edition, branch, column, counted),
        )
    return found


def place_of(cell: Cell) -> tuple[str, str, str, str]:
    """Return where a cell stands: kind and code of its column and of its row."""
    return (cell.column_kind, cell.column_code, cell.row_kind, cell.row_code)


def _counted(
    warehouse: Warehouse, counts: Mapping[tuple[str, str, str, str], Cell], cell: Cell
) -> Cell:
    """Return the cell whose members a cell has.

    What is no count is computed from its own row, where this is counted too; else from the row that
    is its 100 percent; else from the total.
    """
    kind = warehouse.row_kind(cell.exhibit_code, cell.row_kind, cell.measure)
    rows = (
        (cell.row_kind, cell.row_code),
        (kind.base_row_kind, kind.base_row_code),
        ("total", "total"),
    )
    for row in rows:
        if found := counts.get((cell.column_kind, cell.column_code, *row)):  # type: ignore[arg-type]
            return found
    raise ProjectError(f"Nobody knows who stands behind {cell.exhibit_code}, {cell.id}.")


def chain_of(
    sources: Sources,
    edition: str,
    branch: Branch,
    column: ColumnYears,
    counted: Cell,
) -> tuple[ChainStep, ...]:
    """Return the steps from all known victims in the years of a column to the members of a cell."""
    first, last = column.years
    chain = []
    sums: dict[str, int] = {}
    known = [
        step
        for step in sources.steps
        if step.edition_code == edition and step.column_kind == "year"
    ]
    for step in sorted(known, key=lambda step: step.step_order):
        if first <= int(step.column_code) <= last:
            sums[step.step_code] = sums.get(step.step_code, 0) + step.victim_count
    rules = {step.step_code: step.rule_id for step in known}
    left = 0
    for place, (code, count) in enumerate(sums.items()):
        is_total = place in (0, len(sums) - 1)
        if place and branch.leaves_out != ALL and code not in branch.leaves_out:
            continue
        chain.append(ChainStep(code, "victims", rules[code], is_total, count))
        left = count if is_total else left + count
    unit = UNITS[branch.fact]
    if branch.fact != POPULATION:
        years = range(first, last + 1)
        left = sum(sources.facts.get((branch.fact, edition, year), 0) for year in years)
        chain.append(ChainStep(branch.fact, unit, "", True, left))
    number = counted.unit_count or 0
    if number != left:
        chain.append(ChainStep(NOT_COUNTED, unit, "", False, number - left))
    chain.append(ChainStep(NUMBER, counted.measure, "", True, number))
    return tuple(chain)


def model_file(exhibit: Exhibit) -> str:
    """Return the file of an exhibit, from the project's root."""
    return f"{EXHIBITS}/{exhibit.model_name}.sql"


def filled(query: str, cell: Cell) -> str:
    """Return a query on the members of a cell with the cell's codes in its blanks."""
    return query.format(
        edition_code=cell.edition_code,
        exhibit_code=cell.exhibit_code,
        column_kind=cell.column_kind,
        column_code=cell.column_code,
        row_kind=cell.row_kind,
        row_code=cell.row_code,
    )
