"""What the rows of an exhibit count: the conditions, read from the exhibit's own SQL.

An exhibit's file counts its members in a CTE `counted`, with a branch for every row or kind of row.
The branches are shown as they stand in the file. sqlglot says which row a branch is for, what it
counts and by what; what it cannot say stops the site, so that no page shows half a condition.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from slachtoffermonitor.project import ProjectError

DIALECT: Final = "duckdb"
COUNTED: Final = "counted"
"""The CTE that has a row per member of a row of the exhibit."""

_BEGIN: Final = re.compile(r"^(?:with )?(\w+) as \($")
_END: Final = re.compile(r"^\),?$")
_UNION: Final = "union all"
_REF: Final = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")
_OTHER_JINJA: Final = re.compile(r"\{\{.*?\}\}", re.S)
_OTHER_VALUES: Final = re.compile(r"\bother_values='(\w+)'")
_CELL_COLUMNS: Final = (
    *("edition_code", "exhibit_code", "column_kind", "column_code", "row_kind", "row_code"),
)
_OF_CELL: Final = "\n    and ".join(f"members.{name} = '{{{name}}}'" for name in _CELL_COLUMNS)

RECORDS_QUERY: Final = (
    "select fates.*\n"
    "from audit.aud_cell_members as members\n"
    "inner join audit.aud_record_fate as fates\n"
    "    on split_part(members.member_key, ':', 1) = fates.victim_year_key\n"
    f"where\n    {_OF_CELL}"
)
"""Lists the records behind the members of a cell, with blanks for the cell's codes."""

ALL: Final = ("*",)
"""Stands for all steps from the known victims to the analysis population."""


@dataclass(frozen=True)
class Code:
    """A part of a file.

    Attributes:
        text: the lines as they stand there, without their common indent.
        first_line: the number of the first of them, from 1.
        last_line: the number of the last.
    """

    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Branch:
    """A row, or all rows of a kind, as an exhibit counts them.

    Attributes:
        row_kind: the kind of row.
        row_code: the row; empty where `row_code_sql` says which row a member is in.
        code: the branch as it stands in the file.
        fact: the relation whose rows are counted.
        alias: what the branch calls the relation it reads first.
        member_key_sql: the key of a member.
        row_code_sql: the row of a member; empty where all members are in one row.
        year_sql: the year of a member.
        form_sql: the form of trafficking of a member; empty where the exhibit has none.
        edition_sql: the edition that counts a member; empty where every edition does.
        rule_sql: the rule that keeps a member out of the editions in which it is in force; empty
            where every edition counts all members.
        leaves_out: the steps of the analysis population that the branch leaves out by name; `ALL`
            where it counts the analysis population itself.
    """

    row_kind: str
    row_code: str
    code: Code
    fact: str
    alias: str
    member_key_sql: str
    row_code_sql: str
    year_sql: str
    form_sql: str
    edition_sql: str
    rule_sql: str
    leaves_out: tuple[str, ...]

    def row_condition(self, row_code: str) -> str:
        """Return what makes a member one of a row, beside the branch itself."""
        return f"{self.row_code_sql} = '{row_code}'" if self.row_code_sql else ""

    def column_condition(
        self, edition: str, rules: Sequence[str], years: tuple[int, int], form: str
    ) -> str:
        """Return what makes a member one of a column.

        Args:
            edition: the code of the edition.
            rules: the exclusion rules that are in force in it.
            years: the first and the last year that the column covers.
            form: the form of trafficking that the column is about; empty where it is about all.
        """
        first, last = years
        span = f"= {first}" if first == last else f"between {first} and {last}"
        conditions = [f"{self.year_sql} {span}"]
        if form:
            conditions.append(f"{self.form_sql} = '{form}'")
        if self.edition_sql:
            conditions.append(f"{self.edition_sql} = '{edition}'")
        if self.rule_sql and rules:
            listed = ", ".join(f"'{rule}'" for rule in rules)
            conditions.append(f"coalesce({self.rule_sql}, '') not in ({listed})")
        return "\nand ".join(conditions)

    def members_query(self) -> str:
        """Return the query that lists the members of a cell, with blanks for the cell's codes."""
        return (
            f"select {self.alias}.*\n"
            "from audit.aud_cell_members as members\n"
            f"inner join marts.{self.fact} as {self.alias}\n"
            f"    on members.member_key = {self.member_key_sql}\n"
            f"where\n    {_OF_CELL}"
        )


@dataclass(frozen=True)
class ExhibitSql:
    """What the file of an exhibit counts and computes.

    Attributes:
        branches: what its rows count, in the order of the file.
        computed: the steps by which it computes what is no count, in the order of the file.
    """

    branches: tuple[Branch, ...]
    computed: tuple[Code, ...]

    def branch_of(self, row_kind: str, row_code: str) -> Branch | None:
        """Return the branch that counts a row; none where the row is no count.

        Raises:
            ProjectError: several branches count it.
        """
        found = [
            branch
            for branch in self.branches
            if branch.row_kind == row_kind and branch.row_code in ("", row_code)
        ]
        if len(found) > 1:
            raise ProjectError(
                f"Several branches of `{COUNTED}` count the row {row_kind}, {row_code}; one is "
                "asked for (site/conditions.py)."
            )
        return found[0] if found else None


def read_exhibit_sql(name: str, text: str) -> ExhibitSql:
    """Read what an exhibit counts from its file.

    Args:
        name: the exhibit's model, for messages.
        text: the file.

    Raises:
        ProjectError: the file has another shape than an exhibit's.
    """
    blocks = _blocks(text)
    if COUNTED not in blocks:
        raise ProjectError(f"{name} has no CTE called `{COUNTED}` (site/conditions.py).")
    try:
        branches = tuple(_branch(code, blocks) for code in _split(blocks[COUNTED]))
    except (SqlglotError, KeyError, AttributeError) as error:
        raise ProjectError(
            f"The site cannot read what {name} counts (site/conditions.py): {error!r}"
        ) from error
    other = _OTHER_VALUES.search(text)
    computed = _reached(other[1], blocks) if other else ()
    return ExhibitSql(branches, tuple(blocks[step] for step in blocks if step in computed))


def _blocks(text: str) -> dict[str, Code]:
    """Return the bodies of the CTEs of a file, in their order."""
    found: dict[str, Code] = {}
    lines = text.splitlines()
    name, begun = "", 0
    for number, line in enumerate(lines, start=1):
        if not name and (begin := _BEGIN.match(line)):
            name, begun = begin[1], number + 1
        elif name and _END.match(line):
            found[name] = _code(lines, begun, number - 1)
            name = ""
    return found


def _code(lines: Sequence[str], first: int, last: int) -> Code:
    return Code(textwrap.dedent("\n".join(lines[first - 1 : last])), first, last)


def _split(block: Code) -> Iterable[Code]:
    """Yield the parts of a union."""
    lines = block.text.splitlines()
    first = 0
    for number, line in enumerate([*lines, _UNION]):
        if line == _UNION:
            yield Code(
                "\n".join(lines[first:number]),
                block.first_line + first,
                block.first_line + number - 1,
            )
            first = number + 1


def _branch(code: Code, blocks: Mapping[str, Code]) -> Branch:
    select = _parse(code)
    written = _projections(code.text)
    projected = {item.alias_or_name: item for item in select.expressions}
    row_kind, row_code = projected["row_kind"].unalias(), projected["row_code"].unalias()
    if not row_kind.is_string:
        raise KeyError("row_kind is no fixed text")
    edition = projected.get("edition_code")
    is_fixed = row_code.is_string
    by_rule = projected["exclusion_rule_id"].find(exp.Column) is not None
    rule = written["exclusion_rule_id"] if by_rule else ""
    fact = _first_read(select).name
    while fact in blocks:
        fact = _first_read(_parse(blocks[fact])).name
    return Branch(
        row_kind=row_kind.name,
        row_code=row_code.name if is_fixed else "",
        code=code,
        fact=fact,
        alias=_first_read(select).alias_or_name,
        member_key_sql=written["member_key"],
        row_code_sql="" if is_fixed else written["row_code"],
        year_sql=written["notification_year"],
        form_sql=written.get("trafficking_form_code", ""),
        edition_sql=(
            written["edition_code"] if edition and edition.find(exp.Column) is not None else ""
        ),
        rule_sql=rule,
        leaves_out=ALL if rule else _leaves_out(select),
    )


def _leaves_out(select: exp.Select) -> tuple[str, ...]:
    """Return the steps of the analysis population that a branch leaves out by name."""
    where = select.args.get("where")
    conditions = list(where.this.flatten()) if where else []
    return tuple(
        condition.this.name.removeprefix("is_")
        for condition in conditions
        if isinstance(condition, exp.Not) and isinstance(condition.this, exp.Column)
    )


def _parse(code: Code) -> exp.Select:
    text = _OTHER_JINJA.sub("jinja", _REF.sub(r"\1", code.text))
    return sqlglot.parse_one(text, dialect=DIALECT).assert_is(exp.Select)


def _first_read(select: exp.Select) -> exp.Table:
    read = select.find(exp.From)
    if read is None or not isinstance(read.this, exp.Table):
        raise KeyError("from")
    return read.this


def _projections(text: str) -> dict[str, str]:
    """Return what a select projects by the name it gives it, as it is written."""
    tokens = sqlglot.tokenize(text[: re.search(r"^from ", text, re.M).start()], dialect=DIALECT)  # type: ignore[union-attr]
    found: dict[str, str] = {}
    depth = 0
    item: list[sqlglot.Token] = []
    for token in [*tokens[1:], None]:
        if token is None or (token.text == "," and not depth):
            words = [part.text.lower() for part in item]
            alias = len(words) > 2 and words[-2] == "as"
            end = item[-3].end if alias else item[-1].end
            found[words[-1]] = " ".join(text[item[0].start : end + 1].split())
            item = []
            continue
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        item.append(token)
    return found


def _reached(name: str, blocks: Mapping[str, Code]) -> set[str]:
    """Return a step and the steps that it is made from."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in found or here not in blocks:
            continue
        found.add(here)
        text = _OTHER_JINJA.sub("", blocks[here].text)
        waiting += re.findall(r"\b(?:from|join) (\w+)", text)
    return found
