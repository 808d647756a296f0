"""Somebody who holds an office in two townships acts in the one that the case belongs to."""

import pytest

from rectification.models import Case
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.townships import office_for
from rectification.roles import Role
from tests.factories import in_office, township

pytestmark = pytest.mark.django_db


def test_office_is_that_of_the_township_of_the_case() -> None:
    first, second = township(), township()
    for home, other in ((first, second), (second, first)):
        officer = in_office(home.officer, Role.OFF, other.office)
        authority = authority_of(officer.user)
        for place in (home, other):
            case = Case(owner_organisation=place.east.organisation)
            assert office_for(case, authority, Role.OFF).organisation == place.office


def test_case_that_no_township_received_is_taken_in_the_first_office() -> None:
    town = township()
    day = today()
    nowhere = Case.objects.create(
        source="public_opinion", level="B", title="路灯不亮", found_on=day
    )
    found = office_for(nowhere, authority_of(town.officer.user), Role.OFF)
    assert found.organisation == town.office
