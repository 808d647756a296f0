"""docs/rules.md 4.1, ADM: whose accounts an administrator looks after, and never his own."""

import pytest

from rectification.enums import OrganisationKind
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Person, RoleSecurity
from rectification.policies.accounts import (
    administered,
    administers_everything,
    people_administered,
    require_administrator_of,
    require_administrator_of_everything,
    second_factor_required,
)
from rectification.roles import Role
from tests.factories import Township, in_office, organisation, person, rights
from tests.workflows.offices import stands_in
from tests.workflows.play import user_of


@pytest.fixture
def keeper(town: Township) -> Person:
    return in_office(person("管机长"), Role.ADM, town.committee)


@pytest.fixture
def lower(town: Township) -> Person:
    """Administrator of a committee that stands under another one."""
    node = organisation(OrganisationKind.COMMITTEE, "中共石桥镇委员会", town.committee)
    someone = person("石桥员", branch=organisation(OrganisationKind.BRANCH, "石桥支部", node))
    in_office(someone, Role.SEC, node)
    return in_office(person("石桥管"), Role.ADM, node)


def test_administrator_has_the_nodes_of_his_office(town: Township, keeper: Person) -> None:
    assert administered(rights(keeper)) == [town.committee]
    assert administered(rights(town.pse)) == []


def test_people_of_the_administrator_are_those_below_his_nodes(
    far: Township, town: Township, keeper: Person
) -> None:
    nowhere = person("无处归")
    found = set(people_administered(rights(keeper)))
    assert {town.pse, town.east.members[0], keeper, nowhere} <= found
    assert not found & {far.pse, far.east.members[0], far.org}
    assert list(people_administered(rights(town.pse))) == []


def test_administrator_below_reaches_neither_above_nor_people_without_a_place(
    town: Township, lower: Person
) -> None:
    nowhere = person("无处归")
    found = {someone.name for someone in people_administered(rights(lower))}
    assert found == {"石桥员", "石桥管"}
    assert nowhere.name not in found


def test_only_the_administrator_of_a_root_administers_everything(
    town: Township, keeper: Person, lower: Person
) -> None:
    found = {p.name: administers_everything(rights(p)) for p in (keeper, lower, town.pse)}
    assert found == {"管机长": True, "石桥管": False, "书怀远": False}
    require_administrator_of_everything(user_of(keeper))
    for someone in (lower, town.pse):
        with pytest.raises(NotVisible):
            require_administrator_of_everything(user_of(someone))


def test_own_account_is_nobodys_to_administer(
    far: Township, town: Township, keeper: Person
) -> None:
    require_administrator_of(town.pse, None)
    require_administrator_of(town.pse, user_of(keeper))
    with pytest.raises(NotAllowed):
        require_administrator_of(keeper, user_of(keeper))
    for outside, by in ((far.pse, keeper), (town.east.secretary, town.pse)):
        with pytest.raises(NotVisible):
            require_administrator_of(outside, user_of(by))


def test_second_factor_follows_the_role_and_whoever_stands_in_for_it(town: Township) -> None:
    RoleSecurity.objects.create(role=Role.PSE, second_factor_required=True)
    RoleSecurity.objects.create(role=Role.LG, second_factor_required=False)
    assert second_factor_required(rights(town.pse))
    assert not second_factor_required(rights(town.lg))
    assert not second_factor_required(rights(town.dps))
    stands_in(town.dps, town.pse, Role.PSE, approved_by=town.org)
    assert second_factor_required(rights(town.dps))
