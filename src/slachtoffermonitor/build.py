"""Builds the warehouse beside the real one and puts it in its place when everything passed."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import duckdb
from filelock import FileLock, Timeout

from slachtoffermonitor import warehouse
from slachtoffermonitor.guards.checks import Stage
from slachtoffermonitor.guards.process import (
    ROWS_NAMED,
    Guards,
    StageOutcome,
    docs_folder,
    message,
)
from slachtoffermonitor.guards.results import closer_command
from slachtoffermonitor.limits import limits
from slachtoffermonitor.project import (
    DATABASE_VARIABLE,
    REGISTER_VAR,
    REGISTER_VARIABLE,
    Delivery,
    ProjectError,
    workshop_path,
)

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

Progress = Callable[[int, int, str], None]
"""Called with the number of nodes that are done, the number of all nodes, and a name."""

_FAILED: Final = ("error", "fail", "runtime error", "partial success")

ARRIVAL_NODES: Final = ("path:seeds", "path:models/staging", "path:models/audit/expectations")
"""What is built before the suites on arrival are judged; the rest is built after."""

TARGET_VARIABLE: Final = "DBT_TARGET_PATH"
"""Where dbt keeps what it has parsed. That depends on the file it builds: if a build here shared
the place with a bare `dbt`, each would make the other read the whole project again."""

EXPECTATION: Final = "expectation"
"""Kind of a failure that is an expectation and not a node of the project."""


@dataclass(frozen=True)
class NodeFailure:
    """A node of the project (model, seed, test, hook) or an expectation that failed, and why.

    Attributes:
        name: of the node, or the id of the expectation.
        kind: what it is: `model`, `test`, `unit test`, `expectation` and so on.
        message: what is wrong, for people, without values of persons.
        table: name of the table of a data test's failing rows in the schema `failures`, if it is
            one.
    """

    name: str
    kind: str
    message: str
    table: str = ""


@dataclass
class BuildResult:
    """How a build ended.

    `failures` is empty when it succeeded; `message` says what stopped it before any node ran.
    """

    database: Path
    failed_database: Path | None = None
    node_count: int = 0
    skipped_count: int = 0
    failures: list[NodeFailure] = field(default_factory=list)
    message: str = ""
    judged: list[StageOutcome] = field(default_factory=list)

    @property
    def docs(self) -> Path:
        """Where the Data Docs are."""
        return docs_folder(workshop_path(self.database))

    @property
    def success(self) -> bool:
        """Whether the new warehouse has taken its place."""
        return self.failed_database is None


def build(
    database: Path,
    delivery: Delivery,
    root: Path,
    progress: Progress | None = None,
    unit_tests: bool = True,
) -> BuildResult:
    """Build the warehouse with all its tests and expectations.

    The work is done in a new file in `.build/` beside `database`, in this order: what is delivered
    and the staging layer; the expectations on arrival; all other layers; the expectations before
    release. Only when everything has passed does the file replace `database`, in one step;
    otherwise it stays in `.build/` for inspection.

    Args:
        database: the warehouse, an absolute path.
        delivery: what to build from; it is expected to be readable.
        root: directory of `dbt_project.yml`.
        progress: told how far the build is.
        unit_tests: whether to run dbt's unit tests, which check the rules and not the data.

    Raises:
        ProjectError: another build is at work, the expectations cannot be judged, the limits of the
            environment are none, or the warehouse cannot be put in its place.
    """
    limits()  # says at once what is wrong with them
    workshop = workshop_path(database)
    with _alone_in(workshop.parent):
        _clear(workshop)
        result = _build_in(workshop, database, delivery, root, progress, unit_tests=unit_tests)
        if result.success:
            _put_in_place(workshop, database)
    return result


def _build_in(
    workshop: Path,
    database: Path,
    delivery: Delivery,
    root: Path,
    progress: Progress | None,
    *,
    unit_tests: bool,
) -> BuildResult:
    """Build in the workshop and judge the expectations; the arguments are those of `build`."""
    register = "" if delivery.is_shipped else str(delivery.directory)
    common = ["--project-dir", str(root), "--profiles-dir", str(root)]
    common += ["--log-level", "none", "--no-use-colors"]
    if register:
        common += ["--vars", json.dumps({REGISTER_VAR: register})]
    build_all = ["build", *common, "--indirect-selection", "cautious"]
    if not unit_tests:
        build_all += ["--exclude-resource-type", "unit_test"]
    halves: tuple[tuple[list[str], Stage], ...] = (
        ([*build_all, "--select", *ARRIVAL_NODES], "arrival"),
        ([*build_all, "--exclude", *ARRIVAL_NODES], "release"),
    )
    result = BuildResult(database)
    settings = {
        DATABASE_VARIABLE: str(workshop),
        REGISTER_VARIABLE: register,
        TARGET_VARIABLE: os.environ.get(TARGET_VARIABLE) or str(workshop.parent / "target"),
        **limits(),
    }
    with Guards() as guards, _environment(settings):
        runner = _Runner(progress)
        parsed = runner.invoke(["parse", *common])
        if parsed.success:
            runner.reuse(parsed.result, unit_tests=unit_tests)
            for arguments, stage in halves:
                try:
                    outcome = runner.invoke(arguments)
                finally:
                    _close_connections()
                _judge(outcome, result)
                if result.failures or result.message:
                    _keep_failing_rows(runner, common, workshop, result)
                    break
                _guard(guards, stage, workshop, result)
                if result.failures:
                    break
        else:
            _judge(parsed, result)
    if result.failures or result.message:
        result.failed_database = workshop
    return result


def _put_in_place(workshop: Path, database: Path) -> None:
    """Let the new warehouse take the place of the old one.

    A program that was killed may have left its log of changes beside the old one; DuckDB would take
    it for one of the new.

    Raises:
        ProjectError: the system refuses.
    """
    try:
        database.with_name(f"{database.name}.wal").unlink(missing_ok=True)
        workshop.replace(database)
    except OSError as error:
        raise ProjectError(
            f"The new warehouse is complete, but cannot take the place of {database} "
            f"({(error.strerror or 'the system refuses').lower()}). It stands in {workshop}."
        ) from None


def _guard(guards: Guards, stage: Stage, workshop: Path, result: BuildResult) -> None:
    """Judge the expectations of a stage and add what fell short to the result."""
    outcome = guards.judge(stage, workshop, docs_folder(workshop))
    result.judged.append(outcome)
    result.failures += [
        NodeFailure(found.expectation_id, EXPECTATION, message(found, workshop))
        for found in outcome.failures
    ]


def _keep_failing_rows(
    runner: _Runner, common: list[str], workshop: Path, result: BuildResult
) -> None:
    """Keep the rows that failed data tests found, and name the first of them.

    dbt only counts what a test finds. The tests that failed run once more, and each puts its rows
    into a table of its own; doing so for all tests would leave a hundred empty tables.
    """
    tests = [failure.name for failure in result.failures if failure.table]
    if not tests:
        return
    try:
        runner.invoke(["test", *common, "--store-failures", "--select", *tests])
    finally:
        _close_connections()
    result.failures = [
        replace(failure, message="\n".join([failure.message, *rows]))
        if (rows := _failing_rows(workshop, failure.table) if failure.table else [])
        else failure
        for failure in result.failures
    ]


def _failing_rows(database: Path, table: str) -> list[str]:
    """Return lines about the failing rows of a data test: the first of them, and where all are."""
    columns, rows = warehouse.read_failures(database, table)
    shown = [
        "  " + ", ".join(f"{name} {cell}" for name, cell in zip(columns, row, strict=True) if cell)
        for row in rows[:ROWS_NAMED]
        if any(row)
    ]
    if len(rows) > len(shown) > 0:
        shown.append(f"  and {len(rows) - len(shown):,} more")
    return [*shown, f"All of it: {closer_command(database, table)}"]


def log_file(root: Path) -> Path:
    """Return the log that dbt writes."""
    return Path(os.environ.get("DBT_LOG_PATH") or root / "logs") / "dbt.log"


def command_for(result: BuildResult, delivery: Delivery, name: str) -> str:
    """Return the command that runs one node again, on the failed file and not on the good one."""
    settings = {DATABASE_VARIABLE: str(result.failed_database)}
    if not delivery.is_shipped:
        settings[REGISTER_VARIABLE] = str(delivery.directory)
    words = [f"{variable}={shlex.quote(value)}" for variable, value in settings.items()]
    dbt = shlex.quote(str(Path(sys.executable).with_name("dbt")))
    return " ".join([*words, dbt, "build", "--select", shlex.quote(name)])


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make the folder and keep other builds out of it; the system ends that with the process.

    Raises:
        ProjectError: another build is at work there, or the folder cannot be written.
    """
    lock = FileLock(folder / "lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise ProjectError(f"Another build is at work in {folder}; wait for it to end.") from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        yield
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> ProjectError:
    return ProjectError(
        f"The folder {folder} cannot be written "
        f"({(error.strerror or 'the system refuses').lower()}); choose another place for the "
        f"warehouse with {DATABASE_VARIABLE}."
    )


def _clear(workshop: Path) -> None:
    """Remove what an earlier build left.

    Raises:
        ProjectError: somebody has it open, or it cannot be removed.
    """
    try:
        if workshop.exists():
            try:
                duckdb.connect(str(workshop)).close()
            except duckdb.IOException as error:
                if "lock" in str(error).lower():
                    raise ProjectError(
                        f"What the last build left, {workshop}, is open in another program; close "
                        "it there."
                    ) from None
            except duckdb.Error:
                pass  # the rest of a broken build
        for left in workshop.parent.glob(workshop.name + "*"):
            if left.is_file():
                left.unlink()
    except OSError as error:
        raise _unwritable(workshop.parent, error) from None


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Set environment variables, which is how the project's settings reach dbt."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Runner:
    """Runs dbt in this process, and tells how far it is over all its runs."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._manifest: Manifest | None = None
        self._done = 0
        self._total = 0

    def reuse(self, manifest: object, *, unit_tests: bool) -> None:
        """Use a parsed project for the runs to come."""
        self._manifest = cast("Manifest", manifest)
        self._total = sum(
            node.resource_type in ("seed", "model", "test")
            and node.config.materialized != "ephemeral"
            for node in self._manifest.nodes.values()
        ) + len(self._manifest.exposures)
        if unit_tests:
            self._total += len(self._manifest.unit_tests)

    def invoke(self, arguments: list[str]) -> dbtRunnerResult:
        """Run a command of dbt."""
        # dbt takes two seconds to import; commands that do not build do without it.
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        before = self._done

        def on_event(event: EventMsg) -> None:
            if event.info.name == "LogStartLine":
                self._total = max(self._total, before + event.data.total)
            elif event.info.name == "NodeFinished":
                self._done += 1
            else:
                return
            if self._progress is not None:
                self._progress(self._done, self._total, event.data.node_info.node_name)

        return dbtRunner(manifest=self._manifest, callbacks=[on_event]).invoke(arguments)


def _close_connections() -> None:
    """Close dbt-duckdb's connections, so that the file is complete and free."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    manager: Any = DuckDBConnectionManager
    if manager._ENV is not None:
        manager._ENV.close()
    manager.close_all_connections()


def _judge(outcome: dbtRunnerResult, result: BuildResult) -> None:
    """Add dbt's result to ours."""
    if outcome.exception is not None:
        result.message = plain_message(str(outcome.exception))
    for node_result in getattr(outcome.result, "results", None) or []:
        status = str(node_result.status)
        # The hook that checks the delivery runs in both halves.
        result.node_count += node_result.node.resource_type != "operation"
        if status == "skipped":
            result.skipped_count += 1
        elif status in _FAILED:
            node = node_result.node
            result.failures.append(
                NodeFailure(
                    name=str(getattr(node, "name", "")),
                    kind=str(getattr(node, "resource_type", "")).replace("_", " "),
                    message=_explained(node, str(node_result.message or "no reason given")),
                    table=_table_of(node) if status == "fail" else "",
                )
            )
    if not outcome.success and not result.failures and not result.message:
        result.message = "dbt ended without success and gave no reason; its log may hold one."


def _table_of(node: object) -> str:
    """Return the name of the table in which dbt keeps the failing rows of a data test."""
    is_data_test = str(getattr(node, "resource_type", "")) == "test"
    return str(getattr(node, "alias", "")) if is_data_test else ""


def _explained(node: object, message: str) -> str:
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
