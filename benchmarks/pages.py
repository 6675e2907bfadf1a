"""Fills the tables of a page of the documentation that are made from measurements.

A table stands between `<!-- generated: name -->` and `<!-- end generated -->`; whatever is written
there by hand is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
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


def is_written(page: Path, new: str, command: str, *, only_compare: bool) -> bool:
    """Write a page, or say that it is out of date.

    Args:
        page: the file.
        new: what should stand in it.
        command: that writes it, for the reader of the message.
        only_compare: write nothing.

    Returns:
        Whether the page is as it should be now.
    """
    if not only_compare:
        page.write_text(new, encoding="utf-8", newline="\n")
        return True
    is_same = page.read_text(encoding="utf-8") == new
    if not is_same:
        print(f"docs/{page.name} is out of date. Run {command}.")
    return is_same
