"""Trouble with the machine: full, damaged, locked and closed files, each told in a sentence."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from slachtoffermonitor import build as builder
from slachtoffermonitor import troubles, warehouse
from slachtoffermonitor.build import BuildResult
from slachtoffermonitor.project import ProjectError


def test_damaged_locked_and_missing_are_told_apart(tmp_path: Path) -> None:
    damaged, locked = tmp_path / "block.duckdb", tmp_path / "locked.duckdb"
    duckdb.connect(str(damaged)).close()
    damaged.write_bytes(damaged.read_bytes()[:4096] + b"blocks of something else" * 999)
    script = (
        f"import duckdb; held = duckdb.connect({str(locked)!r}); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdin
    holder.stdout.readline()
    said = {}
    for path in (damaged, locked, tmp_path / "missing.duckdb"):
        with pytest.raises(ProjectError) as raised, warehouse.open_warehouse(path):
            pass
        said[path.stem] = str(raised.value)
    with pytest.raises(ProjectError, match="is open in another program"):
        builder._clear(locked)
    holder.communicate(b"\n")
    assert "is damaged" in said["block"]
    assert "Another program is writing" in said["locked"]
    assert "There is no warehouse" in said["missing"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(28, "No space left on device"), "full"),
        (OSError(30, "Read-only file system"), "not permitted"),
        (OSError(24, "Too many open files"), "too many files"),
        (duckdb.IOException('IO Error: Could not write file "x": No space left'), "full"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "memory"),
        (duckdb.IOException("IO Error: Cannot open file x: Permission denied"), "not permitted"),
        (duckdb.IOException("IO Error: block 7 of the file is unknown"), "other"),
    ],
)
def test_every_kind_of_trouble_is_one_sentence(error: Exception, kind: str) -> None:
    assert troubles.kind_of(error) == kind
    text = troubles.sentence(error, Path("here"))
    assert text.count("\n") == 0
    assert "here" in text


def test_full_disk_during_a_build_is_said_once() -> None:
    result = BuildResult(Path("w.duckdb"))
    result.failures = [
        builder.NodeFailure("one", "model", "IO Error: No space left on device"),
        builder.NodeFailure("two", "model", "skipped"),
    ]
    builder._name_the_trouble(result, Path("w.duckdb"))
    assert "is full" in result.message
    assert result.failures == []


def test_file_that_could_not_be_written_to_its_end_is_not_put_in_place(tmp_path: Path) -> None:
    """DuckDB closes such a file without a word, and leaves the data in its log beside it."""
    workshop = tmp_path / "w.duckdb"
    script = (
        "import duckdb, resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6)); "
        f"made = duckdb.connect({str(workshop)!r}); "
        "made.execute('create table numbers as select hash(range) as one from range(100_000)'); "
        "made.close()"
    )
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    result = BuildResult(tmp_path / "place.duckdb")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, old[1]))
    try:
        builder._require_written(workshop, result)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert "is full" in result.message
