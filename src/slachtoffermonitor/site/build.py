"""Makes the site from a finished warehouse: one folder that opens from disk.

Both languages are made at the same time, each by a process of its own, while this one makes what
they share. The site is put together in the workshop and takes the place of the last one when it is
finished. The same warehouse and the same documents give the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Final

from slachtoffermonitor.files import (
    alone_in,
    closed_to_others,
    folder_takes_place,
    publish_modes,
    remove,
)
from slachtoffermonitor.project import WORKSHOP, ProjectError
from slachtoffermonitor.publication.audiences import audience_for
from slachtoffermonitor.site import search
from slachtoffermonitor.site.figures import require_words
from slachtoffermonitor.site.imprint import read_imprint
from slachtoffermonitor.site.library import groups_of, read_library, write_sources
from slachtoffermonitor.site.material import write_csv
from slachtoffermonitor.site.page import POLICY
from slachtoffermonitor.site.reading import read_warehouse
from slachtoffermonitor.site.sources import write_source_pages
from slachtoffermonitor.site.texts import LANGUAGES, Texts
from slachtoffermonitor.troubles import sentence

HERE: Final = Path(__file__).parent
ASSETS: Final = "assets"
STYLES: Final = "site.css"
"""The file below `ASSETS` by which a folder is known as a site."""
NOT_NEEDED: Final = (
    "*.map",
    "*.LICENSE.txt",
    "webpack-macros.html",
    "fontawesome.js",
    "fa-*.woff2",
    "objects.inv",
    ".buildinfo",
    ".buildinfo.bak",
)
"""What Sphinx and its theme write and no page uses."""


@dataclass(frozen=True)
class SiteResult:
    """A finished site."""

    folder: Path
    page_count: int
    byte_count: int
    warnings: tuple[str, ...]


def build_site(
    database: Path,
    target: Path,
    root: Path,
    languages: Sequence[str] = LANGUAGES,
    audience: str | None = None,
) -> SiteResult:
    """Make the site and let it take the place of the last one.

    Args:
        database: a finished warehouse.
        target: the site's folder; what stands there is replaced.
        root: the project, whose documents are part of the site.
        languages: what is made; with one of them alone the switch leads nowhere.
        audience: who it is for; a delivered register needs it.

    Raises:
        ProjectError: there is no complete warehouse, it is not for this audience, `target` is
            something else than a site, or a part of the site could not be made.
    """
    if target.exists() and not (target / ASSETS / STYLES).is_file() and any(target.iterdir()):
        raise ProjectError(f"{target} is not a site of this project; it is left as it is.")
    warehouse = read_warehouse(database)
    mark = audience_for(audience, synthetic=warehouse.synthetic).mark(synthetic=warehouse.synthetic)
    require_words(warehouse, Texts(languages[0]))
    workshop = target.parent / WORKSHOP
    with closed_to_others(), _work_folder(workshop) as made:
        work = Path(made)
        site, prepared = work / "site", work / "prepared"
        site.mkdir()
        prepared.mkdir()
        with _languages(languages, database, root, work) as running:
            for module in providers():
                prepare: Callable[[Path, Path, Path, Path], None] | None
                if prepare := getattr(module, "prepare", None):
                    prepare(database, root, prepared, site)
            for process in running:
                with suppress(BrokenPipeError):  # one that failed hears nothing
                    print("prepared", file=process.stdin, flush=True)
            shutil.copytree(HERE / "assets", site / ASSETS, dirs_exist_ok=True)
            library = read_library(root)
            write_source_pages(library, site, warehouse.notice)
            (site / search.DOCUMENTS).write_text(
                search.write_documents(library), encoding="utf-8", newline="\n"
            )
            for exhibit in warehouse.exhibits:
                for edition in warehouse.editions:
                    if cells := warehouse.of(exhibit.code, edition.code):
                        name = f"{exhibit.code}-{edition.code}"
                        write_csv(site, name, cells, mark)
            (site / "index.html").write_text(
                _front(warehouse.notice), encoding="utf-8", newline="\n"
            )
            (site / "404.html").write_text(
                missing_page(warehouse.notice, read_imprint(database).address),
                encoding="utf-8",
                newline="\n",
            )
            said = [process.communicate()[0] for process in running]
        failed = [text for process, text in zip(running, said, strict=True) if process.returncode]
        if failed:
            raise ProjectError("The site could not be made:\n" + failed[0].strip())
        _tidy(site, languages)
        pages = sum(1 for _ in site.rglob("*.html"))
        size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
        publish_modes([site, *site.rglob("*")])
        folder_takes_place(site, target)
    warnings = tuple(dict.fromkeys(line for text in said for line in text.splitlines() if line))
    return SiteResult(target, pages, size, warnings)


@contextmanager
def _languages(
    languages: Sequence[str], database: Path, root: Path, work: Path
) -> Iterator[list[subprocess.Popen[str]]]:
    """Start a process for each language; none is left when something else fails."""
    running = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", __name__, language, str(database), str(root), str(work)],
            env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for language in languages
    ]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


@contextmanager
def _work_folder(workshop: Path) -> Iterator[Path]:
    """Make a folder to work in, without what a site that was killed has left.

    Raises:
        ProjectError: another site is being made there, or the folder cannot be written.
    """
    folder = workshop / "site"
    with alone_in(workshop, "site.lock", "making of a site"):
        try:
            remove(folder)
            folder.mkdir()
        except OSError as error:
            raise ProjectError(sentence(error, folder, "the folder of the site")) from None
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def providers() -> list[ModuleType]:
    """Return the modules that make pages, in the order of the navigation.

    Each has `pages(material) -> Iterable[Page]`; one that makes something for both languages has
    also `prepare(database, root, prepared, site) -> None`, which runs once.
    """
    from slachtoffermonitor.site import (  # noqa: PLC0415
        ask,
        audit,
        figures,
        home,
        lineage,
        printed,
        quality,
        trace,
        which_number,
    )

    return [home, figures, which_number, ask, printed, trace, lineage, quality, audit]


def build_language(language: str, database: Path, root: Path, work: Path) -> str:
    """Make the pages of one language, and return what Sphinx warns of."""
    import io  # noqa: PLC0415

    from sphinx.application import Sphinx  # noqa: PLC0415
    from sphinx.util.docutils import docutils_namespace, patch_docutils  # noqa: PLC0415

    from slachtoffermonitor.site.extension import (  # noqa: PLC0415
        SiteExtension,
        add_theme_words,
    )
    from slachtoffermonitor.site.material import Material, Pictures  # noqa: PLC0415
    from slachtoffermonitor.site.page import Page  # noqa: PLC0415

    t = Texts(language)
    warehouse = read_warehouse(database)
    banner = t(f"banner.{warehouse.notice}")
    imprint = read_imprint(database)
    library = read_library(root)
    material = Material(
        warehouse,
        library,
        t,
        Pictures(work / "site", t, t(f"banner.picture.{warehouse.notice}")),
        database,
        root,
        partial(_when_prepared, work / "prepared"),
        work / "site",
        imprint,
    )
    pages: list[Page] = []
    for module in providers():
        made: Callable[[Material], Iterable[Page]] = module.pages
        pages.extend(made(material))
    entries = search.entries_of(warehouse, pages, t)
    index = work / "site" / search.INDEX.format(language=language)
    index.parent.mkdir(exist_ok=True)
    index.write_text(search.write_index(entries), encoding="utf-8", newline="\n")
    pages.append(search.page(t))
    _check_paths(pages)
    source = work / f"source-{language}"
    source.mkdir()
    groups = [(t(f"docs.{name}"), names) for name, names in groups_of(library).items() if names]
    write_sources(library, source, f"# {t('docs.title')}\n\n{t('docs.intro')}\n", groups)
    add_theme_words(source / "locales", t)
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=None,
            outdir=work / "site" / language,
            doctreedir=work / f"doctrees-{language}",
            buildername="html",
            confoverrides=_settings(t, source),
            status=None,
            warning=warnings,
            freshenv=True,
        )
        SiteExtension(pages, t, banner, groups, imprint).connect(app)
        app.build()
    return warnings.getvalue().replace(str(source), "").replace(str(work), "")


@cache
def _when_prepared(folder: Path) -> Path:
    """Wait until the process that started this one has made what both languages share."""
    if not sys.stdin.readline():
        raise ProjectError("The making of the site was stopped.")
    return folder


def _settings(t: Texts, source: Path) -> dict[str, object]:
    """Return the settings of Sphinx and its theme."""
    return {
        "project": t("site.name"),
        "html_title": t("site.name"),
        "copyright": "",
        "language": t.language,
        "root_doc": "docs/index",
        "extensions": ["myst_parser", "pydata_sphinx_theme"],
        "templates_path": [str(HERE / "theme")],
        "locale_dirs": [str(source / "locales")],
        "exclude_patterns": ["locales"],
        "html_theme": "pydata_sphinx_theme",
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "html_show_search_summary": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "html_permalinks": False,
        "html_sidebars": {"**": ["documents.html.j2"]},
        "html_theme_options": {
            "navbar_start": ["site-logo.html.j2"],
            "navbar_center": ["site-nav.html.j2"],
            "navbar_end": ["site-search.html.j2", "site-language.html.j2"],
            "navbar_persistent": [],
            "navbar_align": "left",
            "article_header_start": [],
            "secondary_sidebar_items": ["page-toc"],
            "primary_sidebar_end": [],
            "footer_start": ["site-footer.html.j2"],
            "footer_center": [],
            "footer_end": [],
            "disable_search": True,
            "show_prev_next": False,
            "back_to_top_button": False,
            "surface_warnings": False,
            "search_bar_text": t("nav.search"),
            "pygments_light_style": "a11y-high-contrast-light",
            "pygments_dark_style": "a11y-high-contrast-dark",
        },
        "html_context": {"default_mode": "auto"},
        "myst_heading_anchors": 4,
        "myst_enable_extensions": [],
        "suppress_warnings": ["misc.highlighting_failure", "toc.not_included"],
    }


def _check_paths(pages: Iterable[object]) -> None:
    seen: set[str] = set()
    for page in pages:
        path = str(getattr(page, "path", ""))
        if path in seen:
            raise ProjectError(f"Two pages of the site are called {path}.")
        seen.add(path)


def _front(notice: str) -> str:
    """Return the first page, which leads to the reader's language; Dutch without a wish.

    Args:
        notice: which notice it carries, `synthetic` or `restricted`.
    """
    links = "".join(
        f'<p lang="{language}"><a href="{language}/index.html" hreflang="{language}">'
        f"{Texts(language)(f'language.{language}')}</a></p>\n"
        for language in LANGUAGES
    )
    scripts = "".join(f'<script src="{ASSETS}/{name}.js"></script>\n' for name in ("mode", "front"))
    return _bare_page(notice, "", scripts, links)


def missing_page(notice: str, address: str) -> str:
    """Return the page that a server shows in place of one that is not there.

    Args:
        notice: which notice it carries.
        address: of the site. A server shows this page at any depth, so that its links need one;
            without an address they hold at the top of the site only.
    """
    start = f"{address}/" if address else ""
    parts = ""
    for language in LANGUAGES:
        t = Texts(language)
        home, search_page = (f"{start}{language}/{page}.html" for page in ("index", "search"))
        parts += (
            f'<section lang="{language}"><h2>{t("missing.title")}</h2>'
            f'<p>{t("missing.text")}</p><p><a href="{home}">{t("missing.home")}</a>, '
            f'<a href="{search_page}">{t("missing.search")}</a></p></section>\n'
        )
    return _bare_page(notice, start, "", parts)


def _bare_page(notice: str, start: str, scripts: str, body: str) -> str:
    """Return a page for both languages, without the frame of the site.

    Args:
        notice: which notice it carries.
        start: what its links to files of the site begin with.
        scripts: that it loads.
        body: what stands below the name and the notice.
    """
    dutch, english = Texts("nl"), Texts("en")
    return f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{dutch("site.name")}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{start}{ASSETS}/site.css">
{scripts}</head>
<body class="site-front">
<main>
<h1>{dutch("site.name")}</h1>
<p>{dutch(f"banner.{notice}")}</p>
<p lang="en">{english(f"banner.{notice}")}</p>
{body}</main>
</body>
</html>
"""


def _tidy(site: Path, languages: Sequence[str]) -> None:
    """Remove what no page uses."""
    for pattern in NOT_NEEDED:
        for file in sorted(site.rglob(pattern)):
            file.unlink()
    for language in languages:
        label = f'aria-label="{Texts(language)("figure.table")}"'
        shutil.rmtree(site / language / "_sources", ignore_errors=True)
        for script in sorted((site / language / "_static" / "scripts").glob("*.js")):
            text = script.read_text(encoding="utf-8")
            kept = [line for line in text.splitlines() if not line.startswith("//# sourceMapping")]
            script.write_text("\n".join(kept) + "\n", encoding="utf-8", newline="\n")
        for page in sorted((site / language).rglob("*.html")):
            text = page.read_text(encoding="utf-8")
            text = _without_indents(_ICON_SCRIPT.sub("", text))
            text = text.replace(_TABLE_BOX, f'{_TABLE_BOX[:-1]} tabindex="0" role="group" {label}>')
            page.write_text(text, encoding="utf-8", newline="\n")


_ICON_SCRIPT: Final = re.compile(r"<script[^>]*/fontawesome\.js[^>]*></script>")
"""Draws icons; the three that we use are drawn by `site.css`."""
_TABLE_BOX: Final = '<div class="pst-scrollable-table-container">'
"""What the theme lays around a table: who scrolls it by keyboard must be able to reach it."""
_KEPT: Final = re.compile(
    r"(<(?:pre|script|style|textarea)\b.*?</(?:pre|script|style|textarea)>)", re.S
)
_INDENT: Final = re.compile(r"\s*\n\s*")


def _without_indents(text: str) -> str:
    """Drop empty lines and indents, but not in code."""
    parts = _KEPT.split(text)
    return "".join(
        part if number % 2 else _INDENT.sub("\n", part) for number, part in enumerate(parts)
    )


if __name__ == "__main__":
    given, *paths = sys.argv[1:]
    sys.stdout.write(build_language(given, *map(Path, paths)))
