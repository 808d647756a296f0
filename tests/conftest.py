"""What every test may use, and how the suite treats what it had to skip."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import handlers
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from rectification.models import append_only
from tests.days import MONDAY
from tests.factories import Township, township
from tests.workflows import remembered
from tests.written import watched
from tools.messages import compile_catalogues

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# The same examples in every run, and no time limit on a busy machine.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest of all begin first, so that no worker is left alone with one at the end."""
    items.sort(key=_begins_later)


def _begins_later(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("long")
    return mark is None or not mark.kwargs.get("first", False)


def pytest_collection_finish() -> None:
    """What was imported stays: collecting garbage looks at none of it again, and not so often."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing in the temporary folder."""
    keys = Path(settings.RECORDS_KEY_FILE).parent
    for folder in (settings.MEDIA_ROOT, settings.WAITING_DIR, settings.CHECKPOINT_DIR, keys):
        shutil.rmtree(folder, ignore_errors=True)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.SCRATCH}.sqlite3{suffix}").unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With REQUIRE_ALL=1 whatever could not run here is a failure, with its reason."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_ALL=1: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What Django asks an engine once in a process must not count in whichever test is first."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True)
def _emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits the database is emptied, which its triggers would refuse."""
    marked = request.node.get_closest_marker("django_db")
    commits = marked is not None and marked.kwargs.get("transaction", False)
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    append_only.release("default")


@pytest.fixture(autouse=True)
def _trusted(request: pytest.FixtureRequest) -> None:
    """What was played before is not played again from memory where functions are patched."""
    known = request.node._fixtureinfo
    asked = set(known.argnames).union(
        *(made.argnames for (made, *_) in known.name2fixturedefs.values() if _is_ours(made))
    )
    remembered.trust(patched="monkeypatch" in asked)


def _is_ours(fixture: Any) -> bool:
    return str(fixture.func.__module__).startswith("tests.")


@pytest.fixture(autouse=True)
def _attributed() -> Iterator[None]:
    """Whatever a test writes says who wrote it, and at whose request (tests/written.py)."""
    with watched() as breaches:
        yield
    assert breaches == []


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """Time stands still, at the `NOW` of the module or on a Monday in May, unless it is moved."""
    now = getattr(request.module, "NOW", MONDAY)
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Township:
    return township()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of the distribution; `CHROMIUM` names another one."""
    candidates = (os.environ.get("CHROMIUM", ""), *map(shutil.which, CHROMIUMS))
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    pytest.skip("no Chromium is installed")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django would take for async code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_server(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Assets come from WhiteNoise, as in production: a browser keeps them from page to page.

    Django's own handler would stand before it and let nothing be kept.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", lambda application: application)
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page of a fresh browser profile on the live server; relative addresses work."""
    context = browser.new_context(base_url=live_server.url, locale="en-US")
    yield context.new_page()
    context.close()
