from rectification.enums import CaseLevel, CaseStage
from rectification.services import audience
from tests.factories import Township, case_in


def test_owner_people_of_branch_are_secretary_and_clerk(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    assert audience.owner_people(case) == [town.east.secretary, town.east.clerk]


def test_owner_people_of_member_is_the_member_alone(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    assert audience.owner_people(case) == [town.east.members[0]]


def test_owner_people_of_committee_is_the_deputy_secretary(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.COMMITTEE)
    assert audience.owner_people(case) == [town.dps]


def test_unit_people_of_body_is_whoever_answers_for_it(town: Township) -> None:
    assert audience.unit_people(town.general_office) == [town.gen]


def test_office_and_liaison_people(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    assert audience.office_people(case) == [town.intake, town.officer]
    assert audience.liaison_people(case) == [town.liaison]


def test_author_people_of_opinion_is_nobody(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED, author=None, source="public_opinion")
    assert audience.author_people(case) == []
