"""Pages that show files of the project: models, and what else the documents point to.

A file has no language: each has one page for both, beside the folders of the languages.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

from slachtoffermonitor.site.library import Library, show, source_file
from slachtoffermonitor.site.page import POLICY
from slachtoffermonitor.site.texts import LANGUAGES, Texts

HERE = Path(__file__).parent
STYLE = "assets/code.css"


def write_source_pages(library: Library, site: Path, notice: str) -> None:
    """Write a page for every file that is shown, and the colours of the code.

    Args:
        library: the documents and files of the project.
        site: the folder of the site.
        notice: which notice every page carries, `synthetic` or `restricted`.
    """
    frame = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    formatter: HtmlFormatter[str] = HtmlFormatter(style="a11y-high-contrast-light")
    (site / STYLE).write_text(
        formatter.get_style_defs(".highlight") + "\n", encoding="utf-8", newline="\n"
    )
    template = frame.get_template("source.html.j2")
    words = {language: Texts(language) for language in LANGUAGES}
    for name in library.shown:
        file = site / source_file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = template.render(
            name=name,
            up="../" * source_file(name).count("/"),
            code=Markup(show(library, name)),  # noqa: S704
            words=words,
            style=STYLE,
            notice=notice,
            policy=POLICY,
        )
        file.write_text(text, encoding="utf-8", newline="\n")
