"""The frame in a real Chromium: Chinese, styled, and quiet under the strict policy."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_page_of_an_english_browser_is_chinese_styled_and_quiet(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/no-such-page")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert [text for text in complaints if "404" not in text] == []
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"


@pytest.mark.parametrize("width", [360, 1440])
def test_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/no-such-page")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
