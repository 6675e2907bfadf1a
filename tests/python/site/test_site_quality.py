"""The quality of the data on the site, and the history of a warehouse."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from warehouses import Builds

from slachtoffermonitor import history
from slachtoffermonitor.history import Entry
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.site.models import Guard, Model, Project
from slachtoffermonitor.site.quality import (
    BadInput,
    count_guards,
    gather,
    prepare,
    read_bad_input,
    read_results,
    read_tables,
)

PAGE = """# Bad input

| outcome | cases |
| --- | ---: |
| error | 1 |

## Files

| case | what is wrong | outcome | what happens |
|---|---|---|---|
| `a` | One \\| other | error | **Refused** |
| `b` | Empty | guard | Stops |

Text.

## Values

| case | what is wrong | outcome | what happens |
|---|---|---|---|
| `c` | Odd | nothing | Nothing |
"""


def entry(**values: object) -> Entry:
    """Return an entry of a history."""
    given: dict[str, object] = {
        "version": "1.0.0",
        "register_digest": "a",
        "cells_digest": "b",
        "record_count": 10,
        "rejected_count": 1,
        "victims": {"2015-2019": 5},
        "cell_count": 3,
        "expectations": {"passed": 2, "failed": 1, "broken": 1},
        "node_count": 4,
    }
    return Entry(**(given | values))  # type: ignore[arg-type]


def test_tables_of_a_document_are_read_with_their_headings() -> None:
    tables = read_tables(PAGE)
    assert [table.heading for table in tables] == ["Bad input", "Files", "Values"]
    assert tables[0].columns == ("outcome", "cases")
    assert tables[0].rows == (("error", "1"),)
    assert read_tables("no table") == []


def test_the_catalogue_of_bad_input_is_read_from_its_document() -> None:
    assert read_bad_input(PAGE) == [
        BadInput("Files", "a", "One | other", "error", "Refused"),
        BadInput("Files", "b", "Empty", "guard", "Stops"),
        BadInput("Values", "c", "Odd", "nothing", "Nothing"),
    ]


def test_tests_are_counted_once_with_the_last_layer_that_they_guard() -> None:
    between = Guard("adds_up", "identity", "", "", "tests/adds_up.sql")
    unique = Guard("unique", "data_test", "key", "", "models.yml")

    def model(name: str, layer: str, *guards: Guard) -> Model:
        return Model(name, layer, "", "", "", "", "", (), (), (), guards)

    models = [
        model("int_a", "records", between, unique),
        model("fct_a", "star", between, unique),
    ]
    counts = count_guards(Project({found.name: found for found in models}, {}))
    assert {layer: dict(kinds) for layer, kinds in counts.items()} == {
        "records": {"data_test": 1},
        "star": {"identity": 1, "data_test": 1},
    }


def test_builds_that_gave_the_same_stand_together() -> None:
    same = [entry(), entry(built_at="later"), entry(record_count=11), entry()]
    assert [(one.first, one.last) for one in gather(same)] == [(1, 2), (3, 3), (4, 4)]
    assert gather([]) == []


def test_failed_and_broken_expectations_count_as_failed() -> None:
    assert entry().failed_count == 2
    assert entry(expectations={"passed": 3}).failed_count == 0


def test_the_data_docs_are_those_of_the_warehouse(database: Path, tmp_path: Path) -> None:
    results = read_results(database)
    assert results
    prepare(database, Path(), tmp_path, tmp_path)
    pages = sorted((tmp_path / "data-docs").glob("*.html"))
    assert len(pages) == 1 + len({result.suite_code for result in results})
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert str(database.parent) not in text
    built = database.parent / ".build" / "data-docs"
    for page in pages:
        assert page.read_bytes() == (built / page.name).read_bytes()


def test_a_warehouse_without_verdicts_has_no_data_docs(builds: Builds, tmp_path: Path) -> None:
    bare = builds.result("bare").database
    assert read_results(bare) == []
    prepare(bare, Path(), tmp_path, tmp_path)
    assert not (tmp_path / "data-docs").exists()


@pytest.fixture
def own(database: Path, tmp_path: Path) -> Path:
    """Return a copy of the warehouse, with a name that its views know."""
    copy = tmp_path / database.name
    shutil.copyfile(database, copy)
    return copy


def test_the_history_grows_by_a_line_per_build(own: Path) -> None:
    assert history.read(own) == []
    first = history.append(own, 400)
    second = history.append(own, 400, "21 November 2026")
    assert history.read(own) == [first, second]
    assert first.is_like(second)
    assert first.built_at is None
    assert second.built_at == "21 November 2026"
    with duckdb.connect(str(own), read_only=True) as connection:
        counted = connection.execute(
            "select sum(record_count) from audit.aud_waterfall"
        ).fetchall()[0][0]
    assert first.record_count == counted
    assert first.failed_count == 0
    assert sum(first.victims.values()) > 0


def test_another_register_or_another_figure_gives_another_digest(own: Path) -> None:
    before = history.describe(own, 1)
    with duckdb.connect(str(own)) as connection:
        connection.execute("update marts.published_cells set value = value + 1 where value = 5060")
    changed = history.describe(own, 1)
    assert changed.cells_digest != before.cells_digest
    assert changed.register_digest == before.register_digest
    with duckdb.connect(str(own)) as connection:
        connection.execute("update raw.raw_notifications set gender = 'V' where gender = 'M'")
    assert history.describe(own, 1).register_digest != before.register_digest


def test_the_order_of_the_records_is_no_part_of_the_digest(own: Path) -> None:
    before = history.describe(own, 1)
    with duckdb.connect(str(own)) as connection:
        connection.execute(
            "create table raw.turned as select * from raw.raw_notifications order by record_id desc"
        )
        connection.execute("delete from raw.raw_notifications")
        connection.execute("insert into raw.raw_notifications select * from raw.turned")
        connection.execute("drop table raw.turned")
    assert history.describe(own, 1) == before


@pytest.mark.parametrize("line", ["not json", '{"version": "1"}', "[1]"])
def test_a_damaged_history_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    database = tmp_path / "x.duckdb"
    history.history_file(database).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="line 1: this is no entry"):
        history.read(database)


def test_a_history_that_cannot_be_written_is_told(own: Path) -> None:
    history.history_file(own).mkdir()
    with pytest.raises(ProjectError, match="cannot be used"):
        history.append(own, 1)
