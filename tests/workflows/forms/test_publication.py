"""Forms of T22 and T23: lawful scopes, prefilled texts, one service for each decision."""

import pytest

from rectification.enums import CaseLevel, CaseStage, EventVerb, Secrecy
from rectification.exceptions import InvalidInput
from rectification.models import Case, Measure
from rectification.services import publication
from tests.days import at
from tests.factories import Township, acting, case_in, owner_of
from tests.published import TEXT, TITLE, decision_of, proposed
from tests.workflows.forms.filled import filled
from tests.workflows.forms.sent import PUBLISH, WAIVE
from workflows.forms.publication import (
    ProposePublicationForm,
)

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


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


def test_propose_weighs_scopes_by_code_and_words(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)
    form = filled(ProposePublicationForm, case, town.officer)
    labels = [str(label) for _value, label in form.fields["scope"].choices]
    assert labels == ["S1 当事人", "S2 本支部党员"]


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
