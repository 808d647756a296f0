"""What moves by itself when its day has come: once, late as well, and each case for itself."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from rectification.enums import CaseStage
from rectification.models import Case, CaseEvent, Membership, OutboxMessage, WorkItem
from tests.days import at
from tests.factories import check_round
from tests.workflows.beaten import failing
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.sweep import sweep


def test_sweep_twice_is_once(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    assert play.end_notice() == 1
    events = CaseEvent.objects.count()
    assert sweep() == 0
    assert CaseEvent.objects.count() == events


def test_sweep_catches_up_after_downtime(play: Play) -> None:
    cases = []
    for stage in (CaseStage.PENDING_CLAIM, CaseStage.NOTICE_PREP, CaseStage.IN_NOTICE):
        play.case = Case()
        cases.append(play.bring_to(stage))
    play.case = cases[1]
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    play.pass_days(30)
    assert sweep() == 3
    # Nobody loses his claim unreminded: the reminder goes out first, also after a downtime.
    play.case = Case.objects.get(pk=cases[0].pk)
    assert play.open_steps() == ["claim"]
    play.clock.shift(timedelta(days=1))
    assert sweep() == 1
    found = []
    for case in cases:
        play.case = Case.objects.get(pk=case.pk)
        found.append((play.case.stage, play.open_steps()))
    assert found == [
        ("pending_claim", ["assign_owner"]),
        ("notice_prep", ["approve_publication"]),
        ("verifying", ["assign_verifiers"]),
    ]
    assert list(breaches()) == []


def test_sweep_reminds_of_a_check_round_once_at_half_time(play: Play) -> None:
    check_round(play.town)
    sweep()
    assert not OutboxMessage.objects.filter(kind="self_check_due").exists()
    play.pass_days(15)
    sweep()
    told = OutboxMessage.objects.filter(kind="self_check_due")
    reminded = told.count()
    sweep()
    members = Membership.objects.filter(valid_to=None).count()
    assert (reminded, told.count()) == (members, members)


def test_case_that_cannot_go_on_keeps_no_other_waiting(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    broken = play.item("claim")
    WorkItem.objects.filter(pk=broken.pk).update(task_id=10**9)
    play.case = Case()
    play.bring_to(CaseStage.PENDING_CLAIM)
    assert play.let_lapse() == 1
    assert play.open_steps() == ["assign_owner"]
    broken.refresh_from_db()
    assert broken.closed_at is None


@pytest.mark.parametrize("words", ['"start_told_at" IS NULL', 'FROM "rectification_checkround"'])
def test_deputy_or_check_round_that_cannot_be_told_keeps_no_case_waiting(
    play: Play, words: str
) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(play.notice.ends_on + timedelta(days=1), "00:05:00"))
    with failing(words), capture_logs() as logs:
        assert sweep() == 1
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["move_failed"]
    assert play.open_steps() == ["assign_verifiers"]


@pytest.mark.parametrize(
    ("received", "stage"), [("23:59:30", "objection"), ("00:00:05", "verifying")]
)
def test_objection_counts_by_receipt_on_the_last_day(play: Play, received: str, stage: str) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    last = play.notice.ends_on
    play.clock.move_to(at(last + timedelta(days=1), "00:00:03"))
    assert sweep() == 1
    day = last if received.startswith("23") else last + timedelta(days=1)
    play.clock.move_to(at(last + timedelta(days=1), "00:00:10"))
    objection = play.object("effect", received_at=at(day, received))
    assert (play.case.stage, objection.timely) == (stage, stage == "objection")
    assert objection.decision == ("" if stage == "objection" else "outside")
    assert list(breaches()) == []
