"""How values are written: every code as each reporter may write it, with slips that are allowed.

A table `spelled_<kind>` holds texts by a whole number made of reporter, year, code and variant, so
that a record finds its text with one join. The crosswalks say which texts mean what in which year.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

VARIANTS: Final = 16
"""Ways in which one value is written, slips included."""

SYSTEMS: Final = ("POLICE", "KMAR", "INSPECTORATE", "CARE", "FAIRWORK", "OTHER", "EMM")
"""Code systems, in the order of the reporter groups; the number of a system begins at 1."""

REPORTERS: Final = (
    *("POL", "KMAR", "ISZW", "ZOCO", "FW"),
    *("VWN", "OPV", "NGO", "OVH", "JUR", "PAR", "IND", "OM"),
    "EMM",
)
"""Reporters; their number begins at 1. The sixth to the thirteenth are the group of others."""

FIRST_OTHER: Final = 6
PROSECUTION: Final = 13
EMM: Final = 14

ANSWERS: Final = ("unknown", "yes", "no")
"""Answers; their number begins at 0."""

SYSTEM_SPACE: Final = 8
"""Above the number of code systems; 0 is the register's own."""

MOST_CODES: Final = 3
"""So many codes at most stand in one value of a list with many codes."""

SMALL_SET: Final = 16
"""A list with fewer combinations of codes has all of them."""

COUNTRY_SPACE: Final = 512
"""Above the number of nationalities; part of the key of their texts."""


@dataclass(frozen=True)
class CodeList:
    """A kind of code with known codes in bits or numbers.

    Attributes:
        name: of the table of texts.
        crosswalk: name of the crosswalk's file.
        standard: SQL that gives standard_code and number of the code as it is counted; number 0 is
            unknown. For sets the number is a bit.
        is_set: whether a value may hold several codes.
        size: above the highest number or mask.
        is_of_register: whether the codes are the register's own and not those of its reporters.
    """

    name: str
    crosswalk: str
    standard: str
    is_set: bool
    size: int
    is_of_register: bool = False


def _listed(codes: tuple[str, ...], first: int = 1) -> str:
    rows = ", ".join(f"('{code}', {number})" for number, code in enumerate(codes, first))
    return f"(select * from (values {rows}) as listed (standard_code, number))"


def _bit(code: str, order: str = "sort_order") -> str:
    """Return SQL for the bit of a code: in the order of its list, none for unknown."""
    return f"case when {code} = 'ONB' then 0 else 1 << ({order}::int - 1) end"


CODE_LISTS: Final = (
    CodeList("gender", "genders", _listed(("ONB", "M", "V"), 0), is_set=False, size=3),
    CodeList(
        "unit",
        "police_units",
        "(select police_unit_code as standard_code, "
        "case when police_unit_code = 'ONB' then 0 else sort_order::int end as number "
        "from ref_police_units)",
        is_set=False,
        size=12,
    ),
    CodeList(
        "forms",
        "exploitation_forms",
        "(select exploitation_form_code as standard_code, "
        f"{_bit('exploitation_form_code')} as number "
        "from ref_exploitation_forms)",
        is_set=True,
        size=16,
    ),
    CodeList(
        "prostitution",
        "prostitution_sectors",
        "(select prostitution_sector_code as standard_code, "
        f"{_bit('prostitution_sector_code', 'hierarchy_order')} as number "
        "from ref_prostitution_sectors)",
        is_set=True,
        size=64,
    ),
    # Sections of the SBI are brought to the sectors of Figuur 2.5.
    CodeList(
        "labour",
        "labour_sectors",
        "(select isic_section_code as standard_code, "
        f"{_bit('labour_sector_code')} as number "
        "from ref_isic_sections join ref_labour_sectors using (labour_sector_code))",
        is_set=True,
        size=256,
    ),
    CodeList(
        "manners",
        "criminal_manners",
        "(select criminal_manner_code as standard_code, "
        f"{_bit('criminal_manner_code')} as number "
        "from ref_criminal_manners)",
        is_set=True,
        size=32,
    ),
    CodeList(
        "reporter", "reporters", _listed(REPORTERS), is_set=False, size=15, is_of_register=True
    ),
    CodeList("answer", "yes_no", _listed(ANSWERS, 0), is_set=False, size=3, is_of_register=True),
    CodeList(
        "status",
        "statuses",
        _listed(("active", "withdrawn"), 0),
        is_set=False,
        size=2,
        is_of_register=True,
    ),
)


def text_of(name: str, number: int, system: str, size: int, *, code: str, variant: str) -> str:
    """Return a join with the texts of a kind of code.

    Args:
        name: of the kind, and of the joined relation; its column is txt.
        number: of the year, from 0.
        system: SQL for the number of the code system; 0 is the register's own.
        size: above the highest code of the kind.
        code: SQL for the code.
        variant: SQL for one of the `VARIANTS` ways to write it.
    """
    first, last = ((number + later) * SYSTEM_SPACE * size * VARIANTS for later in (0, 1))
    return (
        f"left join (select * from spelled_{name} where k >= {first} and k < {last}) as {name} "
        f"on {name}.k = ((({number * SYSTEM_SPACE} + {system}) * {size} + {code}) * {VARIANTS} "
        f"+ {variant})::int"
    )


def load_lists(connection: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    """Read the reference lists and the crosswalks, every column as text."""
    files = [*(seeds / "reference").glob("ref_*.csv"), *(seeds / "crosswalks").glob("*.csv")]
    for file in sorted(files):
        quoted = str(file).replace("'", "''")
        connection.execute(
            f"create table {file.stem} as select * from "
            f"read_csv('{quoted}', all_varchar = true, header = true, delim = ',', quote = '\"')"
        )


def make_spellings(connection: duckdb.DuckDBPyConnection, first_year: int, year_count: int) -> None:
    """Make the tables `spelled_<kind>`: k, txt; and `nationality`: number, code, class, region.

    `load_lists` comes first.
    """
    # A slip never changes the meaning: case, blanks around and between, a hard blank at the end.
    connection.execute(
        "create macro slip(txt, v) as case v % 8 "
        "when 4 then lower(txt) when 5 then ' ' || txt || '  ' "
        "when 6 then upper(txt[1]) || lower(txt[2:]) "
        "when 7 then replace(txt, ' ', '  ') || chr(160) else txt end"
    )
    connection.execute("create macro nothing(v) as case v % 4 when 0 then '' when 1 then '  ' end")
    connection.execute(
        "create table years as select t::int as t, "
        f"({first_year} + t)::int as year from range({year_count}) as r(t)"
    )
    systems = ", ".join(f"({n}, '{name}')" for n, name in enumerate(SYSTEMS, 1))
    connection.execute(
        f"create table systems as select * from (values {systems}) as s(s, code_system)"
    )
    connection.execute(f"create table variants as select v::int as v from range({VARIANTS}) r(v)")
    for one in CODE_LISTS:
        _make_spellings_of(connection, one)
    _make_spellings_of_nationalities(connection)


def _usable(crosswalk: str, standard: str, *, is_of_register: bool) -> str:
    """Return SQL for the texts of each code, by system and year, numbered from 0.

    A reporter's own code goes before the standard code of that name.
    """
    systems = "(select 0 as s, 'REGISTER' as code_system)" if is_of_register else "systems"
    return f"""
        select s, t, number, delivered_code as txt,
            (row_number() over same_code - 1)::int as place,
            (count(*) over (partition by s, t, number))::int as places
        from (
            select systems.s, years.t, standard.number, own.delivered_code
            from {systems} as systems
            cross join years
            join crosswalk_{crosswalk} as own on own.code_system = systems.code_system
            join {standard} as standard on standard.standard_code = own.standard_code
            where years.year between own.valid_from_year::int and own.valid_to_year::int
            union
            select systems.s, years.t, standard.number, common.delivered_code
            from {systems} as systems
            cross join years
            join crosswalk_{crosswalk} as common on common.code_system = 'STANDARD'
            join {standard} as standard on standard.standard_code = common.standard_code
            where years.year between common.valid_from_year::int and common.valid_to_year::int
            and not exists (
                select 1 from crosswalk_{crosswalk} as own
                where own.code_system = systems.code_system
                and own.delivered_code = common.delivered_code
            )
        )
        window same_code as (partition by s, t, number order by delivered_code)
    """


def _make_spellings_of(connection: duckdb.DuckDBPyConnection, one: CodeList) -> None:
    usable = _usable(one.crosswalk, one.standard, is_of_register=one.is_of_register)
    connection.execute(f"create or replace temp table usable as {usable}")
    if one.is_set:
        # Chosen codes in one order or the other; sometimes a code twice, or 'unknown' beside it.
        texts = f"""
            with masks as (
                select m::int as code from range(1, {one.size}) as r(m)
                where bit_count(m) <= {MOST_CODES} or {one.size} <= {SMALL_SET}
            ),
            written as (
                select s, t, masks.code, v,
                    list(txt order by number * (1 - 2 * (v % 2))) as texts
                from masks
                join usable on number > 0 and masks.code & number = number
                cross join variants
                where place = (v + 3 * number) % places
                group by all
            ),
            unknown as (
                select s, t, v, txt from usable cross join variants
                where number = 0 and place = v % places
            )
            select s, t, code, v,
                case when v % 4 = 3 then replace(array_to_string(texts, '|'), '|', ' | ')
                    else array_to_string(texts, '|') end
                || case when v % 8 = 2 then coalesce('|' || unknown.txt, '')
                    when v % 8 = 6 then '|' || texts[1] else '' end as txt
            from written left join unknown using (s, t, v)
            union all
            select s, t, 0, v, txt from unknown
        """
    else:
        texts = """
            select s, t, number as code, v, txt
            from usable cross join variants where place = v % places
        """
    # A value that is unknown is often just empty.
    may_be_empty = "true" if one.name not in ("reporter", "status") else "false"
    connection.execute(f"""
        create table spelled_{one.name} as
        select (((t * {SYSTEM_SPACE} + s) * {one.size} + code) * {VARIANTS} + v)::int as k,
            case when code = 0 and {may_be_empty} and v % 2 = 1 then nothing(v // 2)
            else slip(txt, v) end as txt
        from ({texts}) order by k
    """)


def _make_spellings_of_nationalities(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        create table nationality as
        select (row_number() over (order by country_code) - 1)::int as number, *
        from (
            select country_code, nationality_class_code as class, selection_order::int as step,
                origin_region_code as region
            from ref_countries where country_code = nationality_code and country_code <> 'XXX'
        )
    """)
    # Number 0 is unknown.
    connection.execute("update nationality set number = number + 1")
    connection.execute("insert into nationality values (0, 'XXX', 'UNKNOWN', 9, 'ONB')")
    standard = (
        "(select ref_countries.country_code as standard_code, nationality.number from ref_countries"
        " join nationality on nationality.country_code = ref_countries.nationality_code)"
    )
    usable = _usable("nationalities", standard, is_of_register=False)
    connection.execute(f"create or replace temp table usable as {usable}")
    # Several nationalities: a Dutch one counts wherever it stands, then the first country, then
    # stateless.
    connection.execute(f"""
        create table spelled_nationality as
        with known as (
            select number, class, step,
                lead(number, 7, 1) over (partition by class, step order by number) as other
            from nationality where class = 'OTHER' and step = 2
        ),
        one as (
            select s, t, number, v, txt from usable cross join variants where place = v % places
        ),
        companions as (
            select nationality.number, nationality.class, nationality.step,
                coalesce(known.other, (select min(number) from known)) as other
            from nationality left join known using (number)
        )
        select (((one.t * {SYSTEM_SPACE} + one.s) * {COUNTRY_SPACE} + one.number) * {VARIANTS}
                + one.v)::int as k,
            case
                when one.number = 0 and one.v % 2 = 1 then nothing(one.v // 2)
                when one.number = 0 then slip(one.txt, one.v)
                when one.v = 11 then coalesce(nobody.txt || '|', '') || one.txt
                when one.v = 12 and companions.class = 'DUTCH' then beside.txt || '|' || one.txt
                when one.v = 12 and companions.step = 2 then one.txt || ' | ' || beside.txt
                when one.v = 13 and companions.step = 2 then stateless.txt || '|' || one.txt
                when one.v = 14 and companions.class = 'DUTCH' then one.txt || '|' || beside.txt
                else slip(one.txt, one.v)
            end as txt
        from one
        join companions on companions.number = one.number
        left join one as beside
            on beside.s = one.s and beside.t = one.t and beside.v = one.v
            and beside.number = companions.other
        left join one as nobody
            on nobody.s = one.s and nobody.t = one.t and nobody.v = one.v and nobody.number = 0
        left join one as stateless
            on stateless.s = one.s and stateless.t = one.t and stateless.v = one.v
            and stateless.number = (select number from nationality where country_code = 'XXA')
        order by k
    """)
