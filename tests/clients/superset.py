"""A Superset of our own for the tests: a folder of its own, a port of this machine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAMS: Final = ROOT / ".venv-superset" / "bin"
MISSING: Final = f"{PROGRAMS} is missing; `make superset` sets it up."
PASSWORD: Final = "choose-one"  # noqa: S105 - that of the page
STARTS: Final = 180
"""Seconds in which it must answer."""


@dataclass(frozen=True)
class Superset:
    """A Superset that runs.

    Attributes:
        address: where it answers.
        home: its folder.
        environment: in which its commands run.
    """

    address: str
    home: Path
    environment: dict[str, str]

    def run(self, command: str) -> str:
        """Run a command of the shell as the page has it; return what it says."""
        return _run(command, self.environment)


def commands() -> list[str]:
    """Return the commands of the page that come before the server, without those that set up."""
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sh\nmake superset\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    found = [line for line in block.splitlines() if not line.startswith("export ")]
    assert found.pop().startswith("gunicorn ")
    return found


def _run(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(home: Path, published: Path) -> Iterator[Superset]:
    """Set a Superset up as the page says, with the dashboard, start it, and stop it.

    Args:
        home: its folder.
        published: folder of the publications.

    Raises:
        AssertionError: Superset is missing, or a command failed.
    """
    assert (PROGRAMS / "superset").exists(), MISSING
    environment = {
        "PATH": f"{PROGRAMS}:/usr/bin:/bin",
        "HOME": str(home),
        "FLASK_APP": "superset",
        "SUPERSET_CONFIG_PATH": str(ROOT / "clients" / "superset" / "superset_config.py"),
        "SUPERSET_HOME": str(home),
        "SUPERSET_SECRET_KEY": "a key of a test, which lives as long as it does",
    }
    for command in commands():
        _run(command.replace("pack.py published", f"pack.py '{published}'"), environment)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [
                *(str(PROGRAMS / "gunicorn"), "--threads", "8", "--timeout", "300"),
                *("--bind", f"127.0.0.1:{port}", "superset.app:create_app()"),
            ],
            cwd=home,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + STARTS
            while not _answers(address):
                assert server.poll() is None, (home / "log").read_text(encoding="utf-8")[-4000:]
                assert time.monotonic() < until, "Superset does not answer."
                time.sleep(0.5)
            yield Superset(address, home, environment)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
