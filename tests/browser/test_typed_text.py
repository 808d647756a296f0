"""What was typed is not lost in a real browser, and without its JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from rectification.enums import CaseStage
from rectification.models import Case, Person, Progress
from tests.browser.desk import Desk, fill, go, picture
from tests.factories import PASSWORD, Township
from tests.workflows.play import Play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = {
    "title": "公开承诺事项未按期兑现",
    "description": "承诺6月底前完成门前沟渠清理，至今尚未完成。",
    "negative_item": "D3",
    "standard_ref": "支部公开承诺制度",
    "secret": "no",
}


@pytest.fixture
def plain(browser: Browser, live_server: Any, desk: Desk) -> Any:
    """A browser without JavaScript; `desk` sets the office up."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context
    context.close()


def log_in(page: Page, person: Person) -> None:
    page.fill("input[name=username]", person.code)
    page.fill("input[name=password]", PASSWORD)
    go(page, page.locator("main form button[type=submit]"))


def test_report_outlives_the_session_without_javascript(plain: Any, town: Township) -> None:
    author, page = town.east.members[0], plain.new_page()
    page.goto("/login/?next=/problems/new/")
    log_in(page, author)
    for name in ("title", "description", "standard_ref"):
        page.fill(f"[name={name}]", REPORT[name])
    page.select_option("[name=negative_item]", REPORT["negative_item"])
    page.check("[name=secret][value=no]")
    Session.objects.all().delete()
    go(page, page.locator("button", has_text="存草稿"))
    expect(page.locator("main")).to_contain_text("登录已失效")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    log_in(page, author)
    assert not Case.objects.exists()
    for name in ("title", "description", "standard_ref", "negative_item"):
        expect(page.locator(f"[name={name}]")).to_have_value(REPORT[name])
    expect(page.locator("[name=secret][value=no]")).to_be_checked()
    go(page, page.locator("button", has_text="存草稿"))
    assert Case.objects.get().title == REPORT["title"]


def test_old_tab_tells_what_became_of_the_draft(desk: Desk, town: Township) -> None:
    author = town.east.members[0]
    page = desk.of(author)
    page.goto("/problems/new/")
    fill(page, REPORT)
    go(page, page.locator("button", has_text="存草稿"))
    other = page.context.new_page()
    other.goto(page.url)
    fill(other, {"secret": "no"})
    go(other, other.locator("button[name=hand_in]"))
    fill(page, {"description": "旧页上补写的一段话。", "secret": "no"})
    go(page, page.locator("button", has_text="存草稿"))
    expect(page.locator("main")).to_contain_text(f"已由{author.name}处理")
    expect(page.locator("main")).to_contain_text("待受理")
    expect(page.locator("main")).to_contain_text("旧页上补写的一段话。")
    assert Case.objects.get().stage == CaseStage.SUBMITTED
    assert desk.complaints == []


@pytest.mark.parametrize("megabytes", [21, 130])
def test_file_too_large_is_refused_beside_its_field_and_not_sent(
    desk: Desk, town: Township, tmp_path: Path, megabytes: int
) -> None:
    play = Play(town, None)  # type: ignore[arg-type]
    play.bring_to(CaseStage.RECTIFYING)
    page = desk.open_step(town.east.secretary, play.case, "carry_out")
    video = tmp_path / "录像.pdf"
    with video.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    fill(page, {"text": "已经开了一次会，做了记录。", "uploads": video})
    page.locator('button[name=decision][value="report"]').click()
    refusal = page.locator("[name=uploads]").evaluate("field => field.validationMessage")
    assert refusal == "一次最多上传5个文件，每个不超过20 MB。"
    expect(page.locator("[name=text]")).to_have_value("已经开了一次会，做了记录。")
    fill(page, {"uploads": picture()})
    desk.press(page, "report")
    assert Progress.objects.get().text == "已经开了一次会，做了记录。"
