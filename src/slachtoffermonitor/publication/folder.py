"""The folder with the publications: where it is, what stands in it, what may happen to it.

Whatever takes the place of something is written beside it, brought to the disk, and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from slachtoffermonitor.files import alone_in, closed_to_others, remove
from slachtoffermonitor.project import PUBLISHED_VARIABLE, ProjectError
from slachtoffermonitor.publication import events
from slachtoffermonitor.troubles import sentence

VARIABLE: Final = PUBLISHED_VARIABLE
DEFAULT_NAME: Final = "published"
CURRENT: Final = "current.duckdb"
DATABASE: Final = "slachtoffermonitor.duckdb"
MANIFEST: Final = "manifest.json"
NEW: Final = ".publication-new"
LOCK: Final = "lock"
PAGES: Final = ("corrections.md", "correcties.md", "feed.xml")
PLACES_SUFFIX: Final = ".published.txt"

JOURNAL: Final = events.FILE
_OWN: Final = (LOCK, NEW, CURRENT, f"{CURRENT}.new", *PAGES)
_NUMBERED: Final = re.compile(r"\d{4,}")


def published_folder(database: Path, given: Path | None = None) -> Path:
    """Return where publications go: as given, by the setting, or beside the warehouse."""
    if given is None and (named := os.environ.get(VARIABLE)):
        given = Path(named)
    return (given or database.parent / DEFAULT_NAME).expanduser().absolute()


def numbered(folder: Path, number: int) -> Path:
    """Return the folder of a publication."""
    return folder / f"{number:04}"


def places_file(database: Path) -> Path:
    """Return the list of the folders that a warehouse was published to."""
    return database.with_name(database.name + PLACES_SUFFIX)


def places(database: Path) -> list[Path]:
    """Return the folders that a warehouse was or would be published to."""
    file = places_file(database)
    listed = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    found = [
        database.parent / DEFAULT_NAME,
        published_folder(database),
        *(Path(line) for line in listed if line),
    ]
    return [folder for folder in dict.fromkeys(found) if folder.is_dir()]


def remember(database: Path, folder: Path) -> None:
    """Add a folder to the list of those that a warehouse was published to.

    Retention and erasure look for publications there, and in the folder beside the warehouse.

    Raises:
        OSError: the system refuses.
    """
    file = places_file(database)
    listed = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    if str(folder) not in listed and folder != database.parent / DEFAULT_NAME:
        with closed_to_others():
            write(file, "".join(f"{line}\n" for line in (*listed, folder)))


def require_folder(folder: Path) -> None:
    """Check, before anything is written, that publications can stand in a folder.

    Raises:
        ProjectError: it is a file, holds other things, or cannot be looked into.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise ProjectError(f"{folder} is a file; publications need a folder of their own.")
        present = sorted(folder.iterdir()) if folder.is_dir() else []
        current = folder / CURRENT
        if current.exists() and not current.is_symlink():
            raise ProjectError(
                f"{current} is a file and no link of a publication; it would be lost: name another "
                f"folder with --folder or {VARIABLE}."
            )
        if (folder / events.FILE).is_file():
            return
        if foreign := [path.name for path in present if not _is_ours(path)]:
            raise ProjectError(
                f"{folder} holds other things than publications, such as {foreign[0]}; name an "
                f"empty folder with --folder or {VARIABLE}."
            )
    except OSError as error:
        raise ProjectError(sentence(error, folder, VARIABLE)) from None


def require_publications(folder: Path) -> None:
    """Check that there are publications in a folder.

    Raises:
        ProjectError: there are none.
    """
    if not (folder / events.FILE).is_file():
        raise ProjectError(
            f"There is no publication in {folder}; `slachtoffermonitor publish` makes one, and "
            f"--folder or {VARIABLE} names another folder."
        )


def kept_one(folder: Path, number: int) -> events.Publication:
    """Return a publication that is kept.

    Raises:
        ProjectError: there are none in the folder, none of that number, or it is gone.
    """
    require_publications(folder)
    known = events.publications(events.read(folder))
    if number not in known:
        named = ", ".join(map(str, known)) or "none"
        raise ProjectError(f"There is no publication {number} in {folder}; there is: {named}.")
    if removed := known[number].removed:
        raise ProjectError(
            f"Publication {number} was removed on {removed.happened_at[:10]}: {removed.reason}"
        )
    if not (numbered(folder, number) / MANIFEST).is_file():
        raise ProjectError(f"Publication {number} is no longer kept in {folder}.")
    return known[number]


def all_of(folder: Path) -> list[Path]:
    """Return the folders of all publications that are kept, the first first."""
    return [path for path in sorted(folder.iterdir()) if _is_publication(path)]


def current_of(folder: Path) -> Path | None:
    """Return the folder of the publication that the link leads to; none where it leads nowhere."""
    link = folder / CURRENT
    return folder / link.readlink().parent if link.is_symlink() and link.exists() else None


def _is_ours(path: Path) -> bool:
    return path.name in _OWN or _is_publication(path)


def _is_publication(path: Path) -> bool:
    """Say whether something is the folder of a publication, whether or not it was ended."""
    if not _NUMBERED.fullmatch(path.name) or not (path / MANIFEST).is_file():
        return False
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest["publication"] == int(path.name))
    except (ValueError, KeyError, TypeError, OSError):
        return False


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Keep other publications out of a folder, and first remove what a killed one has left.

    Raises:
        ProjectError: another one is at work there, or the folder cannot be written.
    """
    with closed_to_others(), alone_in(folder, LOCK, "publication", VARIABLE):
        try:
            settle(folder)
        except OSError as error:
            raise ProjectError(sentence(error, folder, VARIABLE)) from None
        yield


def settle(folder: Path) -> None:
    """Make a folder what its journal says: no half publication, and the link where it belongs.

    Raises:
        OSError: the system refuses.
        ProjectError: a publication is there that the journal should know.
    """
    known = events.publications(events.read(folder))
    unknown = [path for path in all_of(folder) if int(path.name) not in known]
    # One that was killed has the next number, and the link does not lead to it yet.
    for path in unknown:
        if (
            len(unknown) > 1
            or int(path.name) <= max(known, default=0)
            or path == current_of(folder)
        ):
            raise ProjectError(
                f"The journal {folder / events.FILE} does not name publication {path.name}, which "
                "is there: lines of it are lost; bring the journal back, or take the publication "
                "away."
            )
    removed = [numbered(folder, number) for number, one in known.items() if one.removed]
    for path in (folder / NEW, folder / f"{CURRENT}.new", *unknown, *removed):
        remove(path)
    current = next((number for number, one in known.items() if one.is_current), None)
    if current is not None and numbered(folder, current).is_dir():
        point_to(folder, current)
    elif (folder / CURRENT).is_symlink():
        (folder / CURRENT).unlink()


def point_to(folder: Path, number: int) -> None:
    """Let the link lead to a publication, in one step.

    Raises:
        OSError: the system refuses.
    """
    target = Path(numbered(folder, number).name) / DATABASE
    link, new = folder / CURRENT, folder / f"{CURRENT}.new"
    if link.is_symlink() and link.readlink() == target:
        return
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)
    sync(folder)


def write(file: Path, text: str) -> None:
    """Write a file beside its place, bring it to the disk, and let it take the place.

    Raises:
        OSError: the system refuses.
    """
    new = file.with_name(f"{file.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    sync(new)
    new.replace(file)
    sync(file.parent)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk.

    Raises:
        OSError: the system refuses.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def give_modes(publication: Path, like: Path) -> None:
    """Let those read a publication who may enter the folder of all of them; nobody writes it.

    Raises:
        OSError: the system refuses.
    """
    may_enter = like.stat().st_mode & 0o770
    for path in publication.rglob("*"):
        path.chmod(may_enter if path.is_dir() else may_enter & 0o440)
    publication.chmod(may_enter)


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
