"""Data quality: expectations, tests, bad input, mutants, and the history of builds.

The verdicts come from the warehouse itself (`audit.aud_expectation_results`), and so do the Data
Docs, which the guards' own writer makes anew. The catalogue of bad input and the proof with mutants
are documents that their own tests keep true; their tables are read here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from slachtoffermonitor.guards.catalogue import read_limits
from slachtoffermonitor.guards.docs import VERDICTS, write_docs
from slachtoffermonitor.guards.process import INDEX_PAGE
from slachtoffermonitor.guards.results import Result
from slachtoffermonitor.history import Entry, read
from slachtoffermonitor.site.charts import Chart, Swatch
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.models import (
    GUARD_KINDS,
    LAYERS,
    PROJECT_FILE,
    Guard,
    Project,
    load_project,
)
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.palette import ACCENT
from slachtoffermonitor.site.points import Point
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

DATA_DOCS: Final = "data-docs"
"""Folder of the Data Docs, shared by the languages."""

BAD_INPUT: Final = "docs/bad-input"
MUTATION: Final = "docs/mutation"
DATA_QUALITY: Final = "docs/data-quality"
"""Documents of the project that this section leads to, where they exist."""


@dataclass(frozen=True)
class BadInput:
    """A way to spoil a delivery, and what comes of it."""

    kind: str
    case: str
    spoiled: str
    outcome: str
    what_happens: str


@dataclass(frozen=True)
class Table:
    """A table of a document, as text."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Builds:
    """Builds one after another that gave the same.

    Attributes:
        entry: the last of them.
        first: number of the first of them, from 1.
        last: number of the last of them.
    """

    entry: Entry
    first: int
    last: int


def prepare(database: Path, root: Path, prepared: Path, site: Path) -> None:  # noqa: ARG001
    """Write the Data Docs of the warehouse, once for both languages.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    results = read_results(database)
    if not results:
        return
    with open_warehouse(database) as connection:
        limits, synthetic = read_limits(connection), is_synthetic(connection)
    try:
        gx_version = version_of("great-expectations")
    except PackageNotFoundError:
        gx_version = ""
    write_docs(
        site / DATA_DOCS,
        results,
        limits,
        Path(database.name),
        is_synthetic=synthetic,
        gx_version=gx_version,
    )


def read_results(database: Path) -> list[Result]:
    """Read how the expectations turned out; none where a bare `dbt build` has judged none.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    with open_warehouse(database) as connection:
        rows = connection.execute(
            "select result_order, stage_code, suite_code, expectation_id, expectation_type, "
            "table_name, coalesce(column_name, ''), statement, reason, what_to_do, verdict_code, "
            "checked_count, failing_count, cast(observed_value as varchar), "
            "cast(limit_value as varchar), coalesce(failures_table, '') "
            "from audit.aud_expectation_results order by result_order"
        ).fetchall()
    return [Result(*row) for row in rows]


def read_office_rules(database: Path) -> list[tuple[str, ...]]:
    """Read what the office lays over the lists of the project: file, subject, shipped, own, reason.

    Raises:
        ProjectError: there is no complete warehouse.
    """
    with open_warehouse(database) as connection:
        rows = connection.execute(
            "select file_name, subject, coalesce(shipped_value, ''), office_value, "
            "coalesce(reason, '') from audit.aud_office_rules order by all"
        ).fetchall()
    return [tuple(str(cell) for cell in row) for row in rows]


def pages(material: Material) -> Iterable[Page]:
    """Yield the pages on the quality of the data."""
    t, documents = material.t, material.library.documents
    results = read_results(material.database)
    project = load_project(material.prepared() / PROJECT_FILE)
    cases = read_bad_input(_document(material, BAD_INPUT))
    history = read(material.database)
    builds = gather(history)
    chart = history_chart(history, material)
    outcomes = list(dict.fromkeys(case.outcome for case in cases))
    yield Page(
        path="quality/index",
        template="quality.html.j2",
        title=t("quality.title"),
        section="quality",
        context={
            "results": results,
            "acceptances": material.warehouse.acceptances,
            "office_rules": read_office_rules(material.database),
            "verdicts": [(code, count) for code, count in _count_verdicts(results).items()],
            "suites": list(dict.fromkeys(result.suite_code for result in results)),
            "data_docs": f"{DATA_DOCS}/{INDEX_PAGE}" if results else "",
            "guards": count_guards(project),
            "guard_kinds": GUARD_KINDS,
            "layers": [name for name, _ in LAYERS],
            "case_count": len(cases),
            "outcomes": outcomes,
            "case_counts": _count_cases(cases),
            "mutation": read_tables(_document(material, MUTATION))[:1],
            "mutation_sentence": _sentence(_document(material, MUTATION)),
            "mutation_page": MUTATION if MUTATION in documents else "",
            "quality_page": DATA_QUALITY if DATA_QUALITY in documents else "",
            "builds": builds,
            "editions": sorted({edition for one in builds for edition in one.entry.victims}),
            "has_times": any(one.entry.built_at for one in builds),
            "picture": material.pictures.draw(chart, chart.title) if chart else None,
        },
        search=" ".join(dict.fromkeys(result.table_name for result in results)),
    )
    if cases:
        yield Page(
            path="quality/bad-input",
            template="quality-bad-input.html.j2",
            title=t("quality.bad_input"),
            section="quality",
            context={
                "cases": cases,
                "kinds": list(dict.fromkeys(case.kind for case in cases)),
                "outcomes": outcomes,
                "document": BAD_INPUT,
            },
            search=t("quality.bad_input_lead", count=len(cases)),
        )


def count_guards(project: Project) -> Mapping[str, Mapping[str, int]]:
    """Return the number of tests by layer and kind; an identity stands with its last layer."""
    last: dict[Guard, str] = {}
    for model in project.models.values():
        for guard in model.guards:
            own = Guard(guard.name, guard.kind, guard.column, model.name, guard.path)
            key = guard if guard.kind == "identity" else own
            if key not in last or project.order[model.layer] > project.order[last[key]]:
                last[key] = model.layer
    counts: dict[str, Counter[str]] = {}
    for guard, layer in last.items():
        counts.setdefault(layer, Counter())[guard.kind] += 1
    return counts


def read_tables(text: str) -> list[Table]:
    """Return the tables of a Markdown document with the headings above them."""
    tables: list[Table] = []
    heading = ""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        is_rule = re.fullmatch(r"\|(\s*:?-+:?\s*\|)+", line.strip()) is not None
        if not is_rule or not number:
            continue
        rows = []
        for row in lines[number + 1 :]:
            if not row.startswith("|"):
                break
            rows.append(_row(row))
        tables.append(Table(heading, _row(lines[number - 1]), tuple(rows)))
    return tables


def read_bad_input(text: str) -> list[BadInput]:
    """Return the cases of the catalogue of bad input, from its document."""
    return [
        BadInput(table.heading, *row)
        for table in read_tables(text)
        if table.columns[:1] == ("case",)
        for row in table.rows
    ]


def gather(entries: Sequence[Entry]) -> list[Builds]:
    """Return the builds with those one after another that gave the same taken together."""
    found: list[Builds] = []
    for number, entry in enumerate(entries, start=1):
        if found and found[-1].entry.is_like(entry):
            found[-1] = Builds(entry, found[-1].first, number)
        else:
            found.append(Builds(entry, number, number))
    return found


def history_chart(entries: Sequence[Entry], material: Material) -> Chart | None:
    """Return records and victims over the builds; none where there are not two builds."""
    if len(entries) < 2:
        return None
    t = material.t
    newest = max(edition for entry in entries for edition in entry.victims)
    swatches = (
        Swatch("records", t("quality.records"), "#6B757E"),
        Swatch("victims", t("quality.victims_of", edition=newest), ACCENT),
    )
    points = tuple(
        Point(swatch.code, swatch.label, str(number), Decimal(count), None)
        for number, entry in enumerate(entries, start=1)
        for swatch, count in zip(
            swatches, (entry.record_count, entry.victims.get(newest, 0)), strict=True
        )
    )
    first, last = entries[0], entries[-1]
    return Chart(
        name="history",
        kind="line",
        title=t("quality.history_chart"),
        summary=t(
            "quality.history_summary",
            builds=len(entries),
            first=first.record_count,
            last=last.record_count,
            victims_first=first.victims.get(newest, 0),
            victims_last=last.victims.get(newest, 0),
            edition=newest,
        ),
        unit=t("quality.records"),
        points=points,
        swatches=swatches,
    )


def _document(material: Material, name: str) -> str:
    if name not in material.library.documents:
        return ""
    return (material.root / f"{name}.md").read_text(encoding="utf-8")


def _sentence(text: str) -> str:
    """Return the first bold sentence of a document that holds numbers."""
    found = re.search(r"\*\*(\d[^*]+)\*\*", text)
    return " ".join(found[1].split()) if found else ""


def _row(line: str) -> tuple[str, ...]:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return tuple(
        cell.replace("\\|", "|").replace("`", "").replace("**", "").strip() for cell in cells
    )


def _count_verdicts(results: Sequence[Result]) -> dict[str, int]:
    counts = Counter(result.verdict_code for result in results)
    return {code: counts[code] for code in VERDICTS if counts[code]}


def _count_cases(cases: Sequence[BadInput]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        counts.setdefault(case.kind, Counter())[case.outcome] += 1
    return counts
