"""Makes the drawings of Vega smaller, and leaves each mark the words that the page shows."""

from __future__ import annotations

import re
from typing import Final

TIP: Final = "\N{BROKEN BAR}"
"""Marks the words that a mark shows, among all that Vega writes for screen readers."""

_TIPPED: Final = re.compile(rf' aria-label="{TIP}([^"]*)"')
_USELESS: Final = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|opacity)="(?:1|[^"]*[a-z][^"]*)"'
)
_EMPTY: Final = re.compile(
    r'<path d="[^"]*h0v0h0Z"/>|<path d="" display="none"/>|<path d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z"/>'
)
_SINGLE: Final = re.compile(r' stroke-width="1"(?=[ />])')
_ALIKE: Final = re.compile(r"<g>((?:<text [^>]*>[^<]*</text>)+)</g>")
_STYLE: Final = re.compile(r' (?:text-anchor|font-size|font-weight|fill)="[^"]*"')
_DECIMALS: Final = re.compile(r"(\.\d\d)\d+")


def slimmed(drawing: str, font: str) -> str:
    """Make an SVG smaller: the same picture, with coordinates to a hundredth of a pixel.

    Args:
        drawing: by Vega.
        font: of all its words; it is said once.
    """
    head, mark, rest = drawing.partition("<g ")
    rest = rest.replace(f' font-family="{font}"', "")
    body = re.sub(r">[^<]+<|[^<>]+", lambda part: _slim_tag(part[0]), mark + rest)
    body = _EMPTY.sub("", body.replace("<g ", f'<g font-family="{font}" ', 1))
    return head + _ALIKE.sub(_say_once, _SINGLE.sub("", body))


def _say_once(group: re.Match[str]) -> str:
    """Say of a group what all its words look like, if that is alike."""
    tags = re.findall(r"<text [^>]*>", group[1])
    styles = {"".join(_STYLE.findall(tag)) for tag in tags}
    if len(styles) > 1:
        return group[0]
    words = re.sub(r"<text [^>]*>", lambda tag: _STYLE.sub("", tag[0]), group[1])
    return f"<g{styles.pop()}>{words}</g>"


def _slim_tag(part: str) -> str:
    """Leave words between tags, and the words of a mark, as they are."""
    if part.startswith(">"):
        return part
    found = _TIPPED.search(part)
    slim = _DECIMALS.sub(r"\1", _USELESS.sub("", _TIPPED.sub("", part)))
    if found is None:
        return slim
    name, _, rest = slim.partition(" ")
    return f'{name} data-tip="{found[1]}" {rest}'
