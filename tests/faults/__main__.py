"""Command: `python -m tests.faults` lets faults happen to builds and publications; readers read."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.faults.harness import build, kills, others, run
from tests.faults.publications import kill_publications, publish, read_during_publications
from tests.faults.readers import Reading, read_during_builds
from tests.faults.registers import two_registers


def main() -> int:
    """Run it; return 1 when something is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="moments at which a build is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--readers", type=int, default=20, help="who read during builds")
    parser.add_argument("--seconds", type=int, default=300, help="how long they read")
    parser.add_argument(
        "--publications", type=int, default=20, help="moments at which a publication is killed"
    )
    parser.add_argument("--only", choices=["builds", "publications"], help="what happens to these")
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        registers = list(two_registers(Path(folder)))
        if given.only != "publications":
            wrong += _builds(Path(folder), registers, given)
        if given.only != "builds":
            wrong += _publications(Path(folder), registers, given)
    return min(wrong, 1)


def _builds(folder: Path, registers: list[Path], given: argparse.Namespace) -> int:
    """Let faults happen to builds, and readers read the warehouse; return how much is wrong."""
    table = Table("fault", "exit code", "what is wrong afterwards")
    wrong = 0
    database = folder / "warehouse" / "w.duckdb"
    began = time.monotonic()
    code, said = build(database, registers[0])
    if code:
        raise SystemExit(f"The first build does not succeed:\n{said}")
    faults = [*others(), *kills(given.kills, given.seed)]
    shown = track(faults, "Letting faults happen", console=Console(stderr=True))
    for outcome in run(shown, database, registers[1], time.monotonic() - began):
        found = "; ".join(outcome.problems) or "nothing"
        table.add_row(outcome.fault, str(outcome.code), found)
        wrong += bool(outcome.problems)
    Console().print(table)
    if given.readers:
        reading = read_during_builds(
            database, registers, readers=given.readers, seconds=given.seconds
        )
        wrong += reading.errors + reading.wrong + reading.failed_builds
        Console().print(_in_words(reading, given.readers, "builds"))
    return wrong


def _publications(folder: Path, registers: list[Path], given: argparse.Namespace) -> int:
    """Let faults happen to publications, and readers read them; return how much is wrong."""
    audience = "restricted"
    target = folder / "published"
    databases = [folder / "one" / "w.duckdb", folder / "two" / "w.duckdb"]
    for place, register in zip(databases, registers, strict=True):
        code, said = build(place, register)
        if code:
            raise SystemExit(f"A build does not succeed:\n{said}")
    code, said = publish(databases[0], target, audience)
    if code:
        raise SystemExit(f"The first publication does not succeed:\n{said}")
    table = Table("fault", "exit code", "what is wrong afterwards")
    wrong = 0
    kills_shown = track(
        kill_publications(databases[1], target, audience, given.publications, given.seed),
        "Killing publications",
        total=given.publications + 2,
        console=Console(stderr=True),
    )
    for outcome in kills_shown:
        table.add_row(outcome.fault, str(outcome.code), "; ".join(outcome.problems) or "nothing")
        wrong += bool(outcome.problems)
    Console().print(table)
    if given.readers:
        reading = read_during_publications(
            databases,
            target,
            audience,
            readers=given.readers,
            publications=10,
            registers=registers,
            pause=0.5,
        )
        wrong += reading.errors + reading.wrong + reading.failed_builds
        Console().print(_in_words(reading, given.readers, "rebuilds and publications"))
    return wrong


def _in_words(reading: Reading, readers: int, work: str) -> str:
    return (
        f"{readers} readers asked {len(reading.reads):,} times during {reading.builds} {work}: "
        f"{reading.errors} errors, {reading.wrong} wrong or mixed answers, "
        f"{reading.failed_builds} {work} failed; half of the answers came within "
        f"{reading.latency(0.5):.2f} s, 99 of 100 within {reading.latency(0.99):.2f} s, "
        f"the last after {reading.latency(1):.2f} s."
    )


if __name__ == "__main__":
    raise SystemExit(main())
