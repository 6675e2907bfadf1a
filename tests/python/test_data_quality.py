"""The list of all checks (docs/data-quality.md) is complete, and no check stands in two places."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any, Final

import pytest
from warehouses import ROOT, Builds

from slachtoffermonitor.guards.catalogue import SUITES
from slachtoffermonitor.guards.checks import NativeCheck

sys.path.insert(0, str(ROOT / "scripts"))
from checks import Listed, checks

Node = dict[str, Any]
DEMANDS_OF_KEYS: Final = ("Unique", "BeNull", "NotBeNull")


@pytest.fixture(scope="module")
def nodes(builds: Builds) -> list[Node]:
    """Return every node that dbt knows when it builds the shipped register."""
    target = builds.result("bare").logs.parent / "target"
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return [*manifest["nodes"].values(), *manifest["unit_tests"].values()]


@pytest.fixture(scope="module")
def listed() -> list[Listed]:
    return checks()


def subjects(listed: list[Listed], *places: str) -> Counter[tuple[str, str]]:
    return Counter((check.subject, check.name) for check in listed if check.place in places)


def test_every_test_of_dbt_is_listed(nodes: list[Node], listed: list[Listed]) -> None:
    tests = [node for node in nodes if node["resource_type"] == "test"]
    generic = Counter(
        (node["attached_node"].rsplit(".", maxsplit=1)[-1], node["test_metadata"]["name"])
        for node in tests
        if node.get("test_metadata")
    )
    singular = Counter(node["name"] for node in tests if not node.get("test_metadata"))
    units = Counter(
        (node["model"], node["name"]) for node in nodes if node["resource_type"] == "unit_test"
    )
    assert generic == subjects(listed, "data test")
    assert units == subjects(listed, "unit test")
    assert singular == Counter(
        check.name for check in listed if check.place in ("identity", "reconciliation")
    )


def test_every_contract_and_stop_is_listed(nodes: list[Node], listed: list[Listed]) -> None:
    models = [node for node in nodes if node["resource_type"] == "model"]
    contracts = Counter(node["name"] for node in models if node["config"]["contract"]["enforced"])
    hooks = Counter(
        node["name"]
        for node in models
        for hook in node["config"]["post-hook"]
        if "stop_" in hook["sql"]
    )
    assert contracts == Counter(check.subject for check in listed if check.place == "contract")
    assert hooks == Counter(check.subject for check in listed if check.place == "stop")


def test_every_check_says_what_it_demands(listed: list[Listed]) -> None:
    assert [check for check in listed if len(check.demand) < 10 or "\n" in check.demand] == []


def test_no_check_stands_in_two_places(listed: list[Listed]) -> None:
    """Neither by name nor by what it demands of the same subject."""
    demands = Counter(
        (check.subject, check.demand) for check in listed if check.place != "contract"
    )
    assert [demand for demand, count in demands.items() if count > 1] == []
    names = Counter(check.name for check in listed if check.place in ("unit test", "identity"))
    assert [name for name, count in names.items() if count > 1] == []


def test_keys_are_left_to_dbt() -> None:
    """Unique and filled columns are data tests and contracts, and no expectation of GX's own."""
    kinds = {
        check.kind for suite in SUITES for check in suite.checks if isinstance(check, NativeCheck)
    }
    assert [kind for kind in sorted(kinds) if kind.endswith(DEMANDS_OF_KEYS)] == []


def test_queries_of_expectations_differ() -> None:
    queries = Counter(
        (suite.code, " ".join(check.query.split()), check.share)
        for suite in SUITES
        for check in suite.checks
        if not isinstance(check, NativeCheck)
    )
    assert [query for query, count in queries.items() if count > 1] == []
