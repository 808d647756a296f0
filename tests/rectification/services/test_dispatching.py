from datetime import date

import pytest
from django.utils import timezone

from rectification.enums import (
    ActorKind,
    CaseLevel,
    CaseStage,
    ClaimKind,
    EventVerb,
    PartyReason,
    ShareAnswer,
    UnitKind,
)
from rectification.exceptions import CaseError
from rectification.models import Assignment, Case, Copy, WorkItem
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.dispatching import (
    claim,
    decline,
    designate,
    dispatch,
    expire_claim,
    settle_owner,
)
from rectification.services.parties import add_party_in_office
from tests.factories import Township, acting, case_in
from tests.outbox import told

REASON = "该事项由西边村党支部组织，与我支部无关。"


def shared_case(town: Township) -> tuple[Case, Assignment]:
    case = case_in(town, CaseStage.REGISTERED)
    dispatch(case=case, actor=acting(town.officer), lead=None, co_units=[town.west.organisation])
    return case, case.assignments.get(kind=UnitKind.CO)


def test_dispatch_to_the_owner(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    event = dispatch(case=case, actor=acting(town.officer), lead=None, copies=[town.org])
    lead = case.assignments.get()
    assert event.verb == EventVerb.DISPATCHED
    assert (lead.organisation, lead.kind) == (town.east.organisation, UnitKind.LEAD)
    assert told("dispatched", case) == {town.east.secretary, town.east.clerk}
    assert told("copied", case) == {town.org}
    assert Copy.objects.get(case=case).person == town.org


def test_dispatch_to_another_lead_moves_the_case(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    dispatch(case=case, actor=acting(town.officer), lead=town.west.organisation)
    assert case.owner_organisation == town.west.organisation
    assert case.ancestor_2 == town.west.organisation.pk
    assert told("dispatched", case) == {town.west.secretary, town.west.clerk}


def test_dispatch_again_ends_what_was_before(town: Township) -> None:
    case, share = shared_case(town)
    dispatch(case=case, actor=acting(town.officer), lead=None)
    share.refresh_from_db()
    assert share.ended_at == timezone.now()
    assert case.assignments.filter(ended_at__isnull=True).get().kind == UnitKind.LEAD


def test_dispatch_with_lead_as_co_unit_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    with pytest.raises(CaseError) as refused:
        dispatch(
            case=case, actor=acting(town.officer), lead=None, co_units=[town.east.organisation]
        )
    assert refused.value.field == "co_units"


def test_dispatch_member_case_to_co_unit_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    with pytest.raises(CaseError) as refused:
        dispatch(
            case=case, actor=acting(town.officer), lead=None, co_units=[town.west.organisation]
        )
    assert refused.value.field == "co_units"


def test_dispatch_member_case_elsewhere_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    with pytest.raises(CaseError) as refused:
        dispatch(case=case, actor=acting(town.officer), lead=town.west.organisation)
    assert refused.value.field == "lead"


def test_dispatch_to_closed_organisation_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    town.west.organisation.closed_on = date(2026, 3, 31)
    with pytest.raises(CaseError) as refused:
        dispatch(case=case, actor=acting(town.officer), lead=town.west.organisation)
    assert refused.value.field == "lead"


def test_dispatch_after_approval_is_refused(town: Township) -> None:
    with pytest.raises(CaseError):
        dispatch(case=case_in(town, CaseStage.RECTIFYING), actor=acting(town.officer), lead=None)


def test_claim_is_recorded_as_voluntary(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    event = claim(case=case, actor=acting(town.east.secretary), statement="属实，认领。")
    made = case.claims.get()
    assert (event.verb, event.payload.text) == (EventVerb.CLAIMED, "属实，认领。")
    assert (made.kind, made.made_by) == (ClaimKind.VOLUNTARY, town.east.secretary)
    lead = case.assignments.get()
    assert (lead.answer, lead.answered_by) == (ShareAnswer.ACCEPTED, town.east.secretary)


def test_claim_before_dispatch_is_refused(town: Township) -> None:
    with pytest.raises(CaseError):
        claim(case=case_in(town, CaseStage.REGISTERED), actor=acting(town.east.secretary))


def test_decline_proposes_another_owner(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    event = decline(
        case=case,
        actor=acting(town.east.secretary),
        reason=REASON,
        proposed_owner=town.west.organisation,
    )
    made = case.claims.get()
    assert (event.verb, event.payload.text) == (EventVerb.CLAIM_DECLINED, REASON)
    assert (made.kind, made.proposed_owner) == (ClaimKind.DECLINED, town.west.organisation)
    assert case.assignments.get().answer == ShareAnswer.DECLINED
    assert case.owner_organisation == town.east.organisation


@pytest.mark.parametrize(
    ("reason", "proposed", "field"),
    [
        ("无关", "west", "reason"),
        (REASON, "", "proposed_owner"),
        (REASON, "east", "proposed_owner"),
    ],
)
def test_decline_without_reason_or_other_owner_is_refused(
    town: Township, reason: str, proposed: str, field: str
) -> None:
    owners = {"west": town.west.organisation, "east": town.east.organisation}
    with pytest.raises(CaseError) as refused:
        decline(
            case=case_in(town, CaseStage.PENDING_CLAIM),
            actor=acting(town.east.secretary),
            reason=reason,
            proposed_owner=owners.get(proposed),
        )
    assert refused.value.field == field


def test_expire_claim_is_the_systems_act(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    event = expire_claim(case=case)
    assert (event.verb, event.actor_kind) == (EventVerb.CLAIM_EXPIRED, ActorKind.SYSTEM)


def test_expire_claim_on_its_last_day_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    WorkItem.objects.create(
        case=case,
        task_id=1,
        process_id=1,
        step="claim",
        organisation=town.east.organisation,
        role="SEC",
        opened_at=timezone.now(),
        due_on=timezone.localdate(),
    )
    with pytest.raises(CaseError) as refused:
        expire_claim(case=case)
    assert refused.value.rule == "T11"


def insisted(town: Township) -> Case:
    """Declined once; the office gave it to the same unit again."""
    case = case_in(town, CaseStage.PENDING_CLAIM)
    secretary, west = acting(town.east.secretary), town.west.organisation
    decline(case=case, actor=secretary, reason=REASON, proposed_owner=west)
    dispatch(case=case, actor=acting(town.officer), lead=None, reason=REASON)
    return case


def test_dispatch_to_a_unit_that_declined_needs_a_reason(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    secretary, west = acting(town.east.secretary), town.west.organisation
    decline(case=case, actor=secretary, reason=REASON, proposed_owner=west)
    with pytest.raises(CaseError) as refused:
        dispatch(case=case, actor=acting(town.officer), lead=None)
    assert (refused.value.field, refused.value.rule) == ("reason", "T12")
    assert dispatch(case=case, actor=acting(town.officer), lead=west).verb == EventVerb.DISPATCHED


def test_second_refusal_of_a_unit_is_a_dispute_about_the_owner(town: Township) -> None:
    case = insisted(town)
    assert not case.disputes.exists()
    west = town.west.organisation
    decline(case=case, actor=acting(town.east.secretary), reason=REASON, proposed_owner=west)
    assert case.disputes.get().kind == "owner"
    settle_owner(case=case, actor=acting(town.lg), lead=west, reason=REASON)
    claim_of_west = case.claims.latest("pk")
    assert (claim_of_west.kind, claim_of_west.organisation) == (ClaimKind.DESIGNATED, west)
    assert case.assignments.get(ended_at__isnull=True).answer == ShareAnswer.ASSIGNED
    assert case.disputes.get().ended_at is not None


def test_who_was_a_party_by_an_office_at_the_former_owner_leaves_the_case(
    town: Township,
) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    actor = Actor(person=town.liaison, role=Role.LIA, organisation=town.east.organisation)
    party = add_party_in_office(case=case, actor=actor, reason=PartyReason.JOINED)
    dispatch(case=case, actor=acting(town.officer), lead=town.east.organisation)
    party.refresh_from_db()
    assert party.until is None
    dispatch(case=case, actor=acting(town.officer), lead=town.west.organisation)
    party.refresh_from_db()
    assert party.until is not None


def test_settle_owner_without_a_dispute_or_a_reason_is_refused(town: Township) -> None:
    case = insisted(town)
    with pytest.raises(CaseError) as refused:
        settle_owner(case=case, actor=acting(town.lg), lead=None, reason=REASON)
    assert refused.value.rule == "T11"
    with pytest.raises(CaseError) as refused:
        settle_owner(case=case, actor=acting(town.lg), lead=None, reason="太短")
    assert refused.value.field == "reason"


def test_designate_tells_the_owner(town: Township) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM)
    designate(
        case=case, actor=acting(town.officer), reason="逾期未认领，经提醒仍未答复，依规指定。"
    )
    made = case.claims.get()
    assert (made.kind, made.made_by) == (ClaimKind.DESIGNATED, town.officer)
    assert told("owner_designated", case) == {town.east.secretary, town.east.clerk}
