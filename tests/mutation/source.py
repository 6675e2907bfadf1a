"""Reads a model or macro as a sequence of tokens, SQL and Jinja, so that changes can be precise.

The text is never formatted or parsed into a tree: a change replaces a stretch of it, and everything
else keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      (?P<blank>\s+|--[^\n]*|\{\#.*?\#\})
    | (?P<block>\{%.*?%\})
    | (?P<expression>\{\{(?:"[^"]*"|'[^']*'|[^"'])*?\}\})
    | (?P<string>'(?:[^']|'')*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<operator><>|>=|<=|\|\||[-+*/%&=<>|])
    | (?P<mark>[(),.:])
    """,
    re.VERBOSE | re.DOTALL,
)

Span = tuple[int, int]
"""First and last token of a stretch, the last one not included."""


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    Attributes:
        kind: name of the group in the pattern.
        text: the piece itself.
        start: offset of its first character.
        depth: number of brackets that are open around it; a bracket stands inside of itself.
    """

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Tell whether the token is one of these SQL words."""
        return self.kind == "word" and self.text.lower() in words


class SourceError(Exception):
    """The text holds something that is neither SQL nor Jinja as this project writes them."""


class Source:
    """The text of a model or macro, and its tokens without blanks and comments."""

    def __init__(self, text: str) -> None:
        """Split the text.

        Raises:
            SourceError: a character belongs to no token.
        """
        self.text = text
        self.tokens = tuple(_tokens(text))

    def line(self, offset: int) -> int:
        """Return the number of the line of an offset, from 1."""
        return self.text.count("\n", 0, offset) + 1

    def text_of(self, span: Span) -> str:
        """Return the text of a stretch, blanks between its tokens included."""
        first, last = span
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def words(self, index: int, *words: str) -> bool:
        """Tell whether the tokens from `index` on are these words."""
        found = self.tokens[index : index + len(words)]
        return len(found) == len(words) and all(
            token.is_word(word) for token, word in zip(found, words, strict=True)
        )

    def end_of(self, start: int, *words: str) -> int:
        """Return where the stretch from `start` ends.

        That is before the bracket that closes what is around it, before one of the `words` at the
        same depth, or at the end of the text.
        """
        depth = self.tokens[start].depth if start < len(self.tokens) else 0
        if start < len(self.tokens) and self.tokens[start].text in "()":
            depth -= 1
        for index in range(start, len(self.tokens)):
            token = self.tokens[index]
            if token.depth <= depth and (token.text == ")" or token.is_word(*words)):
                return index
        return len(self.tokens)

    def split(self, span: Span, *separators: str) -> list[Span]:
        """Split a stretch at words or marks of its own depth; Jinja blocks split too.

        The `and` of a `between` belongs to it and does not split.
        """
        first, last = span
        if first >= last:
            return []
        depth = min(token.depth - (token.text in "()") for token in self.tokens[first:last])
        parts, begin, between = [], first, 0
        for index in range(first, last):
            token = self.tokens[index]
            if token.depth == depth and token.is_word("between"):
                between += 1
            splits = token.kind == "block"
            if token.depth == depth and token.text.lower() in separators:
                splits = not (token.is_word("and") and between)
                between = between if splits else between - 1
            if splits:
                parts.append((begin, index))
                begin = index + 1
        parts.append((begin, last))
        return [(begin, end) for begin, end in parts if begin < end]


def _tokens(text: str) -> Iterator[Token]:
    position = depth = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise SourceError(f"unexpected {text[position : position + 20]!r}")
        kind, piece = str(found.lastgroup), found.group()
        position = found.end()
        if kind == "blank":
            continue
        depth += piece == "("
        yield Token(kind, piece, found.start(), depth)
        depth -= piece == ")"
