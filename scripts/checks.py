"""Lists every check of the project, for the table in docs/data-quality.md.

The sources are the files themselves: the descriptions of models and unit tests, the tests in SQL,
the suites of expectations. `tests/python/test_data_quality.py` compares the list with what dbt
knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml  # type: ignore[import-untyped]

from slachtoffermonitor.guards.catalogue import SUITES

ROOT: Final = Path(__file__).resolve().parents[1]

Place = Literal[
    "delivery", "stop", "contract", "data test", "identity", "unit test", "expectation",
    "reconciliation",
]  # fmt: skip
"""Where a check stands."""

ON_FAILURE: Final[dict[Place, str]] = {
    "delivery": "nothing is built",
    "stop": "the build stops at this model",
    "contract": "the build stops at this model",
    "unit test": "the build stops at this model",
    "data test": "the build stops, what depends on the table is not built",
    "identity": "the build stops, what depends on the tables is not built",
    "expectation": "the build stops after the suites of its stage",
    "reconciliation": "the build stops",
}
"""What happens when a check fails. In every case `make build` keeps the last good warehouse."""


@dataclass(frozen=True)
class Listed:
    """One check.

    Attributes:
        place: where it stands.
        subject: the table, model or suite that it is about.
        name: its own name.
        demand: what it demands, in a sentence.
    """

    place: Place
    subject: str
    name: str
    demand: str


FIRST_LOOK: Final = (
    ("files", "Names, types and content of the files are those of the contract."),
    ("encoding", "A file is UTF-8 throughout, without control characters."),
    ("columns", "Every column of the contract is there once, and no other."),
    ("lines", "Every line has as many values as the header; no value goes on over the line."),
    ("records", "There are records below the header."),
    ("spreadsheet_dates", "Dates are not written as a spreadsheet writes them."),
)
"""What `slachtoffermonitor check-delivery` looks at; the hook at the start of dbt is coarser."""


def checks() -> list[Listed]:
    """Return all checks: the first look, then those of the models, the tests, the suites."""
    return [
        *(Listed("delivery", "the delivery", name, demand) for name, demand in FIRST_LOOK),
        *_stops(),
        *_contracts(),
        *_data_tests(),
        *_sql_tests(),
        *_unit_tests(),
        *(
            Listed("expectation", suite.code, check.name, check.statement)
            for suite in SUITES
            for check in suite.checks
        ),
    ]


def _stops() -> Iterator[Listed]:
    for file in sorted((ROOT / "models").rglob("*.sql")):
        for macro in re.findall(
            r"post_hook=.*?(stop_\w+)\(", file.read_text(encoding="utf-8"), re.DOTALL
        ):
            (source,) = (ROOT / "macros").rglob(f"{macro}.sql")
            yield Listed("stop", file.stem, macro, _first_sentence(source))


def _contracts() -> Iterator[Listed]:
    models = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["models"]
    folders = _with_contract(models["slachtoffermonitor"], ROOT / "models")
    names = {file.stem for folder in folders for file in folder.rglob("*.sql")}
    for _, content in _described():
        for model in content.get("models", []):
            if ((model.get("config") or {}).get("contract") or {}).get("enforced"):
                names.add(model["name"])
    for name in sorted(names):
        yield Listed(
            "contract",
            name,
            "contract",
            "It has the columns that are described, of the types that are described.",
        )


def _with_contract(settings: dict[str, Any], folder: Path) -> Iterator[Path]:
    if (settings.get("+contract") or {}).get("enforced"):
        yield folder
        return
    for name, inner in settings.items():
        if isinstance(inner, dict) and not name.startswith("+"):
            yield from _with_contract(inner, folder / name)


def _described() -> Iterator[tuple[Path, dict[str, Any]]]:
    for file in sorted([*(ROOT / "models").rglob("*.yml"), *(ROOT / "seeds").rglob("*.yml")]):
        yield file, yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def _data_tests() -> Iterator[Listed]:
    for _, content in _described():
        for relation in [*content.get("models", []), *content.get("seeds", [])]:
            found = [("", test) for test in relation.get("data_tests", [])]
            found += [
                (column["name"], test)
                for column in relation.get("columns", [])
                for test in column.get("data_tests", [])
            ]
            for column, test in found:
                name, settings = next(iter(test.items())) if isinstance(test, dict) else (test, {})
                arguments = (settings or {}).get("arguments", {})
                yield Listed(
                    "data test", relation["name"], name, _generic_demand(name, column, arguments)
                )


def _generic_demand(name: str, column: str, arguments: dict[str, Any]) -> str:
    if name == "unique_key":
        text = f"Its key ({', '.join(arguments['columns'])}) occurs once and is never empty"
        rows = "." if arguments.get("may_be_empty") else ", and it has rows."
        may_be_null = arguments.get("may_be_null")
        return text + (f" (but {', '.join(may_be_null)})" if may_be_null else "") + rows
    if name == "accepted_values":
        return f"{column} holds one of {', '.join(str(value) for value in arguments['values'])}."
    if name == "relationships":
        target = re.findall(r"\w+", arguments["to"])[-1]
        return f"{column} is empty or a {arguments['field']} of {target}."
    return f"{column}: {name.replace('_', ' ')}."


def _sql_tests() -> Iterator[Listed]:
    for file in sorted((ROOT / "tests").rglob("*.sql")):
        place: Place = "reconciliation" if file.parent.name == "reconciliation" else "identity"
        yield Listed(place, file.parent.name, file.stem, _first_sentence(file))


def _unit_tests() -> Iterator[Listed]:
    for _, content in _described():
        for test in content.get("unit_tests", []):
            # A name is a sentence; most say the rule in a description too.
            demand = " ".join(
                str(test.get("description") or test["name"].replace("_", " ")).split()
            )
            yield Listed("unit test", test["model"], test["name"], demand)


def _first_sentence(file: Path) -> str:
    """Return the first sentence of the comment that a file begins with."""
    comment = re.search(r"\{#-?\s*(.*?)\s*-?#\}", file.read_text(encoding="utf-8"), re.DOTALL)
    text = " ".join((comment[1] if comment else "").split())
    return re.split(r"(?<=\.)\s", text, maxsplit=1)[0]
