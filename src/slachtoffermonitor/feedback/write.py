"""Writes a reporter's files: a page to read, and the list of its records for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path
from typing import Final

from slachtoffermonitor.delivery import SYNTHETIC_MARK
from slachtoffermonitor.feedback.read import Counted, Reason, Reporter, Told
from slachtoffermonitor.publication.audiences import DELIVERED_MARK
from slachtoffermonitor.site.texts import DIALECTS

PAGE: Final = "terugmelding.html"
LIST: Final = "records.csv"
COLUMNS: Final = (
    *("soort", "record", "melding", "levering", "jaar", "kenmerk", "code"),
    *("ander record", "reden", "wat te doen"),
)
REGISTRY_COLUMNS: Final = (*COLUMNS, "melder", "andere melder")
STATUS_COLUMN: Final = "data_status"

LookAt = Sequence[tuple[str, Reason, int]]

_STYLE: Final = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold}"
    "th,td{border-bottom:1px solid #767676;padding:.2rem .6rem;text-align:left;"
    "vertical-align:top}"
    "td.number,th.number{text-align:right;white-space:nowrap}"
    ".mark{border:2px solid;padding:.5rem;font-weight:bold}"
)


def mark(reporter: Reporter, *, synthetic: bool) -> str:
    """Return what every row and page of a reporter's files says of the data."""
    if synthetic:
        return f"{SYNTHETIC_MARK}, verzonnen gegevens"
    return f"{DELIVERED_MARK}, vertrouwelijk, alleen voor {reporter.label}"


def write_list(file: Path, reporter: Reporter, status: str, rows: Iterable[dict[str, str]]) -> int:
    """Write a list of records as a Dutch spreadsheet reads it.

    Args:
        file: where; it begins with a byte order mark, and its lines end as on Windows.
        reporter: whose records.
        status: what every row says of the data.
        rows: by heading, as text in which a spreadsheet sees no formula.

    Returns:
        The number of rows.

    Raises:
        OSError: the system refuses.
    """
    columns = (*(REGISTRY_COLUMNS if reporter.is_registry else COLUMNS), STATUS_COLUMN)
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(
            stream,
            columns,
            delimiter=DIALECTS["nl"].delimiter,
            quoting=csv.QUOTE_ALL,
            lineterminator="\r\n",
        )
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {STATUS_COLUMN: status})
            count += 1
    return count


def write_page(
    file: Path, reporter: Reporter, status: str, look_at: LookAt, told: Told | None
) -> None:
    """Write the page that stands before the list.

    Args:
        file: where.
        reporter: who is told.
        status: what the page says of the data.
        look_at: what stands in the list: kind, reason and how often.
        told: what else there is; none of a build that stopped.

    Raises:
        OSError: the system refuses.
    """
    title = f"Terugmelding voor {reporter.label}"
    lines = [
        "<!doctype html>",
        '<html lang="nl">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body><main>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="mark">{escape(status)}</p>',
        *_said(_opening(reporter, is_stopped=told is None)),
        *(_records(reporter, told) if told else []),
        *_table(
            f"Records om na te kijken, met hun nummer in {LIST}",
            ("soort", "reden", "wat te doen", "aantal"),
            [
                (kind, reason.sentence, reason.what_to_do, number(count))
                for kind, reason, count in look_at
            ],
            texts=3,
        ),
        *(_elsewhere(told) if told and told.elsewhere else []),
        "</main></body>",
        "</html>",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def number(value: int) -> str:
    """Return a number as it is written in Dutch, such as 1.234."""
    return f"{value:,}".replace(",", ".")


def share(part: int, whole: int) -> str:
    """Return a share in per cent with one decimal, such as 12,5%; a dash of nothing."""
    if whole == 0:
        return "–"
    exact = Decimal(100 * part) / Decimal(whole)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%".replace(".", ",")


def _opening(reporter: Reporter, *, is_stopped: bool) -> str:
    if is_stopped:
        return (
            "Het register kon niet worden verwerkt, omdat er codes in staan die in geen enkele "
            f"codelijst voorkomen. Het bestand {LIST} noemt de records met hun nummer. Een tekst "
            "die over een persoon kan gaan, staat er niet bij."
        )
    if reporter.is_registry:
        return (
            "Hier staan de records waarvan de melder niet bekend is, en wat twee melders raakt: "
            "dubbele en tegenstrijdige records, met beide nummers. Geef dit niet aan een melder."
        )
    return (
        "Hier staat wat er met de geleverde records gebeurde en wat eraan te verbeteren valt. "
        f"Het bestand {LIST} noemt de records met hun nummer. Verbeter ze in de eigen "
        "administratie en lever ze opnieuw."
    )


def _records(reporter: Reporter, told: Told) -> list[str]:
    """Return what became of the records, the shares, and the codes that count as unknown."""
    if not _sum(told.outcomes).all_years:
        return []
    before, year = str(told.year - 1), str(told.year)
    lines = _table(
        "Wat er met de records gebeurde",
        ("uitkomst", before, year, "alle jaren"),
        [_counts(one) for one in told.outcomes] + [_counts(_sum(told.outcomes))],
    )
    lines += _said("Records zonder bruikbare ontvangstdatum staan alleen bij alle jaren.")
    if not reporter.is_registry:
        lines += _table(
            f"Aandelen, met die van {before} ernaast",
            ("aandeel", before, f"aantal {before}", year, f"aantal {year}"),
            [
                (
                    one.name,
                    share(*one.before),
                    f"{number(one.before[0])} van {number(one.before[1])}",
                    share(*one.year),
                    f"{number(one.year[0])} van {number(one.year[1])}",
                )
                for one in told.shares
            ],
        )
        lines += _said(
            "Onbekende waarden zijn geteld in de records die niet zijn afgewezen, vervangen of "
            "ingetrokken. Sector en soort zijn alleen geteld bij de vorm van uitbuiting waar zij "
            "bij horen."
        )
    return lines + _table(
        "Codes die als onbekend tellen",
        ("kenmerk", "code", "waarom", "wat te doen", before, year, "alle jaren"),
        [
            (
                one.attribute,
                one.code,
                one.reason.sentence,
                one.reason.what_to_do,
                *_counts(one.records)[1:],
            )
            for one in told.codes
        ],
        texts=4,
    )


def _elsewhere(told: Told) -> list[str]:
    return _table(
        "Records die raken aan een record van een andere melder",
        ("soort", "kenmerk", "aantal"),
        [(kind, attribute, number(count)) for kind, attribute, count in told.elsewhere],
        texts=2,
    ) + _said(
        "Deze records staan niet met hun nummer in de lijst, want dat zou verraden dat een andere "
        "melder deze persoon ook heeft gemeld. De beheerder van het register heeft de nummers."
    )


def _said(text: str) -> list[str]:
    return [f"<p>{escape(text)}</p>"]


def _counts(one: Counted) -> tuple[str, str, str, str]:
    return one.name, number(one.before), number(one.year), number(one.all_years)


def _sum(outcomes: Sequence[Counted]) -> Counted:
    return Counted(
        "Alle records",
        sum(one.before for one in outcomes),
        sum(one.year for one in outcomes),
        sum(one.all_years for one in outcomes),
    )


def _table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1
) -> list[str]:
    """Return a table; its first columns are texts, the others numbers."""
    if not rows:
        return [f"<p>{escape(caption)}: geen.</p>"]

    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="number"' if place >= texts else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{escape(text)}</{tag}>"

    lines = [f"<table><caption>{escape(caption)}</caption>"]
    lines.append(
        "<thead><tr>"
        + "".join(cell("th", place, head) for place, head in enumerate(heads))
        + "</tr></thead><tbody>"
    )
    lines += [
        "<tr>" + "".join(cell("td", place, text) for place, text in enumerate(row)) + "</tr>"
        for row in rows
    ]
    return [*lines, "</tbody></table>"]
