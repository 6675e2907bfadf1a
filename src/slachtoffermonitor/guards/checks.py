"""What an expectation is, before Great Expectations comes in.

The suites are files in the folder `expectations` (:mod:`.library`), so that the documentation and
the tests can read them without the seven seconds that Great Expectations takes to import.
:mod:`.judge` makes expectations of them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

Stage = Literal["arrival", "release"]
"""When a suite is judged: before the intermediate layer, or before publication."""

STAGES: Final[tuple[Stage, ...]] = ("arrival", "release")
"""In their order."""

Limits = Mapping[str, Decimal]
"""The values of `ref_expectation_limits`, by `limit_code`."""

_LIMIT: Final = re.compile(r"<<(\w+)>>")

RECORD_COLUMNS: Final = ("record_id", "source_file")
"""The only columns that a list of failing records has: no attribute of a person."""


@dataclass(frozen=True)
class Check:
    """One expectation.

    Attributes:
        name: unique within its suite; it is part of the id and does not change.
        statement: what is expected, as a sentence.
        reason: why.
        remedy: what to do when it fails.
        query: SQL of the rows that fall short; `{batch}` is the relation, `<<code>>` a limit. For
            rows of the register it gives :data:`RECORD_COLUMNS` and nothing else.
        looked_at: SQL of the rows that are looked at.
        column: the column that it is about; empty where it is about rows.
        share: code of the limit for the share of rows that may fall short; none may without it.
        judged_from: code of the limit for the number of rows from which it can fail.
        limits: codes of the limits that stand in the SQL, as its heading names them.
        is_acceptable: whether an office may accept that it fails (docs/office.md).
    """

    name: str
    statement: str
    reason: str
    remedy: str
    query: str
    looked_at: str = "select 1 as row_seen from {batch}"
    column: str = ""
    share: str = ""
    judged_from: str = ""
    limits: tuple[str, ...] = ()
    is_acceptable: bool = False

    @property
    def expectation_type(self) -> str:
        """Name of the expectation in Great Expectations."""
        return "expect_few_rows"


@dataclass(frozen=True)
class NativeCheck:
    """An expectation that Great Expectations brings itself.

    Attributes:
        name: unique within its suite; it is part of the id and does not change.
        statement: what is expected, as a sentence.
        reason: why.
        remedy: what to do when it fails.
        kind: name of the class in `great_expectations.expectations`.
        arguments: its arguments.
        is_acceptable: whether an office may accept that it fails (docs/office.md).
    """

    name: str
    statement: str
    reason: str
    remedy: str
    kind: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    is_acceptable: bool = False

    @property
    def column(self) -> str:
        """The column that it is about; empty where it is about rows."""
        return str(self.arguments.get("column", ""))

    @property
    def expectation_type(self) -> str:
        """Name of the expectation in Great Expectations."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.kind).lower()


@dataclass(frozen=True)
class Suite:
    """The expectations of one relation.

    Attributes:
        code: name of the suite.
        stage: when it is judged.
        relation: the relation in the warehouse, with its schema; it goes by the suite's name in
            the connection of the guards.
        title: what it looks at, for people.
        batch: name of the SQL of the batch, where that is more than all of `relation`; it is copied
            into memory then, because it is costly.
        checks: its expectations; the first is a row count.
    """

    code: str
    stage: Stage
    relation: str
    title: str
    checks: tuple[Check | NativeCheck, ...]
    batch: str = ""

    @property
    def copied(self) -> bool:
        """Whether the batch is copied into memory."""
        return bool(self.batch)

    def identify(self, check: Check | NativeCheck) -> str:
        """Return the id of an expectation."""
        return f"{self.code}.{check.name}"


def with_limits(sql: str, limits: Limits) -> str:
    """Return SQL with the values of the limits in it, without the indentation of the source.

    Raises:
        KeyError: there is no such limit.
    """
    lines = textwrap.dedent(sql).strip()
    return _LIMIT.sub(lambda found: format(limits[found[1]].normalize(), "f"), lines)


def limit_codes(check: Check | NativeCheck) -> set[str]:
    """Return the codes of the limits that an expectation needs."""
    if isinstance(check, NativeCheck):
        return set()
    codes = set(_LIMIT.findall(check.query)) | set(_LIMIT.findall(check.looked_at))
    return codes | ({check.share, check.judged_from} - {""})
