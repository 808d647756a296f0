"""A branch problem that a resident raised: two units, a return, a notice, an objection, closure."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from rectification.enums import CaseStage, EventVerb
from rectification.models import Case
from tests.browser.desk import Clock, Desk, fill, go, picture
from tests.browser.test_member_report import sheet
from tests.factories import Branch, Township

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

TITLE = "党员联户登记与实际走访不符"


def send_opinion(page: Page, town: Township) -> str:
    """A resident on a phone, without account; returns the receipt code he is shown."""
    page.goto("/opinion/")
    expect(page.locator("#sum")).to_be_hidden()
    fill(
        page,
        {
            "text": "本子上写着每个月都来，其实东头几户三个月没人上门了。",
            "organisation": town.east.organisation.pk,
            "mode": "anonymous",
        },
    )
    go(page, page.locator("main form button[type=submit]").first)
    return page.locator("#receipt-code").inner_text()


def answer_of(page: Page, code: str) -> str:
    page.goto("/receipt/")
    page.fill("main form input[name=code]", code)
    go(page, page.locator("main form button[type=submit]").first)
    return page.locator("main").inner_text()


def take_in(desk: Desk, town: Township, case: Case) -> None:
    entry = {
        "title": TITLE,
        "description": "抽查10户有4户表示近三个月未见走访。",
        "level": "B",
        "owner_organisation": town.east.organisation.pk,
        "category": "E",
        "severity": "ordinary",
        "deadline_class": "limited",
        "secrecy": "open",
        "screened": "on",
        "touches_residents": "on",
    }
    desk.take(town.intake, case, "triage", entry, "register")
    units = {"co_units": [str(town.west.organisation.pk)]}
    desk.take(town.officer, case, "dispatch", units, "dispatch")


def plan_for_two(desk: Desk, town: Township, case: Case) -> None:
    plan: dict[str, object] = {
        "cause": "登记不核实，走访没有人查看。",
        "target_outcome": "登记与走访一致，联户对象确认。",
    }
    texts = ("重新核定联户名单，逐户登记上门时间。", "协助核对交界处名单，限期补访。")
    for number, (branch, text) in enumerate(zip((town.east, town.west), texts, strict=True)):
        plan |= {
            f"measure-{number}-text": text,
            f"measure-{number}-deliverable": "核定名单和走访确认记录",
            f"measure-{number}-organisation": branch.organisation.pk,
            f"measure-{number}-person": branch.secretary.pk,
            f"measure-{number}-due_on": "2026-07-10",
        }
    desk.take(town.east.secretary, case, "draft_plan", plan, "submit")


def carry_out(desk: Desk, case: Case, branch: Branch) -> None:
    """The clerk enters progress and evidence, the secretary says that the unit is done."""
    note = {
        "text": "已逐户核对并补访。",
        "completes": "on",
        "made_on": "2026-06-18",
        "uploads": picture(),
    }
    desk.take(branch.clerk, case, "carry_out", note, "report")
    desk.take(branch.secretary, case, "carry_out", way="finish")


def publish(desk: Desk, town: Township, case: Case) -> None:
    proposal = {
        "scope": "S4",
        "title": "关于党员联户走访问题整改情况的公示",
        "text": "问题：部分联户近三个月未见走访。整改：名单已重新核定，未走访的已补访。",
        "working_days": "5",
        "necessity": "事项涉及群众，由群众监督。",
    }
    desk.take(town.intake, case, "propose_publication", proposal, "publish")
    desk.take(town.gen, case, "review_secrecy", way="clear")
    desk.take(town.org, case, "check_redaction", way="confirm")
    desk.take(town.east.secretary, case, "hear_person", way="no_objection")
    desk.take(town.pse, case, "approve_publication", way="approve")
    desk.take(town.pub, case, "post_notice", {"board_sheet-record": "村务公开栏"}, "post")


def test_branch_problem_to_closure(desk: Desk, town: Township, clock: Clock) -> None:
    resident = desk.public()
    code = send_opinion(resident, town)
    case = Case.objects.get()
    assert desk.status(town.east.secretary, f"/cases/{case.pk}/") == 404
    take_in(desk, town, case)
    assert "东头几户" not in read(desk, town, case)
    desk.take(town.east.secretary, case, "claim", way="claim")
    desk.take(town.west.secretary, case, "accept_share", way="accept")
    plan_for_two(desk, town, case)
    desk.take(town.org, case, "advise_plan", {"advice": "措施具体、可检查，同意报批。"})
    reason = {"reason": "请写明走访由谁查看、多久查看一次。"}
    desk.take(town.pse, case, "approve_plan", reason, "return")
    page = desk.open_step(town.east.secretary, case, "draft_plan")
    expect(page.locator("main")).to_contain_text(reason["reason"])
    expect(page.locator('[name="measure-1-text"]')).not_to_have_value("")
    fill(page, {"target_outcome": "登记与走访一致，支部委员每月查看一次。"})
    desk.press(page, "submit")
    desk.take(town.org, case, "advise_plan", {"advice": "已按意见补充，同意报批。"})
    desk.take(town.pse, case, "approve_plan", way="approve")
    case.refresh_from_db()
    assert case.stage == CaseStage.RECTIFYING
    assert case.work_items.filter(step="carry_out", closed_at__isnull=True).count() == 2

    clock.move_to(date(2026, 6, 18))
    carry_out(desk, case, town.west)
    assert desk.status(town.west.secretary, f"/cases/{case.pk}/") == 200
    carry_out(desk, case, town.east)
    effect = {"statement": "名单已重新核定，未走访的已补访并确认。"}
    desk.take(town.east.secretary, case, "report_effect", effect)
    desk.take(town.liaison, case, "first_review", way="pass")
    publish(desk, town, case)

    notice = case.notices.get()
    desk.fits_phone(None, f"/n/{notice.token}/")
    resident.goto(f"/n/{notice.token}/object/")
    fill(resident, {"kind": "effect", "text": "东头第二户还是没有人来过。", "mode": "anonymous"})
    go(resident, resident.locator("main form button[type=submit]").first)
    objection_code = resident.locator("#receipt-code").inner_text()
    case.refresh_from_db()
    assert case.stage == CaseStage.OBJECTION
    item = case.work_items.get(step="handle_objection", closed_at__isnull=True)
    handler = next(p for p in (town.intake, town.officer, *town.dis) if may_open(desk, p, item.pk))
    reply = {
        "decision": "dismissed",
        "findings": "第二户户主外出，补访改在晚间进行并有确认记录。",
        "reply": "经核实，该户已于晚间补访并确认；如有不同意见可向领导小组申请复查。",
    }
    desk.take(handler, case, "handle_objection", reply)
    assert reply["reply"] in answer_of(resident, objection_code)

    notice.refresh_from_db()
    clock.move_to(date(2026, 7, 1))
    case.refresh_from_db()
    assert case.stage == CaseStage.VERIFYING
    free = [person for person in town.dis if person != handler]
    desk.take(free[0], case, "assign_verifiers", {"first": free[1].pk, "second": free[2].pk})
    for verifier in free[1:3]:
        asked = {**sheet(), "V7-answer": "na", "V7-reason": "匿名意见，样本不足。"}
        desk.take(verifier, case, "verify", asked)
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED
    assert "松问销〔2026〕1号" in answer_of(resident, code)
    verbs = set(case.events.values_list("verb", flat=True))
    assert {EventVerb.PLAN_RETURNED, EventVerb.OBJECTION_DISMISSED, EventVerb.CLOSED} <= verbs
    assert desk.complaints == []


def read(desk: Desk, town: Township, case: Case) -> str:
    page = desk.of(town.east.secretary)
    page.goto(f"/cases/{case.pk}/")
    return page.locator("body").inner_text()


def may_open(desk: Desk, person: object, item: int) -> bool:
    page = desk.of(person)  # type: ignore[arg-type]
    page.goto("/")
    return page.locator(f'a[href="/act/{item}/"]').count() > 0
