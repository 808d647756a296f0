"""Forms of T22 and T23: lawful scopes, prefilled texts, one service for each decision."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from rectification.enums import CaseLevel, CaseStage, EventVerb, Secrecy
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Measure
from rectification.services import publication
from tests.factories import Township, acting, case_in, owner_of, township
from tests.published import TEXT, TITLE, approved, at, decision_of, notice_of, proposed
from tests.workflows.forms.filled import filled
from workflows.forms.publication import (
    AgreeWaiverForm,
    ApprovePublicationForm,
    CheckRedactionForm,
    HearPersonForm,
    PostNoticeForm,
    ProposePublicationForm,
    ReviewSecrecyForm,
)

pytestmark = pytest.mark.django_db

PUBLISH = {
    "decision": "publish",
    "scope": "S3",
    "title": TITLE,
    "text": TEXT,
    "working_days": "5",
    "necessity": "涉及全镇党支部的组织生活。",
}
WAIVE = {
    "decision": "waive",
    "ground": "privacy",
    "reason": "公开后可推断出当事人及家庭情况。",
}
RETURN = {"decision": "return", "reason": "文中职务可指向具体个人，请改为某村干部。"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at("2026-11-23"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town() -> Township:
    return township()


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


# --- proposing ----------------------------------------------------------------------------------


def test_propose_publishes_text_in_scope(town: Township, case: Case) -> None:
    form = filled(ProposePublicationForm, case, town.officer, PUBLISH)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PUBLICATION_PROPOSED
    decision = decision_of(case)
    assert (decision.scope, decision.title, decision.text) == ("S3", TITLE, TEXT)
    assert decision.working_days == 5


def test_propose_starts_from_plain_text_without_names(town: Township, case: Case) -> None:
    measure = Measure.objects.get(plan__case=case)
    measure.text = f"由{town.east.secretary.name}每月公布计划。"
    measure.save()
    form = filled(ProposePublicationForm, case, town.officer)
    assert case.title in form["title"].value()
    text = form["text"].value()
    assert "由石某某每月公布计划。" in text
    assert case.effect_statement in text
    assert town.east.organisation.name in text
    assert form["scope"].value() == "S3"
    assert form["working_days"].value() == 5


def test_propose_member_case_widens_the_small_group(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)
    form = filled(ProposePublicationForm, case, town.east.secretary)
    assert form.in_small_group
    assert town.east.organisation.name not in form["text"].value()
    assert town.committee.name in form["text"].value()


def test_propose_starts_from_the_returned_version(town: Township, case: Case) -> None:
    proposed(town, case, scope="S2", working_days=7)
    publication.return_publication(
        case=case, actor=acting(town.gen), reason="第二句请改写后再报一次。"
    )
    form = filled(ProposePublicationForm, case, town.officer)
    assert (form["title"].value(), form["text"].value()) == (TITLE, TEXT)
    assert (form["scope"].value(), form["working_days"].value()) == ("S2", 7)
    assert form["necessity"].value() == "涉及全镇党支部的组织生活。"


@pytest.mark.parametrize(
    ("level", "scopes"),
    [
        (CaseLevel.MEMBER, ["S1", "S2"]),
        (CaseLevel.BRANCH, ["S1", "S2", "S3", "S4", "S5"]),
        (CaseLevel.COMMITTEE, ["S1", "S2", "S3", "S4", "S5"]),
    ],
)
def test_propose_offers_scopes_up_to_the_lawful_maximum(
    town: Township, level: str, scopes: list[str]
) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=level)
    form = filled(ProposePublicationForm, case, town.officer)
    assert [value for value, _label in form.fields["scope"].choices] == scopes


def test_propose_refuses_scope_that_is_not_offered(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)
    form = filled(ProposePublicationForm, case, town.east.secretary, PUBLISH)
    assert not form.is_valid()
    assert list(form.errors) == ["scope"]


@pytest.mark.parametrize("days", ["4", "21"])
def test_propose_refuses_days_out_of_bounds(town: Township, case: Case, days: str) -> None:
    form = filled(ProposePublicationForm, case, town.officer, PUBLISH | {"working_days": days})
    assert not form.is_valid()
    assert list(form.errors) == ["working_days"]


def test_propose_needs_every_field_of_a_publication(town: Township, case: Case) -> None:
    form = filled(ProposePublicationForm, case, town.officer, {"decision": "publish"})
    assert not form.is_valid()
    assert set(form.errors) == {"scope", "title", "text", "working_days", "necessity"}


def test_propose_leads_a_name_in_the_text_to_its_field(town: Township, case: Case) -> None:
    data = PUBLISH | {"text": f"{town.east.members[0].name}未参加活动。"}
    form = filled(ProposePublicationForm, case, town.officer, data)
    assert form.is_valid()
    with pytest.raises(InvalidInput) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["text"]


def test_propose_asks_for_an_answer_to_a_contested_text(town: Township, case: Case) -> None:
    proposed(town, case)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))
    publication.comment_publication(
        case=case,
        actor=acting(owner_of(town, case)),
        outcome="contested",
        comment="第一句与事实不符，七月活动已补办。",
    )
    form = filled(ProposePublicationForm, case, town.officer, PUBLISH)
    assert form.comment == "第一句与事实不符，七月活动已补办。"
    assert not form.is_valid()
    assert list(form.errors) == ["answer_to_comment"]
    answered = PUBLISH | {"answer_to_comment": "补办无记录，按原文表述。"}
    form = filled(ProposePublicationForm, case, town.officer, answered)
    assert form.is_valid()
    assert form.carry_out().verb == EventVerb.PUBLICATION_PROPOSED


def test_propose_hides_the_answer_when_nothing_was_contested(town: Township, case: Case) -> None:
    assert "answer_to_comment" not in filled(ProposePublicationForm, case, town.officer).fields


def test_propose_waives_with_ground_and_reason(town: Township, case: Case) -> None:
    form = filled(ProposePublicationForm, case, town.officer, WAIVE)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.WAIVER_PROPOSED
    assert decision_of(case).waiver_ground == "privacy"


def test_propose_offers_only_the_waiver_when_secrecy_blocks(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, secrecy=Secrecy.INTERNAL)
    form = filled(ProposePublicationForm, case, town.officer)
    assert [decision.name for decision, _fields in form.sections()] == ["waive"]
    assert form.blocked is not None
    assert form.blocked.rule == "4.6"


# --- reviewing ----------------------------------------------------------------------------------


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
    proposed(town, case, text=TEXT + "涉及2组3号一户低保家庭。")
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    form = filled(CheckRedactionForm, case, town.org, {"decision": "confirm"})
    assert [mark.excerpt for mark in form.marks] == ["2组3号", "低保"]
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
    publication.propose_waiver(
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


# --- posting ------------------------------------------------------------------------------------

POST = {
    "decision": "post",
    "channels": ["board_sheet"],
    "board_sheet-held_on": "2026-11-24",
    "board_sheet-record": "村务公开栏，照片存档",
}


def test_post_notice_uses_the_online_board_always(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, {"decision": "post"})
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.NOTICE_POSTED
    channel = notice_of(case).channels.get()
    assert (channel.kind, channel.held_on) == ("board_online", date(2026, 11, 23))


def test_post_notice_adds_chosen_channels(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, POST)
    assert form.ends_on == date(2026, 11, 30)
    assert form.is_valid(), form.errors
    form.carry_out()
    channel = notice_of(case).channels.get(kind="board_sheet")
    assert (channel.held_on, channel.record) == (date(2026, 11, 24), "村务公开栏，照片存档")


def test_post_notice_needs_day_and_record_of_a_chosen_channel(town: Township, case: Case) -> None:
    approved(town, case)
    data = {"decision": "post", "channels": ["theme_day"]}
    form = filled(PostNoticeForm, case, town.pub, data)
    assert not form.is_valid()
    assert set(form.errors) == {"theme_day-held_on", "theme_day-record"}


def test_post_notice_proposes_the_sheet_when_residents_may_read(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, touches_residents=True)
    approved(town, case, scope="S4")
    form = filled(PostNoticeForm, case, town.pub)
    assert form["channels"].value() == ["board_sheet"]
    assert form["board_sheet-held_on"].value() == date(2026, 11, 23)
    assert len(form.rows()) == 5


def test_post_notice_leads_a_late_channel_to_the_channels(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, POST | {"board_sheet-held_on": "2026-12-24"})
    assert form.is_valid()
    with pytest.raises(CaseError) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["channels"]
