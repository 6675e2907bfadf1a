"""The register of any size is what it says: the warehouse counts its true cells, byte by byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from lab.scale import ScaleError, ScaleRegister, ScaleSettings, generate
from lab.scale.__main__ import main
from lab.scale.scenarios import BLOCK, ORDER_IN_BLOCK, SCENARIOS
from slachtoffermonitor.delivery import find_problems
from tests.second_opinion import Lists, Register
from tests.second_opinion.cells import CELL
from tests.second_opinion.lists import ROOT
from tests.second_opinion.warehouse import Compiled, Project, Warehouse, open_warehouse

SEEDS: Final = ROOT / "seeds"
SMALL: Final = ScaleSettings(3_000, seed=1, workers=2)
SKEWED: Final = ScaleSettings(20_000, seed=5, skew=4_000, workers=2)


@dataclass(frozen=True)
class Counted:
    """A register, and what the warehouse makes of it."""

    made: ScaleRegister
    register: Register
    cells: pl.DataFrame
    fates: pl.DataFrame


@pytest.fixture(scope="module")
def project(compiled: Compiled) -> Project:
    return compiled.leading_to()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ScaleRegister:
    return generate(SMALL, SEEDS, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def skewed(tmp_path_factory: pytest.TempPathFactory) -> ScaleRegister:
    return generate(SKEWED, SEEDS, tmp_path_factory.mktemp("skewed"))


@pytest.fixture(scope="module")
def warehouse(project: Project, small: ScaleRegister) -> Iterator[Warehouse]:
    with open_warehouse(project, Register.read(small.register)) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted(
    small: ScaleRegister, skewed: ScaleRegister, warehouse: Warehouse
) -> dict[str, Counted]:
    result = {}
    for name, made in (("small", small), ("skewed", skewed)):
        register = Register.read(made.register)
        result[name] = Counted(made, register, *warehouse.run(register))
    return result


def true_cells(made: ScaleRegister) -> pl.DataFrame:
    """Return the true cells as the warehouse's are returned: values in millionths."""
    millionths = (pl.col("value", "base") * 1_000_000).cast(pl.Int64)
    return (
        pl.read_parquet(made.cells)
        .with_columns(millionths, pl.col("pct").cast(pl.Int64))
        .select(*CELL, "value", "base", "pct")
        .sort(CELL)
    )


# --- what is true ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["small", "skewed"])
def test_the_warehouse_counts_the_true_cells(name: str, counted: dict[str, Counted]) -> None:
    found = counted[name]
    true = true_cells(found.made)
    differing = true.join(
        found.cells, on=[*CELL, "value", "base", "pct"], how="anti", nulls_equal=True
    )
    assert differing.is_empty(), str(differing)
    assert true.height == found.cells.height
    assert true["edition_code"].unique().sort().to_list() == ["2014-2018", "2015-2019", "2016-2020"]
    listed = pl.read_csv(ROOT / "seeds" / "reference" / "ref_exhibits.csv")["exhibit_code"]
    assert set(true["exhibit_code"]) == set(listed)


@pytest.mark.parametrize("name", ["small", "skewed"])
def test_every_record_ends_where_it_was_meant_to(name: str, counted: dict[str, Counted]) -> None:
    found = counted[name]
    keys = ["source_table", "fate", "reason"]
    ends = found.fates.group_by(keys).len().select(*keys, record_count=pl.col("len").cast(pl.Int64))
    assert ends.sort(keys).equals(pl.read_parquet(found.made.fates).sort(keys))


def test_a_lost_notification_is_noticed(
    small: ScaleRegister, warehouse: Warehouse, counted: dict[str, Counted]
) -> None:
    whole = counted["small"]
    first = whole.fates.filter(pl.col("fate") == "counted")["record_id"].min()
    left = whole.register.notifications.filter(
        pl.col("record_id").is_null() | (pl.col("record_id") != first)
    )
    cells, _ = warehouse.run(Register(left, whole.register.emm_records))
    assert not true_cells(small).equals(cells.sort(CELL))


# --- what is in it ---------------------------------------------------------------------------


def test_it_has_as_many_notifications_as_asked_for(counted: dict[str, Counted]) -> None:
    assert counted["small"].register.notifications.height == SMALL.notifications
    assert counted["skewed"].register.notifications.height == SKEWED.notifications
    persons = counted["skewed"].register.notifications["person_pseudonym"].str.strip_chars()
    assert persons.value_counts()["count"].max() == SKEWED.skew


def test_all_fates_and_all_reasons_occur(small: ScaleRegister) -> None:
    lists = Lists.load()
    ends = pl.read_parquet(small.fates)
    assert set(ends["fate"]) == set(lists["ref_record_fates"]["fate_code"])
    assert set(ends["reason"].drop_nulls()) == set(
        lists["ref_rejection_reasons"]["rejection_reason_code"]
    )
    assert (ends["record_count"] > 0).all()


def test_every_kind_of_mess_occurs(counted: dict[str, Counted]) -> None:
    records = counted["small"].register.notifications
    text = pl.col("reporter", "gender", "exploitation_forms", "nationalities")
    stated = pl.col("person_pseudonym").str.strip_chars()
    known = records.filter(pl.col("person_pseudonym").is_not_null()).with_columns(
        person=stated, year=pl.col("notification_id").str.slice(1, 4)
    )
    assert (known.group_by("person").agg(pl.col("year").n_unique())["year"] > 1).any()
    assert (
        known.select(
            lower=pl.any_horizontal(text.str.contains("[a-z]")).any(),
            blanks=pl.any_horizontal(text.str.contains("^ ")).any(),
            hard_blank=pl.any_horizontal(text.str.contains("\u00a0")).any(),
            several_forms=pl.col("exploitation_forms").str.contains("|", literal=True).any(),
            several_countries=pl.col("nationalities").str.contains("|", literal=True).any(),
            empty=(pl.col("gender") == "").any(),
            birth_year=pl.col("birth_date").str.contains("^[0-9]{4}$").any(),
            day_first=pl.col("received_on").str.contains("^[0-9]{2}-").any(),
            unreadable_birth=(pl.col("birth_date") == "1990-02-30").any(),
            impossible_age=(pl.col("reported_age") == "-2").any(),
            own_code=pl.col("exploitation_forms").str.contains("(?i)F1|MH-S|SEKS").any(),
            means_nothing=pl.col("nationalities").str.contains("(?i)BUITENLANDS|0000").any(),
            old_status=pl.col("status").str.contains("(?i)VERVALLEN|INGETROKKEN").any(),
            emm_reporter=pl.col("reporter").str.contains("(?i)EMM").any(),
            letter=pl.col("om_b8_letter").str.contains("(?i)ja|yes").any(),
            late=(pl.col("delivery_id").str.slice(-4).ne(pl.col("year"))).any(),
        ).row(0)
        == (True,) * 16
    )


def test_the_scenarios_fill_a_block() -> None:
    assert len(ORDER_IN_BLOCK) == BLOCK
    assert set(ORDER_IN_BLOCK) == set(range(len(SCENARIOS)))


def test_it_is_a_delivery_and_says_that_it_is_synthetic(small: ScaleRegister) -> None:
    assert not find_problems(small.register)
    assert len([name for name in small.files if name.startswith("notifications")]) > 7
    assert "SYNTHETIC" in (small.folder / "README.md").read_text(encoding="utf-8")
    for name in small.files:
        ids = pl.read_parquet(small.register / name)["delivery_id"].drop_nulls()
        assert ids.str.starts_with("synthetic").all()


# --- the same again --------------------------------------------------------------------------


def digests(made: ScaleRegister) -> dict[str, str]:
    files = sorted(path for path in made.folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(made.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(small: ScaleRegister, tmp_path: Path) -> None:
    again = generate(ScaleSettings(3_000, seed=1, workers=1), SEEDS, tmp_path / "again")
    assert digests(again) == digests(small)


def test_another_seed_gives_another_register(small: ScaleRegister, tmp_path: Path) -> None:
    other = digests(generate(ScaleSettings(3_000, seed=2), SEEDS, tmp_path / "other"))
    first = digests(small)
    assert other.keys() == first.keys()
    assert not {
        name
        for name in first
        if name.endswith(".parquet")
        and first[name] == other[name]
        and name != "record_fates.parquet"
    }


# --- the command -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (ScaleSettings(2_792), "at least 2,793 in all"),
        (ScaleSettings(6_000, skew=5_000), "at least 7,793 in all"),
        (ScaleSettings(6_000, skew=50), "at least 100"),
        (ScaleSettings(6_000, first_year=2020, last_year=2014), "1 to 30"),
        (ScaleSettings(6_000, skew=-200), "at least 100"),
        (ScaleSettings(6_000, seed=-1), "0 or more"),
        (ScaleSettings(6_000, workers=0), "at least one"),
    ],
)
def test_what_cannot_be_made_is_refused(
    settings: ScaleSettings, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ScaleError, match=words):
        generate(settings, SEEDS, tmp_path / "register")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ScaleError, match="cannot be written"):
        generate(ScaleSettings(3_000), SEEDS, tmp_path / "file" / "register")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").unlink()
    with pytest.raises(ScaleError, match="name a new folder in it"):
        generate(ScaleSettings(3_000), SEEDS, Path())
    assert not list(tmp_path.iterdir())


def test_the_command_says_what_it_made_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--notifications", "3000", "--out", str(tmp_path / "made")]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "notifications: " in told
    assert "SYNTHETIC DATA" in told
    assert main(arguments) == 1
    assert "is not empty" in capsys.readouterr().err
