"""Tables of the documents on a phone: every cell carries the heading of its column.

The style sheet lays the cells of a row below each other where a screen is narrow; our own pages
write the headings themselves.
"""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx

_HEADING: Final = "heading"
"""Where a cell keeps the heading of its column."""


class _LabelledCells:
    """Writes the heading of its column into the tag of a cell; mixed into the theme's writer."""

    def starttag(
        self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Return the tag that opens an element."""
        if isinstance(node, nodes.entry) and _HEADING in node:
            attributes["data-label"] = node[_HEADING]
        return str(super().starttag(node, tagname, suffix, empty, **attributes))  # type: ignore[misc]


def connect(app: Sphinx) -> None:
    """Take part in the run, after the theme."""
    theirs = app.registry.translators["html"]
    app.set_translator("html", type("Writer", (_LabelledCells, theirs), {}), override=True)
    app.connect("doctree-resolved", _label_cells)


def _label_cells(_app: Sphinx, document: nodes.document, _name: str) -> None:
    """Tell the cells of every table their headings; a row's first cell stands for the row."""
    for table in document.findall(nodes.table):
        table["classes"] += ["stack", "stack--document"]
        headings = [entry.astext() for head in table.findall(nodes.thead) for entry in head[0]]
        for body in table.findall(nodes.tbody):
            for row in body:
                for entry, heading in list(zip(row, headings, strict=False))[1:]:
                    entry[_HEADING] = heading
