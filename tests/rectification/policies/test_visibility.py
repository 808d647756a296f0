"""docs/rules.md 4.9, field by field: what of a case is shown to whom."""

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason
from rectification.models import Case, CaseParty, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.visibility import (
    EVERYTHING,
    Field,
    own_units,
    parties_of,
    standing_shares,
    units_of,
    visible_fields,
)
from rectification.roles import Role
from tests.factories import Township, case_in
from tests.rectification.web.desk import share
from tests.workflows.offices import leave_office
from tests.workflows.play import user_of

SHARE = frozenset({Field.DESCRIPTION})


def rights(someone: Person) -> Authority:
    return authority_of(user_of(someone))


def fields(case: Case, someone: Person, *, holds: bool = False) -> frozenset[Field]:
    return visible_fields(case, rights(someone), holds_open_item=holds)


def test_branch_case_is_shown_by_role(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    for reader in (town.east.secretary, town.liaison, town.lg, town.officer, town.org):
        assert fields(case, reader) == EVERYTHING
    assert fields(case, town.east.clerk) == EVERYTHING - {Field.RECORD}
    for stranger in (town.west.secretary, town.gen, town.east.members[0], far.lg):
        assert fields(case, stranger) == SHARE


def test_member_case_is_shown_to_the_office_and_to_parties(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    assert fields(case, town.officer) == EVERYTHING
    assert fields(case, case.owner_person) == EVERYTHING
    for reader in (town.east.secretary, town.east.clerk, town.pse, town.org, far.officer):
        assert fields(case, reader) == SHARE
    assert fields(case, town.east.secretary, holds=True) == EVERYTHING


def test_case_without_an_owner_shows_nothing_but_its_text(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    case.owner_organisation = None
    assert fields(case, town.pse) == SHARE


@pytest.fixture
def party(town: Township) -> CaseParty:
    """The secretary of the east has a part in a case, as its approver."""
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    return CaseParty.objects.create(
        case=case,
        person=town.east.secretary,
        reason=PartyReason.APPROVER,
        role=Role.SEC,
        organisation=town.east.organisation,
        since=timezone.now(),
    )


def test_part_that_rests_on_an_office_ends_with_it(town: Township, party: CaseParty) -> None:
    assert list(parties_of(rights(town.east.secretary))) == [party]
    assert list(parties_of(rights(town.west.secretary))) == []
    leave_office(town.east.secretary, Role.SEC, party.case.found_on)
    assert list(parties_of(rights(town.east.secretary))) == []
    party.role = ""
    party.save()
    assert list(parties_of(rights(town.east.secretary))) == [party]


def test_part_that_is_over_counts_no_more(town: Township, party: CaseParty) -> None:
    party.until = timezone.now()
    party.save()
    assert list(parties_of(rights(town.east.secretary))) == []


def test_units_are_those_one_answers_or_writes_for(town: Township) -> None:
    west = town.west.organisation
    assert units_of(rights(town.west.secretary)) == [west]
    assert units_of(rights(town.west.clerk)) == [west]
    assert units_of(rights(town.gen)) == [town.general_office]
    assert units_of(rights(town.liaison)) == []
    assert units_of(rights(town.west.members[0])) == []


def test_share_is_open_to_the_unit_until_it_is_refused_or_taken_away(
    far: Township, town: Township
) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    west = town.west.organisation
    row = share(case, west)
    for reader in (town.west.secretary, town.west.clerk):
        assert list(standing_shares(rights(reader))) == [row]
        assert own_units(case, rights(reader)) == [west]
    for stranger in (town.west.members[0], town.east.secretary, far.west.secretary):
        assert own_units(case, rights(stranger)) == []
    other = case_in(town, CaseStage.REGISTERED, author=town.officer)
    assert own_units(other, rights(town.west.secretary)) == []
    row.answer = "declined"
    row.save()
    assert list(standing_shares(rights(town.west.secretary))) == []
    row.answer, row.ended_at = "accepted", timezone.now()
    row.save()
    assert own_units(case, rights(town.west.secretary)) == []
