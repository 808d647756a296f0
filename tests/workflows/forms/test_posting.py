"""The form that posts a notice: the online board always, other channels with their record."""

from datetime import date, timedelta

import pytest

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case
from tests.days import at
from tests.factories import Township, case_in
from tests.published import approved, notice_of
from tests.workflows.forms.filled import filled
from workflows.forms.posting import PostNoticeForm

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


POST = {
    "decision": "post",
    "channels": ["board_sheet"],
    "board_sheet-held_on": "2026-11-24",
    "board_sheet-record": "村务公开栏，照片存档",
}


def test_post_notice_uses_the_online_board_always(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, {"decision": "post"})
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.NOTICE_POSTED
    channel = notice_of(case).channels.get()
    assert (channel.kind, channel.held_on) == ("board_online", date(2026, 11, 23))


def test_post_notice_adds_chosen_channels(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, POST)
    assert form.ends_on == date(2026, 11, 30)
    assert form.is_valid(), form.errors
    form.carry_out()
    channel = notice_of(case).channels.get(kind="board_sheet")
    assert (channel.held_on, channel.record) == (date(2026, 11, 24), "村务公开栏，照片存档")


def test_post_notice_needs_day_and_record_of_a_chosen_channel(town: Township, case: Case) -> None:
    approved(town, case)
    data = {"decision": "post", "channels": ["theme_day"]}
    form = filled(PostNoticeForm, case, town.pub, data)
    assert not form.is_valid()
    assert set(form.errors) == {"theme_day-held_on", "theme_day-record"}


def test_post_notice_proposes_the_sheet_when_residents_may_read(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, touches_residents=True)
    approved(town, case, scope="S4")
    form = filled(PostNoticeForm, case, town.pub)
    assert form["channels"].value() == ["board_sheet"]
    assert form["board_sheet-held_on"].value() == date(2026, 11, 23)
    assert len(form.rows()) == 5


def test_post_notice_leads_a_late_channel_to_the_channels(town: Township, case: Case) -> None:
    approved(town, case)
    form = filled(PostNoticeForm, case, town.pub, POST | {"board_sheet-held_on": "2026-12-24"})
    assert form.is_valid()
    with pytest.raises(CaseError) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["channels"]


def test_post_notice_refuses_a_day_before_the_problem_was_found(town: Township, case: Case) -> None:
    approved(town, case)
    early = (case.found_on - timedelta(days=1)).isoformat()
    form = filled(PostNoticeForm, case, town.pub, POST | {"board_sheet-held_on": early})
    assert form.is_valid()
    with pytest.raises(InvalidInput) as refused:
        form.carry_out()
    form.refuse(refused.value)
    assert list(form.errors) == ["board_sheet-held_on"]
