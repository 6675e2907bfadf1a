"""Publishes in a process that ends itself in the middle, without a word."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

from slachtoffermonitor.publication.publish import Wish, publish


def publish_and_die(database: Path, target: Path, at: str, last: str) -> int | None:
    """Publish up to a step, at which the process kills itself; return how it ended."""
    # A server that has imported all of it, also what DuckDB imports when it is asked something,
    # and has no database open begins each process.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "pandas"])
    process = context.Process(target=_publish, args=(database, target, at, last))
    process.start()
    process.join()
    return process.exitcode


def _publish(database: Path, target: Path, at: str, last: str) -> None:
    def step(name: str) -> None:
        if name == last:
            os.kill(os.getpid(), signal.SIGKILL)

    publish(database, target, Wish(), at, step)
