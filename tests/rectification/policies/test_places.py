"""Where the offices of the table are found, in the township of the case and in no other."""

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case, Organisation
from rectification.policies.authority import authority_of
from rectification.policies.places import (
    At,
    answers_for,
    body,
    general_branch,
    office_at,
    owner_office,
    owner_organisation,
    roles_of_body,
)
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person
from tests.rectification.policies.stage import case_of, staged
from tests.workflows.offices import leave_office


def test_places_of_a_case_below_a_general_branch(far: Township, town: Township) -> None:
    stage = staged(town)
    case = case_of(stage, "member")
    asked = (At.OWNER, At.OWN_OFFICE, At.GENERAL_BRANCH, At.COMMITTEE)
    assert {at: office_at(case, Role.SEC, at)[1] for at in asked} == {
        At.OWNER: stage.sub,
        At.OWN_OFFICE: None,
        At.GENERAL_BRANCH: stage.general,
        At.COMMITTEE: town.committee,
    }
    assert office_at(case, Role.OFF, At.BODY) == (Role.OFF, town.office)
    assert office_at(case, "", At.ANSWERING) == (Role.SEC, stage.sub)


def test_own_office_is_that_of_the_person_concerned(town: Township) -> None:
    case = case_of(staged(town), "secretary without general branch")
    assert office_at(case, Role.SEC, At.OWN_OFFICE) == (Role.SEC, town.east.organisation)


def test_case_without_an_owner_has_no_places() -> None:
    with pytest.raises(ValueError, match="no owner organisation"):
        owner_organisation(Case())


def test_body_is_that_of_the_own_township(far: Township, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    assert body(case, Role.DIS) == town.discipline
    other = case_in(far, CaseStage.REGISTERED)
    assert body(other, Role.DIS) == far.discipline
    leave_office(town.pub, Role.PUB, case.found_on)
    assert body(case, Role.PUB) is None


def test_general_branch_is_the_one_above(town: Township) -> None:
    stage = staged(town)
    assert general_branch(stage.sub) == stage.general
    assert general_branch(stage.general) is None
    assert general_branch(town.east.organisation) is None


def test_who_answers_for_an_organisation(town: Township) -> None:
    found: dict[Organisation, str] = {
        node: owner_office(node)[0]
        for node in (town.committee, town.east.organisation, town.office, town.general_office)
    }
    assert list(found.values()) == [Role.DPS, Role.SEC, Role.OFF, Role.GEN]


def test_only_the_holder_of_that_office_answers(town: Township) -> None:
    in_office(town.pub, Role.INS, town.general_office)
    asked = {
        "secretary": (town.east.secretary, town.east.organisation),
        "clerk": (town.east.clerk, town.east.organisation),
        "member": (town.east.members[0], town.east.organisation),
        "neighbour": (town.west.secretary, town.east.organisation),
        "deputy secretary": (town.dps, town.committee),
        "first secretary": (town.pse, town.committee),
        "body": (town.gen, town.general_office),
        "supervisor in the body": (town.pub, town.general_office),
    }
    found = {
        name
        for name, (someone, node) in asked.items()
        if answers_for(node, authority_of(someone.user))
    }
    assert found == {"secretary", "deputy secretary", "body"}


def test_supervisor_in_a_body_does_not_answer_for_it(town: Township) -> None:
    in_office(person("督导长"), Role.INS, town.home)
    assert owner_office(town.home) == (Role.SEC, town.home)
    town.publicity.kind = "body"
    leave_office(town.pub, Role.PUB, case_in(town, CaseStage.REGISTERED).found_on)
    in_office(person("审计长"), Role.AUD, town.publicity)
    assert owner_office(town.publicity) == (Role.SEC, town.publicity)


def test_body_is_known_by_what_it_was_ever_for(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.COMMITTEE)
    leave_office(town.org, Role.ORG, case.found_on)
    assert roles_of_body(town.organisation_office) == {Role.ORG}
    assert roles_of_body(town.home) == set()
