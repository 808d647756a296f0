"""A supervisor reports what he found in a branch that is not his; it reaches that branch (T1)."""

import pytest
from playwright.sync_api import expect

from rectification.enums import CaseStage
from rectification.models import Case
from rectification.roles import Role
from tests.browser.desk import Clock, Desk, fill, go
from tests.browser.test_member_report import take_in
from tests.factories import Township, in_office, person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

FOUND = {
    "title": "党务公开栏内容长期未更新",
    "description": "6月3日实地查看，公开栏仍为第一季度内容。",
    "category": "BR-b",
    "secret": "no",
}


def test_problem_found_by_a_supervisor_reaches_the_branch(
    desk: Desk, town: Township, clock: Clock
) -> None:
    supervisor = in_office(person("督导长", branch=town.home), Role.INS, town.office)
    secretary, branch = town.west.secretary, town.west.organisation
    page = desk.of(supervisor)
    page.goto("/")
    go(page, page.locator('main a[href="/problems/new/"]'))
    expect(page.locator("main")).to_contain_text("提交前只有您能看到")
    fill(page, FOUND)
    go(page, page.locator("button[name=hand_in]"))
    expect(page.locator(".alert-refused, .field-error")).to_contain_text(["涉及哪个党组织"])
    assert not Case.objects.exists()
    desk.fits_phone(supervisor, "/problems/new/")

    page.goto("/problems/new/")
    fill(page, {**FOUND, "organisation": branch.pk})
    go(page, page.locator("main form button[type=submit]").last)
    expect(page.locator("main")).to_contain_text("草稿只有您能看到")
    case = Case.objects.get()
    for other in (town.intake, secretary):
        assert desk.status(other, f"/cases/{case.pk}/") == 404
    fill(page, {"secret": "no"})
    go(page, page.locator("button[name=hand_in]"))
    expect(page.locator("h1")).to_contain_text(FOUND["title"])
    assert desk.status(secretary, f"/cases/{case.pk}/") == 404

    triage = desk.open_step(town.intake, case, "triage")
    expect(triage.locator("main")).to_contain_text("督导长 · 云溪镇领导小组办公室 · 督导员")
    take_in(desk, town, case)
    desk.take(secretary, case, "claim", way="claim")
    case.refresh_from_db()
    assert (case.stage, case.owner_organisation) == (CaseStage.PLANNING, branch)
    assert desk.status(supervisor, f"/cases/{case.pk}/") == 200
    assert desk.complaints == []
