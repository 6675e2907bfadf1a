"""Tables of the documents that say where a rule stands: in models, tests and rulings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped]

from doc_tables import ROOT, table

DECISIONS: Final = ROOT / "docs" / "decisions"
RULE: Final = re.compile(r"\bR-(\d\d)\b(?: to R-(\d\d))?")
WHERE_RULES_STAND: Final = (
    (
        "who is left out: sexual exploitation notified by the KMar only (R-08), known through the "
        "EMM only (R-07) or through a B8 letter only (R-09)",
        "models/intermediate/exclusions/int_exclusions__applied.sql",
        "victim_years.has_sexual",
    ),
    (
        "the rarity of labour sectors (R-18)",
        "models/intermediate/editions/int_editions__labour_sectors.sql",
        "mentions.mention_count asc",
    ),
    (
        "the imputation of visibility (R-17)",
        "models/intermediate/editions/int_editions__imputation_groups.sql",
        "parameter('imputation_minimum_known', 'integer')",
    ),
    (
        "the top five nationalities (R-28)",
        "models/marts/exhibits/tab_2_1_top_nationalities.sql",
        "parameter('top_rank', 'integer')",
    ),
    (
        "consent, for notifications received from 25 May 2018 on (R-22)",
        "models/intermediate/records/int_records__assessed.sql",
        "parameter('consent_required_from', 'date')",
    ),
    (
        "what Figuur 2.3 counts (R-11); every other exhibit has a file beside it",
        "models/marts/exhibits/fig_2_03_exploitation_forms.sql",
        "Figuur 2.3 (R-11)",
    ),
    (
        "which version of a notification counts (R-01)",
        "models/intermediate/fates/int_fates__superseded.sql",
        "order by",
    ),
    (
        "one notification per person, year and reporter group (R-05)",
        "models/intermediate/fates/int_fates__repeated.sql",
        "partition by",
    ),
    (
        "what the EMM may fill (R-07)",
        "models/intermediate/victim_years/int_victim_years__enriched.sql",
        "when merged.is_form_notified",
    ),
    (
        "the rarity of manners of criminal exploitation (R-19)",
        "models/intermediate/editions/int_editions__criminal_manners.sql",
        "mentions.mention_count asc",
    ),
)
"""A question, a file, and the text on the line that answers it."""
MODEL_ORDER: Final = (
    "stg", "int", "fct", "bridge", "dim", "labelled", "fig", "tab", "published", "aud",
)  # fmt: skip
"""The layers of models in the order in which the page of the rules names them."""


def _field(text: str, name: str) -> str:
    found = re.search(rf"^- \*\*{name}:\*\* (.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _unit_tests() -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = []
    for file in sorted((ROOT / "models").rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        tests += content.get("unit_tests", [])
    return tests


def decisions() -> list[str]:
    """The index of the rulings: rule, page, models and unit tests."""
    unit_tests = _unit_tests()
    body = []
    for page in sorted(DECISIONS.glob("D-*.md")):
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        number, name = title.split(": ", 1)
        rule = _field(text, "Rule")
        found = re.findall(r"\[(\w+)\]\((\S+?)\)", _field(text, "Models"))
        models = {model for model, path in found if "/models/" in path}
        rules = set(re.findall(r"R-\d\d", rule))
        named = sorted(
            str(test["name"])
            for test in unit_tests
            if test["model"] in models
            and (not rules or rules & set(re.findall(r"R-\d\d", f"{test.get('description', '')}")))
        )
        body.append(
            [
                rule,
                f"[{number}]({page.name}): {name}",
                _field(text, "Kind"),
                ", ".join(f"`{model}`" for model, _ in found),
                "<br>".join(["its worked example", *(f"`{test}`" for test in named)]),
            ]
        )
    return table(["rule", "ruling", "why a ruling", "where", "held by"], body)


def where_rules_stand() -> list[str]:
    """Questions that an auditor asks first, each with the file and the line that answers it."""
    body = []
    for question, name, text in WHERE_RULES_STAND:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        number = next(place for place, line in enumerate(lines, 1) if text in line)
        body.append([question, f"[{Path(name).name}, line {number}]({name}#L{number})"])
    return table(["what you look for", "where it stands"], body)


def rules_in(text: str) -> set[str]:
    """Return the rules that a text names; a range such as R-07 to R-09 names all that it spans."""
    return {
        f"R-{number:02}"
        for first, last in RULE.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def rule_places() -> dict[str, dict[str, list[str]]]:
    """Return for every rule the links to its models, its tests and its rulings.

    A model names its rules in `meta`, a unit test in its description, a test of an identity or a
    code list in its SQL, and a ruling in its header.
    """
    found: dict[str, dict[str, list[str]]] = {}

    def add(rules: Iterable[str], kind: str, name: str, path: Path) -> None:
        link = f"[{name}]({os.path.relpath(path, ROOT / 'docs')})"
        for rule in sorted(rules):
            found.setdefault(rule, {}).setdefault(kind, []).append(link)

    models = {path.stem: path for path in (ROOT / "models").rglob("*.sql")}
    described: list[tuple[str, set[str]]] = []
    for file in sorted((ROOT / "models").rglob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for model in content.get("models", []):
            meta = model.get("config", {}).get("meta", {})
            described.append((model["name"], set(meta.get("rules", []))))
        for test in content.get("unit_tests", []):
            add(rules_in(test.get("description", "")), "Tests", test["name"], file)
    places = {name: place for place, name in enumerate(MODEL_ORDER)}
    for name, rules in sorted(
        described, key=lambda one: (places[one[0].partition("_")[0]], one[0])
    ):
        add(rules, "Models", name, models[name])
    for path in sorted((ROOT / "tests").rglob("*.sql")):
        add(rules_in(path.read_text(encoding="utf-8")), "Tests", path.stem, path)
    for page in sorted(DECISIONS.glob("D-*.md")):
        text = page.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        add(rules_in(_field(text, "Rule")), "Rulings", title, page)
    return found


def rule(name: str) -> list[str]:
    """Where a rule is implemented, tested and decided."""
    places = rule_places().get(name, {})
    if "Models" not in places:
        places = {"Models": ["none: nothing is counted by this rule"]} | places
    return [
        f"- {kind}: {', '.join(places[kind])}"
        for kind in ("Models", "Tests", "Rulings")
        if kind in places
    ]
