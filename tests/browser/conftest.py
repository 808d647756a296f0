"""A township at work in a real Chromium, on days of our choosing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.browser.desk import Clock, Desk
from tests.factories import Township, takes_opinions, township

MONDAY = datetime(2026, 6, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(MONDAY, tick=True) as traveller:
        yield Clock(traveller)


@pytest.fixture
def town(transactional_db: None, clock: Clock) -> Township:
    return takes_opinions(township())


@pytest.fixture
def desk(
    browser: Browser, live_server: Any, clock: Clock, town: Township, settings: Any
) -> Iterator[Desk]:
    # The browser keeps its own time: a cookie that expires on the frozen day is dead for it.
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    settings.SESSION_COOKIE_AGE = 10**9
    # Days pass between two clicks.
    settings.SESSION_IDLE_LIMIT = timedelta(days=400)
    settings.CSRF_COOKIE_AGE = None
    place = Desk(browser, live_server.url)
    yield place
    place.close()
