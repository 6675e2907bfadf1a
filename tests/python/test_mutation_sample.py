"""A fixed sample of the mutation proof (docs/mutation.md): a test sees every change of a rule."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from warehouses import ROOT, Builds

from tests.mutation.equivalents import equivalents
from tests.mutation.operators import Mutant, mutants_of
from tests.mutation.report import Balance, page
from tests.mutation.run import Result, all_mutants, rule_files
from tests.mutation.sample import SAMPLE
from tests.mutation.source import Source, SourceError


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    return all_mutants()


def test_every_change_of_the_sample_is_seen(builds: Builds, tmp_path: Path) -> None:
    table = tmp_path / "mutation.csv"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.mutation", "--sample", "--processes", "1"),
            *("--database", str(builds.result("shipped").database), "--table", str(table)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["key"] for row in rows} == set(SAMPLE)
    assert all(row["kind"] == "unit test" and row["test"] for row in rows)


def test_mutants_are_many_different_and_always_the_same(mutants: list[Mutant]) -> None:
    keys = [mutant.key for mutant in mutants]
    assert len(keys) == len(set(keys)) > 1000
    assert keys == [mutant.key for mutant in all_mutants()]
    assert all(mutant.before != mutant.after for mutant in mutants)


def test_every_rule_file_has_mutants(mutants: list[Mutant]) -> None:
    """A model whose file gives no mutant would look proven."""
    changed = {mutant.path for mutant in mutants}
    unproven = {
        file.stem for file in rule_files() if file.relative_to(ROOT).as_posix() not in changed
    }
    # these only add labels, give a bridge its name, or read a file of the office
    assert unproven == {
        "bridge_edition_rules",
        "dim_edition_years",
        "dim_exhibits",
        "stg_reference__office_limits",
    }


def test_the_sample_holds_every_kind_of_change(mutants: list[Mutant]) -> None:
    sample = [mutant for mutant in mutants if mutant.key in SAMPLE]
    assert len(sample) == len(set(SAMPLE)) >= 40
    kinds = {mutant.operator for mutant in mutants}
    assert sorted(kinds - {mutant.operator for mutant in sample}) == []


def test_equivalents_are_mutants(mutants: list[Mutant]) -> None:
    assert sorted(set(equivalents()) - {mutant.key for mutant in mutants}) == []


def test_the_page_has_the_day_and_commit_of_its_one_table(mutants: list[Mutant]) -> None:
    results = [Result(mutant, "unit test", "a_test") for mutant in mutants]
    text = page(Balance(results, {}, [], is_whole=True), "0123abc", "2021-10-18")
    assert "Measured on 2021-10-18 at commit 0123abc" in text
    assert f"**{len(mutants)} mutants: {len(mutants)} killed, 0 equivalent, 0 survive.**" in text
    assert text.count("\n|---|") == 1
    assert f"| **all** | {len(mutants)} | {len(mutants)} |" in text


@pytest.mark.parametrize(
    ("sql", "operator", "changed"),
    [
        ("select a where x >= 5 and y", "comparison", ["select a where x > 5 and y"]),
        (
            "select a where x between 1 and 2 and y",
            "and / or",
            ["select a where x between 1 and 2 or y"],
        ),
        (
            "select a where not x and (y or z)",
            "condition",
            ["select a where true and (y or z)", "select a where not x and true"],
        ),
        ("from a left join b on a.x = b.x", "join", ["from a inner join b on a.x = b.x"]),
        ("a union all b", "union", ["a union b"]),
        (
            "select rank() over (partition by a order by b desc, c asc, d)",
            "order key",
            [
                "select rank() over (partition by a order by c asc, b desc, d)",
                "select rank() over (partition by a order by c asc, d)",
                "select rank() over (partition by a order by b desc, d)",
            ],
        ),
        (
            "select case when a then 1 when b then 2 else 3 end",
            "step of a case",
            ["select case when b then 2 when a then 1 else 3 end"],
        ),
        ("select case when a = 'x' then 1 when a = 'y' then 2 end", "step of a case", []),
        ("select coalesce(a, 0)", "default", ["select a"]),
        ("{{ round_half_up('x', 1) }}", "argument", ["{{ round_half_up('x', 0) }}"]),
        ("-- a >= b\nselect '>='", "comparison", []),
    ],
)
def test_operators_change_one_thing(sql: str, operator: str, changed: list[str]) -> None:
    found = [mutant.content for mutant in mutants_of("m", "models/m.sql", sql)]
    made = [
        mutant.content
        for mutant in mutants_of("m", "models/m.sql", sql)
        if mutant.operator == operator
    ]
    assert made == changed
    assert sql not in found


def test_what_is_not_understood_is_an_error() -> None:
    with pytest.raises(SourceError):
        Source("select $$ from a")
