"""A secretary asks for more time, it is granted, and the case says why the day is another (T17)."""

import pytest
from playwright.sync_api import expect

from rectification.enums import CaseStage
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.browser.desk import PHONE, Clock, Desk, fill, go
from tests.factories import Township
from tests.workflows.play import Play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "汛期道路中断，材料无法进场，已完成计划制定和张贴。"


def test_extension_is_asked_for_granted_and_explained(
    desk: Desk, town: Township, clock: Clock
) -> None:
    play = Play(town, clock.traveller)
    case = play.bring_to(CaseStage.RECTIFYING)
    secretary, url = town.east.secretary, f"/cases/{case.pk}/"
    later = current_calendar().add_working_days(today(), 10).on
    page = desk.of(secretary, PHONE)
    page.goto(url)
    go(page, page.get_by_role("link", name="申请延期", exact=True))
    desk.fits_phone(secretary, page.url)
    fill(page, {"until": later.isoformat(), "reason": WHY})
    go(page, page.get_by_role("button", name="提交延期申请"))
    expect(page.locator("main")).to_contain_text("以今日为申请日")
    desk.take(town.officer, case, "review_extension", {"advice": "原因属实，同意延期。"})
    approver = desk.open_step(town.pse, case, "decide_extension")
    expect(approver.locator("main")).to_contain_text(WHY)
    desk.press(approver)
    page.goto(url)
    expect(page.locator("main")).to_contain_text("原定时限")
    page.get_by_text("时限的由来").click()
    expect(page.locator("main")).to_contain_text("批准延期")
    go(page, page.get_by_role("link", name="为什么是这一天？"))
    expect(page.locator("main")).to_contain_text("历次时限")
    for path in (url, page.url):
        desk.fits_phone(secretary, path)
    assert desk.complaints == []
