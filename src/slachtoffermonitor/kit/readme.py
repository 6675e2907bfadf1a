"""Writes what a reader of a kit reads first."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from slachtoffermonitor.kit.publication import Publication
from slachtoffermonitor.kit.workbook import cover_parts
from slachtoffermonitor.site.texts import Texts

README_FILES: Final = {"nl": "LEESMIJ.txt", "en": "README.txt"}
_WIDTH: Final = 100


def readme(
    publication: Publication, counted: dict[str, int], t: Texts, left_out: Sequence[str]
) -> str:
    """Return the text of the read-me of a kit in a language.

    Args:
        publication: of which it is.
        counted: status -> number of cells.
        t: the words of the language.
        left_out: what the kit was asked to be without: `no_ods`, `no_quality`.
    """
    files = [t("readme.labelled"), t("readme.workbooks"), t("readme.tidy"), t("readme.metadata")]
    files += [t("readme.quality")] * ("no_quality" not in left_out)
    files += [t("readme.sums"), *(t(f"readme.{name}") for name in left_out)]
    parts = [
        *cover_parts(publication, counted, t),
        (t("readme.files"), files),
        (t("readme.cite"), [t("readme.cite_how")]),
    ]
    title = t("title.kit", name=publication.label(t))
    text = f"{title}\n{'=' * len(title)}\n"
    for heading, lines in parts:
        text += f"\n{heading}\n{'-' * len(heading)}\n"
        text += "".join(_item(line) for line in lines)
    return text


def _item(line: str) -> str:
    return textwrap.fill(line, _WIDTH, initial_indent="- ", subsequent_indent="  ") + "\n"
