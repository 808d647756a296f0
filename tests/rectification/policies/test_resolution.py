"""docs/rules.md 4.4, one test for each row: who approves, who reviews first, who verifies.

The tables are written from the rules. Each chain is walked to its end: whoever took the step is
recused, and the next one of the row must be asked, until nobody is left.
"""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import (
    MembershipKind,
    RecusalGround,
    Step,
)
from rectification.models import Case, Membership, PublicationDecision, Recusal
from rectification.policies import resolution
from rectification.policies.chains import Rule
from rectification.policies.owner_kinds import TABLE, Team, owner_kind
from rectification.roles import Role
from tests.factories import FOUNDED, Township, in_office, person
from tests.rectification.policies.stage import Stage, case_of, of_person, recuse, staged, walked
from tests.rectification.web.desk import open_step
from tests.workflows.offices import away, leave_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(town: Township) -> Stage:
    return staged(town)


# --- who approves the plan ----------------------------------------------------------------------

APPROVERS = {
    "member": "SEC SEC/general LIA DPS PSE nobody",
    "secretary": "SEC/general LIA DPS PSE nobody",
    "secretary without general branch": "LIA DPS PSE nobody",
    "secretary of the general branch": "DPS PSE nobody",
    "liaison leader": "PSE LG nobody",
    "member of the leading group": "PSE nobody",
    "deputy secretary": "PSE LG nobody",
    "head of the discipline committee": "PSE LG nobody",
    "first secretary": "LG nobody",
    "branch": "PSE DPS nobody",
    "branch of a general branch": "PSE DPS nobody",
    "general branch": "PSE DPS nobody",
    "committee": "PSE DPS nobody",
    "leading group": "PSE DPS nobody",
    "discipline committee": "PSE DPS nobody",
    "organisation office": "PSE DPS nobody",
    "office of the leading group": "PSE DPS nobody",
    "party and government office": "PSE DPS nobody",
}


@pytest.mark.parametrize(("owner", "chain"), APPROVERS.items(), ids=list(APPROVERS))
def test_approver(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    assert walked(case, Step.APPROVE_PLAN, resolution.approver) == chain.split()


@pytest.mark.parametrize(
    ("owner", "chain"),
    [("member", "SEC LIA DPS PSE nobody"), ("secretary", "LIA DPS PSE nobody")],
)
def test_general_branches_may_be_left_out(
    stage: Stage, settings: Any, owner: str, chain: str
) -> None:
    settings.GENERAL_BRANCHES_APPROVE = False
    case = case_of(stage, owner)
    assert walked(case, Step.APPROVE_PLAN, resolution.approver) == chain.split()


# --- who reviews first --------------------------------------------------------------------------

REVIEWERS = {
    "member": "SEC SEC/general LIA DPS nobody",
    "secretary": "SEC/general LIA DPS nobody",
    "secretary without general branch": "LIA DPS nobody",
    "deputy secretary": "nobody",
    "first secretary": "DPS nobody",
    "branch": "LIA DPS nobody",
    "branch of a general branch": "SEC/general LIA DPS nobody",
    "general branch": "DPS nobody",
    "committee": "OFF GEN nobody",
    "discipline committee": "OFF GEN nobody",
    "organisation office": "GEN nobody",
    "office of the leading group": "GEN nobody",
    "party and government office": "OFF GEN nobody",
}


@pytest.mark.parametrize(("owner", "chain"), REVIEWERS.items(), ids=list(REVIEWERS))
def test_first_reviewer(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    assert walked(case, Step.FIRST_REVIEW, resolution.first_reviewer) == chain.split()


# --- decisions of the verification --------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "chain"),
    [("branch", "DIS LG nobody"), ("discipline committee", "LG nobody")],
)
def test_supervision_falls_to_the_leading_group(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    for step in (Step.SETTLE_VERIFICATION, Step.AGREE_WAIVER):
        Recusal.objects.filter(case=case).delete()
        assert walked(case, step, resolution.supervision) == chain.split()


# --- absent, gone, without account ----------------------------------------------------------------


def test_absent_approver_is_passed_over_with_his_own_ground(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    away(town.pse)
    holder = resolution.hold(Step.APPROVE_PLAN, case, resolution.approver)
    assert (holder.role, holder.passed_over) == ("DPS", {town.pse.pk: RecusalGround.ABSENT})
    assert holder.chain == (("PSE", town.committee), ("DPS", town.committee))


@pytest.mark.parametrize("why", ["suspended", "left", "disabled"])
def test_whoever_has_no_rights_today_is_asked_nothing(stage: Stage, why: str) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    if why == "suspended":
        away(town.pse, "suspension")
    elif why == "left":
        leave_office(town.pse, Role.PSE, date(2026, 5, 10))
    else:
        town.pse.user.is_active = False
        town.pse.user.save()
    holder = resolution.hold(Step.APPROVE_PLAN, case, resolution.approver)
    assert holder.role == "DPS"


def test_owner_side_keeps_its_own_duty_on_leave(stage: Stage) -> None:
    """The clock of a claim or a plan is not stopped, nor the duty moved, by going on leave."""
    town = stage.town
    case = case_of(stage, "branch")
    away(town.east.secretary)
    for step in (Step.CLAIM, Step.DRAFT_PLAN, Step.REPORT_EFFECT, Step.HEAR_PERSON):
        assert resolution.hold(step, case, resolution.owner).role == "SEC"


def test_probationer_and_member_of_a_branch_are_no_officials(stage: Stage) -> None:
    newcomer = person("柳新来")
    Membership.objects.create(
        person=newcomer,
        organisation=stage.sub,
        kind=MembershipKind.PROBATIONARY,
        valid_from=FOUNDED,
    )
    assert str(owner_kind(of_person(stage.town, newcomer))) == "member"


# --- publication and objections -------------------------------------------------------------------


def proposed(case: Case, role: str) -> None:
    PublicationDecision.objects.create(
        case=case,
        round=case.round,
        version=1,
        status="proposed",
        scope="S2",
        title="整改情况公示",
        text="问题已整改。",
        proposed_by=case.author,
        proposed_role=role,
        proposed_at=timezone.now(),
    )


def offices(case: Case, rule: Rule) -> list[str]:
    return [role for role, _organisation in rule(case)]


@pytest.mark.parametrize(
    ("owner", "rule", "chain"),
    [
        ("branch", resolution.publication_proposer, "OFF SEC"),
        ("member", resolution.publication_proposer, "OFF SEC"),
        ("branch", resolution.scope_approver, "PSE DPS"),
        ("member", resolution.scope_approver, "SEC LIA DPS PSE"),
        ("member", resolution.scope_agreer, "ORG"),
    ],
)
def test_publication_falls_to_its_offices_in_their_order(
    stage: Stage, owner: str, rule: Rule, chain: str
) -> None:
    assert offices(case_of(stage, owner), rule) == chain.split()


@pytest.mark.parametrize(
    ("owner", "role", "chain"),
    [
        ("branch", "OFF", "ORG OFF"),
        ("branch", "SEC", "OFF"),
        ("member", "OFF", "OFF"),
        ("member", "SEC", "OFF"),
    ],
)
def test_text_is_checked_by_another_office_and_a_members_never_by_the_organisation_office(
    stage: Stage, owner: str, role: str, chain: str
) -> None:
    case = case_of(stage, owner)
    assert offices(case, resolution.redaction_checker) == ["OFF"]
    proposed(case, role)
    assert offices(case, resolution.redaction_checker) == chain.split()


@pytest.mark.parametrize(
    ("owner", "chain"), [("discipline committee", "LG"), ("branch", "DIS LG"), ("member", "DIS LG")]
)
def test_own_case_of_the_discipline_committee_is_never_its_own_to_decide(
    stage: Stage, owner: str, chain: str
) -> None:
    assert offices(case_of(stage, owner), resolution.supervision) == chain.split()


def test_verifiers_of_a_supervising_body_are_named_by_the_leading_group_alone() -> None:
    alone = {kind for kind, places in resolution.naming_ways().items() if len(places) == 1}
    assert alone == {kind for kind, row in TABLE.items() if row.team == Team.OUTSIDERS}
    assert alone


# --- open steps -----------------------------------------------------------------------------------


def test_step_can_be_taken_as_long_as_somebody_of_its_office_is_free(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    assert resolution.can_be_taken(item)
    away(town.pse)
    assert not resolution.can_be_taken(item)
    in_office(town.gen, Role.PSE, town.committee)
    assert resolution.can_be_taken(item)
    recuse(case, [town.gen])
    assert not resolution.can_be_taken(item)


def test_step_of_a_person_waits_for_him(stage: Stage) -> None:
    case = case_of(stage, "member")
    item = open_step(case, Step.HEAR_PERSON, Role.MEM, stage.sub, person=stage.sub_member)
    away(stage.sub_member)
    assert resolution.can_be_taken(item)


def test_naming_can_be_taken_while_enough_are_free(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    item = open_step(case, Step.ASSIGN_VERIFIERS, Role.DIS, town.discipline)
    assert resolution.can_be_taken(item)
    recuse(case, town.dis[1:])
    assert not resolution.can_be_taken(item)


@pytest.mark.parametrize(
    ("owner", "source", "found"),
    [
        ("branch", "self_found", True),
        ("member", "self_check", False),
        ("member", "public_opinion", True),
        ("committee", "inspection", True),
        ("committee", "meeting", False),
    ],
)
def test_some_cases_need_a_look_on_the_spot(
    stage: Stage, owner: str, source: str, found: bool
) -> None:
    case = case_of(stage, owner)
    case.source = source
    assert resolution.needs_on_site(case) is found
