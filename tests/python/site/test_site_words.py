"""The words of the site: what the warehouse says in English stands in Dutch too, and reads so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml  # type: ignore[import-untyped]
from warehouses import ROOT

from slachtoffermonitor.site.audit import arithmetic_of
from slachtoffermonitor.site.claims import Said, groups, reconciled, say
from slachtoffermonitor.site.data import Warehouse
from slachtoffermonitor.site.quality import read_results
from slachtoffermonitor.site.texts import (
    LANGUAGES,
    SENTENCES,
    Sentence,
    Texts,
    read,
    read_sentences,
)

CODES = re.compile(r"\b(BL-SU|GO-SU|SU|AU|CU|OV|ONB)\b")
"""Codes of forms, which are no words."""

UNNATURAL = {
    "nl": r"pakhuis|tegenspra|bladzijde|andere lezing|poetst|in elkaar|bederven|schiet tekort|"
    r"\bzwaar\b",
    "en": r"notified (only )?by|victims? (was|were|is|are) notified|led to nobody|\b1 columns|"
    r"what the warehouse takes|exhibit",
}
"""What reads wrong in either language."""


@pytest.fixture(scope="module")
def dutch(warehouse: Warehouse) -> list[Said]:
    """Return all claims as a Dutch page shows them."""
    return say(warehouse, warehouse.claims, Texts("nl"))


def sentences_of(said: Said) -> Iterator[Sentence]:
    """Yield what a page says of a claim in sentences."""
    for one in (said.description, said.reason, said.tolerance, said.source, said.place):
        if one is not None:
            yield one


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, without what separates thousands, with a decimal point."""
    plain = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text.replace("\N{MINUS SIGN}", "-"))
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", plain)))


def descriptions(database: Path) -> set[str]:
    """Return what is said of the published tables and their columns, and what a row of them is."""
    with duckdb.connect(str(database), read_only=True) as connection:
        said = connection.execute(
            "select comment from duckdb_tables() where schema_name = 'marts' "
            "union all select comment from duckdb_views() where schema_name = 'marts' "
            "union all select comment from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
    grains = [
        model["config"]["meta"]["grain"]
        for file in sorted((ROOT / "models" / "marts").rglob("*__models.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    ]
    status = "SYNTHETIC DATA, not the real register. "
    texts = (text for text in (*(row[0] for row in said), *grains) if text)
    return {" ".join(text.split()).removeprefix(status) for text in texts}


def test_published_tables_are_described_in_dutch(database: Path) -> None:
    said = descriptions(database)
    assert len(said) > 150
    assert said - read_sentences().keys() == set()


def test_every_claim_is_said_in_dutch(dutch: list[Said]) -> None:
    assert len(dutch) > 500
    english = {one.text for said in dutch for one in sentences_of(said) if one.language != "nl"}
    assert english == set()


def test_a_claim_has_its_numbers_in_both_languages(dutch: list[Said]) -> None:
    for said in dutch:
        assert numbers(said.description.text) == numbers(said.claim.description), said.claim
    different = [
        (english, sentence)
        for english, sentence in read_sentences().items()
        if numbers(sentence) != numbers(english)
    ]
    assert different == []


def test_no_claim_is_said_in_codes(warehouse: Warehouse) -> None:
    for language in LANGUAGES:
        for said in say(warehouse, warehouse.claims, Texts(language)):
            words = " ".join(one.text for one in sentences_of(said))
            assert CODES.search(f"{words} {said.printed} {said.rule}") is None, said.claim


def test_what_is_printed_and_computed_is_written_as_the_language_does(dutch: list[Said]) -> None:
    said = {one.claim.claim_id: one for one in dutch}
    assert said["SM-0001"].printed == said["SM-0001"].computed == "5.060"
    assert said["SM-0004"].printed == "bijna 2"
    assert said["SM-D010"].printed == "sterke stijging"
    assert said["SM-0017"].printed == "bijna \N{MINUS SIGN}50%"
    assert said["SM-0017"].rule == (
        "iets meer dan \N{MINUS SIGN}50, met een verschil van hoogstens 5"
    )
    for one in dutch:
        for text in (one.printed, one.computed):
            assert re.search(r"\d\.\d{1,2}\b|\d\.\d{4}", text) is None, one.claim
            assert " %" not in text


def test_places_of_a_document_are_said_in_words(warehouse: Warehouse) -> None:
    places = {
        language: {
            one.claim.locator: one.place.text
            for one in say(warehouse, warehouse.claims, Texts(language))
        }
        for language in LANGUAGES
    }
    cell = "Tabel 2.1 Bulgarije x AU (rank)"
    assert places["nl"][cell] == "Tabel 2.1, Bulgarije, arbeidsuitbuiting, rang"
    assert places["en"][cell] == "Tabel 2.1, Bulgarije, labour exploitation, rank"
    assert places["nl"]["Figuur 2.1 caption"] == "Figuur 2.1, bijschrift"
    assert places["nl"]["Perpetrators"] == "Daders"


def test_every_claim_is_in_one_group(warehouse: Warehouse, dutch: list[Said]) -> None:
    titles = {exhibit.code: exhibit.code for exhibit in warehouse.exhibits}
    found = groups(warehouse, dutch, titles, Texts("nl"))
    assert [one.claim.claim_id for group in found for one in group.claims] != []
    assert sorted(one.claim.claim_id for group in found for one in group.claims) == sorted(
        claim.claim_id for claim in warehouse.claims
    )
    assert len({group.id for group in found}) == len(found)


def test_contradicted_numbers_and_contradictions_are_reconciled(warehouse: Warehouse) -> None:
    contradicted = sum(one.verdict == "contradicted_by_source" for one in warehouse.claims)
    for language in LANGUAGES:
        t = Texts(language)
        said = reconciled(warehouse.contradictions, t)
        assert numbers(said)[:1] != []
        proven = sum(bool(one.contradicted_claim_ids) for one in warehouse.contradictions)
        every = len(warehouse.contradictions)
        assert sorted(numbers(said)) == sorted(
            str(count) for count in (contradicted, proven, every, every - proven)
        )


def test_contradictions_and_expectations_are_said_in_dutch(
    warehouse: Warehouse, database: Path
) -> None:
    t = Texts("nl")
    said = [
        t.sentence(text)
        for one in warehouse.contradictions
        for text in (one.statement, one.ruling, one.witness_finding)
        if text
    ]
    said += [line for one in warehouse.contradictions for line in arithmetic_of(one, t)]
    said += [
        t.sentence(text)
        for result in read_results(database)
        for text in (result.statement, result.reason, result.what_to_do)
    ]
    assert len(said) > 500
    assert {one.text for one in said if one.language != "nl"} == set()
    decimal = re.compile(r"(?<!Figuur )(?<!Tabel )\b\d+\.\d\d?\b")
    assert [one.text for one in said if decimal.search(one.text)] == []


def test_no_dutch_sentence_is_left_behind(warehouse: Warehouse, database: Path) -> None:
    """A sentence that has changed in English must be looked at in Dutch."""
    known = {
        text
        for claim in warehouse.claims
        for text in (
            *(claim.description, claim.reason, claim.tolerance_reason, claim.figure_source),
            *(claim.document_title, claim.locator),
        )
    }
    for one in warehouse.contradictions:
        known |= {one.statement, one.ruling, one.witness_finding, *one.arithmetic.split("; ")}
    for result in read_results(database):
        known |= {result.statement, result.reason, result.what_to_do}
    known |= descriptions(database)
    never_here = {"No arithmetic of the ledger explains the computed number"}
    assert set(read_sentences()) - known == never_here


def test_a_sentence_that_stands_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text('"Same.": "Zelfde."\n', encoding="utf-8")
    with pytest.raises(ValueError, match="stands in another file"):
        read_sentences(tmp_path)


def test_a_number_that_a_text_writes_with_a_point_is_written_as_the_language_does() -> None:
    dutch, english = Texts("nl"), Texts("en")
    line = "668 / 1150 - 1 = -41.9 %; 2015-2019: 33 %"
    assert dutch.digits(line) == "668 / 1150 - 1 = \N{MINUS SIGN}41,9%; 2015-2019: 33%"
    assert english.digits(line) == "668 / 1150 - 1 = \N{MINUS SIGN}41.9%; 2015-2019: 33%"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_read_naturally(language: str) -> None:
    assert SENTENCES.is_dir()
    found = [
        (key, words[language])
        for key, words in read().items()
        if key.split(".")[0] in WORDS_OF
        and re.search(UNNATURAL[language], words[language], re.IGNORECASE)
    ]
    if language == "nl":
        found += [
            (english[:40], sentence)
            for english, sentence in read_sentences().items()
            if re.search(UNNATURAL["nl"], sentence, re.IGNORECASE)
        ]
    assert found == []


WORDS_OF = frozenset(
    {
        *("audit", "claim", "claims", "contradictions", "records", "revisions", "rulings"),
        *("lineage", "quality", "trace", "figure", "note", "rule", "row_kind", "step", "nav"),
        *("footer", "docs", "theme", "search", "verdict", "filter", "kind", "severity"),
    }
)
"""What the keys of those words begin with; charts and the home page have tests of their own."""
