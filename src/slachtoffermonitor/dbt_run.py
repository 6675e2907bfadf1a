"""The one way in which our commands run dbt: in this process, with an environment of its own.

dbt reads variables named `DBT_*`. Those of another project (a target, a profile, tests left out)
would decide about ours; none reaches it. What dbt writes about a build stands in a folder of its
own in the workshop, closed to others: its log and its results may quote a record.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from slachtoffermonitor.files import remove

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

Progress = Callable[[int, int, str], None]
"""Called with the number of nodes that are done, the number of all nodes, and a name."""

FAILED: Final = ("error", "fail", "runtime error", "partial success")
_RAN: Final = ("success", "pass", "warn")

_OF_DBT: Final = "DBT_"
_TARGET: Final = "target"
_LOGS: Final = "logs"
MAY_QUOTE: Final = (_LOGS, f"{_TARGET}/run_results.json", f"{_TARGET}/run")
"""What dbt writes about a build; what it keeps of the parsed project holds no data."""


def log_of(workshop: Path) -> Path:
    """Return the log that dbt writes while a warehouse is built in its workshop."""
    return workshop.parent / _LOGS / "dbt.log"


def tidy(workshop: Path) -> None:
    """Remove what dbt wrote about a build; what lets the next one parse faster stays.

    Raises:
        OSError: the system refuses.
    """
    for name in MAY_QUOTE:
        remove(workshop.parent / name)


def without_others(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the variables that are meant for the dbt of others."""
    return {
        name: value for name, value in environment.items() if not name.upper().startswith(_OF_DBT)
    }


@contextmanager
def own_environment(variables: dict[str, str]) -> Iterator[None]:
    """Set our variables for dbt, and take away those that are meant for the dbt of others."""
    before = dict(os.environ)
    environment = without_others(before) | variables
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Runner:
    """Runs dbt, tells how far it is over all its runs, and remembers what ran.

    Args:
        root: directory of `dbt_project.yml`.
        workshop: the file in which the warehouse is built.
        variables: dbt's variables, over those of the project.
        progress: told how far it is.
    """

    def __init__(
        self, root: Path, workshop: Path, variables: dict[str, str], progress: Progress | None
    ) -> None:
        folder = workshop.parent
        self._common = ["--project-dir", str(root), "--profiles-dir", str(root)]
        self._common += ["--profile", "slachtoffermonitor", "--target", "duckdb"]
        self._common += ["--target-path", str(folder / _TARGET), "--log-path", str(folder / _LOGS)]
        self._common += ["--log-level", "none", "--log-level-file", "info", "--no-use-colors"]
        self._common += ["--vars", json.dumps(variables)]
        self._progress = progress
        self._manifest: Manifest | None = None
        self._needed: dict[str, str] = {}
        self._ran: set[str] = set()
        self._counted: set[str] = set()
        self._finished: set[str] = set()

    def tell(self, what: str) -> None:
        """Say what is done now; how far all of it is goes with it."""
        if self._progress is not None:
            self._progress(len(self._finished), len(self._counted), what)

    def parse(self, *, unit_tests: bool) -> dbtRunnerResult:
        """Parse the project once, for the runs to come.

        Args:
            unit_tests: whether they will be run too.
        """
        self.tell("reading the project")
        parsed = self.invoke("parse")
        if not parsed.success:
            return parsed
        self._manifest = cast("Manifest", parsed.result)
        nodes = [
            node
            for node in self._manifest.nodes.values()
            if node.resource_type in ("seed", "model", "test")
            and node.config.materialized != "ephemeral"
            # The shipped register is switched off for a delivery, and with it the tests of it.
            and (getattr(node, "attached_node", None) or node.unique_id) in self._manifest.nodes
        ]
        self._needed = {node.unique_id: node.name for node in nodes}
        if unit_tests:
            tests = self._manifest.unit_tests.values()
            self._needed |= {test.unique_id: test.name for test in tests}
        self._counted = {*self._needed, *self._manifest.exposures}
        return parsed

    @property
    def manifest(self) -> Manifest:
        """The parsed project; there is one after :meth:`parse`."""
        assert self._manifest is not None  # noqa: S101
        return self._manifest

    @property
    def left_out(self) -> list[str]:
        """Names of the models, seeds and tests of the project that have not been run."""
        return sorted(name for key, name in self._needed.items() if key not in self._ran)

    def invoke(self, command: str, *arguments: str) -> dbtRunnerResult:
        """Run a command of dbt, and let go of the warehouse afterwards."""
        # dbt takes two seconds to import; commands that do not build do without it.
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        def on_event(event: EventMsg) -> None:
            if event.info.name not in ("LogStartLine", "NodeFinished"):
                return
            node = event.data.node_info
            # The hooks run with each half of the project; they are no part of the total.
            if event.info.name == "NodeFinished" and node.unique_id in self._counted:
                self._finished.add(node.unique_id)
            self.tell(node.node_name)

        runner = dbtRunner(manifest=self._manifest, callbacks=[on_event])
        try:
            outcome = runner.invoke([command, *self._common, *arguments])
        finally:
            _close_connections()
        for result in getattr(outcome.result, "results", None) or []:
            if str(result.status) in _RAN:
                self._ran.add(result.node.unique_id)
        return outcome


def _close_connections() -> None:
    """Close dbt-duckdb's connections, so that the file is complete and free."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    manager: Any = DuckDBConnectionManager
    if manager._ENV is not None:
        manager._ENV.close()
    manager.close_all_connections()


def table_of(node: object) -> str:
    """Return the name of the table in which dbt keeps the failing rows of a data test."""
    is_data_test = str(getattr(node, "resource_type", "")) == "test"
    return str(getattr(node, "alias", "")) if is_data_test else ""


def explained(node: object, message: str) -> str:
    """Return the message; of a failed data test, what it demands and how many rows break it.

    What dbt says of a failed test is only how many rows it found.
    """
    plain = plain_message(message)
    found = _COUNT.match(plain)
    if not found:
        return plain
    count = int(found[1])
    rows = f"{count:,} {'row breaks' if count == 1 else 'rows break'} this test."
    return f"{_demand(node)}\n{rows}".strip()


def _demand(node: object) -> str:
    """Return what a data test demands: what makes a key, or its description's first sentence."""
    metadata = getattr(node, "test_metadata", None)
    if getattr(metadata, "name", "") == "unique_key":
        model = str(getattr(node, "attached_node", "")).rsplit(".", maxsplit=1)[-1]
        columns = ", ".join(getattr(metadata, "kwargs", {}).get("columns", []))
        return (
            f"The key of {model} ({columns}) occurs once, none of it is empty, and there are rows."
        )
    described = " ".join(str(getattr(node, "description", "") or "").split())
    return re.split(r"(?<=\.)\s", described, maxsplit=1)[0]


_COUNT: Final = re.compile(r"Got (\d+) results?, configured to fail")
_HEADING: Final = re.compile(r"^(Compilation|Database|Runtime|Parsing) Error( in .*)?$")
_TRAIL: Final = re.compile(r"^\s*(> (in|called by) |compiled code at )")
_QUOTES_VALUES: Final = re.compile(
    r"(Conversion|Constraint|Invalid Input|Out of Range|Cast) Error", re.IGNORECASE
)


def plain_message(message: str) -> str:
    """Return dbt's message without its call trail, and without values of records.

    DuckDB's errors about a value quote that value, and the line of SQL; the value is left out.
    """
    lines = [line.rstrip() for line in message.replace("\r", "").splitlines()]
    lines = [line for line in lines if not _TRAIL.match(line) and not _HEADING.match(line.strip())]
    while lines and not lines[-1].strip():
        lines.pop()
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(indents, default=0)
    text = "\n".join(line[margin:] for line in lines)
    if _QUOTES_VALUES.search(text):
        text = re.sub(r"\"[^\"]*\"|'[^']*'", "'...'", text.split("\n", maxsplit=1)[0])
    return text.strip() or message.strip()
