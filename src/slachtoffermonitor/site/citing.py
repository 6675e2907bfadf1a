"""How a figure is cited and embedded."""

from __future__ import annotations

import html
from dataclasses import dataclass

from slachtoffermonitor.site.data import Edition, Exhibit
from slachtoffermonitor.site.imprint import Imprint
from slachtoffermonitor.site.texts import Texts


@dataclass(frozen=True)
class Style:
    """A citation in a style.

    Attributes:
        name: of the style.
        text: the citation.
        is_code: whether a program reads it.
    """

    name: str
    text: str
    is_code: bool = False


def styles(
    exhibit: Exhibit, edition: Edition, path: str, imprint: Imprint, t: Texts
) -> list[Style]:
    """Return the citations of a figure in three styles.

    Args:
        exhibit: the figure.
        edition: which is cited.
        path: its page, below the folder of the site.
        imprint: who publishes, and when.
        t: the words of the language.
    """
    number, title = exhibit.number(t.language), exhibit.title.in_(t.language)
    author, year = imprint.author(t), imprint.year
    mark = f" {t('cite.synthetic')}" if imprint.synthetic else ""
    address = f"{imprint.address}/{path}" if imprint.address else ""
    day = t("cite.as_of", day=imprint.delivered_on)
    name = f"{number}: {title}, {edition.code}"
    site = t("site.name")
    apa = f"{author} ({year}). {name}{mark} {t('cite.table_kind')}. {site}, {day}. {address}"
    note = f"{author}, {site}, {name}{mark}, {day}" + (f", {address}" if address else "") + "."
    fields = {
        "author": f"{{{author}}}",
        "title": f"{{{name}{mark}}}",
        "year": year,
        "note": f"{site}, {day}, {imprint.version}",
        "url": address,
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    code = f"{exhibit.code}_{edition.code.replace('-', '_')}"
    bibtex = "\n".join([f"@misc{{{code},", *lines, "}"])
    return [
        Style(t("cite.apa"), apa.strip()),
        Style(t("cite.text"), note),
        Style(t("cite.bibtex"), bibtex, is_code=True),
    ]


def embed_code(path: str, picture: str, said: str, size: tuple[int, int], imprint: Imprint) -> str:
    """Return the HTML that shows the picture of a chart in another page, with a link to its figure.

    Args:
        path: the figure's page, below the folder of the site.
        picture: its picture, below the same folder.
        said: what the chart shows, in words.
        size: width and height of the picture in pixels.
        imprint: with the address of the site; without one the addresses begin below its folder.
    """
    start = f"{imprint.address}/" if imprint.address else ""
    width, height = size
    return (
        f'<a href="{start}{path}"><img src="{start}{picture}" alt="{html.escape(said)}" '
        f'width="{width}" height="{height}"></a>'
    )
