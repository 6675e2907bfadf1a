"""Publications: what they hold, and who gets them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from publications import AT, RESTRICTED, current, delivered, rows, run
from sites import site_warehouse
from warehouses import ROOT, Builds, table_digests

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import (
    audiences,
    compare,
    folder,
    manifest,
    publish,
)
from slachtoffermonitor.publication.publish import Wish


def test_it_holds_the_marts_and_nothing_else(one: Path, warehouse: Path) -> None:
    assert table_digests(current(one), ("marts",)) == table_digests(warehouse, ("marts",))
    schemas = rows(
        current(one), "select distinct table_schema from information_schema.tables order by all"
    )
    assert schemas == [("main",), ("marts",)]
    names = rows(current(one), "select column_name from duckdb_columns()")
    forbidden = re.compile("pseudonym|birth|record_id|record_key|notification_id|person_")
    assert [name for (name,) in names if forbidden.search(name)] == []


def test_comments_keys_and_what_is_never_empty_are_kept(one: Path, warehouse: Path) -> None:
    query = (
        "select table_name, column_name, comment from duckdb_columns() "
        "where schema_name = 'marts' order by all"
    )
    assert rows(current(one), query) == rows(warehouse, query)
    tables = (
        "select table_name, comment from duckdb_tables() where schema_name = 'marts' union all "
        "select view_name, comment from duckdb_views() where schema_name = 'marts' order by all"
    )
    assert rows(current(one), tables) == rows(warehouse, tables)
    keys = rows(
        current(one),
        "select table_name, constraint_column_names from duckdb_constraints() "
        "where constraint_type = 'PRIMARY KEY' and schema_name = 'marts'",
    )
    assert ("fct_victim_years", ["victim_year_key"]) in keys
    assert ("published_cells", list(compare.KEY)) in keys
    not_null = (
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and not is_nullable"
    )
    assert set(rows(warehouse, not_null)) <= set(rows(current(one), not_null))
    foreign = rows(current(one), "from main.publication_keys where kind = 'foreign'")
    assert len(foreign) > 40


def test_any_client_opens_it_under_any_name(one: Path, tmp_path: Path) -> None:
    renamed = Path(shutil.copy(current(one), tmp_path / "another name.duckdb"))
    with duckdb.connect() as connection:
        connection.execute(f"attach '{renamed}' as elsewhere (read_only)")
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() "
            "where database_name = 'elsewhere'"
        ).fetchall()
        count = connection.execute(
            "select (select count(*) from elsewhere.marts.labelled_victim_years), "
            "(select count(*) from elsewhere.marts.fct_victim_years)"
        ).fetchall()[0]
    assert tags == [("v1.0.0+",)]
    assert count[0] == count[1] > 0


def test_the_manifest_says_what_it_was_made_with(one: Path, warehouse: Path) -> None:
    said = manifest.read(folder.numbered(one, 1))
    versions = said["code"]["versions"]
    assert versions.keys() == {"slachtoffermonitor", "dbt-core", "dbt-duckdb", "duckdb"}
    assert (said["data_status"], said["notice"]) == ("synthetic", manifest.SYNTHETIC_NOTICE)
    assert not said["holds_personal_data"]
    assert said["verdicts"]["claims"]["reproduced"] > 500
    assert said["verdicts"]["expectations"]["passed"] > 100
    files = rows(
        warehouse, "select distinct sha256 from audit.aud_delivery_files order by source_table"
    )
    assert sorted(one["sha256"] for one in said["register"]["files"]) == sorted(
        sha256 for (sha256,) in files
    )
    assert "raw_notifications.csv" not in json.dumps(said["register"])
    parts = {(part["kind"], part["name"]): part["exhibits"] for part in said["rules"]["parts"]}
    assert parts["model", "fig_2_03_exploitation_forms"] == ["fig_2_03"]
    assert len(parts["list", "ref_parameters"]) > 0
    assert len(parts["model", "int_exclusions__applied"]) == 15
    assert ("list", "raw_notifications") not in parts
    inside = rows(current(one), "select table_name, row_count, sha256 from main.publication_tables")
    outside = [(table["name"], table["rows"], table["sha256"]) for table in said["tables"]]
    assert inside == outside
    ((number, notice),) = rows(current(one), "select publication, notice from main.publication")
    assert (number, notice) == (1, manifest.SYNTHETIC_NOTICE)


def test_the_same_warehouse_gives_equal_tables(one: Path, warehouse: Path, tmp_path: Path) -> None:
    done = run(
        *("publish", "--database", warehouse, "--folder", tmp_path / "again"),
        *("--embargo", "2026-12-15T00:01"),
    )
    assert done.exit_code == 0, done.output
    assert "draft, embargo until 2026-12-15T00:01+01:00, current" in done.output
    first, second = (
        manifest.read(folder.numbered(target, 1))["tables"] for target in (one, tmp_path / "again")
    )
    assert first == second


def test_a_publication_is_read_by_those_who_may_enter_the_folder(
    warehouse: Path, one: Path, tmp_path: Path
) -> None:
    publication = folder.numbered(one, 1)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in publication.iterdir()}
    assert set(modes.values()) == {"0o400"}
    assert publication.stat().st_mode & 0o777 == one.stat().st_mode & 0o777 == 0o700
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    shared.chmod(0o750)
    publish.publish(warehouse, shared, Wish(), AT)
    assert folder.numbered(shared, 1).stat().st_mode & 0o777 == 0o750
    assert current(shared).stat().st_mode & 0o777 == 0o440


def test_the_list_names_every_mart_and_column_of_the_project(
    warehouse: Path, builds: Builds
) -> None:
    built = site_warehouse(builds).parent / ".build" / "target" / "manifest.json"
    nodes = json.loads(built.read_text(encoding="utf-8"))["nodes"].values()
    marts = {
        node["name"]: list(node["columns"])
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    restricted = audiences.audience_for("restricted", synthetic=False)
    lists = {name: list(audiences._rows(name)) for name in audiences.LISTS}
    for row in lists["tables.csv"]:
        assert bool(row["published_as"]) != bool(row["left_out_because"]), row
        per_victim = row["table_name"].startswith(("fct_", "labelled_"))
        assert (row["has_persons"] == "yes") == per_victim, row
    found = {one.table: list(one.columns) for one in audiences.listed(restricted, marts)}
    left_out = {row["table_name"] for row in lists["tables.csv"] if not row["published_as"]}
    assert found.keys() | left_out == marts.keys()
    assert all(found[table] == marts[table] for table in found)
    forbidden = re.compile("pseudonym|birth|record_id|record_key|notification_id|^person")
    assert [row for row in lists["columns.csv"] if forbidden.search(row["column_name"])] == []


@pytest.mark.parametrize(
    ("marts", "says"),
    [
        ({"dim_new": ["a_code"]}, "does not name the mart dim_new"),
        ({"dim_years": ["notification_year", "new"]}, "does not name the column dim_years.new"),
        ({"dim_years": ["notification_year"]}, "names the column dim_years.sort_order"),
        ({"dim_years": None}, "names the mart dim_years"),
    ],
)
def test_what_is_not_on_the_list_stops_a_publication(
    warehouse: Path, marts: dict[str, list[str] | None], says: str
) -> None:
    there: dict[str, list[str]] = {}
    for table, column in rows(
        warehouse,
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' "
        "order by table_name, column_index",
    ):
        there.setdefault(table, []).append(column)
    audience = audiences.audience_for(None, synthetic=True)
    assert len(audiences.listed(audience, there)) > 50
    for table, columns in marts.items():
        there.pop(table, None)
        there |= {table: columns} if columns else {}
    with pytest.raises(ProjectError, match=says):
        audiences.listed(audience, there)


def test_a_delivered_register_leaves_only_when_its_audience_is_written_out(
    other: Path, tmp_path: Path
) -> None:
    database = ("--database", delivered(other))
    for command in (
        ("publish", "--folder", tmp_path / "published"),
        ("export", tmp_path / "export"),
        ("site", tmp_path / "site"),
    ):
        done = run(*command, *database)
        assert done.exit_code == 1, command
        assert "write --audience restricted" in done.output
        assert not command[-1].exists()
    written_out = (*database, "--audience", "restricted")
    done = run("publish", "--folder", tmp_path / "published", *written_out)
    assert done.exit_code == 0, done.output
    said = manifest.read(tmp_path / "published" / "0001")
    assert said["holds_personal_data"]
    assert said["notice"] == f"{RESTRICTED.capitalize()}. {manifest.PERSONS_NOTICE}"
    file = current(tmp_path / "published")
    ((notice,),) = rows(file, "select notice from main.publication")
    assert notice == said["notice"]
    comments = rows(
        file,
        "select comment from duckdb_tables() union all "
        "select comment from duckdb_views() where not internal",
    )
    assert all(comment.startswith(RESTRICTED.capitalize()) for (comment,) in comments)
    for name in folder.PAGES:
        text = (tmp_path / "published" / name).read_text(encoding="utf-8")
        assert RESTRICTED in text or "kleine aantallen niet beveiligd" in text, name
    done = run("export", tmp_path / "export", *written_out)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "export" / "README.txt").read_text().startswith(RESTRICTED.upper())
    for file in (tmp_path / "export").glob("*.csv"):
        _, *lines = file.read_text(encoding="utf-8").splitlines()
        assert all(line.startswith(f'"DELIVERED, {RESTRICTED}",') for line in lines), file


def test_a_delivered_site_says_so_on_every_page() -> None:
    from slachtoffermonitor.site.build import _front
    from slachtoffermonitor.site.texts import Texts

    for language, words in (("nl", "kleine aantallen"), ("en", "small numbers")):
        for key in ("banner.restricted", "banner.picture.restricted"):
            assert words in Texts(language)(key)
        assert words in _front("restricted")


def test_examples_of_the_page_work(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "publication.md").read_text(encoding="utf-8")
    monkeypatch.chdir(published.parent)
    examples = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(examples) == 1
    for example in examples:
        exec(compile(example, "docs/publication.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == "[]\n"
    (query,) = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    inside = "select sha256 from main.publication_tables where table_name = 'marts.dim_years'"
    assert rows(current(published), query) == rows(current(published), inside)
