"""Turns workbooks into OpenDocument spreadsheets, by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from slachtoffermonitor.project import ProjectError

PROGRAM: Final = "soffice"
SECONDS: Final = 300
"""After so long LibreOffice is taken to hang."""

_MIMETYPE: Final = "mimetype"
_LEFT_OUT: Final = "Thumbnails/"
"""A picture of the first page, which differs from machine to machine."""
_STYLES: Final = "styles.xml"
_LAYOUT: Final = re.compile(
    r'<style:page-layout style:name="(\w+)"(.*?)</style:page-layout>', re.DOTALL
)
_PAGE: Final = re.compile(r"<style:master-page .*?</style:master-page>", re.DOTALL)
_USES: Final = re.compile(r'(?<=style:page-layout-name=)"(\w+)"')
_DATED: Final = (1980, 1, 1, 0, 0, 0)


def require_program() -> str:
    """Return where LibreOffice is.

    Raises:
        ProjectError: it is not on this machine.
    """
    if found := shutil.which(PROGRAM):
        return found
    raise ProjectError(
        f"LibreOffice ({PROGRAM}) is not on this machine, so that the workbooks cannot be written "
        "as .ods; install it (on Debian: apt-get install libreoffice-calc), or leave the .ods out "
        "with --no-ods."
    )


def write_ods(workbooks: Sequence[Path]) -> list[Path]:
    """Write each workbook as `.ods` beside it; the same workbook gives the same bytes.

    Raises:
        ProjectError: LibreOffice is missing, fails or hangs.
    """
    program = require_program()
    folder = workbooks[0].parent
    with tempfile.TemporaryDirectory() as scratch:
        # A profile of its own: another LibreOffice that is open would take the work over and stop.
        command = [program, f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", "ods", "--outdir", scratch]
        command += [str(file) for file in workbooks]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
            made = [Path(scratch, file.name).with_suffix(".ods") for file in workbooks]
            return [_packed_again(file, folder / file.name) for file in made]
        except (subprocess.SubprocessError, FileNotFoundError):
            raise ProjectError(
                f"LibreOffice ({program}) could not write the workbooks in {folder} as .ods; open "
                "one with it to see why, or leave the .ods out with --no-ods."
            ) from None


def _packed_again(source: Path, target: Path) -> Path:
    """Write a document anew with fixed dates and in a fixed order, its kind first."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        names = [name for name in old.namelist() if not name.startswith(_LEFT_OUT)]
        for name in sorted(names, key=lambda name: (name != _MIMETYPE, name)):
            if name.endswith("/"):
                continue
            kind = zipfile.ZIP_STORED if name == _MIMETYPE else zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == _STYLES:
                content = in_order(content.decode()).encode()
            new.writestr(zipfile.ZipInfo(name, _DATED), content, kind)
    return target


def in_order(styles: str) -> str:
    """Return the styles of a document with the pages of its sheets in the order of their names.

    LibreOffice writes them in the order of their places in memory, and numbers their layouts so.
    """
    layouts = dict(_LAYOUT.findall(styles))
    in_use = sorted(set(layouts.values()))
    pages = sorted(
        (_USES.sub(lambda found: f'"L{in_use.index(layouts[found[1]])}"', page, count=1))
        for page in _PAGE.findall(styles)
    )
    written = [
        f'<style:page-layout style:name="L{place}"{body}</style:page-layout>'
        for place, body in enumerate(in_use)
    ]
    styles = _replaced(_LAYOUT, "".join(written), styles)
    return _replaced(_PAGE, "".join(pages), styles)


def _replaced(pattern: re.Pattern[str], text: str, styles: str) -> str:
    """Put a text where a pattern is found first, and nothing where it is found again."""
    found = pattern.search(styles)
    if found is None:
        return styles
    return styles[: found.start()] + text + pattern.sub("", styles[found.end() :])
