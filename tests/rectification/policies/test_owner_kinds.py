"""docs/rules.md 4.4: the row of the table that a case belongs to."""

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.policies.owner_kinds import OwnerKind, Team, needs_advice, owner_kind, row_of
from rectification.roles import Role
from tests.factories import Township, case_in, in_office
from tests.rectification.policies.stage import Stage, case_of, staged
from tests.rectification.policies.test_resolution import APPROVERS

KINDS = {
    "member": "member",
    "secretary": "secretary",
    "liaison leader": "committee_member",
    "head of the discipline committee": "head_of_discipline",
    "first secretary": "first_secretary",
    "branch": "branch",
    "general branch": "branch",
    "committee": "committee",
    "leading group": "committee",
    "discipline committee": "discipline_committee",
    "organisation office": "leading_office",
    "office of the leading group": "leading_office",
    "party and government office": "committee",
}
ADVISED = {"branch", "general branch", "committee", "leading group", "discipline committee"} | {
    "office of the leading group",
    "party and government office",
}
TEAMS = {
    "member": Team.WITH_BRANCH,
    "secretary": Team.DISCIPLINE,
    "first secretary": Team.ABOVE,
    "committee": Team.WITH_OUTSIDER,
    "discipline committee": Team.OUTSIDERS,
}


@pytest.fixture
def stage(town: Township) -> Stage:
    return staged(town)


@pytest.mark.parametrize(("owner", "kind"), KINDS.items(), ids=list(KINDS))
def test_owner_decides_on_the_row(stage: Stage, owner: str, kind: str) -> None:
    case = case_of(stage, owner)
    assert owner_kind(case) == kind
    assert needs_advice(case) is (owner in ADVISED)
    if owner in TEAMS:
        assert row_of(case).team == TEAMS[owner]


def test_every_row_of_the_table_has_its_test() -> None:
    assert set(KINDS.values()) == set(OwnerKind)
    assert KINDS.keys() <= APPROVERS.keys()


def test_office_in_another_township_makes_nobody_an_official_of_this_one(
    far: Township, town: Township
) -> None:
    case = case_in(town, CaseStage.PENDING_CLAIM, level=CaseLevel.MEMBER)
    in_office(town.east.members[0], Role.PSE, far.committee)
    assert owner_kind(case) == OwnerKind.MEMBER
