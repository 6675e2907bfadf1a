"""Fills the tables of a page of the documentation that are made from measurements.

A table stands between `<!-- generated: name -->` and `<!-- end generated -->`; whatever is written
there by hand is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

BLOCK: Final = re.compile(
    r"<!-- generated: (?P<name>[\w-]+) -->\n.*?<!-- end generated -->", re.DOTALL
)
NOT_MEASURED: Final = "not measured yet"


def table(header: Sequence[str], body: Iterable[Sequence[str]], numbers_from: int) -> list[str]:
    """Return a Markdown table whose columns from `numbers_from` on stand to the right."""
    rule = ["--:" if number >= numbers_from else "---" for number in range(len(header))]
    return ["| " + " | ".join(cells) + " |" for cells in (header, rule, *body)]


def filled(text: str, rendered: Callable[[str], Iterable[str]]) -> str:
    """Return a page with its tables as they should be.

    Args:
        text: the page as it is.
        rendered: returns the lines of the table of a name.
    """

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        lines = rendered(name)
        return "\n".join([f"<!-- generated: {name} -->", *lines, "<!-- end generated -->"])

    return BLOCK.sub(block, text)


def machine(found: Mapping[str, str]) -> str:
    """Return when, at which commit and on what was measured, as one sentence."""
    hardware = f"{found['processors']} processors, {found['memory']} of memory, {found['system']}"
    told = ("measured", "processors", "memory", "system")
    versions = ", ".join(f"{name} {value}" for name, value in found.items() if name not in told)
    day = f"Measured on {found['measured']}: " if "measured" in found else ""
    return f"{day}{hardware}; {versions}."


def printed(names: Iterable[str], rendered: Callable[[str], Iterable[str]]) -> str:
    """Return all tables by themselves, each below its name."""
    return "\n\n".join("\n".join([f"{name}:", "", *rendered(name)]) for name in names)
