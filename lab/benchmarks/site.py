"""Measures the site: time to make it, size, and how soon the home page can be used from disk.

Usage: python -m lab.benchmarks.site [WAREHOUSE] [RUNS]

Needs the packages of `make test`, Chromium, and a warehouse (`slachtoffermonitor.duckdb` without a
name). The site is made in a temporary directory, so that one that stands is left alone. The home
page is opened in a new browser each time; until it can be used is the time to
`domInteractive` of the browser's own clock, in milliseconds.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table


def make(warehouse: Path, target: Path) -> float:
    """Make the site in `target`; return the seconds of wall time.

    Raises:
        subprocess.CalledProcessError: the site could not be made.
    """
    command = [sys.executable, "-m", "slachtoffermonitor", "site", str(target)]
    command += ["--audience", "restricted"]
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - the command stands above
        [*command, "--database", str(warehouse)], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def interactive(site: Path) -> float:
    """Open the Dutch home page from disk in a new browser; return milliseconds."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        tab = browser.new_page()
        tab.goto(f"{site.absolute().as_uri()}/nl/index.html")
        found = tab.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        browser.close()
    return float(found)


def main(warehouse: Path, runs: int) -> None:
    """Print minimum, median and maximum."""
    made, opened = [], []
    with tempfile.TemporaryDirectory() as directory:
        site = Path(directory) / "site"
        for number in range(runs):
            print(f"run {number + 1} of {runs}", file=sys.stderr)
            made.append(make(warehouse, site))
            opened.append(interactive(site))
        files = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
        pages = sum(1 for _ in site.rglob("*.html"))
    table = Table("the site", "min", "median", "max")
    for name, values, digits in (
        ("made, s", made, 1),
        ("home page interactive, ms", opened, 0),
    ):
        numbers = (min(values), statistics.median(values), max(values))
        table.add_row(name, *(f"{number:.{digits}f}" for number in numbers))
    console = Console()
    console.print(table)
    console.print(f"{pages} pages, {len(files)} files, {sum(files) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "slachtoffermonitor.duckdb"),
        int(sys.argv[2]) if len(sys.argv) > 2 else 3,
    )
