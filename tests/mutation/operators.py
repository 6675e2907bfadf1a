"""The changes: each operator makes one small change in a model or macro, wherever it fits."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from .source import Source, Span

CLAUSE_END: Final = (
    *("group", "order", "having", "qualify", "union", "left", "inner", "cross", "join", "where"),
    *("window", "limit"),
)
"""Words that end a condition."""

TWINS: Final = (
    ("year_from", "year_to"),
    ("registered_from_year", "registered_to_year"),
    ("imputation_second_period_from_year", "year_from"),
    ("received_on", "delivered_on"),
    ("first_notified_on", "first_known_on"),
    ("receipt_rank", "source_priority"),
    ("is_notification", "is_emm"),
    ("is_emm_known", "has_om_letter"),
    ("is_emm_only", "is_om_letter_only"),
    ("is_notifier", "is_om_letter"),
    ("has_sexual", "has_labour"),
    ("has_criminal", "has_organ"),
    ("is_reported_by_police", "is_reported_by_kmar"),
    ("is_reported_by_iszw", "is_reported_by_care_coordinator"),
    ("is_reported_by_fairwork", "is_reported_by_other"),
    ("gender_code", "age_band_code"),
    ("nationality_code", "origin_region_code"),
    ("prostitution_sector_code", "visibility_code"),
    ("labour_sector_combination_code", "criminal_manner_combination_code"),
    ("is_known", "is_imputed"),
    ("visible_count", "less_visible_count"),
    ("unknown_count", "known_count"),
    ("adopted_form_code", "other_form_code"),
    ("age_years", "age_on_31_december"),
    ("reporter_group_code", "reporter_code"),
    ("published_code", "category_code"),
    ("resolved_code", "standard_code"),
    ("labour_sector_code", "isic_section_code"),
)
"""Columns that stand beside each other and could be mistaken for each other."""

FUNCTIONS: Final = {
    "min": "max",
    "max": "min",
    "min_by": "max_by",
    "max_by": "min_by",
    "sum": "max",
    "bool_or": "bool_and",
    "bool_and": "bool_or",
    "bit_or": "bit_and",
    "rank": "dense_rank",
    "floor": "ceil",
    "round": "trunc",
    "isoyear": "year",
    "upper": "lower",
    "lower": "upper",
}

COMPARISONS: Final = {">=": ">", ">": ">=", "<=": "<", "<": "<="}

ARITHMETIC: Final = {"+": "-", "-": "+", "*": "+", "/": "*", "&": "|"}


@dataclass(frozen=True)
class Change:
    """A stretch of the text, and what takes its place.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        text: what takes its place.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Mutant:
    """One rule with one thing changed.

    Attributes:
        key: `<name>:<operator>:<digest>`; the digest is of the lines around, so that a key stays
            when something else in the file changes.
        name: the model or macro file, without its ending; a seed's name.
        path: the file, from the project's root.
        operator: the kind of change.
        line: the line of the change, from 1.
        before: what stood there, on one line.
        after: what stands there now, on one line.
        content: the whole text of the file.
    """

    key: str
    name: str
    path: str
    operator: str
    line: int
    before: str
    after: str
    content: str


Operator = Callable[[Source], Iterator[Change]]


def comparison(source: Source) -> Iterator[Change]:
    """`>=` for `>`, `<` for `<=`."""
    for token in source.tokens:
        if token.kind == "operator" and token.text in COMPARISONS:
            yield Change(token.start, token.end, COMPARISONS[token.text])


def connective(source: Source) -> Iterator[Change]:
    """`or` for `and` and the reverse; not between the keys of a join, nor in a `between`."""
    keys = _join_keys(source)
    between: list[int] = []
    for index, token in enumerate(source.tokens):
        if token.is_word("between"):
            between.append(token.depth)
        elif token.is_word("and"):
            if between and between[-1] == token.depth:
                between.pop()
            elif index not in keys:
                yield Change(token.start, token.end, "or")
        elif token.is_word("or"):
            yield Change(token.start, token.end, "and")


def negation(source: Source) -> Iterator[Change]:
    """Leave a `not` out, turn `is null` round."""
    for index, token in enumerate(source.tokens):
        if token.is_word("not"):
            yield Change(token.start, source.tokens[index + 1].start, "")
        elif source.words(index, "is", "null") or source.words(index, "is", "distinct"):
            yield Change(token.end, token.end, " not")


def condition(source: Source) -> Iterator[Change]:
    """Drop one condition of a `where`, `having` or `filter`, a key of a join, or a `when`."""
    for index, token in enumerate(source.tokens):
        if not token.is_word("where", "on", "having", "when"):
            continue
        span = _condition_after(source, index)
        if token.is_word("when"):
            if _is_searched(source, index):
                yield _replace(source, span, "false")
            continue
        parts = source.split(span, "and")
        if token.is_word("on") and len(parts) < 2:
            continue
        for part in parts:
            yield _replace(source, part, "true")
            choices = source.split(part, "or")
            if len(choices) > 1:
                for choice in choices:
                    yield _replace(source, choice, "false")


def bracketed_condition(source: Source) -> Iterator[Change]:
    """Drop one condition within brackets."""
    for index, token in enumerate(source.tokens):
        if token.text != "(" or index + 1 >= len(source.tokens):
            continue
        if source.tokens[index + 1].is_word("select", "values", "partition", "where", "order"):
            continue
        span = (index + 1, source.end_of(index + 1))
        if any(inner.kind == "block" for inner in source.tokens[slice(*span)]):
            continue
        parts = source.split(span, "and")
        choices = source.split(span, "or")
        if len(choices) > 1:
            for part in choices:
                yield _replace(source, part, "false")
        elif len(parts) > 1:
            for part in parts:
                yield _replace(source, part, "true")


def join(source: Source) -> Iterator[Change]:
    """`inner` for `left`. The reverse changes nothing wherever every code is in its list."""
    for index, token in enumerate(source.tokens):
        if source.words(index, "left", "join"):
            yield Change(token.start, token.end, "inner")


def union(source: Source) -> Iterator[Change]:
    """`union` for `union all`."""
    for index, token in enumerate(source.tokens):
        if source.words(index, "union", "all"):
            yield Change(token.start, source.tokens[index + 1].end, "union")


def branch(source: Source) -> Iterator[Change]:
    """Leave one of the parts of a union out."""
    for index in range(len(source.tokens)):
        if not source.words(index, "union", "all"):
            continue
        depth = source.tokens[index].depth
        end = source.end_of(index + 2, "union")
        begin = index
        while begin > 0:
            before = source.tokens[begin - 1]
            if before.depth < depth or before.is_word("union") or before.text == "(":
                break
            begin -= 1
        if begin > 0 and source.tokens[begin - 1].is_word("union"):
            begin += 1  # behind its `all`
        parts = [(begin, index), (index + 2, end)]
        blocks = [any(t.kind == "block" for t in source.tokens[a:b]) for a, b in parts]
        first_of_all = not source.tokens[begin - 1].is_word("union")
        if not blocks[0] and first_of_all:
            yield Change(source.tokens[begin].start, source.tokens[index + 2].start, "")
        if not blocks[1]:
            yield Change(source.tokens[index].start, source.tokens[end - 1].end, "")


def direction(source: Source) -> Iterator[Change]:
    """`desc` for `asc`; not in the order of the finished table, nor for the key that ends ties."""
    for keys in _orders(source):
        for first, last in keys[: max(len(keys) - 1, 1)]:
            for token in source.tokens[first:last]:
                if token.is_word("asc", "desc"):
                    turned = "desc" if token.is_word("asc") else "asc"
                    yield Change(token.start, token.end, turned)


def order_key(source: Source) -> Iterator[Change]:
    """Swap two keys of an order, or leave one out; not the key that only ends ties."""
    for keys in _orders(source):
        yield from _swaps(source, keys[:-1])
        if len(keys) > 1:
            yield from list(_omissions(source, keys))[:-1]


def _orders(source: Source) -> Iterator[list[Span]]:
    """Find the keys of every order but that of the finished table."""
    for index, token in enumerate(source.tokens):
        if token.depth > 0 and source.words(index, "order", "by"):
            yield source.split((index + 2, source.end_of(index + 2)), ",")


def partition_key(source: Source) -> Iterator[Change]:
    """Leave a key of a window out."""
    for index, token in enumerate(source.tokens):
        if not source.words(index, "partition", "by"):
            continue
        end = source.end_of(index + 2, "order")
        keys = source.split((index + 2, end), ",")
        if len(keys) > 1:
            yield from _omissions(source, keys)
        else:
            yield Change(token.start, source.tokens[end - 1].end, "")


def default(source: Source) -> Iterator[Change]:
    """Swap the first two values of a `coalesce`, or keep only one of them."""
    for index, token in enumerate(source.tokens):
        if not token.is_word("coalesce"):
            continue
        end = source.end_of(index + 2)
        values = source.split((index + 2, end), ",")
        if len(values) < 2:
            continue
        texts = [source.text_of(value) for value in values]
        whole = (token.start, source.tokens[end].end)
        constant = len(values) == 2 and source.tokens[values[1][0]].kind in ("string", "number")
        constant = constant or texts[1] in ("true", "false")
        yield Change(*whole, texts[0])
        if not constant:
            yield from _swaps(source, values)
            if len(values) == 2:
                yield Change(*whole, texts[1])


def case_step(source: Source) -> Iterator[Change]:
    """Swap two steps of a `case`."""
    for index, token in enumerate(source.tokens):
        if not token.is_word("case"):
            continue
        steps, level = [], 0
        end = index
        for end in range(index + 1, len(source.tokens)):
            inner = source.tokens[end]
            level += inner.is_word("case")
            if inner.is_word("end"):
                if level == 0:
                    break
                level -= 1
            elif level == 0 and inner.is_word("when", "else") and inner.depth == token.depth:
                steps.append(end)
        spans = list(zip(steps, [*steps[1:], end], strict=True))
        whens = [span for span in spans if source.tokens[span[0]].is_word("when")]
        if source.tokens[index + 1].is_word("when"):
            blocks = [any(t.kind == "block" for t in source.tokens[a:b]) for a, b in whens]
            if not any(blocks):
                for one, other in itertools.pairwise(whens):
                    if not _exclude_each_other(source.text_of(one), source.text_of(other)):
                        yield from _swaps(source, [one, other])


def between_limit(source: Source) -> Iterator[Change]:
    """Move a limit of a `between` inwards by one."""
    for index, token in enumerate(source.tokens):
        if not token.is_word("between"):
            continue
        middle = source.end_of(index + 1, "and")
        words = (*CLAUSE_END, "and", "or", "then", "as")
        end = source.end_of(middle + 1, *words)
        while any(t.kind == "block" for t in source.tokens[middle + 1 : end]):
            end -= 1
        low, high = source.tokens[middle - 1].end, source.tokens[end - 1].end
        yield Change(low, low, " + 1")
        yield Change(high, high, " - 1")


def function(source: Source) -> Iterator[Change]:
    """The largest for the smallest, every for any, a rank for a number, down for up."""
    for index, token in enumerate(source.tokens[:-1]):
        if token.kind == "word" and source.tokens[index + 1].text == "(":
            other = FUNCTIONS.get(token.text.lower())
            if other:
                yield Change(token.start, token.end, other)


def arithmetic(source: Source) -> Iterator[Change]:
    """Minus for plus, times for divided by, any bit for the common bits."""
    for index, token in enumerate(source.tokens):
        before = source.tokens[index - 1]
        if token.kind != "operator" or token.text not in ARITHMETIC:
            continue
        if before.text == ")" or before.kind in ("word", "number", "expression"):
            if before.is_word("select", "distinct") or source.tokens[index + 1].text == ")":
                continue  # a star
            yield Change(token.start, token.end, ARITHMETIC[token.text])
        elif token.text == "-":
            yield Change(token.start, token.end, "")


def number(source: Source) -> Iterator[Change]:
    """One more than a number; lengths of types are none."""
    for index, token in enumerate(source.tokens):
        if token.kind != "number":
            continue
        if source.words(index - 1, "select") or _is_length(source, index):
            continue
        yield Change(token.start, token.end, str(int(token.text) + 1))


def truth(source: Source) -> Iterator[Change]:
    """False for true."""
    for token in source.tokens:
        if token.is_word("true", "false"):
            yield Change(token.start, token.end, "false" if token.is_word("true") else "true")


def code(source: Source) -> Iterator[Change]:
    """Another code for a code that a model gives, or that a `case` or a `like` asks for."""
    for index, token in enumerate(source.tokens):
        before = source.tokens[index - 1]
        if before.is_word("like") and token.kind == "string":
            yield Change(token.end - 1, token.end - 1, "-changed")
        if token.kind != "string" or not re.fullmatch(r"'[A-Za-z][\w:+-]*'", token.text):
            continue
        following = source.tokens[index + 1] if index + 1 < len(source.tokens) else token
        given = before.is_word("then", "else", "when") or following.is_word("as")
        if given or (before.text == "," and following.text == ")" and following.depth > 1):
            yield Change(token.end - 1, token.end - 1, "-changed")


def column(source: Source) -> Iterator[Change]:
    """A column for its neighbour: the end of a period for its beginning, the EMM for reporters."""
    others: dict[str, list[str]] = {}
    for one, other in TWINS:
        others.setdefault(one, []).append(other)
        others.setdefault(other, []).append(one)
    for index, token in enumerate(source.tokens):
        if token.kind == "word" and source.tokens[index - 1].text == ".":
            for other in others.get(token.text, ()):
                yield Change(token.start, token.end, other)
        elif token.kind == "expression":
            for found in re.finditer(r"\.(\w+)", token.text):
                for other in others.get(found[1], ()):
                    yield Change(token.start + found.start(1), token.start + found.end(1), other)


def year(source: Source) -> Iterator[Change]:
    """The year of the week for the year of the calendar; a month for a day."""
    for index, token in enumerate(source.tokens[:-2]):
        if token.is_word("extract") and source.tokens[index + 2].is_word("year"):
            field = source.tokens[index + 2]
            yield Change(field.start, field.end, "isoyear")


def argument(source: Source) -> Iterator[Change]:
    """Another parameter, form or number of digits in the call of a macro."""
    others = {"age_minimum": "age_maximum", "age_maximum": "age_minimum"}
    forms = {"'SU'": "'AU'", "'AU'": "'CU'", "'CU'": "'SU'", "'OV'": "'SU'"}
    for token in source.tokens:
        if token.kind != "expression" or "(" not in token.text:
            continue
        for found in re.finditer(r"parameter\('(\w+)'", token.text):
            other = others.get(found[1], "age_maximum")
            yield Change(token.start + found.start(1), token.start + found.end(1), other)
        for found in re.finditer(r"has_form\(.*?('\w+')\)", token.text):
            other = forms[found[1]]
            yield Change(token.start + found.start(1), token.start + found.end(1), other)
        for found in re.finditer(r"round_half_up\(.*?, (\d+)\s*\)", token.text, re.DOTALL):
            digits = str(max(int(found[1]) - 1, 0))
            yield Change(token.start + found.start(1), token.start + found.end(1), digits)
        for found in re.finditer(r"(?<= )([*/])(?= )", token.text):
            other = ARITHMETIC[found[1]]
            yield Change(token.start + found.start(1), token.start + found.end(1), other)
        for found in re.finditer(r"coalesce\(([\w.]+), ([\w.]+)\)", token.text):
            swapped = f"coalesce({found[2]}, {found[1]})"
            for text in (swapped, found[1], found[2]):
                yield Change(token.start + found.start(), token.start + found.end(), text)


def distinct(source: Source) -> Iterator[Change]:
    """Leave a `distinct` out."""
    for index, token in enumerate(source.tokens):
        if token.is_word("distinct") and not source.words(index + 1, "from"):
            yield Change(token.start, source.tokens[index + 1].start, "")


def list_entry(source: Source) -> Iterator[Change]:
    """Leave an entry of a list out, or drop, turn round or loosen its condition."""
    for token in source.tokens:
        if token.kind != "block":
            continue
        for found in re.finditer(r"^ *(\(.*\)),?\n", token.text, re.MULTILINE):
            begin = token.start + found.start()
            yield Change(begin, begin + len(found[0]), "")
            for part in re.finditer(r"\"([^\"]*)\"|'(not [^']*|facts\.(?:is|has)_\w+)'", found[1]):
                inside = 1 if part[1] is not None else 2
                start = begin + found[0].index("(") + part.start(inside)
                yield from _in_list(part[inside], start)
    for token in source.tokens:
        if token.kind != "block":
            continue
        for found in re.finditer(r"^ *'\w+'(?:: '\w+')?,\n", token.text, re.MULTILINE):
            begin = token.start + found.start()
            yield Change(begin, begin + len(found[0]), "")


def _in_list(text: str, start: int) -> Iterator[Change]:
    """Change the condition or expression in an entry of a list."""
    if re.match(r"(not |facts\.(is|has)_\w+$|\S+ (<>|=|in) |facts\.\w+ = .* and )", text):
        yield Change(start, start + len(text), "true")
    for found in re.finditer(r"\bnot (?!null)|\band\b|<>|(?<!<)=|'[A-Z][\w:-]*'|is not null", text):
        other = {"and": "or", "<>": "=", "=": "<>", "not ": "", "is not null": "is null"}
        new = other.get(found[0], f"{found[0][:-1]}-changed'")
        yield Change(start + found.start(), start + found.end(), new)


OPERATORS: Final[dict[str, Operator]] = {
    "comparison": comparison,
    "and / or": connective,
    "negation": negation,
    "condition": condition,
    "condition in brackets": bracketed_condition,
    "join": join,
    "union": union,
    "part of a union": branch,
    "direction": direction,
    "order key": order_key,
    "partition key": partition_key,
    "default": default,
    "step of a case": case_step,
    "limit": between_limit,
    "function": function,
    "arithmetic": arithmetic,
    "number": number,
    "truth": truth,
    "code": code,
    "column": column,
    "year": year,
    "argument": argument,
    "distinct": distinct,
    "entry of a list": list_entry,
}
"""Name -> operator. The names stand in the table of results."""


def mutants_of(name: str, path: str, text: str) -> Iterator[Mutant]:
    """Make every change in one file, in the order of the operators and of the text."""
    source = Source(text)
    seen: set[str] = {text}
    keys: dict[str, int] = {}
    for operator, make in OPERATORS.items():
        for change in make(source):
            content = text[: change.start] + change.text + text[change.end :]
            if content in seen:
                continue
            seen.add(content)
            before, after = _shown(text, change)
            digest = _digest(operator, _around(text, change), before, after)
            keys[digest] = keys.get(digest, 0) + 1
            if keys[digest] > 1:
                digest += f".{keys[digest]}"
            key = f"{name}:{operator}:{digest}".replace(" ", "_").replace("/", "-")
            line = source.line(change.start)
            yield Mutant(key, name, path, operator, line, before, after, content)


def _join_keys(source: Source) -> set[int]:
    """Return the tokens of the conditions of joins, outside of brackets."""
    keys: set[int] = set()
    for index, token in enumerate(source.tokens):
        if token.is_word("on"):
            first, last = _condition_after(source, index)
            keys |= {i for i in range(first, last) if source.tokens[i].depth == token.depth}
    return keys


def _is_length(source: Source, index: int) -> bool:
    """Tell whether a number is a length of `decimal(18, 6)`."""
    return any(
        source.words(before, "decimal")
        and source.tokens[before + 1].depth == source.tokens[index].depth
        for before in range(max(index - 4, 0), index - 1)
    )


def _is_searched(source: Source, index: int) -> bool:
    """Tell whether a `when` belongs to a `case` that compares nothing (`case when ...`)."""
    level = 0
    for before in range(index - 1, -1, -1):
        token = source.tokens[before]
        if token.is_word("end"):
            level += 1
        elif token.is_word("case"):
            if level == 0:
                return source.tokens[before + 1].is_word("when") or (
                    source.tokens[before + 1].kind == "block"
                )
            level -= 1
    return False


def _condition_after(source: Source, index: int) -> Span:
    """Return the stretch of the condition behind `where`, `on`, `having` or `when`."""
    words = ("then",) if source.tokens[index].is_word("when") else CLAUSE_END
    return index + 1, source.end_of(index + 1, *words)


def _replace(source: Source, span: Span, text: str) -> Change:
    first, last = span
    return Change(source.tokens[first].start, source.tokens[last - 1].end, text)


def _exclude_each_other(one: str, other: str) -> bool:
    """Tell whether two steps ask the same expression for different codes: their order is free."""
    asked = [re.match(r"when\s+(\S+) = ('[^']*')", step) for step in (one, other)]
    first, second = asked
    return bool(first and second and first[1] == second[1] and first[2] != second[2])


def _swaps(source: Source, parts: list[Span]) -> Iterator[Change]:
    """Swap each part with the next."""
    for one, other in itertools.pairwise(parts):
        start, end = source.tokens[one[0]].start, source.tokens[other[1] - 1].end
        between = source.text[source.tokens[one[1] - 1].end : source.tokens[other[0]].start]
        yield Change(start, end, source.text_of(other) + between + source.text_of(one))


def _omissions(source: Source, parts: list[Span]) -> Iterator[Change]:
    """Leave each part out, with the comma beside it."""
    for position, (first, last) in enumerate(parts):
        if position + 1 < len(parts):
            following = source.tokens[parts[position + 1][0]].start
            yield Change(source.tokens[first].start, following, "")
        else:
            before = source.tokens[parts[position - 1][1] - 1].end
            yield Change(before, source.tokens[last - 1].end, "")


def _around(text: str, change: Change) -> str:
    """Return the lines of a change, without what stands before their first word."""
    first = text.rfind("\n", 0, change.start) + 1
    last = text.find("\n", change.end)
    lines = text[first : last if last >= 0 else len(text)]
    return " ".join(lines.split()) + f"@{len(' '.join(text[first : change.start].split()))}"


def _shown(text: str, change: Change) -> tuple[str, str]:
    """Return the words of a change before and after, with a word beside it where it is short."""
    start, end = change.start, change.end
    if end - start < 12:
        while start > 0 and text[start - 1] != "\n" and change.start - start < 48:
            start -= 1
        while end < len(text) and text[end] != "\n" and end - change.end < 32:
            end += 1
        while start < change.start and not text[start - 1].isspace() and start > 0:
            start += 1
    before = " ".join(text[start:end].split())
    after = " ".join((text[start : change.start] + change.text + text[change.end : end]).split())
    return before, after


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:6]
