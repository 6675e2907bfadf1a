"""What goes up or down over the years, and what other editions print."""

from __future__ import annotations

import polars as pl

from lab.synthetic import domain as d
from lab.synthetic.checks.judging import (
    AFRICA,
    AU,
    CU,
    DUTCH,
    EPS,
    EUROPE,
    OV,
    SU,
    Judge,
    c,
    falls_every_year,
    form,
)
from lab.synthetic.printed import printed, printed_elsewhere


def directions(j: Judge) -> None:
    """What rises and what falls."""

    def f(code: str, y: int) -> int:
        return j.n(form(code), years=y)

    j.true("SM-D001", "victims 2018 below 2017", j.n(years=2018) < j.n(years=2017))
    for name, flag in (("SU", SU), ("AU", AU), ("CU", CU), ("OV", OV)):
        j.true(
            "SM-D003", f"any {name} 2019 above 2018", j.n(flag, years=2019) > j.n(flag, years=2018)
        )
        j.true(
            "SM-D004",
            f"any {name} 2019 not below 2017",
            j.n(flag, years=2019) >= j.n(flag, years=2017),
        )
    for code in ("GO-SU", "CU", "AU", "ONB"):
        j.true("SM-D011 SM-D012 SM-D013", f"{code} 2019 above 2018", f(code, 2019) > f(code, 2018))
    for code, claim in (("ONB", "SM-D014"), ("BL-SU", "SM-D016")):
        shares = {y: f(code, y) / d.VICTIMS[y] for y in d.MAIN}
        j.true(
            claim, f"share of {code} lowest in 2019", min(shares, key=lambda y: shares[y]) == 2019
        )
    j.true(
        "SM-D015",
        "BL-SU 2019 far below 2015, 2016, 2017",
        all(f("BL-SU", 2019) < 0.75 * f("BL-SU", y) for y in (2015, 2016, 2017)),
    )
    dutch = {y: j.n(DUTCH, years=y) / d.VICTIMS[y] for y in d.MAIN}
    j.true(
        "SM-D020",
        "Dutch share 2018 and 2019 below 2015-2017",
        max(dutch[2018], dutch[2019]) < min(dutch[y] for y in (2015, 2016, 2017)),
    )
    falls = {y: j.n(years=y) - j.n(years=y - 1) for y in d.MAIN[1:]}
    j.true(
        "SM-D040 (C-32)",
        "the largest fall is that of 2018",
        min(falls, key=lambda y: falls[y]) == 2018,
    )
    j.between(
        "SM-D040",
        "victims 2017 against 2016, printed as a fall",
        falls[2017],
        -1000,
        -1,
        "C-32: 952 and 956 are both printed",
        relaxed=True,
    )
    j.true(
        "SM-D035 SM-D053 HM-0001",
        "African victims and all victims 2019 far above 2018",
        j.n(AFRICA, years=2019) > 2 * j.n(AFRICA, years=2018),
    )
    j.true("SM-D041", "sexual exploitation is the most frequent form", 2 * j.n(SU) > 5060)
    growth = {
        k: j.n(flag, years=2019) / j.n(flag, years=2018)
        for k, flag in (("SU", SU), ("AU", AU), ("CU", CU), ("OV", OV))
    }
    j.true(
        "SM-D042",
        "largest relative rise 2018-2019 is criminal exploitation",
        max(growth, key=lambda k: growth[k]) == "CU",
    )
    j.between(
        "SM-D008",
        "labour any 2019 against the mean of 2015-2017",
        261 / ((263 + 220 + 230) / 3),
        0.85,
        1.15,
    )
    police = c("reporter_group_code", "POL")
    j.true(
        "SM-D029",
        "police 2018 above 2017",
        j.notes(police, years=2018) > j.notes(police, years=2017),
    )
    for code in ("CU", "AU"):
        j.true(
            "SM-D031",
            f"police {code} 2019 above 2018",
            j.notes(police, form(code), years=2019) > j.notes(police, form(code), years=2018),
        )
    bl = {y: j.notes(police, form("BL-SU"), years=y) for y in d.MAIN}
    go = {y: j.notes(police, form("GO-SU"), ~AFRICA, years=y) for y in d.MAIN}
    j.between("SM-D032", "police BL-SU 2019 / 2018", bl[2019] / bl[2018], 0.95, 1.05)
    j.between(
        "SM-D033",
        "police non-African GO-SU 2019 / 2018, slightly more",
        go[2019] / go[2018],
        1.01,
        1.2,
    )
    j.true(
        "SM-D034",
        "both in 2019 far below 2015",
        bl[2019] < 0.75 * bl[2015] and go[2019] < 0.75 * go[2015],
    )
    minor = c("age_band", "0-17")
    j.true("SM-D048", "minors 2019 above 2018", j.n(minor, years=2019) > j.n(minor, years=2018))


def other_editions(j: Judge) -> None:
    """Numbers of the editions before and after the main one."""
    old, new = (2014, 2018), (2016, 2020)
    j.exact("cross-edition 2014", "victims 2014", j.n(years=2014), 1255)
    j.percent(
        "SM-0063",
        "form unknown 2014-2018",
        j.n(pl.col("is_form_unknown"), years=old),
        j.n(years=old),
        15,
    )
    j.percent("SM-0047", "criminal any 2014-2018", j.n(CU, years=old), j.n(years=old), 5)
    known = SU & (pl.col("sector") != "ONB")
    j.percent("SM-0067", "sector known 2014-2018", j.n(known, years=old), j.n(SU, years=old), 38)
    j.between(
        "SM-0017 (C-19)",
        "change of victims 2014-2018, almost -50%",
        100 * (668 - 1255) / 1255,
        -50,
        -45,
    )
    police, west = c("reporter_group_code", "POL"), EUROPE | DUTCH
    series = [j.notes(police, form("BL-SU", "GO-SU"), west, years=y) for y in range(2014, 2019)]
    j.true(
        "SM-0020",
        "police notifications of Dutch and European sexual victims fall every year 2014-2018",
        falls_every_year(series),
    )
    j.exact(
        "cross-edition 2014 CoMensha",
        "victims 2014 incl. KMar-only sexual",
        j.n(c("population", "ANALYSIS", "KMAR_ONLY_SEXUAL"), years=2014, frame=j.r.known),
        1561,
    )
    j.exact("NB-0005 CR-0006", "victims 2020", j.n(years=2020), 984)
    j.exact("cross-edition 2016-2020", "victims 2016-2020", j.n(years=new), 4894)
    j.percent("NB-0006", "BL-SU among victims 2020", j.n(form("BL-SU"), years=2020), 984, 11)
    j.percent(
        "NB-0006",
        "BL-SU among notifications 2020",
        j.notes(form("BL-SU"), years=2020),
        j.notes(years=2020),
        11,
    )
    j.exact("NB-0008; cross-edition 2020", "labour any 2020", j.n(AU, years=2020), 449)
    aid = j.n(AU, pl.col("groups").str.contains("FW|OVM|ZOCO"), years=2020)
    j.between("NB-0009", "labour victims 2020 known to aid organisations", 100 * aid / 449, 50, 100)
    j.true(
        "NB-0010 NB-0011",
        "BL-SU and victims 2020 below 2019",
        j.n(form("BL-SU"), years=2020) < j.n(form("BL-SU"), years=2019),
    )
    j.between(
        "CR-0001",
        "victims 2020 against 2016, printed as a fall",
        j.n(years=2020) - j.n(years=2016),
        -1000,
        -1,
        "C-31: 952 and 984 are both printed",
        relaxed=True,
    )
    known_sector = {y: j.n(known, years=y) for y in (2016, 2020)}
    visible = {
        y: 100 * j.n(c("sector", "BORDEEL", "RAAM"), years=y) / known_sector[y]
        for y in (2016, 2020)
    }
    j.between(
        "2.4a 2016 visible (low confidence)",
        "visible share of known sectors 2016, above 20%",
        visible[2016],
        20,
        30,
    )
    j.between(
        "2.4a 2020 visible (low confidence)",
        "visible share of known sectors 2020, below 10%",
        visible[2020],
        0,
        10,
    )
    for code in ("POL", "ZOCO"):
        g = c("reporter_group_code", code)
        j.true(
            "CR-0003",
            f"{code} notifications 2020 below 2019",
            j.notes(g, years=2020) < j.notes(g, years=2019),
        )


def later_years(j: Judge) -> None:
    """Numbers of 2021 to 2024."""
    """The editions after 2016-2020, whose population holds the victims of R-08."""
    population = j.r.known.filter(c("population", "ANALYSIS", "KMAR_ONLY_SEXUAL"))
    both = "with KMar-only sexual"

    def n(*conditions: pl.Expr, years: tuple[int, int] | int) -> int:
        return j.n(*conditions, years=years, frame=population)

    def notes(*conditions: pl.Expr, years: int) -> int:
        counted = c("population", "ANALYSIS", "KMAR_ONLY_SEXUAL")
        return j.n(counted, *conditions, years=years, frame=j.r.known_notifications)

    def claimed(source: str, what: str, found: int) -> None:
        j.exact(source, what, found, printed(source))

    for y, source in ((2021, "NR-0001"), (2022, "AF-0001"), (2023, "NJ-0002"), (2024, "AG-0001")):
        claimed(source, f"victims {both} {y}", n(years=y))
    claimed("NR-0001", "victims without KMar-only sexual 2021", j.n(years=2021))
    claimed("GR-0001", f"victims {both} 2018-2022", n(years=(2018, 2022)))
    claimed("NJ-0003", f"victims {both} 2019-2023", n(years=(2019, 2023)))
    labour = printed_elsewhere("Victims of labour exploitation", 2021)
    j.exact("nhnieuws.nl/nieuws/n95887", f"labour any {both} 2021", n(AU, years=2021), labour)
    ukrainian = c("nationality_code", "UKR")
    for y, source in ((2021, "AF-0005"), (2022, "AF-0006")):
        claimed(source, f"Ukrainian victims {both} {y}", n(ukrainian, years=y))
    latin = c("origin_region_code", "LAM")
    for name, origin, y, source in (
        ("African", AFRICA, 2022, "NH-0001"),
        ("African", AFRICA, 2023, "NH-0002"),
        ("Latin American", latin, 2022, "NH-0003"),
        ("Latin American", latin, 2023, "NH-0004"),
    ):
        for unit, found in (
            ("victims", n(SU, origin, years=y)),
            ("notifications", notes(SU, origin, years=y)),
        ):
            claimed(source, f"{name} {unit} of sexual exploitation {both} {y}", found)
    minor = c("age_band", "0-17")
    claimed("NJ-0004", f"minors {both} 2023", n(minor, years=2023))
    claimed("NJ-0005", f"aged 18-22 {both} 2023", n(c("age_band", "18-22"), years=2023))
    claimed("WK-0001", f"minors {both} 2024", n(minor, years=2024))
    j.between(
        "NJ-0006",
        f"younger than 23 {both} 2019-2023, percent",
        100 * n(c("age_band", "0-17", "18-22"), years=(2019, 2023)) / printed("NJ-0003"),
        25.55,
        25.65 - EPS,
    )
    for codes, source in (
        (("BL-SU", "GO-SU"), "NJ-0008"),
        (("AU",), "NJ-0009"),
        (("CU",), "NJ-0010"),
        (("ONB",), "NJ-0011"),
    ):
        found = n(minor, form(*codes), years=(2019, 2023))
        claimed(source, f"minors of {' and '.join(codes)} {both} 2019-2023", found)
    j.exact(
        "NJ-0007",
        f"minors of known form {both} 2019-2023",
        n(minor, ~form("ONB"), years=(2019, 2023)),
        sum(printed(source) for source in ("NJ-0008", "NJ-0009", "NJ-0010")),
        "C-34: 373 is printed; 231 + 18 + 83 are 332",
    )
    for code, *years in (
        ("POL", (2023, 34.5, "BE-0006"), (2024, 31.0, "BE-0001")),
        ("ZOCO", (2023, 29.9, "BE-0007"), (2024, 28.3, "BE-0002")),
        ("FW", (2023, 22.3, "BE-0008"), (2024, 24.2, "BE-0003")),
        ("ISZW", (2023, 3.2, "BE-0009"), (2024, 6.7, "BE-0004")),
        ("KMAR", (2023, 4.8, "BE-0010"), (2024, 6.3, "BE-0005")),
    ):
        for y, share, source in years:
            found = notes(c("reporter_group_code", code), years=y)
            claimed(source, f"notifications {code} {both} {y}", found)
            j.between(
                source,
                f"share of the notifications {code} {both} {y}, percent",
                100 * found / notes(years=y),
                share - 0.05,
                share + 0.05 - EPS,
            )
