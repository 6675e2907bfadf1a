"""One colour per category, the same in every chart; unknown is always grey.

Only what stands side by side in one chart by colour has colours of its own; a test holds every
such pair apart, also as people with protanopia, deuteranopia and tritanopia see it. Charts with
more categories give each a panel of its own instead, in one colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

UNKNOWN: Final = "#9AA0A6"
NEUTRAL: Final = "#5B6770"
ACCENT: Final = "#0B5C7A"

_UNKNOWN_CODES: Final = frozenset({"ONB", "UNKNOWN", "NOT_IMPUTED"})

_SEXUAL: Final = "#0B4F8A"
_SEXUAL_LIGHT: Final = "#4FB3F6"
_LABOUR: Final = "#E69F00"
_CRIMINAL: Final = "#5E1224"

_COLOURS: Final[dict[str, dict[str, str]]] = {
    "trafficking_form": {
        "BL-SU": _SEXUAL,
        "GO-SU": _SEXUAL_LIGHT,
        "AU": _LABOUR,
        "CU": _CRIMINAL,
    },
    "population_line": {
        "ALL_KNOWN": NEUTRAL,
        "WITHOUT_EMM_ONLY": _LABOUR,
        "ANALYSIS_POPULATION": "#0072B2",
    },
    "emm_knowledge": {"EMM_ONLY": _LABOUR, "EMM_AND_REPORTER": "#0072B2"},
    # What is known is dark, what is imputed light.
    "visibility_part": {
        "ZICHTBAAR:KNOWN": "#B35900",
        "ZICHTBAAR:IMPUTED": "#F2B880",
        "MINDER_ZICHTBAAR:IMPUTED": "#9CC4E4",
        "MINDER_ZICHTBAAR:KNOWN": _SEXUAL,
    },
    "gender": {"M": "#E0A030", "V": "#5B2A86"},
    "age_band": {
        "0-17": "#08306B",
        "18-22": "#3FA0DC",
        "23-29": "#F2B134",
        "30+": "#8A3A1E",
    },
    "record_fate": {
        "counted": ACCENT,
        "excluded": "#E07B00",
        "duplicate": "#F0E442",
        "not_a_notification": "#B8E0C8",
        "withdrawn": "#C0392B",
        "superseded": "#B9A6D8",
        "rejected": "#1B1B1B",
    },
}


SERIES: Final = (
    "#3B3B98",
    "#7CC8F0",
    "#D55E00",
    "#1B1B1B",
    "#F2A65A",
    "#2E86AB",
    "#7A4419",
)
"""For categories without a colour of their own, of which readers pick some; then from the start."""


def picked(kind: str, codes: Sequence[str]) -> dict[str, str]:
    """Return a colour for each category of a kind, where readers pick those that they see.

    Args:
        kind: what is divided into categories.
        codes: all its categories, in their order.
    """
    if tells_apart(kind, set(codes)):
        return {code: colour(kind, code) for code in codes}
    known = [code for code in dict.fromkeys(codes) if not is_unknown(code)]
    series = {code: SERIES[number % len(SERIES)] for number, code in enumerate(known)}
    return {code: series.get(code, UNKNOWN) for code in codes}


def colour(kind: str, code: str) -> str:
    """Return the colour of a category.

    Args:
        kind: what is divided into categories: a kind of row of the exhibits, or `record_fate`.
        code: the category; what is unknown is grey in every kind.
    """
    if code in _UNKNOWN_CODES:
        return UNKNOWN
    return _COLOURS.get(kind, {}).get(code, ACCENT)


def is_unknown(code: str) -> bool:
    """Say whether a category stands for what is not known."""
    return code in _UNKNOWN_CODES


def tells_apart(kind: str, codes: set[str]) -> bool:
    """Say whether all these categories of a kind have a colour of their own."""
    return codes - _UNKNOWN_CODES <= _COLOURS.get(kind, {}).keys()
