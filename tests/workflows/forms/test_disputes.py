"""The pages of a dispute: both sides, no way of deciding put first, reasons asked for."""

import pytest

from rectification.enums import CaseStage, Step, UnitKind
from rectification.models import Assignment, Case, Person, WorkItem
from rectification.services.shares import decline_share
from tests.factories import Township, acting, case_in
from tests.workflows.forms.rendering import rendered
from workflows.forms.base import StepForm
from workflows.forms.disputes import DecideShareForm, MediateShareForm, ProposeShareForm

REASON = "该片区不属于本村联系范围，名单中没有本村联户。"


@pytest.fixture
def unit(town: Township) -> Assignment:
    case = case_in(town, CaseStage.PLANNING)
    row = Assignment.objects.create(
        case=case, organisation=town.west.organisation, kind=UnitKind.CO
    )
    decline_share(case=case, actor=acting(town.west.secretary), assignment=row, reason=REASON)
    return row


def form_of(
    kind: type[StepForm], unit: Assignment, who: Person, data: dict[str, str] | None = None
) -> StepForm:
    case: Case = unit.case
    step = {
        MediateShareForm: Step.MEDIATE_SHARE,
        ProposeShareForm: Step.PROPOSE_SHARE,
        DecideShareForm: Step.DECIDE_SHARE,
    }[kind]
    item = WorkItem(case=case, step=step, assignment=unit)
    return kind(data, case=case, item=item, actor=acting(who))


@pytest.mark.parametrize("kind", [MediateShareForm, ProposeShareForm, DecideShareForm])
def test_page_shows_the_dispute_and_chooses_nothing(
    town: Township, unit: Assignment, kind: type[StepForm]
) -> None:
    page = rendered(form_of(kind, unit, town.officer))
    assert REASON in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [(MediateShareForm, "agreed"), (ProposeShareForm, "reason"), (DecideShareForm, "reason")],
)
def test_neither_choice_nor_words_may_be_missing(
    town: Township, unit: Assignment, kind: type[StepForm], words: str
) -> None:
    assert set(form_of(kind, unit, town.officer, {}).errors) == {"decision", words}
    short = {"decision": kind.decisions[0].name, words: "太短"}
    assert set(form_of(kind, unit, town.officer, short).errors) == {words}


def test_mediation_records_the_chosen_result(town: Township, unit: Assignment) -> None:
    data = {"decision": "changed", "agreed": REASON}
    form = form_of(MediateShareForm, unit, town.officer, data)
    assert form.is_valid(), form.errors
    form.carry_out()
    assert unit.disputes.get().mediation == "changed"
