"""A publication in PostgreSQL, read from R. `make test-clients` runs it, and fails without R."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from sites import site_warehouse
from warehouses import ROOT, Builds

from slachtoffermonitor.publication import manifest
from slachtoffermonitor.publication.postgres import fill
from slachtoffermonitor.publication.postgres_shape import READER
from tests.clients.postgres import cells_here, published
from tests.clients.server import Server

pytestmark = [pytest.mark.clients, pytest.mark.slow]

MISSING: Final = (
    "R is missing, or its package for PostgreSQL; install both "
    "(Debian: apt-get install r-base-core r-cran-rpostgresql)."
)
PAGE: Final = ROOT / "docs" / "clients.md"


def run(*arguments: str | Path) -> str:
    """Run a program in R."""
    program = shutil.which("Rscript")
    assert program, MISSING
    done = subprocess.run(
        [program, "--vanilla", *map(str, arguments)],
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{MISSING}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def publication(builds: Builds, server: Server, empty: str, tmp_path: Path) -> Path:
    """Return the publication of the shipped register, which fills the database."""
    found = published(site_warehouse(builds), tmp_path / "published")
    fill(found, empty)
    server.run("drop role if exists anna", f"create role anna login in role {READER}")
    return found


def test_every_cell_is_equal_from_r(publication: Path, server: Server, tmp_path: Path) -> None:
    target = tmp_path / "cells"
    target.mkdir()
    program = ROOT / "tests" / "clients" / "cells.R"
    run(program, server.socket, "monitor", "anna", target)
    found = {}
    for file in target.iterdir():
        heading, *rows = file.read_text(encoding="utf-8").removesuffix("\x1e").split("\x1e")
        lines = "".join(f"{line}\n" for line in (heading, *sorted(rows)))
        found[file.name] = hashlib.sha256(lines.encode()).hexdigest()
    assert found == cells_here(publication)
    said = {table["name"]: table["sha256"] for table in manifest.read(publication)["tables"]}
    assert said.items() <= found.items()


def test_the_example_of_the_page_works(publication: Path, server: Server, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"^```r\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert example.count('"db.office.nl"') == 1
    file = tmp_path / "example.R"
    file.write_text(example.replace("db.office.nl", str(server.socket)), encoding="utf-8")
    said = run(file)
    assert manifest.SYNTHETIC_NOTICE in said
    assert "victims" in said
