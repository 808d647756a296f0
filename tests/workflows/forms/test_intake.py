from typing import Any

import pytest

from rectification.enums import (
    CaseStage,
    EventVerb,
    RejectionReason,
    ReporterMode,
    SourceKind,
    Step,
)
from rectification.exceptions import InvalidInput
from rectification.models import Case
from rectification.services.intake import propose_rejection
from rectification.services.opinions import receive_opinion
from tests.factories import Township, acting, case_in
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.intake import ConfirmRejectionForm, TriageForm

pytestmark = pytest.mark.django_db
SENT = "村口的路灯坏了两个月，晚上老人走路很危险。"


def registration(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "decision": "register",
        "title": "两个月未按时开展主题党日",
        "description": "7月、8月均未按时开展主题党日活动。",
        "level": "B",
        "owner_organisation": case.owner_organisation_id,
        "category": "B",
        "severity": "ordinary",
        "deadline_class": "limited",
        "secrecy": "open",
        "screened": "on",
        **more,
    }


def opinion_case(town: Township) -> Case:
    case, _opinion, _code = receive_opinion(
        mode=ReporterMode.ANONYMOUS, organisation=town.east.organisation, text=SENT
    )
    return case


def test_triage_form_is_filled_with_what_was_reported(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    form = filled(TriageForm, case, town.intake, step=Step.TRIAGE)
    assert form["title"].value() == case.title
    assert form["owner_organisation"].value() == case.owner_organisation_id
    assert form["secrecy"].value() is None


def test_triage_form_says_who_reported_in_which_office(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    form = filled(TriageForm, case, town.intake, step=Step.TRIAGE)
    who = dict(form.handed_in)["提出人"]
    assert who == f"{town.east.secretary.name} · 青石村党支部 · 支部书记"
    opinion = filled(TriageForm, opinion_case(town), town.intake, step=Step.TRIAGE)
    assert opinion.handed_in == []


def test_triage_form_registers_the_case(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    form = filled(TriageForm, case, town.intake, registration(case), step=Step.TRIAGE)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.REGISTERED
    assert case.number is not None


def test_triage_form_names_every_field_that_registration_lacks(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    form = filled(TriageForm, case, town.intake, {"decision": "register"}, step=Step.TRIAGE)
    assert set(form.errors) == {
        "title",
        "description",
        "level",
        "owner_organisation",
        "category",
        "severity",
        "deadline_class",
        "secrecy",
        "screened",
    }


def test_triage_form_offers_members_of_the_chosen_branch_only(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    data = registration(
        case,
        level="M",
        owner_organisation=town.west.organisation.pk,
        owner_person=town.east.members[0].pk,
    )
    form = filled(TriageForm, case, town.intake, data, step=Step.TRIAGE)
    assert not form.is_valid()
    assert "owner_person" in form.errors
    offered = {str(label) for _value, label in form.fields["owner_person"].choices}
    assert f"塔向阳 ({town.west.members[0].code})" in offered
    assert not any("石小满" in label for label in offered)


def test_triage_form_shows_the_opinion_to_the_intake_officer_alone(town: Township) -> None:
    case = opinion_case(town)
    officer = filled(TriageForm, case, town.intake, step=Step.TRIAGE)
    colleague = filled(TriageForm, case, town.officer, step=Step.TRIAGE)
    assert officer["title"].value() is None
    assert officer["description"].value() is None
    assert SENT in rendered(officer)
    assert SENT not in rendered(colleague)


def test_triage_form_refuses_the_opinion_in_its_own_words(town: Township) -> None:
    case = opinion_case(town)
    data = registration(case, description=SENT)
    form = filled(TriageForm, case, town.intake, data, step=Step.TRIAGE)
    assert form.is_valid(), form.errors
    with pytest.raises(InvalidInput) as refusal:
        form.carry_out()
    form.refuse(refusal.value)
    assert set(form.errors) == {"description"}
    assert form["title"].value() == data["title"]


def test_triage_form_rejects_with_reason_from_the_list_and_in_words(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    short = {"decision": "reject", "reason_code": "known", "reason": "已知"}
    form = filled(TriageForm, case, town.intake, short, step=Step.TRIAGE)
    assert set(form.errors) == {"reason"}
    full = {**short, "reason": "同一事项已在另一案件中办理。"}
    form = filled(TriageForm, case, town.intake, full, step=Step.TRIAGE)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.REJECTION_PROPOSED


def test_confirm_rejection_form_shows_the_proposal_and_ends_the_case(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, source=SourceKind.SELF_FOUND)
    propose_rejection(
        case=case,
        actor=acting(town.intake),
        reason_code=RejectionReason.UNCLEAR,
        reason="没有说明时间和事实，无法核实。",
    )
    page = rendered(filled(ConfirmRejectionForm, case, town.officer, step=Step.CONFIRM_REJECTION))
    assert "没有说明时间和事实" in page
    form = filled(
        ConfirmRejectionForm,
        case,
        town.officer,
        {"decision": "confirm"},
        step=Step.CONFIRM_REJECTION,
    )
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.REJECTED


def test_confirm_rejection_form_needs_a_reason_to_disagree(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    form = filled(
        ConfirmRejectionForm,
        case,
        town.officer,
        {"decision": "refuse"},
        step=Step.CONFIRM_REJECTION,
    )
    assert set(form.errors) == {"reason"}
