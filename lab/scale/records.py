"""The truth of a victim-year, and the records that lead back to it, as SQL.

Nothing is drawn at random: every choice is some bits of a hash of the victim-year's number and the
seed. A number 0 stands for unknown in every attribute; birth dates are whole numbers yyyymmdd, days
count from 0 for the first of January, a reported age is kept one higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

from lab.scale.scenarios import BLOCK, ORDER_IN_BLOCK, SCENARIOS, Scenario, Slot
from lab.scale.spellings import (
    COUNTRY_SPACE,
    EMM,
    FIRST_OTHER,
    PROSECUTION,
    REPORTERS,
    VARIANTS,
    text_of,
)

KMAR: Final = 2
CONSENT_FROM_GROUP: Final = 4
"""Care coordinators, FairWork and others need consent."""

DAYS: Final = 300
"""Notifications come in on so many days of the year; duplicates up to 16 days later."""

DRAWS: Final = 1024

_ONE_GROUP: Final = [1] * 15 + [2] * 4 + [3] * 3 + [4] * 4 + [5] * 2 + [6] * 4
_TWO_GROUPS: Final = (
    [14] * 8
    + [16] * 6
    + [12] * 4
    + [13] * 3
    + [15] * 2
    + [24, 26, 26, 34]
    + [
        36,
        45,
        46,
        56,
        23,
    ]
)
_THREE_GROUPS: Final = (
    [146] * 8
    + [124] * 4
    + [126] * 4
    + [136] * 4
    + [156] * 4
    + [145] * 3
    + [
        123,
        246,
        346,
        456,
        235,
    ]
)
_GROUPS: Final = (
    [group * 100 for group in _ONE_GROUP] + [pair * 10 for pair in _TWO_GROUPS] + _THREE_GROUPS
)

# Combinations of codes as masks, each as likely as it is often in the list; 0 is unknown.
_FORMS: Final = [1] * 34 + [2] * 12 + [4] * 6 + [8] + [3] * 2 + [5] * 2 + [6, 9, 12, 7] + [0] * 3
_PROSTITUTION: Final = (
    [0] * 26 + [1] * 5 + [2] * 5 + [4] * 9 + [8] * 6 + [16] * 3 + [32] * 4 + [3, 5, 12, 20, 33, 28]
)
_LABOUR: Final = (
    *([0] * 18 + [1] * 9 + [2] * 6 + [4] * 8 + [8] * 5 + [16] * 4 + [32] * 3 + [64] * 2),
    *([128] * 3 + [5, 12, 130, 129, 68, 21]),
)
_MANNERS: Final = [0] * 14 + [1] * 19 + [2] * 8 + [4] * 10 + [8] * 4 + [16] * 4 + [3, 5, 17, 20, 13]

_EARLY_BIRTH: Final = "1875-01-01"
"""Nobody who was born then is younger than 110."""


@dataclass(frozen=True)
class Year:
    """The victim-years of one year.

    Attributes:
        number: of the year, from 0.
        year: calendar year.
        block_count: blocks with every scenario.
        size: victim-years; those beyond the blocks have one record each.
        first_person: number of the first person who is not one of the regulars.
        returns_below: persons below this number were there the year before.
        returns_from: persons from this number on will be there the year after.
    """

    number: int
    year: int
    block_count: int
    size: int
    first_person: int
    returns_below: int
    returns_from: int


@dataclass(frozen=True)
class World:
    """What is the same for all years.

    Attributes:
        seed: makes another register.
        first_year: the first calendar year.
        year_count: number of years.
        regulars: persons who are in every year, numbered from 0.
        step: new persons a year.
        consent_from: first day on which consent is needed.
    """

    seed: int
    first_year: int
    year_count: int
    regulars: int
    step: int
    consent_from: date


def make_tables(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    """Make what victim-years and records are read from: scenario, slot, day; and the macros.

    `spellings.make_spellings` comes first.
    """
    scenarios = ", ".join(_scenario_row(number, one) for number, one in enumerate(SCENARIOS))
    connection.execute(
        "create table scenario as select * from (values "
        f"{scenarios}) as s(scenario, group_choice, group_count, notif_count, emm_count, "
        "witness_count, has_duplicate, has_letter)"
    )
    slots = ", ".join(
        _slot_row(number, place, slot, one)
        for number, one in enumerate(SCENARIOS)
        for place, slot in enumerate(one.slots, 1)
    )
    connection.execute(
        f"create table slot as select * from (values {slots}) as s(scenario, slot, whose, "
        "notif, version, is_withdrawn, delay, days_later, belief, ordinal, emm_ordinal, defect, "
        "content_slot, record_slot, in_emm, fate)"
    )
    # The day as text in both spellings of the contract, and as a number.
    connection.execute(f"""
        create table day as
        select ((t * 512 + d) * 2 + spelling)::int as k,
            case spelling when 0 then strftime(on_day, '%Y-%m-%d')
            else strftime(on_day, '%d-%m-%Y') end as txt,
            (year(on_day) * 10000 + month(on_day) * 100 + day(on_day))::int as ymd
        from (
            select t::int as t, d::int as d, s::int as spelling,
                (make_date(({world.first_year} + t)::int, 1, 1) + d::int)::date as on_day
            from range({world.year_count}) r(t), range(365) q(d), range(2) p(s)
        )
        order by k
    """)
    draws = _nationality_draws(connection)
    connection.execute(f"create macro nationality_at(n) as ({draws}[n + 1])")
    for name, values in (
        ("forms", _FORMS),
        ("prostitution", _PROSTITUTION),
        ("labour", list(_LABOUR)),
        ("manners", _MANNERS),
    ):
        if len(values) != 64:
            raise ValueError(f"{name} has {len(values)} draws")
        connection.execute(f"create macro {name}_at(n) as ({values}[n + 1])")
    connection.execute("create macro bits(h, low, mask) as ((h >> low) & mask)::int")
    # What a record says of an attribute with one value. Who is believed before the carrier knows
    # nothing, and who comes after may say anything. A record that supplies no attribute says
    # something else. `draw` is one of 16.
    connection.execute(
        "create macro said(belief, carrier, truth, other, draw) as case "
        "when belief = 0 then other when truth = 0 or belief < carrier then 0 "
        "when belief = carrier or draw < 8 then truth when draw < 13 then other else 0 end"
    )
    # What a record says of an attribute with several. Two notifications have a part each, or one
    # has all; the EMM has all when no notification knows anything.
    connection.execute(
        "create macro said_set(ordinal, emm_ordinal, by_emm, first, second, part, truth, other, "
        "extra) as case when ordinal = 0 and emm_ordinal = 0 then other when truth = 0 then 0 "
        "when ordinal > 0 and by_emm then 0 when ordinal > 0 then "
        "(case when ordinal = first then truth & part else 0 end) | "
        "(case when ordinal = second then truth & ~part else 0 end) | (truth & extra) "
        "when by_emm and emm_ordinal = 1 then truth when by_emm then truth & extra else other end"
    )


def _nationality_draws(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return 1,024 numbers of nationalities: Dutch often, some others often, all others too."""
    rows = connection.execute("select country_code, number from nationality order by number")
    numbers = dict(rows.fetchall())
    often = ("NGA", "ROU", "BGR", "HUN", "POL", "SLE", "UGA", "CHN", "VNM", "GIN", "ALB", "MAR")
    draws = [numbers["NLD"]] * 290 + [0] * 60 + [numbers["XXA"]] * 6
    for rank, code in enumerate(often, 1):
        draws += [numbers[code]] * (150 // rank)
    others = [number for code, number in numbers.items() if number and code not in (*often, "NLD")]
    while len(draws) < DRAWS:
        draws += others
    return draws[:DRAWS]


def _scenario_row(number: int, one: Scenario) -> str:
    choice = 0 if one.group_count == 0 else 200 if one.only_kmar else one.group_count
    return (
        f"({number}, {choice}, {one.group_count}, {one.notification_count}, {one.emm_count}, "
        f"{one.witness_count}, {one.has_duplicate}, {one.has_letter})"
    )


def _slot_row(number: int, place: int, slot: Slot, scenario: Scenario) -> str:
    whose = {"1": 1, "2": 2, "3": 3, "ANY": 4, "CONSENT": 5, "LETTER": 6, "EMM": 7}[slot.group]
    # A copy says what the other one says.
    said = _said_by(scenario, slot.content_of or place)
    return (
        f"({number}, {place}, {whose}, {slot.notification}, {slot.version}, {slot.is_withdrawn}, "
        f"{slot.delay}, {slot.days_later}, {said}, "
        f"'{slot.defect}', {slot.content_of or place}, {slot.record_of or place}, "
        f"{slot.is_in_emm_table}, '{slot.fate}')"
    )


def _said_by(scenario: Scenario, place: int) -> str:
    """Return place in the order of belief, and number among notifications or the EMM's records."""
    slot, before = scenario.slots[place - 1], scenario.slots[: place - 1]
    notification = sum(one.supplies_mask for one in before) + 1 if slot.supplies_mask else 0
    is_emm = slot.belief > 0 and slot.group == "EMM"
    emm = sum(one.belief > 0 and one.group == "EMM" for one in before) + 1 if is_emm else 0
    return f"{slot.belief}, {notification}, {emm}"


def victim_years(world: World, year: Year, first: int, last: int) -> str:
    """Return SQL for the truth of the victim-years `first` to `last` (not included) of a year."""
    order = list(ORDER_IN_BLOCK)
    in_blocks = year.block_count * BLOCK
    regulars_from = year.size - world.regulars
    return f"""
        with numbered as (
            select i,
                case when i >= {regulars_from} then i - {regulars_from}
                else i + {year.first_person} end as person,
                i >= {regulars_from} as is_regular,
                hash(i, {year.number}, {world.seed}) as h1,
                case when i < {in_blocks} then
                    {order}[(
                        i * 77 + (hash(i // {BLOCK}, {world.seed}) & {BLOCK - 1})::bigint
                    ) % {BLOCK} + 1]
                else 0 end as scenario
            from range({first}, {last}) as r(i)
        ),
        hashed as (
            select *, hash(h1, 2) as h2, hash(person, {world.seed}, 3) as hp,
                case when is_regular then 0
                else least((person - {world.regulars}) // {world.step}, {world.year_count - 1})
                end as entry
            from numbered
        ),
        placed as (
            select hashed.*, scenario.* exclude (scenario, group_choice),
                case group_choice when 0 then 0 when 200 then 200
                else {_GROUPS}[(group_choice - 1) * 32 + bits(h1, 0, 31) + 1] end as groups,
                bits(h1, 5, 1023) % {DAYS} as d1,
                bits(h1, 15, 1023) % {DAYS} as d2,
                bits(h1, 25, 1023) % {DAYS} as d3,
                {world.first_year} + entry - (case
                    when bits(hp, 15, 1023) < 220 then 9 + bits(hp, 15, 1023) % 9
                    when bits(hp, 15, 1023) < 520 then 18 + bits(hp, 15, 1023) % 5
                    when bits(hp, 15, 1023) < 760 then 23 + bits(hp, 15, 1023) % 7
                    else 30 + bits(hp, 15, 1023) % 35 end) as birth_year,
                bits(hp, 25, 1023) % 12 + 1 as birth_month,
                bits(hp, 25, 1023) // 12 % 28 + 1 as birth_day,
                bits(hp, 35, 15) as birth_kind
            from hashed join scenario on scenario.scenario = hashed.scenario
        )
        select i, person, scenario, h1, h2,
            is_regular or person < {year.returns_below} or person >= {year.returns_from}
                as is_in_other_years,
            birth_year,
            groups // 100 as g1, groups // 10 % 10 as g2, groups % 10 as g3,
            group_count, notif_count, emm_count, witness_count, has_duplicate, has_letter,
            d1, d2, d3,
            case when bits(hp, 0, 31) < 19 then 2 when bits(hp, 0, 31) < 29 then 1 else 0 end
                as gender,
            nationality_at(bits(hp, 5, 1023)) as nationality,
            birth_kind in (10, 11) as has_birth_year_only,
            case when birth_kind < 10 then birth_year * 10000 + birth_month * 100 + case
                    when birth_month = 2 and birth_day = 28 and birth_year % 4 = 0 then 29
                    else birth_day end
                when birth_kind < 12 then birth_year * 10000 + 701 else 0 end as birth,
            case when bits(h1, 43, 15) < 9
                then {year.year} - birth_year + bits(h1, 59, 3) % 3 else 0 end as age_said,
            forms_at(bits(h2, 0, 63)) as forms,
            case when forms & 1 > 0 or bits(h2, 6, 31) = 0
                then prostitution_at(bits(h2, 6, 63)) else 0 end as prostitution,
            case when forms & 2 > 0 or bits(h2, 12, 31) = 0
                then labour_at(bits(h2, 12, 63)) else 0 end as labour,
            case when forms & 4 > 0 or bits(h2, 18, 31) = 0
                then manners_at(bits(h2, 18, 63)) else 0 end as manners,
            case when g1 = 1 and bits(h1, 35, 15) < 11 then bits(h1, 35, 15) + 1 else 0 end
                as unit_1,
            case when g1 = 1 and has_duplicate and bits(h1, 39, 15) < 11
                then bits(h1, 39, 15) + 1 else 0 end as unit_2,
            0 as more_groups, 0 as more_units
        from placed
    """


def _carrier(low: int) -> str:
    return (
        f"case when bits(h1, {low}, 7) < 5 then 1 else 1 + bits(h1, {low}, 7) % witness_count end"
    )


def shown(world: World, year: Year, slots: str) -> str:
    """Return SQL for what the records of the victim-years in `victim_year` say.

    Args:
        world: the register.
        year: the year of the victim-years.
        slots: condition on `slot`.
    """
    need_from = (world.consent_from - date(year.year, 1, 1)).days
    # Before consent was needed, its lack is no reason; the record has another defect then.
    lacks_consent = "consent_missing" if need_from < 365 else "person_pseudonym_missing"
    consent_first = min(max(need_from, 0), 364)
    place_first, place_second = "bits(h2, 24, 15)", "bits(h2, 28, 15)"

    def said(name: str, low: int, other: str, draw: int) -> str:
        return f"said(belief, {_carrier(low)}, {name}, {other}, bits(r, {draw}, 15)) as said_{name}"

    def said_set(name: str, by_emm: str, part: str, other: str, some: str) -> str:
        return (
            f"said_set(ordinal, emm_ordinal, notif_count = 0 or (emm_count > 0 and {by_emm} = 0), "
            f"{place_first} % greatest(notif_count, 1) + 1, "
            f"{place_second} % greatest(notif_count, 1) + 1, {part}, {name}, "
            f"{name}_at({other}), {some}) as said_{name}"
        )

    return f"""
        with drawn as (
            select victim_year.*, slot.* exclude (scenario, defect),
                case when defect = 'consent_missing' then '{lacks_consent}' else defect end
                    as defect,
                hash(i, content_slot, {year.number}, {world.seed}) as r, hash(r, 5) as r2
            from victim_year join slot on slot.scenario = victim_year.scenario
            where {slots}
        ),
        owned as (
            select *,
                case whose when 1 then g1 when 2 then g2 when 3 then g3
                    when 4 then 1 + (bits(h2, 24, 255) + notif) % 6
                    when 5 then {CONSENT_FROM_GROUP} + bits(r, 32, 63) % 3
                    when 6 then case when bits(r, 32, 7) = 0 then 1 else 6 end
                    else 7 end as system
            from drawn
        )
        select i, person, notif, record_slot, version, is_withdrawn, delay, in_emm, defect, system,
            whose = 6 as is_letter,
            case when whose = 7 then {EMM}
                when whose = 6 and system = 6 then {PROSECUTION}
                when system = 6 then {FIRST_OTHER} + (bits(h2, 32, 255) + notif) % 8
                else system end as reporter,
            bits(r, 28, 15) as v,
            r,
            case
                when whose = 1 and days_later then d1 + 1 + bits(r2, 47, 15)
                when whose = 1 then d1 when whose = 2 then d2 when whose = 3 then d3
                when whose = 5 then {consent_first}
                    + bits(r2, 52, 255) % {365 - consent_first}
                when whose = 7 then bits(r2, 52, 127) + 150 * greatest(emm_ordinal - 1, 0) + 20
                else bits(r2, 52, 255) end as day,
            whose not in (6, 7) and system >= {CONSENT_FROM_GROUP} as needs_consent,
            case when fate = 'duplicate' then unit_2 when ordinal > 0 then unit_1
                when whose = 6 then 0 else bits(r, 32, 15) % 12 end as said_unit,
            {said("gender", 47, "bits(r, 16, 3) % 3", 0)},
            {said("nationality", 50, "nationality_at(bits(r, 18, 1023))", 4)},
            has_birth_year_only,
            {
        said(
            "birth",
            53,
            "(birth_year + case bits(r2, 40, 15) when 0 then -4 else 0 end) * 10000 + "
            "(1 + bits(r2, 46, 15) % 12) * 100 + 1 + bits(r2, 50, 31) % 28",
            8,
        )
    },
            {said("age_said", 56, "bits(r2, 56, 63)", 12)},
            {
        said_set(
            "forms", "bits(h2, 55, 7)", "bits(h2, 32, 15)", "bits(r2, 23, 63)", "bits(r2, 0, 15)"
        )
    },
            {
        said_set(
            "prostitution",
            "bits(h2, 58, 7)",
            "bits(h2, 36, 63)",
            "bits(r2, 29, 63)",
            "bits(r2, 4, 63)",
        )
    },
            {
        said_set(
            "labour",
            "bits(h2, 61, 7)",
            "bits(h2, 42, 255)",
            "bits(r2, 35, 63)",
            "bits(r2, 10, 255)",
        )
    },
            {
        said_set(
            "manners", "bits(h1, 59, 7)", "bits(h2, 50, 31)", "bits(r2, 41, 63)", "bits(r2, 18, 31)"
        )
    }
        from owned
    """


def notification_rows(world: World, year: Year, relation: str) -> str:
    """Return SQL for rows of `notifications` (docs/register.md) from what records say.

    Args:
        world: the register.
        year: the year in which they were received.
        relation: SQL as :func:`shown` returns it.
    """
    need_from = (world.consent_from - date(year.year, 1, 1)).days
    answer = (
        "case when defect = 'consent_missing' then case v % 2 when 0 then 0 else 2 end "
        f"when needs_consent and (shown.day >= {need_from} or v < 10) then 1 "
        "when needs_consent then v % 3 else 0 end"
    )

    def of_register(name: str, size: int, code: str, shift: int) -> str:
        variant = f"(v + {shift}) % {VARIANTS}"
        return text_of(name, year.number, "0", size, code=code, variant=variant)

    return f"""
        select
            case when defect = 'delivery_incomplete' and v < 8 then null
                else 'synthetic-' || ({year.year} + delay) end as delivery_id,
            case when defect = 'delivery_incomplete' and v >= 8 then null
                else {_delivered_on(year)} end as delivered_on,
            {_record_id(year)} as record_id,
            case when defect <> 'notification_id_missing' then {_number("n", year, "notif")} end
                as notification_id,
            case when defect = 'version_unreadable' then
                case v % 4 when 0 then 'v2' when 1 then '0' when 2 then '' else '1.0' end
                else version::varchar end as version,
            case when defect <> 'status_missing' then status.txt end as status,
            case defect when 'received_on_missing' then null
                when 'received_on_unreadable' then case v % 4
                    when 0 then '{year.year}-02-30' when 1 then '{year.year}/3/4'
                    when 2 then '4 maart {year.year}' else '31-04-{year.year}' end
                when 'received_too_early' then '19{year.year % 100:02}-01-01'
                when 'received_after_delivery' then '{year.year + 3}-01-' || (10 + v)
                else day.txt end as received_on,
            {_pseudonym()} as person_pseudonym,
            case when defect <> 'reporter_missing' then reporter.txt end as reporter,
            case when system = 1 then unit.txt when v % 4 = 1 then 'Team ' || v end
                as reporting_unit,
            {_attributes(year)},
            answer.txt as consent,
            case when is_letter then case v % 3 when 0 then 'yes' when 1 then 'JA' else ' ja' end
                when v % 8 = 1 then 'nee' end as om_b8_letter,
            case bits(r, 52, 7) when 0 then 'yes' when 1 then 'nee' when 2 then 'Onbekend'
                when 3 then 'ja' end as cooperates
        from ({relation}) as shown
        {_attribute_joins(year)}
        {of_register("reporter", len(REPORTERS) + 1, "shown.reporter", 0)}
        {of_register("status", 2, "is_withdrawn::int", 0)}
        {of_register("answer", 3, answer, 5)}
    """


def emm_rows(year: Year, relation: str) -> str:
    """Return SQL for rows of `emm_records` (docs/register.md); see :func:`notification_rows`."""
    return f"""
        select 'synthetic-' || ({year.year} + delay) as delivery_id,
            {_delivered_on(year)} as delivered_on,
            {_record_id(year)} as record_id,
            day.txt as registered_on,
            {_pseudonym()} as person_pseudonym,
            {_attributes(year)}
        from ({relation}) as shown
        {_attribute_joins(year)}
    """


def _attribute_joins(year: Year) -> str:
    def text(name: str, system: str, size: int, shift: int) -> str:
        variant = f"(v + {shift}) % {VARIANTS}"
        return text_of(name, year.number, system, size, code=f"said_{name}", variant=variant)

    first, last = (512 * 2 * (year.number + later) for later in (0, 1))
    return "\n".join(
        [
            f"left join (select * from day where k >= {first} and k < {last}) as day "
            f"on day.k = ({first} + shown.day * 2 + (v % 4 = 2)::int)::int",
            text("unit", "1", 12, 3),
            text("gender", "system", 3, 1),
            text("nationality", "system", COUNTRY_SPACE, 0),
            text("forms", "system", 16, 7),
            text("prostitution", "system", 64, 2),
            text("labour", "system", 256, 6),
            text("manners", "system", 32, 11),
        ]
    )


def _attributes(year: Year) -> str:
    month = "right((100 + said_birth // 100 % 100)::varchar, 2)"
    day = "right((100 + said_birth % 100)::varchar, 2)"
    return f"""
            case when said_birth > 0 then
                case when has_birth_year_only and said_birth % 10000 = 701
                    then (said_birth // 10000)::varchar
                when v % 4 = 1 then {day} || '-' || {month} || '-' || (said_birth // 10000)
                else (said_birth // 10000) || '-' || {month} || '-' || {day} end
            when bits(r, 57, 3) = 0 then case v when 0 then '00-00-0000'
                when 3 then '{_EARLY_BIRTH}' when 5 then '{year.year + 5}-01-01'
                when 9 then '1990-02-30'
                when 11 then '' end
            end as birth_date,
            case when said_age_said > 0 then (said_age_said - 1)::varchar
            when bits(r, 57, 3) = 0 then case v when 1 then '-2' when 4 then '199'
                when 6 then 'ca. 25' when 8 then '30-35' when 12 then ' ' end end as reported_age,
            gender.txt as gender,
            nationality.txt as nationalities,
            forms.txt as exploitation_forms,
            prostitution.txt as prostitution_sectors,
            labour.txt as labour_sectors,
            manners.txt as criminal_manners"""


def _delivered_on(year: Year) -> str:
    return f"({year.year} + 1 + delay) || '-02-15'"


def _number(letter: str, year: Year, part: str) -> str:
    return f"'{letter}{year.year}-' || i || '-' || {part}"


def _record_id(year: Year) -> str:
    return f"case when defect <> 'record_id_missing' then {_number('r', year, 'record_slot')} end"


def _pseudonym() -> str:
    """A number that is mixed so that each person has one of her own, and no two share one."""
    return (
        "case when defect <> 'person_pseudonym_missing' then "
        "case when v = 15 then '  ' else '' end || 'synthetic-' "
        "|| to_hex((person * 1181783497 + 12345) % 1099511627776) "
        "|| case when v = 14 then ' ' else '' end end"
    )


# --- one person with very many notifications -----------------------------------------------------

SKEW_LEAST: Final = 100
"""With fewer notifications not every group and every police unit would be among them."""

_SKEW: Final = {
    "gender": 2,
    "birth": 19950615,
    "forms": 5,
    "prostitution": 12,
    "labour": 0,
    "manners": 3,
}


def skewed_victim_year(world: World, year: Year, count: int) -> str:
    """Return SQL for the truth of one victim-year with `count` records, as `victim_years` does.

    A tenth of the records are versions of one notification; all groups and all units notify.
    """
    values = ", ".join(f"{value} as {name}" for name, value in _SKEW.items())
    # Nobody else has this number.
    person = world.regulars + world.step * world.year_count + 10**9
    return f"""
        select {year.size} as i, {person}::bigint as person,
            -1 as scenario, false as is_in_other_years, 1 as g1, 0 as g2, 0 as g3, 1 as group_count,
            {count} as notif_count, 0 as emm_count, {count} as witness_count,
            true as has_duplicate, false as has_letter, 0 as d1, 0 as d2, 0 as d3, {values},
            (select number from nationality where country_code = 'NGA') as nationality,
            false as has_birth_year_only, 0 as age_said, 1 as unit_1, 0 as unit_2,
            63 as more_groups, 2047 as more_units
    """


def skewed_shown(world: World, year: Year, count: int) -> str:
    """Return SQL for what its records say, as `shown` does."""
    versions = count // 10

    def said(name: str, low: int) -> str:
        return (
            f"case when o = {versions - 1} or bits(r, {low}, 3) > 0 then {name} else 0 end "
            f"as said_{name}"
        )

    sets = ", ".join(
        f"case when o = {versions - 1} then {name} else {name} & bits(r, {low}, 255) end "
        f"as said_{name}"
        for name, low in (("forms", 10), ("prostitution", 18), ("labour", 26), ("manners", 34))
    )
    return f"""
        with numbered as (
            select victim_year.*, o, hash(o, {year.number}, {world.seed}, 7) as r,
                o < {versions} as is_version,
                case when o < {versions} then 1 else 1 + o % 6 end as system
            from victim_year, range({count}) as n(o)
        )
        select i, person, case when is_version then 0 else o end as notif, o as record_slot,
            case when is_version then o + 1 else 1 end as version, false as is_withdrawn,
            0 as delay, false as in_emm, '' as defect, system, false as is_letter,
            case when system = 6 then {FIRST_OTHER} + bits(r, 38, 7) else system end as reporter,
            bits(r, 28, 15) as v, r,
            case when is_version then 0 else 1 + o * 299 // {count} end as day,
            system >= {CONSENT_FROM_GROUP} as needs_consent,
            case when is_version then 1 else 1 + o // 6 % 11 end as said_unit,
            {said("gender", 0)}, {said("nationality", 2)}, has_birth_year_only,
            {said("birth", 4)}, 0 as said_age_said, {sets}
        from numbered
    """


def skewed_fates(count: int) -> dict[str, int]:
    """Return where its records end: fate -> records."""
    groups = 6
    superseded = count // 10 - 1
    return {
        "superseded": superseded,
        "counted": groups,
        "duplicate": count - superseded - groups,
    }
