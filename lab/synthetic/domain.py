"""Dimensions and published numbers that the synthetic register is calibrated on.

Every number here is an aggregate that stands in the published documents (ledger of claims, ids
``SM-``, ``NB-``, ``CR-``) or in the table of figure values that the documents do not print.
Nothing here describes a real person.
"""

from __future__ import annotations

from typing import Final

YEARS: Final = (2014, 2015, 2016, 2017, 2018, 2019, 2020)
LATER: Final = (2021, 2022, 2023, 2024)
MAIN: Final = (2015, 2016, 2017, 2018, 2019)

# Victims in the analysis population (SM-0137 .. SM-0141, NB-0005; 2014: cross-edition value).
VICTIMS: Final = {2014: 1255, 2015: 1150, 2016: 952, 2017: 956, 2018: 668, 2019: 1334, 2020: 984}

# Groups of the model: the published form of trafficking, 'unknown' split into its three causes.
# BL domestic sexual, GO cross-border sexual, SX sexual with unknown nationality, AU labour,
# CU criminal, OV organ removal only, UN no form known.
GROUPS: Final = ("BL", "GO", "SX", "AU", "CU", "OV", "UN")
SEXUAL: Final = ("BL", "GO", "SX")
UNKNOWN_GROUPS: Final = ("SX", "OV", "UN")

REGIONS: Final = ("NL", "MOE", "OVE", "AFR", "AZI", "LAM", "OVR", "ONB")
GROUP_REGIONS: Final = {
    "BL": ("NL",),
    "GO": ("MOE", "OVE", "AFR", "AZI", "LAM", "OVR"),
    "SX": ("ONB",),
    "AU": REGIONS,
    "CU": REGIONS,
    "OV": ("AFR", "AZI"),
    "UN": REGIONS,
}
# Classes of regions in the reporter view.
REGION_CLASS: Final = {
    "NL": "NL",
    "MOE": "EUR",
    "OVE": "EUR",
    "AFR": "AFR",
    "AZI": "OTH",
    "LAM": "OTH",
    "OVR": "OTH",
    "ONB": "OTH",
}
ADULTHOODS: Final = ("MINOR", "ADULT", "UNKNOWN")
ADULT_BANDS: Final = ("18-22", "23-29", "30+")
GENDERS: Final = ("M", "V", "ONB")

REPORTERS: Final = {"P": "POL", "K": "KMAR", "I": "ISZW", "Z": "ZOCO", "F": "FW", "O": "OVM"}
CONSENT_REPORTERS: Final = ("Z", "F", "O")

# Reporter patterns per group and their a-priori weight (plausibility only, not published).
PATTERNS: Final[dict[str, dict[str, float]]] = {
    "BL": {"P": 0.60, "Z": 0.20, "O": 0.09, "PZ": 0.06, "PO": 0.03, "ZO": 0.01, "PK": 0.01},
    "GO": {
        "P": 0.68,
        "Z": 0.09,
        "O": 0.06,
        "PZ": 0.08,
        "PO": 0.05,
        "ZO": 0.01,
        "PK": 0.02,
        "PZO": 0.01,
        "PI": 0.002,
    },
    "SX": {"P": 0.30, "Z": 0.35, "O": 0.25, "PZ": 0.05, "PO": 0.03, "PK": 0.02},
    "AU": {
        "P": 0.13,
        "I": 0.21,
        "Z": 0.05,
        "F": 0.37,
        "O": 0.05,
        "K": 0.03,
        "PI": 0.03,
        "PF": 0.02,
        "PZ": 0.03,
        "IF": 0.04,
        "IZ": 0.02,
        "FZ": 0.01,
        "PO": 0.01,
    },
    "CU": {"P": 0.72, "Z": 0.11, "O": 0.06, "PZ": 0.05, "PO": 0.03, "K": 0.02, "PK": 0.01},
    "OV": {"P": 1.0},
    "UN": {
        "P": 0.10,
        "Z": 0.38,
        "O": 0.26,
        "K": 0.18,
        "PZ": 0.03,
        "ZO": 0.04,
        "KZ": 0.01,
        "I": 0.01,
    },
}

UNITS: Final = (*(f"PE{n:02d}" for n in range(1, 12)), "ONB")
BL_UNITS: Final = ("PE07", "PE09", "PE08", "PE02")

# Tabel 2.1: nationality -> (region, counts 2015-2019, counts per form BL GO AU CU unknown), the
# contradictory rows in the reading that reconciles them (C-05 Bulgaria AU 81; C-06 Guinea AU 5;
# C-07 Vietnam 2015 13 and AU 11; C-08 Eritrea AU 9): single cells that carry no printed rank, but
# for Bulgaria, whose rank 2 for AU holds with 81.
TABLE_2_1: Final[dict[str, tuple[str, tuple[int, ...], tuple[int, ...]]]] = {
    "NLD": ("NL", (433, 288, 339, 171, 244), (1178, 0, 38, 54, 205)),
    "NGA": ("AFR", (44, 46, 46, 149, 512), (0, 612, 30, 143, 12)),
    "POL": ("MOE", (90, 69, 80, 12, 83), (0, 39, 275, 1, 19)),
    "ROU": ("MOE", (44, 66, 68, 34, 45), (0, 166, 70, 12, 9)),
    "UGA": ("AFR", (24, 20, 34, 55, 91), (0, 206, 8, 3, 7)),
    "BGR": ("MOE", (85, 41, 27, 20, 28), (0, 99, 81, 16, 5)),
    "HUN": ("MOE", (33, 33, 32, 4, 12), (0, 54, 54, 0, 6)),
    "GIN": ("AFR", (12, 18, 30, 26, 27), (0, 88, 5, 0, 20)),
    "SLE": ("AFR", (11, 19, 13, 31, 28), (0, 78, 3, 11, 10)),
    "PHL": ("AZI", (24, 8, 20, 16, 4), (0, 2, 67, 0, 3)),
    "GMB": ("AFR", (1, 3, 3, 9, 49), (0, 40, 8, 14, 3)),
    "VNM": ("AZI", (13, 27, 9, 3, 5), (0, 2, 11, 3, 41)),
    "ERI": ("AFR", (21, 16, 4, 6, 6), (0, 14, 9, 0, 30)),
    "AFG": ("AZI", (28, 9, 1, 1, 1), (0, 2, 6, 0, 32)),
}
# Footnote 61: ranked above or between the listed ones, in no top five.
FOOTNOTE_61: Final = {"CHN": ("AZI", 62), "MAR": ("AFR", 60), "IND": ("AZI", 44)}
# Nationalities with cells of their own -> region.
OWN_CELLS: Final[dict[str, str]] = {
    **{n: t[0] for n, t in TABLE_2_1.items()},
    **{n: t[0] for n, t in FOOTNOTE_61.items()},
}
REGION_OF: Final = {**OWN_CELLS, "UKR": "MOE"}  # Ukraine: of its own from 2021 on
TABLE_FORMS: Final = ("BL", "GO", "AU", "CU", "UNKNOWN")

# Highest count that an unlisted nationality may reach (one less than the fifth of the column).
YEAR_CAP: Final = {2015: 43, 2016: 40, 2017: 33, 2018: 30, 2019: 48}
FORM_CAP: Final = {"GO": 87, "AU": 53, "CU": 11, "UNKNOWN": 19}
TOTAL_CAP: Final = 39

# Nationalities of the tail, per region (ISO 3166-1 alpha-3), the more frequent first.
TAIL: Final[dict[str, tuple[str, ...]]] = {
    "MOE": (
        "SVK",
        "UKR",
        "ALB",
        "LVA",
        "LTU",
        "CZE",
        "SRB",
        "MDA",
        "HRV",
        "RUS",
        "BIH",
        "EST",
        "SVN",
        "BLR",
        "MKD",
        "XKX",
        "MNE",
    ),
    "OVE": (
        "ESP",
        "ITA",
        "DEU",
        "PRT",
        "BEL",
        "GBR",
        "FRA",
        "GRC",
        "SWE",
        "AUT",
        "IRL",
        "CHE",
        "DNK",
        "FIN",
        "NOR",
        "CYP",
        "MLT",
        "LUX",
    ),
    "AFR": (
        "GHA",
        "SOM",
        "CMR",
        "SDN",
        "CIV",
        "COD",
        "ETH",
        "EGY",
        "DZA",
        "SEN",
        "LBR",
        "TUN",
        "MLI",
        "AGO",
        "KEN",
        "RWA",
        "LBY",
        "TGO",
        "BDI",
        "BEN",
        "ZAF",
        "COG",
        "BFA",
        "TZA",
        "ZMB",
        "ZWE",
        "NER",
        "TCD",
        "GNB",
        "MRT",
        "DJI",
        "CPV",
        "GAB",
        "MWI",
        "MOZ",
    ),
    "AZI": (
        "IDN",
        "SYR",
        "IRQ",
        "THA",
        "TUR",
        "IRN",
        "PAK",
        "LKA",
        "BGD",
        "NPL",
        "MNG",
        "ARM",
        "GEO",
        "AZE",
        "LBN",
        "MYS",
        "YEM",
        "UZB",
        "KAZ",
        "JOR",
        "PSE",
        "PRK",
        "KGZ",
        "MMR",
        "KHM",
        "LAO",
        "TJK",
    ),
    "LAM": (
        "BRA",
        "DOM",
        "COL",
        "SUR",
        "VEN",
        "CUB",
        "ECU",
        "PER",
        "JAM",
        "HND",
        "GUY",
        "MEX",
        "ARG",
        "CHL",
        "BOL",
        "HTI",
        "TTO",
    ),
    "OVR": ("XXA", "USA", "CAN", "AUS"),
    "ONB": ("XXX",),
}

LABOUR_SECTORS: Final = {  # Figuur 2.5, 2015-2019; A and T together 277
    "G": 43,
    "H": 52,
    "F": 85,
    "C": 92,
    "I": 108,
    "OVERIG": 123,
    "ONB": 308,
}
MANNERS: Final = ("DRUGS", "BEDELEN", "DIEFSTAL", "FRAUDE", "OVERIG", "ONB")
KNOWN_SECTOR: Final = {2015: 241, 2016: 215, 2017: 177, 2018: 277, 2019: 470}

# Persons outside the analysis population. From 2021 on no source parts the victims whom only the
# KMar notified from the others. That of 2021 is 0: the edition 2017-2021 prints 791 and so does
# CoMensha, and whether that edition counts them is open, so 791 holds either way.
KMAR_ONLY: Final = {
    2014: 306, 2015: 226, 2016: 163, 2017: 118, 2018: 74, 2019: 38, 2020: 29,
    2021: 0, 2022: 16, 2023: 18, 2024: 21,
}  # fmt: skip
KMAR_ONLY_MEN: Final = {
    2014: 12, 2015: 10, 2016: 9, 2017: 7, 2018: 6, 2019: 6, 2020: 4,
    2021: 0, 2022: 2, 2023: 3, 2024: 3,
}  # fmt: skip
EMM_KNOWN: Final = {
    2014: 64, 2015: 143, 2016: 208, 2017: 262, 2018: 331, 2019: 532, 2020: 418,
    2021: 351, 2022: 344, 2023: 362, 2024: 381,
}  # fmt: skip
EMM_ONLY: Final = {
    2014: 21, 2015: 38, 2016: 57, 2017: 74, 2018: 103, 2019: 289, 2020: 171,
    2021: 139, 2022: 128, 2023: 133, 2024: 142,
}  # fmt: skip
LETTERS_WITH_POLICE: Final = {
    2014: 0, 2015: 0, 2016: 0, 2017: 6, 2018: 31, 2019: 94, 2020: 58,
    2021: 44, 2022: 37, 2023: 41, 2024: 39,
}  # fmt: skip
LETTER_ONLY: Final = {
    2014: 0, 2015: 0, 2016: 0, 2017: 2, 2018: 4, 2019: 0, 2020: 7,
    2021: 5, 2022: 3, 2023: 4, 2024: 4,
}  # fmt: skip
WITHOUT_CONSENT: Final = {2018: 168, 2019: 74, 2020: 57, 2021: 52, 2022: 61, 2023: 66, 2024: 58}
