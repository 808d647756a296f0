"""A member looks at himself on a phone, and reports himself with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from rectification.enums import CaseStage
from rectification.models import Case, MemberCheck, SelfCheck
from rectification.policies.authority import authority_of
from rectification.services.self_checks import answers_of
from tests.browser.desk import PHONE, Desk, go
from tests.factories import Township, check_round, negative_list

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAR: int = 80
"""Steps of the Tab key after which a field counts as out of reach."""

WAIT: int = 20_000
"""Until a page has sent itself: two seconds on a machine at rest."""


def tab_to(page: Page, target: Locator) -> None:
    """Walk there as somebody without a mouse does."""
    for _step in range(FAR):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached with the keyboard")


def test_self_report_is_written_with_the_keyboard_alone(desk: Desk, town: Township) -> None:
    item = negative_list(town).items.get(kind="D3")
    page = desk.of(town.east.members[0])
    page.goto("/")
    with page.expect_navigation():
        tab_to(page, page.locator('a[href="/problems/new/"]').last)
        page.keyboard.press("Enter")
    tab_to(page, page.locator("[name=negative_item]"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=negative_item]")).to_have_value(str(item.pk))
    tab_to(page, page.locator("[name=description]"))
    page.keyboard.type("承诺6月底前完成门前沟渠清理，至今尚未完成。")
    tab_to(page, page.locator("[name=secret]").first)
    page.keyboard.press("Space")
    expect(page.locator("#draft-state")).to_contain_text("自动保存", timeout=WAIT)
    draft = Case.objects.get()
    expect(page).to_have_url(re.compile(rf"/problems/{draft.pk}/$"))
    with page.expect_navigation():
        tab_to(page, page.locator("[name=hand_in]"))
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(item.text)
    case = Case.objects.get()
    assert (case.pk, case.stage, case.cited_item) == (draft.pk, CaseStage.SUBMITTED, item)
    assert desk.complaints == []


def test_self_check_on_a_phone_keeps_itself_and_leads_to_a_report(
    desk: Desk, town: Township
) -> None:
    negative_list(town)
    running = check_round(town)
    member = town.east.members[0]
    page = desk.of(member, PHONE)
    page.goto(f"/checks/{running.pk}/mine/")
    page.locator("textarea").first.fill("最近三次学习只到了一次。")
    expect(page.locator("#draft-state")).to_contain_text("自动保存", timeout=WAIT)
    assert SelfCheck.objects.count() == 1
    page.reload()
    expect(page.locator("textarea").first).to_have_value("最近三次学习只到了一次。")
    go(page, page.locator("button[name=done]"))
    assert MemberCheck.objects.filter(person=member).exists()
    page.goto(f"/checks/{running.pk}/mine/")
    page.select_option("#id_cited", label="外出不按规定报告")
    go(page, page.locator('form[action="/problems/new/"] button'))
    expect(page.locator("[name=negative_item] option:checked")).to_have_text("外出不按规定报告")
    assert "最近三次" not in page.content()
    assert len(answers_of(round_=running, by=authority_of(member.user))) == 1
    for path in ("/checks/", f"/checks/{running.pk}/mine/", "/negative-list/"):
        desk.fits_phone(member, path)
    desk.fits_phone(town.east.secretary, f"/checks/organisations/{town.east.organisation.pk}/")
    desk.fits_phone(town.org, f"/checks/{running.pk}/")
    assert desk.complaints == []


def test_self_check_is_kept_without_a_script(desk: Desk, town: Township) -> None:
    running = check_round(town)
    member = town.east.members[0]
    page = desk.of(member)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/checks/{running.pk}/mine/")
    page.locator("textarea").first.fill("最近三次学习只到了一次。")
    go(page, page.locator(".acts-fixed button:not([name])"))
    expect(page.locator("textarea").first).to_have_value("最近三次学习只到了一次。")
