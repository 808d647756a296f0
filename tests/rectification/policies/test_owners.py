"""docs/rules.md 3.2, 3.3: who may own a case of which level, and what goes with it."""

from datetime import timedelta

import pytest

from rectification.enums import CaseLevel, CaseStage, OrganisationKind
from rectification.models import Case, Organisation
from rectification.policies.days import today
from rectification.policies.owners import (
    belongs_to,
    fits_level,
    level_of,
    may_own,
    officials_of,
    open_organisations,
    people_of,
    possible_successors,
)
from rectification.roles import Role
from tests.factories import FOUNDED, Township, case_in, in_office, person

BRANCHES = {"branch", "general_branch"}


@pytest.mark.parametrize(
    ("level", "kinds"),
    [
        ("C", {"committee", "leading_group", "office", "body"}),
        ("B", BRANCHES),
        ("M", BRANCHES),
    ],
)
def test_level_belongs_to_kinds_of_organisations(level: str, kinds: set[str]) -> None:
    found = {kind for kind in OrganisationKind.values if may_own(Organisation(kind=kind), level)}
    assert found == kinds


def test_closed_organisation_owns_nothing_new() -> None:
    assert not may_own(Organisation(kind="branch", closed_on=FOUNDED), "B")


def test_check_types_go_with_one_level_and_families_with_all() -> None:
    found = {
        category: {level for level in CaseLevel.values if fits_level(category, level)}
        for category in ("CM-a", "BR-b", "ME-c", "A", "E")
    }
    every = set(CaseLevel.values)
    assert found == {"CM-a": {"C"}, "BR-b": {"B"}, "ME-c": {"M"}, "A": every, "E": every}


def test_case_of_an_owner_that_is_gone_may_go_to_whoever_stands_in_its_place(
    far: Township, town: Township
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    east, west = town.east.organisation, town.west.organisation
    Organisation.objects.filter(pk=east.pk).update(closed_on=today(), succeeded_by=west)
    case.refresh_from_db()
    assert list(possible_successors(case, today())) == [west]
    Organisation.objects.filter(pk=east.pk).update(succeeded_by=None)
    case = Case.objects.get(pk=case.pk)
    nobody_in_its_place = set(possible_successors(case, today()))
    assert west in nobody_in_its_place
    assert {o.kind for o in nobody_in_its_place} <= BRANCHES
    assert not nobody_in_its_place & {east, far.east.organisation}


def test_open_organisations_are_those_of_the_township_on_the_day(
    far: Township, town: Township
) -> None:
    west = town.west.organisation
    west.closed_on = today()
    west.save()
    found = set(open_organisations(town.east.organisation, today()))
    assert {west, town.committee, town.office, town.east.organisation} <= found
    assert not found & {far.committee, far.east.organisation}
    tomorrow = today() + timedelta(days=1)
    assert west not in open_organisations(town.east.organisation, tomorrow)
    assert far.committee in open_organisations(None, today())


def test_people_of_an_organisation_are_its_members_and_officials(
    far: Township, town: Township
) -> None:
    east = town.east
    in_office(person("督导长"), Role.INS, east.organisation)
    officials = {east.secretary, east.clerk, town.liaison}
    assert set(officials_of([east.organisation], today())) == officials
    assert set(people_of([east.organisation], today())) == {*officials, *east.members}
    assert belongs_to(east.members[0], east.organisation, today())
    assert belongs_to(town.liaison, east.organisation, today())
    assert not belongs_to(town.west.members[0], east.organisation, today())
    assert not belongs_to(east.members[0], east.organisation, FOUNDED - timedelta(days=1))


def test_level_of_an_organisations_own_case(town: Township) -> None:
    assert level_of(town.east.organisation) == CaseLevel.BRANCH
    for upper in (town.committee, town.office, town.discipline, town.leading_group):
        assert level_of(upper) == CaseLevel.COMMITTEE
