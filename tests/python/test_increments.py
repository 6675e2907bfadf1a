"""An increment gives what a full build gives, byte for byte, and rebuilds only what it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pytest
from increments import Yard, changed, contents, differences, row_places
from typer.testing import CliRunner
from warehouses import BUILD, ROOT, run_build

from lab.scale import ScaleSettings, generate
from slachtoffermonitor.cli import app
from slachtoffermonitor.delivery import relation_sql
from slachtoffermonitor.export import digest
from slachtoffermonitor.increments import (
    YES,
    delivered_files,
    delivery_fingerprint,
    project_fingerprint,
)

FIRST, LAST = 2014, 2020
SETTINGS: Final = ScaleSettings(3_000, seed=3, first_year=FIRST, last_year=LAST, workers=2)
Kinds = tuple[tuple[str, dict[str, str]], ...]
NO_SEEDS: Final = ("--exclude", "resource_type:seed")
"""The seeds of the full build that came before are the same."""


@dataclass(frozen=True)
class Story:
    """A warehouse that was built in full, and what became of it; every path is a copy of it.

    Attributes:
        yard: where it was built.
        history: all years but the last, and one record of the year before the first.
        year: an increment with the files of the last year.
        year_in_full: the same files, built in full.
        commanded: the same as `year`, by the command and not by a bare `dbt build`.
        some: an increment with late records of two years on top of that.
        some_in_full: the same files, built in full.
        late: an increment with late files of all kinds on top of that.
        late_in_full: the same files, built in full.
        edges: an increment on top of that, after which the first and the last year are gone.
        edges_in_full: the same files, built in full.
        nothing: an increment to the cells without new files on top of `late`.
    """

    yard: Yard
    history: Path
    year: Path
    year_in_full: Path
    commanded: Path
    some: Path
    some_in_full: Path
    late: Path
    late_in_full: Path
    edges: Path
    edges_in_full: Path
    nothing: Path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    directory = tmp_path_factory.mktemp("increments")
    made = generate(SETTINGS, ROOT / "seeds", directory / "scale")
    yard = Yard(directory / "yard")
    files = sorted(made.register.iterdir())
    of_last_year = [
        file for file in files if f"-{LAST}-" in file.name and f"-of-{LAST - 1}" not in file.name
    ]
    of_corrections = [
        file
        for file in files
        if file.name.endswith((f"-of-{LAST - 1}.parquet", f"-of-{LAST}.parquet"))
    ]
    yard.deliver(*(file for file in files if file not in of_last_year + of_corrections))
    yard.deliver(late_records(made.register, directory, "notifications-2013-early", EARLY_RECORD))
    yard.must_build()
    history = yard.keep("history")

    yard.deliver(*of_last_year)
    yard.must_build(*NO_SEEDS, increment=True)
    year = yard.keep("year")
    yard.go_back_to(history)
    yard.must_build(*NO_SEEDS)
    year_in_full = yard.keep("year_in_full")
    yard.go_back_to(history)
    added = run_build(yard.directory, (*BUILD, "--increment"), yard.register)
    assert added.code == 0, added.output
    commanded = yard.keep("commanded")

    yard.deliver(late_records(made.register, directory, "notifications-2021-some", SOME_RECORDS))
    yard.go_back_to(year)
    yard.must_build(*NO_SEEDS, increment=True)
    some = yard.keep("some")
    yard.go_back_to(history)
    yard.must_build(*NO_SEEDS)
    some_in_full = yard.keep("some_in_full")

    yard.deliver(*of_corrections, *late_files(made.register, directory))
    yard.go_back_to(some)
    yard.must_build(*NO_SEEDS, increment=True)
    late = yard.keep("late")
    yard.must_build("--select", "+published_cells", *NO_SEEDS, increment=True)
    nothing = yard.keep("nothing")
    yard.must_build(*NO_SEEDS)
    late_in_full = yard.keep("late_in_full")

    delivered = sorted(yard.register.iterdir())
    yard.deliver(*edge_files(made.register, directory))
    yard.go_back_to(late)
    yard.must_build(*NO_SEEDS, increment=True)
    edges = yard.keep("edges")
    yard.must_build(*NO_SEEDS)
    edges_in_full = yard.keep("edges_in_full")
    for file in set(yard.register.iterdir()).difference(delivered):
        file.unlink()
    return Story(
        *(yard, history, year, year_in_full, commanded, some, some_in_full),
        *(late, late_in_full, edges, edges_in_full, nothing),
    )


def late_files(register: Path, directory: Path) -> list[Path]:
    """Write files that a later delivery brings, in which records touch those of other years."""
    return [
        late_records(register, directory, "notifications-2021-late", LATE_RECORDS),
        late_emm_records(register, directory, "late", "'late-' || record_id", 5),
    ]


def edge_files(register: Path, directory: Path) -> list[Path]:
    """Write files that empty the first and the last year, and that change what was an original."""
    records = late_records(register, directory, "notifications-2021-edges", EDGE_RECORDS)
    with duckdb.connect() as connection:
        record_id = connection.execute(
            "select max(record_id) from read_parquet(?) where trim(record_id) = record_id",
            [str(register / "notifications-2018-0001.parquet")],
        ).fetchall()[0][0]
    return [records, late_emm_records(register, directory, "edges", f"'{record_id}'", 1)]


def late_emm_records(
    register: Path, directory: Path, name: str, record_id: str, limit: int
) -> Path:
    """Write a file with records of the EMM once more, with other ids (an expression of SQL)."""
    emm_records = directory / f"emm_records-2021-{name}.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * replace ({record_id} as record_id, "
            "'synthetic-2021-late' as delivery_id, '2021-06-01' as delivered_on) "
            f"from read_parquet(?) where trim(record_id) = record_id order by all limit {limit}) "
            f"to '{emm_records}' (format parquet)",
            [str(register / "emm_records-2016-0001.parquet")],
        )
    return emm_records


def late_records(register: Path, directory: Path, name: str, kinds: Kinds) -> Path:
    """Write a file with sound records of the register once more, changed as the kinds say."""
    records = directory / f"{name}.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "create table sound as select * from read_parquet(?, filename = true) "
            "where upper(trim(status)) in ('ACTIVE', 'ACTIEF') and version = '1' "
            "and regexp_full_match(trim(received_on), '[0-9]{4}-[0-9]{2}-[0-9]{2}') "
            "and trim(record_id) = record_id and trim(notification_id) = notification_id "
            "and trim(person_pseudonym) = person_pseudonym",
            [str(register / "notifications-20??-0001.parquet")],
        )
        connection.execute(
            "create table numbered as "
            "select *, cast(left(trim(received_on), 4) as integer) as year, "
            "row_number() over (partition by year order by record_id) as n from sound"
        )
        connection.execute("alter table sound drop column filename")
        columns = [str(row[0]) for row in connection.execute("describe sound").fetchall()]
        selects = []
        for condition, replaced in kinds:
            values = {"delivery_id": "'synthetic-2021-late'", "delivered_on": "'2021-06-01'"}
            values |= replaced
            texts = ", ".join(f"{values.get(name, name)} as {name}" for name in columns)
            selects.append(f"select {texts} from numbered where {condition}")
        connection.execute(f"copy ({' union all '.join(selects)}) to '{records}' (format parquet)")
        found = connection.execute(
            "select count(*) from read_parquet(?)", [str(records)]
        ).fetchall()[0][0]
        assert found >= len(kinds), "a kind of late record has none"
    return records


SOME_RECORDS: Final[Kinds] = (
    # a higher version that moves a notification from one year to another
    (
        "year = 2014 and n between 11 and 13",
        {"record_id": "'some-' || record_id", "version": "'2'", "received_on": "'2016-04-01'"},
    ),
    # a copy, another content, and a person who comes again
    ("year = 2016 and n between 11 and 13", {}),
    ("year = 2016 and n between 14 and 16", {"birth_date": "'1971-02-03'"}),
    (
        "year = 2014 and n between 17 and 19",
        {
            "record_id": "'some-' || record_id",
            "notification_id": "'some-' || notification_id",
            "received_on": "'2016-05-07'",
        },
    ),
    # copies that only the name of their file tells from the ones before
    (
        "year = 2016 and n between 20 and 29",
        {"delivery_id": "delivery_id", "delivered_on": "delivered_on"},
    ),
)
"""The same, of two years."""

LATE_RECORDS: Final[Kinds] = (
    # a copy, and the same id with other content
    ("year = 2015 and n between 1 and 3", {}),
    ("year = 2015 and n between 4 and 6", {"birth_date": "'1971-02-03'"}),
    # twice in the new file, and in an old one
    ("year = 2015 and n = 7", {}),
    ("year = 2015 and n = 7", {"reporter": "'KMAR'"}),
    # a higher version, in the same year and in another one
    ("year = 2016 and n between 1 and 3", {"record_id": "'late-' || record_id", "version": "'2'"}),
    (
        "year = 2014 and n between 1 and 3",
        {
            "record_id": "'late-' || record_id",
            "version": "'3'",
            "received_on": "'2016-03-01'",
        },
    ),
    # withdrawn, and a version that is rejected and makes the lower ones give way
    (
        "year = 2016 and n between 4 and 6",
        {"record_id": "'late-' || record_id", "version": "'2'", "status": "'INGETROKKEN'"},
    ),
    (
        "year = 2019 and upper(trim(consent)) in ('YES', 'JA')",
        {"record_id": "'late-' || record_id", "version": "'2'", "consent": "'NEE'"},
    ),
    # a lower version of what stands, which changes nothing but its own fate
    (
        "year = 2018 and n between 4 and 5",
        {"record_id": "'late-' || record_id", "delivered_on": "'2021-06-02'"},
    ),
    # a person of the first year comes again in the middle
    (
        "year = 2014 and n between 4 and 9",
        {
            "record_id": "'late-' || record_id",
            "notification_id": "'late-' || notification_id",
            "received_on": "'2016-05-06'",
        },
    ),
    # a year that the register did not reach
    (
        "year = 2017 and n between 5 and 6",
        {
            "record_id": "'newest-' || record_id",
            "notification_id": "'newest-' || notification_id",
            "received_on": "'2021-05-06'",
        },
    ),
    # no id; no readable day; a day long ago; a day after the delivery
    ("year = 2017 and n = 1", {"record_id": "null"}),
    ("year = 2017 and n = 2", {"record_id": "'late-1'", "received_on": "'May 2017'"}),
    ("year = 2017 and n = 3", {"record_id": "'late-2'", "received_on": "'1899-01-01'"}),
    ("year = 2017 and n = 4", {"record_id": "'late-3'", "received_on": "'2031-01-01'"}),
)
"""Which sound records of the register come once more, and what is other in them then."""

EARLY_RECORD: Final[Kinds] = (
    (
        "year = 2014 and n = 30",
        {
            "record_id": "'early-' || record_id",
            "notification_id": "'early-' || notification_id",
            "received_on": "'2013-11-05'",
        },
    ),
)
"""The same, of a year that has no other."""

EDGE_RECORDS: Final[Kinds] = (
    # the only record of the first year moves to another one; those of the last year are withdrawn
    (
        "year = 2014 and n = 30",
        {
            "record_id": "'edge-' || record_id",
            "notification_id": "'early-' || notification_id",
            "version": "'2'",
            "received_on": "'2016-02-03'",
        },
    ),
    (
        "year = 2017 and n between 5 and 6",
        {
            "record_id": "'edge-' || record_id",
            "notification_id": "'newest-' || notification_id",
            "version": "'2'",
            "status": "'INGETROKKEN'",
            "received_on": "'2021-05-06'",
        },
    ),
    # a copy that was delivered before what was the original so far
    ("year = 2018 and n between 7 and 9", {"delivered_on": "trim(received_on)"}),
)
"""The same: after them the first and the last year are gone."""


# --- the same as a full build ----------------------------------------------------------------


def test_a_new_year_gives_the_same_as_a_full_build(story: Story) -> None:
    assert differences(story.year, story.year_in_full) == []


def test_the_command_gives_the_same_as_a_full_build(story: Story) -> None:
    """But for the expectations, which a bare `dbt build` has nobody to judge."""
    assert changed(story.commanded) == changed(story.year)
    judged = ["audit.aud_expectation_results"]
    assert differences(story.commanded, story.year_in_full) == judged
    with duckdb.connect(str(story.commanded), read_only=True) as connection:
        results = connection.execute(
            "select bool_and(is_success), count(*) > 100 from audit.aud_expectation_results"
        ).fetchall()
    assert results == [(True, True)]


def test_records_of_some_years_give_the_same_as_a_full_build(story: Story) -> None:
    """Where years stay that are not rebuilt, one that is forgotten shows."""
    assert changed(story.some) == ([2014, 2016], ["2014-2018", "2015-2019", "2016-2020"])
    assert len(differences(story.year, story.some)) > 30
    assert differences(story.some, story.some_in_full) == []


def test_late_files_of_all_kinds_give_the_same_as_a_full_build(story: Story) -> None:
    assert differences(story.late, story.late_in_full) == []


def test_years_that_vanish_give_the_same_as_a_full_build(story: Story) -> None:
    """The id of a notification stands in a record of the EMM too."""
    spans = []
    for database in (story.late, story.edges):
        with duckdb.connect(str(database), read_only=True) as connection:
            spans += connection.execute(
                "select min(registration_year), max(registration_year) "
                "from intermediate.int_victim_years__merged"
            ).fetchall()
    assert spans == [(FIRST - 1, LAST + 1), (FIRST, LAST)]
    assert changed(story.edges) == (
        [FIRST - 1, 2016, 2018, LAST + 1],
        ["2014-2018", "2015-2019", "2016-2020"],
    )
    assert differences(story.edges, story.edges_in_full) == []


def test_the_files_changed_what_they_should(story: Story) -> None:
    """A comparison of two warehouses that nothing happened to would pass too."""
    steps = ((story.history, story.year), (story.some, story.late), (story.late, story.edges))
    for before, after in steps:
        assert len(differences(before, after)) > 50
    fates = "select fate_code, reason_code from audit.aud_record_fate where record_id = ?"
    with duckdb.connect(str(story.late), read_only=True) as connection:
        reasons = connection.execute(
            "select distinct reason_code from audit.aud_record_fate "
            "where delivery_id = 'synthetic-2021-late'"
        ).fetchall()
        assert {str(reason) for (reason,) in reasons} >= {
            "record_id_copy",
            "record_id_conflict",
            "record_id_missing",
            "consent_missing",
            "received_on_unreadable",
            "received_too_early",
            "received_after_delivery",
        }
        assert connection.execute(fates, ["late-1"]).fetchall() == [
            ("rejected", "received_on_unreadable")
        ]


# --- only what it changes --------------------------------------------------------------------


def test_a_new_year_changes_one_year_and_its_edition(story: Story) -> None:
    assert changed(story.year) == ([LAST], [f"{LAST - 4}-{LAST}"])


def test_a_day_that_nobody_can_mean_changes_no_year(story: Story) -> None:
    years, _ = changed(story.late)
    assert years == list(range(FIRST, LAST + 2))


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("intermediate.int_records__assessed", f"not contains(source_file, '-{LAST}-')"),
        ("intermediate.int_records__standing", f"registration_year < {LAST}"),
        ("intermediate.int_victim_years__merged", f"registration_year < {LAST}"),
        ("intermediate.int_victim_years__resolved", f"notification_year < {LAST}"),
        ("marts.fct_victim_years", f"edition_code < '{LAST - 4}-{LAST}'"),
        ("intermediate.cell_counts", f"edition_code < '{LAST - 4}-{LAST}'"),
        ("audit.aud_trace__units", f"substr(victim_year_key, 1, 4) < '{LAST}'"),
    ],
)
def test_rows_of_other_years_stay_where_they_are(story: Story, table: str, condition: str) -> None:
    before = row_places(story.history, table, condition)
    assert before
    assert row_places(story.year, table, condition) == before


def test_nothing_new_changes_nothing(story: Story) -> None:
    assert changed(story.nothing) == ([], [])
    assert contents(story.nothing) == contents(story.late)


def test_files_that_were_read_before_are_not_opened(story: Story) -> None:
    """The condition on the name of the file reaches the reader."""
    relation = relation_sql(story.yard.register, "notifications")
    query = f"select max(trim(gender)) from {relation} as records where records.source_file in (?)"
    name = f"notifications-{LAST}-0001.parquet"
    with duckdb.connect() as connection:
        plan = connection.execute(f"explain analyze {query}", [name]).fetchall()[0][1]
    assert "Total Files Read: 1" in " ".join(str(plan).split())


def test_the_files_that_were_read_are_listed_with_their_content(story: Story) -> None:
    with duckdb.connect(str(story.late), read_only=True) as connection:
        listed = connection.execute(
            "select distinct source_file, byte_count, sha256 from audit.aud_delivery_files "
            "order by all"
        ).fetchall()
        records = connection.execute(
            "select sum(record_count) = (select count(*) from intermediate.int_records__assessed) "
            "from audit.aud_delivery_files"
        ).fetchall()
    files = delivered_files(story.yard.register)
    assert listed == sorted((file.source_file, file.byte_count, file.sha256) for file in files)
    assert records == [(True,)]


# --- what stops an increment -----------------------------------------------------------------


@pytest.fixture
def yard(story: Story) -> Iterator[Yard]:
    """Return the yard with its last warehouse, and put its delivery back as it was afterwards."""
    kept = story.yard.directory / "kept"
    shutil.copytree(story.yard.register, kept)
    story.yard.go_back_to(story.nothing)
    yield story.yard
    shutil.rmtree(story.yard.register)
    kept.rename(story.yard.register)


def refusal(yard: Yard) -> str:
    """Ask for an increment that is refused, and return why; nothing of the warehouse changes."""
    before = digest(yard.database)
    ran = yard.build(*NO_SEEDS, increment=True)
    assert ran.code != 0
    assert not ran.statuses
    assert digest(yard.database) == before
    return ran.output


def test_a_file_that_changed_is_named(yard: Yard) -> None:
    other = f"notifications-{FIRST + 1}-0001.parquet"
    shutil.copy(yard.register / f"notifications-{FIRST}-0001.parquet", yard.register / other)
    said = refusal(yard)
    assert f"{other} in {yard.register} is not the same any more" in said
    assert "build in full" in said


def test_a_file_that_is_gone_is_named(yard: Yard) -> None:
    (yard.register / f"emm_records-{FIRST}-0001.parquet").unlink()
    assert f"emm_records-{FIRST}-0001.parquet in {yard.register} is no longer" in refusal(yard)


def test_another_project_built_the_warehouse(yard: Yard) -> None:
    with duckdb.connect(str(yard.database)) as connection:
        connection.execute("update state.built set project_sha256 = 'of another parameter'")
    said = refusal(yard)
    assert "models, macros, seeds or settings of the project" in said
    assert "build in full" in said


def test_a_build_that_failed_came_before(yard: Yard) -> None:
    unknown = yard.register / "notifications-2021-unknown.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * replace ('Q-GENDER' as gender, 'q-' || record_id as record_id) "
            f"from read_parquet(?) where upper(trim(status)) = 'ACTIEF') to '{unknown}'",
            [str(yard.register / f"notifications-{LAST}-0001.parquet")],
        )
    stopped = yard.build("--select", "+int_codes__values", increment=True)
    assert stopped.code != 0
    assert "Unknown code 'Q-GENDER'" in stopped.output
    unknown.unlink()
    assert "The last build of this warehouse failed or was of a part of it" in refusal(yard)


def test_unit_tests_run_in_an_increment(yard: Yard) -> None:
    """They have rows of their own, and know no years that changed."""
    ran = yard.dbt("test", "--select", "int_victim_years__resolved,test_type:unit", word=YES)
    assert ran.code == 0, ran.output
    assert set(ran.statuses.values()) == {"pass", "success"}


def test_a_part_is_refused(yard: Yard) -> None:
    ran = yard.build("--select", "published_cells", increment=True)
    assert ran.code != 0
    assert "would be left out" in ran.output


def test_a_word_that_nobody_knows_is_refused(yard: Yard) -> None:
    ran = yard.build(*NO_SEEDS, increment=True, word="no")
    assert ran.code != 0
    assert not ran.statuses
    assert "SLACHTOFFERMONITOR_INCREMENT is 'no': set it to 'yes'" in ran.output


def test_a_table_is_gone(yard: Yard) -> None:
    with duckdb.connect(str(yard.database)) as connection:
        connection.execute("drop table marts.fct_victim_years")
    said = refusal(yard)
    assert "failed or was of a part of it (missing: fct_victim_years)" in said


def test_the_command_sees_what_its_first_half_does_not_build(yard: Yard) -> None:
    with duckdb.connect(str(yard.database)) as connection:
        connection.execute("delete from state.built where node like '%.int_records__standing'")
    before = digest(yard.database)
    stopped = run_build(yard.directory, (*BUILD, "--increment"), yard.register)
    assert stopped.code == 1
    said = " ".join(stopped.output.split())
    assert "failed or was of a part of it (missing: int_records__standing)" in said
    assert digest(yard.database) == before


def test_files_of_another_delivery_than_the_tables(yard: Yard) -> None:
    with duckdb.connect(str(yard.database)) as connection:
        connection.execute("update state.delivery_files set delivery_sha256 = 'of another'")
    assert "failed or was of a part of it: build in full" in refusal(yard)


def test_a_full_build_forgets_the_increments_before_it(story: Story) -> None:
    of_increments = "select count(*) from state.built where node like '%.int_increment__%'"
    counts = []
    for database in (story.late, story.late_in_full):
        with duckdb.connect(str(database), read_only=True) as connection:
            counts += connection.execute(of_increments).fetchall()
    assert counts == [(2,), (0,)]


def test_there_is_no_warehouse_to_add_to(yard: Yard) -> None:
    yard.remove()
    ran = yard.build(*NO_SEEDS, increment=True)
    assert ran.code != 0
    assert "no finished build to which files could be added" in ran.output


def test_the_shipped_register_is_one_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(database)).close()
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    monkeypatch.delenv("SLACHTOFFERMONITOR_REGISTER", raising=False)
    outcome = CliRunner().invoke(app, ["build", "--increment", "--database", str(database)])
    assert outcome.exit_code == 1
    assert "The shipped register is one delivery" in outcome.output


# --- what it goes by -------------------------------------------------------------------------


def small_project(root: Path) -> Path:
    for name in ("models", "macros", "seeds/reference", "seeds/registrations"):
        (root / name).mkdir(parents=True)
    for name in (
        "dbt_project.yml",
        "profiles.yml",
        "models/a.sql",
        "macros/b.sql",
        "seeds/reference/ref_parameters.csv",
        "seeds/registrations/raw_notifications.csv",
    ):
        (root / name).write_text("one", encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "name",
    [
        "dbt_project.yml",
        "profiles.yml",
        "models/a.sql",
        "macros/b.sql",
        "macros/new.sql",
        "seeds/reference/ref_parameters.csv",
    ],
)
def test_whatever_decides_on_results_is_in_the_fingerprint(tmp_path: Path, name: str) -> None:
    root = small_project(tmp_path)
    before = project_fingerprint(root)
    assert project_fingerprint(root) == before
    (root / name).write_text("two", encoding="utf-8")
    assert project_fingerprint(root) != before


def test_what_an_editor_leaves_is_not(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    before = project_fingerprint(root)
    (root / "models" / ".a.sql.swp").write_text("two", encoding="utf-8")
    assert project_fingerprint(root) == before


def test_the_shipped_register_is_no_part_of_the_project(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    before = project_fingerprint(root)
    (root / "seeds/registrations/raw_notifications.csv").write_text("two", encoding="utf-8")
    assert project_fingerprint(root) == before


def test_a_delivery_is_known_by_names_and_contents(delivery: Path) -> None:
    before = delivery_fingerprint(delivery)
    file = delivery / "emm_records.csv"
    content = file.read_bytes()
    file.write_bytes(content + b"\n")
    assert delivery_fingerprint(delivery) != before
    file.write_bytes(content)
    assert delivery_fingerprint(delivery) == before
    file.rename(delivery / "emm_records_2.csv")
    assert delivery_fingerprint(delivery) != before
