"""The one-screen summary that closes a build."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from slachtoffermonitor.warehouse import Summary

VERDICTS: Final = {
    "reproduced": "reproduced",
    "contradicted_by_source": "contradicted by the source itself",
    "not_derivable": "not derivable from registrations",
    "not_covered": "of editions that this register does not cover",
    "unexplained": "unexplained",
}
"""Verdicts of `aud_reconciliation` in the order of the screen."""

EDITIONS_SHOWN: Final = 7
"""As many as a screen of 24 lines holds, beside all else."""

SYNTHETIC_NOTICE: Final = (
    "SYNTHETIC DATA. The shipped register is made up and calibrated to the published totals; "
    "no record is about a real person."
)
DELIVERED_NOTICE: Final = "Built from a delivered register. Handle it as the registry requires."


def render(
    summary: Summary, database: Path, note: str = "", docs: Path | None = None
) -> RenderableType:
    """Return the screen, which fits into 24 lines of 80 characters.

    Args:
        summary: what the warehouse holds.
        database: where it is, to be shown.
        note: a sentence on the build, such as its duration in seconds.
        docs: first page of the Data Docs, where a build has just written them.
    """
    notice = Text(SYNTHETIC_NOTICE if summary.is_synthetic else DELIVERED_NOTICE)
    notice.stylize("bold black on yellow" if summary.is_synthetic else "bold")
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column()
    # A text in square brackets would be taken for a style.
    facts.add_row("Warehouse", Text(_shown(database) + (f" ({note})" if note else "")))
    cells = sum(edition.cell_count for edition in summary.editions)
    facts.add_row(
        "Exhibits",
        f"{summary.exhibits_built} of {summary.exhibits_listed} built, "
        f"in {_plural(len(summary.editions), 'edition')}, {cells:,} cells",
    )
    facts.add_row("Claims", _claims(summary))
    facts.add_row("Records", Text(_records(summary)))
    facts.add_row("Rejected", Text(_rejections(summary)))
    for accepted in summary.acceptances:
        label = "Accepted" if accepted.is_used else "Acceptance"
        facts.add_row(label, Text(str(accepted), style="bold" if accepted.is_used else "bold red"))
    if docs is not None:
        facts.add_row("Data Docs", Text(_shown(docs)))
    facts.add_row("Next", "marts.published_cells: figures; audit.aud_reconciliation: claims;")
    facts.add_row("", "audit.aud_record_fate: records; then `slachtoffermonitor publish`")
    return Group(notice, *_victims(summary), facts)


def show(
    console: Console,
    summary: Summary,
    database: Path,
    note: str = "",
    docs: Path | None = None,
) -> None:
    """Print the screen; the arguments are those of `render`."""
    console.print(render(summary, database, note, docs))


def _shown(path: Path) -> str:
    """Return the path as seen from the working directory."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _victims(summary: Summary) -> tuple[Text, Table]:
    """Return a title and a row per edition, with the victims of each of its years."""
    others = [edition for edition in summary.editions if not edition.is_default]
    defaults = [edition for edition in summary.editions if edition.is_default]
    shown = {one.edition_code for one in defaults + others[-(EDITIONS_SHOWN - len(defaults)) :]}
    editions = [edition for edition in summary.editions if edition.edition_code in shown]
    title = "Victims of each edition, from its first year to its last (default: bold)"
    if len(editions) < len(summary.editions):
        title += f", {len(editions)} of {len(summary.editions)}"
    years = max((len(edition.victims_by_year) for edition in editions), default=0)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    for _ in range(years + 1):
        table.add_column(justify="right", no_wrap=True)
    for edition in editions:
        counts = [f"{count:,}" for _, count in sorted(edition.victims_by_year.items())]
        total = f"= {sum(edition.victims_by_year.values()):,}"
        table.add_row(
            edition.edition_code,
            *[*[""] * (years - len(counts)), *counts, total],
            style="bold" if edition.is_default else "",
        )
    return Text(title, style="italic"), table


def _claims(summary: Summary) -> Text:
    text = Text(f"{sum(summary.claims.values()):,} of the ledger: ")
    others = [verdict for verdict in summary.claims if verdict not in VERDICTS]
    parts = [
        (f"{summary.claims.get(verdict, 0):,} {VERDICTS.get(verdict, verdict)}", verdict)
        for verdict in (*VERDICTS, *others)
        if verdict != "not_covered" or summary.claims.get(verdict)
    ]
    for number, (part, verdict) in enumerate(parts):
        alarming = verdict == "unexplained" and summary.claims.get(verdict, 0) > 0
        text.append((", " if number else "") + part, style="bold red" if alarming else "")
    return text


def _records(summary: Summary) -> str:
    parts = [f"{fate.record_count:,} {fate.label.lower()}" for fate in summary.fates]
    return f"{summary.record_count:,}: " + ", ".join(parts)


def _rejections(summary: Summary) -> str:
    if not summary.rejections:
        return "none"
    return ", ".join(
        f"{count:,} {reason[:1].lower()}{reason[1:]}" + (f" ({rule})" if rule[:2] == "R-" else "")
        for reason, rule, count in summary.rejections
    )
