"""Publications: what is refused, how they are released and compared, and how long they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from publications import AT, current, delivered, run, state_of
from warehouses import stamped

from slachtoffermonitor import kept, stamp
from slachtoffermonitor.project import REGISTER_VARIABLE, ProjectError
from slachtoffermonitor.publication import (
    compare,
    erasing,
    events,
    folder,
    manifest,
    publish,
)
from slachtoffermonitor.publication.check import check
from slachtoffermonitor.publication.publish import Wish


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--audience", "public"), "small numbers are not protected yet"),
        (("--audience", "everybody"), "no audience 'everybody'"),
        (("--embargo", "tomorrow"), "no day with a time"),
        (("--embargo", "2026-12-15"), "no day with a time"),
        (("--corrects", "1"), "A correction says why"),
        (("--reason", "a slip"), "belongs to a correction"),
        (("--corrects", "7", "--reason", "a slip"), "no publication 7 to correct"),
        (("--rollback", "7"), "no publication 7"),
        (("--rollback", "1"), "current already"),
        (("--check", "7"), "no publication 7"),
        (("--approve", "7", "--by", "A"), "no publication 7"),
        (("--approve", "1"), "carries a name"),
        (("--approve", "1", "--by", " "), "carries a name"),
        (("--by", "A"), "--by belongs to --approve"),
        (("--diff", "1", "7"), "no publication 7"),
        (("--diff", "1", "1", "--edition", "2031"), "no edition '2031'"),
        (("--edition", "2014-2018"), "--edition belongs to --diff"),
        (("--list", "--check", "1"), "one thing at a time"),
        (("--list", "--reason", "a slip"), "--reason does not go with --list"),
        (("--postgres", "", "--list"), "one thing at a time"),
        (("--postgres", "", "--embargo", "2026-12-15T00:01"), "does not go with --postgres"),
        (("--postgres", "postgresql://a:b@c@d/e"), "The connection string cannot be read"),
        (("--postgres", "host=/nowhere dbname=x"), "There is no server for the database x at"),
    ],
)
def test_bad_use_is_one_sentence_and_harms_nothing(
    one: Path, warehouse: Path, options: tuple[str, ...], says: str
) -> None:
    before = state_of(one)
    done = run("publish", "--database", warehouse, "--folder", one, *options)
    assert done.exit_code == 1, done.output
    assert says in done.output
    assert len(done.output.splitlines()) == 1
    assert state_of(one) == before


def test_a_target_that_is_something_else_is_left_as_it_is(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear colleague,")
    (tmp_path / "years" / "2024").mkdir(parents=True)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / folder.CURRENT).write_text("of somebody else")
    for target, says in (
        (tmp_path / "letter.txt", "is a file"),
        (tmp_path / "years", "holds other things than publications, such as 2024"),
        (tmp_path / "own", "is a file and no link"),
        (warehouse.parent, "holds other things than publications"),
    ):
        done = run("publish", "--database", warehouse, "--folder", target)
        assert (done.exit_code, says in done.output) == (1, True), done.output
    done = run("publish", "--list", "--folder", tmp_path / "years")
    assert "There is no publication in" in done.output
    assert (tmp_path / "years" / "2024").is_dir()
    assert not (tmp_path / "years" / folder.LOCK).exists()


def test_a_warehouse_that_was_not_tested_to_its_end_is_not_published(
    other: Path, tmp_path: Path
) -> None:
    def refused(says: str) -> None:
        target = tmp_path / "published"
        with pytest.raises(ProjectError, match=says):
            publish.publish(other, target, Wish(), AT)
        assert not target.exists() or not [path for path in target.iterdir() if path.is_dir()]

    with duckdb.connect(str(other)) as connection:
        connection.execute("update marts.published_cells set value = value + 1 where value = 6")
    refused("has been changed since it was built and tested")
    stamped(other, other, "update audit.aud_expectation_results set verdict_code = 'failed'")
    refused("expectations of .* are not met")
    stamped(
        other,
        other,
        "update audit.aud_expectation_results set verdict_code = 'passed'",
        versions={"duckdb": "1.4.0"},
    )
    refused("was built with DuckDB 1.4.0")
    with duckdb.connect(str(other)) as connection:
        connection.execute("drop table main.built")
    refused("was not built to its end with all tests")
    with duckdb.connect(str(other)) as connection:
        connection.execute("drop schema marts cascade")
    refused("is not complete")


def test_made_up_and_delivered_figures_are_not_taken_for_each_other(
    one: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REGISTER_VARIABLE, str(tmp_path))
    done = run("publish", "--database", other, "--folder", tmp_path / "published")
    assert "built from the shipped, synthetic register; build it" in done.output
    delivered(other)
    with pytest.raises(ProjectError, match="are synthetic and for the audience 'restricted', and"):
        publish.publish(other, one, Wish("restricted"), AT)
    stamped(other, other, is_shipped=True)
    with pytest.raises(ProjectError, match="synthetic register, but its tables say deliv"):
        publish.publish(other, tmp_path / "published", Wish("restricted"), AT)


def test_a_delivery_that_is_synthetic_is_published_as_such(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = stamped(other, other, is_shipped=False)
    monkeypatch.setenv(REGISTER_VARIABLE, str(tmp_path))
    done = run("publish", "--database", own, "--folder", tmp_path / "published")
    assert done.exit_code == 0, done.output
    assert manifest.read(tmp_path / "published" / "0001")["data_status"] == "synthetic"


def test_approved_corrected_and_rolled_back_without_a_change_of_what_was_published(
    warehouse: Path, published: Path
) -> None:
    common = ("publish", "--database", warehouse, "--folder", published)
    first = {path: path.read_bytes() for path in folder.numbered(published, 1).iterdir()}
    done = run(*common, "--approve", "1", "--by", "A. | de Vries", "--embargo", "2026-12-15T00:01")
    assert done.exit_code == 0, done.output
    again = run(*common, "--approve", "1", "--by", "B")
    assert "approved by A. | de Vries on" in again.output
    assert again.exit_code == 1
    done = run(*common, "--corrects", "1", "--reason", "Two years | were <swapped>")
    assert "Publication 2 (synthetic, restricted): draft, corrects 1, current" in done.output
    twice = run(*common, "--corrects", "1", "--reason", "Once more")
    assert "has been corrected by 2 already" in twice.output
    assert run(*common, "--rollback", "1").exit_code == 0
    assert current(published).resolve().parent.name == "0001"
    assert run(*common, "--check", "1").exit_code == 0
    assert {path: path.read_bytes() for path in first} == first

    table = " ".join(run(*common, "--list").output.split())
    assert "embargo until" in table
    assert "current" in table
    assert events.publications(events.read(published))[1].embargo == "2026-12-15T00:01+01:00"
    english = (published / "corrections.md").read_text(encoding="utf-8")
    assert "**2 corrects 1**" in english
    assert "Two years \\| were \\<swapped\\>" in english
    assert "approved by A. \\| de Vries on" in english
    dutch = (published / "correcties.md").read_text(encoding="utf-8")
    assert "**2 corrigeert 1**" in dutch
    feed = ElementTree.fromstring((published / "feed.xml").read_text(encoding="utf-8"))  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    titles = [entry.findtext(f"{atom}title") for entry in entries]
    assert titles == [
        "Publication 1 is current again",
        "Publication 2 corrects 1",
        "Publication 1 is approved by A. | de Vries",
        "Publication 1 is published",
    ]
    ids = [element.text for element in feed.iter(f"{atom}id")]
    assert len(set(ids)) == len(ids) == 5
    for element in (feed, *entries):
        assert element.findtext(f"{atom}updated")
        assert element.findtext(f"{atom}title")


def test_a_publication_that_was_tampered_with_is_found(published: Path) -> None:
    publication = folder.numbered(published, 1)
    file = publication / folder.DATABASE
    for path in publication.iterdir():
        path.chmod(0o600)
    whole = file.read_bytes()
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table marts.note as select 1 as one")
    assert check(publication) == ["marts.note is not in the manifest.json."]
    with duckdb.connect(str(file)) as connection:
        connection.execute("drop table marts.note")
        connection.execute("checkpoint")
    assert [sentence[:39] for sentence in check(publication)] == [
        "The file slachtoffermonitor.duckdb has "
    ]
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.fig_2_08_gender set value = value + 1 where value > 50")
        connection.execute("delete from marts.dim_years where notification_year = 2014")
    found = check(publication)
    assert found[0].startswith("marts.dim_years has ")
    assert found[1] == "marts.fig_2_08_gender holds other values."
    done = run("publish", "--check", "1", "--folder", published)
    assert done.exit_code == 3
    assert "holds other values" in done.output
    file.write_bytes(whole)
    assert check(publication) == []
    text = publication / folder.MANIFEST
    text.write_text(text.read_text(encoding="utf-8").replace("synthetic", "delivered"))
    sha256 = events.read(published)[0].manifest_sha256
    assert check(publication, sha256) == ["The manifest.json is not the one that was published."]
    file.unlink()
    assert check(publication) == ["The file slachtoffermonitor.duckdb is missing."]


def _with_part(database: Path, kind: str, name: str) -> tuple[stamp.Part, ...]:
    """Return the parts of a warehouse's stamp, one of them in another version."""
    with duckdb.connect(str(database), read_only=True) as connection:
        before = stamp.read(connection)
    assert before
    found = tuple(
        replace(part, sha256="0" * 64) if (part.kind, part.name) == (kind, name) else part
        for part in before.parts
    )
    assert found != before.parts
    return found


def test_every_changed_cell_is_named_with_its_cause(
    warehouse: Path, published: Path, other: Path
) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        before = stamp.read(connection)
    assert before
    where = "exhibit_code = 'fig_2_08' and edition_code = '2014-2018' and column_kind = 'edition'"
    stamped(
        other,
        other,
        f"update marts.published_cells set value = value + 1, base = base + 1 where {where} "
        "and row_kind = 'gender' and row_code = 'M'",
        f"delete from marts.published_cells where {where} and row_kind = 'gender' "
        "and row_code = 'V'",
        "update marts.published_cells set value = null where exhibit_code = 'fig_2_11' "
        "and edition_code = '2015-2019' and value between 1 and 50",
        parts=_with_part(other, "model", "fig_2_08_gender"),
    )
    publish.publish(other, published, Wish(), AT)
    found = compare.compare(folder.numbered(published, 1), folder.numbered(published, 2))
    gender = [each for each in found if each.cell[1] == "fig_2_08"]
    assert {(each.change, each.column) for each in gender} >= {
        ("changed", "value"),
        ("changed", "base"),
        ("removed", "value"),
    }
    assert {each.cause for each in gender} == {"another version of the model fig_2_08_gender"}
    rest = [each for each in found if each not in gender]
    assert {each.cause for each in rest} == {compare.UNEXPLAINED}
    assert all(each.before and not each.after for each in rest)
    done = run("publish", "--folder", published, "--diff", "2", "1", "--edition", "2014-2018")
    assert done.exit_code == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert tuple(lines[0]) == compare.HEADER
    assert {line[7] for line in lines[1:]} == {"changed", "added"}
    assert len(lines) - 1 == len(gender)


def test_where_several_things_differ_all_are_named(one: Path) -> None:
    before = manifest.read(folder.numbered(one, 1))
    after = json.loads(json.dumps(before))
    assert compare.causes_of(before, after, "fig_2_08") == []
    after["register"]["digest"] = "another"
    after["register"]["files"][0]["sha256"] = "another"
    for part in after["rules"]["parts"]:
        if part["name"] in ("ref_genders", "fig_2_03_exploitation_forms", "clean_text"):
            part["sha256"] = "another"
    after["code"]["versions"]["duckdb"] = "1.6.0"
    found = compare.causes_of(before, after, "fig_2_08")
    assert found[0] == "other input files: 1 new, 1 gone"
    assert "another version of the list ref_genders" in found
    assert found[-1].startswith("another version of duckdb: ")
    assert "fig_2_03" not in " ".join(found)
    after["code"]["commit"] = "another"
    assert compare.causes_of(before, after, "fig_2_08") == found


def test_publications_are_kept_as_the_setting_says_but_for_the_present_one(
    warehouse: Path, published: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(published))
    monkeypatch.setenv("COLUMNS", "160")
    publish.publish(other, published, Wish(), AT)
    later = datetime.now(UTC) + timedelta(days=40)
    left = published / folder.NEW
    left.mkdir()
    (left / "half").write_bytes(b"of a publication that was killed")
    assert [found.path for found in kept.enforce(other, later)] == [left]
    monkeypatch.setenv("SLACHTOFFERMONITOR_KEEP_PUBLICATIONS_DAYS", "30")
    listed = [found.path.name for found in kept.find(other) if found.kind.code == "publications"]
    assert listed == ["0001"]
    assert [found.path.name for found in kept.enforce(other, later)] == ["0001"]
    assert current(published).resolve().parent.name == "0002"
    done = run("publish", "--folder", published, "--rollback", "1", "--database", other)
    assert "Publication 1 is no longer kept" in done.output
    assert "no longer kept" in " ".join(run("publish", "--list").output.split())
    done = run("kept", "--database", other)
    assert "the present publication" in " ".join(done.output.split())


def test_an_erasure_that_stops_half_way_is_known_and_can_go_on(other: Path) -> None:
    """What must go stands in the journal before the warehouse is built anew."""
    target = other.parent / "published"
    publish.publish(delivered(other), target, Wish("restricted", embargo="2026-12-15T00:01"), AT)
    assert not erasing.is_unfinished(other)
    assert erasing.announce(other, AT) == 1
    assert erasing.announce(other, AT) == 0
    assert erasing.is_unfinished(other)
    assert check(current(target).resolve().parent) == []
    (new,) = erasing.publish_anew(other, AT)
    assert (new.number, new.published.corrects, new.is_current) == (2, 1, True)
    assert (new.published.reason, new.embargo) == (erasing.REASON, "2026-12-15T00:01+01:00")
    assert not erasing.is_unfinished(other)
    assert [path.name for path in folder.all_of(target)] == ["0002"]
    assert erasing.publish_anew(other, AT) == []
    done = run("publish", "--folder", target, "--rollback", "1")
    assert "Publication 1 was removed on 2026-12-01: Records were erased." in done.output


def test_made_up_publications_stay_when_a_person_is_erased(
    warehouse: Path, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(one))
    assert erasing.announce(warehouse, AT) == 0
    assert not erasing.is_unfinished(warehouse)
