"""Accounts in a real Chromium: a link handed over, the second factor on a phone, and leaving."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rectification.roles import Role
from rectification.services.role_security import require_second_factor
from tests.authenticator import code_of
from tests.browser.desk import DESKTOP, PHONE, Desk, go
from tests.factories import PASSWORD, Township, in_office, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOOD = "guihua-lianying-47"
WIDTHS = (360, 1440)


def send(page: Page) -> None:
    go(page, page.locator("main form button[type=submit]"))


def fits(page: Page) -> bool:
    """Nothing scrolls sideways, on a phone and on a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return False
    return True


def test_link_is_handed_over_and_its_holder_told(desk: Desk, town: Township) -> None:
    administrator = desk.of(in_office(person("管机长"), Role.ADM, town.committee), PHONE)
    administrator.goto("/accounts/")
    administrator.fill("input[name=search]", "书怀")
    go(administrator, administrator.get_by_role("button", name="查看"))
    assert fits(administrator)
    go(administrator, administrator.get_by_role("link", name=town.pse.code))
    go(administrator, administrator.get_by_role("button", name="签发一次性链接"))
    assert fits(administrator)
    link = administrator.locator("#link").input_value()
    holder = desk.public()
    holder.goto(link)
    assert fits(holder)
    holder.fill("input[name=new_password]", GOOD)
    holder.fill("input[name=new_password_again]", GOOD)
    send(holder)
    holder.fill("input[name=username]", town.pse.code)
    holder.fill("input[name=password]", GOOD)
    send(holder)
    expect(holder.get_by_text("签发一次性链接（管机长）")).to_be_visible()
    holder.goto(link)
    expect(holder.get_by_role("heading", name="链接无效")).to_be_visible()
    holder.goto("/account/")
    assert fits(holder)
    assert desk.complaints == []


def test_second_factor_is_set_up_on_a_phone_before_anything_else(
    desk: Desk, town: Township
) -> None:
    administrator = in_office(person("管机长"), Role.ADM, town.committee)
    require_second_factor(roles={Role.PSE}, by=administrator.user)
    page = desk.of(town.pse, PHONE)
    expect(page.get_by_role("heading", name="启用动态验证码")).to_be_visible()
    picture = page.locator("img.scan")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert fits(page)
    typed = page.locator(".scan-key").inner_text().replace(" ", "")
    page.fill("input[name=code]", code_of(base64.b32decode(typed).hex()))
    page.fill("input[name=password]", PASSWORD)
    send(page)
    assert page.locator(".code-list li").count() == 10
    assert fits(page)
    recovery = page.locator(".code-list code").first.inner_text()
    go(page, page.get_by_role("link", name="我已抄录"))
    expect(page.locator(".account-name")).to_have_text(town.pse.name)
    again = desk.public(DESKTOP)
    again.goto("/login/")
    again.fill("input[name=username]", town.pse.code)
    again.fill("input[name=password]", PASSWORD)
    send(again)
    expect(again.get_by_role("heading", name="输入动态验证码")).to_be_visible()
    assert fits(again)
    again.fill("input[name=code]", recovery)
    send(again)
    expect(again.locator(".account-name")).to_have_text(town.pse.name)
    assert desk.complaints == []


def test_nothing_is_shown_by_going_back_after_logging_out(
    desk: Desk, town: Township, settings: Any
) -> None:
    page = desk.of(town.pse)
    page.goto("/account/")
    page.locator(".account summary").click()
    go(page, page.get_by_role("button", name="退出登录"))
    assert settings.SESSION_COOKIE_NAME not in {c["name"] for c in page.context.cookies()}
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("button", name="登录")).to_be_visible()
        assert town.pse.name not in page.content()


def test_idle_session_says_why_it_ended(desk: Desk, town: Township, settings: Any) -> None:
    page = desk.of(town.pse)
    settings.SESSION_IDLE_LIMIT = timedelta(0)
    page.goto("/done/")
    expect(page.get_by_text("因长时间未操作，已退出登录")).to_be_visible()
    assert fits(page)
