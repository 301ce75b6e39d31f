"""Take the pictures of the READMEs from the page of the samples, in the machine's own Chromium.

Run ``make run`` first, then ``python tools/screenshots.py``.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "out" / "graph.html"
UNIT = quote("Unit:舟山市/舟山市经济和信息化局", safe="")
VIEWS = {"overview": "#/overview", "chain": "#/chain/LNG", "duty": f"#/duty/{UNIT}", "matrix": "#/matrix"}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Write docs/img/*.png."""
    program = os.environ.get("LIANTU_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as drive:
        browser = drive.chromium.launch(executable_path=program, args=OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for name, address in VIEWS.items():
            page.goto("about:blank")
            page.goto(f"{PAGE.as_uri()}{address}")
            page.wait_for_selector("#view:not([aria-busy])")
            page.wait_for_timeout(500)
            page.screenshot(path=ROOT / "docs" / "img" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
