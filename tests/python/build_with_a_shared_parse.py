"""Builds as `slachtoffermonitor build` does, with what the first build of a test run has parsed.

What dbt makes of the project is the same for every delivery, and for none; a build of few records
takes a third of its time for it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock

from slachtoffermonitor.cli import app
from slachtoffermonitor.dbt_run import Runner
from slachtoffermonitor.project import REGISTER_VARIABLE

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

FOLDER: Final = "SHARED_PARSE"
"""Names the folder that the builds of a test run share."""

plainly: Final = Runner.invoke


def invoke(runner: Runner, command: str, *arguments: str) -> dbtRunnerResult:
    """Run dbt; where it would parse the project, take what was parsed before."""
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

    if command != "parse":
        return plainly(runner, command, *arguments)
    kind = "delivered" if os.environ[REGISTER_VARIABLE] else "shipped"
    kept = Path(os.environ[FOLDER]) / f"{kind}.msgpack"
    with FileLock(kept.with_suffix(".lock")):
        if kept.exists():
            return dbtRunnerResult(True, result=Manifest.from_msgpack(kept.read_bytes()))
        parsed = plainly(runner, command, *arguments)
        if isinstance(parsed.result, Manifest):
            kept.write_bytes(parsed.result.to_msgpack())
        return parsed


if __name__ == "__main__":
    Runner.invoke = invoke  # type: ignore[assignment, method-assign]
    app()
