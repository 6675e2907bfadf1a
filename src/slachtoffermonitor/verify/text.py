"""Finds the figures of a text, and what their sentence says about them: years, unit and subject.

Dutch and English numbers are read. Years, dates, ages, amounts of money, references and numbers
within words are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

Years = tuple[int, int]
"""First and last year of what a figure counts."""

MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
)
REFERENCES: Final = (
    r"figuur|figuren|figure|figures|fig|tabel|tabellen|table|tables|hoofdstuk|chapter|paragraaf"
    r"|section|par|artikel|article|art|noot|voetnoot|footnote|fn|bijlage|annex|pagina|page|pag|pp?"
    r"|lid|nr|no|nummer|number|bullet|stap|step|deel|part|versie|version|line|regel|isbn|doi"
)
NO_FIGURES: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"<sup>.*?</sup>|<[^>]+>|\]\([^)]*\)|https?://\S+|www\.\S+|\S+@\S+",
        r"^#+\s*\d[\d.]*|^\s*\d{1,3}[.)]?\s+(?=(?-i:[A-Z‘]))",
        r"\b\d{1,2}(?:ste|de|e|st|nd|rd|th)?\.?\s+(?:of\s+)?(?:" + MONTHS + r")\b(?:\s+\d{4})?",
        r"\b(?:" + MONTHS + r")\s+\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+\d{4})?",
        r"\b\d{4}-\d{1,2}(?:-\d{1,2})?\b(?<!\d{4}-\d{4})|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b",
        r"\b(?:" + REFERENCES + r")\.?\s*\d[\d.,]*\w?(?:\s*(?:,|en|and|&|-|t/m)\s*\d[\d.]*\w?)*",
        r"§+\s*\d[\d.]*|\(\d\)(?=\s+(?-i:[a-z]))|kamerstukken[^.]*|ECLI:\S+|postbus\s+\d+"
        r"|(?<![\d.,])\d{1,3}\*?\(\d{1,2}\),\s*\d+(?:-\d+)?",
        r"(?:€|\$|£|\beuro|\beur)\s*\d[\d.,]*|\b\d[\d.,]*\s*(?:euro|eur|miljoen|million|miljard)\b",
        r"\b\d+\s*(?:-|–|tot en met|t/m|tot|to|en|and|or|of)\s*\d+[\s-]*(?:jaar|jarig|years?)\w*",
        r"\b(?:aged?|leeftijd(?:en)?|jonger dan|ouder dan|younger than|older than|under|vanaf)\s+"
        r"\d{1,2}\b(?:\s*(?:to|tot|and|en|-|–)\s*(?:met\s+)?\d{1,2}\b)?",
        r"\b\d{1,2}\s*(?:-|–|tot|to)\s*\d{1,2}\b(?!\s*(?:slachtoffers|victims|%))(?=\s*\))",
        r"\b\d+[\s-]*(?:jaar|jaren|jarig\w*|years?|maand(?:en)?|months?|uur|uren|hours?|dag(?:en)?"
        r"|days?|weken|weeks?|minuten|minutes|keer|times|x)\b",
        r"\b\d{1,2}\+|\b(?:1|one|een|één)\s+(?:op de|op|in|out of|van de)\s+\d+\b",
        r"(?<![\d.,])0\d[\d\s-]+\b|\b\d{4,}-\d+(?!\d{3})\b(?<!\d{4}-\d{4})|\b\d+/\d+\b",
        r"\b\w*[A-Za-zÀ-ÿ_]+[-/]?\d[\w./-]*|\b\d+[A-Za-z]\w*(?:/\w+)?",
    )
)
"""What looks like a figure and is none."""

YEAR: Final = re.compile(
    r"(?<![\d.,/-])((?:19|20)\d{2})(?:\s*[-–/]\s*((?:19|20)\d{2}))?(?![\d.,]?\d)"
)
SPAN: Final = re.compile(
    r"(?:van|from|between|tussen|in)\s+((?:19|20)\d{2})\s+(?:tot en met|t/m|tot|to|through|and|en)"
    r"\s+((?:19|20)\d{2})",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,   ]\d{3})+|\d+(?:[.,]\d{1,2})?)(?![\w]|[.,]\d)"
    r"(\s*(?:%|procent(?!punt)|percent(?!age)|per cent))?",
    re.IGNORECASE,
)
AGAINST: Final = re.compile(
    r"(?:ten opzichte van|vergeleken met|vergelijking met|compared (?:to|with)|dan in|than in|sinds"
    r"|since|vanaf|until|voor|before|after|na)\s+$",
    re.IGNORECASE,
)
"""What stands before a year with which the figure is only compared."""

BEHIND: Final = re.compile(
    r"(?:\s+(?!(?:en|and|tegen|against|but|maar|while|terwijl|naar|to)\b)[^\W\d]+){0,4}"
    r"\s+(?:in|over|for|during|voor|uit)\s+(?:de periode\s+|the period\s+)?|\s*\(",
    re.IGNORECASE,
)
BEFORE: Final = re.compile(r"\s*[:(,]?\s*(?:n\s*=\s*)?")
"""What stands between a number and its year, when the year follows and when it goes before."""

CLAUSE: Final = re.compile(
    r"[,;](?!\d)|\s(?:en|and|tegen|against|while|terwijl|naar|to|from|van)(?=\s+(?:in\s+)?(?:[\d.,]+|19|20))"
)

UNITS: Final = (
    ("notifications", r"(?:politie)?(?:aan)?meldingen|notifications|referrals"),
    (
        "victims",
        r"slachtoffers?|victims?|personen|persons|people|minderjarigen?|minors|mannen|vrouwen"
        r"|jongens|meisjes|men|women|boys|girls|children|kinderen|adults|volwassenen",
    ),
    (
        "other",
        r"verdachten?|suspects?|daders?|perpetrators?|veroordee\w+|convict\w+|prosecut\w+"
        r"|onderzoeken|investigations?|zaken|cases|plekken|plaatsen|places|clients|cliënten"
        r"|landen|countries|nationaliteiten|nationalities|organisaties|dublin\w*",
    ),
)
UNIT: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in UNITS) + r")\b", re.IGNORECASE
)
SENTENCE: Final = re.compile(
    r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-Þ\d])|\n\s*\n|\n(?=\s*[-*•|]|[^\n]*[\t|])"
)


@dataclass(frozen=True)
class Figure:
    """A number of a text, with what its sentence says about it.

    Attributes:
        printed: as the text has it.
        value: the number.
        unit: victims, notifications, percent, other, or empty where the sentence does not say.
        is_unit_beside: whether the unit stands right behind the number.
        years: of the sentence; of the number alone where they stand beside it.
        is_year_beside: whether they do.
        is_year_said: whether the sentence says that the figure is of them; otherwise a sentence
            before it names them, or the figure is only compared with them.
        words: of the sentence.
        line: of the text, from 1.
        sentence: number of the sentence.
        start: place in the sentence.
        gap: what stands between the figure before and this one.
    """

    printed: str
    value: Decimal
    unit: str
    is_unit_beside: bool
    years: tuple[Years, ...]
    is_year_beside: bool
    is_year_said: bool
    words: str
    line: int
    sentence: int
    start: int
    gap: str = field(default="", compare=False)


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in their order."""
    found: list[Figure] = []
    years: tuple[Years, ...] = ()
    for number, (line, sentence) in enumerate(sentences(text)):
        own = tuple(span for span, _, _ in years_in(sentence))
        # A sentence without a year speaks of the years of the one before.
        years = own or years
        if sentence.lstrip().startswith("#"):
            years = own
        found += _in_sentence(sentence, years, line, number)
    return found


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with the line it begins on."""
    begin = 0
    for end in [*(found.end() for found in SENTENCE.finditer(text)), len(text)]:
        if text[begin:end].strip():
            lead = len(text[begin:end]) - len(text[begin:end].lstrip())
            yield text.count("\n", 0, begin + lead) + 1, text[begin:end]
        begin = end


def years_in(sentence: str) -> Iterator[tuple[Years, int, int]]:
    """Yield the years and periods of a sentence, each with its place."""
    spans = [
        ((int(found[1]), int(found[2])), found.start(1), found.end(2))
        for found in SPAN.finditer(sentence)
        if found[0].lower().startswith(("between", "tussen"))
        or re.search(r"t/m|tot en met|through", found[0], re.IGNORECASE)
    ]
    yield from spans
    for found in YEAR.finditer(sentence):
        if any(start <= found.start() < end for _, start, end in spans):
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if first <= last:
            yield (first, last), found.start(), found.end()


def value_of(printed: str) -> Decimal:
    """Return a number that is written the Dutch or the English way."""
    if re.fullmatch(r"\d{1,3}(?:[.,   ]\d{3})+", printed):
        return Decimal(re.sub(r"\D", "", printed))
    return Decimal(printed.replace(",", "."))


def _in_sentence(
    sentence: str, years: tuple[Years, ...], line: int, number: int
) -> Iterator[Figure]:
    spans = list(years_in(sentence))
    plain = _without(sentence, [(start, end) for _, start, end in spans])
    last = 0
    matches = list(NUMBER.finditer(plain))
    for place, found in enumerate(matches):
        following = matches[place + 1].start() if place + 1 < len(matches) else len(plain)
        unit, is_beside = _unit(plain, found, min(following, found.end() + 60))
        beside = _years_beside(sentence, found, spans)
        yield Figure(
            printed=found[0].strip(),
            value=value_of(found[1]),
            unit=unit,
            is_unit_beside=is_beside,
            years=(beside,) if beside else years,
            is_year_beside=beside is not None,
            is_year_said=beside is not None
            or any(not AGAINST.search(sentence[:start]) for _, start, _ in spans),
            words=sentence,
            line=line
            + sentence[len(sentence) - len(sentence.lstrip()) : found.start()].count("\n"),
            sentence=number,
            start=found.start(),
            gap=sentence[last : found.start()],
        )
        last = found.end()


def _without(sentence: str, spans: list[tuple[int, int]]) -> str:
    """Blank out what is no figure, every character by one."""
    plain = sentence
    for start, end in spans:
        plain = plain[:start] + "\x00" * (end - start) + plain[end:]
    # Dates are looked for in the sentence as it stands, the years still in it.
    for pattern in NO_FIGURES:
        for source in (sentence, plain):
            for found in pattern.finditer(source):
                width = found.end() - found.start()
                plain = plain[: found.start()] + "\x00" * width + plain[found.end() :]
    return plain


def _unit(plain: str, found: re.Match[str], end: int) -> tuple[str, bool]:
    """Return the unit of a number: what it stands before, or the only one of the sentence."""
    # `18-20%`: both are percentages.
    if found[2] or re.match(
        r"\s*[-–]\s*\d+(?:[.,]\d+)?\s*(?:%|procent|percent)", plain[found.end() :]
    ):
        return "percent", True
    behind = re.split(r"[,;:.()]", plain[found.end() : end])[0]
    if named := UNIT.search(behind):
        return str(named.lastgroup), len(behind[: named.start()].split()) <= 2
    if re.match(r"\s*(?:van|of|aan)\s+(?:de|the|alle|all)\b", plain[found.end() :]) and (
        named := UNIT.search(plain[found.end() :])
    ):
        return str(named.lastgroup), False
    units = {str(named.lastgroup) for named in UNIT.finditer(plain)}
    return (units.pop(), False) if len(units) == 1 else ("", False)


def _years_beside(
    sentence: str, found: re.Match[str], spans: list[tuple[Years, int, int]]
) -> Years | None:
    """Return the year of a number: beside it (`in 2018 668`), or the only one of its clause."""
    for years, start, end in spans:
        behind, before = sentence[found.end() : start], sentence[end : found.start()]
        if start >= found.end() and BEHIND.fullmatch(behind):
            return years
        if end <= found.start() and BEFORE.fullmatch(before):
            return years
    begin = max((cut.end() for cut in CLAUSE.finditer(sentence[: found.start()])), default=0)
    cut = CLAUSE.search(sentence, found.end())
    end = cut.start() if cut else len(sentence)
    inside = [
        years
        for years, start, last in spans
        if begin <= start and last <= end and not AGAINST.search(sentence[:start])
    ]
    return inside[0] if len(inside) == 1 else None
