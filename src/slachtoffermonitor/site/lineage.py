"""Where every column comes from: dbt's own documentation, column lineage, a picture per layer.

dbt writes its documentation into one page; this takes out what reports about its readers, what a
browser complains about, and what differs from run to run. dbt-colibri follows the columns with
sqlglot. It tells nobody when it loses a column, so every trail is followed to its end here: a
column of a mart must come from a delivered column, from a code list, or from an origin that
somebody has looked at (`lineage_origins.csv`). Otherwise there is no site. A count reads no column:
what an exhibit counts comes from the columns that say who is a member of its rows.
"""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from slachtoffermonitor.delivery import SEED_PREFIX, TABLES
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.dbt_page import generate_docs, packed, publishable
from slachtoffermonitor.site.layers import BOX_HEIGHT, picture
from slachtoffermonitor.site.library import source_file
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.models import (
    LAYERS,
    PROJECT_FILE,
    Column,
    Guard,
    Model,
    Origin,
    Place,
    Project,
    Step,
    load_project,
    said_of_models,
    write_project,
)
from slachtoffermonitor.site.page import Page
from slachtoffermonitor.site.texts import Texts
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

MODELS_FILE: Final = "trace-data/models.js"
"""What the script of the pages that trace numbers says of every model."""

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
    with open_warehouse(database) as connection:
        notice = "synthetic" if is_synthetic(connection) else "restricted"
    said = Texts("en")(f"banner.{notice}")
    text = packed(publishable(text, manifest, catalog, (folder, root), said))
    page.write_text(text, encoding="utf-8", newline="\n")


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


def pages(material: Material) -> Iterable[Page]:
    """Yield the page with the pictures of the layers, and one for every mart."""
    t = material.t
    project = load_project(material.prepared() / PROJECT_FILE)
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
    raise ProjectError(f"{path} is in no layer that the site knows (site/models.py).")


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
