"""What the file of a case gives, and at what cost."""

from typing import Any

import pytest

from rectification.enums import CaseStage, Step
from rectification.roles import Role
from rectification.selectors.casefile import open_items
from tests.factories import Township, case_in
from tests.rectification.web.desk import open_step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_open_steps_have_the_case_at_hand(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    """One query for the steps and one for whoever must not take them."""
    case = case_in(town, CaseStage.PLAN_REVIEW)
    for _row in range(rows):
        open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    with django_assert_num_queries(2):
        assert [item.case for item in open_items(case)] == [case] * rows
