"""The release kit: who may have it, of what it is made, bad use, and citation."""

from __future__ import annotations

import errno
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from kits import (
    EDITION,
    MADE,
    PUBLICATION,
    WARNINGS,
    bytes_of,
    run,
    sheets_of,
)

from slachtoffermonitor.kit import (
    citation,
    make,
    quality,
    workbook,
)
from slachtoffermonitor.kit.make import Wish, make_kit
from slachtoffermonitor.kit.publication import both, words_of
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import publish, release


def said_in(file: Path) -> str:
    """Return the text of any file of a kit; of a workbook the text of every sheet, or nothing."""
    if file.suffix == ".parquet":
        return str(duckdb.execute(f"select value from parquet_kv_metadata('{file}')").fetchall())
    if file.suffix == ".xlsx":
        sheets = [str(rows) for rows in sheets_of(file).values()]
        return min(sheets, key=lambda text: any(one in text for one in WARNINGS.values()))
    return file.read_text(encoding="utf-8")


def test_everything_of_a_delivered_register_says_who_may_have_it(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection],
) -> None:
    folder, _ = spoilt
    for file in folder.rglob("*"):
        if not file.is_file() or file.name == "SHA256SUMS":
            continue
        text = said_in(file)
        assert any(one in text for one in WARNINGS.values()), file
        assert "SYNTHETI" not in text, file
        assert file.stat().st_mode & 0o077 == 0


def test_everything_of_a_synthetic_register_says_so(kit: Path) -> None:
    for file in kit.rglob("*"):
        if file.is_file() and file.suffix != ".xlsx" and file.name != "SHA256SUMS":
            assert "SYNTHETI" in said_in(file), file


def test_a_delivered_register_gives_no_kit_without_an_audience(
    spoilt: tuple[Path, duckdb.DuckDBPyConnection], tmp_path: Path
) -> None:
    database = spoilt[0].parent / "w.duckdb"
    options = ["--database", database, "--no-ods", "--no-quality", "--edition", "1999-2003"]
    code, said = run("kit", tmp_path / "kit", *options)
    assert (code, "--audience restricted" in said) == (1, True)
    for audience in ("public", "everybody"):
        code, said = run("kit", tmp_path / "kit", *options, "--audience", audience)
        assert code == 1
        assert f"'{audience}'" in said
    assert not (tmp_path / "kit").exists()
    # The one that is written out goes as far as the edition.
    code, said = run("kit", tmp_path / "kit", *options, "--audience", "restricted")
    assert (code, "no edition 1999-2003" in said) == (1, True)


@pytest.fixture(scope="module")
def published(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publications") / "published"
    publish.publish(warehouse, folder, publish.Wish(), "2026-12-01T08:00:00+00:00")
    return folder


def test_a_kit_is_that_of_the_current_publication(
    published: Path, warehouse: Path, tmp_path: Path
) -> None:
    options = ["--folder", published, "--database", warehouse, "--no-ods", "--edition", EDITION]
    code, said = run("kit", tmp_path / "kit", *options)
    assert code == 0, said
    assert "files of publication 1" in said
    package = json.loads((tmp_path / "kit" / "datapackage.json").read_text())
    assert (package["version"], package["created"]) == ("0001", "2026-12-01T08:00:00Z")
    assert package["release_status"] == "draft, not approved"
    text = (tmp_path / "kit" / quality.report_name("en")).read_text()
    assert "Made with publication 0001 of 2026-12-01" in text
    ids = duckdb.execute(f"select cell_id from '{tmp_path}/kit/tidy/fig_2_05.parquet'").fetchall()
    assert all(one.endswith("@0001") for (one,) in ids)
    for number in ("2", "0"):
        code, said = run("kit", tmp_path / "kit", *options, "--publication", number)
        assert (code, f"There is no publication {number}" in said) == (1, True)


def test_a_number_is_found_again_in_its_publication(published: Path, warehouse: Path) -> None:
    options = ["--folder", published, "--database", warehouse]
    identifier = "fig_2_03/2015-2019/any_form/SU/year/2019/victims@0001"
    code, said = run("cite", identifier, *options, "--json")
    assert code == 0, said
    assert "Draft, not approved." in json.loads(said)["en"]["How to cite it"]
    release.approve(published, 1, "A. Chef", "2026-12-02T08:00:00+00:00", "2026-12-15T00:01")
    cited = json.loads(run("cite", identifier, *options, "--json")[1])["nl"]["Zo citeert u het"]
    assert "Concept" not in cited
    assert "Onder embargo tot 2026-12-15T00:01+01:00." in cited
    code, said = run("cite", identifier.replace("@0001", "@0002"), *options)
    assert (code, "There is no publication 2" in said) == (1, True)
    assert run("cite", identifier, *options, "--audience", "public")[0] == 1


def test_libreoffice_is_missed_in_one_sentence_and_before_anything_is_written(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProjectError, match=r"LibreOffice .* is not on this machine.*--no-ods"):
        make_kit(connection, PUBLICATION, tmp_path / "kit", Wish((EDITION,)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("holds", ["a file", "other things", "an unknown edition"])
def test_bad_use_harms_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, holds: str
) -> None:
    target, wish = tmp_path / "kit", MADE
    if holds == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    if holds == "other things":
        (target / "SHA256SUMS").write_text("of an export")
    if holds == "an unknown edition":
        for name in ("datapackage.json", "README.txt", "LEESMIJ.txt"):
            (target / name).write_text("of an earlier kit")
        wish = replace(MADE, editions=("1999-2003",))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ProjectError, match=r"is a file|no kit|no edition 1999-2003"):
        make_kit(connection, PUBLICATION, target, wish)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_kit_that_cannot_be_ended_leaves_the_earlier_one(
    kit: Path,
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = Path(shutil.copytree(kit, tmp_path / "kit"))
    monkeypatch.setattr(
        make, "write_package", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    )
    with pytest.raises(ProjectError, match=r"The disk with .* is full"):
        make_kit(connection, PUBLICATION, target, MADE)
    assert bytes_of(target) == bytes_of(kit)
    assert list(tmp_path.iterdir()) == [target]


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(
    connection: duckdb.DuckDBPyConnection, kit: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        workbook.write_workbook(
            connection, PUBLICATION, EDITION, words_of("en"), tmp_path / "none" / "a.xlsx"
        )


def test_no_kit_at_the_root_of_a_disk(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ProjectError, match="root of a disk"):
        make_kit(connection, PUBLICATION, Path("/"), MADE)


def test_no_kit_of_a_file_without_the_exhibits(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as opened:
        opened.execute("create schema marts")
        opened.execute("create table marts.dim_editions as select 'synthetic' as data_status")
    options = ["--no-ods", "--no-quality", "--database", tmp_path / "w.duckdb"]
    code, said = run("kit", tmp_path / "kit", *options)
    assert (code, "is not complete" in said) == (1, True)


def test_every_cell_has_an_identifier_of_its_own_that_leads_back_to_it(
    kit: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    keys = ", ".join(citation.PARTS)
    rows = duckdb.execute(f"select cell_id, {keys} from '{kit}/tidy/f*.parquet'").fetchall()
    rows += duckdb.execute(f"select cell_id, {keys} from '{kit}/tidy/tab*.parquet'").fetchall()
    count = connection.execute("select count(*) from marts.published_cells").fetchone()
    assert count == (len({row[0] for row in rows}),)
    for identifier, *parts in rows:
        found = citation.parts_of(identifier)
        assert found.pop("publication") == "0007"
        assert list(found.values()) == parts


def test_an_identifier_gives_the_number_and_a_text_to_cite(
    connection: duckdb.DuckDBPyConnection, kit: Path
) -> None:
    identifier = "fig_2_03/2015-2019/any_form/SU/year/2019/victims@0007"
    found = citation.resolve(connection, PUBLICATION, identifier)
    wanted = connection.execute(
        "select value from marts.fig_2_03_exploitation_forms where edition_code = '2015-2019' "
        "and row_kind = 'any_form' and row_code = 'SU' and column_code = '2019'"
    ).fetchone()
    assert (found.cell.value,) == wanted
    english = found.said["en"]["How to cite it"]
    for part in (str(int(found.cell.value or 0)), "Figure 2.3", "0007", identifier, "SYNTHETIC"):
        assert part in english
    assert "Seksuele uitbuiting" in found.said["nl"]["Zo citeert u het"]


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        ("", "no identifier"),
        ("fig_2_03", "no identifier"),
        ("=cmd|' /C calc'!A0", "no identifier"),
        ("fig_2_99/2015-2019/total/total/year/2019/victims@0007", "no exhibit fig_2_99"),
        ("fig_2_03/1999-2003/total/total/year/2019/victims@0007", "no edition 1999-2003"),
        ("fig_2_03/2015-2019/any_form/XX/year/2019/victims@0007", "no row XX"),
        ("fig_2_03/2015-2019/any_form/SU/year/2029/victims@0007", "no column 2029"),
        ("fig_2_03/2015-2019/any_form/SU/year/2019/persons@0007", "no measure persons"),
        ("fig_2_03/2015-2019/any_form/SU/year/2019/victims@0008", "of publication 0008"),
    ],
)
def test_an_identifier_that_names_nothing_is_refused_in_one_sentence(
    connection: duckdb.DuckDBPyConnection, kit: Path, identifier: str, says: str
) -> None:
    with pytest.raises(ProjectError, match=re.escape(says)) as caught:
        citation.resolve(connection, PUBLICATION, identifier)
    assert "\n" not in str(caught.value)


def test_the_command_cites(warehouse: Path) -> None:
    name = "fig_2_10/2015-2019/mean_age/MEAN_AGE/edition/2015-2019/mean_age@unpublished"
    code, said = run("cite", name, "--database", warehouse)
    assert code == 0, said
    assert "gemiddelde leeftijd in jaren" in said
    code, said = run("cite", name, "--database", warehouse, "--json")
    assert json.loads(said)["en"]["Unit"] == "mean age in years"
    code, said = run("cite", "fig/x", "--database", warehouse)
    assert (code, "no identifier" in said) == (1, True)


def test_both_languages_say_the_same_things() -> None:
    words = both()
    assert words["nl"]._words.keys() == words["en"]._words.keys()
    for key, text in words["nl"]._words.items():
        blanks = re.findall(r"\{\w+\}", text)
        assert sorted(blanks) == sorted(re.findall(r"\{\w+\}", words["en"]._words[key])), key
