"""A secretary returns a member's plan with three comments; the member corrects without retyping."""

import pytest
from playwright.sync_api import expect

from rectification.enums import CaseStage
from tests.browser.desk import PHONE, Clock, Desk, fill
from tests.factories import Township
from tests.workflows.play import Play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = {
    "cause": "请写明为什么没有人督促。",
    "target_outcome": "目标要写明由谁查看。",
    "measure": "请写明张贴在哪里。",
}


def test_plan_returned_with_three_comments_is_corrected_without_retyping(
    desk: Desk, town: Township, clock: Clock
) -> None:
    play = Play(town, clock.traveller)
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    case, secretary = play.case, town.east.secretary
    owner, first = case.owner_person, case.plans.get()
    assert owner is not None
    measure = first.measures.get()
    names = {
        "comment-cause": SAID["cause"],
        "comment-target_outcome": SAID["target_outcome"],
        f"comment-{measure.pk}": SAID["measure"],
    }
    desk.take(secretary, case, "approve_plan", names, "return")

    page = desk.of(owner, PHONE)
    item = play.item("draft_plan")
    page.goto(f"/act/{item.pk}/")
    for text in SAID.values():
        expect(page.locator(".plan-comment", has_text=text)).to_have_count(1)
    expect(page.locator('[name="cause"]')).to_have_value(first.cause)
    expect(page.locator('[name="measure-0-text"]')).to_have_value(measure.text)
    fill(page, {"measure-0-text": measure.text.replace("张贴", "在公开栏张贴")})
    page.get_by_role("button", name="先检查一遍").click()
    expect(page.locator(".alert[role=status]")).to_contain_text("尚未提交")
    expect(page.locator('[name="measure-0-text"]')).to_have_value(
        "制定下半年计划并在公开栏张贴，改期须报批。"
    )
    assert case.plans.count() == 1
    desk.press(page, "submit")
    desk.fits_phone(owner, f"/cases/{case.pk}/plan/")
    page.goto(f"/cases/{case.pk}/plan/")
    expect(page.locator("ins")).to_have_text(["新增", "在公开栏"])

    assert case.plans.count() == 2
    desk.take(secretary, case, "approve_plan", way="approve")
    case.refresh_from_db()
    assert case.stage == CaseStage.RECTIFYING
    assert desk.complaints == []
