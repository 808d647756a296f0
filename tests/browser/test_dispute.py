"""A village that says it is not its business: another is proposed, mediated, decided in writing."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, WorkItem
from tests.browser.desk import PHONE, Clock, Desk
from tests.browser.test_branch_problem import send_opinion, take_in
from tests.browser.test_opinion import fits
from tests.factories import Township

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

NOT_OURS = "东头几户去年已划归白塔村联系，应由白塔村牵头。"
NO_SHARE = "名单已移交，我支部没有可配合的工作。"
HEARD = "已听取两村意见：名单确已移交，但旧台账仍在青石村。双方未达成一致。"
DECIDED = "旧台账由青石村保管，请青石村配合核对名单，为期一个月。"


def main_of(page: Page) -> str:
    return page.locator("main").inner_text()


def phone_step(desk: Desk, town: Township, case: Case, step: str) -> Page:
    """The secretary opens the step on the phone; nothing scrolls sideways."""
    page = desk.open_step(town.east.secretary, case, step)
    assert fits(page)
    return page


def test_declined_mediated_and_decided_in_writing(desk: Desk, town: Township, clock: Clock) -> None:
    send_opinion(desk.public(), town)
    case = Case.objects.get()
    take_in(desk, town, case)
    east, west = town.east, town.west

    # The lead unit declines on a phone and names the other, which the office makes the lead.
    desk.of(east.secretary, PHONE)
    phone_step(desk, town, case, "claim")
    desk.take(
        east.secretary,
        case,
        "claim",
        {"reason": NOT_OURS, "proposed_owner": west.organisation.pk},
        "decline",
    )
    page = desk.open_step(town.officer, case, "dispatch")
    expect(page.locator("main")).to_contain_text(NOT_OURS)
    expect(page.locator("[name=lead]")).to_have_value(str(west.organisation.pk))
    again = {
        "co_units": [str(east.organisation.pk)],
        "reason": "两村交接记录已核对，同意由白塔村牵头。",
    }
    desk.take(town.officer, case, "dispatch", again, "dispatch")
    desk.take(west.secretary, case, "claim", way="claim")

    # As a co-unit it declines as well; a reason is asked for, and the lead unit does not wait.
    page = phone_step(desk, town, case, "accept_share")
    desk.press(page, "decline")
    assert WorkItem.objects.filter(step="accept_share", closed_at__isnull=True).count() == 1
    expect(page.locator("textarea[name=reason]")).to_be_visible()
    desk.take(east.secretary, case, "accept_share", {"reason": NO_SHARE}, "decline")
    case.refresh_from_db()
    assert case.stage == CaseStage.PLANNING

    # The office hears both and records that they do not agree; who mediated does not decide.
    page = desk.open_step(town.officer, case, "mediate_share")
    expect(page.locator("main")).to_contain_text(NO_SHARE)
    desk.take(town.officer, case, "mediate_share", {"decision": "failed", "agreed": HEARD})
    page = desk.open_step(town.lg, case, "decide_share")
    for said in (NO_SHARE, HEARD):
        expect(page.locator("main")).to_contain_text(said)
    clock.move_to(date(2026, 6, 10))
    desk.take(town.lg, case, "decide_share", {"decision": "assigned", "reason": DECIDED})

    # Both units read the decision, the village on its phone, and neither can answer it any more.
    for secretary in (east.secretary, west.secretary):
        page = desk.of(secretary)
        page.goto(f"/cases/{case.pk}/")
        assert DECIDED in main_of(page)
        assert HEARD in main_of(page)
    desk.fits_phone(east.secretary, f"/cases/{case.pk}/")
    answer = case.assignments.get(organisation=east.organisation, kind="co", ended_at=None)
    assert answer.answer == "assigned"
    verbs = set(case.events.values_list("verb", flat=True))
    assert {EventVerb.SHARE_DECLINED, EventVerb.SHARE_ASSIGNED} <= verbs
    assert desk.complaints == []
