"""What a page of the site is, for all that make pages."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'"
)
"""What a page may load: files of the site. No script stands in a page."""


@dataclass(frozen=True)
class Page:
    """A page in one language.

    Attributes:
        path: where it stands below the folder of its language, without `.html`; the same in every
            language, so that the language switch can lead to it.
        template: its file in the folder `pages`.
        title: what the browser's tab and the search call it.
        section: the entry of the site's navigation that it belongs to.
        context: what its template shows.
        search: the words by which the site's search finds it, beside the title.
        sidebar: a template of the folder `pages` for the left column; none without it.
        description: what search engines and messages show of it; that of the site without one.
        picture: its preview, a PNG below the folder of the site; none without one.
    """

    path: str
    template: str
    title: str
    section: str
    context: Mapping[str, Any] = field(default_factory=dict)
    search: str = ""
    sidebar: str = ""
    description: str = ""
    picture: str = ""


def to_page(path: str, target: str) -> str:
    """Return the link from one page to another; `target` may end in a fragment."""
    page, mark, fragment = target.partition("#")
    return posixpath.relpath(page + ".html", posixpath.dirname(path) or ".") + mark + fragment


def to_file(path: str, target: str) -> str:
    """Return the link from a page to a file below the folder of its language."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


def to_shared(path: str, target: str) -> str:
    """Return the link from a page to a file that both languages share."""
    return posixpath.relpath(posixpath.join("..", target), posixpath.dirname(path) or ".")
