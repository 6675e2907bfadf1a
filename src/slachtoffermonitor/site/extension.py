"""The part of the site's generator that is ours: a Sphinx extension.

Sphinx with the PyData theme makes the frame of every page and the pages of the documents; this
adds the pages that are made from the warehouse, the navigation and the language
switch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from markupsafe import Markup
from sphinx.application import Sphinx

from slachtoffermonitor.site import stacking
from slachtoffermonitor.site.imprint import Imprint
from slachtoffermonitor.site.page import POLICY, Page, to_file, to_page, to_shared
from slachtoffermonitor.site.texts import LANGUAGES, Texts

HERE: Final = Path(__file__).parent
NAVIGATION: Final = (
    ("home", "index"),
    ("figures", "figures/index"),
    ("ask", "ask"),
    ("trace", "trace/index"),
    ("lineage", "lineage/index"),
    ("quality", "quality/index"),
    ("audit", "audit/index"),
    ("docs", "docs/index"),
)
"""Sections and the page that opens each; a section without this page is left out."""

THEME_WORDS: Final = (
    "Skip to main content",
    "Back to top",
    "Site navigation",
    "Section Navigation",
    "On this page",
    "Collapse Sidebar",
    "Expand Sidebar",
    "Search",
    "Breadcrumb",
    "Home",
    "previous page",
    "next page",
    "Previous",
    "Next",
    "Announcement",
    "Table of Contents",
)
"""What the theme says itself; it has no Dutch translation, so `theme.*` of the texts holds ours."""


UNUSED_SCRIPTS: Final = frozenset({"doctools.js", "sphinx_highlight.js", "translations.js"})
"""Scripts of Sphinx that no page of ours uses."""


def _base_name(script: Any) -> str:
    return Path(str(getattr(script, "filename", script)).partition("?")[0]).name


def environment(texts: Texts) -> jinja2.Environment:
    """Return the environment of our own page templates; everything is escaped unless said."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(t=texts, language=texts.language)
    made.filters.update(num=texts.number, signed=texts.signed, json=_json)
    return made


def _json(value: Any) -> Markup:
    """Return a value as JSON that may stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704


def render(page: Page, frame: jinja2.Environment) -> str:
    """Return what stands in the middle of a page."""
    return frame.get_template(page.template).render(page.context, **links(page))


def links(page: Page) -> dict[str, Any]:
    """Return what templates need to link from a page to other things."""
    return {
        "page": page,
        "href": lambda target: to_page(page.path, target),
        "file": lambda target: to_file(page.path, target),
        "shared": lambda target: to_shared(page.path, target),
    }


def add_theme_words(app_folder: Path, texts: Texts) -> Path:
    """Write our translation of the theme's own words, and return the folder of the catalogue."""
    catalog = Catalog(locale=texts.language, domain="sphinx", fuzzy=False)
    catalog.creation_date = catalog.revision_date = None  # type: ignore[assignment]
    for word in THEME_WORDS:
        catalog.add(word, texts("theme." + word.lower().replace(" ", "_")))
    folder = app_folder / texts.language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "sphinx.mo").open("wb") as stream:
        write_mo(stream, catalog)
    return app_folder


class SiteExtension:
    """Adds the pages of one language to a run of Sphinx.

    Attributes:
        pages: what is added, beside the documents.
        texts: the words of the language.
        banner: what every page says about the data; nothing when it is empty.
        groups: the documents below their headings.
        imprint: what the site says of itself.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        texts: Texts,
        banner: str,
        groups: Sequence[tuple[str, list[str]]],
        imprint: Imprint,
    ) -> None:
        self.pages = pages
        self.imprint = imprint
        self.groups = groups
        self.texts = texts
        self.banner = banner
        self._made = {page.path for page in pages}

    def connect(self, app: Sphinx) -> None:
        """Take part in the run."""
        self._made.add(str(app.config.root_doc))
        # Sphinx's own search finds no numbers, and every figure many times.
        app.builder.search = False  # type: ignore[attr-defined]
        stacking.connect(app)
        app.connect("html-collect-pages", self._collect)
        app.connect("html-page-context", self._context, priority=100)  # before the theme renders
        app.connect("html-page-context", self._without_inline_scripts, priority=999)

    def _collect(self, _app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        frame = environment(self.texts)
        for page in self.pages:
            sidebar = (
                frame.get_template(page.sidebar).render(page.context, **links(page))
                if page.sidebar
                else ""
            )
            context = {
                "body": render(page, frame),
                "title": page.title,
                "page": page,
                "sidebar_html": sidebar,
                "sidebars": ["sidebar.html.j2"] if page.sidebar else [],
            }
            yield page.path, context, "data.html.j2"

    def _context(
        self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: object
    ) -> None:
        """Give every page its navigation, its language switch and its links."""
        t = self.texts
        page: Page = context.get("page") or Page(pagename, "", "", "docs")
        context.update(links(page))
        context.update(
            t=t,
            is_document=doctree is not None,
            site_navigation=[
                (t(f"nav.{name}"), to_page(pagename, target), page.section == name)
                for name, target in NAVIGATION
                if target in self._made
            ],
            languages=[
                (
                    language,
                    t(f"language.{language}"),
                    to_shared(pagename, f"{language}/{pagename}.html"),
                )
                for language in LANGUAGES
            ],
            site_banner=self.banner,
            site_banner_link="printed" in self._made,
            document_groups=[
                (
                    heading,
                    [
                        (app.env.titles[name].astext(), to_page(pagename, name), name == pagename)
                        for name in names
                    ],
                )
                for heading, names in self.groups
                if pagename in names
            ],
            default_mode="auto",
            imprint=self.imprint,
            contact=self.imprint.contact(t),
            licence=self.imprint.licence(t),
            description=page.description or t("imprint.description"),
            alternates=(alternates := self.imprint.alternates(pagename, LANGUAGES)),
            canonical=dict(alternates).get(t.language, ""),
            policy=POLICY,
        )

    def _without_inline_scripts(
        self, _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object
    ) -> None:
        """Leave out the scripts in the page itself, and those of Sphinx that no page uses."""
        context["script_files"] = [
            script
            for script in context["script_files"]
            if getattr(script, "filename", script) and _base_name(script) not in UNUSED_SCRIPTS
        ]
