"""docs/rules.md T22, T25, T28: the period of a notice, to the second."""

from datetime import date
from typing import Any

import pytest
import time_machine

from rectification.enums import CaseStage, EventVerb, PublicationStatus, Secrecy
from rectification.exceptions import CaseError
from rectification.models import Case, Notice
from rectification.services import notices
from rectification.web.shown import faces_of
from tests.days import at
from tests.factories import Township, acting, case_in
from tests.outbox import told
from tests.published import approved, in_notice, notice_of, posted, proposed

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


def test_post_notice_runs_from_tomorrow_for_five_working_days(town: Township, case: Case) -> None:
    notice = posted(town, case)

    assert (notice.starts_on, notice.ends_on) == (date(2026, 11, 24), date(2026, 11, 30))
    assert (notice.ends_provisional, notice.widest_scope) == (False, "S3")
    assert len(notice.token) == 43
    assert notice.decision.status == PublicationStatus.CARRIED_OUT
    assert case.events.latest("sequence").verb == EventVerb.NOTICE_POSTED
    assert told("notice_started", case) == {town.east.secretary, town.east.clerk}


def test_post_notice_over_the_new_year_is_provisional(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-12-28"))

    notice = posted(town, case)

    assert (notice.ends_on, notice.ends_provisional) == (date(2027, 1, 4), True)


@pytest.mark.parametrize(
    "channels",
    [
        [],
        [("board_sheet", date(2026, 11, 23), " ")],
        [("board_online", date(2026, 12, 1), "")],
        [("loudspeaker", date(2026, 11, 23), "录音")],
        [("board_sheet", date(2026, 11, 23), "照片"), ("board_sheet", date(2026, 11, 24), "照片")],
    ],
)
def test_post_notice_with_faulty_channels_refused(
    town: Township, case: Case, channels: list[Any]
) -> None:
    approved(town, case)

    with pytest.raises(CaseError) as refusal:
        notices.post_notice(case=case, actor=acting(town.pub), channels=channels, show=faces_of)

    assert refusal.value.rule == "T22"
    assert not Notice.objects.exists()


def test_post_notice_of_an_unapproved_text_refused(town: Township, case: Case) -> None:
    proposed(town, case)

    with pytest.raises(CaseError):
        notices.post_notice(
            case=case,
            actor=acting(town.pub),
            channels=[("board_online", date(2026, 11, 23), "")],
            show=faces_of,
        )


def test_post_notice_after_secrecy_changed_refused(town: Township, case: Case) -> None:
    approved(town, case)
    case.secrecy = Secrecy.WORK_SECRET

    with pytest.raises(CaseError) as refusal:
        notices.post_notice(
            case=case,
            actor=acting(town.pub),
            channels=[("board_online", date(2026, 11, 23), "")],
            show=faces_of,
        )

    assert refusal.value.rule == "4.6"


def test_end_notice_only_after_the_last_second(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    posted(town, case)

    clock.move_to(at("2026-11-30", "23:59:59"))
    with pytest.raises(CaseError) as refusal:
        notices.end_notice(case=case)
    assert refusal.value.rule == "T28"
    clock.move_to(at("2026-12-01", "00:00:00"))
    event = notices.end_notice(case=case)

    assert (event.verb, event.actor) == (EventVerb.NOTICE_ENDED, None)
    assert notice_of(case).ended_at == at("2026-12-01", "00:00:00")
    with pytest.raises(CaseError):
        notices.end_notice(case=case)


@pytest.mark.parametrize(
    ("stopped", "resumed", "ends_on"),
    [
        # posted Monday 23 November for five working days
        ("2026-11-25", "2026-11-27", date(2026, 12, 2)),
        ("2026-11-28", "2026-12-01", date(2026, 12, 3)),
        ("2026-11-30", "2026-12-04", date(2026, 12, 8)),
        ("2026-11-23", "2026-11-23", date(2026, 11, 30)),
    ],
)
def test_resume_notice_runs_what_was_left(
    town: Township, clock: time_machine.Traveller, stopped: str, resumed: str, ends_on: date
) -> None:
    case = in_notice(town)
    clock.move_to(at(stopped))
    notices.suspend_notice(notice=notice_of(case))
    clock.move_to(at(resumed))

    event = notices.resume_notice(notice=notice_of(case))

    assert event is not None
    assert event.verb == EventVerb.NOTICE_RESUMED
    notice = notice_of(case)
    assert (notice.ends_on, notice.suspended_on, notice.remaining_days) == (ends_on, None, None)
    assert notice.first_ends_on == date(2026, 11, 30)


def test_end_notice_never_while_suspended(town: Township, clock: time_machine.Traveller) -> None:
    case = in_notice(town)
    notices.suspend_notice(notice=notice_of(case))
    clock.move_to(at("2026-12-20"))

    with pytest.raises(CaseError):
        notices.end_notice(case=case)
