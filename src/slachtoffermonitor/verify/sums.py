"""Finds sums and shares of a text that cannot be, and periods that are compared with themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise
from typing import Final

from slachtoffermonitor.verify.text import Figure

WITHIN: Final = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:van de|van|of the|of|out of|op de|from the|from)\s+"
    r"(?:(?:all|alle|totaal|total|in totaal|ruim|bijna|de|the)\s+)*$",
    re.IGNORECASE,
)
"""Between a part and its whole: `456 (37%) of the 1,233`."""

OUT_OF: Final = re.compile(
    r"^\W*(?:of|van|among|onder)\s+(?:the|de|all|alle)(?:\s+(?:the|de|total|in totaal))?\s*$",
    re.IGNORECASE,
)
"""What a sentence begins with that names a whole first."""

INSIDE: Final = re.compile(
    r"\b(?:waarvan|van wie|onder wie|of whom|of which|including|inclusief|namely|namelijk|te weten"
    r"|verdeeld|bestaande uit|consisting of|divided|naar leeftijd|by age|by form|by sex|by year)\b"
    r"|:",
    re.IGNORECASE,
)
"""What stands between a whole and the list of its parts."""

CHANGE: Final = re.compile(
    r"\b(?:stijging|toename|groei|daling|afname|gestegen|gedaald|rise|increase|growth|fall|decrease"
    r"|decline|drop|up|down)\b[^.;]{0,30}$|\([+-−]\s*$",
    re.IGNORECASE,
)

TOGETHER: Final = re.compile(
    r"(?:in totaal|totaal|in total|total of|altogether|samen|together|make|maken|=)\D*$",
    re.IGNORECASE,
)
IN_TOTAL: Final = re.compile(r"\D{0,60}\b(?:in totaal|in total|altogether)\b", re.IGNORECASE)
BREAK: Final = re.compile(r"waarvan|of whom|of which|van wie|onder wie|[.;]\s", re.IGNORECASE)
LINK: Final = re.compile(r",|\+|\ben\b|\band\b|&")

PERIOD: Final = re.compile(
    r"(?P<quarter>Q[1-4]|(?:eerste|tweede|derde|vierde|first|second|third|fourth|1e|2e|3e|4e)\s+"
    r"(?:kwartaal|quarter)|(?:january|january|april|july|october|januari|juli|oktober)\s+"
    r"(?:to|tot en met|t/m|tot|until|through|-|–)\s+(?:march|june|september|december|maart|juni))"
    r"\s+(?:van\s+|of\s+)?(?P<year>(?:19|20)\d{2})",
    re.IGNORECASE,
)
COMPARED: Final = re.compile(
    r"\b(?:compared (?:to|with)|vergeleken met|in vergelijking met|ten opzichte van|than in"
    r"|dan in|against)\b",
    re.IGNORECASE,
)
MOST_ABOVE: Final = Decimal("1.5")
"""Parts that are more than this many times a number were no parts of it."""

Objection = tuple[str, str]
"""Verdict and arithmetic."""

Totals = Mapping[tuple[Decimal, int], str]


def objections_of_sums(text: str, figures: list[Figure], totals: Totals) -> dict[Figure, Objection]:
    """Return the figures that do not add up, with the arithmetic.

    Args:
        text: the whole text; its first quarter is the one that it reports on.
        figures: of the text.
        totals: number and year -> the population that it is the total of.
    """
    found: dict[Figure, Objection] = {}
    by_sentence = [list(group) for _, group in groupby(figures, lambda figure: figure.sentence)]
    for place, sentence in enumerate(by_sentence):
        before = by_sentence[place - 1] if place else []
        if before and before[-1].sentence != sentence[0].sentence - 1:
            before = []
        for figure, remark in (
            *_shares(sentence),
            *_parts(sentence),
            *_after_whole(sentence),
            *_changes(sentence),
        ):
            found.setdefault(figure, ("sum", remark))
        for whole, remark in _bases(sentence, totals):
            found.setdefault(whole, ("basis", remark))
        for whole, parts in _lists(sentence, before):
            if objection := _held(whole, parts):
                found.setdefault(whole, objection)
        if charged := _same_period(sentence, PERIOD.search(text)):
            found.setdefault(charged[0], ("period", charged[1]))
    return found


def _shares(sentence: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """`456 (34%) of the 1,233`: the share is that of the counts."""
    for part, share, whole in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if (
            share.unit != "percent"
            or "percent" in (part.unit, whole.unit)
            or not re.fullmatch(r"[^,;.]{0,25}\(\s*", share.gap)
            or not WITHIN.search(whole.gap.lstrip(" )%"))
            or whole.value == 0
        ):
            continue
        percent = part.value * 100 / whole.value
        digits = Decimal(1).scaleb(min(0, int(share.value.as_tuple().exponent)))
        if percent.quantize(digits, ROUND_HALF_UP) != share.value:
            yield share, f"{part.value} of {whole.value} is {percent:.1f} percent."


def _parts(sentence: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """`1,500 of the 1,334`: no part is more than its whole."""
    for part, whole in pairwise(sentence):
        counts = "percent" not in (part.unit, whole.unit)
        if counts and WITHIN.fullmatch(whole.gap) and part.value > whole.value:
            yield part, f"{part.value} are more than the {whole.value} of which they are part."


def _after_whole(sentence: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """`Of the 668 victims in 2018, 700 were adults`: no part is more than its whole."""
    counts = [figure for figure in sentence if figure.unit not in ("percent", "other")]
    if len(counts) > 1 and OUT_OF.search(counts[0].gap) and counts[1].value > counts[0].value:
        yield counts[1], f"{counts[1].value} are more than {counts[0].value}."


def _changes(sentence: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """`from 668 in 2018 to 1,334 in 2019, a rise of 100 percent`: the counts say how much."""
    for first, second, change in zip(sentence, sentence[1:], sentence[2:], strict=False):
        counts = "percent" not in (first.unit, second.unit) and first.unit != "other"
        if not (counts and change.unit == "percent" and CHANGE.search(change.gap)):
            continue
        if not (first.is_year_beside and second.is_year_beside) or first.years == second.years:
            continue
        old, new = sorted((first, second), key=lambda figure: figure.years)
        if old.value == 0:
            continue
        percent = abs(new.value - old.value) * 100 / old.value
        digits = Decimal(1).scaleb(min(0, int(change.value.as_tuple().exponent)))
        if percent.quantize(digits, ROUND_HALF_UP) != change.value:
            yield change, f"From {old.value:,} to {new.value:,} is {percent:.1f} percent."


def _lists(sentence: list[Figure], before: list[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """`373, of whom 231, 18, 83 and 45`: a whole, and parts that exclude each other."""
    counts = [figure for figure in sentence if figure.unit != "percent"]
    for place, whole in enumerate(counts[:-1]):
        if INSIDE.search(counts[place + 1].gap):
            yield whole, _run(counts[place + 1 :])
            break
    else:
        earlier = [figure for figure in before if figure.unit != "percent"]
        if earlier and len(counts) > 2 and _run(counts) == counts:
            yield earlier[-1], counts
    # The whole can stand behind: 62 and 606 make 668; 348 for one form, 393 for another, 62 in all.
    if len(counts) > 2 and (TOGETHER.search(counts[-1].gap) or IN_TOTAL.match(_after(counts[-1]))):
        yield counts[-1], _run(counts[:-1])


def _after(figure: Figure) -> str:
    return figure.words[figure.start + len(figure.printed) :]


def _run(parts: list[Figure]) -> list[Figure]:
    """Return the figures of one list: the first, and those behind it that stand close together."""
    listed = parts[:1]
    for part in parts[1:]:
        if len(part.gap) > 60 or BREAK.search(part.gap) or not LINK.search(part.gap):
            break
        listed.append(part)
    return listed


def _held(whole: Figure, parts: list[Figure]) -> Objection | None:
    units = {figure.unit for figure in (whole, *parts)} - {"", "victims"}
    if len(units) > 1 or len(parts) < 2:
        return None
    if any(part.is_year_beside and part.years != whole.years for part in parts):
        spans = {year for first, last in whole.years for year in range(first, last + 1)}
        if len(spans) < 2 or not all(set(part.years[0]) <= spans for part in parts):
            return None
    total = sum((part.value for part in parts), Decimal(0))
    shown = " + ".join(f"{part.value:,}" for part in parts) + f" = {total:,}"
    if max(part.value for part in parts) > whole.value or (
        whole.value < total <= whole.value * MOST_ABOVE
    ):
        return "sum", f"{shown}, more than {whole.value:,}."
    return None


def _bases(sentence: list[Figure], totals: Totals) -> Iterator[tuple[Figure, str]]:
    """`1,372 victims, 108 minors, 1,105 adults, 121 unknown`: the parts of another total."""
    counts = [figure for figure in sentence if figure.unit != "percent"]
    for place, whole in enumerate(counts):
        parts = _run(counts[place + 1 :])
        for last in range(2, len(parts) + 1):
            total = sum((part.value for part in parts[:last]), Decimal(0))
            for year, _ in whole.years:
                of_whole, of_parts = totals.get((whole.value, year)), totals.get((total, year))
                if of_whole and of_parts and of_whole != of_parts:
                    shown = " + ".join(f"{part.value:,}" for part in parts[:last])
                    yield whole, f"{shown} = {total:,}: {of_parts}. The total: {of_whole}."


def _same_period(
    sentence: list[Figure], reported: re.Match[str] | None
) -> tuple[Figure, str] | None:
    """Say so when a sentence compares a quarter with itself, or with the one reported on."""
    words = sentence[0].words
    compared = COMPARED.search(words)
    behind = PERIOD.search(words, compared.end()) if compared else None
    if not compared or not behind or behind.start() - compared.end() > 12:
        return None
    ahead = PERIOD.search(words[: compared.start()]) or reported
    if not ahead or _named(ahead) != _named(behind):
        return None
    # The figure of the comparison stands behind the quarter, or else before it.
    after = [figure for figure in sentence if figure.start > behind.start()]
    return (after or sentence[::-1])[0], f"{behind[0]} is compared with itself."


def _named(period: re.Match[str]) -> tuple[str, str]:
    return period["quarter"].lower(), period["year"]
