from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, PartyReason
from rectification.exceptions import CaseError, NotAllowed
from rectification.selectors.plans import measures_of
from rectification.services.reviews import pass_review, return_review
from tests.factories import Township, acting, case_in
from tests.outbox import told

REASON = "第1项措施的佐证只有计划，没有活动记录。"


def test_pass_review_makes_the_reviewer_a_party(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    event = pass_review(case=case, actor=acting(town.liaison))
    assert event.verb == EventVerb.REVIEW_PASSED
    assert case.parties.get(reason=PartyReason.REVIEWER).person == town.liaison


def test_pass_review_by_the_owner_side_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    with pytest.raises(NotAllowed) as refused:
        pass_review(case=case, actor=acting(town.east.secretary))
    assert refused.value.rule == "4.4"


def test_pass_review_of_secretarys_own_case_by_himself_is_refused(town: Township) -> None:
    secretary = town.east.secretary
    case = case_in(town, CaseStage.FIRST_REVIEW, level=CaseLevel.MEMBER, owner_person=secretary)
    with pytest.raises(NotAllowed):
        pass_review(case=case, actor=acting(secretary))


@pytest.mark.parametrize("missing", ["effect", "measure"])
def test_pass_review_of_incomplete_case_is_refused(town: Township, missing: str) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    measure = measures_of(case).get()
    if missing == "effect":
        case.effect_statement = ""
    else:
        measure.done_at = None
        measure.save()
    with pytest.raises(CaseError):
        pass_review(case=case, actor=acting(town.liaison))


def test_return_review_opens_the_chosen_measures(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    event = return_review(
        case=case, actor=acting(town.liaison), reason=REASON, measures=list(measures_of(case))
    )
    assert (event.verb, event.payload.text) == (EventVerb.REVIEW_RETURNED, REASON)
    assert measures_of(case).get().done_at is None
    assert told("review_returned", case) == {town.east.secretary, town.east.clerk}


@pytest.mark.parametrize(
    ("changes", "field"), [({"measures": []}, "measures"), ({"reason": "不全"}, "reason")]
)
def test_return_review_without_reason_or_measures_is_refused(
    town: Township, changes: dict[str, Any], field: str
) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    given = {"reason": REASON, "measures": list(measures_of(case)), **changes}
    with pytest.raises(CaseError) as refused:
        return_review(case=case, actor=acting(town.liaison), **given)
    assert refused.value.field == field
    assert measures_of(case).get().done_at == timezone.now()
