"""The pages from proposal to objection, taken one after the other by their holders."""

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, Step
from rectification.models import Case
from rectification.web.dates import due_words
from tests.days import at
from tests.factories import Township
from tests.published import TEXT, TITLE
from tests.workflows.forms.pages import (
    at_proposal,
    item_of,
    object_to,
    page,
    take,
    to_notice,
    to_posting,
)
from tests.workflows.forms.sent import PUBLISH
from workflows.processes import redirect

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")

REASON = "文中职务可指向具体个人，请改写后再报。"


@pytest.fixture
def case(town: Township) -> Case:
    return at_proposal(town)


# --- publication --------------------------------------------------------------------------------


def test_propose_page_shows_problem_plan_and_proposal(
    client: Client, town: Township, case: Case
) -> None:
    html = page(client, case, Step.PROPOSE_PUBLICATION, town.officer)
    assert case.description in html
    assert "下半年计划及当月活动记录" in html
    assert html.count('name="text"') == 1


def test_step_page_says_until_when_and_leads_to_every_way(
    client: Client, town: Township, case: Case
) -> None:
    to_posting(client, town, case)
    redirect(item_of(case, Step.POST_NOTICE), Step.APPROVE_PUBLICATION)
    item = item_of(case, Step.APPROVE_PUBLICATION)
    assert item.due_on is not None
    html = page(client, case, Step.APPROVE_PUBLICATION, town.pse)
    assert f'<span class="page-due">{due_words(item.due_on)}</span>' in html
    assert reverse("rectification:due", args=[case.pk, item.pk]) in html
    assert 'href="#way-return"' in html
    assert 'id="way-return"' in html


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
    unwritten = client.post(
        reverse("workflows:act", args=[item_of(case, Step.DECIDE_TERMINATION).pk]), agree
    )
    assert (unwritten.status_code, list(unwritten.context["form"].errors)) == (422, ["text"])
    agree["text"] = "经核实，原公示所述问题不存在，原公示已撤回，特此澄清。"
    take(client, case, Step.DECIDE_TERMINATION, town.lg, agree)
    case.refresh_from_db()
    assert case.stage == CaseStage.TERMINATED
