"""Nobody meets an empty page that does not say what comes next."""

from datetime import date

import pytest
from django.urls import reverse

from rectification.enums import OrganisationKind
from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.roles import Role
from rectification.web.first_steps import NEW_OFFICE, NOTHING, WITHOUT_WORK, empty_inbox
from tests.factories import Township, in_office, organisation, person, township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.ADM, Role.ORG, Role.PSE])
def test_first_people_of_a_new_office_learn_what_is_missing(role: Role) -> None:
    committee = organisation(OrganisationKind.COMMITTEE, "中共双河镇委员会")
    first = in_office(person("首任"), role, committee, since=date(2026, 1, 5))
    assert empty_inbox(authority_of(first.user)) == NEW_OFFICE[role]
    html = client_of(first).get("/").content.decode()
    assert str(NEW_OFFICE[role].hint) in html


@pytest.mark.parametrize(
    ("role", "page"), [(Role.ORG, "roster"), (Role.PSE, "pending_appointments")]
)
def test_first_people_of_a_new_office_are_led_to_their_page(role: Role, page: str) -> None:
    committee = organisation(OrganisationKind.COMMITTEE, "中共双河镇委员会")
    first = in_office(person("首任"), role, committee, since=date(2026, 1, 5))
    url = reverse(f"rectification:{page}")
    act = empty_inbox(authority_of(first.user)).act
    assert act is not None
    assert act.url == url
    assert client_of(first).get(url).status_code == 200


@pytest.mark.parametrize("role", [Role.ADM, Role.INS, Role.SUP, Role.AUD])
def test_roles_without_steps_are_told_so(role: Role) -> None:
    town = township()
    holder = in_office(person("无待办", branch=town.home), role, town.committee)
    assert empty_inbox(authority_of(holder.user)) == WITHOUT_WORK[role]


def test_everybody_else_waits_for_a_step() -> None:
    town: Township = township()
    both = in_office(in_office(person("两职"), Role.INS, town.office), Role.OFF, town.office)
    people: list[Person] = [town.pse, town.org, town.east.members[0], both]
    assert [empty_inbox(authority_of(one.user)) for one in people] == [NOTHING] * 4
