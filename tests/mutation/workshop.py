"""A copy of the project with a warehouse of its own, and dbt in this process to run its tests.

dbt is started and the project read only once: a changed text is put into the project that dbt
already holds in memory, which dbt takes over (`dbtRunner(manifest=...)`).
"""

from __future__ import annotations

import copy
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dbt.cli.main import dbtRunner, dbtRunnerResult

from .operators import Mutant

ROOT: Final = Path(__file__).resolve().parents[2]
PARTS: Final = ("models", "macros", "seeds", "tests", "dbt_project.yml", "profiles.yml")
"""What dbt needs of the project."""

DATABASE: Final = "slachtoffermonitor"
"""Name of the warehouse: dbt and the replay call it the same."""

_QUIET: Final = ("--quiet", "--log-level", "none", "--log-level-file", "none")
_SPARING: Final = ("--no-write-json", "--no-populate-cache")
_MACRO: Final = re.compile(r"\{%-?\s*macro\s+(\w+)\(.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


class WorkshopError(Exception):
    """The project itself does not build or parse, so nothing can be said about changes of it."""


@dataclass(frozen=True)
class Outcome:
    """How one dbt test ended: `pass`, `fail` or `error`."""

    test: str
    status: str


def copy_project(directory: Path) -> Path:
    """Copy what dbt needs of the project; Python tests and caches stay behind."""
    project = directory / "project"
    project.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(
                source,
                project / part,
                ignore=shutil.ignore_patterns("*.py", "__pycache__", "python"),
            )
        else:
            shutil.copy(source, project / part)
    return project


class Workshop:
    """The copy, its warehouse and the project as dbt has read it."""

    def __init__(self, directory: Path, database: Path | None = None) -> None:
        """Copy and read the project, and build its warehouse.

        Args:
            directory: where everything goes.
            database: a warehouse of this project as it is; without one it is built.

        Raises:
            WorkshopError: the project does not parse or build.
        """
        self.project = copy_project(directory)
        self.database = directory / f"{DATABASE}.duckdb"
        os.environ.update(
            {
                "SLACHTOFFERMONITOR_DATABASE": str(self.database),
                "SLACHTOFFERMONITOR_REGISTER": "",
                "DBT_TARGET_PATH": str(directory / "target"),
                "DBT_LOG_PATH": str(directory / "logs"),
                "DBT_PROJECT_DIR": str(self.project),
                "DBT_PROFILES_DIR": str(self.project),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            }
        )
        self.manifest: Any = None
        if database is None:
            self._invoke([*_QUIET, "--no-write-json", "seed"])
            self._invoke([*_QUIET, "--no-write-json", "run"])
            close_connections()
        else:
            shutil.copy(database, self.database)
        self.manifest = self._invoke([*_QUIET, "parse"]).result
        # dbt marks a node that it has compiled, and does not compile it wholly again.
        self._pristine = copy.deepcopy(self.manifest.nodes)
        self.models = {
            node.name: key
            for key, node in self.manifest.nodes.items()
            if node.resource_type == "model"
        }
        self._asked: dict[tuple[str, ...], set[str]] = {}
        self.red: set[str] = set()
        self.unit_tests = {test.name: test.model for test in self.manifest.unit_tests.values()}

    def compiled(self) -> dict[str, Any]:
        """Return every model and data test, compiled, by its key."""
        done = self._invoke([*_QUIET, *_SPARING, "compile"])
        nodes = dict(self.manifest.nodes)
        for result in _results(done):
            nodes[result.node.unique_id] = result.node
        return {key: node for key, node in nodes.items() if node.resource_type in ("model", "test")}

    def tests_of(self, mutant: Mutant) -> list[list[str]]:
        """Return the selectors of the cheapest tests that should see a change, in rounds."""
        if mutant.path.startswith("models/"):
            return [[f"{mutant.name},test_type:unit"]]
        if mutant.path.startswith("macros/"):
            users = self._users(mutant.path)
            return [["macros_keep_to_the_rules"], [f"{name},test_type:unit" for name in users]]
        readers = [
            test.name
            for test in self.manifest.unit_tests.values()
            if any(f".{mutant.name}" in str(given.rows) for given in test.given)
        ]
        return [[f"test_type:unit,{name}" for name in sorted(readers)]]

    def run_tests(self, mutant: Mutant) -> list[Outcome]:
        """Run the cheapest tests that should see a change, up to the first round that fails.

        A test that fails without the change is left out; `red` collects their names.
        """
        outcomes: list[Outcome] = []
        for selectors in self.tests_of(mutant):
            red = self._red(tuple(selectors))
            with self.changed(mutant):
                outcomes += [one for one in self._run(selectors) if one.test not in red]
            if any(outcome.status == "fail" for outcome in outcomes):
                break
        return outcomes

    def _red(self, selectors: tuple[str, ...]) -> set[str]:
        """Return the tests that fail as the project is."""
        if selectors not in self._asked:
            outcomes = self._run(selectors)
            self._asked[selectors] = {one.test for one in outcomes if one.status != "pass"}
            self.red |= self._asked[selectors]
        return self._asked[selectors]

    def _run(self, selectors: Sequence[str]) -> list[Outcome]:
        if not selectors:
            return []
        done = self._invoke(
            [*_QUIET, *_SPARING, "test", "--threads", "1", "--select", *selectors], may_fail=True
        )
        if done.result is None:
            return [Outcome("dbt itself", "error")]
        return [
            Outcome(str(result.node.name), str(result.status))
            for result in _results(done)
            if result.node.resource_type in ("unit_test", "test")
        ]

    def compile_changed(self, mutant: Mutant) -> dict[str, str]:
        """Return the SQL of the models that a change reaches directly."""
        if mutant.path.startswith("seeds/"):
            return {}
        names = [mutant.name]
        if mutant.path.startswith("macros/"):
            names = self._users(mutant.path)
        with self.changed(mutant):
            done = self._invoke([*_QUIET, *_SPARING, "compile", "--select", *names], may_fail=True)
        if done.result is None:
            return {}
        return {
            result.node.unique_id: result.node.compiled_code
            for result in _results(done)
            if result.node.resource_type == "model"
        }

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        """Put a change into the project that dbt holds, and take it out again."""
        if mutant.path.startswith("models/"):
            key = self.models[mutant.name]
            other = copy.deepcopy(self._pristine[key])
            other.raw_code = mutant.content.strip()
            self.manifest.nodes[key] = other
            try:
                yield
            finally:
                self.manifest.nodes[key] = copy.deepcopy(self._pristine[key])
        elif mutant.path.startswith("macros/"):
            texts = {found[1]: found[0] for found in _MACRO.finditer(mutant.content)}
            macros = [m for m in self._macros(mutant.path) if m.name in texts]
            before = [macro.macro_sql for macro in macros]
            for macro in macros:
                macro.macro_sql = texts[macro.name]
            for name in self._users(mutant.path):
                key = self.models[name]
                self.manifest.nodes[key] = copy.deepcopy(self._pristine[key])
            try:
                yield
            finally:
                for name in self._users(mutant.path):
                    key = self.models[name]
                    self.manifest.nodes[key] = copy.deepcopy(self._pristine[key])
                for macro, text in zip(macros, before, strict=True):
                    macro.macro_sql = text
        else:
            file = self.project / mutant.path
            before_bytes = file.read_bytes()
            file.write_text(mutant.content, encoding="utf-8")
            try:
                self._invoke([*_QUIET, *_SPARING, "seed", "--select", mutant.name], may_fail=True)
                yield
            finally:
                file.write_bytes(before_bytes)
                self._invoke([*_QUIET, *_SPARING, "seed", "--select", mutant.name])

    def _macros(self, path: str) -> list[Any]:
        return [m for m in self.manifest.macros.values() if m.original_file_path == path]

    def _users(self, path: str) -> list[str]:
        """Return the models that call a macro of a file, directly or through other macros."""
        reached = {macro.unique_id for macro in self._macros(path)}
        while True:
            more = {
                key
                for key, macro in self.manifest.macros.items()
                if macro.package_name == "slachtoffermonitor"
                and reached.intersection(macro.depends_on.macros)
            }
            if more <= reached:
                break
            reached |= more
        return sorted(
            name
            for name, key in self.models.items()
            if reached.intersection(self.manifest.nodes[key].depends_on.macros)
        )

    def _invoke(self, arguments: Sequence[str], may_fail: bool = False) -> dbtRunnerResult:
        done = dbtRunner(manifest=self.manifest).invoke(list(arguments))
        if not done.success and not may_fail:
            reasons = [str(done.exception or "")]
            reasons += [
                f"{result.node.name}: {result.message}"
                for result in _results(done)
                if result.message and str(result.status) in ("error", "fail")
            ]
            raise WorkshopError(f"dbt {arguments[-1]} failed. " + " ".join(reasons))
        return done


def _results(done: dbtRunnerResult) -> list[Any]:
    """Return what dbt says of each node."""
    return list(getattr(done.result, "results", None) or [])


def close_connections() -> None:
    """Close dbt-duckdb's connections, so that the file is complete and free."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    manager: Any = DuckDBConnectionManager
    if manager._ENV is not None:
        manager._ENV.close()
    manager.close_all_connections()
