"""Separation of duties on persons, over all rounds: who is barred from which step, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, RecusalGround, Step
from rectification.models import Case, OrganisationRecusal, Person, RecusalRequest
from rectification.policies.days import today
from rectification.policies.facts import facts_of, recused_in, standing_recusals
from rectification.policies.separation import bar_of
from tests.factories import Township, case_in
from tests.rectification.policies.stage import recuse
from tests.rectification.web.desk import happen

OWN, HAND, PART = RecusalGround.OWN_CASE, RecusalGround.SAME_HAND, RecusalGround.TOOK_PART


def bars(case: Case, someone: Person, *steps: Step) -> list[RecusalGround | None]:
    facts = facts_of(case)
    return [bar_of(someone.pk, step, facts) for step in steps]


@pytest.fixture
def branch(town: Township) -> Case:
    """Its plan is drafted by the secretary, advised on by ORG and approved by the secretary."""
    return case_in(town, CaseStage.NOTICE_PREP)


def test_owners_side_decides_nothing_and_does_its_work(town: Township, branch: Case) -> None:
    secretary = town.east.secretary
    decided = (Step.APPROVE_PLAN, Step.FIRST_REVIEW, Step.VERIFY, Step.HANDLE_OBJECTION)
    assert bars(branch, secretary, *decided) == [OWN] * 4
    assert bars(branch, secretary, Step.CARRY_OUT, Step.REPORT_EFFECT) == [None, None]


def test_facts_tell_who_did_what(town: Township, branch: Case) -> None:
    facts = facts_of(branch)
    assert facts.did(town.pse.pk, EventVerb.PLAN_APPROVED)
    assert not facts.did(town.pse.pk, EventVerb.PLAN_ADVISED)
    assert not facts.did(town.lg.pk, EventVerb.PLAN_APPROVED)
    assert town.east.secretary.pk in facts.owner_side


def test_whoever_took_part_verifies_nothing(town: Township, branch: Case) -> None:
    assert bars(branch, town.pse, Step.VERIFY) == [PART]
    assert bars(branch, town.liaison, Step.VERIFY) == [RecusalGround.LIAISON]
    assert bars(branch, town.east.members[0], Step.VERIFY) == [RecusalGround.OWN_BRANCH]
    assert bars(branch, town.dis[0], Step.VERIFY) == [None]


@pytest.mark.parametrize(
    ("verb", "step"),
    [
        (EventVerb.REJECTION_PROPOSED, Step.CONFIRM_REJECTION),
        (EventVerb.PUBLICATION_PROPOSED, Step.CHECK_REDACTION),
        (EventVerb.PUBLICATION_PROPOSED, Step.APPROVE_PUBLICATION),
        (EventVerb.REDACTION_CONFIRMED, Step.AGREE_SCOPE),
        (EventVerb.PUBLICATION_APPROVED, Step.HANDLE_OBJECTION),
        (EventVerb.TERMINATION_PROPOSED, Step.DECIDE_TERMINATION),
        (EventVerb.EXTENSION_ADVISED, Step.DECIDE_EXTENSION),
        (EventVerb.PAUSE_ASKED, Step.AGREE_PAUSE),
        (EventVerb.RECLASSIFICATION_ASKED, Step.DECIDE_RECLASSIFICATION),
    ],
)
def test_nobody_checks_his_own_hand(
    town: Township, branch: Case, verb: EventVerb, step: Step
) -> None:
    assert bars(branch, town.gen, step) == [None]
    happen(branch, verb, town.gen)
    assert bars(branch, town.gen, step) == [HAND]
    assert bars(branch, town.pub, step) == [None]


def test_owners_side_decides_on_none_of_its_days(town: Township, branch: Case) -> None:
    days = (
        Step.REVIEW_EXTENSION,
        Step.DECIDE_EXTENSION,
        Step.AGREE_PAUSE,
        Step.DECIDE_RECLASSIFICATION,
    )
    assert bars(branch, town.east.secretary, *days) == [OWN] * 4
    # Whoever asked is of the owner's side from then on, also a secretary who came later.
    happen(branch, EventVerb.EXTENSION_ASKED, town.gen)
    assert bars(branch, town.gen, *days) == [OWN] * 4


def test_whoever_agreed_to_a_pause_may_still_verify(town: Township, branch: Case) -> None:
    happen(branch, EventVerb.PAUSED, town.dis[0])
    happen(branch, EventVerb.PAUSE_REFUSED, town.dis[0])
    assert bars(branch, town.dis[0], Step.VERIFY) == [None]


def test_verifier_approves_nothing_in_any_round(town: Township, branch: Case) -> None:
    happen(branch, EventVerb.VERIFICATION_SIGNED, town.dis[0])
    branch.round = 2
    branch.save()
    assert bars(branch, town.dis[0], Step.APPROVE_PLAN, Step.SETTLE_VERIFICATION) == [PART, HAND]
    days = (Step.DECIDE_EXTENSION, Step.DECIDE_RECLASSIFICATION)
    assert bars(branch, town.dis[0], *days) == [PART, PART]


def test_approver_who_becomes_head_of_the_owner_writes_no_plan(
    town: Township, branch: Case
) -> None:
    writing = (Step.DRAFT_PLAN, Step.CHANGE_PLAN)
    assert bars(branch, town.pse, *writing, Step.CARRY_OUT) == [PART, PART, None]
    assert bars(branch, town.east.secretary, *writing) == [None, None]
    changed = case_in(town, CaseStage.PLANNING)
    happen(changed, EventVerb.PLAN_CHANGED, town.lg)
    assert bars(changed, town.lg, Step.CHANGE_PLAN) == [PART]


def test_plan_of_a_member_is_his_own_whoever_enters_it(town: Township) -> None:
    own = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)
    assert facts_of(own).did(town.east.secretary.pk, EventVerb.PLAN_APPROVED)
    assert bars(own, town.east.secretary, Step.CHANGE_PLAN) == [None]


def test_person_asked_about_waits_and_whoever_asks_does_not_decide(
    town: Township, branch: Case
) -> None:
    RecusalRequest.objects.create(
        case=branch,
        person=town.pse,
        requested_by=town.lg,
        requested_at=timezone.now(),
        ground=RecusalGround.RELATIVE,
        reason="与当事人是近亲属，请回避。",
    )
    assert bars(branch, town.pse, Step.APPROVE_PLAN) == [RecusalGround.REQUESTED]
    assert bars(branch, town.lg, Step.DECIDE_RECUSAL) == [HAND]


def stand(someone: Person, town: Township, **days: object) -> OrganisationRecusal:
    return OrganisationRecusal.objects.create(
        person=someone,
        organisation=town.east.organisation,
        ground=RecusalGround.RELATIVE,
        **{"since": today(), **days},
    )


def test_standing_declaration_holds_from_its_day_to_its_day(town: Township) -> None:
    row = stand(town.pse, town, until=today() + timedelta(days=1))
    days = {n: list(standing_recusals(today() + timedelta(days=n))) for n in (-1, 0, 1, 2)}
    assert days == {-1: [], 0: [row], 1: [row], 2: []}


def test_recused_from_the_case_or_from_every_case_of_its_owner(
    town: Township, branch: Case
) -> None:
    stand(town.pse, town)
    recuse(branch, [town.lg])
    assert recused_in(branch) == {town.pse.pk: "relative", town.lg.pk: "interest"}
    west = case_in(town, CaseStage.RECTIFYING, owner_organisation=town.west.organisation)
    assert recused_in(west) == {}
    assert bars(branch, town.pse, Step.CLAIM) == [RecusalGround.RELATIVE]


def test_standing_declaration_takes_nobodys_own_case_from_him(town: Township) -> None:
    own = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    stand(own.owner_person, town)
    assert recused_in(own) == {}
