"""Where every column comes from: dbt's own documentation, column lineage, a picture per layer.

dbt writes its documentation into one page; this takes out what reports about its readers, what a
browser complains about, and what differs from run to run. dbt-colibri follows the columns with
sqlglot. It tells nobody when it loses a column, so every trail is followed to its end here: a
column of a mart must come from a delivered column, from a code list, or from an origin that
somebody has looked at (`lineage_origins.csv`). Otherwise there is no site. A count reads no column:
what an exhibit counts comes from the columns that say who is a member of its rows.
"""

from __future__ import annotations

import base64
import csv
import gzip
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from slachtoffermonitor.dbt_run import without_others
from slachtoffermonitor.delivery import SEED_PREFIX, TABLES
from slachtoffermonitor.office import OFFICE_VARIABLE
from slachtoffermonitor.project import DATABASE_VARIABLE, REGISTER_VARIABLE, ProjectError
from slachtoffermonitor.site.library import source_file
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page

LAYERS: Final = (
    ("raw", ("seeds/registrations",)),
    ("reference", ("seeds",)),
    ("staging", ("models/staging",)),
    ("lists", ("models/intermediate/reference",)),
    ("records", ("models/intermediate/codes", "models/intermediate/records")),
    ("fates", ("models/intermediate/fates",)),
    ("victim_years", ("models/intermediate/victim_years",)),
    ("exclusions", ("models/intermediate/exclusions",)),
    ("population", ("models/intermediate/population",)),
    ("editions", ("models/intermediate/editions",)),
    ("star", ("models/marts/star",)),
    ("exhibits", ("models/marts/exhibits",)),
    ("published", ("models/marts/cells",)),
    ("audit", ("models/audit",)),
)
"""Layers in the order of the road, and the folders of each; the first that fits decides."""

MARTS: Final = ("star", "exhibits", "published")
PROJECT_FILE: Final = "project.json"
MODELS_FILE: Final = "trace-data/models.js"
"""What the script of the pages that trace numbers says of every model."""
GUARD_KINDS: Final = ("unit_test", "data_test", "identity")
DBT_PAGE: Final = "dbt/index.html"
"""The dbt documentation, shared by the languages."""

ORIGINS_FILE: Final = Path(__file__).with_name("lineage_origins.csv")
_COMMENT: Final = re.compile(r"--[^\n]*")
END_OF_MEMBERS: Final = "-- end of members"
"""Where the SQL of an exhibit has said who is counted (macros/exhibits/members.sql)."""
COUNTS: Final = ("value", "unit_count", "base", "pct")
"""The columns of an exhibit that count its members."""
_STRUCTURE: Final = "__colibri_"
"""Names of what colibri knows of joins and filters, which are no columns."""


@dataclass(frozen=True)
class Column:
    """A column of a model or seed."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Guard:
    """A test that guards a model.

    Attributes:
        name: what the test is called.
        kind: `unit_test`, `data_test` (of one model) or `identity` (between models).
        column: the column it is about; empty where it is about the whole model.
        description: what it holds, in a sentence; may be empty.
        path: its file, from the project's root.
    """

    name: str
    kind: str
    column: str
    description: str
    path: str


@dataclass(frozen=True)
class Model:
    """A model or seed of the project."""

    name: str
    layer: str
    path: str
    schema: str
    materialized: str
    description: str
    grain: str
    rules: tuple[str, ...]
    columns: tuple[Column, ...]
    parents: tuple[str, ...]
    guards: tuple[Guard, ...]

    @property
    def is_seed(self) -> bool:
        """Whether it is a table of the delivery or a code list."""
        return self.layer in ("raw", "reference")


@dataclass(frozen=True, order=True)
class Place:
    """A column of a model."""

    model: str
    column: str


@dataclass(frozen=True)
class Step:
    """A column that another is made from, and how.

    `pass-through`, `rename` or `transformation`; `count` where rows are counted by it.
    """

    place: Place
    how: str


@dataclass(frozen=True)
class Origin:
    """A column that is made from no other, as somebody has looked at.

    Attributes:
        place: the column.
        kind: `constant`, `series`, `order` or `empty`.
        nl: what it is, in Dutch.
        en: what it is, in English.
    """

    place: Place
    kind: str
    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Say in a language what it is."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Trail:
    """Everything that a column of a mart is made from.

    Attributes:
        start: the column.
        steps: how each column on the trail is made.
        ends: where the trail ends, seeds first.
    """

    start: Place
    steps: Mapping[Place, tuple[Step, ...]]
    ends: tuple[Place, ...]


@dataclass(frozen=True)
class Project:
    """The models of the project, and what their columns are made from."""

    models: Mapping[str, Model]
    made_from: Mapping[Place, tuple[Step, ...]]

    def layer(self, name: str) -> list[Model]:
        """Return the models of a layer, by name."""
        return sorted(
            (model for model in self.models.values() if model.layer == name),
            key=lambda model: model.name,
        )

    @property
    def marts(self) -> list[Model]:
        """The models that are published."""
        return [model for name in MARTS for model in self.layer(name)]

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of every layer, from left to right."""
        return {name: place for place, (name, _) in enumerate(LAYERS)}

    def chain(self, name: str) -> list[Model]:
        """Return a model and all that it rests on, the model itself first, seeds last.

        Every model stands before all that it is made from.
        """
        found: dict[str, Model] = {}
        depth: dict[str, int] = {}
        waiting = [(name, 0)]
        while waiting:
            here, far = waiting.pop()
            if depth.get(here, -1) >= far:
                continue
            depth[here] = far
            found[here] = self.models[here]
            waiting += [(parent, far + 1) for parent in self.models[here].parents]
        return sorted(
            found.values(),
            key=lambda model: (
                model.is_seed,
                model.layer == "reference",
                -self.order[model.layer],
                depth[model.name],
                model.name,
            ),
        )

    def trail(self, start: Place) -> Trail:
        """Follow a column to all its ends."""
        steps: dict[Place, tuple[Step, ...]] = {}
        ends = []
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here in steps:
                continue
            steps[here] = self.made_from.get(here, ())
            if not steps[here]:
                ends.append(here)
            waiting += [step.place for step in steps[here]]
        ends.sort(key=lambda end: (not self.models[end.model].is_seed, end))
        return Trail(start, steps, tuple(ends))


def prepare(database: Path, root: Path, prepared: Path, site: Path) -> None:
    """Let dbt write its documentation, follow all columns, and keep both.

    Args:
        database: the warehouse.
        root: the project.
        prepared: where `project.json` is kept for the pages.
        site: where the dbt documentation is put.

    Raises:
        ProjectError: dbt fails, or a column of a mart comes from nowhere.
    """
    folder = prepared / "dbt"
    manifest, catalog = generate_docs(database, root, folder)
    project = read_project(manifest, catalog, follow_columns(folder, manifest, catalog))
    check_trails(project, read_origins())
    write_project(project, prepared / PROJECT_FILE)
    models = site / MODELS_FILE
    models.parent.mkdir(parents=True, exist_ok=True)
    models.write_text(said_of_models(project), encoding="utf-8", newline="\n")
    page = site / DBT_PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    text = (folder / "index.html").read_text(encoding="utf-8")
    text = packed(publishable(text, manifest, catalog, (folder, root)))
    page.write_text(text, encoding="utf-8", newline="\n")


def generate_docs(
    database: Path, root: Path, folder: Path
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let dbt document the project, and return its manifest and its catalogue.

    The SQL is always that of the shipped register: what is traced is the project, not a delivery.
    dbt opens the warehouse to read alone, so that others may go on reading it.

    Raises:
        ProjectError: dbt ends in an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        DATABASE_VARIABLE: str(database),
        REGISTER_VARIABLE: "",
        OFFICE_VARIABLE: "",
        "DBT_TARGET_PATH": str(folder),
        "DBT_LOG_PATH": str(folder),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "SLACHTOFFERMONITOR_ACCESS": "read_only",
    }
    dbt = str(Path(sys.executable).with_name("dbt"))
    paths = ["--project-dir", str(root), "--profiles-dir", str(root)]
    done = subprocess.run(  # noqa: S603
        [dbt, "--quiet", "docs", "generate", "--static", *paths, "--vars", "register_path: ''"],
        cwd=root,
        env=without_others(os.environ) | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProjectError(f"dbt could not document the project:\n{done.stdout.strip()}")
    manifest, catalog = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("manifest.json", "catalog.json")
    )
    return manifest, catalog


def follow_columns(
    folder: Path, manifest: Mapping[str, Any], catalog: dict[str, Any]
) -> dict[Place, tuple[Step, ...]]:
    """Return what every column of every model is made from, as dbt-colibri finds it.

    Args:
        folder: holds dbt's artifacts.
        manifest: dbt's manifest.
        catalog: dbt's catalogue; the tables of the register are added where a delivery was read
            in place of them.

    Raises:
        ProjectError: colibri reports an error.
    """
    from dbt_colibri.lineage_extractor.extractor import (  # type: ignore[import-untyped]  # noqa: PLC0415
        DbtColumnLineageExtractor,
    )

    logging.getLogger("colibri").setLevel(logging.CRITICAL)
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    for table, columns in TABLES.items():
        for key, node in manifest["nodes"].items():
            if node["name"] == SEED_PREFIX + table and key not in catalog["nodes"]:
                catalog["nodes"][key] = _catalog_entry(key, node, columns)
    path = folder / "catalog-of-columns.json"
    path.write_text(json.dumps(catalog), encoding="utf-8")
    found = DbtColumnLineageExtractor(
        str(folder / "manifest.json"), str(path)
    ).extract_project_lineage()
    if found["errors"]:
        raise ProjectError(
            "The columns of these models could not be followed: "
            + ", ".join(sorted(str(error) for error in found["errors"]))
        )
    made: dict[Place, tuple[Step, ...]] = {}
    for key, columns in found["lineage"]["parents"].items():
        for column, parents in columns.items():
            made[Place(_name(key), column)] = tuple(
                Step(Place(_name(parent["dbt_node"]), parent["column"]), parent["lineage_type"])
                for parent in parents
            )
    for node in manifest["nodes"].values():
        counted = tuple(Step(place, "count") for place in columns_of_members(node))
        for column in COUNTS if counted else ():
            place = Place(node["name"], column)
            made[place] = tuple(dict.fromkeys((*made.get(place, ()), *counted)))
    return made


def columns_of_members(node: Mapping[str, Any]) -> list[Place]:
    """Return the columns that say who is a member of the rows of an exhibit.

    Args:
        node: a node of dbt's manifest; one that is no exhibit has no members.
    """
    import sqlglot  # noqa: PLC0415
    from sqlglot.optimizer.scope import Scope, build_scope  # noqa: PLC0415

    sql, mark, _ = (node.get("compiled_code") or "").partition(END_OF_MEMBERS)
    if not mark:
        return []
    sql = f"{sql.rstrip().removesuffix(',')} select * from counted"
    found: set[Place] = set()
    waiting = [build_scope(sqlglot.parse_one(sql, dialect="duckdb"))]
    while waiting:
        scope = waiting.pop()
        if scope is None:
            continue
        waiting += [*scope.union_scopes, *scope.subquery_scopes]
        for _, source in scope.selected_sources.values():
            waiting += [source] if isinstance(source, Scope) else []
        for column in scope.columns:
            table = scope.sources.get(column.table)
            if isinstance(table, sqlglot.exp.Table):
                found.add(Place(table.name, column.name))
    return sorted(found)


def read_project(
    manifest: Mapping[str, Any],
    catalog: Mapping[str, Any],
    made_from: Mapping[Place, tuple[Step, ...]],
) -> Project:
    """Put together what dbt and colibri know.

    Args:
        manifest: dbt's manifest.
        catalog: dbt's catalogue.
        made_from: what every column is made from, joins and filters among them.
    """
    nodes = manifest["nodes"]
    kept = {key: node for key, node in nodes.items() if node["resource_type"] in ("model", "seed")}
    guards = _guards(manifest)
    models = {}
    for key, node in kept.items():
        meta = node["config"].get("meta") or {}
        models[node["name"]] = Model(
            name=node["name"],
            layer=_layer(node["original_file_path"]),
            path=node["original_file_path"],
            schema=node["schema"],
            materialized=node["config"]["materialized"],
            description=" ".join((node.get("description") or "").split()),
            grain=str(meta.get("grain") or ""),
            rules=tuple(meta.get("rules") or ()),
            columns=_columns(node, catalog["nodes"].get(key)),
            parents=tuple(
                sorted(
                    nodes[parent]["name"]
                    for parent in node["depends_on"].get("nodes", ())
                    if parent in kept
                )
            ),
            guards=tuple(guards.get(key, ())),
        )
    columns = {
        place: steps
        for place, steps in made_from.items()
        if place.model in models and not place.column.startswith(_STRUCTURE)
    }
    _require_all_parents(kept, made_from)
    return Project(models, columns)


def _require_all_parents(
    nodes: Mapping[str, Mapping[str, Any]], made_from: Mapping[Place, tuple[Step, ...]]
) -> None:
    """See that a model uses something of every table its SQL reads; a lost branch uses nothing."""
    used: dict[str, set[str]] = {}
    for place, steps in made_from.items():
        used.setdefault(place.model, set()).update(step.place.model for step in steps)
    lost = []
    for node in nodes.values():
        if node["resource_type"] != "model" or node["config"]["materialized"] == "ephemeral":
            continue
        sql = _COMMENT.sub("", node.get("compiled_code") or "")
        lost += [
            f"{node['name']} reads {nodes[parent]['name']}"
            for parent in node["depends_on"]["nodes"]
            if parent in nodes
            and nodes[parent].get("relation_name")
            and nodes[parent]["relation_name"] in sql
            and nodes[parent]["name"] not in used.get(node["name"], ())
        ]
    if lost:
        raise ProjectError(
            "The lineage of columns has lost a part of these models, so that no page of it can be "
            "trusted: " + "; ".join(sorted(lost))
        )


def check_trails(project: Project, origins: Sequence[Origin]) -> None:
    """See that every column of a mart comes from somewhere.

    Raises:
        ProjectError: a column is not followed, ends in a column nobody has looked at, or the list
            of origins names one that is none.
    """
    known = {origin.place for origin in origins}
    met: set[Place] = set()
    problems = []
    for model in project.marts:
        if not model.columns:
            problems.append(f"{model.name} has no columns in the catalogue of the warehouse")
        for column in model.columns:
            start = Place(model.name, column.name)
            if start not in project.made_from:
                problems.append(f"{model.name}.{column.name} is not followed at all")
                continue
            for end in project.trail(start).ends:
                if project.models[end.model].is_seed:
                    continue
                met.add(end)
                if end not in known:
                    problems.append(
                        f"{model.name}.{column.name} ends in {end.model}.{end.column}, which is "
                        f"made from nothing and is not in {ORIGINS_FILE.name}"
                    )
    problems += [
        f"{ORIGINS_FILE.name} names {place.model}.{place.column}, where no trail ends"
        for place in sorted(known - met)
    ]
    if problems:
        raise ProjectError("The lineage of columns has gaps:\n" + "\n".join(problems))


def read_origins(path: Path = ORIGINS_FILE) -> list[Origin]:
    """Read the columns that are made from no other, and why that is right."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Origin(
                Place(row["model"], row["column"]),
                row["kind"],
                row["nl"],
                row["en"],
            )
            for row in csv.DictReader(stream)
        ]


def guards_of(model: Model) -> dict[str, str]:
    """Return the tests of a model as a sentence for each kind."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for guard in model.guards:
        columns = kinds.setdefault(guard.kind, {}).setdefault(guard.name.replace("_", " "), [])
        columns += [guard.column] if guard.column else []
    return {
        kind: "; ".join(
            name + (f" ({', '.join(columns)})" if columns else "")
            for name, columns in names.items()
        )
        for kind, names in kinds.items()
    }


def said_of_models(project: Project) -> str:
    """Return as a script what a row of each model is, its rules, its tests and their number."""
    said = {
        name: [model.grain or model.description, model.rules, guards_of(model), len(model.guards)]
        for name, model in project.models.items()
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.traceModels={text};\n"


def write_project(project: Project, path: Path) -> None:
    """Keep the project for the processes that make the pages."""
    content = {
        "models": [asdict(model) for _, model in sorted(project.models.items())],
        "made_from": [
            [
                place.model,
                place.column,
                [[*asdict(step.place).values(), step.how] for step in steps],
            ]
            for place, steps in sorted(project.made_from.items())
        ],
    }
    path.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")


def load_project(path: Path) -> Project:
    """Read what `write_project` kept."""
    content = json.loads(path.read_text(encoding="utf-8"))
    models = {}
    for values in content["models"]:
        columns = tuple(Column(**column) for column in values.pop("columns"))
        guards = tuple(Guard(**guard) for guard in values.pop("guards"))
        rules, parents = tuple(values.pop("rules")), tuple(values.pop("parents"))
        models[values["name"]] = Model(
            **values, columns=columns, guards=guards, rules=rules, parents=parents
        )
    made_from = {
        Place(model, column): tuple(Step(Place(*place), how) for *place, how in steps)
        for model, column, steps in content["made_from"]
    }
    return Project(models, made_from)


_TRACKING: Final = "!0===e.track&&r.turn_on_tracking()"
_HOSTS_OF_READERS: Final = re.compile(r"fishtownanalytics\.sinter-collect\.com|fuzzed\.getdbt\.com")
_ICON: Final = re.compile(r'xlink:href=(\\?)"\{\{')
_FAVICON: Final = re.compile(r'href="\$\{require\([^)]*\)\}"')
_CANONICAL: Final = '<link rel="canonical" href="/overview/"/>'
_VARYING: Final = frozenset(
    {
        *("generated_at", "invocation_started_at", "run_started_at", "invocation_id"),
        *("created_at", "user_id", "env", "root_path", "compiled_path", "build_path"),
    }
)
"""What differs between two runs on the same project, or names a folder of this machine."""
_UNUSED: Final = frozenset(
    {
        *("unrendered_config", "checksum", "extra_ctes", "doc_blocks", "granularity", "comment"),
        *("child_map", "patch_path", "relation_name", "primary_key", "time_spine", "quote"),
    }
)
"""Parts of the artifacts that dbt's page never reads; they would be a tenth of it."""


def publishable(
    page: str,
    manifest: Mapping[str, Any],
    catalog: Mapping[str, Any],
    folders: Iterable[Path],
) -> str:
    """Return dbt's documentation as one page that may be published.

    As `dbt docs generate --static` does, the manifest and the catalogue are put into the page;
    first they lose what differs from run to run, the folders of this machine, the macros of dbt
    itself and the SQL of generic tests. The page loses its reports about readers.

    Args:
        page: dbt's page, without data.
        manifest: dbt's manifest.
        catalog: dbt's catalogue.
        folders: of this machine, which are left out.

    Raises:
        ProjectError: the page is not as known, so that nobody can say what it would do.
    """
    if page.count(_TRACKING) != 1:
        raise ProjectError(
            "dbt's documentation has changed: the place where it begins to report about readers is "
            "not where it was. Look at it before publishing it (site/lineage.py)."
        )
    text = page.replace(_TRACKING, "0")
    text = _HOSTS_OF_READERS.sub("localhost.invalid", text)
    # The browser would fetch the braces before the page's script fills them in.
    text = _ICON.sub(r'ng-attr-xlink_href=\1"{{', text)
    text = _FAVICON.sub('href="data:,"', text).replace(_CANONICAL, "")
    own = manifest["metadata"]["project_name"]
    kept = dict(manifest)
    kept["macros"] = {
        key: macro for key, macro in manifest["macros"].items() if macro["package_name"] == own
    }
    kept["nodes"] = {
        key: {
            **node,
            "depends_on": {
                **node["depends_on"],
                "macros": [
                    macro
                    for macro in node["depends_on"].get("macros", ())
                    if macro in kept["macros"]
                ],
            },
            "compiled_code": "" if node.get("test_metadata") else node.get("compiled_code", ""),
        }
        for key, node in manifest["nodes"].items()
    }
    for mark, content in (("MANIFEST", kept), ("CATALOG", catalog)):
        place = f'"{mark}.JSON INLINE DATA"'
        if text.count(place) != 1:
            raise ProjectError("dbt's documentation has changed: it has no place for its data.")
        data = json.dumps(_constant(content), separators=(",", ":"), sort_keys=True)
        text = text.replace(place, data)
    for folder in folders:
        text = text.replace(str(folder) + "/", "").replace(str(folder), ".")
    return text


_UNPACK: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dbt docs</title>
<link rel="icon" href="data:,">
</head>
<body>
<h1>dbt docs</h1>
<p id="said">This page needs JavaScript.</p>
<script id="page" type="text/plain">{page}</script>
<script>
"use strict";
(async () => {{
  const said = document.getElementById("said");
  said.textContent = "Unpacking the documentation.";
  try {{
    const packed = atob(document.getElementById("page").textContent);
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const page = await new Response(stream).text();
    document.open();
    document.write(page);
    document.close();
  }} catch (error) {{
    said.textContent = "This browser cannot unpack the page; a newer one can.";
  }}
}})();
</script>
</body>
</html>
"""


def packed(page: str) -> str:
    """Return a page that unpacks itself in the browser, at a quarter of its size.

    As it is, the documentation of dbt would be a fifth of the whole site.
    """
    content = gzip.compress(page.encode("utf-8"), compresslevel=9, mtime=0)
    return _UNPACK.format(page=base64.b64encode(content).decode("ascii"))


def _constant(value: Any) -> Any:
    """Return artifacts without what differs from run to run and what nobody reads."""
    if isinstance(value, dict):
        return {
            key: (None if key in _VARYING and not isinstance(found, dict) else _constant(found))
            for key, found in value.items()
            if key not in _UNUSED
        }
    if isinstance(value, list):
        return [_constant(found) for found in value]
    return value


def pages(material: Material) -> Iterable[Page]:
    """Yield the page with the pictures of the layers, and one for every mart."""
    from slachtoffermonitor.site.layers import BOX_HEIGHT, picture  # noqa: PLC0415

    t = material.t
    project = load_project(material.prepared / PROJECT_FILE)
    origins = read_origins()
    words = {name: t(f"lineage.layer.{name}") for name, _ in LAYERS}
    children: dict[str, list[str]] = {}
    for model in sorted(project.models.values(), key=lambda model: model.name):
        for parent in model.parents:
            children.setdefault(parent, []).append(model.name)
    marts = {model.name for model in project.marts}
    shown = frozenset(material.library.shown)
    common = {
        "shown": shown,
        "source_file": source_file,
        "dbt_page": DBT_PAGE,
        "marts": marts,
        "mart_page": mart_page,
    }
    yield Page(
        path="lineage/index",
        template="lineage.html.j2",
        title=t("lineage.title"),
        section="lineage",
        context=common
        | {
            "pictures": [picture(project, name, words) for name, _ in LAYERS],
            "box_height": BOX_HEIGHT,
            "children": children,
            "mart_models": project.marts,
            "column_count": sum(len(model.columns) for model in project.marts),
            "model_count": len(project.models),
            "origins": origins,
        },
        search=" ".join(sorted(project.models)),
    )
    said = {origin.place: origin for origin in origins}
    for model in project.marts:
        yield Page(
            path=mart_page(model.name),
            template="lineage-mart.html.j2",
            title=f"{t('lineage.title')}: {model.name}",
            section="lineage",
            context=common
            | {
                "model": model,
                "columns": [
                    column_page(project, Place(model.name, column.name), column, said)
                    for column in model.columns
                ],
            },
            search=" ".join(column.name for column in model.columns),
        )


@dataclass(frozen=True)
class ColumnPage:
    """What a mart's page says of a column.

    Attributes:
        column: the column.
        layers: the columns it is made from, by layer; columns of other marts are not followed here.
        through: columns of other marts, whose pages go on.
        delivered: columns of the delivery in which the trail ends.
        codes: columns of code lists in which it ends.
        origins: ends that are made from nothing.
    """

    column: Column
    layers: tuple[tuple[str, tuple[Place, ...]], ...]
    through: tuple[Place, ...]
    delivered: tuple[Place, ...]
    codes: tuple[Place, ...]
    origins: tuple[Origin, ...]


def column_page(
    project: Project, start: Place, column: Column, origins: Mapping[Place, Origin]
) -> ColumnPage:
    """Return what the page of a mart says of one of its columns."""
    trail = project.trail(start)
    marts = {model.name for model in project.marts}
    near: dict[str, set[Place]] = {}
    through: set[Place] = set()
    seen: set[Place] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for step in trail.steps.get(here, ()):
            if step.place in seen:
                continue
            seen.add(step.place)
            if step.place.model in marts:
                through.add(step.place)
                continue
            near.setdefault(project.models[step.place.model].layer, set()).add(step.place)
            waiting.append(step.place)
    layers = sorted(near.items(), key=lambda layer: -project.order[layer[0]])
    of_layer = {
        name: tuple(end for end in trail.ends if project.models[end.model].layer == name)
        for name in ("raw", "reference")
    }
    return ColumnPage(
        column,
        tuple(
            (name, tuple(sorted(places)))
            for name, places in layers
            if name not in ("raw", "reference")
        ),
        tuple(sorted(through)),
        of_layer["raw"],
        of_layer["reference"],
        tuple(origins[place] for place in sorted(trail.steps) if place in origins),
    )


def mart_page(name: str) -> str:
    """Return the path of the page of a mart."""
    return f"lineage/{name}"


def _layer(path: str) -> str:
    for name, folders in LAYERS:
        if any(path.startswith(folder + "/") for folder in folders):
            return name
    raise ProjectError(f"{path} is in no layer that the site knows (site/lineage.py).")


def _name(key: str) -> str:
    return key.rsplit(".", maxsplit=1)[-1]


def _catalog_entry(key: str, node: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {
        "unique_id": key,
        "metadata": {
            "database": node["database"],
            "schema": node["schema"],
            "name": node["alias"],
            "type": "BASE TABLE",
        },
        "columns": {
            column: {"type": "VARCHAR", "index": index, "name": column, "comment": None}
            for index, column in enumerate(columns, start=1)
        },
    }


def _columns(node: Mapping[str, Any], entry: Mapping[str, Any] | None) -> tuple[Column, ...]:
    described = node.get("columns") or {}
    found = entry["columns"].values() if entry else ()
    return tuple(
        Column(
            column["name"],
            str(column["type"]).lower(),
            " ".join((described.get(column["name"], {}).get("description") or "").split()),
        )
        for column in sorted(found, key=lambda column: int(column["index"]))
    )


def _guards(manifest: Mapping[str, Any]) -> dict[str, list[Guard]]:
    """Return the tests of every node; a test between models guards all of them."""
    found: dict[str, list[Guard]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test":
            continue
        kind = "data_test" if node.get("test_metadata") else "identity"
        guarded = (
            [node["attached_node"]] if node.get("attached_node") else node["depends_on"]["nodes"]
        )
        name = (node.get("test_metadata") or {}).get("name") or node["name"]
        for key in dict.fromkeys(guarded):
            guard = Guard(
                name=str(name),
                kind=kind,
                column=_tested(node),
                description=" ".join((node.get("description") or "").split()),
                path=str(node["original_file_path"]),
            )
            if guard not in found.setdefault(key, []):
                found[key].append(guard)
    for node in manifest.get("unit_tests", {}).values():
        guard = Guard(
            name=node["name"],
            kind="unit_test",
            column="",
            description=" ".join((node.get("description") or "").split()),
            path=str(node["original_file_path"]),
        )
        for key in node["depends_on"]["nodes"]:
            found.setdefault(key, []).append(guard)
    for guards in found.values():
        guards.sort(key=lambda guard: (guard.kind, guard.name, guard.column))
    return found


def _tested(node: Mapping[str, Any]) -> str:
    """Return the column or columns that a test is about."""
    if node.get("column_name"):
        return str(node["column_name"])
    arguments = (node.get("test_metadata") or {}).get("kwargs") or {}
    columns = arguments.get("columns") or (arguments.get("arguments") or {}).get("columns") or ()
    return ", ".join(columns)
