"""One colour per category, the same in every exhibit; unknown is always grey.

The colours are those of Okabe and Ito and of Paul Tol ("muted", "bright"), which people with the
common forms of colour blindness tell apart. No chart depends on colour alone: every one has a
table below it, labels, and white lines between what touches.
"""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = "#9AA0A6"
NEUTRAL: Final = "#5B6770"
ACCENT: Final = "#0B5C7A"

_UNKNOWN_CODES: Final = frozenset({"ONB", "UNKNOWN", "NOT_IMPUTED"})

_SEXUAL: Final = "#0072B2"
_SEXUAL_LIGHT: Final = "#56B4E9"
_LABOUR: Final = "#E69F00"
_CRIMINAL: Final = "#CC79A7"
_ORGAN: Final = "#7A4419"

_COLOURS: Final[dict[str, dict[str, str]]] = {
    "trafficking_form": {
        "BL-SU": _SEXUAL,
        "GO-SU": _SEXUAL_LIGHT,
        "AU": _LABOUR,
        "CU": _CRIMINAL,
    },
    "any_form": {
        "SU": _SEXUAL,
        "AU": _LABOUR,
        "CU": _CRIMINAL,
        "OV": _ORGAN,
    },
    # With sexual exploitation: blues. Without: the colour of the form, or one near it.
    "form_combination": {
        "SU": _SEXUAL,
        "SU+AU": "#3D9BD6",
        "SU+CU": "#7CC4EE",
        "SU+AU+CU": "#A9D8F3",
        "SU+OV": "#0A4A75",
        "SU+AU+OV": "#083A5C",
        "SU+CU+OV": "#062B45",
        "SU+AU+CU+OV": "#041D2F",
        "AU": _LABOUR,
        "AU+CU": "#C9873D",
        "AU+OV": "#A96F12",
        "AU+CU+OV": "#8A5A0E",
        "CU": _CRIMINAL,
        "CU+OV": "#9C4E7C",
        "OV": _ORGAN,
    },
    "form_by_origin": {
        "GO-SU:AFR": _SEXUAL_LIGHT,
        "GO-SU:OTHER": "#0A4A75",
        "CU:AFR": _CRIMINAL,
        "CU:OTHER": "#9C4E7C",
    },
    "population_line": {
        "ALL_KNOWN": NEUTRAL,
        "WITHOUT_EMM_ONLY": _LABOUR,
        "ANALYSIS_POPULATION": _SEXUAL,
    },
    "persons": {"ANALYSIS_POPULATION": NEUTRAL},
    "emm_knowledge": {"EMM_ONLY": "#D55E00", "EMM_AND_REPORTER": "#009E73"},
    "prostitution_sector": {
        "BORDEEL": "#332288",
        "RAAM": "#88CCEE",
        "ESCORT": "#44AA99",
        "THUIS": "#117733",
        "STRAAT": "#DDCC77",
        "OVERIG": "#AA4499",
    },
    "sector_knowledge": {"KNOWN": ACCENT},
    "visibility": {"ZICHTBAAR": "#DDCC77", "MINDER_ZICHTBAAR": "#332288"},
    "coverage": {"KNOWN": ACCENT, "IMPUTED": "#7FB5C8", "KNOWN_OR_IMPUTED": "#0A4A75"},
    "labour_sector": {
        "A": "#117733",
        "T": "#CC6677",
        "I": "#DDCC77",
        "C": "#332288",
        "F": "#88CCEE",
        "H": "#44AA99",
        "G": "#882255",
        "OVERIG": "#AA4499",
    },
    "criminal_manner": {
        "DRUGS": "#117733",
        "BEDELEN": "#DDCC77",
        "DIEFSTAL": "#332288",
        "FRAUDE": "#44AA99",
        "OVERIG": "#AA4499",
    },
    "gender": {"M": "#44AA99", "V": "#882255"},
    "origin_region": {
        "NL": "#EE7733",
        "MOE": "#0077BB",
        "OVE": "#33BBEE",
        "AFR": "#009988",
        "AZI": "#CC3311",
        "LAM": "#EE3377",
        "OVR": "#4B3B8F",
    },
    "age_band": {
        "0-17": "#0B3C5D",
        "18-22": "#2E86AB",
        "23-29": "#E6A532",
        "30+": "#A44A3F",
    },
    "reporter_group": {
        "POL": "#004488",
        "KMAR": "#33A1C9",
        "ISZW": "#DDAA33",
        "ZOCO": "#BB5566",
        "FW": "#228833",
        "OVM": "#6F4C9B",
    },
    "legal_basis": {"LEGAL": "#004488", "CONSENT": "#BB5566"},
    "record_fate": {
        "counted": ACCENT,
        "excluded": "#882255",
        "duplicate": "#DDCC77",
        "not_a_notification": "#88CCEE",
        "withdrawn": "#CC6677",
        "superseded": "#44AA99",
        "rejected": "#1B1B1B",
    },
    "police_unit": {
        "PE01": "#332288",
        "PE02": "#88CCEE",
        "PE03": "#44AA99",
        "PE04": "#117733",
        "PE05": "#999933",
        "PE06": "#DDCC77",
        "PE07": "#CC6677",
        "PE08": "#882255",
        "PE09": "#AA4499",
        "PE10": "#5D7A99",
        "PE11": "#1B1B1B",
    },
}


def colour(kind: str, code: str) -> str:
    """Return the colour of a category.

    Args:
        kind: what is divided into categories: a kind of row of the exhibits, or `record_fate`.
        code: the category; what is unknown is grey in every kind.
    """
    if code in _UNKNOWN_CODES:
        return UNKNOWN
    return _COLOURS.get(kind, {}).get(code, ACCENT)


def has_colours(kind: str) -> bool:
    """Say whether the categories of a kind have colours of their own."""
    return kind in _COLOURS


def listed() -> dict[str, dict[str, str]]:
    """Return all colours by kind and code."""
    return {name: dict(colours) for name, colours in _COLOURS.items()}
