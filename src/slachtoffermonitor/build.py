"""Builds the warehouse beside the real one and puts it in its place when everything passed."""

from __future__ import annotations

import glob
import hashlib
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from slachtoffermonitor import dbt_run, receipt, stamp, warehouse
from slachtoffermonitor.dbt_run import Progress, Runner
from slachtoffermonitor.delivery import require_readable
from slachtoffermonitor.files import (
    PRIVATE_FOLDER,
    alone_in,
    closed_to_others,
    remove,
    require_place,
    take_place,
)
from slachtoffermonitor.guards.checks import Stage
from slachtoffermonitor.guards.process import (
    ROWS_NAMED,
    Guards,
    StageOutcome,
    docs_folder,
    message,
)
from slachtoffermonitor.guards.results import closer_command
from slachtoffermonitor.limits import SPILL_VARIABLE, limits
from slachtoffermonitor.office import OFFICE_VARIABLE, office_folder, read_office
from slachtoffermonitor.project import (
    DATABASE_VARIABLE,
    REGISTER_VAR,
    REGISTER_VARIABLE,
    Delivery,
    ProjectError,
    workshop_path,
)
from slachtoffermonitor.troubles import kind_of, sentence

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

ARRIVAL_NODES: Final = ("path:seeds", "path:models/staging", "path:models/audit/expectations")
"""What is built before the suites on arrival are judged; the rest is built after."""

_OF_THE_MACHINE: Final = ("full", "spill full", "memory", "too many files", "not permitted")
"""Troubles that are not of a node, but of the machine that all of them run on."""

PHASES: Final[Mapping[Stage, str]] = {
    "arrival": "judging what arrived",
    "release": "judging what is released",
}
"""What the expectations of a stage do, for who waits."""

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
    register_digest: str | None = None

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
        delivery: what to build from.
        root: directory of `dbt_project.yml`.
        progress: told how far the build is.
        unit_tests: whether to run dbt's unit tests, which check the rules and not the data.

    Raises:
        DeliveryError: the delivery cannot be read.
        ProjectError: another build is at work, the expectations cannot be judged, the limits of the
            environment are none, the delivery changed in the meantime, or the warehouse cannot be
            put in its place.
    """
    limits()  # says at once what is wrong with them
    require_place(database)
    workshop = workshop_path(database)
    with closed_to_others(), alone_in(workshop.parent, "lock", "build"):
        workshop.parent.chmod(PRIVATE_FOLDER)
        _clear(workshop)
        before = receipt.take(delivery)
        renamed = {} if delivery.is_shipped else read_office().renamed
        judged = require_readable(delivery.directory, delivery.prefix, renamed=renamed)
        result = _build_in(workshop, database, delivery, root, progress, unit_tests=unit_tests)
        if result.success:
            _require_same(delivery, before, judged, workshop, database)
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
    settings = {
        **limits(),
        DATABASE_VARIABLE: str(workshop),
        REGISTER_VARIABLE: register,
        OFFICE_VARIABLE: str(office_folder() or ""),
        SPILL_VARIABLE: str(_spill_folder(workshop)),
    }
    build_all = ["--indirect-selection", "cautious"]
    if not unit_tests:
        build_all += ["--exclude-resource-type", "unit_test"]
    halves: tuple[tuple[list[str], Stage], ...] = (
        ([*build_all, "--select", *ARRIVAL_NODES], "arrival"),
        ([*build_all, "--exclude", *ARRIVAL_NODES], "release"),
    )
    result = BuildResult(database)
    with dbt_run.own_environment(settings), Guards() as guards:
        runner = Runner(root, workshop, {REGISTER_VAR: register} if register else {}, progress)
        parsed = runner.parse(unit_tests=unit_tests)
        if parsed.success:
            for arguments, stage in halves:
                _judge(runner.invoke("build", *arguments), result)
                _require_written(workshop, result)
                if result.failures or result.message:
                    _keep_failing_rows(runner, workshop, result)
                    break
                if stage == "release":
                    _require_all(runner, result)
                runner.tell(PHASES[stage])
                _guard(guards, stage, workshop, result)
                if stage == "release":
                    _stamp(runner, workshop, root, delivery, result)
                _require_written(workshop, result)
                if result.failures or result.message:
                    break
        else:
            _judge(parsed, result)
    _name_the_trouble(result, workshop)
    if result.failures or result.message:
        result.failed_database = workshop
    return result


def _require_written(workshop: Path, result: BuildResult) -> None:
    """Make sure that all that was built stands in the file itself.

    DuckDB writes what it holds into the file when it is closed, and says nothing when that fails,
    as on a full disk.
    """
    if result.failures or result.message or not workshop.exists():
        return
    try:
        with duckdb.connect(str(workshop)) as connection:
            connection.execute("force checkpoint")
        with duckdb.connect(str(workshop), read_only=True):
            pass
    except duckdb.Error as error:
        result.message = sentence(error, workshop)
        return
    if workshop.with_name(f"{workshop.name}.wal").exists():
        result.message = sentence("no space left", workshop)


def _require_all(runner: Runner, result: BuildResult) -> None:
    """Add to the failures that something of the project was left out."""
    if left_out := runner.left_out:
        named = ", ".join(left_out[:ROWS_NAMED])
        result.message = (
            f"{len(left_out):,} models, seeds or tests of the project were not run ({named}"
            f"{' and others' if len(left_out) > ROWS_NAMED else ''}), so that nothing is "
            "published; look for settings that leave them out (`enabled` in dbt_project.yml)."
        )


def _stamp(
    runner: Runner, workshop: Path, root: Path, delivery: Delivery, result: BuildResult
) -> None:
    """Say in a warehouse in which everything has passed what built it."""
    if result.failures or result.message:
        return
    try:
        made = stamp.write(workshop, runner.manifest, root, delivery, result.node_count)
        result.register_digest = made.register_digest
    except (OSError, duckdb.Error) as error:
        result.message = sentence(error, workshop)


def _name_the_trouble(result: BuildResult, workshop: Path) -> None:
    """Say in one sentence what the machine lacks, where that is why nodes failed."""
    for said in (result.message, *(failure.message for failure in result.failures)):
        if kind_of(said) in _OF_THE_MACHINE:
            result.message = sentence(said, workshop)
            result.failures.clear()
            return


def _require_same(
    delivery: Delivery,
    before: Mapping[str, receipt.FileState],
    judged: Mapping[str, int],
    workshop: Path,
    database: Path,
) -> None:
    """Compare the delivery with what it was when the build began.

    Raises:
        ProjectError: it has changed.
    """
    if found := receipt.differences(delivery, before, judged, workshop):
        stays = "is unchanged" if database.exists() else "is not made"
        raise ProjectError(
            f"The delivery in {delivery.directory} changed while it was built: "
            f"{'; '.join(found[:ROWS_NAMED])}. The warehouse {database} {stays}; build again when "
            "the delivery is complete."
        )


def _put_in_place(workshop: Path, database: Path) -> None:
    """Let the new warehouse take the place of the old one, and tidy up behind it.

    Raises:
        ProjectError: the system refuses.
    """
    try:
        take_place(workshop, database)
        remove(_spill_folder(workshop))
        dbt_run.tidy(workshop)
    except OSError as error:
        if not workshop.exists():
            return  # it stands in its place; the next build removes what is left
        raise ProjectError(
            f"The new warehouse is complete and stands in {workshop}, but cannot take its place. "
            f"{sentence(error, database)}"
        ) from None


def _spill_folder(workshop: Path) -> Path:
    """Return the folder of this warehouse alone for what does not fit in memory."""
    named = limits().get(SPILL_VARIABLE)
    if not named:
        return workshop.with_name(f"{workshop.name}.spill")
    place = hashlib.sha256(str(workshop).encode()).hexdigest()[:8]
    return Path(named) / f"{workshop.name}.{place}.spill"


def _guard(guards: Guards, stage: Stage, workshop: Path, result: BuildResult) -> None:
    """Judge the expectations of a stage and add what fell short to the result."""
    outcome = guards.judge(stage, workshop, docs_folder(workshop))
    result.judged.append(outcome)
    result.failures += [
        NodeFailure(found.expectation_id, EXPECTATION, message(found, workshop))
        for found in outcome.failures
    ]


def _keep_failing_rows(runner: Runner, workshop: Path, result: BuildResult) -> None:
    """Keep the rows that failed data tests found, and name the first of them.

    dbt only counts what a test finds. The tests that failed run once more, and each puts its rows
    into a table of its own; doing so for all tests would leave a hundred empty tables.
    """
    tests = [failure.name for failure in result.failures if failure.table]
    if not tests:
        return
    runner.invoke("test", "--store-failures", "--select", *tests)
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


def command_for(result: BuildResult, delivery: Delivery, name: str) -> str:
    """Return the command that runs one node again, on the failed file and not on the good one."""
    settings = {DATABASE_VARIABLE: str(result.failed_database)}
    if not delivery.is_shipped:
        settings[REGISTER_VARIABLE] = str(delivery.directory)
    if office := office_folder():
        settings[OFFICE_VARIABLE] = str(office)
    words = [f"{variable}={shlex.quote(value)}" for variable, value in settings.items()]
    dbt = shlex.quote(str(Path(sys.executable).with_name("dbt")))
    return " ".join([*words, dbt, "build", "--select", shlex.quote(name)])


def _clear(workshop: Path) -> None:
    """Remove what an earlier build left, whatever state it is in.

    Raises:
        ProjectError: somebody has it open, or it cannot be removed.
    """
    try:
        if workshop.is_file():
            try:
                duckdb.connect(str(workshop)).close()
            except duckdb.Error as error:
                if kind_of(error) == "locked":
                    raise ProjectError(sentence(error, workshop)) from None
        for suffix in ("", ".wal*", ".tmp*"):
            for left in sorted(workshop.parent.glob(glob.escape(workshop.name) + suffix)):
                remove(left)
        remove(_spill_folder(workshop))
        dbt_run.tidy(workshop)
    except OSError as error:
        raise ProjectError(sentence(error, workshop)) from None


def _judge(outcome: dbtRunnerResult, result: BuildResult) -> None:
    """Add dbt's result to ours."""
    if outcome.exception is not None:
        result.message = dbt_run.plain_message(str(outcome.exception))
    for node_result in getattr(outcome.result, "results", None) or []:
        status = str(node_result.status)
        # The hook that checks the delivery runs in both halves.
        result.node_count += node_result.node.resource_type != "operation"
        if status == "skipped":
            result.skipped_count += 1
        elif status in dbt_run.FAILED:
            node = node_result.node
            result.failures.append(
                NodeFailure(
                    name=str(getattr(node, "name", "")),
                    kind=str(getattr(node, "resource_type", "")).replace("_", " "),
                    message=dbt_run.explained(node, str(node_result.message or "no reason given")),
                    table=dbt_run.table_of(node) if status == "fail" else "",
                )
            )
    if not outcome.success and not result.failures and not result.message:
        result.message = "dbt ended without success and gave no reason; its log may hold one."
