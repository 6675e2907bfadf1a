"""What can happen to a victim-year in the register, and what must become of its records.

A scenario is a list of records (slots). Of each it says who reports, in which order the records are
believed, and where the record must end. Nothing here depends on the content of a record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

BLOCK: Final = 256
"""So many successive victim-years have every scenario, each as often as its weight says."""

Group = Literal["1", "2", "3", "ANY", "CONSENT", "LETTER", "EMM"]
"""Whose record it is: the first, second or third reporter group of the victim-year, any group, a
group that needs consent, an automatic letter of the prosecution, the EMM."""


@dataclass(frozen=True)
class Slot:
    """One record of a scenario.

    Attributes:
        group: whose record it is.
        notification: number of the notification within the victim-year; records of the EMM in their
            own table have none that is delivered.
        fate: where the record must end; a counted record of an excluded victim-year is excluded.
        version: version of the notification.
        is_withdrawn: whether its status is withdrawn.
        delay: years after the year of receipt in which it is delivered.
        days_later: whether it comes up to 16 days after its group's first notification.
        belief: place in the order of belief among the records that supply attributes, 1 first.
        defect: why the record is rejected, a code of `ref_rejection_reasons`.
        content_of: number of the slot whose content it repeats; 0 for content of its own.
        record_of: number of the slot whose record id it has; 0 for an id of its own.
        is_in_emm_table: whether it is delivered with the EMM's records.
    """

    group: Group
    notification: int
    fate: str
    version: int = 1
    is_withdrawn: bool = False
    delay: int = 0
    days_later: bool = False
    belief: int = 0
    defect: str = ""
    content_of: int = 0
    record_of: int = 0
    is_in_emm_table: bool = False

    @property
    def supplies_mask(self) -> bool:
        """Whether it is a standing notification: its forms and sectors are united with others'."""
        return self.belief > 0 and self.group != "EMM"


@dataclass(frozen=True)
class Scenario:
    """A victim-year's records.

    Attributes:
        name: for people.
        weight: so many of `BLOCK` victim-years have it.
        group_count: reporter groups whose notifications count.
        slots: its records.
        only_kmar: whether the one group must be the KMar.
    """

    name: str
    weight: int
    group_count: int
    slots: tuple[Slot, ...]
    only_kmar: bool = False

    @property
    def has_duplicate(self) -> bool:
        """Whether the first group has a second notification."""
        return any(slot.fate == "duplicate" for slot in self.slots)

    @property
    def emm_count(self) -> int:
        """Number of standing records of the EMM."""
        return sum(slot.belief > 0 and slot.group == "EMM" for slot in self.slots)

    @property
    def has_letter(self) -> bool:
        """Whether a letter of the prosecution stands."""
        return any(slot.group == "LETTER" for slot in self.slots)

    @property
    def notification_count(self) -> int:
        """Number of standing notifications, duplicates included."""
        return sum(slot.supplies_mask for slot in self.slots)

    @property
    def witness_count(self) -> int:
        """Number of records that supply attributes."""
        return sum(slot.belief > 0 for slot in self.slots)

    @property
    def notification_rows(self) -> int:
        """Number of its records that are delivered as notifications."""
        return sum(not slot.is_in_emm_table for slot in self.slots)


def _counted(group: Group, belief: int) -> Slot:
    return Slot(group, int(group), "counted", belief=belief)


def _emm(number: int, belief: int, *, is_in_emm_table: bool = True) -> Slot:
    return Slot("EMM", number, "not_a_notification", belief=belief, is_in_emm_table=is_in_emm_table)


_ONE: Final = _counted("1", 1)
_LETTER: Final = Slot("LETTER", 7, "not_a_notification")


def _one_and(*others: Slot) -> tuple[Slot, ...]:
    return (_ONE, *others)


def _rejected(defect: str) -> tuple[Slot, ...]:
    return _one_and(Slot("ANY", 5, "rejected", defect=defect))


_REJECTIONS: Final = (
    "record_id_missing",
    "notification_id_missing",
    "version_unreadable",
    "delivery_incomplete",
    "status_missing",
    "reporter_missing",
    "person_pseudonym_missing",
    "received_on_missing",
    "received_on_unreadable",
    "received_too_early",
    "received_after_delivery",
)

_OTHERS: Final = (
    Scenario(
        "corrected later",
        16,
        1,
        (
            Slot("1", 1, "superseded"),
            Slot("1", 1, "counted", version=2, delay=1, belief=1),
        ),
    ),
    Scenario(
        "corrected twice",
        4,
        1,
        (
            Slot("1", 1, "superseded"),
            Slot("1", 1, "superseded", version=2),
            Slot("1", 1, "counted", version=3, belief=1),
        ),
    ),
    # The later one of a group is believed first, the earlier one is counted.
    Scenario(
        "notified twice by one group",
        12,
        1,
        (_counted("1", 2), Slot("1", 4, "duplicate", days_later=True, belief=1)),
    ),
    Scenario(
        "notified twice on one day",
        4,
        1,
        _one_and(Slot("1", 4, "duplicate", belief=2)),
    ),
    Scenario("two groups", 28, 2, (_ONE, _counted("2", 2))),
    Scenario(
        "two groups, one of them late",
        6,
        2,
        (_ONE, replace(_counted("2", 2), delay=1)),
    ),
    Scenario("two groups and the EMM", 8, 2, (_ONE, _counted("2", 2), _emm(8, 3))),
    Scenario("three groups", 8, 3, (_ONE, _counted("2", 2), _counted("3", 3))),
    Scenario(
        "three groups, a duplicate and the EMM twice",
        4,
        3,
        (
            _counted("1", 2),
            Slot("1", 4, "duplicate", days_later=True, belief=1),
            _counted("2", 3),
            _counted("3", 4),
            _emm(8, 6),
            _emm(9, 5),
        ),
    ),
    Scenario("one group and the EMM", 16, 1, _one_and(_emm(8, 2))),
    Scenario("one group and a letter", 6, 1, _one_and(_LETTER)),
    Scenario("only the EMM", 10, 0, (_emm(8, 1),)),
    Scenario("only the EMM, among the notifications", 2, 0, (_emm(8, 1, is_in_emm_table=False),)),
    Scenario("only a letter", 4, 0, (_LETTER,)),
    Scenario("only a letter and the EMM", 2, 0, (_LETTER, _emm(8, 1))),
    Scenario("only the KMar", 6, 1, (_ONE,), only_kmar=True),
    Scenario("only the KMar and the EMM", 2, 1, _one_and(_emm(8, 2)), only_kmar=True),
    Scenario(
        "one group, another withdrew",
        8,
        1,
        _one_and(
            Slot("ANY", 5, "superseded"),
            Slot("ANY", 5, "withdrawn", version=2, is_withdrawn=True, delay=1),
        ),
    ),
    Scenario("withdrawn", 1, 0, (Slot("ANY", 5, "withdrawn", is_withdrawn=True),)),
    Scenario(
        "one group, and one without consent",
        3,
        1,
        _one_and(Slot("CONSENT", 6, "rejected", defect="consent_missing")),
    ),
    Scenario("without consent", 1, 0, (Slot("CONSENT", 6, "rejected", defect="consent_missing"),)),
    Scenario(
        "delivered again",
        2,
        1,
        _one_and(
            Slot("1", 1, "rejected", defect="record_id_copy", delay=1, content_of=1, record_of=1)
        ),
    ),
    Scenario(
        "one record id for two records",
        1,
        1,
        _one_and(
            Slot("ANY", 5, "rejected", defect="record_id_conflict", record_of=2),
            Slot("ANY", 4, "rejected", defect="record_id_conflict", record_of=2),
        ),
    ),
    Scenario(
        "one group, a correction of another rejected",
        1,
        1,
        _one_and(
            Slot("ANY", 5, "superseded"),
            Slot("ANY", 5, "rejected", version=2, defect="received_on_unreadable"),
        ),
    ),
    Scenario(
        "a version nobody can read replaces nothing",
        1,
        1,
        _one_and(Slot("1", 1, "rejected", version=2, defect="version_unreadable")),
    ),
    Scenario(
        "one group, and a record of the EMM delivered again",
        1,
        1,
        _one_and(
            _emm(8, 2),
            Slot(
                "EMM",
                8,
                "rejected",
                defect="record_id_copy",
                delay=1,
                content_of=2,
                record_of=2,
                is_in_emm_table=True,
            ),
        ),
    ),
    *(Scenario(f"one group, {defect}", 1, 1, _rejected(defect)) for defect in _REJECTIONS),
)

SCENARIOS: Final = (
    Scenario("one group", BLOCK - sum(one.weight for one in _OTHERS), 1, (_ONE,)),
    *_OTHERS,
)
"""The first is the one record of most victim-years; their weights add up to `BLOCK`."""

ORDER_IN_BLOCK: Final = tuple(
    number for number, scenario in enumerate(SCENARIOS) for _ in range(scenario.weight)
)
"""The scenario at each place of a block, before the places are mixed."""

BLOCK_ROWS: Final = sum(scenario.weight * scenario.notification_rows for scenario in SCENARIOS)
"""Notification records of one block."""
