"""Everybody's desk: sign in as a person, take a step as he would, look at what he sees."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from rectification.models import Case, Person, WorkItem
from tests.factories import PASSWORD
from workflows.invariants import breaches
from workflows.sweep import sweep

PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1280, "height": 900}
Values = Mapping[str, Any]


class Clock:
    """Moves the server's days; the sweep runs as it would every night."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def move_to(self, day: date, hour: int = 9) -> None:
        moment = datetime.combine(day, time(hour, 30), ZoneInfo("Asia/Shanghai"))
        self.traveller.move_to(moment)
        sweep()


class Desk:
    """`complaints` collects what the browser's console says, policy violations among it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self._contexts: dict[str, BrowserContext] = {}
        self.complaints: list[str] = []

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    # --- who sits at it

    def public(self, size: Mapping[str, int] = PHONE) -> Page:
        """Somebody without an account, on a phone."""
        return self._page("", size)

    def of(self, person: Person, size: Mapping[str, int] = DESKTOP) -> Page:
        """The person's page, signed in with user name and password."""
        known = person.code in self._contexts
        page = self._page(person.code, size)
        if not known:
            page.goto("/login/")
            page.fill("input[name=username]", person.code)
            page.fill("input[name=password]", PASSWORD)
            go(page, page.locator("main form button[type=submit]"))
        return page

    def _page(self, name: str, size: Mapping[str, int]) -> Page:
        context = self._contexts.get(name)
        if context is None:
            context = self.browser.new_context(base_url=self.address, viewport=dict(size))
            context.set_default_timeout(10_000)
            self._contexts[name] = context
            context.on("console", self._listen)
            return context.new_page()
        return context.pages[0]

    def _listen(self, message: Any) -> None:
        # A refused page is announced by the browser itself; policy violations are not expected.
        if "the server responded with a status of" not in message.text:
            self.complaints.append(message.text)

    # --- what he does

    def take(
        self, person: Person, case: Case, step: str, values: Values | None = None, way: str = ""
    ) -> Page:
        """Open the step from the person's list of work, fill the form and press the button."""
        page = self.open_step(person, case, step)
        fill(page, values or {})
        self.press(page, way)
        alert = page.locator(".alert-refused")
        if alert.count():
            raise AssertionError(f"{step}: {alert.inner_text()}")
        assert list(breaches()) == []
        return page

    def open_step(self, person: Person, case: Case, step: str) -> Page:
        """From the list 我的待办, as everybody reaches his work."""
        page = self.of(person)
        page.goto("/")
        for item in WorkItem.objects.filter(case=case, step=step, closed_at__isnull=True):
            link = page.locator(f'a[href="/act/{item.pk}/"]')
            if link.count():
                go(page, link.first)
                return page
        raise AssertionError(f"{step} does not lie with {person.name}")

    def press(self, page: Page, way: str = "") -> None:
        """The decision's own button; a folded one is opened first."""
        if not way:
            go(page, page.locator("main form button[type=submit]").first)
            return
        button = page.locator(f'button[name=decision][value="{way}"]')
        if not button.is_visible():
            button.locator("xpath=ancestor::details/summary").click()
        go(page, button)

    # --- what he sees

    def status(self, person: Person | None, path: str) -> int:
        page = self.of(person) if person else self.public()
        answer = page.goto(path)
        assert answer is not None
        return answer.status

    def fits_phone(self, person: Person | None, path: str) -> None:
        """At 360 px nothing scrolls sideways and the first act is within reach of the thumb."""
        page = self.of(person) if person else self.public()
        before = page.viewport_size
        page.set_viewport_size(dict(PHONE))
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{path} is {width} px wide"
        act = page.locator(".acts-fixed .btn").first
        if act.count():
            box = act.bounding_box()
            assert box is not None
            assert PHONE["height"] / 2 < box["y"] < PHONE["height"], f"{path}: act at {box}"
        page.set_viewport_size(dict(before or DESKTOP))


def go(page: Page, target: Locator) -> None:
    """Click, and wait until the page it leads to stands: a click alone returns before it."""
    with page.expect_navigation():
        target.click()


def fill(page: Page, values: Values) -> None:
    """Fill each field by its name, whatever kind it is; folded parts are opened."""
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]')
        folded = field.first.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        _set(field, value)


def _set(field: Locator, value: Any) -> None:
    kind = field.first.evaluate("f => f.type || f.tagName.toLowerCase()")
    if kind == "radio":
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox" and value == "on":
        field.check()
    elif kind == "checkbox":
        for one in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
            field.and_(field.page.locator(f'[value="{one}"]')).check()
    elif kind == "file":
        field.set_input_files(value)
    elif kind.startswith("select"):
        field.select_option(value if isinstance(value, list) else str(value))
    else:
        field.fill(str(value))


def picture(name: str = "现场.png") -> dict[str, Any]:
    """A small real picture, as a phone would send it."""
    stream = BytesIO()
    Image.new("RGB", (32, 24), "#8b949e").save(stream, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": stream.getvalue()}
