"""The lineage of the site: nothing is lost without a word, and what is published is harmless."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.dbt_page import packed, publishable
from slachtoffermonitor.site.layers import BOX_HEIGHT, picture
from slachtoffermonitor.site.lineage import (
    check_trails,
    column_page,
    columns_of_members,
    follow_columns,
    read_origins,
    read_project,
)
from slachtoffermonitor.site.models import (
    LAYERS,
    Column,
    Guard,
    Model,
    Origin,
    Place,
    Project,
    Step,
    guards_of,
    load_project,
    write_project,
)

PAGE = (
    '<link rel="shortcut icon" href="${require(\'./assets/favicon.ico\')}"/>'
    "init:function(e){!0===e.track&&r.turn_on_tracking()}"
    'newTracker("fishtownanalytics.sinter-collect.com")'
    '<use xlink:href="{{ getIcon(item) }}"></use>'
    '{manifest:"MANIFEST.JSON INLINE DATA",catalog:"CATALOG.JSON INLINE DATA"}'
    "</body>"
)


def node(name: str, folder: str, sql: str = "", reads: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a node of a manifest, as far as it is looked at."""
    is_seed = folder.startswith("seeds")
    return {
        "resource_type": "seed" if is_seed else "model",
        "name": name,
        "alias": name,
        "package_name": "slachtoffermonitor",
        "database": "w",
        "schema": "s",
        "relation_name": f'"w"."s"."{name}"',
        "original_file_path": f"{folder}/{name}.{'csv' if is_seed else 'sql'}",
        "config": {"materialized": "seed" if is_seed else "table", "meta": {"grain": "One row"}},
        "columns": {},
        "depends_on": {"nodes": list(reads), "macros": ["macro.dbt.x"]},
        "compiled_code": sql,
        "compiled_path": "/somewhere/else.sql",
    }


def artifacts() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a manifest and a catalogue of two seeds and a mart that is their union."""
    left, right = "seed.p.raw_left", "seed.p.raw_right"
    sql = (
        'with l as (select * from "w"."s"."raw_left"), r as (select * from "w"."s"."raw_right"), '
        "final as (select l.a as value from l union all select r.b as value from r) "
        "select * from final"
    )
    nodes = {
        left: node("raw_left", "seeds/registrations"),
        right: node("raw_right", "seeds/registrations"),
        "model.p.both": node("both", "models/marts/cells", sql, (left, right)),
    }
    manifest = {
        "metadata": {
            "adapter_type": "duckdb",
            "project_name": "slachtoffermonitor",
            "generated_at": "2026-01-01",
        },
        "nodes": nodes,
        "sources": {},
        "macros": {"macro.dbt.x": {"package_name": "dbt"}},
        "unit_tests": {},
        "parent_map": {},
        "child_map": {},
    }
    columns = {"raw_left": ["a"], "raw_right": ["b"], "both": ["value"]}
    catalog = {
        "nodes": {
            key: {
                "unique_id": key,
                "metadata": {"database": "w", "schema": "s", "name": found["name"]},
                "columns": {
                    name: {"name": name, "type": "VARCHAR", "index": 1, "comment": None}
                    for name in columns[found["name"]]
                },
            }
            for key, found in nodes.items()
        },
        "sources": {},
    }
    return manifest, catalog


def model(name: str, layer: str, columns: str, parents: tuple[str, ...] = ()) -> Model:
    """Return a model with nothing but its columns and parents."""
    made = tuple(Column(column, "varchar", "") for column in columns.split())
    return Model(name, layer, f"{layer}/{name}", "s", "table", "", "", (), made, parents, ())


def project() -> Project:
    """Return a project in which a count, a label and a fixed text reach an exhibit."""
    models = [
        model("raw_notifications", "raw", "person"),
        model("ref_labels", "reference", "label"),
        model("int_victims", "victim_years", "key", ("raw_notifications",)),
        model("fct_counts", "star", "number kind", ("int_victims",)),
        model("fig_1", "exhibits", "value label kind", ("fct_counts", "ref_labels")),
    ]
    made = {
        Place("int_victims", "key"): (
            Step(Place("raw_notifications", "person"), "transformation"),
        ),
        Place("fct_counts", "number"): (Step(Place("int_victims", "key"), "count"),),
        Place("fct_counts", "kind"): (),
        Place("fig_1", "value"): (Step(Place("fct_counts", "number"), "rename"),),
        Place("fig_1", "label"): (Step(Place("ref_labels", "label"), "pass-through"),),
        Place("fig_1", "kind"): (Step(Place("fct_counts", "kind"), "pass-through"),),
    }
    return Project({model.name: model for model in models}, made)


ORIGINS = [Origin(Place("fct_counts", "kind"), "constant", "vast", "fixed")]


def test_columns_are_followed_through_a_union(tmp_path: Path) -> None:
    manifest, catalog = artifacts()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    made = follow_columns(tmp_path, manifest, catalog)
    found = {step.place for step in made[Place("both", "value")]}
    assert found == {Place("raw_left", "a"), Place("raw_right", "b")}
    followed = read_project(manifest, catalog, made)
    assert followed.trail(Place("both", "value")).ends == (
        Place("raw_left", "a"),
        Place("raw_right", "b"),
    )
    check_trails(followed, [])


def test_a_lost_branch_is_told() -> None:
    manifest, catalog = artifacts()
    made = {Place("both", "value"): (Step(Place("raw_left", "a"), "rename"),)}
    with pytest.raises(ProjectError, match="both reads raw_right"):
        read_project(manifest, catalog, made)


def test_a_table_that_only_a_comment_names_is_not_missed() -> None:
    manifest, catalog = artifacts()
    manifest["nodes"]["model.p.both"]["compiled_code"] = (
        '-- depends_on: "w"."s"."raw_right"\nselect a as value from "w"."s"."raw_left"'
    )
    made = {Place("both", "value"): (Step(Place("raw_left", "a"), "rename"),)}
    assert read_project(manifest, catalog, made).models["both"].parents == ("raw_left", "raw_right")


def test_reviewed_origins_close_the_trails() -> None:
    check_trails(project(), ORIGINS)


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        ([], "fig_1.kind ends in fct_counts.kind"),
        (
            [*ORIGINS, Origin(Place("int_victims", "key"), "constant", "", "")],
            "names int_victims.key, where no trail ends",
        ),
    ],
)
def test_a_gap_stops_the_site(origins: list[Origin], said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        check_trails(project(), origins)


def test_a_column_that_is_not_followed_stops_the_site() -> None:
    whole = project()
    made = {place: steps for place, steps in whole.made_from.items() if place.column != "label"}
    with pytest.raises(ProjectError, match=r"fig_1\.label is not followed at all"):
        check_trails(Project(whole.models, made), ORIGINS)


def test_a_mart_without_columns_stops_the_site() -> None:
    whole = project()
    models = dict(whole.models) | {"fig_2": model("fig_2", "exhibits", "")}
    with pytest.raises(ProjectError, match="fig_2 has no columns"):
        check_trails(Project(models, whole.made_from), ORIGINS)


MEMBERS = """
with victims as (
    select known.key, known.year, known.form
    from "w"."marts"."fct_victims" as known
    where known.is_counted
),
counted as (
    select victims.key as member_key, victims.year, 'all' as row_code
    from victims
    union all
    select victims.key as member_key, victims.year, sectors.code as row_code
    from victims
    inner join "w"."intermediate"."int_sectors" as sectors on victims.form = sectors.form
),
rows as (
    select codes.code from "w"."reference"."ref_codes" as codes
)
,
-- end of members
cells as (select counted.year, count(*) as value from counted group by all)
select * from cells
"""


def test_a_count_comes_from_the_columns_that_say_who_is_a_member() -> None:
    assert columns_of_members({"compiled_code": MEMBERS}) == [
        Place("fct_victims", "form"),
        Place("fct_victims", "is_counted"),
        Place("fct_victims", "key"),
        Place("fct_victims", "year"),
        Place("int_sectors", "code"),
        Place("int_sectors", "form"),
    ]
    assert columns_of_members({"compiled_code": "select 1 as value"}) == []
    assert columns_of_members({}) == []


def test_a_count_of_an_exhibit_is_followed_to_its_members(tmp_path: Path) -> None:
    manifest, catalog = artifacts()
    manifest["nodes"]["model.p.both"]["compiled_code"] = (
        'with counted as (select l.a as member_key from "w"."s"."raw_left" as l), '
        'other as (select r.b from "w"."s"."raw_right" as r),\n-- end of members\n'
        "final as (select count(*) as value, min(other.b) as unit_count from counted, other) "
        "select * from final"
    )
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    made = follow_columns(tmp_path, manifest, catalog)
    assert Step(Place("raw_left", "a"), "count") in made[Place("both", "value")]


def test_a_column_page_stops_at_other_marts_and_names_all_ends() -> None:
    known = {origin.place: origin for origin in ORIGINS}
    shown = column_page(project(), Place("fig_1", "kind"), Column("kind", "varchar", ""), known)
    assert (shown.layers, shown.through) == ((), (Place("fct_counts", "kind"),))
    assert [origin.en for origin in shown.origins] == ["fixed"]
    count = column_page(
        project(), Place("fct_counts", "number"), Column("number", "integer", ""), known
    )
    assert count.layers == (("victim_years", (Place("int_victims", "key"),)),)
    assert count.delivered == (Place("raw_notifications", "person"),)
    assert count.origins == ()


def test_a_chain_runs_from_the_exhibit_to_the_delivery() -> None:
    names = [found.name for found in project().chain("fig_1")]
    assert names == ["fig_1", "fct_counts", "int_victims", "raw_notifications", "ref_labels"]
    assert [found.name for found in project().chain("int_victims")] == names[2:4]


def test_a_project_is_kept_whole(tmp_path: Path) -> None:
    whole = project()
    write_project(whole, tmp_path / "project.json")
    kept = load_project(tmp_path / "project.json")
    assert kept.models == whole.models
    assert kept.made_from == whole.made_from


def test_guards_are_told_by_kind() -> None:
    guarded = Model(
        *("x", "star", "", "", "", "", "", (), (), ()),
        guards=(
            Guard("not_null", "data_test", "a", "", ""),
            Guard("not_null", "data_test", "b", "", ""),
            Guard("it_holds", "unit_test", "", "", ""),
        ),
    )
    assert guards_of(guarded) == {"data_test": "not null (a, b)", "unit_test": "it holds"}


def test_the_shipped_origins_say_what_they_are_in_both_languages() -> None:
    origins = read_origins()
    assert origins
    for origin in origins:
        assert origin.kind in ("constant", "series", "order", "empty")
        assert origin.in_("nl")
        assert origin.in_("en")


def test_published_documentation_tells_nobody_and_names_no_machine() -> None:
    manifest, catalog = artifacts()
    manifest["nodes"]["model.p.both"]["raw_code"] = "/somewhere/else/and here"
    text = publishable(PAGE, manifest, catalog, (Path("/somewhere/else"),), "MADE UP")
    assert "turn_on_tracking()" not in text
    assert "sinter-collect" not in text
    assert "/somewhere" not in text
    assert "${require" not in text
    assert "ng-attr-xlink_href" in text
    assert "2026-01-01" not in text
    assert "macro.dbt.x" not in text
    assert ">MADE UP</div></body>" in text
    manifest["metadata"]["generated_at"] = "2027-07-07"
    assert publishable(PAGE, manifest, catalog, (Path("/somewhere/else"),), "MADE UP") == text


def test_a_packed_page_is_the_page_and_always_the_same() -> None:
    page = "<!doctype html><p>é</p>" * 100
    text = packed(page)
    found = re.search(r'<script id="page" type="text/plain">([^<]+)</script>', text)
    assert found is not None
    assert gzip.decompress(base64.b64decode(found[1])).decode("utf-8") == page
    assert packed(page) == text


@pytest.mark.parametrize(
    "lacking", ["!0===e.track&&r.turn_on_tracking()", "CATALOG.JSON", "</body>"]
)
def test_documentation_that_has_changed_is_not_published(lacking: str) -> None:
    manifest, catalog = artifacts()
    with pytest.raises(ProjectError, match="has changed"):
        publishable(PAGE.replace(lacking, ""), manifest, catalog, (), "MADE UP")


def test_a_picture_shows_every_model_once_and_no_box_hides_another() -> None:
    words = {name: name for name, _ in LAYERS}
    many = [model(f"int_{number}", "records", "x") for number in range(4)]
    tied = [
        model("int_4", "records", "x", ("int_0", "int_1", "stg")),
        model("int_5", "records", "x", ("int_0", "int_4")),
        model("stg", "staging", "x"),
        model("fct", "star", "x", ("int_5",)),
    ]
    whole = Project({found.name: found for found in [*many, *tied]}, {})
    drawn = picture(whole, "records", words)
    labels = [box.label for box in drawn.boxes]
    assert sorted(labels) == sorted([*(f"int_{n}" for n in range(6)), "staging (1)", "star (1)"])
    assert (drawn.reads, drawn.read_by) == ({"staging": 1}, {"star": 1})
    assert len(drawn.lines) == 6
    for box in drawn.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawn.width
        assert box.y + BOX_HEIGHT <= drawn.height
        for other in drawn.boxes:
            apart = (
                box is other
                or box.x + box.width <= other.x
                or other.x + other.width <= box.x
                or abs(box.y - other.y) >= BOX_HEIGHT
            )
            assert apart, (box.label, other.label)
    assert picture(whole, "records", words) == drawn
