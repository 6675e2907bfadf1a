"""The years 2014 to 2020: what the three printed editions give, and what is plausible."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from . import domain as d
from .programme import AFR, COMBINATIONS, NON, Programme, africa_classes, region2, region_classes
from .returned import Citizenship, Returned

# Plausible shares (not published) that steer the free cells: regions, adulthood, gender.
REGION_PRIOR = {
    "GO": {"MOE": 0.28, "OVE": 0.04, "AFR": 0.55, "AZI": 0.08, "LAM": 0.045, "OVR": 0.005},
    "AU": {
        "NL": 0.04,
        "MOE": 0.53,
        "OVE": 0.06,
        "AFR": 0.09,
        "AZI": 0.21,
        "LAM": 0.04,
        "OVR": 0.004,
        "ONB": 0.026,
    },
    "CU": {
        "NL": 0.17,
        "MOE": 0.17,
        "OVE": 0.02,
        "AFR": 0.57,
        "AZI": 0.05,
        "LAM": 0.01,
        "OVR": 0.0,
        "ONB": 0.01,
    },
    "UN": {
        "NL": 0.36,
        "MOE": 0.09,
        "OVE": 0.02,
        "AFR": 0.2,
        "AZI": 0.25,
        "LAM": 0.02,
        "OVR": 0.01,
        "ONB": 0.05,
    },
    "OV": {"AFR": 0.7, "AZI": 0.3},
}
ADULT_PRIOR = {  # group -> (minor, unknown age)
    "BL": (0.26, 0.03),
    "GO": (0.08, 0.04),
    "SX": (0.0, 0.30),
    "AU": (0.02, 0.30),
    "CU": (0.12, 0.03),
    "OV": (0.0, 0.0),
    "UN": (0.62, 0.10),
}


# Sizes and police notifications per year, to steer by (exact where the report fixes them).
GUESS = {
    "BL": {2014: 366, 2015: 364, 2016: 249, 2017: 263, 2018: 132, 2019: 169, 2020: 107},
    "GO": {2014: 381, 2015: 291, 2016: 292, 2017: 301, 2018: 341, 2019: 668, 2020: 289},
    "SX": {2014: 14, 2015: 19, 2016: 17, 2017: 16, 2018: 13, 2019: 12, 2020: 9},
    "AU": {2014: 186, 2015: 250, 2016: 205, 2017: 227, 2018: 107, 2019: 229, 2020: 434},
    "CU": {2014: 48, 2015: 22, 2016: 39, 2017: 30, 2018: 35, 2019: 195, 2020: 84},
    "UN": {2014: 255, 2015: 204, 2016: 149, 2017: 119, 2018: 38, 2019: 58, 2020: 56},
}
GUESS_2020 = {"NGA": 130, "UGA": 40, "POL": 120, "ROU": 75, "BGR": 50}
"""Victims of 2020 by nationality, where they follow from the sizes of the groups."""
POLICE = {2014: 745, 2015: 623, 2016: 447, 2017: 432, 2018: 530, 2019: 952, 2020: 515}

UNKNOWN_AGES_2017 = 124
"""The row of unknown sex and age of the return."""
MOST_OF_THE_UNNAMED = 5
"""Victims a year of a nationality that the return does not name."""
MOST_UNKNOWN_MINORS = 33
"""Minors of 2019 and 2020 without a known form."""


class Model(Programme):
    """Builds the programme of 2014 to 2020."""

    def __init__(self, returned: Returned) -> None:
        super().__init__()
        self.returned = returned
        self._years()
        self._nationalities()
        self._forms()
        self._people()
        self._reporters()
        self._units()
        self._sectors()
        self._organs()
        self._witness()
        self._room_for_later()
        self._plausible()

    # -- constraints -------------------------------------------------------------------------
    def _years(self) -> None:
        for y, n in d.VICTIMS.items():
            self.eq(self.sum("L", y=y), n)
        forms = {"BL": 1178, "GO": 1893, "AU": 1018, "CU": 321, "SX": 77}
        for f, n in forms.items():
            self.eq(self.sum("L", y=d.MAIN, f=f), n)
        self.eq(self.sum("L", y=d.MAIN, f=("OV", "UN")), 573)

    def _nationalities(self) -> None:
        for n, (_, years, per_form) in d.TABLE_2_1.items():
            for y, value in zip(d.MAIN, years, strict=True):
                self.eq(self.sum("N", y=y, n=n), value)
            for f, value in zip(d.TABLE_FORMS, per_form, strict=True):
                fs = d.UNKNOWN_GROUPS if f == "UNKNOWN" else (f,)
                self.eq(self.sum("N", y=d.MAIN, f=fs, n=n), value)
        for n, (_, total) in d.FOOTNOTE_61.items():
            self.eq(self.sum("N", y=d.MAIN, n=n), total)
            for y, cap in d.YEAR_CAP.items():
                self.m.add(self.sum("N", y=y, n=n) <= min(cap, 28))
            for f, cap in d.FORM_CAP.items():
                fs = d.UNKNOWN_GROUPS if f == "UNKNOWN" else (f,)
                self.m.add(self.sum("N", y=d.MAIN, f=fs, n=n) <= cap)
            for y in (2014, 2020):
                self.near(self.sum("N", y=y, n=n), total / 5, 1, 3)
        for y in (2014, 2020):
            first = y == 2014
            for n, (_, years, _f) in d.TABLE_2_1.items():
                if n == "NLD":
                    continue
                guess = years[0] * 1.05 if first else GUESS_2020.get(n, years[4] * 0.6)
                self.near(self.sum("N", y=y, n=n), guess, 3, 2 + guess * 0.1)
        # the tail has to fit under its caps: room per region, year and form
        for r, names in d.TAIL.items():
            if r == "ONB":
                continue
            size = len(names)
            self.m.add(self.sum("N", y=d.MAIN, n="*" + r) <= int(size * d.TOTAL_CAP * 0.55))
            for f, cap in d.FORM_CAP.items():
                fs = d.UNKNOWN_GROUPS if f == "UNKNOWN" else (f,)
                self.m.add(
                    self.sum("N", y=d.MAIN, f=fs, n="*" + r) <= int(size * min(cap, 39) * 0.6)
                )
        self.between(self.sum("N", y=d.MAIN, n="*OVR"), 6, 20)
        self.between(self.sum("N", y=d.MAIN, n="*LAM"), 60, 130)
        self.between(self.sum("N", y=d.MAIN, n="*MOE"), 120, 320)
        self.between(self.sum("N", y=d.MAIN, n="*OVE"), 60, 200)

        total = 5060
        europe = ("MOE", "OVE")
        self.pct(self.sum("L", y=d.MAIN, r=europe), total, 23)
        self.pct(self.sum("L", y=d.MAIN, r="AFR"), total, 33)
        self.pct(self.sum("L", y=d.MAIN, r="AZI"), total, 10)
        self.pct(self.sum("L", y=(2015, 2016, 2017), r=europe), 3058, 28)
        for y in (2015, 2016, 2017):
            self.pct(self.sum("L", y=y, r=europe), d.VICTIMS[y], 28, -2.5, 2.5)
            self.pct(self.sum("L", y=y, r="AFR"), d.VICTIMS[y], {2015: 18, 2016: 19, 2017: 20}[y])
        for y in (2018, 2019):
            self.pct(self.sum("L", y=y, r=europe), d.VICTIMS[y], 15)
        self.pct(self.sum("L", y=2018, r="AFR"), d.VICTIMS[2018], 49)
        self.pct(self.sum("L", y=2019, r="AFR"), d.VICTIMS[2019], 59)
        self.pct(self.sum("L", y=d.MAIN, f="AU", r=europe), 1018, 59)
        self.pct(self.sum("L", y=d.MAIN, f="AU", r="AZI"), 1018, 21)
        self.pct(self.sum("L", y=d.MAIN, f="CU", r="AFR"), 321, 57)
        self.pct(
            self.sum("L", y=d.MAIN, f="GO", r="AFR"), self.sum("L", y=d.MAIN, r="AFR"), 77, -3, 2.9
        )

    def _forms(self) -> None:
        for y, n in {2015: 675, 2016: 558, 2017: 580, 2018: 486, 2019: 849}.items():
            self.eq(self.sum("L", y=y, f=d.SEXUAL), n)
        for y, n in {2015: 263, 2016: 220, 2017: 230, 2018: 114, 2019: 261, 2020: 449}.items():
            self.eq(self.any_form(y, "AU"), n)
        self.eq(self.any_form(2015, "CU"), 29)
        self.eq(self.any_form((2016, 2017, 2018), "CU"), 188)
        self.eq(self.any_form(2019, "CU"), 331)
        for y, n in {2018: 35, 2019: 195}.items():
            self.eq(self.sum("L", y=y, f="CU"), n)
        self.eq(self.sum("L", y=(2015, 2016, 2017), f="CU"), 91)
        combined = ("SU+AU", "SU+CU", "SU+AU+CU")
        for y, only, both in ((2016, 523, 35), (2018, 458, 28)):
            self.eq(self.sum("C", y=y, k="SU"), only)
            self.eq(self.sum("C", y=y, k=combined), both)
        self.eq(self.sum("L", y=2016, f=("AU", "CU")), 244)
        self.eq(self.sum("L", y=2018, f=("AU", "CU")), 142)
        self.eq(self.sum("L", y=2019, f=("AU", "CU")), 424)
        for y, n in {2016: 150, 2018: 40, 2019: 61}.items():
            self.eq(self.sum("L", y=y, f=("OV", "UN")), n)
        self.eq(self.sum("L", y=2018, f="BL"), 132)
        self.eq(self.sum("L", y=2017, f="BL"), 263)
        self.eq(self.sum("L", y=2014, f="BL") + self.sum("L", y=2015, f="BL"), 730)
        self.near(self.sum("L", y=2014, f="BL"), 368, 5, 4)
        self.eq(self.sum("L", y=2019, f="GO"), 668)
        self.eq(self.sum("L", y=2020, f="GO"), 289)
        self.eq(self.sum("L", y=2018, f="AU"), 107)
        # rising and falling (D011 - D016, D042)
        unknown = {y: self.sum("L", y=y, f=d.UNKNOWN_GROUPS) for y in d.MAIN}
        self.m.add(unknown[2019] >= unknown[2018] + 5)
        self.m.add(unknown[2019] <= unknown[2018] + 25)
        for y in (2015, 2016, 2017, 2018):
            self.m.add(unknown[2019] * d.VICTIMS[y] + 10 * d.VICTIMS[y] <= unknown[y] * 1334)
            self.m.add(
                self.sum("L", y=2019, f="BL") * d.VICTIMS[y] + 10 * d.VICTIMS[y]
                <= self.sum("L", y=y, f="BL") * 1334
            )
        self.m.add(self.sum("L", y=2016, f="BL") >= self.sum("L", y=2019, f="BL") + 50)
        for y, n in {2014: 14, 2015: 19, 2016: 17, 2017: 16, 2018: 13, 2019: 12, 2020: 9}.items():
            self.near(self.sum("L", y=y, f="SX"), n, 4)
        self.m.add(self.any_form(2016, "CU") >= 45)
        self.m.add(self.any_form(2018, "CU") >= 55)
        # 2014 (SM-0005, SM-0047) and 2020 (NB-0006)
        self.pct(512 + self.sum("L", y=2014, f=("OV", "UN")), 4981, 15)
        self.pct(217 + self.any_form(2014, "CU"), 4981, 5)
        self.near(self.sum("L", y=2020, f="CU"), 84, 2, 4)
        self.near(self.any_form(2020, "CU"), 128, 2, 6)
        self.pct(self.sum("L", y=2020, f="BL"), 984, 11, -0.4, 0.4)
        for f in d.SEXUAL:
            for y in d.YEARS:
                size = self.sum("L", y=y, f=f)
                for k in COMBINATIONS[f][1:]:
                    part = self.sum("C", y=y, f=f, k=k)
                    self.m.add(10 * part <= 2 * size)
                self.m.add(
                    5 * self.sum("C", y=y, f=f, k="SU+AU+CU") <= self.sum("C", y=y, f=f, k="SU+CU")
                )
        for y in d.YEARS:
            self.m.add(8 * self.sum("C", y=y, f="AU", k="AU+CU") <= 2 * self.sum("L", y=y, f="AU"))

    def _people(self) -> None:
        minors = {2015: 288, 2016: 227, 2017: 194, 2018: 62, 2019: 108, 2020: 68}
        for y, n in minors.items():
            self.eq(self.sum("L", y=y, a="MINOR"), n)
        self.eq(self.sum("L", y=2018, f="BL", a="MINOR"), 29)
        self.eq(self.sum("L", y=d.MAIN, f=("BL", "GO"), a="MINOR"), 443)
        for f in ("SX", "OV"):
            self.eq(self.sum("L", f=f, a="MINOR"), 0)
        self.eq(self.sum("L", y=d.MAIN, f="UN", a="MINOR"), 362)
        for r, percent, low, high in (
            ("NL", 24, -0.5, 0.7),
            ("AFR", 67, -0.5, 0.5),
            ("AZI", 80, -0.5, 0.5),
        ):
            self.pct(
                self.sum("L", y=d.MAIN, f="UN", r=r, a="MINOR"),
                self.sum("L", y=d.MAIN, r=r, a="MINOR"),
                percent,
                low,
                high,
            )
        self.m.add(self.sum("L", y=d.MAIN, r="AFR", a="MINOR") >= 130)
        self.m.add(self.sum("L", y=d.MAIN, r="AZI", a="MINOR") >= 90)
        total = 5060
        adolescents = {y: self.sum("B", y=y, b="18-22") for y in d.YEARS}
        self.eq(adolescents[2019], 298)
        self.eq(adolescents[2020], 152)
        young = 879 + self.sum("B", y=d.MAIN, b="18-22")
        self.pct(young, total, 40, -0.4, 0.4)
        self.pct(self.sum("B", y=d.MAIN, b="23-29"), total, 25, -0.45, 0.45)
        self.pct(self.sum("B", y=d.MAIN, b="30+"), total, 25, -0.45, 0.45)
        self.pct(self.sum("L", y=d.MAIN, a="UNKNOWN"), total, 11)
        au_young = self.sum("L", y=d.MAIN, f="AU", a="MINOR") + self.sum(
            "B", y=d.MAIN, f="AU", b="18-22"
        )
        self.pct(au_young, 1018, 9, -0.4, 0.4)
        self.between(self.sum("L", y=d.MAIN, f="AU", a="UNKNOWN"), 285, 330)

        # the mean age of known ages: band means 16, 20.3, 25.9, 39
        def age_sum(ys: Any, f: Any = d.GROUPS) -> tuple[Any, Any]:
            parts = {
                "16": self.sum("L", y=ys, f=f, a="MINOR"),
                "20": self.sum("B", y=ys, f=f, b="18-22"),
                "26": self.sum("B", y=ys, f=f, b="23-29"),
                "39": self.sum("B", y=ys, f=f, b="30+"),
            }
            weighted = 160 * parts["16"] + 203 * parts["20"] + 259 * parts["26"] + 390 * parts["39"]
            return weighted, sum(parts.values())

        for y in (2014, 2015, 2016):
            w, n = age_sum(y)
            self.m.add(w <= 244 * n)
        for y in (2017, 2018, 2019, 2020):
            w, n = age_sum(y)
            self.m.add(w >= 256 * n)
        w, n = age_sum(d.MAIN, "AU")
        self.m.add(w >= 330 * n)
        self.m.add(w <= 345 * n)
        young_of = {
            f: self.sum("L", y=d.MAIN, f=f, a="MINOR") + self.sum("B", y=d.MAIN, f=f, b="18-22")
            for f in ("BL", "GO", "CU")
        }
        # BL-SU has the highest share younger than 23, also against 'unknown' (650, with 362 minors)
        rest = self.sum("L", y=d.MAIN, f=d.UNKNOWN_GROUPS, a="MINOR") + self.sum(
            "B", y=d.MAIN, f=d.UNKNOWN_GROUPS, b="18-22"
        )
        self.m.add(1000 * young_of["BL"] >= 690 * 1178)
        self.m.add(1000 * rest <= 665 * 650)
        self.m.add(100 * young_of["GO"] <= 40 * 1893)
        self.m.add(100 * young_of["CU"] <= 45 * 321)

        # gender
        def men(y: Any, f: Any = d.GROUPS) -> Any:
            return self.sum("G", y=y, f=f, g="M")

        self.pct(men(d.MAIN), total, 32)
        go = {y: self.sum("L", y=y, f="GO") for y in d.YEARS}
        self.pct(men(2015, "GO"), go[2015], 9)
        self.pct(men(2016, "GO"), go[2016], 16, -3, 3)
        self.pct(men(2017, "GO"), go[2017], 24)
        self.pct(men(2018, "GO"), go[2018], 33, -4, 4)
        self.pct(men(2019, "GO"), 668, 42)
        self.pct(men(2015, "CU"), self.sum("L", y=2015, f="CU"), 9)
        self.pct(men(2019, "CU"), 195, 91)
        self.pct(men(d.MAIN, "AU"), 1018, 64)
        self.eq(men(2019, d.SEXUAL), 293 - d.KMAR_ONLY_MEN[2019])
        self.eq(self.sum("G", y=2019, f=d.SEXUAL, g="ONB"), 1)
        self.pct(men(d.MAIN, "BL"), 1178, 3, -1, 2)
        for y in d.YEARS:
            self.m.add(100 * men(y, "BL") <= 6 * self.sum("L", y=y, f="BL"))
        for a, b in ((2014, 2015), (2015, 2016), (2016, 2017), (2017, 2018), (2018, 2019)):
            self.m.add(
                men(b) * d.VICTIMS[a] >= men(a) * d.VICTIMS[b] + d.VICTIMS[a] * d.VICTIMS[b] // 100
            )
        for f, share in (("GO", 96), ("CU", 87)):
            self.m.add(100 * self.sum("G", y=2019, f=f, c=AFR, g="M") >= share * men(2019, f))
        for y in d.YEARS:
            for f in d.GROUPS:
                self.m.add(50 * self.sum("G", y=y, f=f, g="ONB") <= self.sum("L", y=y, f=f) + 40)
        self.between(self.sum("G", y=d.MAIN, g="ONB"), 30, 60)
        for y in d.YEARS:
            self.near(men(y, "AU"), 0.64 * GUESS["AU"][y], 1, 20)

    def _reporters(self) -> None:
        n = self.notifications
        self.eq(n(d.REPORTERS, y=d.MAIN), 5691)
        per_year = {
            "P": {2015: 623, 2016: 447, 2017: 432, 2018: 530, 2019: 952},
            "Z": {2016: 240, 2017: 320, 2018: 91, 2019: 252},
            "I": {2016: 38, 2017: 38, 2018: 75, 2019: 46},
            "K": {2016: 12, 2017: 21, 2019: 10},
            "F": {2018: 5, 2019: 134},
            "O": {2018: 56, 2019: 99},
        }
        for letter, values in per_year.items():
            for y, value in values.items():
                self.eq(n(letter, y=y), value)
        self.eq(n("FO", y=2016), 352)
        nlb = d.CONSENT_REPORTERS
        self.pct(n(nlb, y=d.MAIN), 5691, 38)
        # SM-0421 (C-14): 18% in 2018 needs at least 65 notifications by the KMar
        self.pct(152, n(d.REPORTERS, y=2018), 18)
        for f, percent in (("BL", 34), ("GO", 25), ("AU", 54), ("CU", 24)):
            self.pct(n(nlb, y=d.MAIN, f=f), n(d.REPORTERS, y=d.MAIN, f=f), percent)
        labour = n(d.REPORTERS, y=d.MAIN, f="AU")
        self.pct(n("P", y=d.MAIN, f="AU"), labour, 19)
        self.pct(n("I", y=d.MAIN, f="AU"), labour, 24)
        self.eq(n(d.REPORTERS, y=2019, f="AU"), 282)
        for f, percent, size in (("BL", 71, 1178), ("GO", 84, 1893), ("CU", 81, 321)):
            self.pct(n("P", y=d.MAIN, f=f), size, percent)
        for y, gav, cav, cnv in ((2018, 261, 20, 13), (2019, 519, 141, 32)):
            self.eq(n("P", y=y, f="GO", r="AFR"), gav)
            self.eq(n("P", y=y, f="CU", r="AFR"), cav)
            self.eq(n("P", y=y, f="CU", r=("NL", "EUR", "OTH")), cnv)
        old, new = n("P", y=2018, f=d.UNKNOWN_GROUPS), n("P", y=2019, f=d.UNKNOWN_GROUPS)
        self.m.add(1000 * (old - new) >= 656 * old)
        self.m.add(1000 * (old - new) <= 664 * old)
        self.m.add(old >= 20)
        self.pct(n("F", y=d.MAIN, r="EUR"), n("F", y=d.MAIN), 88)
        self.eq(n("F", r="NL"), 0)
        unknown_age = self.sum("L", y=d.MAIN, f="AU", a="UNKNOWN")
        self.pct(n("F", y=d.MAIN, f="AU", a="UNKNOWN"), unknown_age, 91)
        self.m.add(20 * n("I", y=d.MAIN, f="AU") >= 19 * n("I", y=d.MAIN))
        fw = n("F", y=d.MAIN, f="AU")
        for letter in "PIZOK":
            self.m.add(fw >= n(letter, y=d.MAIN, f="AU") + 40)
        # D025, D038: 2015-2017 near 485 (2016 is fixed at 592)
        for y in (2015, 2017):
            self.between(n(nlb, y=y), 440, 530)
        for y in (2016, 2017):
            self.between(n("F", y=y), 90, 180)
        self.between(n("F", y=2015), 100, 190)
        self.between(n("F", y=2014), 90, 190)
        # D031 - D034
        for f in ("CU", "AU"):
            self.m.add(n("P", y=2019, f=f) >= n("P", y=2018, f=f) + 10)
        bl18, bl19 = n("P", y=2018, f="BL"), n("P", y=2019, f="BL")
        self.m.add(bl19 - bl18 <= 3)
        self.m.add(bl18 - bl19 <= 3)
        other = ("EUR", "OTH")
        go18, go19 = n("P", y=2018, f="GO", r=other), n("P", y=2019, f="GO", r=other)
        self.between(go19 - go18, 3, 7)
        self.m.add(go18 >= 48)
        self.m.add(n("P", y=2015, f="GO", r=other) >= go19 + 60)
        self.m.add(n("P", y=2015, f="BL") >= bl19 + 80)
        # SM-0020: police notifications of Dutch and European sexual victims fall every year to 2018
        series = [n("P", y=y, f="BL") + n("P", y=y, f="GO", r="EUR") for y in range(2014, 2019)]
        for a, b in pairwise(series):
            self.m.add(b <= a - 8)
        # 2014 and 2020
        self.between(n("P", y=2014), 700, 790)
        self.between(n("Z", y=2014), 260, 330)
        self.between(n("I", y=2014), 80, 130)
        self.between(n("K", y=2014), 60, 140)
        self.between(n("O", y=2014), 100, 200)
        self.between(n("K", y=2015), 60, 190)
        self.between(n("Z", y=2015), 200, 320)
        self.between(n("O", y=2015), 40, 200)
        self.between(n("O", y=2017), 25, 150)
        self.between(n("I", y=2015), 60, 160)
        self.between(n("P", y=2020), 470, 560)
        self.between(n("Z", y=2020), 170, 220)
        self.between(n("I", y=2020), 50, 80)
        self.between(n("K", y=2020), 8, 25)
        self.between(n("F", y=2020), 230, 300)
        self.between(n("O", y=2020), 60, 110)
        self.pct(n(d.REPORTERS, y=2020, f="BL"), n(d.REPORTERS, y=2020), 11)
        # NB-0009: most labour victims of 2020 reached an aid organisation
        self.m.add(100 * n("F", y=2020, f="AU") >= 52 * 449)
        # SU victims in the analysis population are never KMar-only: no pattern 'K' in BL, GO, SX

    def _units(self) -> None:
        def units(**where: Any) -> Any:
            u = {k: v for k, v in where.items() if k in ("y", "f", "u")}
            return self.sum("U", **where) + self.sum("X", **u)

        self.eq(self.sum("X", y=d.MAIN), 62)
        for y in d.YEARS:
            for f in d.GROUPS:
                police = self.sum("U", y=y, f=f)
                self.m.add(6 * self.sum("X", y=y, f=f) <= police)
                for u in d.UNITS[:-1]:
                    self.m.add(
                        3 * self.sum("X", y=y, f=f, u=u) <= police - self.sum("U", y=y, f=f, u=u)
                    )
        self.between(self.sum("X", y=2014), 8, 14)
        self.between(self.sum("X", y=2020), 8, 14)
        self.eq(units(y=d.MAIN, u="PE09"), 525)
        self.eq(units(y=d.MAIN, u="PE07"), 425)
        self.between(units(y=d.MAIN, u="PE01"), 430, 515)
        self.eq(units(y=2015, u="PE01"), 35)
        self.eq(units(y=2019, u="PE01"), 233)
        for u in ("PE02", "PE03", "PE04", "PE05", "PE06", "PE08", "PE10"):
            self.between(units(y=d.MAIN, u=u), 150, 330)
            self.m.add(units(y=2019, u=u) <= 150)
        for u in ("PE07", "PE09"):
            self.m.add(units(y=2019, u=u) <= 170)
        self.between(units(y=d.MAIN, u="PE11"), 4, 10)
        for y in d.YEARS:
            self.m.add(units(y=y, u="PE11") <= 3)
            self.between(self.sum("U", y=y, u="ONB"), 2, 10)
        self.eq(units(y=d.MAIN, f="BL", u=d.BL_UNITS), 612)
        self.between(units(y=d.MAIN, f="BL"), 832, 850)
        # D052: spread over units is widest for BL-SU
        big = d.UNITS[:10]
        for u in big:
            if u in d.BL_UNITS:
                self.between(units(y=d.MAIN, f="BL", u=u), 105, 215)
            else:
                self.between(units(y=d.MAIN, f="BL", u=u), 18, 52)
            self.between(units(y=d.MAIN, f="GO", u=u), 80, 330)
            self.between(units(y=d.MAIN, f="AU", u=u), 12, 40)
            self.between(units(y=d.MAIN, f="CU", u=u), 12, 48)
            self.between(units(y=d.MAIN, f=d.UNKNOWN_GROUPS, u=u), 3, 18)
        self.m.add(self.sum("U", y=d.MAIN, u="PE11", f="GO") <= 5)
        # D051: Noord-Nederland grows by foreign nationals
        self.m.add(units(y=2019, f="BL", u="PE01") <= 6)
        for y in d.YEARS:
            for u in big:
                for f in ("GO", "BL"):
                    size = self.notifications("P", y=y, f=f)
                    self.m.add(10 * self.sum("U", y=y, f=f, u=u) <= 4 * size)
        # plausible shares of the units, by form and year
        share = {
            "PE01": 0.15,
            "PE02": 0.09,
            "PE03": 0.07,
            "PE04": 0.06,
            "PE05": 0.09,
            "PE06": 0.07,
            "PE07": 0.14,
            "PE08": 0.09,
            "PE09": 0.17,
            "PE10": 0.06,
        }
        domestic = {
            "PE01": 0.035,
            "PE02": 0.115,
            "PE03": 0.045,
            "PE04": 0.035,
            "PE05": 0.055,
            "PE06": 0.045,
            "PE07": 0.235,
            "PE08": 0.15,
            "PE09": 0.235,
            "PE10": 0.04,
        }
        north = {2014: 0.45, 2015: 0.45, 2016: 0.7, 2017: 0.9, 2018: 1.3, 2019: 1.75, 2020: 1.4}
        by_form = {"BL": 0.71, "GO": 0.84, "AU": 0.21, "CU": 0.81, "UN": 0.09, "SX": 0.3}
        for y in d.YEARS:
            police = POLICE[y]
            for u in big:
                self.between(
                    units(y=y, u=u), int(police * share[u] * 0.3), int(police * share[u] * 2) + 4
                )
                t = police * share[u] * (north[y] if u == "PE01" else 1)
                self.near(units(y=y, u=u), t, 3, 3 + 0.15 * t)
                for f, police_share in by_form.items():
                    part = domestic[u] if f == "BL" else share[u] * (north[y] if u == "PE01" else 1)
                    t = GUESS[f][y] * police_share * part
                    self.near(self.sum("U", y=y, f=f, u=u), t, 1, 2 + 0.25 * t)

    def _sectors(self) -> None:
        for s, value in d.LABOUR_SECTORS.items():
            self.eq(self.sum("S", y=d.MAIN, s=s), value)
        self.eq(self.sum("S", y=d.MAIN, s="A"), 159)
        self.eq(self.sum("S", y=d.MAIN, s="T"), 118)
        self.pct(self.sum("S", y=2019, s="ONB"), 261, 41, -0.4, 0.4)
        for y in d.YEARS:
            for s in (*d.LABOUR_SECTORS, "A", "T"):
                if s == "ONB":
                    continue
                share = {"A": 159, "T": 118, **d.LABOUR_SECTORS}[s] / 1088
                size = {
                    2014: 232,
                    2015: 263,
                    2016: 220,
                    2017: 230,
                    2018: 114,
                    2019: 261,
                    2020: 449,
                }[y]
                self.near(self.sum("S", y=y, s=s), size * share, 2, size * share * 0.5)
        # manners: from 2016 on
        drugs = self.sum("M", y=(2016, 2017, 2018, 2019), m="DRUGS")
        self.between(drugs, 348, 354)
        self.pct(
            self.sum("M", y=2019, c=AFR, m="DRUGS"), self.sum("M", y=2019, m="DRUGS"), 85, -0.4, 0.4
        )
        for a, b in ((2016, 2017), (2017, 2018), (2018, 2019)):
            self.m.add(self.sum("M", y=b, m="BEDELEN") >= self.sum("M", y=a, m="BEDELEN") + 1)
            self.m.add(self.sum("M", y=b, m="DRUGS") >= self.sum("M", y=a, m="DRUGS") + 3)
        for y in (2016, 2017, 2018, 2019, 2020):
            size = self.any_form(y, "CU")
            for mm, low, high in (
                ("BEDELEN", 3, 16),
                ("DIEFSTAL", 5, 22),
                ("FRAUDE", 1, 9),
                ("OVERIG", 1, 9),
                ("ONB", 2, 12),
            ):
                self.m.add(100 * self.sum("M", y=y, m=mm) >= low * size)
                self.m.add(100 * self.sum("M", y=y, m=mm) <= high * size)
            self.m.add(100 * self.sum("M", y=y, m="DRUGS") >= 45 * size)
        for y in (2014, 2015):
            self.eq(self.sum("M", y=y, m=d.MANNERS[:-1]), 0)

    def _organs(self) -> None:
        """Organ removal: 2 in 2015-2017, 4 in 2018, 6 in 2019 with the details of 2019.

        The 5 of 2014 are what the 61 of other forms leave beside the criminal exploitation that
        the printed 5% of 2014-2018 allow; the one of 2015 is what its 30 leave beside 29.
        """
        only = {2014: 5, 2015: 1, 2016: 0, 2017: 0, 2018: 2, 2019: 3, 2020: 2}
        with_labour = {2017: (AFR, 1), 2018: (AFR, 2), 2019: (AFR, 1), 2020: (AFR, 1)}
        for y in d.YEARS:
            self.eq(self.sum("L", y=y, f="OV"), only[y])
            for c in (AFR, NON):
                expected = with_labour.get(y, (AFR, 0))
                self.eq(self.sum("C", y=y, c=c, k="AU+OV"), expected[1] if expected[0] == c else 0)
                self.eq(self.sum("C", y=y, c=c, k="SU+OV"), 2 if (y, c) == (2019, AFR) else 0)
        self.eq(self.sum("L", f="OV", a=("MINOR", "UNKNOWN")), 0)
        # 2019, organ only: Sudan (man, 30+), Syria (man, 23-29), Sierra Leone (man, 18-22)
        v = self.v
        self.eq(v["L"][2019, "OV", "AFR", "ADULT"], 2)
        self.eq(v["N"][2019, "OV", "SLE"], 1)
        self.eq(v["N"][2019, "OV", "*AFR"], 1)
        self.eq(v["N"][2019, "OV", "*AZI"], 1)
        self.eq(self.sum("G", y=2019, f="OV", g="M"), 3)
        for b in d.ADULT_BANDS:
            self.eq(v["B"][2019, "OV", b], 1)
        self.eq(self.sum("U", y=2019, f="OV", u="PE02"), 3)
        self.eq(self.sum("X", f="OV"), 0)
        # with another form: two Nigerians (GO-SU, one woman), one man from Sierra Leone (AU)
        self.m.add(v["N"][2019, "GO", "NGA"] >= 50)
        self.m.add(v["N"][2019, "AU", "SLE"] >= 1)
        self.m.add(v["R"][2019, "AU", "AFR", "ADULT", "P"] >= 2)
        self.m.add(v["G"][2019, "AU", AFR, "ADULT", "M"] >= 2)
        self.m.add(v["U"][2019, "AU", AFR, "PE03"] >= 1)
        self.m.add(v["U"][2019, "GO", AFR, "PE06"] >= 5)
        self.m.add(v["B"][2019, "AU", "23-29"] >= 5)

    def _witness(self) -> None:
        """The return to UNODC, wherever no printed number contradicts it (docs/witness.md).

        Sexes and ages of 2014 to 2018, ages of 2019, forms of 2014 and 2019, nationalities.
        """
        r, other = self.returned, ("UNKNOWN", "ADULT")
        for y in (2014, 2015, 2016):
            for a in ("MINOR", "ADULT"):
                self.eq(self.sum("L", y=y, a=a), r.total(y, adulthood=a))
                for g in ("V", "M"):
                    self.eq(self.sum("G", y=y, a=a, g=g), r.total(y, g, a))
        # from 2017 on whoever is of unknown age stands among the adults
        for y in (2017, 2018):
            for g in ("V", "M"):
                self.eq(self.sum("G", y=y, a="MINOR", g=g), r.total(y, g, "MINOR"))
                self.eq(self.sum("G", y=y, a=other, g=g), r.total(y, g, "ADULT"))
        self.eq(self.sum("L", y=2017, a="UNKNOWN"), UNKNOWN_AGES_2017)
        self.eq(self.sum("L", y=2018, a="UNKNOWN"), 0)
        self.eq(self.sum("L", y=2019, a="ADULT"), r.total(2019, adulthood="ADULT"))
        self.eq(self.any_form(2014, "SU"), r.form(2014, "SEXUAL"))
        self.eq(self.any_form(2014, "AU"), r.form(2014, "LABOUR"))
        organs = self.sum("L", y=2014, f="OV")
        self.eq(self.any_form(2014, "CU") + organs, r.form(2014, "OTHER"))
        # the forms of 2019 are those of victims with that form alone
        self.eq(self.sum("C", y=2019, k="SU"), r.form(2019, "SEXUAL"))
        self.eq(self.sum("C", y=2019, k="AU"), r.form(2019, "LABOUR"))
        named: dict[tuple[int, str], list[Citizenship]] = defaultdict(list)
        for citizenship in r.citizenships(range(2014, 2020)):
            y, codes = citizenship.year, citizenship.codes
            if codes == ("XXX",):
                self.eq(self.sum("L", y=y, r="ONB"), citizenship.low)
            elif codes[0] in d.OWN_CELLS:
                self.between(self.sum("N", y=y, n=codes), citizenship.low, citizenship.high)
            else:
                for region, names in d.TAIL.items():
                    if codes[0] in names:
                        named[y, region].append(citizenship)
        # what is left of a region has to fit: the named ones, and a few of each of the others
        for (y, region), those in named.items():
            others = len(d.TAIL[region]) - sum(len(c.codes) for c in those)
            self.between(
                self.sum("N", y=y, n="*" + region),
                sum(c.low for c in those),
                sum(c.high for c in those) + MOST_OF_THE_UNNAMED * others,
            )

    def _room_for_later(self) -> None:
        """Of 2019 to 2023, 45 minors without a known form are printed."""
        self.m.add(self.sum("L", y=(2019, 2020), f="UN", a="MINOR") <= MOST_UNKNOWN_MINORS)

    def _plausible(self) -> None:
        """Steer the free cells towards plausible shares (no claim behind them)."""
        africa = {2014: 0.6, 2015: 0.6, 2016: 0.65, 2017: 0.7, 2018: 1.4, 2019: 1.5, 2020: 1.3}
        for f, sizes in GUESS.items():
            for y, size in sizes.items():
                shares = dict(REGION_PRIOR.get(f, {d.GROUP_REGIONS[f][0]: 1.0}))
                if "AFR" in shares:
                    old = shares["AFR"]
                    shares["AFR"] = min(0.9, old * africa[y])
                    for r in shares:
                        if r != "AFR":
                            shares[r] *= (1 - shares["AFR"]) / (1 - old)
                minor, unknown = ADULT_PRIOR[f]
                minor *= {
                    2014: 1.1,
                    2015: 1.15,
                    2016: 1.1,
                    2017: 1.0,
                    2018: 0.7,
                    2019: 0.6,
                    2020: 0.6,
                }[y]
                for r, share in shares.items():
                    for a, part in (
                        ("MINOR", minor),
                        ("UNKNOWN", unknown),
                        ("ADULT", 1 - minor - unknown),
                    ):
                        t = size * share * part
                        self.near(self.v["L"][y, f, r, a], t, 1, max(1.0, t * 0.15))
                for rc in region_classes(f):
                    part_r = sum(v for r, v in shares.items() if d.REGION_CLASS[r] == rc)
                    for a, part in (
                        ("MINOR", minor),
                        ("UNKNOWN", unknown),
                        ("ADULT", 1 - minor - unknown),
                    ):
                        for p, w in d.PATTERNS[f].items():
                            t = size * part_r * part * w
                            self.near(self.v["R"][y, f, rc, a, p], t, 1, max(1.0, t * 0.5))
                bands = {
                    "BL": (0.55, 0.24, 0.21),
                    "GO": (0.30, 0.40, 0.30),
                    "SX": (0.3, 0.4, 0.3),
                    "AU": (0.10, 0.32, 0.58),
                    "CU": (0.30, 0.38, 0.32),
                    "UN": (0.2, 0.35, 0.45),
                }[f]
                for b, w in zip(d.ADULT_BANDS, bands, strict=True):
                    t = size * (1 - minor - unknown) * w
                    self.near(self.v["B"][y, f, b], t, 1, max(1.0, t * 0.25))
                for c in africa_classes(f):
                    part_c = sum(v for r, v in shares.items() if region2(r) == c)
                    men = {
                        "BL": 0.035,
                        "SX": 0.1,
                        "AU": 0.64,
                        "UN": 0.35,
                        "CU": 0.1 if y == 2015 else 0.8,
                        "GO": {
                            2014: 0.07,
                            2015: 0.09,
                            2016: 0.16,
                            2017: 0.24,
                            2018: 0.34,
                            2019: 0.42,
                            2020: 0.4,
                        }[y],
                    }[f]
                    self.near(
                        self.sum("G", y=y, f=f, c=c, g="M"), size * part_c * men, 1, size * 0.03 + 1
                    )
                    for a, share in (
                        ("MINOR", minor),
                        ("UNKNOWN", unknown),
                        ("ADULT", 1 - minor - unknown),
                    ):
                        self.near(
                            self.v["G"][y, f, c, a, "M"],
                            size * part_c * share * men,
                            1,
                            size * 0.05 + 1,
                        )
