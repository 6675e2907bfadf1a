"""One lock holds every package of every group, in one version, with its hashes (ADR 0031)."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from warehouses import ROOT

LOCK: Final = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT: Final[dict[str, Any]] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)
GROUPS: Final[dict[str, list[Any]]] = PROJECT["dependency-groups"]
PINNED: Final = re.compile(r"(?P<name>[a-z0-9-]+)(\[[\w,]+\])?==(?P<version>\S+)")


def locked() -> dict[str, str]:
    """Return the lines of every package: name and version -> all of them, hashes included."""
    found: dict[str, str] = {}
    for block in re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]:
        first = block.split(maxsplit=1)[0]
        found[re.sub(r"\[.*\]", "", first)] = block
    return found


def asked() -> list[str]:
    """Return every requirement of every group, and of the project itself."""
    own = [item for group in GROUPS.values() for item in group if isinstance(item, str)]
    return [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"], *own]


def test_the_groups_are_those_that_the_commands_install() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(GROUPS) == {
        *("build", "site", "kit", "postgres", "dev", "clients", "metrics", "spark", "dbt-v2")
    }
    assert set(re.findall(r"--group ([\w-]+)", makefile)) == set(GROUPS)
    assert {"include-group": "site"} in GROUPS["dev"]
    assert {"include-group": "kit"} in GROUPS["dev"]
    assert {"include-group": "postgres"} in GROUPS["dev"]


def test_everything_that_is_asked_for_is_locked_in_that_version() -> None:
    packages = locked()
    for requirement in asked():
        found = PINNED.fullmatch(requirement)
        assert found, f"{requirement} names no exact version"
        assert f"{found['name']}=={found['version']}" in packages, requirement


def test_every_package_has_hashes_and_no_place_to_come_from() -> None:
    packages = locked()
    assert len(packages) > 100
    for name, block in packages.items():
        assert PINNED.fullmatch(name), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), name
    assert not re.search(r"://|index|find-links|trusted-host", LOCK)
    assert not re.search(r" @ |^-", LOCK, re.MULTILINE)


def wheel(folder: Path, name: str, needs: str = "") -> str:
    """Write a wheel of one empty package and return its line for a lock."""
    file = folder / f"{name}-1-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
    metadata += f"Requires-Dist: {needs}\n" if needs else ""
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}==1 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda needed: needed, ""),
        (lambda _: "", "no trusted hash"),
        (lambda _: "needed==1", "no trusted hash"),
        (lambda needed: needed[:-4] + ("0000" if needed[-4:] != "0000" else "1111"), "mismatch"),
    ],
    ids=["as locked", "not in the lock", "without a hash", "another hash"],
)
def test_what_a_package_needs_is_installed_as_locked_or_not_at_all(
    tmp_path: Path, spoil: Callable[[str], str], says: str
) -> None:
    """With the options of the Makefile, on wheels of our own, without an index."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    options = re.search(r"^INSTALL := \$\(UV\) (.+)$", makefile, re.MULTILINE)
    assert options
    asking, needed = wheel(tmp_path, "asking", "needed"), wheel(tmp_path, "needed")
    (tmp_path / "requirements.lock").write_text(f"{asking}\n{spoil(needed)}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "v"], check=True)
    command = [str(Path(sys.executable).with_name("uv")), *options[1].split(), "--no-cache"]
    command += ["--no-index", "--find-links", ".", "--python", "v/bin/python", "asking==1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (says == ""), done.stderr
    assert says in done.stderr.lower()
    assert bool(list(tmp_path.glob("v/lib/*/site-packages/needed"))) == (says == "")
