"""Take the pictures of the documentation from a running demo: `python -m tools.pictures URL`."""

import os
import sys
from pathlib import Path
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.dev")
IMAGES: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
PASSWORD: Final = "songlan-demo"  # noqa: S105 - the demo's public password


def take(address: str, chromium: str) -> None:
    """The case page of the secretary whose plan is to be approved, as he sees it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - development only

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}/login/")
        page.fill("input[name=username]", "M-0115")
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        page.goto(f"{address}/cases/")
        page.click("main h3 a[href^='/cases/']")
        page.screenshot(path=IMAGES / "case.png")
        browser.close()


def draw() -> None:
    """The chart of the procedure, drawn from the flow itself."""
    import django  # noqa: PLC0415 - after the settings are chosen

    django.setup()
    from workflows.web.chart import render_chart  # noqa: PLC0415 - after the settings are chosen

    (IMAGES / "rectification-flow.svg").write_text(render_chart(), encoding="utf-8")


if __name__ == "__main__":
    draw()
    if len(sys.argv) > 1:
        take(sys.argv[1].rstrip("/"), os.environ.get("CHROMIUM", "/usr/bin/chromium"))
