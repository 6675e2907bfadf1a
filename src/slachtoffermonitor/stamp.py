"""What built a warehouse: a row in it, written when everything has passed.

A publication says what its figures were made with. That is known when they are made; later the
checkout may be another one. So the build leaves it in the warehouse, in the table `main.built`,
with a fingerprint of every mart: whoever publishes sees whether they are still as they were tested.
A bare `dbt build` leaves no stamp, or one that no longer fits.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from slachtoffermonitor.files import digest
from slachtoffermonitor.history import register_digest
from slachtoffermonitor.office import office_folder
from slachtoffermonitor.project import PROJECT_FILE, Delivery
from slachtoffermonitor.warehouse import table_names

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

TABLE: Final = "built"
PACKAGES: Final = ("slachtoffermonitor", "dbt-core", "dbt-duckdb", "duckdb")
"""Whose versions are kept: what makes figures."""

MARTS: Final = "marts"
_REFERENCES: Final = re.compile(r"marts\.(\w+) \((\w+)\)")
_REGISTER: Final = "seeds/registrations/"
_OFFICE_FILES: Final = ("codes.csv", "columns.csv")
"""What of an office's files decides about figures; the others decide whether there are any."""


@dataclass(frozen=True)
class Part:
    """Something that figures are made with.

    Attributes:
        kind: `model`, `macro`, `list` (a seed), `settings` or `office`.
        name: of the model, macro, seed or file.
        sha256: of its text or file.
        exhibits: codes of the exhibits that depend on it.
    """

    kind: str
    name: str
    sha256: str
    exhibits: tuple[str, ...]


@dataclass(frozen=True)
class Input:
    """A file that records came from; its name is left out, for it may say who delivered.

    Attributes:
        source_table: `notifications` or `emm_records`.
        byte_count: its size in bytes.
        sha256: of its bytes.
        record_count: records received from it.
    """

    source_table: str
    byte_count: int
    sha256: str
    record_count: int


@dataclass(frozen=True)
class Key:
    """A key of a mart, as its contract or its test says.

    Attributes:
        table: the mart.
        kind: `primary` or `foreign`.
        columns: what it is made of.
        references_table: of a foreign key, the mart that it leads to; empty otherwise.
        references_column: of a foreign key, the column there.
    """

    table: str
    kind: str
    columns: tuple[str, ...]
    references_table: str = ""
    references_column: str = ""


@dataclass(frozen=True)
class Stamp:
    """What built a warehouse.

    Attributes:
        versions: package -> version.
        commit: of the checkout; empty where it is none, with `+` where it had changes of its own.
        is_shipped: whether it was the shipped, synthetic register.
        node_count: nodes of the project that were built and tested.
        register_digest: of all records received, whatever their order and files.
        inputs: the files that the records came from.
        parts: what the figures were made with.
        keys: the keys of the marts.
        required: mart -> its columns that are never empty.
        marts: mart -> rows and a fingerprint of them, as DuckDB of this version computes it.
        verdicts: `claims` and `expectations` -> verdict -> how many have it.
    """

    versions: dict[str, str]
    commit: str
    is_shipped: bool
    node_count: int
    register_digest: str
    inputs: tuple[Input, ...]
    parts: tuple[Part, ...]
    keys: tuple[Key, ...]
    required: dict[str, list[str]]
    marts: dict[str, str]
    verdicts: dict[str, dict[str, int]]


def write(
    database: Path, manifest: Manifest, root: Path, delivery: Delivery, node_count: int
) -> Stamp:
    """Stamp a warehouse in which everything has passed, and return the stamp.

    Args:
        database: the warehouse, which nobody has open.
        manifest: of the project that built it.
        root: directory of `dbt_project.yml`.
        delivery: what it was built from.
        node_count: nodes of the project that were built and tested.

    Raises:
        duckdb.Error: it cannot be written.
        OSError: a file of the project or of the delivery cannot be read.
    """
    with duckdb.connect(str(database)) as connection:
        stamp = Stamp(
            versions={package: version_of(package) for package in PACKAGES},
            commit=_commit(root),
            is_shipped=delivery.is_shipped,
            node_count=node_count,
            register_digest=register_digest(connection),
            inputs=tuple(_inputs(connection, delivery)),
            parts=tuple(_parts(manifest, root, _exhibits(connection))),
            keys=tuple(_keys(manifest)),
            required=_required(manifest),
            marts=fingerprints(connection),
            verdicts={
                "claims": _verdicts(connection, "audit.aud_reconciliation", "verdict"),
                "expectations": _verdicts(
                    connection, "audit.aud_expectation_results", "verdict_code"
                ),
            },
        )
        put(connection, stamp)
    return stamp


def put(connection: duckdb.DuckDBPyConnection, stamp: Stamp) -> None:
    """Write a stamp into the warehouse that is open, in place of the one that was there."""
    connection.execute(f"create or replace table main.{TABLE} (stamp varchar not null)")
    connection.execute(
        f"comment on table main.{TABLE} is 'One row: what built this warehouse, as JSON.'"
    )
    connection.execute(
        f"insert into main.{TABLE} values (?)", [json.dumps(asdict(stamp), sort_keys=True)]
    )


def read(connection: duckdb.DuckDBPyConnection) -> Stamp | None:
    """Return the stamp of a warehouse; none where it has none, or one of another version."""
    try:
        row = connection.execute(f"select stamp from main.{TABLE}").fetchone()
    except duckdb.CatalogException:
        return None
    if row is None:
        return None
    values: dict[str, Any] = json.loads(row[0])
    try:
        values["inputs"] = tuple(Input(**one) for one in values["inputs"])
        values["parts"] = tuple(
            Part(**{**one, "exhibits": tuple(one["exhibits"])}) for one in values["parts"]
        )
        values["keys"] = tuple(
            Key(**{**one, "columns": tuple(one["columns"])}) for one in values["keys"]
        )
        return Stamp(**values)
    except (KeyError, TypeError):
        return None


def fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return mart -> rows and a fingerprint of them."""
    tables = table_names(connection, MARTS)
    return {table: fingerprint(connection, f"{MARTS}.{table}") for table in tables}


def fingerprint(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str] = ("*",)
) -> str:
    """Return rows and a fingerprint of a table, whatever the order of the rows.

    It tells an accident, not a forger; and it is of this version of DuckDB only.
    """
    row = connection.execute(
        "select count(*), coalesce(sum(hash(one_row)), 0) "
        f"from (select {', '.join(columns)} from {table}) as one_row"
    ).fetchone()
    return "{} {}".format(*(row or ()))


def _verdicts(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    rows = connection.execute(
        f"select {column}, count(*) from {table} group by all order by all"
    ).fetchall()
    return {str(verdict): int(count) for verdict, count in rows}


# --- what the figures are made with --------------------------------------------------------------


def _exhibits(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return model -> code of the exhibit that it is."""
    rows = connection.execute(
        f"select model_name, exhibit_code from {MARTS}.dim_exhibits"
    ).fetchall()
    return {str(model): str(code) for model, code in rows}


def _parts(manifest: Manifest, root: Path, codes: Mapping[str, str]) -> Iterator[Part]:
    """Give the models, lists and macros of the project, its settings and the office's lists."""
    reached = _exhibits_by_part(manifest, codes)
    everything = tuple(sorted({code for codes in reached.values() for code in codes}))
    for node in _nodes(manifest, "model"):
        exhibits = tuple(sorted(reached.get(node.unique_id, ())))
        yield Part("model", node.name, _sha256(node.raw_code), exhibits)
    for node in _nodes(manifest, "seed"):
        if not node.original_file_path.startswith(_REGISTER):
            exhibits = tuple(sorted(reached.get(node.unique_id, ())))
            yield Part("list", node.name, digest(root / node.original_file_path), exhibits)
    for key, macro in sorted(manifest.macros.items()):
        if macro.package_name == manifest.metadata.project_name:
            exhibits = tuple(sorted(reached.get(key, ())))
            yield Part("macro", macro.name, _sha256(macro.macro_sql), exhibits)
    yield Part("settings", PROJECT_FILE, digest(root / PROJECT_FILE), everything)
    folder = office_folder()
    for name in _OFFICE_FILES:
        if folder and (folder / name).is_file():
            yield Part("office", name, digest(folder / name), everything)


def _exhibits_by_part(manifest: Manifest, codes: Mapping[str, str]) -> dict[str, set[str]]:
    """Return unique id of a node or macro -> codes of the exhibits that depend on it."""
    models = _nodes(manifest, "model")
    exhibits = {node.unique_id: codes[node.name] for node in models if node.name in codes}
    reached: dict[str, set[str]] = {}
    for key, code in exhibits.items():
        for part in _needed(manifest, key, frozenset()):
            reached.setdefault(part, set()).add(code)
    # What makes the table of all cells out of the exhibits is of every exhibit.
    for node in models:
        if node.name == "published_cells":
            for part in _needed(manifest, node.unique_id, frozenset(exhibits)):
                reached.setdefault(part, set()).update(exhibits.values())
    return reached


def _needed(manifest: Manifest, start: str, without: frozenset[str]) -> set[str]:
    """Return a node with all nodes and macros that it depends on, not going through some."""
    waiting, seen = [start], set()
    while waiting:
        key = waiting.pop()
        if key in seen or key in without:
            continue
        seen.add(key)
        needs = getattr(manifest.nodes.get(key) or manifest.macros.get(key), "depends_on", None)
        waiting += [*getattr(needs, "nodes", ()), *getattr(needs, "macros", ())]
    return seen


def _nodes(manifest: Manifest, kind: str) -> list[Any]:
    """Return the nodes of a kind, by name."""
    found: list[Any] = [node for node in manifest.nodes.values() if str(node.resource_type) == kind]
    return sorted(found, key=lambda node: str(node.name))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- what is promised of the marts ---------------------------------------------------------------


def _keys(manifest: Manifest) -> Iterator[Key]:
    """Give the keys that the contracts of the marts and the tests of their keys name."""
    tested = {
        test.attached_node: tuple(test.test_metadata.kwargs["columns"])
        for test in _nodes(manifest, "test")
        if getattr(getattr(test, "test_metadata", None), "name", "") == "unique_key"
    }
    for node in _marts(manifest):
        primary, foreign = tested.get(node.unique_id, ()), []
        for column in node.columns.values():
            for constraint in column.constraints:
                if constraint.type == "primary_key":
                    primary = (column.name,)
                elif constraint.type == "foreign_key":
                    found = _REFERENCES.fullmatch(constraint.expression or "")
                    if found:
                        foreign.append(Key(node.name, "foreign", (column.name,), *found.groups()))
        if primary:
            yield Key(node.name, "primary", primary)
        yield from foreign


def _marts(manifest: Manifest) -> list[Any]:
    return [node for node in _nodes(manifest, "model") if node.schema == MARTS]


def _required(manifest: Manifest) -> dict[str, list[str]]:
    return {
        node.name: [
            column.name
            for column in node.columns.values()
            if any(one.type in ("not_null", "primary_key") for one in column.constraints)
        ]
        for node in _marts(manifest)
    }


# --- where it comes from -------------------------------------------------------------------------


def _inputs(connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> Iterator[Input]:
    """Give the files of the delivery; the digest of a big one is not in the warehouse."""
    rows = connection.execute(
        "select source_table, source_file, any_value(byte_count), any_value(sha256), "
        "sum(record_count) from audit.aud_delivery_files "
        "group by source_table, source_file order by source_table, source_file"
    ).fetchall()
    for table, name, byte_count, sha256, record_count in rows:
        known = sha256 or digest(delivery.directory / name)
        yield Input(str(table), int(byte_count), str(known), int(record_count))


def _commit(root: Path) -> str:
    """Return the commit of the checkout, with `+` where it has changes of its own."""
    git = shutil.which("git")
    if git is None:
        return ""
    said = [
        subprocess.run(  # noqa: S603
            [git, "-C", str(root), *arguments], capture_output=True, text=True, check=False
        )
        for arguments in (("rev-parse", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
    ]
    if any(one.returncode for one in said):
        return ""
    return said[0].stdout.strip() + "+" * bool(said[1].stdout.strip())
