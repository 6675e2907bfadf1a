"""What the documentation says about the project is true: tables, links, names and paths."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import yaml  # type: ignore[import-untyped]

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from doc_rules import rules_in  # noqa: E402

PAGES: Final = tuple(
    sorted(
        [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "expectations" / "README.md"],
        key=lambda path: path.as_posix(),
    )
)
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
NAME: Final = re.compile(
    r"`((?:stg|int|fct|dim|bridge|fig|tab|aud|ref|crosswalk|ledger|raw)_[a-z0-9_]+)(?:\.(\w+))?`"
)
PATH: Final = re.compile(
    r"`((?:docs|expectations|lab|macros|models|scripts|seeds|src|tests)/[\w./-]+)`"
)
EXHIBITS: Final = re.compile(r"(fig|tab)_\d+_\d+[a-z]?$")
REPLACED: Final = re.compile(
    r"^Status: superseded by \[(\d{4})\]\((\d{4}-[\w-]+\.md)\)", re.MULTILINE
)
OF_A_DAY: Final = ("CHANGELOG.md", "performance.md", "past-one-machine.md", "mutation.md")
"""What was measured or changed on a day speaks of the models of that day."""
RULING: Final = "**Decided by this project; the source documents do not settle it.**"
HEADER_FIELDS: Final = ("Rule", "Kind", "Source", "Models", "Other readings")


def _names_of_relations() -> set[str]:
    models = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    seeds = {path.stem for path in (ROOT / "seeds").rglob("*.csv")}
    tests = {path.stem for path in (ROOT / "tests").rglob("*.sql")}
    return models | seeds | tests | {"raw_notifications", "raw_emm_records"}


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_generated_tables_are_up_to_date() -> None:
    outcome = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "render_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_paths_that_are_named_exist() -> None:
    gone = [
        f"{page.name}: {found[1]}"
        for page in PAGES
        if page.name not in OF_A_DAY and not REPLACED.search(page.read_text(encoding="utf-8"))
        for found in PATH.finditer(page.read_text(encoding="utf-8"))
        if not (ROOT / found[1]).exists()
    ]
    assert gone == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for found in LINK.finditer(path.read_text(encoding="utf-8")):
        target = found[1] or found[2]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = (path.parent / file).resolve() if file else path
        assert goal.exists(), f"{path.name}: {target}"
        assert goal.is_relative_to(ROOT), f"{path.name}: {target} leads out of the project"
        if anchor and goal.suffix == ".md":
            assert anchor in _anchors(goal), f"{path.name}: {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_named_models_and_seeds_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name in OF_A_DAY or (path.parent.name == "adr" and REPLACED.search(text)):
        return  # it speaks of what was
    relations = _names_of_relations()
    for found in NAME.finditer(text):
        assert found[1] in relations or EXHIBITS.fullmatch(found[1]), f"{path.name}: {found[1]}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users)/", text)


@pytest.mark.parametrize(
    "path",
    [path for path in PAGES if path.name.startswith("D-")],
    ids=lambda path: path.stem,
)
def test_ruling_has_all_its_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[2] == RULING
    for name in HEADER_FIELDS:
        assert f"\n- **{name}:** " in text, name
    for heading in ("What the source says", "The ruling", "Why", "Worked example"):
        assert f"\n## {heading}\n" in text, heading
    assert "\n## Under " in text


def _rules_of_the_project() -> dict[str, set[str]]:
    """Return every rule that a model's `meta`, a unit test or another test names, and who does."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "models").rglob("*.yml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        names = [
            (model["name"], model.get("config", {}).get("meta", {}).get("rules", []))
            for model in content.get("models", [])
        ]
        names += [
            (test["name"], rules_in(test.get("description", "")))
            for test in content.get("unit_tests", [])
        ]
        for name, rules in names:
            for rule in rules:
                found.setdefault(rule, set()).add(name)
    for file in (ROOT / "tests").rglob("*.sql"):
        for rule in rules_in(file.read_text(encoding="utf-8")):
            found.setdefault(rule, set()).add(file.stem)
    return found


def test_the_page_of_rules_and_the_project_name_the_same_rules() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^### (R-\d\d): (.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(parts) == [f"R-{number:02}" for number in range(1, 33)]
    named = _rules_of_the_project()
    assert named.keys() <= parts.keys()
    for rule, part in parts.items():
        assert f"<!-- generated: rule-{rule} -->" in part, rule
        links = set(re.findall(r"\[(\w+)\]\(", part))
        assert named.get(rule, set()) <= links, f"{rule}: {named[rule] - links}"
        assert ("Models: none" in part) == (rule not in named), rule
        assert ("Tests: " in part) or rule not in named, f"{rule} has models and no test"


def test_the_readme_says_where_the_rules_stand() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    for rule in ("R-08", "R-18", "R-17", "R-28", "R-22", "R-11"):
        assert re.search(rf"{rule}.*, line \d+\]\(models/[^)]*\.sql#L\d+\)", text), rule


ADRS: Final = tuple(sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")))


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_an_adr_has_a_status_and_its_successor_exists(path: Path) -> None:
    line = path.read_text(encoding="utf-8").splitlines()[2]
    index = (path.parent / "README.md").read_text(encoding="utf-8")
    (row,) = (text for text in index.splitlines() if f"]({path.name}) | " in text)
    superseded = REPLACED.match(line)
    assert superseded or line.startswith("Status: accepted."), line
    assert ("superseded by [" in row) == bool(superseded)
    if superseded:
        number, name = superseded.groups()
        assert name.startswith(number)
        assert number > path.name[:4]
        assert (path.parent / name).is_file()
        assert f"superseded by [{number}]({name})" in row
