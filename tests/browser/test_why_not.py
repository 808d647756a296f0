"""A secretary who reported himself sees why he cannot approve it, and who will (scenario 1)."""

import pytest
from playwright.sync_api import expect

from rectification.enums import CaseStage
from tests.browser.desk import PHONE, Clock, Desk
from tests.factories import Township
from tests.workflows.play import Play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_secretary_reads_why_he_cannot_approve_his_own_plan(
    desk: Desk, town: Township, clock: Clock
) -> None:
    secretary, branch = town.east.secretary, town.east.organisation
    play = Play(town, clock.traveller)
    play.report("M", author=secretary)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    page = desk.of(secretary, PHONE)
    item = play.item("approve_plan")
    page.goto("/")
    expect(page.locator(f'a[href="/act/{item.pk}/"]')).to_have_count(0)
    page.goto(f"/cases/{play.case.pk}/")
    expect(page.locator(f'a[href="/act/{item.pk}/"]')).to_have_count(0)
    why = page.locator(".turn details.why").last
    expect(why.locator("li")).not_to_be_visible()
    why.locator("summary").click()
    expect(why).to_contain_text("本人为当事人，依规回避。")
    expect(why).to_contain_text(f"由{branch.name} 联系领导办理")
    why.locator("a").click()
    expect(page.locator("h1")).to_have_text("权限表")
    expect(page.locator("#approve_plan")).to_be_in_viewport()
    for url in ("/authority/", "/authority/mine/", f"/cases/{play.case.pk}/"):
        desk.fits_phone(secretary, url)
    page.goto(f"/act/{item.pk}/")
    expect(page.locator(".alert-refused")).to_contain_text("本人为当事人，依规回避。")
    page.locator(".alert-rule a").click()
    expect(page.locator("#rule-4\\.4")).to_be_in_viewport()
    assert desk.complaints in ([], [entry for entry in desk.complaints if "403" in entry])
