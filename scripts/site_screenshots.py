"""Take the pictures of the site in docs/site.md.

Usage: python scripts/site_screenshots.py [SITE]

Needs the packages of `make test`, Chromium, and a site made by `make site`; `SITE` is its folder,
`site` without it. Writes `docs/images/site-*.png`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path("docs/images")
SHOTS = {
    "site-home": ("en/index.html", (1240, 860)),
    "site-figure": ("en/figures/fig_2_09-2015-2019.html", (1240, 860)),
    "site-trace": (
        "en/trace/fig_2_03-2015-2019.html#year-2019-any_form-ov-victims",
        (1240, 860),
    ),
    "site-claims": (
        "en/audit/claims.html?verdict=contradicted_by_source&exhibit=tab_2_1",
        (1240, 860),
    ),
    "site-phone": ("nl/figures/fig_2_01-2015-2019.html", (390, 760)),
}
"""Page and size of the window, in pixels."""


def main(site: Path) -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        for name, (page, (width, height)) in SHOTS.items():
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto(f"{site.absolute().as_uri()}/{page}")
            tab.wait_for_timeout(500)
            tab.screenshot(path=TARGET / f"{name}.png")
            tab.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
