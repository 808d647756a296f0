"""Who opens the paper box, and that nobody enters what is said against himself."""

from datetime import date, timedelta

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import NotAllowed
from rectification.models import Appointment, BoxOpening, Case, Organisation, Person, Recusal, User
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.paper_box import (
    box_places,
    opening_office,
    told_ballots,
    why_not_enter_paper,
    why_not_open,
)
from rectification.roles import Role
from tests.days import at
from tests.factories import Township, case_in, in_office, person

pytestmark = pytest.mark.django_db


def places(someone: Person) -> list[Organisation]:
    return box_places(authority_of(User.objects.get(person=someone)).appointments)


def test_branch_opens_its_own_and_the_office_those_of_the_township(town: Township) -> None:
    east = town.east.organisation
    assert places(town.east.secretary) == places(town.east.clerk) == [east]
    units = Organisation.objects.filter(kind__in=["committee", "general_branch", "branch"])
    assert places(town.officer) == list(units.order_by("code"))
    for someone in (town.pub, town.gen, town.pse, town.liaison, town.dis[0]):
        assert places(someone) == []
    east.closed_on = today().replace(year=2000)
    east.save()
    assert places(town.east.secretary) == []


def test_whoever_opens_none_is_told_who_does(town: Township) -> None:
    for someone in (town.east.clerk, town.officer):
        assert why_not_open(someone, town.east.organisation) is None
    for someone in (town.west.secretary, town.pub):
        reason = why_not_open(someone, town.east.organisation)
        assert reason is not None
        assert (reason.rule, reason.error) == ("4.7", NotAllowed)


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.IN_NOTICE)


def test_owners_side_and_the_recused_enter_nothing(town: Township, case: Case) -> None:
    assert why_not_enter_paper(town.officer, case) is None
    reason = why_not_enter_paper(town.east.secretary, case)
    assert reason is not None
    assert (reason.rule, reason.error) == ("4.7", NotAllowed)
    Recusal.objects.create(
        case=case, person=town.officer, ground="relative", since=at("2026-06-01", "09:00:00")
    )
    assert why_not_enter_paper(town.officer, case) is not None


def succeeded(town: Township) -> Person:
    """Somebody else is secretary of the branch now."""
    new = in_office(person("接任书记"), Role.CLK, town.east.organisation)
    held = {"organisation": town.east.organisation, "role": Role.SEC}
    Appointment.objects.filter(**held).update(person=new)
    return new


def test_new_secretary_reads_nothing_against_his_branch_that_he_never_claimed(
    town: Township, case: Case
) -> None:
    """He answers for it since he took office; the case of a member is that member's own."""
    new = succeeded(town)
    assert why_not_enter_paper(new, case) is not None
    assert why_not_enter_paper(town.east.clerk, case) is None
    case.level, case.owner_person = CaseLevel.MEMBER, town.east.members[0]
    case.save()
    assert why_not_enter_paper(new, case) is None


@pytest.mark.parametrize(
    ("sheets", "days", "told"), [(12, 30, None), (12, 31, 12), (9, 31, None), (10, 90, 10)]
)
def test_sheets_are_numbered_once_every_ballot_is_over(
    sheets: int, days: int, told: int | None
) -> None:
    first = date(2026, 5, 11)
    opening = BoxOpening(opened_on=first, entered_on=first, ballots=sheets)
    assert told_ballots(opening, first + timedelta(days=days)) == told
    late = BoxOpening(opened_on=first, entered_on=first + timedelta(days=5), ballots=sheets)
    assert told_ballots(late, first + timedelta(days=31)) is None


def test_office_in_which_the_box_is_opened(town: Township) -> None:
    east = town.east.organisation
    assert (found := opening_office(town.officer, east)) is not None
    assert found.role == "OFF"
    assert (own := opening_office(town.east.clerk, east)) is not None
    assert own.role == "CLK"
    assert opening_office(town.west.clerk, east) is None
