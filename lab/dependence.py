"""On which delivered columns a table depends: followed through the compiled SQL with sqlglot.

A table depends on a column when another value in it could change a value of the table, or which
rows it has. So not only what is selected is followed, but also what is joined on, filtered,
grouped and ordered by. Three things keep this from saying that everything depends on everything:

* A branch of a union counts only where it can be meant. Who asks for `column_name = 'gender'` does
  not depend on the branch that writes 'nationalities' there.
* A left join neither adds nor drops rows, as every key is tested to be unique. What it looks up
  depends on the columns that find the row, and only where they are not what the looked-up value is
  made of itself.
* Of grouping sets only what all sets share makes the rows; a reader picks a set by the column that
  is filled.

One thing is not followed: the content of a whole record, which is compared where records share an
id (`NOT_FOLLOWED`). By that, and by nothing else, every figure depends on every column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlglot
from sqlglot import exp

NOT_FOLLOWED: Final = "record_content"
"""Column that holds a whole record, to tell a copy from another record under its id (D-34)."""


class Place(NamedTuple):
    """A column of a table that is not followed further: as a rule, of a seed."""

    table: str
    column: str


Places = frozenset[Place]
Wanted = frozenset[tuple[str, str]]
"""Columns that must hold a text, such as column_name = 'gender'."""

NOTHING: Final[Places] = frozenset()


@dataclass(frozen=True)
class Table:
    """What a table depends on.

    Attributes:
        columns: what the values of each column depend on, beside the rows they stand in.
        filters: what decides which rows are kept.
        keys: what decides which rows are one.
    """

    columns: Mapping[str, Places]
    filters: Places = NOTHING
    keys: Places = NOTHING

    @property
    def rows(self) -> Places:
        """What decides which rows there are."""
        return self.filters | self.keys

    @property
    def everything(self) -> Places:
        """What decides on any value or row."""
        return self.rows.union(*self.columns.values())


@dataclass(frozen=True)
class _Source:
    """A table in a FROM clause."""

    alias: str
    item: exp.Expr
    on: exp.Expr | None
    is_looked_up: bool
    """Whether it is left joined."""


@dataclass
class _Scope:
    """The tables that a SELECT sees; those of the SELECT around it last."""

    tables: dict[str, Table | None]
    joins: dict[str, Places] = field(default_factory=dict)
    """Of a left join: what finds its row, and what decides whether it has one."""
    around: _Scope | None = None

    def column(self, column: exp.Column) -> Places:
        """Return what a column depends on."""
        name = column.name
        for alias, table in self.tables.items():
            if alias == column.table or (not column.table and table and name in table.columns):
                if table is None:
                    return NOTHING
                return table.columns[name] | self.joins.get(alias, NOTHING)
        if self.around is None:
            raise LookupError(f"{column.sql()} is a column of none of {', '.join(self.tables)}")
        return self.around.column(column)


class Follower:
    """Follows the columns of a project."""

    def __init__(self, given: Mapping[str, Iterable[str]], models: Mapping[str, str]) -> None:
        """Take the project.

        Args:
            given: tables that are not followed further, `schema.name` -> columns.
            models: `schema.name` -> compiled SQL.
        """
        self._given = {
            name: Table(
                {column: frozenset({Place(name.split(".")[1], column)}) for column in columns}
            )
            for name, columns in given.items()
        }
        self._models = {name: sqlglot.parse_one(sql, read="duckdb") for name, sql in models.items()}
        self._known: dict[tuple[int, Wanted], Table | None] = {}

    def table(self, name: str) -> Table:
        """Return what a model depends on.

        Args:
            name: `schema.name`.
        """
        return _whole(self._relation(name, frozenset()), name)

    def _relation(self, name: str, wanted: Wanted) -> Table | None:
        if name in self._given:
            return self._given[name]
        return self._query(self._models[name], {}, wanted, None)

    def _query(
        self,
        query: exp.Expr,
        named: Mapping[str, tuple[exp.Expr, Mapping[str, Any]]],
        wanted: Wanted,
        around: _Scope | None,
    ) -> Table | None:
        """Return what a query depends on; None where it cannot hold what is wanted."""
        key = (id(query), wanted)
        if around is None and key in self._known:
            return self._known[key]
        if with_ := query.args.get("with_") or query.args.get("with"):
            for expression in with_.expressions:
                named = {**named, expression.alias: (expression.this, named)}
        if isinstance(query, exp.Subquery):
            found = self._query(query.this, named, wanted, around)
        elif isinstance(query, exp.SetOperation):
            found = self._union(query, named, wanted, around)
        else:
            found = self._select(query, named, wanted, around)
        if around is None:
            self._known[key] = found
        return found

    def _union(
        self,
        query: exp.SetOperation,
        named: Mapping[str, Any],
        wanted: Wanted,
        around: _Scope | None,
    ) -> Table | None:
        one, two = (
            _whole(self._query(side, named, frozenset(), around), "a branch of a union")
            for side in (query.left, query.right)
        )
        places = {name: place for place, name in enumerate(one.columns)}
        names = list(two.columns)
        branches = [
            self._query(query.left, named, wanted, around),
            self._query(
                query.right,
                named,
                frozenset((names[places[name]], text) for name, text in wanted),
                around,
            ),
        ]
        left = [branch for branch in branches if branch is not None]
        if not left:
            return None
        return Table(
            {
                name: NOTHING.union(*(list(branch.columns.values())[place] for branch in left))
                for name, place in places.items()
            },
            NOTHING.union(*(branch.filters for branch in left)),
            NOTHING.union(*(branch.keys for branch in left)),
        )

    def _select(
        self, query: exp.Expr, named: Mapping[str, Any], wanted: Wanted, around: _Scope | None
    ) -> Table | None:
        sources = list(_sources(query))
        outputs = self._outputs(query, sources, named)
        asked = _asked(query, sources)
        for name, text in wanted:
            output = outputs[name]
            if isinstance(output, exp.Literal):
                if output.this != text:
                    return None
            elif isinstance(output, exp.Column) and _may_go_below(query, output):
                asked.setdefault(output.table or sources[0].alias, set()).add((output.name, text))
        _pass_on(sources, asked)

        scope = _Scope({}, around=around)
        filters = keys = NOTHING
        for source in sources:
            table = self._source(source, named, frozenset(asked.get(source.alias, ())), around)
            scope.tables[source.alias] = table
            if table is None and not source.is_looked_up:
                return None
            if table is None:
                continue
            if source.is_looked_up:
                scope.joins[source.alias] = table.filters | _found_by(source, table, scope)
            else:
                filters, keys = filters | table.filters, keys | table.keys
                filters |= self._depends(source.on, scope, named)
        columns = {name: self._depends(output, scope, named) for name, output in outputs.items()}
        filters |= self._depends(query.args.get("where"), scope, named)
        group = query.args.get("group")
        grouped = NOTHING.union(
            *(self._depends(item, scope, named) for item in _group_items(group, outputs))
        )
        for name, output in outputs.items():
            if output.find(exp.AggFunc, exp.Window):
                columns[name] |= filters | keys | grouped
        for clause in ("having", "qualify"):
            if condition := query.args.get(clause):
                filters |= keys | grouped | self._depends(condition, scope, named)
        if group is not None:
            keys = grouped  # what was one row before is no more seen, but in what was counted
        if NOT_FOLLOWED in columns:
            columns[NOT_FOLLOWED] = NOTHING
        if query.args.get("distinct"):
            keys = NOTHING.union(*columns.values())
        if group is None and any(
            aggregate.find_ancestor(exp.Window, exp.Select) is query
            for output in query.expressions
            for aggregate in output.find_all(exp.AggFunc)
        ):
            filters = keys = NOTHING  # one row, whatever there is
        return Table(columns, filters, keys)

    def _source(
        self, source: _Source, named: Mapping[str, Any], wanted: Wanted, around: _Scope | None
    ) -> Table | None:
        item = source.item
        if not isinstance(item, exp.Table):
            return self._query(item, named, wanted, around)
        if not item.db and item.name in named:
            query, seen = named[item.name]
            return self._query(query, seen, wanted, None)
        return self._relation(f"{item.db}.{item.name}", wanted)

    def _outputs(
        self, query: exp.Expr, sources: list[_Source], named: Mapping[str, Any]
    ) -> dict[str, exp.Expr]:
        """Return the columns of a SELECT with their expressions, stars written out."""
        outputs: dict[str, exp.Expr] = {}
        for expression in query.expressions:
            if not expression.is_star or isinstance(expression, exp.Alias):
                outputs[expression.alias_or_name] = expression.unalias()
                continue
            alias = expression.table if isinstance(expression, exp.Column) else ""
            for source in sources:
                if alias in ("", source.alias):
                    found = self._source(source, named, frozenset(), None)
                    for name in _whole(found, source.alias).columns:
                        outputs[name] = exp.column(name, table=source.alias)
        return outputs

    def _depends(
        self, expression: exp.Expr | None, scope: _Scope, named: Mapping[str, Any]
    ) -> Places:
        """Return what an expression depends on."""
        if expression is None:
            return NOTHING
        found = NOTHING
        waiting = [expression]
        while waiting:
            here = waiting.pop()
            if isinstance(here, exp.Query):
                table = self._query(here, named, frozenset(), scope)
                found |= table.everything if table else NOTHING
            elif isinstance(here, exp.Column):
                found |= scope.column(here)
            else:
                waiting += list(here.iter_expressions())
        return found


def _whole(table: Table | None, name: str) -> Table:
    """Return a table of which nothing is asked.

    Raises:
        LookupError: its own conditions leave no branch of it.
    """
    if table is None:
        raise LookupError(f"By its own conditions {name} holds no row.")
    return table


def _found_by(source: _Source, table: Table, scope: _Scope) -> Places:
    """Return what finds the row of a left join, beside what its values are made of."""
    found = NOTHING
    for condition in _conjuncts(source.on):
        columns = list(condition.find_all(exp.Column))
        finds = NOTHING.union(
            *(scope.column(column) for column in columns if column.table != source.alias)
        )
        keys = NOTHING.union(
            *(table.columns[column.name] for column in columns if column.table == source.alias)
        )
        if not (isinstance(condition, exp.EQ | exp.NullSafeEQ) and finds <= keys):
            found |= finds
    return found


def _sources(query: exp.Expr) -> Iterator[_Source]:
    clause = query.args.get("from_") or query.args.get("from")
    if clause is None:
        return
    item = clause.this
    yield _Source(item.alias_or_name, _bare(item), None, is_looked_up=False)
    for join in query.args.get("joins") or ():
        yield _Source(
            join.this.alias_or_name,
            _bare(join.this),
            join.args.get("on"),
            is_looked_up=join.side == "LEFT",
        )


def _bare(item: exp.Expr) -> exp.Expr:
    return item.this if isinstance(item, exp.Subquery) else item


def _conjuncts(expression: exp.Expr | None) -> list[exp.Expr]:
    if expression is None:
        return []
    whole = expression.this if isinstance(expression, exp.Where) else expression
    return list(whole.flatten()) if isinstance(whole, exp.And) else [whole]


def _asked(query: exp.Expr, sources: list[_Source]) -> dict[str, set[tuple[str, str]]]:
    """Return by table the columns that a SELECT compares with a text."""
    asked: dict[str, set[tuple[str, str]]] = {}
    looked_up = {source.alias for source in sources if source.is_looked_up}
    conditions = [(condition, "") for condition in _conjuncts(query.args.get("where"))]
    conditions += [
        (condition, source.alias if source.is_looked_up else "")
        for source in sources
        for condition in _conjuncts(source.on)
    ]
    for condition, only in conditions:
        if not isinstance(condition, exp.EQ):
            continue
        column, text = condition.left, condition.right
        if not isinstance(column, exp.Column) or not isinstance(text, exp.Literal):
            continue
        alias = column.table or sources[0].alias
        if text.is_string and (alias == only or (not only and alias not in looked_up)):
            asked.setdefault(alias, set()).add((column.name, str(text.this)))
    return asked


def _pass_on(sources: list[_Source], asked: dict[str, set[tuple[str, str]]]) -> None:
    """Ask of a joined table what is asked of the column it is joined by."""
    for source in sources:
        for condition in _conjuncts(source.on):
            if not isinstance(condition, exp.EQ | exp.NullSafeEQ):
                continue
            one, two = condition.left, condition.right
            if not isinstance(one, exp.Column) or not isinstance(two, exp.Column):
                continue
            for here, there in ((one, two), (two, one)):
                if there.table != source.alias and source.is_looked_up:
                    continue
                for name, text in list(asked.get(here.table, ())):
                    if name == here.name:
                        asked.setdefault(there.table, set()).add((there.name, text))


def _may_go_below(query: exp.Expr, column: exp.Column) -> bool:
    """Whether rows may be chosen by a column before the SELECT looks over its rows."""
    return all(
        column in (window.args.get("partition_by") or ())
        for output in query.expressions
        for window in output.find_all(exp.Window)
    )


def _group_items(group: exp.Expr | None, outputs: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    if group is None:
        return []
    if group.args.get("all"):
        return [output for output in outputs.values() if not output.find(exp.AggFunc)]
    items = list(group.expressions)
    for sets in group.args.get("grouping_sets") or ():
        members = [set(item.find_all(exp.Column)) for item in sets.expressions]
        items += set.intersection(*members)
    return items


def read_target(target: Path) -> Follower:
    """Return a follower of the project as dbt built or compiled it for the shipped register.

    Args:
        target: dbt's target directory.
    """
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    compiled = target / "compiled" / manifest["metadata"]["project_name"]
    seeds, models = {}, {}
    for node in manifest["nodes"].values():
        name = f"{node['schema']}.{node['name']}"
        if node["resource_type"] == "seed":
            seeds[name] = list(node["columns"])
        elif node["resource_type"] == "model":
            models[name] = (compiled / node["original_file_path"]).read_text(encoding="utf-8")
    return Follower(seeds, models)
