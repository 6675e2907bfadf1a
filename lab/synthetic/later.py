"""The years 2021 to 2024: the little that is public, and shares that go on from 2020.

What is demanded here has a check of its own (``checks``). The rest is plausible and nothing more.
The totals hold the victims of sexual exploitation whom only the KMar notified; they are made
elsewhere (``records.outsiders``), so that the cells here hold the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final

from . import domain as d
from .draw import Victim
from .printed import printed, printed_elsewhere
from .programme import AFR, NON, Programme, africa_classes, region2, region_classes

# Victims (of both the rapporteur and CoMensha).
TOTALS: Final = {
    2021: printed("NR-0001"),
    2022: printed("AF-0001"),
    2023: printed("NJ-0002"),
    2024: printed("AG-0001"),
}
UKRAINIANS: Final = {2021: printed("AF-0005"), 2022: printed("AF-0006")}
AFRICANS: Final = {2022: printed("NH-0001"), 2023: printed("NH-0002")}
"""African victims of sexual exploitation."""
LATIN_AMERICANS: Final = {2022: printed("NH-0003"), 2023: printed("NH-0004")}
"""Latin American victims of sexual exploitation."""
LABOUR_2021: Final = printed_elsewhere("Victims of labour exploitation", 2021)
"""Victims of labour exploitation, alone or with another form."""
MINORS: Final = {2023: printed("NJ-0004"), 2024: printed("WK-0001")}
MINORS_2019_2023: Final = {
    "SU": printed("NJ-0008"),
    "AU": printed("NJ-0009"),
    "CU": printed("NJ-0010"),
    "ONB": printed("NJ-0011"),
}
"""Minors of 2019 to 2023 by form of trafficking."""
MINOR_GROUPS: Final = {"SU": ("BL", "GO"), "AU": ("AU",), "CU": ("CU",), "ONB": ("UN",)}
FEWEST_UNKNOWN: Final = 12
"""Minors of 2021 to 2023 without a known form; the years before leave room for no more."""
AGED_18_22_IN_2023: Final = printed("NJ-0005")
YOUNGER_THAN_23: Final = (1242, 1246)
"""25.6% of the 4,858 victims of 2019 to 2023."""
REPORTERS: Final = {
    2023: {
        "P": printed("BE-0006"),
        "Z": printed("BE-0007"),
        "F": printed("BE-0008"),
        "I": printed("BE-0009"),
        "K": printed("BE-0010"),
    },
    2024: {
        "P": printed("BE-0001"),
        "Z": printed("BE-0002"),
        "F": printed("BE-0003"),
        "I": printed("BE-0004"),
        "K": printed("BE-0005"),
    },
}
OTHERS: Final = {2023: 55, 2024: 37}
"""Notifications of all others: with them the printed shares of the rows above follow."""

# Plausible sizes of the groups, notifications and nationalities.
SIZES: Final = {
    "BL": {2021: 104, 2022: 102, 2023: 104, 2024: 112},
    "GO": {2021: 226, 2022: 236, 2023: 318, 2024: 340},
    "SX": {2021: 9, 2022: 9, 2023: 10, 2024: 10},
    "AU": {2021: 316, 2022: 322, 2023: 300, 2024: 322},
    "CU": {2021: 70, 2022: 68, 2023: 62, 2024: 84},
    "OV": {2021: 2, 2022: 2, 2023: 2, 2024: 2},
    "UN": {2021: 64, 2022: 59, 2023: 54, 2024: 53},
}
NOTIFICATIONS: Final = {
    2021: {"P": 430, "Z": 205, "F": 225, "I": 60, "K": 22, "O": 75},
    2022: {"P": 385, "Z": 262, "F": 228, "I": 45, "K": 26, "O": 64},
}
REGIONS: Final = {
    "BL": {"NL": 1.0},
    "GO": {"MOE": 0.2, "OVE": 0.03, "AFR": 0.55, "AZI": 0.07, "LAM": 0.145, "OVR": 0.005},
    "SX": {"ONB": 1.0},
    "AU": {
        "NL": 0.04, "MOE": 0.52, "OVE": 0.06, "AFR": 0.1, "AZI": 0.2, "LAM": 0.05,
        "OVR": 0.004, "ONB": 0.026,
    },
    "CU": {
        "NL": 0.3, "MOE": 0.22, "OVE": 0.03, "AFR": 0.37, "AZI": 0.06, "LAM": 0.01,
        "OVR": 0.0, "ONB": 0.01,
    },
    "UN": {
        "NL": 0.3, "MOE": 0.13, "OVE": 0.02, "AFR": 0.25, "AZI": 0.22, "LAM": 0.02,
        "OVR": 0.01, "ONB": 0.05,
    },
    "OV": {"AFR": 0.5, "AZI": 0.5},
}  # fmt: skip
ADULTS: Final = {  # group -> (minor, unknown age)
    "BL": (0.24, 0.03),
    "GO": (0.07, 0.04),
    "SX": (0.0, 0.3),
    "AU": (0.013, 0.3),
    "CU": (0.32, 0.03),
    "OV": (0.0, 0.0),
    "UN": (0.08, 0.15),
}
BANDS: Final = {  # of the adults with a known age
    "BL": (0.45, 0.27, 0.28),
    "GO": (0.16, 0.4, 0.44),
    "SX": (0.2, 0.4, 0.4),
    "AU": (0.08, 0.3, 0.62),
    "CU": (0.33, 0.3, 0.37),
    "OV": (0.0, 0.5, 0.5),
    "UN": (0.15, 0.35, 0.5),
}
MEN: Final = {"BL": 0.05, "GO": 0.28, "SX": 0.12, "AU": 0.66, "CU": 0.8, "OV": 1.0, "UN": 0.4}
PATTERNS: Final[dict[str, dict[str, float]]] = {
    "BL": {"P": 0.36, "Z": 0.4, "O": 0.05, "PZ": 0.13, "PO": 0.02, "ZO": 0.03, "PK": 0.01},
    "GO": {"P": 0.5, "Z": 0.34, "O": 0.07, "PZ": 0.05, "PO": 0.01, "ZO": 0.02, "PK": 0.01},
    "SX": {"P": 0.3, "Z": 0.45, "O": 0.15, "PZ": 0.07, "PO": 0.03},
    "AU": {
        "F": 0.5, "P": 0.07, "I": 0.07, "Z": 0.09, "O": 0.02, "K": 0.04,
        "FZ": 0.06, "PF": 0.05, "IF": 0.04, "PZ": 0.03, "IZ": 0.01, "PI": 0.01, "PO": 0.01,
    },
    "CU": {"P": 0.45, "Z": 0.3, "O": 0.06, "K": 0.02, "PZ": 0.14, "PO": 0.02, "ZO": 0.01},
    "OV": {"P": 1.0},
    "UN": {
        "P": 0.08, "Z": 0.5, "O": 0.18, "K": 0.1,
        "PZ": 0.05, "ZO": 0.05, "KZ": 0.02, "I": 0.02,
    },
}  # fmt: skip
NATIONALITIES: Final = {  # victims a year
    "POL": 85, "ROU": 70, "BGR": 45, "HUN": 20, "NGA": 62, "UGA": 40, "GMB": 9, "GIN": 12,
    "SLE": 16, "PHL": 12, "ERI": 8, "AFG": 8, "CHN": 16, "MAR": 14, "IND": 24, "VNM": 8,
}  # fmt: skip
UKRAINIANS_LATER: Final = {2023: 26, 2024: 18}
LABOUR: Final = {
    "A": 0.15, "T": 0.05, "I": 0.1, "C": 0.1, "F": 0.1, "H": 0.07, "G": 0.05,
    "OVERIG": 0.14, "ONB": 0.24,
}  # fmt: skip
MANNERS: Final = {
    "DRUGS": 0.62, "BEDELEN": 0.06, "DIEFSTAL": 0.12, "FRAUDE": 0.08,
    "OVERIG": 0.04, "ONB": 0.08,
}  # fmt: skip
COMBINED: Final = {"SU+AU": 0.03, "SU+CU": 0.04, "SU+AU+CU": 0.005, "AU+CU": 0.015}
UNITS: Final = {
    "PE01": 0.17, "PE02": 0.09, "PE03": 0.07, "PE04": 0.06, "PE05": 0.1, "PE06": 0.08,
    "PE07": 0.13, "PE08": 0.09, "PE09": 0.15, "PE10": 0.06,
}  # fmt: skip


class Later(Programme):
    """Builds the programme of 2021 to 2024.

    Args:
        before: all victims of the years before, outsiders included; of 2019 and 2020 the young are
            counted, because what is printed of 2019 to 2023 holds them.
    """

    years = d.LATER
    patterns = PATTERNS
    own_cells = d.REGION_OF
    most_of_a_sector = 300

    def __init__(self, before: Iterable[Victim]) -> None:
        super().__init__()
        self.before = [
            v for v in before if v.year in {2019, 2020} and v.kind in {"analysis", "kmar_only"}
        ]
        self._totals()
        self._young()
        self._origins()
        self._reporters()
        self._impossible()
        self._plausible()

    def _totals(self) -> None:
        for y, n in TOTALS.items():
            self.eq(self.sum("L", y=y), n - d.KMAR_ONLY[y])
        self.eq(self.any_form(2021, "AU"), LABOUR_2021)

    def _young(self) -> None:
        for y, n in MINORS.items():
            self.eq(self.sum("L", y=y, a="MINOR"), n)
        until_2023 = d.LATER[:3]
        minors = 0
        for form, groups in MINOR_GROUPS.items():
            seen = sum(v.adulthood == "MINOR" and v.group in (*groups, form) for v in self.before)
            left = max(MINORS_2019_2023[form] - seen, FEWEST_UNKNOWN if form == "ONB" else 0)
            self.eq(self.sum("L", y=until_2023, f=groups, a="MINOR"), left)
            minors += seen + left
        self.eq(self.sum("B", y=2023, b="18-22"), AGED_18_22_IN_2023)
        young = sum(v.age is not None and 18 <= v.age <= 22 for v in self.before)
        low, high = YOUNGER_THAN_23
        seen = minors + young
        self.between(self.sum("B", y=until_2023, b="18-22"), low - seen, high - seen)

    def _origins(self) -> None:
        for y, n in UKRAINIANS.items():
            self.eq(self.sum("N", y=y, n="UKR"), n)
        for y, n in AFRICANS.items():
            self.eq(self.sum("L", y=y, f="GO", r="AFR"), n)
        for y, n in LATIN_AMERICANS.items():
            self.eq(self.sum("L", y=y, f="GO", r="LAM"), n)
        # printed as notifications: as many victims, so that it holds whichever is meant
        several = tuple(p for p in PATTERNS["GO"] if len(p) > 1)
        self.eq(self.sum("R", y=(2022, 2023), f="GO", r=("AFR", "OTH"), p=several), 0)

    def _reporters(self) -> None:
        for y, values in REPORTERS.items():
            for letter, n in values.items():
                only = d.KMAR_ONLY[y] if letter == "K" else 0
                self.eq(self.notifications(letter, y=y), n - only)
            self.eq(self.notifications("O", y=y), OTHERS[y])
        for y, values in NOTIFICATIONS.items():
            for letter, n in values.items():
                self.between(self.notifications(letter, y=y), n - 5, n + 5)
        self.eq(self.notifications("F", r="NL"), 0)

    def _impossible(self) -> None:
        """What does not occur, or hardly: as in the years before."""
        self.eq(self.sum("L", f=("SX", "OV"), a="MINOR"), 0)
        self.eq(self.sum("L", f="OV", a="UNKNOWN"), 0)
        self.eq(self.sum("C", k=("SU+OV", "AU+OV")), 0)
        self.eq(self.sum("X", f="OV"), 0)
        for y, f in product(self.years, d.GROUPS):
            size, police = self.sum("L", y=y, f=f), self.sum("U", y=y, f=f)
            self.m.add(50 * self.sum("G", y=y, f=f, g="ONB") <= size + 40)
            self.m.add(6 * self.sum("X", y=y, f=f) <= police)
            for u in d.UNITS[:-1]:
                self.m.add(
                    3 * self.sum("X", y=y, f=f, u=u) <= police - self.sum("U", y=y, f=f, u=u)
                )
        for y in self.years:
            self.between(self.sum("X", y=y), 8, 14)
            self.between(self.sum("U", y=y, u="ONB"), 2, 10)
            self.m.add(self.sum("U", y=y, u="PE11") + self.sum("X", y=y, u="PE11") <= 3)

    def _plausible(self) -> None:
        """Steer the free cells towards plausible shares (nothing is published of them)."""
        for f, y in product(d.GROUPS, self.years):
            size, region = SIZES[f][y], REGIONS[f]
            self.near(self.sum("L", y=y, f=f), size, 4, 2)
            minor, unknown = ADULTS[f]
            ages = {"MINOR": minor, "UNKNOWN": unknown, "ADULT": 1 - minor - unknown}
            for (r, share), (a, part) in product(region.items(), ages.items()):
                t = size * share * part
                self.near(self.v["L"][y, f, r, a], t, 1, max(1.0, t * 0.15))
            for rc, (a, part), (p, w) in product(
                region_classes(f), ages.items(), PATTERNS[f].items()
            ):
                share = sum(s for r, s in region.items() if d.REGION_CLASS[r] == rc)
                t = size * share * part * w
                self.near(self.v["R"][y, f, rc, a, p], t, 1, max(1.0, t * 0.5))
            for b, w in zip(d.ADULT_BANDS, BANDS[f], strict=True):
                t = size * ages["ADULT"] * w
                self.near(self.v["B"][y, f, b], t, 1, max(1.0, t * 0.2))
            for c in africa_classes(f):
                share = sum(s for r, s in region.items() if region2(r) == c)
                men = size * share * MEN[f]
                self.near(self.sum("G", y=y, f=f, c=c, g="M"), men, 1, size * 0.03 + 1)
                for a, part in ages.items():
                    t = men * part
                    self.near(self.v["G"][y, f, c, a, "M"], t, 1, size * 0.05 + 1)
                for k, w in COMBINED.items():
                    if (y, f, c, k) in self.v["C"]:
                        self.near(self.v["C"][y, f, c, k], size * share * w, 1, 1)
            for u, w in UNITS.items():
                t = self.notified_by_the_police(f) * size * w
                self.near(self.sum("U", y=y, f=f, u=u), t, 1, 1 + 0.25 * t)
        for y in self.years:
            for n, t in {**NATIONALITIES, "UKR": UKRAINIANS_LATER.get(y, 0)}.items():
                if n != "UKR" or y in UKRAINIANS_LATER:
                    self.near(self.sum("N", y=y, n=n), t, 1, 2 + 0.1 * t)
            labour, criminal = SIZES["AU"][y] + 10, SIZES["CU"][y] + 22
            for s, w in LABOUR.items():
                self.near(self.v["S"][y, s], labour * w, 1, 2 + 0.1 * labour * w)
            for (c, part), (m, w) in product(((AFR, 0.4), (NON, 0.6)), MANNERS.items()):
                self.near(self.v["M"][y, c, m], criminal * part * w, 1, 2)

    @staticmethod
    def notified_by_the_police(group: str) -> float:
        """Plausible share of the victims of a group whom the police notified."""
        return sum(w for p, w in PATTERNS[group].items() if "P" in p)
