"""The reviews of a proposal: secrecy, redaction, hearing, approval, agreement to a waiver."""

import pytest

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Case
from rectification.services import publication, waivers
from rectification.services.redaction_marks import Answer
from tests.days import at
from tests.factories import Township, acting, case_in, owner_of
from tests.published import TEXT, TITLE, decision_of, proposed
from tests.workflows.forms.filled import filled
from tests.workflows.forms.sent import WAIVE
from workflows.forms.hearing import HearPersonForm
from workflows.forms.publication import (
    AgreeWaiverForm,
    ApprovePublicationForm,
    CheckRedactionForm,
    PostNoticeForm,
    ReviewSecrecyForm,
)

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")

RETURN = {"decision": "return", "reason": "文中职务可指向具体个人，请改为某村干部。"}


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


def test_review_secrecy_clears(town: Township, case: Case) -> None:
    proposed(town, case)
    form = filled(ReviewSecrecyForm, case, town.gen, {"decision": "clear"})
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.SECRECY_CLEARED


def test_review_sheet_shows_text_scope_and_days(town: Township, case: Case) -> None:
    decision = proposed(town, case)
    sheet = filled(ReviewSecrecyForm, case, town.gen).sheet
    assert sheet is not None
    assert (sheet.title, sheet.body) == (TITLE, TEXT)
    assert sheet.meta[0] == decision.get_scope_display()


def test_review_return_needs_a_reason(town: Township, case: Case) -> None:
    proposed(town, case)
    form = filled(ReviewSecrecyForm, case, town.gen, {"decision": "return"})
    assert not form.is_valid()
    assert list(form.errors) == ["reason"]


def test_review_refuses_a_decision_it_does_not_know(town: Township, case: Case) -> None:
    proposed(town, case)
    form = filled(ReviewSecrecyForm, case, town.gen, {"decision": "approve"})
    assert not form.is_valid()
    assert list(form.errors) == ["decision"]


def test_check_redaction_confirms_and_shows_marks(town: Township, case: Case) -> None:
    kept = Answer("keep", "政策名称，不指向个人。")
    answers = {("address", "2组3号"): Answer("mask"), ("service", "低保名册"): kept}
    decision = proposed(town, case, text=TEXT + "涉及2组3号，低保名册已公开。", answers=answers)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    boxes = {f"mark-{mark.pk}": "on" for mark in decision.marks.all()}
    form = filled(CheckRedactionForm, case, town.org, {"decision": "confirm", **boxes})
    assert [mark.shown for mark in form.marks] == ["某处", "低保名册"]
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.REDACTION_CONFIRMED


@pytest.mark.parametrize("form_class", [ReviewSecrecyForm, CheckRedactionForm])
def test_review_returns_to_the_proposer(
    town: Township, case: Case, form_class: type[ReviewSecrecyForm]
) -> None:
    proposed(town, case)
    form = filled(form_class, case, town.gen, RETURN)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PUBLICATION_RETURNED
    assert decision_of(case).return_reason == RETURN["reason"]


def _before_hearing(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))


def test_hear_person_has_no_objection(town: Township, case: Case) -> None:
    _before_hearing(town, case)
    owner = owner_of(town, case)
    form = filled(HearPersonForm, case, owner, {"decision": "no_objection"})
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PERSON_HEARD
    assert decision_of(case).hearing == "no_objection"


def test_hear_person_contests_with_comment(town: Township, case: Case) -> None:
    _before_hearing(town, case)
    data = {"decision": "contested", "comment": "第一句与事实不符，七月活动已补办。"}
    form = filled(HearPersonForm, case, owner_of(town, case), data)
    assert form.is_valid(), form.errors
    form.carry_out()
    decision = decision_of(case)
    assert (decision.hearing, decision.comment) == ("contested", data["comment"])


def test_hear_person_contesting_needs_a_comment(town: Township, case: Case) -> None:
    _before_hearing(town, case)
    form = filled(HearPersonForm, case, owner_of(town, case), {"decision": "contested"})
    assert not form.is_valid()
    assert list(form.errors) == ["comment"]


def test_approve_publication_sees_how_the_text_came_about(town: Township, case: Case) -> None:
    _before_hearing(town, case)
    publication.comment_publication(
        case=case, actor=acting(owner_of(town, case)), outcome="no_objection"
    )
    form = filled(ApprovePublicationForm, case, town.pse, {"decision": "approve"})
    values = [str(value) for _name, value in form.review]
    assert values[0] == "涉及全镇党支部的组织生活。"
    assert values[1] == town.officer.name
    assert values[2].startswith(town.gen.name)
    assert values[3].startswith(town.org.name)
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.PUBLICATION_APPROVED


def test_approve_publication_returns(town: Township, case: Case) -> None:
    _before_hearing(town, case)
    form = filled(ApprovePublicationForm, case, town.pse, RETURN)
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.PUBLICATION_RETURNED


def _waived(town: Township, case: Case) -> None:
    waivers.propose_waiver(
        case=case, actor=acting(town.officer), ground=WAIVE["ground"], reason=WAIVE["reason"]
    )
    publication.approve_publication(case=case, actor=acting(town.pse))


def test_agree_waiver_shows_ground_and_agrees(town: Township, case: Case) -> None:
    _waived(town, case)
    form = filled(AgreeWaiverForm, case, town.dis[0], {"decision": "agree"})
    values = [value for _name, value in form.waiver]
    assert values[1:] == [WAIVE["reason"], town.officer.name, town.pse.name]
    assert form.sheet is None
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.WAIVER_AGREED


def test_agree_waiver_returns(town: Township, case: Case) -> None:
    _waived(town, case)
    form = filled(AgreeWaiverForm, case, town.dis[0], RETURN)
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.PUBLICATION_RETURNED


@pytest.mark.parametrize(
    ("level", "names_it", "warned"),
    [
        (CaseLevel.MEMBER, False, True),
        (CaseLevel.BRANCH, True, True),
        (CaseLevel.BRANCH, False, False),
    ],
)
def test_everybody_in_the_chain_is_warned_of_a_small_group(
    town: Township, level: CaseLevel, names_it: bool, warned: bool
) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=level)
    group = town.east.organisation.name
    proposed(town, case, scope="S2", text=f"{group if names_it else '本镇'}已按月开展活动。")

    for form_class in (ReviewSecrecyForm, CheckRedactionForm, HearPersonForm, PostNoticeForm):
        assert filled(form_class, case, town.gen).in_small_group is warned
