import pytest

from rectification.enums import CaseStage, EventVerb, Step
from rectification.models import Measure
from tests.factories import Township, case_in
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.reviews import FirstReviewForm

pytestmark = pytest.mark.django_db


def test_first_review_form_shows_what_is_there_and_passes(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    data = {"decision": "pass"}
    form = filled(FirstReviewForm, case, town.liaison, data, step=Step.FIRST_REVIEW)
    page = rendered(form)
    assert case.effect_statement in page
    assert "记录.pdf" in page
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.REVIEW_PASSED


def test_first_review_form_returns_the_measures_that_are_not_done(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    measure = Measure.objects.get(plan__case=case)
    data = {"decision": "return"}
    form = filled(FirstReviewForm, case, town.liaison, data, step=Step.FIRST_REVIEW)
    assert set(form.errors) == {"measures", "reason"}
    full = {**data, "reason": "缺少十月份的活动记录。", "measures": [measure.pk]}
    form = filled(FirstReviewForm, case, town.liaison, full, step=Step.FIRST_REVIEW)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.REVIEW_RETURNED
    measure.refresh_from_db()
    assert measure.done_at is None
