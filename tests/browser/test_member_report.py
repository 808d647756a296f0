"""A member reports himself, and his case lives to its closure; each acts as himself."""

from datetime import date

import pytest
from playwright.sync_api import expect

from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, Person
from tests.browser.desk import Clock, Desk, fill, go, picture
from tests.factories import PASSWORD, Township, person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

REPORT = {
    "title": "公开承诺事项未按期兑现",
    "description": "承诺6月底前完成门前沟渠清理，至今尚未完成。",
    "negative_item": "D3",
    "standard_ref": "支部公开承诺制度",
    "secret": "no",
}


def hand_in(desk: Desk, author: Person, values: dict[str, str]) -> Case:
    page = desk.of(author)
    page.goto("/problems/new/?about=self")
    fill(page, values)
    go(page, page.locator("button[name=hand_in]"))
    expect(page.locator("h1")).to_contain_text(values["title"])
    return Case.objects.get(title=values["title"])


def take_in(desk: Desk, town: Township, case: Case) -> None:
    desk.take(
        town.intake,
        case,
        "triage",
        {
            "severity": "ordinary",
            "deadline_class": "limited",
            "secrecy": "open",
            "screened": "on",
        },
        "register",
    )
    desk.take(town.officer, case, "dispatch", way="dispatch")


def claim_and_plan(desk: Desk, case: Case, owner: Person) -> None:
    desk.take(owner, case, "claim", way="claim")
    plan = {
        "cause": "工学安排不合理，没有人提醒。",
        "target_outcome": "沟渠清理完成，今后承诺按期兑现。",
        "measure-0-text": "完成门前沟渠清理，并在主题党日说明情况。",
        "measure-0-deliverable": "清理前后对照和情况说明",
        "measure-0-due_on": "2026-07-01",
    }
    desk.take(owner, case, "draft_plan", plan, "submit")


def test_self_report_to_closure(desk: Desk, town: Township, clock: Clock) -> None:
    owner, secretary = town.east.members[0], town.east.secretary
    stranger, outsider = town.west.members[0], person("过路客")

    def hidden() -> None:
        assert desk.status(stranger, f"/cases/{case.pk}/") == 404
        assert desk.status(outsider, f"/cases/{case.pk}/") == 404

    case = hand_in(desk, owner, REPORT)
    hidden()
    desk.fits_phone(owner, f"/cases/{case.pk}/")
    take_in(desk, town, case)
    hidden()
    claim_and_plan(desk, case, owner)
    assert desk.status(secretary, f"/cases/{case.pk}/") == 200
    desk.take(secretary, case, "approve_plan", way="approve")
    hidden()

    clock.move_to(date(2026, 6, 12))
    note = {
        "text": "沟渠已清理完毕。",
        "completes": "on",
        "made_on": "2026-06-12",
        "uploads": picture(),
    }
    desk.take(owner, case, "carry_out", note, "report")
    desk.take(owner, case, "carry_out", way="finish")
    desk.take(owner, case, "report_effect", {"statement": "沟渠畅通，主题党日已说明。"})
    desk.take(secretary, case, "first_review", way="pass")
    desk.take(
        town.intake,
        case,
        "propose_publication",
        {
            "scope": "S2",
            "title": "关于公开承诺事项兑现情况的公示",
            "text": "问题：承诺的沟渠清理未按期完成。整改：已清理完成，并在主题党日说明。",
            "working_days": "5",
            "necessity": "便于本支部党员了解整改结果。",
        },
        "publish",
    )
    desk.take(town.gen, case, "review_secrecy", way="clear")
    assert desk.status(town.gen, f"/cases/{case.pk}/") == 404
    desk.take(town.officer, case, "check_redaction", way="confirm")
    desk.take(owner, case, "hear_person", way="no_objection")
    desk.take(secretary, case, "approve_publication", way="approve")
    desk.take(town.pub, case, "post_notice", way="post")
    notice = case.notices.get()
    assert (notice.starts_on, notice.ends_on) == (date(2026, 6, 13), date(2026, 6, 22))
    assert desk.status(town.east.members[1], f"/board/{notice.pk}/") == 200
    assert desk.status(stranger, f"/board/{notice.pk}/") == 404
    assert desk.status(None, f"/board/{notice.pk}/") == 404
    hidden()

    clock.move_to(date(2026, 6, 23))
    first, second, naming = town.dis[1], town.dis[2], town.dis[0]
    desk.take(naming, case, "assign_verifiers", {"first": first.pk, "second": second.pk})
    for verifier in (first, second):
        desk.take(verifier, case, "verify", sheet())
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED
    hidden()
    page = desk.of(owner)
    page.goto(f"/cases/{case.pk}/")
    expect(page.locator("main")).to_contain_text("已销号")
    verbs = list(case.events.order_by("sequence").values_list("verb", flat=True))
    assert verbs[0] == EventVerb.SUBMITTED
    assert verbs[-1] == EventVerb.CLOSED
    assert desk.complaints == []


def sheet() -> dict[str, object]:
    """A verifier's sheet with nothing left open."""
    answers = {f"V{n}-answer": "yes" if n < 7 else "na" for n in range(1, 9)}
    reasons = {f"V{n}-reason": "本事项不涉及此项要求。" for n in (7, 8)}
    return {
        **answers,
        **reasons,
        "methods": ["files", "on_site"],
        "on_site": "on",
        "conclusion": "passed",
        "signing_password": PASSWORD,
        "statement": "已到现场查看，措施落实，问题已改正。",
    }
