"""The pages of the steps from proposal to closure, taken one after the other by their holders."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, Step
from rectification.models import Case, Person, WorkItem
from rectification.services import notices
from tests.factories import Township, case_in, township
from tests.published import TEXT, TITLE, at, notice_of
from workflows import intake
from workflows.flows import RectificationFlow
from workflows.processes import end_notice_period, redirect

pytestmark = pytest.mark.django_db

REASON = "文中职务可指向具体个人，请改写后再报。"
PUBLISH = {
    "decision": "publish",
    "scope": "S3",
    "title": TITLE,
    "text": TEXT,
    "working_days": "5",
    "necessity": "涉及全镇党支部的组织生活。",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at("2026-11-23"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town() -> Township:
    return township()


@pytest.fixture
def case(town: Township) -> Case:
    """A branch case whose procedure stands at the proposal."""
    case = case_in(town, CaseStage.NOTICE_PREP)
    RectificationFlow.submit.run(case=case)
    redirect(case.work_items.get(step=Step.TRIAGE, closed_at=None), Step.PROPOSE_PUBLICATION)
    return case


def item_of(case: Case, step: Step) -> WorkItem:
    return case.work_items.filter(step=step, closed_at=None).order_by("pk").first()


def page(client: Client, case: Case, step: Step, who: Person) -> str:
    client.force_login(who.user)
    response = client.get(reverse("workflows:act", args=[item_of(case, step).pk]))
    assert response.status_code == 200
    return response.content.decode()


def take(client: Client, case: Case, step: Step, who: Person, data: dict[str, Any]) -> None:
    client.force_login(who.user)
    url = reverse("workflows:act", args=[item_of(case, step).pk])
    response = client.post(url, data)
    assert response.status_code == 302, response.content.decode()


def to_posting(client: Client, town: Township, case: Case) -> None:
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, PUBLISH)
    take(client, case, Step.REVIEW_SECRECY, town.gen, {"decision": "clear"})
    take(client, case, Step.CHECK_REDACTION, town.org, {"decision": "confirm"})
    take(client, case, Step.HEAR_PERSON, town.east.secretary, {"decision": "no_objection"})
    take(client, case, Step.APPROVE_PUBLICATION, town.pse, {"decision": "approve"})


def to_notice(client: Client, town: Township, case: Case) -> None:
    to_posting(client, town, case)
    take(client, case, Step.POST_NOTICE, town.pub, {"decision": "post"})


def to_verifying(client: Client, town: Township, case: Case) -> None:
    to_notice(client, town, case)
    with time_machine.travel(at((notice_of(case).ends_on + timedelta(1)).isoformat())):
        notices.end_notice(case=case)
        end_notice_period(case, outcome="notice_ended")


def object_to(case: Case, kind: str = "facts") -> None:
    intake.receive_objection(
        notice=notice_of(case),
        kind=kind,
        mode="anonymous",
        text="八月的活动并没有开展。",
        received_at=at("2026-11-23", "10:00:00"),
    )


# --- publication --------------------------------------------------------------------------------


def test_propose_page_shows_problem_plan_and_proposal(
    client: Client, town: Township, case: Case
) -> None:
    html = page(client, case, Step.PROPOSE_PUBLICATION, town.officer)
    assert case.description in html
    assert "下半年计划及当月活动记录" in html
    assert html.count('name="text"') == 1


@pytest.mark.parametrize(
    ("step", "who"),
    [(Step.REVIEW_SECRECY, "gen"), (Step.CHECK_REDACTION, "org"), (Step.POST_NOTICE, "pub")],
)
def test_extract_pages_show_the_public_text_only(
    client: Client, town: Township, case: Case, step: Step, who: str
) -> None:
    to_posting(client, town, case)
    redirect(item_of(case, Step.POST_NOTICE), step)
    html = page(client, case, step, getattr(town, who))
    assert TEXT in html
    assert case.description not in html
    assert case.effect_statement not in html


def test_secrecy_and_posting_pages_show_number_and_no_title(
    client: Client, town: Township, case: Case
) -> None:
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, PUBLISH)
    html = page(client, case, Step.REVIEW_SECRECY, town.gen)
    assert case.number in html
    assert case.title not in html


def test_returned_proposal_comes_back_with_reason(
    client: Client, town: Township, case: Case
) -> None:
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, PUBLISH)
    take(
        client,
        case,
        Step.REVIEW_SECRECY,
        town.gen,
        {"decision": "return", "reason": REASON},
    )
    html = page(client, case, Step.PROPOSE_PUBLICATION, town.officer)
    assert REASON in html
    assert TEXT in html


def test_hearing_page_shows_the_exact_text(client: Client, town: Township, case: Case) -> None:
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, PUBLISH)
    take(client, case, Step.REVIEW_SECRECY, town.gen, {"decision": "clear"})
    take(client, case, Step.CHECK_REDACTION, town.org, {"decision": "confirm"})
    html = page(client, case, Step.HEAR_PERSON, town.east.secretary)
    assert TITLE in html
    assert TEXT in html
    comment = "第一句与事实不符，七月活动已补办。"
    data = {"decision": "contested", "comment": comment}
    take(client, case, Step.HEAR_PERSON, town.east.secretary, data)
    assert comment in page(client, case, Step.PROPOSE_PUBLICATION, town.officer)


def test_approval_page_shows_how_the_text_came_about(
    client: Client, town: Township, case: Case
) -> None:
    to_posting(client, town, case)
    redirect(item_of(case, Step.POST_NOTICE), Step.APPROVE_PUBLICATION)
    html = page(client, case, Step.APPROVE_PUBLICATION, town.pse)
    assert PUBLISH["necessity"] in html
    assert town.gen.name in html


def test_waiver_pages_show_the_ground(client: Client, town: Township, case: Case) -> None:
    waive = {"decision": "waive", "ground": "privacy", "reason": "公开后可推断出当事人。"}
    take(client, case, Step.PROPOSE_PUBLICATION, town.officer, waive)
    assert waive["reason"] in page(client, case, Step.APPROVE_PUBLICATION, town.pse)
    take(client, case, Step.APPROVE_PUBLICATION, town.pse, {"decision": "approve"})
    assert waive["reason"] in page(client, case, Step.AGREE_WAIVER, town.dis[0])
    take(client, case, Step.AGREE_WAIVER, town.dis[0], {"decision": "agree"})
    assert item_of(case, Step.ASSIGN_VERIFIERS) is not None


def test_posting_page_offers_every_channel_once(client: Client, town: Township, case: Case) -> None:
    to_posting(client, town, case)
    html = page(client, case, Step.POST_NOTICE, town.pub)
    assert html.count('name="channels"') == 5
    assert html.count('name="board_sheet-held_on"') == 1


# --- objections and termination -----------------------------------------------------------------


def test_objection_page_shows_objection_beside_the_text(
    client: Client, town: Township, case: Case
) -> None:
    to_notice(client, town, case)
    object_to(case)
    html = page(client, case, Step.HANDLE_OBJECTION, town.intake)
    assert "八月的活动并没有开展。" in html
    assert TEXT in html
    answer = {"findings": "查阅记录，签到与照片齐全。", "reply": "经核查，活动已如期开展。"}
    take(client, case, Step.HANDLE_OBJECTION, town.intake, {"decision": "dismissed", **answer})
    assert item_of(case, Step.HANDLE_OBJECTION) is None


def test_termination_page_shows_what_the_handler_found(
    client: Client, town: Township, case: Case
) -> None:
    to_notice(client, town, case)
    object_to(case)
    data = {
        "decision": "wrong",
        "findings": "走访三户，均称活动已开展。",
        "reply": "经核查，建议终止该事项。",
    }
    take(client, case, Step.HANDLE_OBJECTION, town.intake, data)
    assert data["findings"] in page(client, case, Step.DECIDE_TERMINATION, town.lg)
    agree = {"decision": "agree", "reason": "原认定有误，同意终止并公开更正。"}
    take(client, case, Step.DECIDE_TERMINATION, town.lg, agree)
    case.refresh_from_db()
    assert case.stage == CaseStage.TERMINATED


# --- verification -------------------------------------------------------------------------------


def test_naming_page_shows_no_content_of_the_case(
    client: Client, town: Township, case: Case
) -> None:
    to_verifying(client, town, case)
    html = page(client, case, Step.ASSIGN_VERIFIERS, town.dis[0])
    assert case.number in html
    assert town.east.organisation.name in html
    for hidden in (case.title, case.description, case.effect_statement, TEXT):
        assert hidden not in html


SIGNATURE: dict[str, Any] = {
    "decision": "sign",
    **{f"V{n}-answer": "yes" for n in range(1, 7)},
    "V7-answer": "na",
    "V7-reason": "非群众反映事项",
    "V8-answer": "na",
    "V8-reason": "问题不突出",
    "methods": ["files"],
    "on_site": "on",
    "conclusion": "passed",
    "statement": "查阅记录并到村核对，问题已解决。",
}


def named(client: Client, town: Township, case: Case) -> None:
    to_verifying(client, town, case)
    two = {"decision": "name", "first": town.dis[1].pk, "second": town.dis[2].pk}
    take(client, case, Step.ASSIGN_VERIFIERS, town.dis[0], two)


def verifier_item(case: Case, who: Person) -> WorkItem:
    return case.work_items.get(step=Step.VERIFY, person=who, closed_at=None)


def sign(client: Client, case: Case, who: Person, **given: Any) -> None:
    client.force_login(who.user)
    url = reverse("workflows:act", args=[verifier_item(case, who).pk])
    response = client.post(url, SIGNATURE | given)
    assert response.status_code == 302, response.content.decode()


def test_verification_page_puts_proof_beside_each_criterion(
    client: Client, town: Township, case: Case
) -> None:
    named(client, town, case)
    client.force_login(town.dis[1].user)
    url = reverse("workflows:act", args=[verifier_item(case, town.dis[1]).pk])
    html = client.get(url).content.decode()
    for proof in (case.description, case.effect_statement, "记录.pdf", TEXT):
        assert proof in html
    for n in range(1, 9):
        assert html.count(f'name="V{n}-reason"') == 1


def test_two_signatures_that_agree_close_the_case(
    client: Client, town: Township, case: Case
) -> None:
    named(client, town, case)
    sign(client, case, town.dis[1])
    sign(client, case, town.dis[2])
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED


def test_settling_page_shows_what_the_two_found(client: Client, town: Township, case: Case) -> None:
    named(client, town, case)
    sign(client, case, town.dis[1])
    differing = {
        "V2-answer": "no",
        "V2-reason": "八月活动仍无记录。",
        "conclusion": "correct",
        "correction_due_on": "2026-12-11",
    }
    sign(client, case, town.dis[2], **differing)
    html = page(client, case, Step.SETTLE_VERIFICATION, town.dis[3])
    assert "八月活动仍无记录。" in html
    settle = {"decision": "settle", "conclusion": "passed", "reason": "八月记录经复核属实，通过。"}
    take(client, case, Step.SETTLE_VERIFICATION, town.dis[3], settle)
    case.refresh_from_db()
    assert case.stage == CaseStage.CLOSED
