"""The words of the interface in two languages, and numbers as each language writes them.

What a category, column or exhibit is called comes from the warehouse; these are the other words.
Every file of the folder `texts` maps a key to `nl` and `en`. Sentences that the warehouse holds in
English stand in the folder `sentences_nl` with their Dutch; one that is not there, or has changed
since, is shown in English and marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import yaml  # type: ignore[import-untyped]
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

LANGUAGES: Final = ("nl", "en")
FOLDER: Final = Path(__file__).parent / "texts"
SENTENCES: Final = Path(__file__).parent / "sentences_nl"
MINUS: Final = "−"
ABBREVIATION: Final = "abbreviation."
"""Begins the key of an abbreviation; what it stands for is its text."""


_DECIMALS: Final = re.compile(r"(?<=\d)\.(?=\d)")
_NEGATIVE: Final = re.compile(r"(?<![\w)] )(?<![\w)])-(?=\d)")


class Sentence(NamedTuple):
    """A sentence and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written that opens right in a spreadsheet of a language.

    Attributes:
        delimiter: between two values.
        decimal: the decimal mark.
    """

    delimiter: str
    decimal: str


DIALECTS: Final = {"nl": Dialect(";", ","), "en": Dialect(",", ".")}


class Texts:
    """The words of one language: `t("home.title")`, `t("home.change", count=3)`."""

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"There is no site in {language}.")
        self.language = language
        self._words = {key: words[language] for key, words in read(folder).items()}
        self._sentences = {} if language == "en" else read_sentences()

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the words of a key, with numbers written as the language does."""
        shown = {
            name: self.number(value) if isinstance(value, int | Decimal) else value
            for name, value in values.items()
        }
        return self._words[key].format(**shown) if values else self._words[key]

    def has(self, key: str) -> bool:
        """Say whether there are words for a key."""
        return key in self._words

    def below(self, start: str) -> dict[str, str]:
        """Return the words of all keys that begin so, by the rest of the key, blanks unfilled."""
        found = self._words.items()
        return {key.removeprefix(start): words for key, words in found if key.startswith(start)}

    def abbreviations_in(self, words: str) -> list[tuple[str, str]]:
        """Return the abbreviations that occur in words, by alphabet, and what they stand for."""
        found = []
        for key in sorted(self._words):
            short = key.removeprefix(ABBREVIATION)
            if short != key and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", words):
                found.append((short, self._words[key]))
        return found

    def sentence(self, english: str) -> Sentence:
        """Return a sentence that the warehouse holds in English, in the language if it is known."""
        found = self._sentences.get(english)
        return Sentence(english, "en") if found is None else Sentence(found, self.language)

    def digits(self, text: str) -> str:
        """Return a text that writes numbers with a point as the language writes them.

        Only decimals and the sign change: a whole number may be a year.
        """
        written = _DECIMALS.sub(get_decimal_symbol(self.language), text)
        return _NEGATIVE.sub(MINUS, written).replace(" %", "%")

    def number(self, value: Decimal | int | None, digits: int | None = None) -> str:
        """Write a number with the thousands and decimals of the language.

        Args:
            value: the number; nothing is written for none.
            digits: decimals to round to, half up; all that are not zero without it.
        """
        if value is None:
            return ""
        exact, pattern = Decimal(value), None
        if digits is not None:
            exact = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
        written = format_decimal(
            exact if exact else abs(exact), pattern, self.language, decimal_quantization=False
        )
        return written.replace("-", MINUS)

    def signed(self, value: Decimal | int, digits: int | None = None) -> str:
        """Write a change, with its sign."""
        return ("+" if value > 0 else "") + self.number(value, digits)

    def locale(self) -> dict[str, object]:
        """Return the same separators for the charts, in the form of d3-format."""
        return {
            "decimal": get_decimal_symbol(self.language),
            "thousands": get_group_symbol(self.language),
            "grouping": [3],
            "currency": ["€", ""],
            "minus": MINUS,
        }


@cache
def read(folder: Path = FOLDER) -> Mapping[str, Mapping[str, str]]:
    """Read all words, each folder once.

    Raises:
        ValueError: a key stands twice, or lacks a language.
    """
    words: dict[str, Mapping[str, str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for key, both in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key in words:
                raise ValueError(f"{file.name}: {key} stands twice.")
            if set(both) != set(LANGUAGES):
                raise ValueError(f"{file.name}: {key} needs {' and '.join(LANGUAGES)}.")
            words[key] = both
    return words


@cache
def read_sentences(folder: Path = SENTENCES) -> Mapping[str, str]:
    """Read the Dutch of the sentences that the warehouse holds in English.

    Raises:
        ValueError: a sentence stands in two files.
    """
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        sentences = yaml.safe_load(file.read_text(encoding="utf-8"))
        if twice := found.keys() & sentences.keys():
            raise ValueError(f"{file.name}: {min(twice)!r} stands in another file too.")
        found |= sentences
    return found
