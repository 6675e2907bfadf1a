"""Builds as `slachtoffermonitor build` or `dbt build` does, with what a test run parsed before.

What dbt makes of the project is the same for every delivery, and for none; a build of few records
takes a third of its time for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    with _kept() as kept:
        if kept.exists():
            return dbtRunnerResult(True, result=Manifest.from_msgpack(kept.read_bytes()))
        parsed = plainly(runner, command, *arguments)
        if isinstance(parsed.result, Manifest):
            kept.write_bytes(parsed.result.to_msgpack())
        return parsed


@contextmanager
def _kept() -> Iterator[Path]:
    """Name the file with what was parsed, and let nobody else write it."""
    kind = "delivered" if os.environ[REGISTER_VARIABLE] else "shipped"
    file = Path(os.environ[FOLDER]) / f"{kind}.msgpack"
    with FileLock(file.with_suffix(".lock")):
        yield file


def run_dbt(arguments: list[str]) -> bool:
    """Run dbt itself, and say whether all went well."""
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    with _kept() as kept:
        if not kept.exists():
            parsed = dbtRunner().invoke(["--quiet", "parse"]).result
            assert isinstance(parsed, Manifest)
            kept.write_bytes(parsed.to_msgpack())
        manifest = Manifest.from_msgpack(kept.read_bytes())
    return dbtRunner(manifest=manifest).invoke(arguments).success


if __name__ == "__main__":
    if sys.argv[1] == "dbt":
        sys.exit(not run_dbt(sys.argv[2:]))
    Runner.invoke = invoke  # type: ignore[assignment, method-assign]
    app()
