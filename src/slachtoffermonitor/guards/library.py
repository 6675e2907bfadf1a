"""Reads the expectations: files of SQL, and short files for those that Great Expectations brings.

`expectations/README.md` says what a file looks like. A suite lists its expectations by name; the
file of one is `suite.name.sql`, or `name.sql` where several suites have it, and ends with `.yml`
where it is one of Great Expectations' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jinja2
import yaml  # type: ignore[import-untyped]

from slachtoffermonitor.guards.checks import STAGES, Check, NativeCheck, Stage, Suite
from slachtoffermonitor.project import PROJECT_FILE, ProjectError, find_project

FOLDER: Final = "expectations"
SUITES_FILE: Final = "suites.yml"
MACROS: Final = "macros"
BATCHES: Final = "batches"

_HEADING: Final = re.compile(r"/\*\n(?P<heading>.*?)\n\*/\n(?P<sql>.*)", re.DOTALL)
_LOOKED_AT: Final = re.compile(r"^-- looked at:.*\n", re.MULTILINE)
_BATCH: Final = "\x00"
"""Stands for the table of the suite until the braces of the SQL are doubled."""

_SENTENCES: Final = ("statement", "reason", "remedy")
_KEYS: Final = frozenset({*_SENTENCES, "limit", "column", "name", "each", "acceptable"})
_NATIVE_KEYS: Final = frozenset({*_KEYS, "expectation", "arguments"})
_LIMIT_KEYS: Final = frozenset({"share_of_rows", "in_sql", "judged_from"})


def expectations_folder() -> Path:
    """Return the folder of the expectations: the project's, or the copy in the package.

    Raises:
        ProjectError: there is neither.
    """
    places = [Path(__file__).resolve().parents[1] / FOLDER]
    if project := find_project():
        places.insert(0, project / FOLDER)
    for folder in places:
        if all((folder / stage / SUITES_FILE).is_file() for stage in STAGES):
            return folder
    raise ProjectError(
        f"There is no folder {FOLDER} with the suites beside {PROJECT_FILE}; go to the directory "
        "of the project, or restore the folder."
    )


@dataclass(frozen=True)
class Library:
    """The expectations of a folder.

    Attributes:
        folder: where they are.
        suites: in the order in which they are judged.
        text_columns: the columns of the raw tables that any text may stand in.
    """

    folder: Path
    suites: tuple[Suite, ...]
    _macros: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> Library:
        """Read a folder.

        Raises:
            ProjectError: a file is not what it should be, is missing, or belongs to no suite.
        """
        macros = _read_macros(folder / MACROS)
        suites = tuple(suite for stage in STAGES for suite in _read_stage(folder, stage, macros))
        return cls(folder, suites, macros)

    def suite(self, code: str) -> Suite:
        """Return a suite by its code."""
        return next(suite for suite in self.suites if suite.code == code)

    def batch(self, name: str, **values: object) -> str:
        """Return the SQL of a batch: what a suite looks at, where that is no table as it is.

        Args:
            name: of the file in the folder `batches`.
            values: what its text needs.
        """
        file = self.folder / BATCHES / f"{name}.sql"
        return _render(file, _text(file), {**self._macros, **values})


def _read_macros(folder: Path) -> dict[str, Any]:
    environment = _environment()
    macros: dict[str, Any] = {"limit": lambda code: f"<<{code}>>"}
    for file in sorted(folder.glob("*.sql")):
        module = environment.from_string(_text(file), globals=macros).module
        macros |= {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return macros


def _read_stage(folder: Path, stage: Stage, macros: Mapping[str, Any]) -> Iterator[Suite]:
    place = folder / stage
    used = set()
    for entry in _yaml(place / SUITES_FILE):
        checks: list[Check | NativeCheck] = []
        parameters = {"suite": entry["suite"], **entry.get("parameters", {})}
        for name in entry["expectations"]:
            file = _file_of(place, entry["suite"], name)
            used.add(file)
            checks += _read_file(file, name, {**macros, **parameters})
        yield Suite(
            code=entry["suite"],
            stage=stage,
            relation=entry["relation"],
            title=entry["title"],
            batch=entry.get("batch", ""),
            checks=tuple(checks),
        )
    for file in sorted(place.iterdir()):
        if file not in used and file.name != SUITES_FILE:
            raise ProjectError(
                f"{_shown(file)}: no suite lists this expectation; add it to {SUITES_FILE} beside "
                "it, or take the file away."
            )


def _file_of(place: Path, suite: str, name: str) -> Path:
    for stem in (f"{suite}.{name}", name):
        for ending in ("sql", "yml"):
            if (file := place / f"{stem}.{ending}").is_file():
                return file
    raise ProjectError(
        f"{_shown(place)}: the suite {suite} lists {name}, and there is neither {suite}.{name}.sql "
        f"nor {name}.sql (nor .yml)."
    )


def _read_file(file: Path, name: str, values: Mapping[str, Any]) -> Iterator[Check | NativeCheck]:
    text = _text(file)
    is_native = file.suffix == ".yml"
    found = None if is_native else _HEADING.fullmatch(text)
    if not is_native and found is None:
        raise ProjectError(
            f"{_shown(file)}: the file does not begin with its heading, a comment between a line "
            "/* and a line */."
        )
    heading = _yaml(file, found["heading"] if found else text)
    _check_heading(file, heading, is_native=is_native)
    for member in heading.get("each", [{}]):
        known = {**values, **member}
        words = {
            key: _render(file, heading[key], known)
            for key in (*_SENTENCES, "column", "name")
            if key in heading
        }
        limit = {} if heading["limit"] == "none" else heading["limit"]
        common: dict[str, Any] = {key: words[key] for key in _SENTENCES} | {
            "name": words.get("name", name),
            "is_acceptable": heading.get("acceptable", False),
        }
        if found is None:
            arguments = {
                key: _rendered(file, value, known) for key, value in heading["arguments"].items()
            }
            yield NativeCheck(**common, kind=heading["expectation"], arguments=arguments)
            continue
        query, *looked_at = _LOOKED_AT.split(_render(file, found["sql"], known))
        if looked_at:
            common["looked_at"] = _formatted(looked_at[0])
        yield Check(
            **common,
            query=_formatted(query),
            column=words.get("column", ""),
            share=limit.get("share_of_rows", ""),
            judged_from=limit.get("judged_from", ""),
            limits=tuple(limit.get("in_sql", ())),
        )


def _check_heading(file: Path, heading: object, *, is_native: bool) -> None:
    """Say what is wrong with a heading.

    Raises:
        ProjectError: something is.
    """
    fault = ""
    keys = set(heading) if isinstance(heading, dict) else set()
    limit = heading.get("limit") if isinstance(heading, dict) else None
    missing = [key for key in (*_SENTENCES, "limit") if key not in keys]
    if is_native:
        missing += sorted({"expectation", "arguments"} - keys)
    surplus = sorted(keys - (_NATIVE_KEYS if is_native else _KEYS))
    if missing:
        fault = f"the heading lacks {', '.join(missing)}"
    elif surplus:
        fault = f"the heading has {', '.join(surplus)}, which nothing reads"
    elif limit != "none" and not (isinstance(limit, dict) and limit and set(limit) <= _LIMIT_KEYS):
        fault = f"the limit is neither none nor made of {', '.join(sorted(_LIMIT_KEYS))}"
    if fault:
        raise ProjectError(f"{_shown(file)}: {fault} (expectations/README.md).")


def _rendered(file: Path, value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_rendered(file, part, values) for part in value]
    return _render(file, value, values) if isinstance(value, str) else value


def _render(file: Path, text: str, values: Mapping[str, Any]) -> str:
    try:
        return _environment().from_string(text).render({"batch": _BATCH, **values})
    except jinja2.TemplateError as error:
        raise ProjectError(f"{_shown(file)}: {error}.") from None


def _formatted(sql: str) -> str:
    """Return SQL as Great Expectations takes it: `{batch}` is the table, other braces double."""
    plain = sql.strip().removesuffix(";").rstrip()
    return plain.replace("{", "{{").replace("}", "}}").replace(_BATCH, "{batch}")


def _environment() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 - the text is SQL and sentences
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _yaml(file: Path, text: str | None = None) -> Any:
    try:
        return yaml.safe_load(_text(file) if text is None else text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ProjectError(f"{_shown(file)}{line}: this is no YAML.") from None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _shown(file: Path) -> str:
    return "/".join(file.parts[file.parts.index(FOLDER) :] if FOLDER in file.parts else file.parts)
