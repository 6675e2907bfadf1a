"""Says in one sentence what is wrong with a PostgreSQL database or the way to it.

No sentence holds a connection string, or the text of an error: either may hold a password.
"""

from __future__ import annotations

import re
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from slachtoffermonitor.project import ProjectError
from slachtoffermonitor.publication.postgres_shape import OWN, READER, SCHEMAS

_PLAIN_HOST: Final = re.compile(r"[\w./:,\[\]-]*")
_PLAIN_NAME: Final = re.compile(r"[\w .-]*")


def place_of(conninfo: str) -> str:
    """Return the database and server that a connection string names, in words, without a user.

    Args:
        conninfo: as PostgreSQL's own programs take it; what it leaves out they take from the
            environment.

    Raises:
        ProjectError: it cannot be read, or a part of it may be one of a password.
    """
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(conninfo).items()}
    except psycopg.ProgrammingError:
        parts = {"port": "-"}
    host, name = parts.get("host") or parts.get("hostaddr") or "", parts.get("dbname") or ""
    port = parts.get("port") or ""
    is_plain = _PLAIN_HOST.fullmatch(host) and _PLAIN_NAME.fullmatch(name)
    if not is_plain or not re.fullmatch(r"[\d,]*", port):
        raise ProjectError(
            "The connection string cannot be read; write it as postgresql://user@host/database, "
            "where special characters of a password are written as %40 and so on."
        )
    at = f"{host}{f':{port}' if port else ''}"
    named = f"the database {name}" if name else "the PostgreSQL database"
    return f"{named} at {at}" if at else f"{named} that the settings of PostgreSQL lead to"


def first(place: str) -> str:
    """Return the words for a place as a sentence begins with them."""
    return place[0].upper() + place[1:]


# What libpq and the server say before they know each other has no code.
_CONNECTING: Final = (
    (r"password authentication failed", "refuses the user or the password; correct them."),
    (r"no password supplied", "asks for a password; put it into ~/.pgpass or PGPASSWORD."),
    (
        r"(peer|ident) authentication failed|pg_hba.conf|not permitted to log in",
        "does not let this user in from here; ask who keeps the server.",
    ),
    (r"permission denied", "may not be entered by this user; ask who keeps the server."),
    (
        r'role ".*" does not exist',
        "does not know the user; name another, or have it made with `createuser`.",
    ),
    (r'database ".*" does not exist', "does not exist; `createdb` makes it."),
    (r"fatal:", "refuses the connection; ask who keeps the server."),
)


def unreachable(error: psycopg.Error, place: str) -> str:
    """Return one sentence on a connection that was not made.

    Args:
        error: what the driver says.
        place: the database, in words.
    """
    text = str(error).lower()
    for pattern, sentence in _CONNECTING:
        if re.search(pattern, text):
            return f"{first(place)} {sentence}"
    return (
        f"There is no server for {place}, or it does not answer; start it, or correct the "
        "connection string."
    )


def refused(error: psycopg.Error, place: str) -> str:
    """Return one sentence on a fill that the server refused.

    Args:
        error: what the driver says.
        place: the database, in words.
    """
    stays = "what it held is unchanged"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return (
            f"The user may not fill {place}; take one that owns it and may create roles (or have "
            f"the role {READER} made first): {stays}."
        )
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return f"{first(place)} can only be read; name the server that is written: {stays}."
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return f"Somebody keeps a table in {place} locked; fill it again later: {stays}."
    if isinstance(error, psycopg.errors.DependentObjectsStillExist):
        return (
            f"The tables have another form now, and other views or keys in {place} stand on them; "
            f"drop those first: {stays}."
        )
    if isinstance(error, psycopg.errors.DiskFull):
        return f"The disk of {place} is full; make room there: {stays}."
    if error.sqlstate is None or error.sqlstate[:2] in ("57", "08"):
        return (
            f"The connection to {place} broke; {OWN}.publication says what it holds, and filling "
            "it again does no harm."
        )
    if error.sqlstate[:2] == "42":
        return (
            f"The tables in {place} are no longer those that were filled (SQLSTATE "
            f"{error.sqlstate}); `drop schema {', '.join(SCHEMAS)} cascade` there, and fill it "
            f"again: {stays}."
        )
    return f"{first(place)} refuses the tables (SQLSTATE {error.sqlstate}): {stays}."
