"""A resident on a phone, without account: tells what is wrong, is asked, and gets his answer."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from rectification.models import Case, OpinionNote
from tests.browser.desk import Clock, Desk, fill, go
from tests.factories import Township

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "便民窗口说是周三值班，去了两趟都没有人。"
QUESTION = "请说明是哪一天、上午还是下午去的。"
REPLY = "六月三日下午两点多，门锁着。"
ANSWER = "窗口已排出值班表并张贴，周三全天有人。"


def fits(page: Page) -> bool:
    """Nothing scrolls sideways."""
    width: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return width


def look_up(page: Page, code: str) -> str:
    page.goto("/receipt/")
    page.fill("main form input[name=code]", code)
    go(page, page.locator("main form button[type=submit]").first)
    assert fits(page)
    return page.locator("main").inner_text()


def test_anonymous_opinion_from_a_phone_to_its_answer(
    desk: Desk, town: Township, clock: Clock
) -> None:
    phone = desk.public()
    phone.goto("/opinion/")
    # The browser has worked for it, so that nobody need reckon.
    expect(phone.locator("#sum")).to_be_hidden()
    assert fits(phone)
    fill(phone, {"mode": "anonymous", "text": TEXT})
    go(phone, phone.locator("main form button[type=submit]").first)
    code = phone.locator("#receipt-code").inner_text()
    assert fits(phone)

    office, case = desk.of(town.intake), Case.objects.get()
    office.goto(f"/cases/{case.pk}/opinion/")
    office.fill("textarea[name=text] >> nth=0", QUESTION)
    go(office, office.locator("button[name=ask]"))

    clock.move_to(date(2026, 6, 15))
    assert QUESTION in look_up(phone, code)
    phone.fill("#addition", REPLY)
    go(phone, phone.locator("main form button[type=submit]").first)
    assert OpinionNote.objects.latest("pk").text == REPLY

    office.goto(f"/cases/{case.pk}/opinion/")
    assert REPLY in office.locator("main").inner_text()
    office.locator("main details summary").last.click()
    office.locator("main details textarea[name=text]").fill(ANSWER)
    go(office, office.locator("button[name=answer]"))

    assert ANSWER in look_up(phone, code)
    assert desk.complaints == []


def test_sum_is_asked_where_scripts_do_not_run(desk: Desk, town: Township) -> None:
    context = desk.browser.new_context(
        base_url=desk.address, java_script_enabled=False, viewport={"width": 360, "height": 780}
    )
    page = context.new_page()
    page.goto("/opinion/")
    expect(page.locator("#sum")).to_be_visible()
    page.fill("textarea[name=text]", TEXT)
    first, second = (
        "二三四五六七八九".index(word) + 2
        for word in page.locator("label[for=sum]").inner_text().split("等于")[0].split("加")
    )
    page.fill("#sum", str(first + second))
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("#receipt-code")).to_be_visible()
    context.close()
