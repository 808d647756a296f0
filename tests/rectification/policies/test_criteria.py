"""docs/rules.md 4.8: criteria that the facts of a case take away."""

import pytest

from rectification.enums import CaseStage, Criterion
from rectification.models import Case
from rectification.policies.criteria import not_asked
from tests.factories import Township, case_in

V6, V7, V8 = Criterion.V6, Criterion.V7, Criterion.V8


@pytest.mark.parametrize(
    ("source", "severity", "left_out"),
    [
        ("self_found", "ordinary", {V6, V7, V8}),
        ("public_opinion", "ordinary", {V6, V8}),
        ("member_opinion", "prominent", {V6}),
        ("visit", "prominent", {V6, V7}),
    ],
)
def test_criterion_is_asked_where_its_matter_is(
    town: Township, source: str, severity: str, left_out: set[Criterion]
) -> None:
    case: Case = case_in(town, CaseStage.NOTICE_PREP, source=source, severity=severity)
    assert not_asked(case) == left_out
