import pytest

from rectification.enums import CaseLevel, CaseStage, EventVerb, Step, UnitKind
from rectification.exceptions import CaseError
from rectification.models import Assignment, WorkItem
from rectification.services.dispatching import decline
from tests.factories import Township, acting, case_in
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.dispatching import (
    AcceptShareForm,
    AssignOwnerForm,
    ClaimForm,
    DispatchForm,
)

pytestmark = pytest.mark.django_db
REASON = "该事项由白塔村负责，不属于本支部。"


def test_dispatch_form_begins_with_the_owner_and_offers_owners_of_the_level(
    town: Township,
) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    form = filled(DispatchForm, case, town.officer, step=Step.DISPATCH)
    assert form["lead"].value() == town.east.organisation.pk
    offered = set(form.fields["lead"].queryset)  # type: ignore[attr-defined]
    assert offered == {town.home, town.east.organisation, town.west.organisation}


def test_dispatch_form_dispatches_to_lead_and_co_unit(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    data = {
        "decision": "dispatch",
        "lead": town.east.organisation.pk,
        "co_units": [town.west.organisation.pk],
        "copies": [town.liaison.pk],
    }
    form = filled(DispatchForm, case, town.officer, data, step=Step.DISPATCH)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.DISPATCHED
    assert {(a.organisation, a.kind) for a in case.assignments.all()} == {
        (town.east.organisation, UnitKind.LEAD),
        (town.west.organisation, UnitKind.CO),
    }
    assert [copy.person for copy in case.copies.all()] == [town.liaison]


@pytest.mark.parametrize("lead", ["east", "west"])
def test_dispatch_form_refuses_the_lead_unit_as_co_unit(town: Township, lead: str) -> None:
    """Also the unit that only now becomes the lead; nothing is dropped in silence."""
    case = case_in(town, CaseStage.REGISTERED)
    units = [town.east.organisation, town.west.organisation]
    chosen = units[0] if lead == "east" else units[1]
    data = {
        "decision": "dispatch",
        "lead": chosen.pk,
        "co_units": [unit.pk for unit in units],
    }
    form = filled(DispatchForm, case, town.officer, data, step=Step.DISPATCH)
    assert form.is_valid(), form.errors
    with pytest.raises(CaseError) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["co_units"]
    page = rendered(form)
    assert f"“{chosen.name}”是牵头单位，不能同时作为配合单位" in page
    assert page.count("checked") == 2
    assert not case.assignments.exists()


def test_dispatch_form_without_lead_says_so(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    form = filled(DispatchForm, case, town.officer, {"decision": "dispatch"}, step=Step.DISPATCH)
    assert set(form.errors) == {"lead"}


@pytest.mark.parametrize("field", ["lead", "co_units", "copies"])
def test_dispatch_form_refuses_a_key_that_no_row_can_have(town: Township, field: str) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    huge = "9" * 30
    data = {"lead": case.owner_organisation_id, field: huge if field == "lead" else [huge]}
    form = filled(DispatchForm, case, town.officer, data)
    assert list(form.errors) == [field]


def test_dispatch_form_of_a_member_case_names_no_unit(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    form = filled(DispatchForm, case, town.officer, {"decision": "dispatch"}, step=Step.DISPATCH)
    assert set(form.fields) == {"decision", "copies"}
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.DISPATCHED
    assert "co_units" not in rendered(form)


def test_dispatch_form_shows_why_the_claim_was_declined(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    decline(
        case=case,
        actor=acting(town.east.secretary),
        reason=REASON,
        proposed_owner=town.west.organisation,
    )
    page = rendered(filled(DispatchForm, case, town.officer, step=Step.DISPATCH))
    assert REASON in page
    assert "白塔村党支部" in page


def test_claim_form_claims_with_one_tap(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    form = filled(ClaimForm, case, town.east.secretary, {"decision": "claim"}, step=Step.CLAIM)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.CLAIMED


def test_claim_form_ignores_what_was_typed_for_declining(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    data = {"decision": "claim", "reason": "不"}
    form = filled(ClaimForm, case, town.east.secretary, data, step=Step.CLAIM)
    assert form.is_valid(), form.errors


def test_claim_form_declines_with_reason_and_another_owner(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    data = {"decision": "decline"}
    form = filled(ClaimForm, case, town.east.secretary, data, step=Step.CLAIM)
    assert set(form.errors) == {"reason", "proposed_owner"}
    data = {**data, "reason": REASON, "proposed_owner": str(town.east.organisation.pk)}
    form = filled(ClaimForm, case, town.east.secretary, data, step=Step.CLAIM)
    assert set(form.errors) == {"proposed_owner"}
    assert form["reason"].value() == REASON
    data = {**data, "proposed_owner": str(town.west.organisation.pk)}
    form = filled(ClaimForm, case, town.east.secretary, data, step=Step.CLAIM)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.CLAIM_DECLINED


def test_claim_form_of_a_member_names_nobody_else(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM, level=CaseLevel.MEMBER)
    data = {"decision": "decline", "reason": "所述事项与本人情况不符。"}
    form = filled(ClaimForm, case, town.east.members[0], data, step=Step.CLAIM)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.CLAIM_DECLINED


def test_assign_owner_form_needs_a_reason_of_ten_characters(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    for reason, errors in (
        ("", {"reason"}),
        ("逾期", {"reason"}),
        ("逾期未认领，经提醒仍未答复。", set()),
    ):
        data = {"decision": "designate", "reason": reason}
        form = filled(AssignOwnerForm, case, town.officer, data, step=Step.ASSIGN_OWNER)
        assert set(form.errors) == errors
    assert form.carry_out().verb == EventVerb.OWNER_DESIGNATED


@pytest.mark.parametrize(
    ("data", "verb"),
    [
        ({"decision": "accept"}, EventVerb.SHARE_ACCEPTED),
        ({"decision": "decline", "reason": "本村与此事项无关联。"}, EventVerb.SHARE_DECLINED),
    ],
)
def test_accept_share_form_answers_for_its_own_unit(
    town: Township, data: dict[str, str], verb: EventVerb
) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    unit = Assignment.objects.create(
        case=case, organisation=town.west.organisation, kind=UnitKind.CO
    )
    item = WorkItem(case=case, step=Step.ACCEPT_SHARE, assignment=unit)
    form = AcceptShareForm(data, case=case, item=item, actor=acting(town.west.secretary))
    assert form.is_valid(), form.errors
    assert "白塔村党支部" in rendered(form)
    assert form.carry_out().verb == verb
