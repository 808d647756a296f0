"""Whose hands were in what; who stands in a dispute (docs/rules.md 4.1, scenario 7)."""

from rectification.enums import CaseStage, RecusalGround, Step, UnitKind
from rectification.models import Assignment, Case
from rectification.policies.facts import facts_of
from rectification.policies.hands import contested_hands, disputants, hands_of
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.services.dispatching import dispatch
from rectification.services.shares import decline_share, end_dispute
from tests.factories import Township, acting, case_in, in_office

REASON = "该片区不属于本村联系范围，名单中没有本村联户。"


def disputed(town: Township) -> tuple[Case, Assignment]:
    case = case_in(town, CaseStage.REGISTERED)
    dispatch(case=case, actor=acting(town.officer), lead=None, co_units=[town.west.organisation])
    unit = case.assignments.get(kind=UnitKind.CO)
    decline_share(case=case, actor=acting(town.west.secretary), assignment=unit, reason=REASON)
    return case, unit


def test_hands_are_those_who_did_one_of_the_acts() -> None:
    acts = {1: {"dispatched"}, 2: {"claimed", "plan_submitted"}, 3: {"registered"}}
    assert hands_of(acts, "dispatched", "claimed") == {1, 2}


def test_contested_are_decisions_and_not_what_took_a_report_in() -> None:
    acts = {1: {"registered"}, 2: {"owner_settled"}, 3: {"share_assigned"}, 4: {"plan_approved"}}
    assert contested_hands(acts) == {2, 3, 4}


def test_who_let_a_text_be_shown_answers_no_objection_to_it() -> None:
    """4.6: whoever cleared its secrecy or its sensitivity has decided as much as its approver."""
    acts = {1: {"secrecy_cleared"}, 2: {"sensitivity_cleared"}, 3: {"sensitivity_raised"}}
    assert contested_hands(acts) == {1, 2}


def test_disputants_hold_an_office_of_the_unit_until_the_dispute_is_over(town: Township) -> None:
    case, unit = disputed(town)
    west = {town.west.secretary.pk, town.west.clerk.pk}
    assert disputants(case) == west
    end_dispute(unit.disputes.get())
    assert disputants(case) == frozenset()


def test_unit_that_is_no_longer_asked_is_in_no_dispute(town: Township) -> None:
    case, _unit = disputed(town)
    dispatch(case=case, actor=acting(town.officer), lead=None)
    assert disputants(case) == frozenset()


def test_nobody_of_the_unit_nor_who_dispatched_decides(town: Township) -> None:
    case, _unit = disputed(town)
    liaison = in_office(town.liaison, Role.LG, town.leading_group)
    facts = facts_of(case)
    assert bar_of(town.west.secretary.pk, Step.DECIDE_SHARE, facts) == RecusalGround.OWN_BRANCH
    assert bar_of(town.officer.pk, Step.DECIDE_SHARE, facts) == RecusalGround.SAME_HAND
    assert bar_of(town.officer.pk, Step.MEDIATE_SHARE, facts) is None
    assert bar_of(liaison.pk, Step.DECIDE_SHARE, facts) is None
