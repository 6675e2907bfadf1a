"""Figuren 2.1 to 2.3: the population and the forms of exploitation."""

from __future__ import annotations

import polars as pl

from lab.synthetic import domain as d
from lab.synthetic.checks.judging import AU, CU, SU, Judge, c, form, rises


def population(j: Judge) -> None:
    """Figuren 2.1 and 2.2: victims and persons."""
    claims = {
        2015: "SM-0137",
        2016: "SM-0138",
        2017: "SM-0139",
        2018: "SM-0140",
        2019: "SM-0141 NB-0004",
    }
    for y in d.MAIN:
        j.exact(f"{claims[y]}; 2.1 {y} line", f"victims {y}", j.n(years=y), d.VICTIMS[y])
    j.exact("SM-0031 (C-15); 2.1 2015-2019 line", "victims 2015-2019", j.n(), 5060)
    j.between("SM-0035", "victims 2019 / 2018, almost 2", j.n(years=2019) / j.n(years=2018), 1.9, 2)
    known = j.r.known

    def population(code: str, y: tuple[int, int] | int) -> int:
        return j.n(c("population", code), years=y, frame=known)

    for y, n, claim in ((2018, 74, "SM-0030"), (2019, 38, "SM-0029"), (2020, 29, "CR-0007")):
        j.exact(
            f"{claim}; 2.1 {y} KMar-only",
            f"KMar-only sexual victims {y}",
            population("KMAR_ONLY_SEXUAL", y),
            n,
        )
    j.exact("SM-0037; 2.2 2019 EMM-only", "EMM-only 2019", population("EMM_ONLY", 2019), 289)
    j.exact(
        "SM-0036 (C-26); 2.2 2015-2019",
        "known to the EMM",
        j.n(pl.col("is_emm_known"), frame=known),
        1476,
    )
    for y, n in ((2018, 742), (2019, 1372), (2020, 1013)):
        value = population("ANALYSIS", y) + population("KMAR_ONLY_SEXUAL", y)
        source = {2019: "BC-0001; ", 2020: "CR-0005; "}.get(y, "") + f"2.1 {y} incl. KMar-only"
        j.exact(source, f"victims with KMar-only sexual {y}", value, n)
    j.exact("2.1 2019 all", "all known 2019", j.n(years=2019, frame=known), 1661)
    letters = j.n(
        pl.col("has_letter"),
        c("population", "ANALYSIS"),
        pl.col("groups").str.contains("POL"),
        years=2019,
        frame=known,
    )
    j.exact("SM-0415", "OM letters about victims reported by the police, 2019", letters, 94)
    j.exact(
        "SM-0415",
        "victims 2019 with an OM letter",
        j.n(pl.col("has_letter"), years=2019, frame=known),
        94,
    )
    emm = [j.n(pl.col("is_emm_known"), years=y, frame=known) for y in d.MAIN]
    j.true(
        "SM-D002",
        "known to the EMM rises every year",
        rises(emm),
    )


def forms(j: Judge) -> None:
    """Figuren 2.3 and 2.7: forms of exploitation."""
    for f, claims, n, p in (
        (SU, "SM-0066 SM-0040", 3148, 62),
        (AU, "SM-0101 SM-0041", 1088, 22),
        (CU, "SM-0117 SM-0042", 548, 11),
    ):
        j.exact(f"{claims}; 2.3 any", f"any form {n}", j.n(f), n)
        j.percent(f"{claims}; 2.3 share", f"share {p}%", j.n(f), 5060, p)
    unknown = pl.col("is_form_unknown")
    organ_only = c("combination", "OV")
    j.percent("SM-0043 (C-18)", "form unknown 2015-2019", j.n(unknown), 5060, 11)
    j.exact(
        "2.3 unknown incl. organ-only (C-18)",
        "form unknown incl. organ only 2015-2019",
        j.n(unknown | organ_only),
        573,
    )
    for y, n in {2016: 150, 2018: 40, 2019: 61}.items():
        j.exact(
            f"2.3 {y} unknown",
            f"form unknown incl. organ only {y}",
            j.n(unknown | organ_only, years=y),
            n,
        )
    j.exact(
        "2.3 2015+2017 unknown",
        "form unknown incl. organ only 2015 and 2017",
        sum(j.n(unknown | organ_only, years=y) for y in (2015, 2017)),
        322,
    )
    for y, n in {2015: 675, 2016: 558, 2017: 580, 2018: 486, 2019: 849}.items():
        j.exact(f"2.3 {y} SU any", f"sexual any {y}", j.n(SU, years=y), n)
    claim = {2017: "SM-0114", 2018: "SM-0115", 2019: "SM-0102 (C-09)"}
    for y, n in {2015: 263, 2016: 220, 2017: 230, 2018: 114, 2019: 261}.items():
        j.exact(f"{claim.get(y, '')}; 2.3 {y} AU any", f"labour any {y}", j.n(AU, years=y), n)
    j.exact("2.3 2015 CU any (C-27)", "criminal any 2015", j.n(CU, years=2015), 29)
    j.exact("2.3 2016-2018 CU any", "criminal any 2016-2018", j.n(CU, years=(2016, 2018)), 188)
    j.exact("SM-0118 (C-10); 2.3 2019 CU any", "criminal any 2019", j.n(CU, years=2019), 331)
    j.exact("SM-0119 (C-27); 2.6 total", "criminal any 2016-2019", j.n(CU, years=(2016, 2019)), 519)
    for y, n, claim_id in ((2018, 35, "SM-0044"), (2019, 195, "SM-0045")):
        j.exact(f"{claim_id} (C-10); 2.7 {y} CU", f"group CU {y}", j.n(form("CU"), years=y), n)
        j.exact(
            f"{claim_id} (C-10); 2.3 {y} CU only",
            f"criminal only {y}",
            j.n(c("combination", "CU"), years=y),
            n,
        )
    combined = c("combination", "SU+AU", "SU+CU", "SU+AU+CU")
    for y, only, both, rest in (
        (2016, 523, 35, 244),
        (2018, 458, 28, 142),
        (2019, None, None, 424),
    ):
        if only is not None and both is not None:
            j.exact(
                f"2.3 {y} SU only", f"sexual only {y}", j.n(c("combination", "SU"), years=y), only
            )
            j.exact(
                f"2.3 {y} SU combined",
                f"sexual with labour and/or criminal {y}",
                j.n(combined, years=y),
                both,
            )
        j.exact(
            f"2.3 {y} AU+CU not SU",
            f"labour and/or criminal without sexual {y}",
            j.n(form("AU", "CU"), years=y),
            rest,
        )
    j.exact(
        "2.3 2015+2017 AU+CU not SU",
        "labour and/or criminal without sexual 2015 and 2017",
        sum(j.n(form("AU", "CU"), years=y) for y in (2015, 2017)),
        529,
    )
    for code, n, claim_id in (
        ("BL-SU", 1178, "SM-0142"),
        ("GO-SU", 1893, "SM-0143"),
        ("AU", 1018, "SM-0144"),
        ("CU", 321, "SM-0145"),
        ("ONB", 650, "SM-0146"),
    ):
        j.exact(f"{claim_id}; 2.7 {code}", f"group {code} 2015-2019", j.n(form(code)), n)
    j.exact("2.7 SU in unknown (C-18)", "sexual with unknown nationality", j.n(SU, form("ONB")), 77)
    for y, code, n in (
        (2018, "BL-SU", 132),
        (2017, "BL-SU", 263),
        (2019, "GO-SU", 668),
        (2020, "GO-SU", 289),
        (2018, "AU", 107),
    ):
        j.exact(f"2.7 {y} {code}", f"group {code} {y}", j.n(form(code), years=y), n)
    j.exact(
        "2.7 avg 2014-2015 BL-SU",
        "mean of BL-SU 2014 and 2015",
        (j.n(form("BL-SU"), years=2014) + j.n(form("BL-SU"), years=2015)) / 2,
        365,
    )
    j.exact("2.7 2015-2017 CU", "group CU 2015-2017", j.n(form("CU"), years=(2015, 2017)), 91)
    note = "another source counts 196 in group CU; the monitor's 195 (SM-0045) moves one to AU"
    j.exact("2.7 2019 AU", "group AU 2019", j.n(form("AU"), years=2019), 228, note, relaxed=True)
    j.exact("2.7 2019 AU (229 if CU = 195)", "group AU 2019", j.n(form("AU"), years=2019), 229)
    j.exact(
        "2.7 2015-2017 AU",
        "group AU 2015-2017",
        j.n(form("AU"), years=(2015, 2017)),
        683,
        note,
        relaxed=True,
    )
