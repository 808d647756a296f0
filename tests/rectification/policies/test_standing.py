"""Who stands how to a case, and which parts of cases are open to whom (docs/rules.md 4.9)."""

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason
from rectification.models import Case, CaseParty, Organisation, Person
from rectification.policies.visibility import (
    ANYBODY,
    Relation,
    Standing,
    answers_for_owner,
    bodies_answered_for,
    parties_of,
    standing_shares,
    standings_in,
    units_of,
)
from rectification.roles import Role
from tests.factories import Township, case_in, rights
from tests.rectification.web.desk import share
from tests.workflows.offices import leave_office


def standings(
    case: Case, someone: Person, *, held: tuple[str, ...] = (), co_unit: bool = False
) -> frozenset[Standing]:
    authority = rights(someone)
    return standings_in(
        case,
        authority,
        parties=parties_of(authority).filter(case=case),
        held=held,
        answers=answers_for_owner(case, authority),
        co_unit=co_unit,
    )


def units_in(case: Case, someone: Person) -> list[Organisation]:
    """The co-responsible units of the case for which he answers."""
    rows = standing_shares(rights(someone)).filter(case=case).select_related("organisation")
    return [row.organisation for row in rows]


def test_offices_that_read_branch_cases_read_along(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    readers = {
        town.east.clerk: Role.CLK,
        town.liaison: Role.LIA,
        town.pse: Role.PSE,
        town.lg: Role.LG,
        town.intake: Role.OFF,
        town.org: Role.ORG,
    }
    for reader, role in readers.items():
        assert standings(case, reader) == {(role, Relation.REACH)}
    assert standings(case, town.east.secretary) == {
        (Role.SEC, Relation.REACH),
        (ANYBODY, Relation.OWN),
    }
    for stranger in (town.west.secretary, town.gen, town.east.members[0], far.lg):
        assert standings(case, stranger) == frozenset()


def test_member_case_is_read_along_by_the_office_alone(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    assert standings(case, town.intake) == {(Role.OFF, Relation.REACH)}
    assert (ANYBODY, Relation.OWN) in standings(case, case.owner_person)
    for stranger in (town.east.secretary, town.east.clerk, town.pse, town.org, far.officer):
        assert standings(case, stranger) == frozenset()
    held = standings(case, town.east.secretary, held=(Role.SEC,))
    assert held == {(Role.SEC, Relation.IN_CHARGE)}


def test_case_without_an_owner_is_read_along_by_nobody(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    case.owner_organisation = None
    assert standings(case, town.pse) == frozenset()
    assert not answers_for_owner(case, rights(town.east.secretary))


def test_unit_of_a_share_stands_by_it(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    found = standings(case, town.west.secretary, co_unit=True)
    assert found == {(ANYBODY, Relation.CO_UNIT)}


def test_office_that_answers_for_the_owner(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, author=town.officer)
    people = [
        town.east.secretary,
        town.east.clerk,
        town.liaison,
        town.west.secretary,
        far.east.secretary,
    ]
    assert [p for p in people if answers_for_owner(case, rights(p))] == people[:1]
    member = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    assert not answers_for_owner(member, rights(town.east.secretary))


def test_bodies_whose_own_cases_one_reads_by_answering_for_them(town: Township) -> None:
    """Whoever reads branch cases of the place anyway needs no second way to it."""
    assert bodies_answered_for(rights(town.gen)) == [town.general_office]
    assert bodies_answered_for(rights(town.dis[0])) == [town.discipline]
    for someone in (town.org, town.east.secretary, town.east.clerk, town.east.members[0]):
        assert bodies_answered_for(rights(someone)) == []


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


@pytest.mark.parametrize(
    ("reason", "standing"),
    [
        (PartyReason.AUTHOR, (ANYBODY, Relation.OWN)),
        (PartyReason.OWNER, (ANYBODY, Relation.OWN)),
        (PartyReason.VERIFIER, (ANYBODY, Relation.VERIFIER)),
        (PartyReason.APPROVER, (Role.SEC, Relation.IN_CHARGE)),
    ],
)
def test_part_says_how_one_stands(
    town: Township, party: CaseParty, reason: str, standing: Standing
) -> None:
    party.reason = reason
    party.save()
    assert standing in standings(party.case, town.east.secretary)


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
        assert units_in(case, reader) == [west]
    for stranger in (town.west.members[0], town.east.secretary, far.west.secretary):
        assert units_in(case, stranger) == []
    other = case_in(town, CaseStage.REGISTERED, author=town.officer)
    assert units_in(other, town.west.secretary) == []
    row.answer = "declined"
    row.save()
    assert list(standing_shares(rights(town.west.secretary))) == []
    row.answer, row.ended_at = "accepted", timezone.now()
    row.save()
    assert units_in(case, town.west.secretary) == []
