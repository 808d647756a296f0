"""Who may ask who reported: a party of the discipline committee (docs/rules.md 4.9)."""

import pytest
from django.utils import timezone

from rectification.enums import CaseStage, PartyReason, Step
from rectification.models import Case, CaseParty, IdentityRequest, Person
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.identities import asking_office, deciders_on, may_decide
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person
from tests.rectification.web.desk import open_step

pytestmark = pytest.mark.django_db


def may_ask(someone: Person, case: Case) -> bool:
    return asking_office(case, authority_of(someone.user)) is not None


def test_open_step_that_the_whole_office_shares_lets_nobody_ask(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    open_step(case, Step.HANDLE_OBJECTION, Role.DIS, town.discipline)
    assert [may_ask(someone, case) for someone in town.dis] == [False] * len(town.dis)


def test_handler_of_the_discipline_committee_who_decided_may_ask(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    CaseParty.objects.create(
        case=case,
        person=town.dis[3],
        reason=PartyReason.OBJECTION_HANDLER,
        role=Role.DIS,
        organisation=town.discipline,
        since=timezone.now(),
    )
    assert may_ask(town.dis[3], case)
    assert not may_ask(town.dis[2], case)


def test_having_reported_is_no_part_that_lets_ask(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.dis[3])
    assert not may_ask(town.dis[3], case)


def test_decides_who_is_one_of_the_deciders(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    near = in_office(person("组近邻", branch=town.east.organisation), Role.LG, town.leading_group)
    request = IdentityRequest(case=case, requested_by=town.dis[3], decide_by=today())
    people = [town.lg, near, far.lg, town.pse, *town.dis]
    free = [someone for someone in people if may_decide(request, authority_of(someone.user))]
    assert free == deciders_on(request, today()) == [town.lg]
    in_office(town.dis[3], Role.LG, town.leading_group)
    assert not may_decide(request, authority_of(town.dis[3].user))
    case.sealed = True
    assert not may_decide(request, authority_of(town.lg.user))
