"""A copy of the project with a warehouse of its own, and dbt in this process to run its tests.

dbt is started and the project read only once: a changed text is put into the project that dbt
already holds in memory, which dbt takes over (`dbtRunner(manifest=...)`).
"""

from __future__ import annotations

import copy
import dataclasses
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
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

MACRO_TEST: Final = "macros_keep_to_the_rules"
"""The data test that asks the macros of values for known answers."""

_QUIET: Final = ("--quiet", "--log-level", "none", "--log-level-file", "none")
_SPARING: Final = ("--no-write-json", "--no-populate-cache")
_WITH: Final = re.compile(r"(?:\s|--[^\n]*\n)*with\b", re.IGNORECASE)
_MACRO: Final = re.compile(r"\{%-?\s*macro\s+(\w+)\(.*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


class WorkshopError(Exception):
    """The project itself does not build or parse, so nothing can be said about changes of it."""


@dataclass(frozen=True)
class UnitCase:
    """A dbt unit test.

    Attributes:
        name: its name.
        model: key of the model that it tests.
        fixtures: the beginning of its SQL, up to where the model's own SQL goes on.
        inputs: names of the relations that a fixture takes the place of.
        columns: the columns that it looks at; empty for all of them.
    """

    name: str
    model: str
    fixtures: str
    inputs: tuple[str, ...]
    columns: tuple[str, ...]

    def sql(self, model_sql: str) -> str:
        """Return what the test looks at, for the compiled SQL of the model, changed or not."""
        for name in self.inputs:
            model_sql = _with_fixture(model_sql, name)
        columns = ", ".join(f'"{name}"' for name in self.columns) or "*"
        return f"select {columns} from ({self.fixtures}{_behind_with(model_sql)}) as actual"


def _with_fixture(sql: str, name: str) -> str:
    """Return the SQL with the fixture of a relation in its place."""
    return re.sub(rf'(?:"\w+"\.)?"\w+"\."{name}"', f"__dbt__cte__{name}", sql)


def _behind_with(sql: str) -> str:
    """Return the SQL behind its first word, which is `with` in every model."""
    found = _WITH.match(sql)
    if found is None:
        raise WorkshopError(f"the SQL does not begin with 'with': {sql[:60]!r}")
    return sql[found.end() :].strip()


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
        self.red: set[str] = set()
        self._target = directory / "target"
        self.database = directory / f"{DATABASE}.duckdb"
        os.environ.update(
            {
                "SLACHTOFFERMONITOR_DATABASE": str(self.database),
                "SLACHTOFFERMONITOR_REGISTER": "",
                "DBT_TARGET_PATH": str(self._target),
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

    def compiled(self) -> dict[str, Any]:
        """Return every model and data test, compiled, by its key."""
        done = self._invoke([*_QUIET, *_SPARING, "compile"])
        nodes = dict(self.manifest.nodes)
        for result in _results(done):
            nodes[result.node.unique_id] = result.node
        return {key: node for key, node in nodes.items() if node.resource_type in ("model", "test")}

    def unit_cases(self, compiled: Mapping[str, Any], models: Sequence[str]) -> list[UnitCase]:
        """Let dbt run the unit tests of some models, and return those that pass.

        The names of the others go to `red`.

        Args:
            compiled: every model, compiled, by its key.
            models: names of the models.

        Raises:
            WorkshopError: dbt puts a unit test together in a way that is not understood here.
        """
        if not models:
            return []
        selectors = [f"{name},test_type:unit" for name in models]
        done = self._invoke([*_QUIET, *_SPARING, "test", "--select", *selectors], may_fail=True)
        cases = []
        for result in _results(done):
            if result.node.resource_type != "unit_test":
                continue
            name = str(result.node.name)
            if str(result.status) != "pass":
                self.red.add(name)
                continue
            cases.append(self._unit_case(name, compiled))
        return sorted(cases, key=lambda case: case.name)

    def _unit_case(self, name: str, compiled: Mapping[str, Any]) -> UnitCase:
        test = next(test for test in self.manifest.unit_tests.values() if test.name == name)
        model = test.depends_on.nodes[0]
        (file,) = (self._target / "compiled").rglob(f"{name}.sql")
        expected = test.expect.rows
        case = UnitCase(
            name=name,
            model=model,
            fixtures="",
            inputs=tuple(re.findall(r"'(\w+)'\)$", given.input)[0] for given in test.given),
            columns=tuple(expected[0]) if expected and not isinstance(expected, str) else (),
        )
        whole = file.read_text(encoding="utf-8").strip()
        model_sql = str(compiled[model].compiled_code).strip()
        for given in case.inputs:
            model_sql = _with_fixture(model_sql, given)
        rest = _behind_with(model_sql)
        if not whole.endswith(rest):
            raise WorkshopError(f"the SQL of the unit test {name} does not end in its model's")
        return dataclasses.replace(case, fixtures=whole[: -len(rest)])

    def compile_models(self, mutants: Sequence[Mutant]) -> dict[str, str]:
        """Return the compiled SQL of mutants of models, by their key; not of what is no Jinja."""
        copies = {}
        for number, mutant in enumerate(mutants):
            key = self.models[mutant.name]
            node = copy.deepcopy(self._pristine[key])
            node.raw_code = mutant.content.strip()
            node.unique_id, node.name = f"{key}__{number}", f"{mutant.name}__{number}"
            node.fqn = [*node.fqn[:-1], node.name]
            copies[node.unique_id] = (node, mutant)
        self.manifest.nodes.update({key: node for key, (node, _) in copies.items()})
        try:
            names = [node.name for node, _ in copies.values()]
            done = self._invoke([*_QUIET, *_SPARING, "compile", "--select", *names], may_fail=True)
        finally:
            for key in copies:
                del self.manifest.nodes[key]
        return {
            copies[result.node.unique_id][1].key: str(result.node.compiled_code)
            for result in _results(done)
            if result.node.unique_id in copies and str(result.status) == "success"
        }

    def compile_users(self, mutant: Mutant) -> dict[str, str]:
        """Return the compiled SQL of the models and the test that a changed macro reaches."""
        with self._changed_macros(mutant):
            done = self._invoke(
                [
                    *(*_QUIET, *_SPARING, "compile", "--select"),
                    *(MACRO_TEST, *self._users(mutant.path)),
                ],
                may_fail=True,
            )
        return {
            result.node.unique_id: str(result.node.compiled_code)
            for result in _results(done)
            if (result.node.resource_type == "model" or result.node.name == MACRO_TEST)
            and str(result.status) == "success"
        }

    def users(self, path: str) -> list[str]:
        """Return the names of the models that a file of rules has an influence on directly."""
        if path.startswith("models/"):
            return [Path(path).stem]
        if path.startswith("macros/"):
            return self._users(path)
        readers = {
            self.manifest.nodes[test.depends_on.nodes[0]].name
            for test in self.manifest.unit_tests.values()
            if any(f".{Path(path).stem}" in str(given.rows) for given in test.given)
        }
        return sorted(readers)

    @contextmanager
    def _changed_macros(self, mutant: Mutant) -> Iterator[None]:
        """Put a changed file of macros into the project that dbt holds, and take it out again."""
        texts = {found[1]: found[0] for found in _MACRO.finditer(mutant.content)}
        macros = [macro for macro in self._macros(mutant.path) if macro.name in texts]
        before = [macro.macro_sql for macro in macros]
        users = [self.models[name] for name in self._users(mutant.path)]
        users += [key for key, node in self._pristine.items() if node.name == MACRO_TEST]
        for macro in macros:
            macro.macro_sql = texts[macro.name]
        self.manifest.nodes.update({key: copy.deepcopy(self._pristine[key]) for key in users})
        try:
            yield
        finally:
            self.manifest.nodes.update({key: copy.deepcopy(self._pristine[key]) for key in users})
            for macro, text in zip(macros, before, strict=True):
                macro.macro_sql = text

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
