"""The road from a record to a figure goes one way, and an exhibit stands on what it counts.

Everything here is read from the manifest of dbt and from a warehouse that it built.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from warehouses import ROOT, Builds, Built

Node = dict[str, Any]

LAYERS: Final = (
    ("seeds", ("seeds",)),
    ("staging", ("models/staging",)),
    ("lists by key", ("models/intermediate/reference",)),
    ("records", ("models/intermediate/codes", "models/intermediate/records")),
    ("fates", ("models/intermediate/fates",)),
    ("victim-years", ("models/intermediate/victim_years",)),
    ("exclusions", ("models/intermediate/exclusions",)),
    ("population", ("models/intermediate/population",)),
    ("editions", ("models/intermediate/editions",)),
    ("facts and dimensions", ("models/marts/star",)),
    ("exhibits", ("models/marts/exhibits",)),
    ("published cells", ("models/marts/cells",)),
    ("audit", ("models/audit",)),
)
"""The layers in the order of the road, each with its folders. A model reads its own layer and
earlier ones. The audit comes last: it may look at anything, and nothing else looks at it."""

GRID: Final = {
    "bridge_edition_rules",
    "dim_exhibit_columns",
    "ref_exhibit_rows",
    "ref_exhibits",
    "ref_label_editions",
}
"""What the shared last step of an exhibit reads (macros/exhibits/exhibit.sql)."""

ONLY_BEFORE: Final = {
    "int_editions__prostitution_sectors": {"fig_2_04a"},
    "int_editions__imputation_groups": {"fig_2_04b"},
    "int_editions__labour_sectors": {"fig_2_05"},
    "int_editions__criminal_manners": {"fig_2_06"},
    "fct_returning_victim_years": {"fig_2_01"},
    "fct_known_notifications": {"fig_2_11", "fig_2_13"},
    "fct_known_police_unit_notifications": {"fig_2_12"},
    "dim_nationalities": {"tab_2_1"},
}
"""What depends on the edition, and facts that are not victims: each before its exhibits only."""

REFERENCE: Final = re.compile(r"ref\(\s*'(\w+)'\s*\)")
EXHIBIT: Final = re.compile(r"((?:fig|tab)_\d+_\d+[a-z]?)_")


@pytest.fixture(scope="module")
def built(builds: Builds) -> Built:
    return builds.result("bare")


@pytest.fixture(scope="module")
def manifest(built: Built) -> dict[str, Any]:
    path = built.logs.parent / "target" / "manifest.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def relations(manifest: dict[str, Any]) -> dict[str, Node]:
    """Return the models and seeds by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }


@pytest.fixture(scope="module")
def parents(manifest: dict[str, Any], relations: dict[str, Node]) -> dict[str, set[str]]:
    """Return what every model reads."""
    nodes = manifest["nodes"]
    return {
        name: {nodes[key]["name"] for key in node["depends_on"].get("nodes", ())}
        for name, node in relations.items()
    }


@pytest.fixture(scope="module")
def exhibits(relations: dict[str, Node]) -> dict[str, str]:
    """Return the model of every exhibit."""
    found = {}
    for name, node in relations.items():
        if node["original_file_path"].startswith("models/marts/exhibits/"):
            code = EXHIBIT.match(name)
            assert code, name
            found[code[1]] = name
    return found


def layer(node: Node) -> int:
    """Return the place of a model's layer on the road."""
    (place,) = (
        place
        for place, (_, folders) in enumerate(LAYERS)
        if any(node["original_file_path"].startswith(f"{folder}/") for folder in folders)
    )
    return place


def ancestors(name: str, parents: dict[str, set[str]]) -> set[str]:
    """Return everything that a model rests on."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = parents[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_every_arrow_goes_one_way(relations: dict[str, Node], parents: dict[str, set[str]]) -> None:
    against = [
        f"{name} ({LAYERS[layer(relations[name])][0]}) reads "
        f"{parent} ({LAYERS[layer(relations[parent])][0]})"
        for name, names in parents.items()
        for parent in sorted(names)
        if layer(relations[parent]) > layer(relations[name])
    ]
    assert not against


def test_an_exhibit_reads_what_its_own_file_names(
    relations: dict[str, Node], parents: dict[str, set[str]], exhibits: dict[str, str]
) -> None:
    with (ROOT / "seeds/reference/ref_exhibits.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["exhibit_code"]: row["model_name"] for row in csv.DictReader(stream)}
    assert exhibits == listed
    for name in exhibits.values():
        sql = relations[name]["raw_code"]
        named = set(REFERENCE.findall(sql))
        assert named, name
        if "parameter(" in sql:
            named.add("ref_parameters")
        assert parents[name] == named | GRID, name


def test_an_exhibit_reads_facts_dimensions_and_mappings_of_the_edition_only(
    relations: dict[str, Node], parents: dict[str, set[str]], exhibits: dict[str, str]
) -> None:
    for name in exhibits.values():
        for parent in parents[name]:
            assert LAYERS[layer(relations[parent])][0] in (
                "seeds",
                "editions",
                "facts and dimensions",
            ), f"{name} reads {parent}"


def test_between_facts_and_exhibit_stands_only_what_it_needs(
    parents: dict[str, set[str]], exhibits: dict[str, str]
) -> None:
    for model, expected in ONLY_BEFORE.items():
        found = {code for code, name in exhibits.items() if model in ancestors(name, parents)}
        assert found == expected, model


def test_published_cells_are_the_exhibits(
    parents: dict[str, set[str]], exhibits: dict[str, str]
) -> None:
    assert parents["published_cells"] == set(exhibits.values())


def test_records_and_victim_years_are_written_once(relations: dict[str, Node]) -> None:
    """A step on the road that holds every record, or every victim-year, is a view but for one."""
    for grain, written in (
        ("One row per delivered record", "int_records__decoded"),
        ("One row per record that stands", ""),
        ("One row per known victim-year", "int_victim_years__resolved"),
    ):
        tables = {
            name
            for name, node in relations.items()
            if node["original_file_path"].startswith("models/intermediate/")
            and re.match(rf"{grain}(?! and)\b", node["config"]["meta"]["grain"])
            and node["config"]["materialized"] == "table"
        }
        assert tables == ({written} if written else set()), grain


def test_views_work_under_another_name_of_the_file(built: Built, tmp_path: Path) -> None:
    copy = tmp_path / "another name.duckdb"
    shutil.copy(built.database, copy)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{copy}' as elsewhere (read_only)")
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() "
            "where database_name = 'elsewhere' and not internal order by all"
        ).fetchall()
        assert len(views) > 50
        for schema, view in views:
            connection.execute(f'select * from elsewhere."{schema}"."{view}" limit 1').fetchall()


def test_columns_of_lists_are_described(relations: dict[str, Node]) -> None:
    """dbt-bouncer, which `make lint` runs, looks at the rest."""
    lacking = [
        f"{name}.{column['name']}"
        for name, node in relations.items()
        for column in node["columns"].values()
        if node["resource_type"] == "seed" and not column["description"].strip()
    ]
    assert not lacking


def test_a_description_describes_what_was_built(built: Built, relations: dict[str, Node]) -> None:
    columns: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in built.rows(
        "select table_schema, table_name, column_name from information_schema.columns order by all"
    ):
        columns.setdefault((str(schema), str(table)), []).append(str(column))
    for name, node in relations.items():
        if node["config"]["materialized"] != "ephemeral":
            assert sorted(node["columns"]) == columns[node["schema"], name], name


def test_a_description_begins_with_the_grain(relations: dict[str, Node]) -> None:
    for name, node in relations.items():
        assert node["description"].startswith("One row per "), name


def test_codes_of_facts_have_a_dimension(
    manifest: dict[str, Any], relations: dict[str, Node]
) -> None:
    """Every code of a fact names its dimension: by a test, or as a key that a test holds elsewhere.

    A view holds no constraint. What it declares is held where the column is made, which the
    model's `meta` names.
    """
    tested: dict[str, dict[str, str]] = {}
    for node in manifest["nodes"].values():
        if (node.get("test_metadata") or {}).get("name") == "relationships":
            arguments = node["test_metadata"]["kwargs"]
            goal = re.sub(r"\W+", " ", f"{arguments['to']} {arguments['field']}").split()[-2:]
            model = node["attached_node"].rsplit(".", maxsplit=1)[-1]
            tested.setdefault(model, {})[node["column_name"]] = " ".join(goal)
    facts = [name for name in relations if name.startswith("fct_")]
    assert facts
    for name in facts:
        node = relations[name]
        elsewhere = tested.get(node["config"]["meta"].get("references_held_by", ""), {})
        for column in node["columns"].values():
            if not re.search(r"(_code|_id|^notification_year)$", column["name"]):
                continue
            declared = [
                re.sub(r"\W+", " ", constraint["expression"].removeprefix("marts.")).strip()
                for constraint in column["constraints"]
                if constraint["type"] == "foreign_key"
            ]
            if not declared:
                assert column["name"] in tested[name], f"{name}.{column['name']}"
            else:
                assert declared == [elsewhere[column["name"]]], f"{name}.{column['name']}"


def test_dimensions_say_their_order_and_what_is_unknown(relations: dict[str, Node]) -> None:
    lists = [name for name in relations if name.startswith("dim_")]
    lists = [name for name in lists if name not in ("dim_edition_years", "dim_exhibit_columns")]
    assert len(lists) > 20
    for name in lists:
        columns = set(relations[name]["columns"])
        expected = {"sort_order", "label_nl", "label_en", "is_unknown"}
        if name == "dim_exhibits":
            expected = {"sort_order", "title_nl", "title_en"}
        if name == "dim_editions":
            expected = {"sort_order", "label_nl", "label_en", "is_default_edition"}
        assert expected <= columns, name
