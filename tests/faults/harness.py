"""Runs builds that a fault stops, and looks at what they leave.

All faults of a run happen to one warehouse, one after the other, so that each build begins with
what the one before has left. At the end a build without a fault must succeed and tidy up; and after
each fault the warehouse in place must have been the one of before, or that last one, to the last
cell.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import duckdb

from slachtoffermonitor.project import DATABASE_VARIABLE, REGISTER_VARIABLE

ROOT: Final = Path(__file__).resolve().parents[2]
BUILD: Final = (sys.executable, "-P", "-m", "slachtoffermonitor", "build", "--no-unit-tests")
LONGEST: Final = 900
"""Seconds after which a build is given up."""


CLOCK_SET_BACK: Final = "clock set back 400 days"
NO_NAME: Final = "a user without a name or a home"
NAMELESS: Final = (
    *("env", "-u", "HOME"),
    *("unshare", "--user", "--map-user=54321", "--map-group=54321"),
)
"""As in a container that runs under any number: passwd has no entry, HOME is not set."""


@dataclass(frozen=True)
class Fault:
    """Something that happens to a build.

    Attributes:
        name: in a word or two.
        says: part of the sentence that the build must end with where it cannot go on; empty where
            nobody is left to say one.
        limits: what the build may use, as `resource` numbers it.
        environment: settings of the build.
        runner: a program that runs the build.
        succeeds: whether the build must end well all the same.
        kill_after: seconds after which the whole group of processes is killed.
        around: what holds while it runs.
    """

    name: str
    says: str = ""
    limits: dict[int, int] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    runner: tuple[str, ...] = ()
    succeeds: bool = False
    kill_after: float | None = None
    around: Callable[[Path], Iterator[None]] | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a fault; `problems` is empty when all is as it must be."""

    fault: str
    code: int
    said: str
    problems: tuple[str, ...]


def state_of(database: Path) -> str:
    """Return a digest of all published cells, of all fates and of the verdicts on them."""
    digest = hashlib.sha256()
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in ("marts.published_cells", "audit.aud_record_fate", "audit.aud_reconciliation"):
            rows = connection.execute(f"select * from {table} order by all").fetchall()
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def build(
    database: Path,
    register: Path,
    fault: Fault | None = None,
    command: tuple[str, ...] = BUILD,
) -> tuple[int, str]:
    """Build, perhaps with a fault; return the exit code and what was said."""
    fault = fault or Fault("none")
    environment = os.environ | {
        DATABASE_VARIABLE: str(database),
        REGISTER_VARIABLE: str(register),
        **fault.environment,
    }

    manager = contextmanager(fault.around)(database) if fault.around else _nothing()
    with manager:
        process = subprocess.Popen(
            (*fault.runner, *command),
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        for what, most in fault.limits.items():
            resource.prlimit(process.pid, what, (most, most))
        try:
            said, _ = process.communicate(timeout=fault.kill_after or LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
    return process.returncode, said


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def run(
    faults: list[Fault],
    database: Path,
    register: Path,
    duration: float,
    command: tuple[str, ...] = BUILD,
) -> Iterator[Outcome]:
    """Let faults happen to a warehouse, one after the other; give what came of each at the end.

    Args:
        faults: what happens.
        database: a warehouse of another register.
        register: what every build is from.
        duration: of a build here, in seconds; a kill comes after a share of it.
        command: that builds.
    """
    folder = database.parent
    old = state_of(database)
    happened = []
    for fault in faults:
        moment = None if fault.kill_after is None else max(0.1, fault.kill_after * duration)
        code, said = build(database, register, replace(fault, kill_after=moment), command)
        happened.append((fault, code, said, _state_or_error(database)))
    code, said = build(database, register, command=command)
    new = _state_or_error(database)
    for fault, fault_code, fault_said, state in happened:
        problems = _problems(fault, fault_code, fault_said)
        if state not in (old, new):
            problems.append(f"the warehouse in place is neither the old one nor the new ({state})")
        yield Outcome(fault.name, fault_code, fault_said, tuple(problems))
    left = [] if code == 0 else ["the next build does not succeed"]
    left += [
        f"{path.relative_to(folder)} is left"
        for path in (folder / ".build").rglob("*")
        if path.is_file()
        and path.name != "lock"
        and path.relative_to(folder / ".build").parts[0] not in ("target", "data-docs")
    ]
    yield Outcome("the build after all of them", code, said, tuple(left))


def _state_or_error(database: Path) -> str:
    try:
        return state_of(database)
    except duckdb.Error as error:
        return type(error).__name__


def _problems(fault: Fault, code: int, said: str) -> list[str]:
    problems = []
    if "Traceback" in said:
        problems.append("it ends in a stack trace")
    if fault.says and code and fault.says not in said:
        problems.append(f"it does not say '{fault.says}'")
    if fault.succeeds and code:
        problems.append(f"it does not succeed: {said[-300:]}")
    if fault.says and code not in (0, 1):
        problems.append(f"it ends with {code}")
    return problems


def kills(number: int, seed: int = 1) -> list[Fault]:
    """Return kills at random moments of a build."""
    moments = random.Random(seed)  # noqa: S311 - any moments will do, the same each time
    return [
        Fault(f"killed at {share:.0%}", kill_after=share)
        for share in sorted(moments.random() for _ in range(number))
    ]


def _program(name: str) -> str:
    return shutil.which(name) or name


def _another_build(database: Path) -> Iterator[None]:
    from filelock import FileLock

    with FileLock(database.parent / ".build" / "lock"):
        yield


def _full_disk(size: str) -> Callable[[Path], Iterator[None]]:
    """Lay a small disk over the folder in which the next warehouse is built."""

    def around(database: Path) -> Iterator[None]:
        folder = database.parent / ".build"
        subprocess.run(
            [_program("mount"), "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)],
            check=True,
        )
        try:
            yield
        finally:
            subprocess.run([_program("umount"), "--lazy", str(folder)], check=True)

    return around


def _read_only_disk(database: Path) -> Iterator[None]:
    folder = str(database.parent)
    subprocess.run([_program("mount"), "--bind", folder, folder], check=True)
    try:
        subprocess.run([_program("mount"), "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run([_program("umount"), "--lazy", folder], check=True)


READER: Final = """
import sys, duckdb
asked = "select count(*), sum(value) from marts.published_cells"
held = duckdb.connect(sys.argv[1], read_only=True)
before = held.execute(asked).fetchall()
print("holds", flush=True)
sys.stdin.read()
sys.exit(held.execute(asked).fetchall() != before)
"""


def _reader(database: Path) -> Iterator[None]:
    """Hold the warehouse open; what it says stays the same for who has it open."""
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "holds\n"
        yield
        reader.communicate()
    if reader.returncode:
        raise AssertionError("a reader's answer changed while it held the warehouse open")


def may_mount() -> bool:
    """Say whether this user may lay a disk over a folder."""
    if os.geteuid() != 0:
        return False
    probe = subprocess.run(
        [_program("unshare"), "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def others() -> list[Fault]:
    """Return the faults that are no kills."""
    found = [
        Fault("two builds at once", "Another build is at work", around=_another_build),
        Fault("too few open files", "open no more files", limits={resource.RLIMIT_NOFILE: 24}),
        Fault("files may not grow", "is full", limits={resource.RLIMIT_FSIZE: 8_000_000}),
        Fault("too little memory", "memory", environment={"SLACHTOFFERMONITOR_MEMORY": "40MB"}),
        Fault("a reader that holds the warehouse", around=_reader, succeeds=True),
    ]
    if clock := shutil.which("faketime"):
        found.append(Fault(CLOCK_SET_BACK, runner=(clock, "-f", "-400d"), succeeds=True))
    if subprocess.run([*NAMELESS, "true"], capture_output=True, check=False).returncode == 0:
        found.append(Fault(NO_NAME, runner=NAMELESS, succeeds=True))
    if may_mount():
        found.append(Fault("full disk", "is full", around=_full_disk("12m")))
        found.append(Fault("read-only disk", "may not be written", around=_read_only_disk))
    return found
