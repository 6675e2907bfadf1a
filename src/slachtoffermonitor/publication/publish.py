"""Publishes a warehouse: everything is written aside, checked, and becomes current in one step."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from slachtoffermonitor import stamp as stamps
from slachtoffermonitor.files import digest, remove
from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication import content, events, folder, manifest, pages
from slachtoffermonitor.publication.audiences import Audience, Listed, audience_for, listed
from slachtoffermonitor.stamp import MARTS, Stamp
from slachtoffermonitor.troubles import kind_of, sentence
from slachtoffermonitor.warehouse import is_synthetic, open_warehouse

STEPS: Final = (
    *("judge", "copy", "compare", "describe", "seal", "place", "record", "point", "list"),
)
"""What a publication is made in, in this order. Up to `record` nothing of it counts; then it is
in the journal, and whatever is left is done by the next command that writes."""

DUTCH_TIME: Final = "Europe/Amsterdam"

Step = Callable[[str], None]
"""Called with the name of a step before it is done."""


@dataclass(frozen=True)
class Wish:
    """What is to be published, and how.

    Attributes:
        audience: its code as it was written out; none where it was not.
        expects_delivered: whether the settings name a delivery; none where they say nothing.
        embargo: until when it is not to be used; empty without one.
        corrects: number of the publication that this one corrects; none otherwise.
        reason: why it does; empty otherwise.
    """

    audience: str | None = None
    expects_delivered: bool = False
    embargo: str = ""
    corrects: int | None = None
    reason: str = ""


def publish(
    database: Path, target: Path, wish: Wish, published_at: str, step: Step = lambda _: None
) -> events.Publication:
    """Publish a warehouse, so that it is current.

    Args:
        database: the warehouse, an absolute path.
        target: the folder with the publications; it is made when it does not exist.
        wish: what is to be published.
        published_at: the time, in UTC, as ISO 8601 writes it.
        step: told what comes next.

    Returns:
        The publication.

    Raises:
        ProjectError: the warehouse is not fit to be published, the wish cannot be met, or the
            folder cannot be used; what was current still is.
    """
    require_wish(wish)
    wish = replace(wish, embargo=embargo_of(wish.embargo))
    folder.require_folder(target)
    with open_warehouse(database) as warehouse:
        fit = _judge(warehouse, database, wish)
        _require_known(target, wish, fit)
        with folder.at_work(target):
            try:
                folder.remember(database, target)
                return _publish(_Work(warehouse, database, target, wish, fit), published_at, step)
            except BaseException as error:
                with suppress(OSError):
                    remove(target / folder.NEW)
                if not isinstance(error, (OSError, duckdb.Error)):
                    raise
                place = database if kind_of(error) == "damaged" else target
                raise ProjectError(sentence(error, place, folder.VARIABLE)) from None


@dataclass(frozen=True)
class _Fit:
    """What a warehouse is fit for: whom, what built it, and what they get of it."""

    audience: Audience
    stamp: Stamp
    tables: list[Listed]
    is_synthetic: bool


@dataclass(frozen=True)
class _Work:
    """What is published and where, as `publish` was told, and what the warehouse is fit for."""

    warehouse: duckdb.DuckDBPyConnection
    database: Path
    target: Path
    wish: Wish
    fit: _Fit


def _publish(work: _Work, published_at: str, step: Step) -> events.Publication:
    """Do the steps, alone in the folder."""
    warehouse, target, wish, fit = work.warehouse, work.target, work.wish, work.fit
    synthetic = fit.is_synthetic
    step("judge")
    # Once more, now that nobody else publishes here.
    _require_known(target, wish, fit)
    _require_as_tested(warehouse, work.database, fit.stamp)
    known = events.publications(events.read(target))
    current = next((number for number, one in known.items() if one.is_current), None)
    number = max(known, default=0) + 1
    while folder.numbered(target, number).exists():
        number += 1
    release = manifest.Release(
        number,
        fit.audience,
        published_at,
        wish.embargo,
        current,
        wish.corrects,
        wish.reason,
    )
    new = target / folder.NEW
    new.mkdir()
    file = new / folder.DATABASE

    step("copy")
    notice = "" if synthetic else manifest.notice_of(fit.audience, synthetic=False)
    content.copy(warehouse, file, fit.tables, fit.stamp, notice)

    step("compare")
    contents = _require_equal(warehouse, file, fit.tables)

    step("describe")
    described = manifest.describe(
        release, fit.stamp, fit.tables, contents, warehouse, synthetic=synthetic
    )
    manifest.add_tables(file, described)

    step("seal")
    text = manifest.as_text(described, file, digest(file))
    folder.write(new / folder.MANIFEST, text)
    folder.give_modes(new, target)
    for path in (file, new):
        folder.sync(path)

    step("place")
    new.rename(folder.numbered(target, release.number))
    folder.sync(target)

    step("record")
    event = events.Event(
        "published",
        release.number,
        published_at,
        reason=wish.reason,
        corrects=wish.corrects,
        embargo=wish.embargo,
        data_status=described["data_status"],
        audience=fit.audience.code,
        manifest_sha256=folder.text_digest(text),
    )
    events.append(target, event)

    step("point")
    folder.point_to(target, release.number)

    step("list")
    pages.write(target)
    return events.publications(events.read(target))[release.number]


# --- what must hold before anything is written ---------------------------------------------------


def require_wish(wish: Wish) -> None:
    """Check what was asked for as far as it can be judged alone.

    Raises:
        ProjectError: a correction without a reason, or a reason without one.
    """
    if wish.corrects is not None and not wish.reason.strip():
        raise ProjectError('A correction says why: --corrects N --reason "...".')
    if wish.reason and wish.corrects is None:
        raise ProjectError("A reason belongs to a correction; name what it corrects: --corrects N.")


def embargo_of(text: str) -> str:
    """Return an embargo with its zone, as ISO 8601 writes it; without one it is Dutch time.

    Args:
        text: as the office wrote it, such as `2026-12-15T00:01`; empty where there is none.

    Raises:
        ProjectError: it is no day with a time.
    """
    if not text:
        return ""
    try:
        if "T" not in text.upper():
            raise ValueError
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=ZoneInfo(DUTCH_TIME))
    except ValueError:
        raise ProjectError(
            f"The embargo '{text}' is no day with a time; write it as 2026-12-15T00:01."
        ) from None
    except ZoneInfoNotFoundError:
        raise ProjectError(
            "This machine does not know Dutch time; write the embargo with its distance from UTC, "
            "such as 2026-12-15T00:01+01:00."
        ) from None
    return found.isoformat(timespec="minutes")


def _judge(warehouse: duckdb.DuckDBPyConnection, database: Path, wish: Wish) -> _Fit:
    """Return what a warehouse is fit for.

    Raises:
        ProjectError: it was not built to its end, something in it has failed since, or it is of
            another kind than the wish says.
    """
    synthetic = is_synthetic(warehouse)
    audience = audience_for(wish.audience, synthetic=synthetic)
    stamp = stamps.read(warehouse)
    if stamp is None:
        raise ProjectError(
            f"{database} was not built to its end with all tests by this version (a bare "
            "`dbt build` does not count as such); build it with `slachtoffermonitor build`, and "
            "publish then."
        )
    # A delivery may be synthetic too: all its records say so.
    if stamp.is_shipped and not synthetic:
        raise ProjectError(
            f"{database} was built from the shipped, synthetic register, but its tables say "
            "delivered; build it again with `slachtoffermonitor build`."
        )
    if wish.expects_delivered and stamp.is_shipped:
        raise ProjectError(
            f"A delivery is named in the settings, but {database} was built from the shipped, "
            "synthetic register; build it from the delivery first, or take the setting away."
        )
    rows = warehouse.execute(
        "select expectation_id from audit.aud_expectation_results "
        "where verdict_code in ('failed', 'broken') order by all"
    ).fetchall()
    if rows:
        raise ProjectError(
            f"Nothing is published: {len(rows)} expectations of {database} are not met, such as "
            f"{rows[0][0]}; `slachtoffermonitor expectations` says which."
        )
    marts: dict[str, list[str]] = {}
    for table, column in warehouse.execute(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = ? order by table_name, ordinal_position",
        [MARTS],
    ).fetchall():
        marts.setdefault(str(table), []).append(str(column))
    return _Fit(audience, stamp, listed(audience, marts), synthetic)


def _require_known(target: Path, wish: Wish, fit: _Fit) -> None:
    """Check that a publication fits in with those that are there.

    Raises:
        ProjectError: others are of another register or audience, or what is to be corrected cannot
            be.
    """
    known = events.publications(events.read(target))
    status = "synthetic" if fit.is_synthetic else "delivered"
    for one in known.values():
        if (one.published.data_status, one.published.audience) != (status, fit.audience.code):
            raise ProjectError(
                f"The publications in {target} are {one.published.data_status} and for the "
                f"audience '{one.published.audience}', and this one is {status} and for "
                f"'{fit.audience.code}': who reads them would not notice. Name another folder with "
                f"--folder or {folder.VARIABLE}."
            )
    if wish.corrects is None:
        return
    if wish.corrects not in known:
        named = ", ".join(map(str, known)) or "none"
        raise ProjectError(
            f"There is no publication {wish.corrects} to correct in {target}; there is: {named}."
        )
    if (by := known[wish.corrects].corrected_by) is not None:
        raise ProjectError(
            f"Publication {wish.corrects} has been corrected by {by} already; correct that one."
        )


def _require_as_tested(warehouse: duckdb.DuckDBPyConnection, database: Path, stamp: Stamp) -> None:
    """Check that the marts are what they were when the build tested them.

    Raises:
        ProjectError: one is not, or another DuckDB is here, which cannot tell.
    """
    if stamp.versions["duckdb"] != duckdb.__version__:
        raise ProjectError(
            f"{database} was built with DuckDB {stamp.versions['duckdb']}, and this is "
            f"{duckdb.__version__}; build it again with `slachtoffermonitor build`."
        )
    now = stamps.fingerprints(warehouse)
    changed = [
        name for name in sorted({*now, *stamp.marts}) if now.get(name) != stamp.marts.get(name)
    ]
    if changed:
        raise ProjectError(
            f"Nothing is published: {database} has been changed since it was built and tested "
            f"({MARTS}.{changed[0]}{' and others' if len(changed) > 1 else ''}); build it again "
            "with `slachtoffermonitor build`."
        )


def _require_equal(
    warehouse: duckdb.DuckDBPyConnection, file: Path, tables: list[Listed]
) -> dict[str, content.Content]:
    """Return what the tables of the new file hold, which is what those of the warehouse hold.

    Raises:
        ProjectError: it is not.
    """
    with duckdb.connect(str(file), read_only=True) as connection:
        for one in tables:
            name = f"{MARTS}.{one.table}"
            columns = tuple(connection.sql(f"select * from {name} limit 0").columns)
            original = stamps.fingerprint(warehouse, name, one.columns)
            if columns != one.columns or stamps.fingerprint(connection, name) != original:
                raise ProjectError(
                    f"Nothing is published: the copy of {name} is not equal to the original; "
                    "publish again, and report it if it happens twice."
                )
        return content.contents_of(connection, tables)
