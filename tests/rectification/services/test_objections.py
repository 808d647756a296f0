"""docs/rules.md T24–T27, scenario 5: what counts is when the objection was received."""

from datetime import date
from typing import Any

import pytest
import time_machine

from rectification.acting import acting_as
from rectification.enums import (
    EventVerb,
    ObjectionDecision,
    ObjectionKind,
    ReporterMode,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEventPayload, Objection, ReporterIdentity
from rectification.notifications.immediate import IMMEDIATE
from rectification.policies.receipts import hash_of
from rectification.selectors.closure import open_points
from rectification.services import notices, objection_decisions, objections
from rectification.services.identities import sealed_names
from tests.days import at
from tests.factories import Township, acting
from tests.outbox import told
from tests.published import in_notice, notice_of, objected, sign, verifying

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return in_notice(town)


def decided(town: Township, case: Case, objection: Objection, **given: Any) -> Any:
    values = {
        "decision": ObjectionDecision.DISMISSED,
        "findings": "查阅签到簿和照片，八月活动已补。",
        "reply": "经核查，八月活动已于九月五日补开。",
        **given,
    }
    return objection_decisions.decide_objection(
        case=case, objection=objection, actor=acting(town.intake), **values
    )


def test_receive_objection_stops_the_clock(town: Township, case: Case) -> None:
    objection = objected(case)

    assert (objection.timely, objection.decided_at) == (True, None)
    notice = notice_of(case)
    assert (notice.suspended_on, notice.remaining_days) == (date(2026, 11, 23), 5)
    event = case.events.get(reference=f"objection:{objection.pk}")
    assert (event.verb, event.actor_kind) == (EventVerb.OBJECTION_RECEIVED, "intake_channel")
    assert event.actor is None


def test_receive_objection_gives_a_code_and_keeps_its_hash(case: Case) -> None:
    objection, code = objections.receive_objection(
        notice=notice_of(case), kind="facts", mode="anonymous", text="八月的活动没有补。"
    )

    assert objection.receipt_hash == hash_of(code)
    assert code not in objection.receipt_hash


def test_receive_objection_names_nobody(town: Township, case: Case) -> None:
    with acting_as(town.west.secretary.user.pk):
        objection = objected(
            case, mode=ReporterMode.CONFIDENTIAL, name="外乡人甲", contact="13812345678"
        )

    assert sealed_names(case=case) == ["外乡人甲"]
    assert {h.history_user_id for h in objection.history.all()} == {None}
    assert not CaseEventPayload.objects.filter(text__contains="八月").exists()


def test_anonymous_objection_stores_no_identity(case: Case) -> None:
    objected(case, name="外乡人甲", contact="13812345678")

    assert not ReporterIdentity.objects.exists()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"kind": "taste"}, {"kind"}),
        ({"mode": ""}, {"mode"}),
        ({"mode": ReporterMode.NAMED}, {"name"}),
        ({"text": "  "}, {"text"}),
    ],
)
def test_receive_objection_refused(case: Case, given: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        objected(case, **given)

    assert set(refusal.value.errors) == fields
    assert not Objection.objects.exists()


def test_receive_objection_with_a_mark_of_secrecy_stores_nothing(case: Case) -> None:
    with pytest.raises(CaseError):
        objected(case, text="这份材料是机密★文件。")

    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("received", "timely"),
    [("2026-11-30 23:59:30", True), ("2026-12-01 00:00:05", False)],
)
def test_last_day_counts_to_midnight(
    case: Case, clock: time_machine.Traveller, received: str, timely: bool
) -> None:
    clock.move_to(at("2026-12-01", "00:00:10"))

    objection = objected(case, received_at=at(*received.split()))

    assert objection.timely is timely
    assert (objection.decided_at is None) is timely
    assert (notice_of(case).suspended_on is None) is not timely


def test_late_objection_is_recorded_and_answered(case: Case, clock: time_machine.Traveller) -> None:
    clock.move_to(at("2026-12-01", "00:00:05"))

    objection = objected(case)

    assert objection.decision == ObjectionDecision.OUTSIDE
    assert objection.reply
    assert notices.end_notice(case=case).verb == EventVerb.NOTICE_ENDED


def test_objection_stored_after_the_end_reopens_the_notice(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = verifying(town)
    clock.move_to(at("2026-12-01", "00:00:30"))

    objection = objected(case, received_at=at("2026-11-30", "23:59:59"))

    notice = notice_of(case)
    assert (objection.timely, objection.decided_at) == (True, None)
    assert (notice.ended_at, notice.suspended_on) == (None, date(2026, 12, 1))
    assert case.attempts.get().void_at is not None
    decided(town, case, objection)
    assert notice_of(case).ends_on == date(2026, 12, 3)


def test_objection_stored_after_a_signature_is_open_and_stops_nothing(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = verifying(town)
    clock.move_to(at("2026-12-01", "09:00:00"))
    sign(town, case)

    objection = objected(case, received_at=at("2026-11-30", "23:59:59"))

    assert (objection.timely, objection.decided_at) == (True, None)
    assert (notice_of(case).ended_at is None, notice_of(case).suspended_on) == (False, None)
    assert "有异议尚未答复。" in map(str, open_points(case))


def test_privacy_objection_hides_the_text_at_once(town: Township, case: Case) -> None:
    objected(case, kind=ObjectionKind.PRIVACY)

    assert notice_of(case).hidden_at is not None
    assert case.events.latest("sequence").verb == EventVerb.NOTICE_HIDDEN
    assert told("objection_received", case) == {town.east.secretary, town.east.clerk}
    assert told("privacy_objected", case) == {town.pub, town.gen}
    assert "privacy_objected" in IMMEDIATE


def test_privacy_objection_after_the_end_takes_the_text_down(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = verifying(town)
    clock.move_to(at("2026-12-02"))
    sign(town, case)

    objection = objected(case, kind=ObjectionKind.PRIVACY)

    assert notice_of(case).withdrawn_at is not None
    assert objection.decision == ObjectionDecision.CORRECTED
