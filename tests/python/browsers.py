"""Opens pages of a finished site in the system's Chromium, without a network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Route,
    sync_playwright,
)

BROWSER_VARIABLE = "SLACHTOFFERMONITOR_BROWSER"
"""`required` makes a missing browser a failure; otherwise the tests that need one are skipped."""
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "No Chromium here; on Debian, `apt-get install chromium` brings it."
DESKTOP = (1280, 900)
PHONE = (390, 844)

OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
"""Opens everything that can be opened."""

CUT = """() => {
    const cut = [];
    let cells = 0;
    for (const cell of document.querySelectorAll("td, tbody th")) {
        if (!cell.textContent.trim()) continue;
        const box = cell.getBoundingClientRect();
        cells += 1;
        if (!box.width || box.left < -0.5 || box.right > window.innerWidth + 0.5
            || cell.scrollWidth > cell.clientWidth + 1)
            cut.push(cell.textContent.trim().slice(0, 60));
    }
    return [cells, cut];
}"""
"""How many cells of tables hold something, and which are not seen whole."""


def browser_path() -> str | None:
    """Return the program of the browser that the system has."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser that the system has, and end it; without one a test fails."""
    path = browser_path()
    assert path, MISSING
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


def start_browser() -> Iterator[Browser]:
    """Start the browser; without one the tests are skipped, where it is not required."""
    if browser_path() is None and os.environ.get(BROWSER_VARIABLE) != "required":
        pytest.skip(MISSING)
    with browsing() as started:
        yield started


@dataclass
class Visitor:
    """A tab without a network, and what went wrong in it."""

    tab: Page
    site: Path
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page."""
        self.tab.goto(f"{self.site.as_uri()}/{path}")
        return self.tab


@contextmanager
def visit(
    browser: Browser, site: Path, size: tuple[int, int] = DESKTOP, scripts: bool = True
) -> Iterator[Visitor]:
    """Open a tab; whatever it asks the network for is refused and noted."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts
    )
    visitor = Visitor(context.new_page(), site)

    def refuse(route: Route) -> None:
        visitor.faults.append(f"{visitor.tab.url} asks for {route.request.url}")
        route.abort()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visitor.faults.append(f"{visitor.tab.url}: {message.text}")

    def note_error(error: Error) -> None:
        visitor.faults.append(f"{visitor.tab.url}: {error}")

    def note_loss(request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the next page came first
            visitor.faults.append(f"{visitor.tab.url} lacks {request.url}: {request.failure}")

    context.route(re.compile(r"^(https?|wss?|ftp):"), refuse)
    visitor.tab.on("console", note)
    visitor.tab.on("pageerror", note_error)
    visitor.tab.on("requestfailed", note_loss)
    yield visitor
    context.close()
