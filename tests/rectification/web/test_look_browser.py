"""The gallery in a real Chromium: narrow screens, the thumb, the keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, engines
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from tests.rectification.web import gallery

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery_page(browser: Browser) -> Iterator[Page]:
    """The gallery and the static files it names, without a server or a database."""
    with translation.override("zh-hans"):
        template = engines["django"].from_string(gallery.GALLERY).template
        html = template.render(Context({**gallery.gallery_context(), **gallery.sample_frame()}))

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix("http://gallery")
        if address == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=Path(str(finders.find(address.removeprefix("/static/")))))

    context = browser.new_context(base_url="http://gallery")
    page = context.new_page()
    page.route("**/*", answer)
    yield page
    context.close()


def seen(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/")
    return page


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_scrolls_sideways(gallery_page: Page, width: int) -> None:
    page = seen(gallery_page, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_acts_lie_within_reach_of_the_thumb(gallery_page: Page) -> None:
    page = seen(gallery_page, 360)
    box: Any = page.locator(".acts-fixed").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(740, abs=1)
    assert box["height"] <= 740 / 5


def test_targets_are_large_enough(gallery_page: Page) -> None:
    page = seen(gallery_page, 360)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input")]
        .map((element) => element.closest("label.option") || element)
        .filter((element) => element.checkVisibility({checkVisibilityCSS: true}))
        .filter((element) => !element.closest(".skip-link, [type=hidden]"))
        .filter((element) => Math.round(element.getBoundingClientRect().height) < 44)
        .map((element) => element.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 360, 768])
def test_words_of_the_head_do_not_run_together(gallery_page: Page, width: int) -> None:
    page = seen(gallery_page, width)
    words = page.evaluate(
        """() => [...document.querySelectorAll(".head-nav .head-link")].map((link) => {
          const range = document.createRange();
          range.selectNodeContents(link);
          const box = range.getBoundingClientRect();
          return [box.top, box.left, box.right];
        })"""
    )
    assert len(words) == 6
    pairs = zip(words, words[1:], strict=False)
    assert [b[1] - a[2] for a, b in pairs if a[0] == b[0] and b[1] - a[2] < 8] == []


def test_phone_names_only_the_present_stop(gallery_page: Page) -> None:
    page = seen(gallery_page, 360)
    assert page.locator(".path-caption").is_visible()
    widths = page.evaluate(
        "[...document.querySelectorAll('.path-stop > span')].map((span) => span.offsetWidth)"
    )
    assert max(widths) <= 1


def test_skip_link_is_the_first_stop_of_the_keyboard(gallery_page: Page) -> None:
    page = seen(gallery_page, 1440)
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    page.keyboard.press("Tab")
    first = page.evaluate("document.querySelector('a').className")
    assert first == "skip-link"


def test_published_text_is_set_in_song_type(gallery_page: Page) -> None:
    page = seen(gallery_page, 1440)
    family = page.evaluate("getComputedStyle(document.querySelector('.notice-body')).fontFamily")
    assert family.startswith('"Songti SC"')
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert family.startswith('"PingFang SC"')
