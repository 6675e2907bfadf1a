"""Renders the macros that read a delivery, with what dbt gives them and a DuckDB of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any, Final, NoReturn

import duckdb
import jinja2

FOLDERS: Final = ("macros/register", "macros/duckdb", "macros/engines")
MACRO: Final = re.compile(r"\{% macro (\w+)\(.*?\{%-? endmacro %\}", re.DOTALL)


class StoppedError(Exception):
    """A macro has stopped the command; the message is meant for people."""


class _ReturnError(Exception):
    """A macro returns a value, which in dbt need not be a text."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class _Row:
    """A row of a query, by name or by place."""

    def __init__(self, names: Sequence[str], values: Sequence[object]) -> None:
        self._values = dict(enumerate(values)) | dict(zip(names, values, strict=True))

    def __getitem__(self, key: int | str) -> object:
        return self._values[key]


class Macros:
    """The macros of a project, for one delivery."""

    def __init__(self, root: Path, delivery: Path, office: Path | None = None) -> None:
        """Read the macros in `root`.

        Args:
            root: directory of the project.
            delivery: directory of a registry's own delivery.
            office: folder of what an office owns.
        """
        settings = {
            "SLACHTOFFERMONITOR_REGISTER": str(delivery),
            "SLACHTOFFERMONITOR_OFFICE": str(office or ""),
        }
        self._connection = duckdb.connect()
        self._macros: dict[str, Callable[..., Any]] = {}
        environment = jinja2.Environment(  # noqa: S701 - the text is SQL and sentences
            extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined
        )
        environment.globals |= {
            "execute": True,
            "flags": SimpleNamespace(WHICH="build"),
            "var": lambda _, default: default,
            "env_var": lambda name, _: settings[name],
            "run_query": self._query,
            "exceptions": SimpleNamespace(raise_compiler_error=_stop),
            "adapter": SimpleNamespace(dispatch=lambda name: self._macros[f"duckdb__{name}"]),
            "return": _return,
        }
        for name, code in _compiled(root).items():
            # Each in a template of its own, so that it finds the others where it finds dbt.
            template = jinja2.Template.from_code(environment, code, environment.globals)
            self._macros[name] = _returning(template, name)
        environment.globals |= self._macros

    def __call__(self, macro: str, *arguments: object) -> Any:
        """Call a macro.

        Raises:
            StoppedError: it stops the command.
            duckdb.Error: DuckDB does.
        """
        return self._macros[macro](*arguments)

    def _query(self, sql: object) -> SimpleNamespace:
        found = self._connection.execute(str(sql))
        names = [column[0] for column in found.description or []]
        return SimpleNamespace(rows=[_Row(names, values) for values in found.fetchall()])


@cache
def _compiled(root: Path) -> dict[str, CodeType]:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - as above
    return {
        found[1]: environment.compile(found[0])
        for folder in FOLDERS
        for file in (root / folder).glob("*.sql")
        for found in MACRO.finditer(file.read_text(encoding="utf-8"))
    }


def _returning(template: jinja2.Template, name: str) -> Callable[..., object]:
    def call(*arguments: object) -> object:
        try:
            return getattr(template.module, name)(*arguments)
        except _ReturnError as returned:
            return returned.value

    return call


def _return(value: object) -> NoReturn:
    raise _ReturnError(value)


def _stop(message: str) -> NoReturn:
    raise StoppedError(message)
