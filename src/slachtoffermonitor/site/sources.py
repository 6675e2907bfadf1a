"""Pages that show files of the project: models, seeds and what else the documents point to."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from slachtoffermonitor.site.library import show, source_page
from slachtoffermonitor.site.material import Material
from slachtoffermonitor.site.page import Page


def pages(material: Material) -> Iterable[Page]:
    """Yield a page for every file that is shown."""
    for name in material.library.shown:
        yield Page(
            path=source_page(name),
            template="source.html.j2",
            title=name,
            section="docs",
            context={"name": name, "code": Markup(show(material.library, name))},  # noqa: S704
        )
