"""What lay in a delivery when a build began: it must be the same when the build ends.

A file that is replaced, appended to, cut off or taken away in the meantime would be counted in
part, or twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slachtoffermonitor.delivery import TABLES
from slachtoffermonitor.files import digest
from slachtoffermonitor.project import Delivery, ProjectError
from slachtoffermonitor.troubles import sentence
from slachtoffermonitor.warehouse import open_warehouse


@dataclass(frozen=True)
class FileState:
    """A file as the system describes it: a number of its own, bytes, and nanoseconds of change."""

    number: int
    byte_count: int
    written_at: int
    touched_at: int

    def is_like(self, other: FileState) -> bool:
        """Say whether it has the same bytes as far as the system says so.

        When it was touched is left out: that moves with a change of rights as well.
        """
        return (self.number, self.byte_count, self.written_at) == (
            other.number,
            other.byte_count,
            other.written_at,
        )


def take(delivery: Delivery) -> dict[str, FileState]:
    """Return the state of every file that a delivery is read from, by name.

    Raises:
        ProjectError: the directory cannot be read.
    """
    states = {}
    starts = tuple(delivery.prefix + table for table in TABLES)
    try:
        for path in sorted(delivery.directory.iterdir()):
            if path.name.lower().startswith(starts) and path.is_file():
                stat = path.stat()
                states[path.name] = FileState(
                    stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
                )
    except OSError as error:
        raise ProjectError(
            sentence(error, delivery.directory, "SLACHTOFFERMONITOR_REGISTER")
        ) from None
    return states


def differences(
    delivery: Delivery,
    before: Mapping[str, FileState],
    judged: Mapping[str, int],
    database: Path,
) -> list[str]:
    """Compare what was delivered, judged, listed and received; return a phrase per difference.

    Args:
        delivery: what was built from.
        before: the state of its files when the build began.
        judged: records that the check of the delivery counted, by file.
        database: the finished warehouse.
    """
    now = take(delivery)
    found = []
    listed = _listed(database)
    for name in sorted({*before, *now, *judged, *listed}):
        if name not in now:
            found.append(f"{name} was taken away")
        elif name not in before:
            found.append(f"{name} was added")
        elif not now[name].is_like(before[name]):
            found.append(f"{name} was written to or replaced")
        elif name not in listed or name not in judged:
            found.append(f"{name} was not there all the time")
        else:
            byte_count, sha256, received = listed[name]
            touched = now[name].touched_at != before[name].touched_at
            if byte_count != now[name].byte_count or (
                touched and sha256 != digest(delivery.directory / name)
            ):
                found.append(f"{name} was written to or replaced")
            elif received != judged[name]:
                found.append(
                    f"of {name} {judged[name]:,} records were judged and {received:,} received"
                )
    return found


def _listed(database: Path) -> dict[str, tuple[int, str | None, int]]:
    """Return bytes, digest and number of records of each file, as the warehouse has them."""
    with open_warehouse(database) as connection:
        rows = connection.execute(
            "select source_file, any_value(byte_count), any_value(sha256), sum(record_count) "
            "from audit.aud_delivery_files group by source_file order by source_file"
        ).fetchall()
    return {str(name): (int(size), sha256, int(count)) for name, size, sha256, count in rows}
