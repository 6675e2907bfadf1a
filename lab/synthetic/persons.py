"""Who is in the register besides the victims of the figures, and who comes back."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from . import domain as d
from .draw import Victim
from .notes import birth_window, first_day, random_day
from .sectors import ORDER as SECTOR_ORDER
from .writing import RETURNING_TO_LATE, Note


def outsiders(rng: random.Random, years: tuple[int, ...] = d.YEARS) -> list[Victim]:
    """KMar-only sexual, EMM-only and letter-only persons of every year."""
    result = []
    later = years == d.LATER
    crossers: tuple[str, ...] = (
        "ROU",
        "BGR",
        "HUN",
        "POL",
        "SVK",
        "CZE",
        "NGA",
        "BRA",
        "UKR",
        "ESP",
    )
    if later:
        # what is printed of them counts these or not: neither African, nor from Latin
        # America or Ukraine, nor young, so that it holds either way
        crossers = ("ROU", "BGR", "HUN", "POL", "SVK", "CZE", "ESP", "CHN")
    mixed = (
        "NLD",
        "NGA",
        "POL",
        "ROU",
        "BGR",
        "UGA",
        "VNM",
        "GMB",
        "CHN",
        "SLE",
        "HUN",
        "SYR",
        "XXX",
    )
    from_region: dict[str, str] = {n: t[0] for n, t in d.TABLE_2_1.items()}
    from_region |= {n: t[0] for n, t in d.FOOTNOTE_61.items()}
    from_region |= {n: r for r, names in d.TAIL.items() for n in names}

    def person(y: int, kind: str, combination: str, nationality: str, man: float) -> Victim:
        group = "UN" if combination == "ONB" else combination.partition("+")[0]
        v = Victim(y, group, from_region[nationality], "ADULT", nationality=nationality, kind=kind)
        v.combination = combination
        v.gender = "M" if rng.random() < man else "V"
        roll = rng.random()
        v.age = None if roll < 0.12 else rng.randint(18, 45) if roll < 0.93 else rng.randint(14, 17)
        v.adulthood = "UNKNOWN" if v.age is None else "MINOR" if v.age < 18 else "ADULT"
        if "SU" in v.has:
            v.sector = rng.choice(SECTOR_ORDER) if rng.random() < 0.3 else "ONB"
        if "AU" in v.has:
            v.labour_sector = rng.choice(("A", "I", "C", "ONB"))
        if "CU" in v.has:
            v.manner = rng.choice(("DRUGS", "DIEFSTAL", "ONB"))
        return v

    for y in years:
        men = d.KMAR_ONLY_MEN[y]
        for i in range(d.KMAR_ONLY[y]):
            combination = rng.choices(("SU", "SU+AU", "SU+CU"), (95, 3, 2))[0]
            v = person(y, "kmar_only", combination, rng.choice(crossers), 0.0)
            v.gender, v.reporters = ("M" if i < men else "V"), "K"
            if later:
                v.age, v.adulthood = rng.randint(23, 45), "ADULT"
            result.append(v)
        for _ in range(d.EMM_ONLY[y]):
            combination = rng.choices(("SU", "AU", "CU", "ONB", "SU+CU"), (52, 20, 12, 13, 3))[0]
            v = person(y, "emm_only", combination, rng.choice(mixed), 0.35)
            v.emm = True
            result.append(v)
        for _ in range(d.LETTER_ONLY[y]):
            v = person(y, "letter_only", "SU", "NGA", 0.4)
            v.letter = True
            result.append(v)
    return result


def choose_emm_and_letters(
    victims: list[Victim], rng: random.Random, years: tuple[int, ...] = d.YEARS
) -> None:
    """Mark who is known to the EMM and who has a letter of the public prosecutor."""
    for y in years:
        year = [v for v in victims if v.year == y]
        kmar = [v for v in year if v.kind == "kmar_only"]
        also = rng.sample(kmar, len(kmar) // 9)
        needed = d.EMM_KNOWN[y] - d.EMM_ONLY[y] - len(also)
        law = [v for v in year if v.kind == "analysis" and set(v.reporters) & set("PKI")]
        care = [v for v in year if v.kind == "analysis" and not set(v.reporters) & set("PKI")]
        few = needed // 12
        for v in [*also, *rng.sample(law, needed - few), *rng.sample(care, few)]:
            v.emm = True
        police = [
            v
            for v in year
            if v.kind == "analysis" and "P" in v.reporters and v.region not in ("NL", "MOE", "OVE")
        ]
        for v in rng.sample(police, d.LETTERS_WITH_POLICE[y]):
            v.letter = True


def come_back(
    victims: list[Victim],
    notes_of: dict[int, list[Note]],
    before: Collection[Victim],
    rng: random.Random,
) -> dict[int, int]:
    """Persons of the part before who are notified again: position of the victim -> person.

    Both times they have the same nationality, gender and birth date.
    """
    index: dict[Any, list[Victim]] = defaultdict(list)
    for w in before:
        if w.year > max(v.year for v in before) - 3 and "born" in w.extra and w.gender != "ONB":
            index[w.nationality, w.gender].append(w)
    persons: dict[int, int] = {}
    order = list(range(len(victims))) if before else []
    rng.shuffle(order)
    for i in order:
        v = victims[i]
        if len(persons) == RETURNING_TO_LATE:
            break
        if v.age is None or v.nationality == "XXX" or not notes_of[i]:
            continue
        low, high = (day.isoformat() for day in birth_window(first_day(v, notes_of[i]), v.age))
        for w in index[v.nationality, v.gender]:
            if low <= w.extra["born"] <= high and w.person not in persons.values():
                v.extra["birth"] = w.extra["born"]
                persons[i] = w.person
                break
    return persons


def link_persons(
    victims: list[Victim], notes_of: dict[int, list[Note]], rng: random.Random, wanted: int
) -> list[int]:
    """Person numbers; some people come back in a later year with the same fixed attributes."""
    number = list(range(len(victims)))
    rng.shuffle(number)
    order = list(range(len(victims)))
    rng.shuffle(order)
    used = {i for i, v in enumerate(victims) if "birth" in v.extra}
    index: dict[Any, list[int]] = defaultdict(list)
    for i in order:
        v = victims[i]
        if (
            v.nationality not in ("XXX",)
            and v.gender != "ONB"
            and v.age is not None
            and notes_of[i]
        ):
            index[v.nationality, v.gender].append(i)
    for i in order:
        if wanted == 0:
            break
        v = victims[i]
        if i in used or v.extra.get("pinned") or v.age is None or not notes_of[i]:
            continue
        for j in index[v.nationality, v.gender] if v.gender != "ONB" else []:
            w = victims[j]
            if (
                j in used
                or w.year <= v.year
                or w.year - v.year > 3
                or w.extra.get("pinned")
                or j == i
            ):
                continue
            if w.age is None:
                continue
            low1, high1 = birth_window(first_day(v, notes_of[i]), v.age)
            low2, high2 = birth_window(first_day(w, notes_of[j]), w.age)
            low, high = max(low1, low2), min(high1, high2)
            if low > high:
                continue
            day = random_day(rng, low, high).isoformat()
            v.extra["birth"] = w.extra["birth"] = day
            number[j] = number[i]
            used |= {i, j}
            wanted -= 1
            break
    return number
