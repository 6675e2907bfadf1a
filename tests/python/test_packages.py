"""The package's own parts read each other one way."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter

from warehouses import ROOT

PACKAGE = ROOT / "src" / "slachtoffermonitor"


def parts_read() -> dict[str, set[str]]:
    """Return for every part of the package, a module or a folder of it, the parts it imports."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        part = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            package, *names = node.module.split(".")
            if package == PACKAGE.name:
                read = names[:1] or [alias.name for alias in node.names]
                found.setdefault(part, set()).update(name for name in read if name != part)
    return found


def test_no_two_parts_read_each_other() -> None:
    order = list(TopologicalSorter(parts_read()).static_order())  # a cycle is an error
    assert order.index("site") < order.index("kit") < order.index("cli")
