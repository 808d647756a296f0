"""The gate, asked for a general branch: own cases, and those of branches below while in charge."""

import pytest

from rectification.enums import Step
from rectification.models import Case, Person
from rectification.policies.authority import authority_of
from rectification.roles import Role
from rectification.selectors.cases import page_of_cases, visible_to, ways_in
from tests.factories import Township, in_office, person
from tests.rectification.policies.stage import Stage, case_of, staged
from tests.rectification.web.desk import open_step
from tests.workflows.play import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(town: Township) -> Stage:
    return staged(town)


@pytest.fixture
def cases(stage: Stage) -> list[Case]:
    """Of the general branch, and of the branch below it."""
    found = [case_of(stage, owner) for owner in ("general branch", "branch of a general branch")]
    assert all(case.registered_at for case in found)
    return found


def seen(someone: Person) -> set[int]:
    """By the gate and by the list alike."""
    user = user_of(someone)
    found = set(visible_to(user).values_list("pk", flat=True))
    assert {case.pk for case in page_of_cases(user)} == found
    return found


def test_general_branch_reads_its_own_cases_and_none_of_a_branch_below(
    stage: Stage, cases: list[Case]
) -> None:
    own, below = (case.pk for case in cases)
    clerk = in_office(person("柳总文"), Role.CLK, stage.general)
    assert seen(stage.general_secretary) == {own}
    assert seen(clerk) == {own}
    assert seen(stage.sub_secretary) == {below}
    assert seen(stage.town.pse) == {own, below}


def test_general_branch_reads_a_case_below_while_a_step_lies_with_it(
    stage: Stage, cases: list[Case]
) -> None:
    own, below = cases
    clerk = in_office(person("柳总文"), Role.CLK, stage.general)
    open_step(below, Step.FIRST_REVIEW, Role.SEC, stage.general)
    assert seen(stage.general_secretary) == {own.pk, below.pk}
    assert seen(clerk) == {own.pk}
    rights = authority_of(user_of(stage.general_secretary))
    assert [way.by for way in ways_in(own, rights)] == ["node"]
    assert [way.by for way in ways_in(below, rights)] == ["open_work"]


def test_offices_over_branches_above_each_other_find_each_case_once(
    stage: Stage, cases: list[Case]
) -> None:
    """Secretary above, liaison leader below: two ways, no case twice, none left out."""
    own, below = (case.pk for case in cases)
    in_office(stage.general_secretary, Role.LIA, stage.sub)
    assert seen(stage.general_secretary) == {own, below}
    in_office(stage.general_secretary, Role.LIA, stage.general)
    assert seen(stage.general_secretary) == {own, below}
