"""Not free of a case: the same answer of one person in many as of everybody in one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseStage, ClaimKind, EventVerb
from rectification.models import (
    Case,
    Claim,
    Measure,
    Membership,
    Merge,
    OrganisationRecusal,
    Person,
    Plan,
    Recusal,
    RecusalRequest,
)
from rectification.policies.actors import Actor
from rectification.policies.closeness import close_to
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.identities import _is_partial
from rectification.roles import Role
from rectification.services.events import record_event
from tests.factories import Township, acting, case_in, in_office, person

pytestmark = pytest.mark.django_db

Make = Callable[[Township, Case, Person], None]


def _recused(_town: Township, case: Case, who: Person) -> None:
    Recusal.objects.create(case=case, person=who, ground="relative", since=timezone.now())


def _recused_from_a_report_that_joined(town: Township, case: Case, who: Person) -> None:
    first, second = case_in(town, CaseStage.REGISTERED), case_in(town, CaseStage.REGISTERED)
    for entry, master in ((first, second), (second, case)):
        Merge.objects.create(case=entry, master=master, made_by=town.intake, made_at=timezone.now())
    _recused(town, first, who)


def _standing(_town: Township, case: Case, who: Person) -> None:
    OrganisationRecusal.objects.create(
        organisation=case.owner_organisation, person=who, ground="relative", since=today()
    )


def _asked_about(town: Township, case: Case, who: Person) -> None:
    RecusalRequest.objects.create(
        case=case,
        person=who,
        ground="relative",
        reason="与承办人系姻亲。",
        requested_by=town.east.secretary,
        requested_at=timezone.now(),
    )


def _claimed(_town: Township, case: Case, who: Person) -> None:
    _claim(case, who, ClaimKind.VOLUNTARY)


def _claim(case: Case, who: Person, kind: ClaimKind) -> None:
    Claim.objects.create(
        case=case,
        organisation=case.owner_organisation,
        kind=kind,
        made_by=who,
        made_at=timezone.now(),
    )


def _drafted(_town: Township, case: Case, who: Person) -> None:
    Plan.objects.filter(case=case).update(drafted_by=who)


def _answers_for_a_measure(_town: Township, case: Case, who: Person) -> None:
    Measure.objects.filter(plan__case=case).update(person=who)


def _acted(_town: Township, case: Case, who: Person) -> None:
    record_event(case=case, verb=EventVerb.CLAIMED, actor=acting(who, "SEC"))


def _acted_through_a_deputy(town: Township, case: Case, who: Person) -> None:
    actor = Actor(person=town.org, role=Role.SEC, on_behalf_of=who)
    record_event(case=case, verb=EventVerb.RECLAIMED, actor=actor)


def _asked_for_more_time(_town: Township, case: Case, who: Person) -> None:
    record_event(case=case, verb=EventVerb.EXTENSION_ASKED, actor=acting(who, "SEC"))


def _changed_the_plan(_town: Township, case: Case, who: Person) -> None:
    record_event(case=case, verb=EventVerb.PLAN_CHANGE_SUBMITTED, actor=acting(who, "SEC"))


def _entered_for_him(town: Township, case: Case, who: Person) -> None:
    actor = Actor(person=who, role=Role.SEC, on_behalf_of=town.east.members[0])
    record_event(case=case, verb=EventVerb.EFFECT_REPORTED, actor=actor)


def _member(town: Township, _case: Case, who: Person) -> None:
    Membership.objects.filter(person=who).update(organisation=town.east.organisation)


def _member_where_it_was(town: Township, case: Case, _who: Person) -> None:
    before = f"organisation:{town.home.pk}"
    actor = acting(town.org)
    record_event(case=case, verb=EventVerb.OWNER_SUCCEEDED, actor=actor, reference=before)


def _liaison(town: Township, _case: Case, who: Person) -> None:
    in_office(who, Role.LIA, town.east.organisation)


GROUNDS = [
    _recused,
    _recused_from_a_report_that_joined,
    _standing,
    _asked_about,
    _claimed,
    _drafted,
    _answers_for_a_measure,
    _acted,
    _acted_through_a_deputy,
    _asked_for_more_time,
    _changed_the_plan,
    _entered_for_him,
    _member,
    _member_where_it_was,
    _liaison,
]


def both(who: Person, case: Case, *beside: Case) -> tuple[bool, bool]:
    """In the many and in the one; the others asked about with it are not touched."""
    found = close_to(who.pk, [case, *beside])
    return case.pk in found, _is_partial(who.pk, facts_of(case))


@pytest.fixture
def someone(town: Township) -> Person:
    return person("局外明", branch=town.home)


@pytest.mark.parametrize("make", GROUNDS)
def test_every_ground_is_found_in_many_as_in_one(
    town: Township, someone: Person, make: Make
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert both(someone, case) == (False, False)
    make(town, case, someone)
    case.refresh_from_db()
    assert both(someone, case) == (True, True)


def test_one_case_says_nothing_of_the_others(town: Township, someone: Person) -> None:
    cases = [case_in(town, CaseStage.RECTIFYING) for _place in range(3)]
    _recused(town, cases[1], someone)
    _drafted(town, cases[2], someone)
    assert close_to(someone.pk, cases) == {cases[1].pk, cases[2].pk}


def test_owner_himself_and_whoever_reported_on_himself(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level="M")
    assert both(case.owner_person, case) == (True, True)


def test_who_designated_the_owner_is_free(town: Township, someone: Person) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    _claim(case, someone, ClaimKind.DESIGNATED)
    assert both(someone, case) == (False, False)


def test_what_ended_before_the_discovery_does_not_count(town: Township, someone: Person) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    _member(town, case, someone)
    membership = Membership.objects.filter(person=someone)
    membership.update(valid_to=case.found_on - timedelta(days=1))
    assert both(someone, case) == (False, False)
    membership.update(valid_to=case.found_on)
    assert both(someone, case) == (True, True)
