"""Writes the Data Docs: a page for every suite, and one that lists them.

Great Expectations' own site loads ten scripts and style sheets from six hosts, does not escape what
it is given, and carries the time and random ids. These pages are made from the same validation
results with what is needed and nothing else: they open from a folder, without a network, they are
the same for the same register, and they know nothing but numbers and ids of records.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from slachtoffermonitor.guards.catalogue import SUITES
from slachtoffermonitor.guards.checks import Check, Limits, NativeCheck, Stage, Suite, with_limits
from slachtoffermonitor.guards.process import INDEX_PAGE
from slachtoffermonitor.guards.results import Result, Verdict, closer_command
from slachtoffermonitor.publication import audiences
from slachtoffermonitor.publication.audiences import statement

VERDICTS: Final[Mapping[Verdict, str]] = {
    "passed": "Passed",
    "failed": "Failed",
    "accepted": "Accepted",
    "not_judged": "Not judged",
    "broken": "Broken",
}
"""Verdicts and what they are called."""

_STAGES: Final[Mapping[Stage, tuple[str, str]]] = {
    "arrival": (
        "On arrival",
        "Judged before the intermediate layer is built. “Not judged” means that there were too few "
        "rows for shares and comparisons to say anything; they never stop a small register.",
    ),
    "release": (
        "Before release",
        "Judged before the new warehouse takes the place of the last good one.",
    ),
}

_PAGES: Final = Path(__file__).with_name("pages")


@dataclass(frozen=True)
class _Entry:
    """An expectation on its suite's page."""

    result: Result
    observed: str
    arguments: str
    query: str
    looked_at: str
    command: str


@dataclass(frozen=True)
class _SuitePage:
    """A suite with its results."""

    suite: Suite
    results: Sequence[Result]
    entries: Sequence[_Entry]

    @property
    def code(self) -> str:
        return self.suite.code

    @property
    def title(self) -> str:
        return self.suite.title

    @property
    def relation(self) -> str:
        return self.suite.relation

    @property
    def stage(self) -> Stage:
        return self.suite.stage

    @property
    def counts(self) -> Counter[str]:
        return Counter(result.verdict_code for result in self.results)


def write_docs(
    folder: Path,
    results: Sequence[Result],
    limits: Limits,
    database: Path,
    *,
    is_synthetic: bool,
    gx_version: str,
) -> Path:
    """Write all pages anew.

    Args:
        folder: where they are put; what was there is removed.
        results: of all suites that were judged.
        limits: that were applied.
        database: the warehouse that was judged, for the commands on the pages.
        is_synthetic: whether it holds the synthetic register.
        gx_version: version of Great Expectations.

    Returns:
        The page to begin with.
    """
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    pages = _suite_pages(results, limits, database)
    common = {
        "up": "",
        "is_synthetic": is_synthetic,
        "restricted": statement(audiences.DEFAULT, "en"),
        "gx_version": gx_version,
        "verdicts": VERDICTS,
    }
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(_PAGES / "data-docs.css", folder / "data-docs.css")
    for page in pages:
        html = environment.get_template("suite.html.j2").render(suite=page, **common)
        (folder / f"{page.code}.html").write_text(html, encoding="utf-8", newline="\n")
    stages = [
        {"title": title, "text": text, "suites": [page for page in pages if page.stage == stage]}
        for stage, (title, text) in _STAGES.items()
    ]
    html = environment.get_template("index.html.j2").render(
        stages=stages,
        counts=Counter(result.verdict_code for result in results),
        shortfalls=[result for result in results if not result.is_success],
        **common,
    )
    index = folder / INDEX_PAGE
    index.write_text(html, encoding="utf-8", newline="\n")
    return index


def _suite_pages(results: Sequence[Result], limits: Limits, database: Path) -> list[_SuitePage]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.suite_code, []).append(result)
    pages = []
    for suite in SUITES:
        if suite.code not in found:
            continue
        checks = {suite.identify(check): check for check in suite.checks}
        entries = [
            _entry(checks[result.expectation_id], result, limits, database)
            for result in found[suite.code]
        ]
        pages.append(_SuitePage(suite, found[suite.code], entries))
    return pages


def _entry(check: Check | NativeCheck, result: Result, limits: Limits, database: Path) -> _Entry:
    own = check if isinstance(check, Check) else None
    arguments = check.arguments if isinstance(check, NativeCheck) else {}
    return _Entry(
        result=result,
        observed=observed(check, result, limits),
        arguments=", ".join(f"{name} {value}" for name, value in arguments.items()),
        query=with_limits(own.query, limits) if own else "",
        looked_at=with_limits(own.looked_at, limits) if own else "",
        command=closer_command(database, result.expectation_id) if result.failures_table else "",
    )


def observed(check: Check | NativeCheck, result: Result, limits: Limits) -> str:
    """Say in a sentence what was observed, and what was allowed."""
    if result.verdict_code == "broken" or result.checked_count is None:
        return "The check itself ended in an error; nothing is known."
    looked_at = f"{result.checked_count:,}"
    if isinstance(check, NativeCheck):
        if check.name == "rows":
            return f"{looked_at} rows."
        return f"{result.failing_count:,} of {looked_at} rows fall short."
    text = f"{result.failing_count:,} of {looked_at} fall short"
    if check.share and result.checked_count:
        text += (
            f", that is {_percent(Decimal(result.observed_value or 0))}; "
            f"{_percent(limits[check.share])} may"
        )
    if result.verdict_code == "not_judged":
        least = int(limits[check.judged_from]) if check.judged_from else 1
        text += f". Not judged: there would have to be {least:,} to look at"
    return text + "."


def _percent(share: Decimal) -> str:
    return format((share * 100).quantize(Decimal("0.01")).normalize(), "f") + "%"
