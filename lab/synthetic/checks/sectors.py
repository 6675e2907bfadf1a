"""Figuren 2.4 to 2.6: sectors and manners."""

from __future__ import annotations

import polars as pl

from lab.synthetic import domain as d
from lab.synthetic.checks.judging import AFRICA, EPS, MAIN, SU, Judge, c, falls_every_year, rises


def prostitution(j: Judge) -> None:
    """Figuren 2.4a and 2.4b: sectors of sexual exploitation."""
    known = SU & (pl.col("sector") != "ONB")
    claims = {
        2015: ("SM-0070", "SM-0069", 36),
        2016: ("SM-0072", "SM-0071", 39),
        2017: ("SM-0074", "SM-0073", 31),
        2018: ("SM-0076", "SM-0075", 57),
        2019: ("SM-0078", "SM-0077", 55),
    }
    for y, (count, share, p) in claims.items():
        j.exact(f"{count}; 2.4a {y}", f"sector known {y}", j.n(known, years=y), d.KNOWN_SECTOR[y])
        j.percent(
            f"{share}; 2.4a {y}", f"sector known {y}", j.n(known, years=y), j.n(SU, years=y), p
        )
    j.exact("SM-0068", "sector known 2015-2019", j.n(known), 1380)
    j.percent("SM-0065", "sector known 2015-2019", j.n(known), 3148, 44)
    j.exact("SM-0083", "sexual any 2015-2016", j.n(SU, years=(2015, 2016)), 1233)
    j.exact("SM-0084 (C-02)", "sexual any 2017-2019", j.n(SU, years=(2017, 2019)), 1915)
    j.exact("SM-0090", "sector known 2015-2016", j.n(known, years=(2015, 2016)), 456)
    j.percent(
        "SM-0091",
        "sector known 2015-2016",
        j.n(known, years=(2015, 2016)),
        1233,
        37,
        "C-01: 34% is printed, 37% follows",
    )
    j.exact("SM-0093", "sector known 2017-2019", j.n(known, years=(2017, 2019)), 924)
    total = 0.0
    for years, n, cover, less, ids in (
        ((2015, 2016), 826, 67, 75, "SM-0082 SM-0097 SM-0098"),
        ((2017, 2019), 1680, 88, 89, "SM-0085 SM-0095 SM-0099 SM-0100"),
    ):
        label = f"{years[0]}-{years[1]}"
        result = j.r.visibility(label)
        total += result["covered"]
        j.exact(
            f"{ids}; 2.4b {label}",
            f"known or imputed {label}",
            result["covered"],
            n,
            "C-02" if n == 1680 else "",
        )
        j.percent(
            f"{ids}; 2.4b {label}", f"coverage {label}", result["covered"], result["n"], cover
        )
        j.percent(
            f"{ids}; 2.4b {label}", f"less visible {label}", result["less"], result["covered"], less
        )
        j.percent(
            f"{ids}; 2.4b {label}",
            f"visible {label}",
            result["covered"] - result["less"],
            result["covered"],
            100 - less,
        )
    j.exact("SM-0087; 2.4b n", "known or imputed 2015-2019", total, 2506)
    j.percent("SM-0086", "coverage 2015-2019", total, 3148, 80)
    j.percent("SM-0094 (C-02)", "sector known / known or imputed 2017-2019", 924, 1680, 55)
    j.between(
        "SM-0089 (C-16)",
        "coverage of 2.4b minus 2.4a, percentage points",
        100 * (total - j.n(known)) / 3148,
        35.5,
        36.5 - EPS,
    )
    visible = c("sector", "BORDEEL", "RAAM")
    shares = [j.n(visible, years=y) / j.n(known, years=y) for y in d.MAIN]
    j.true(
        "SM-D007",
        "visible share of known sectors falls every year",
        falls_every_year(shares),
    )
    street = [j.n(c("sector", "STRAAT"), years=y) for y in d.MAIN]
    j.true(
        "SM-D006",
        "street prostitution rises every year",
        rises(street),
    )
    j.true(
        "SM-D005", "sector known rises 2015-2019", j.n(known, years=2019) > j.n(known, years=2015)
    )
    j.true("SM-D044", "sector unknown for the majority", j.n(SU) > 2 * j.n(known))
    j.true("SM-D045 SM-D055", "less visible far above visible", 4 * j.n(visible) < j.n(known))


def labour_and_crime(j: Judge) -> None:
    """Figuren 2.5 and 2.6."""

    def sector(code: str, years: tuple[int, int] | int = MAIN) -> int:
        return j.n(c("chosen", code), years=years, frame=j.r.labour)

    for code, n in d.LABOUR_SECTORS.items():
        j.exact(f"2.5 {code}", f"labour sector {code} 2015-2019", sector(code), n)
    j.exact("2.5 A + T", "agriculture and domestic work together", sector("A") + sector("T"), 277)
    j.percent(
        "SM-0111; 2.5 share known", "labour sector known 2015-2019", 1088 - sector("ONB"), 1088, 72
    )
    j.percent("SM-0112; 2.5 2019", "labour sector known 2019", 261 - sector("ONB", 2019), 261, 59)
    people = j.r.criminal
    drugs = c("chosen", "DRUGS")
    j.between(
        "SM-0121; 2.6 drugs",
        "drug offences, share of 519, just over two thirds",
        100 * j.n(drugs, frame=people) / 519,
        66.67,
        69,
    )
    j.percent(
        "SM-0122 (C-30); 2.6 2019",
        "African among drug offences 2019",
        j.n(drugs, AFRICA, years=2019, frame=people),
        j.n(drugs, years=2019, frame=people),
        85,
    )
    for code, claim in (("BEDELEN", "SM-D009"), ("DRUGS", "SM-D010")):
        counts = [j.n(c("chosen", code), years=y, frame=people) for y in range(2016, 2020)]
        j.true(
            claim,
            f"{code} rises every year 2016-2019",
            rises(counts),
        )
