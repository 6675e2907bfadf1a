"""Runs a command as a process of its own and measures it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LAUNCH: Final = Path(__file__).with_name("launch.py")

LINES_KEPT: Final = 3
"""So many of the last lines that a failed command wrote are told."""


@dataclass(frozen=True)
class Usage:
    """What a process used, with the children it waited for.

    Attributes:
        wall: seconds from start to end.
        cpu: seconds of all threads, user and system.
        peak: bytes resident at most in the largest process, itself or a child.
        failure: why it failed; empty when it did not.
    """

    wall: float
    cpu: float
    peak: int
    failure: str


def measure(
    command: Sequence[str], workshop: Path, seconds: int, environment: Mapping[str, str]
) -> Usage:
    """Run a command from the project's directory and wait for it.

    Args:
        command: program and arguments.
        workshop: an existing directory for its output and the measurement.
        seconds: after so many it is stopped.
        environment: what is set beside the present environment.

    Raises:
        SystemExit: there is no such program.
    """
    log, used = workshop / "output.log", workshop / "usage.json"
    used.unlink(missing_ok=True)
    with log.open("wb") as output:
        launcher = subprocess.Popen(  # noqa: S603 - commands of this package
            [sys.executable, "-I", "-S", str(LAUNCH), str(used), str(seconds), *command],
            cwd=ROOT,
            env=os.environ | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            launcher.wait()
        except BaseException:
            launcher.send_signal(signal.SIGTERM)
            raise
    if not used.exists():
        raise SystemExit(f"{command[0]} could not be started: is its environment set up?")
    found = json.loads(used.read_text(encoding="utf-8"))
    return Usage(
        found["wall"],
        found["cpu"],
        found["peak"],
        _failure(found["code"], found["wall"], log, seconds),
    )


def _failure(code: int, wall: float, log: Path, seconds: int) -> str:
    if code == 0:
        return ""
    if code == -signal.SIGKILL:
        return (
            f"stopped after {seconds} s" if wall >= seconds else "killed, as where memory runs out"
        )
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    told = " / ".join(line.strip() for line in lines[-LINES_KEPT:])
    # Results are published: no paths of this machine.
    return f"exit code {code}: {told}".replace(str(log.parent), "...").replace(f"{ROOT}/", "")
