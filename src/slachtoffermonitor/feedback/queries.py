"""The questions that a reporter's file answers: SQL on a warehouse, a file for each in `sql/`.

`records` and then `findings` are made as temporary tables; the others read them. What a build that
stopped at unknown codes has left is read by `records_stopped` and `findings_stopped` instead.
"""

from __future__ import annotations

from typing import Final

NOBODY: Final = "register"
"""Stands for a reporter where a record names none, or where the other record is not its own: the
registry itself."""

PLAIN: Final = (
    *("kind", "reason_code", "attribute_name"),
    *("reporter_code", "notification_year", "other_reporter_code"),
)
TEXTS: Final = (
    *("record_id", "notification_id", "delivery_id", "other_record_id", "delivered_code"),
)
"""Columns of the list of records in which a spreadsheet must see no formula."""
