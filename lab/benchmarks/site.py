"""Measures the site: time to make it, size, and how soon a page can be used or seen.

Usage: python -m lab.benchmarks.site [WAREHOUSE] [RUNS]

Needs the packages of `make test`, Chromium, and a warehouse (`slachtoffermonitor.duckdb` without a
name). The site is made in a temporary directory, so that one that stands is left alone. The home
page is opened from disk in a new browser each time; until it can be used is the time to
`domInteractive` of the browser's own clock, in milliseconds. The page of Figuur 2.3 is opened on a
slow phone, from a server that compresses; its largest paint is what the browser reports.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

from playwright.sync_api import ViewportSize, sync_playwright
from rich.console import Console
from rich.table import Table

PAGE: Final = "nl/figures/fig_2_03-2015-2019.html"
PHONE: Final[ViewportSize] = {"width": 412, "height": 823}
SLOW_NETWORK: Final = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_638_400 * 0.9 / 8,
    "uploadThroughput": 675_000 / 8,
}
"""Milliseconds and bytes a second, as Lighthouse slows its phone where it slows it for real
(`mobileSlow4G` in its `core/config/constants.js`)."""
SLOWER: Final = 4
"""Times that this phone's processor is slower."""
PAINTED: Final = """() => new Promise((done) => new PerformanceObserver((list) => {
    done(list.getEntries().pop().startTime);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""
PACKED: Final = (".html", ".css", ".js", ".svg")


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


class _Packing(SimpleHTTPRequestHandler):
    """Serves files compressed, as web servers do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file."""
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in PACKED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on a free port of this machine, and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def painted(site: Path) -> float:
    """Open the page of a figure on a slow phone; return milliseconds to its largest paint."""
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--disable-gpu"])
        tab = browser.new_page(viewport=PHONE)
        session = tab.context.new_cdp_session(tab)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        tab.goto(f"{address}/{PAGE}")
        found = tab.evaluate(PAINTED)
        browser.close()
    return float(found)


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def interactive(site: Path) -> float:
    """Open the Dutch home page from disk in a new browser; return milliseconds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--disable-gpu"])
        tab = browser.new_page()
        tab.goto(f"{site.absolute().as_uri()}/nl/index.html")
        found = tab.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        browser.close()
    return float(found)


def main(warehouse: Path, runs: int) -> None:
    """Print minimum, median and maximum."""
    made, opened, seen = [], [], []
    with tempfile.TemporaryDirectory() as directory:
        site = Path(directory) / "site"
        for number in range(runs):
            print(f"run {number + 1} of {runs}", file=sys.stderr)
            made.append(make(warehouse, site))
            opened.append(interactive(site))
            seen.append(painted(site))
        files = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
        pages = sum(1 for _ in site.rglob("*.html"))
    table = Table("the site", "min", "median", "max")
    for name, values, digits in (
        ("made, s", made, 1),
        ("home page interactive, ms", opened, 0),
        ("largest paint of Figuur 2.3 on a slow phone, ms", seen, 0),
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
