"""docs/rules.md 3.6: a round is changed or called off; everybody in it is told, and why is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.acting import acting_as
from rectification.enums import CheckRoundVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    CheckReminder,
    CheckRound,
    CheckRoundEvent,
    OutboxMessage,
    Person,
    SelfCheck,
)
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.selectors.changes import changes_of
from rectification.selectors.check_rounds import people_in
from rectification.services.check_rounds import (
    announce_due,
    mark_checked,
    mark_self_checked,
    remind_due,
)
from rectification.services.round_changes import call_off_round, change_round
from rectification.services.self_checks import forget_self_checks, keep_answers
from tests.factories import Township, check_round, township

REASON = "与上级专项检查时间重叠，另行安排。"


@pytest.fixture
def running(town: Township) -> CheckRound:
    return check_round(town)


def change(round_: CheckRound, who: Person, **given: Any) -> CheckRound:
    names = ["title", "starts_on", "ends_on", "reminds_at_half_time", "reminds_in_last_days"]
    said = {name: getattr(round_, name) for name in names}
    with acting_as(who.user.pk):
        return change_round(round_=round_, by=authority_of(who.user), **{**said, **given})


def call_off(round_: CheckRound, who: Person, reason: str = REASON) -> CheckRound:
    with acting_as(who.user.pk):
        return call_off_round(round_=round_, by=authority_of(who.user), reason=reason)


def told(kind: str) -> set[Person]:
    rows = OutboxMessage.objects.filter(kind=kind).select_related("recipient")
    return {row.recipient for row in rows}


def acts(round_: CheckRound) -> list[tuple[str, str, str]]:
    events = CheckRoundEvent.objects.filter(round=round_).order_by("pk").select_related("actor")
    return [(event.verb, event.acting_role, event.actor.name) for event in events]


# --- changed ------------------------------------------------------------------------------------


def test_end_is_put_off_with_history_event_and_message(town: Township, running: CheckRound) -> None:
    before = running.ends_on
    found = change(running, town.officer, ends_on=before + timedelta(days=10))
    assert found.ends_on == before + timedelta(days=10)
    (changed,) = changes_of(found, ["ends_on", "title"])
    (altered,) = changed.fields
    assert (changed.by, altered.name, altered.old) == (town.officer.name, "ends_on", before)
    assert acts(running) == [
        (CheckRoundVerb.OPENED, "ORG", town.org.name),
        (CheckRoundVerb.CHANGED, "OFF", town.officer.name),
    ]
    assert told("round_changed") == set(people_in(running)) == told("round_opened")


def test_each_change_is_told_by_itself_and_never_twice(town: Township, running: CheckRound) -> None:
    people = len(people_in(running))
    change(running, town.org, title="年中查摆")
    change(running, town.org, title="年中查摆和党性体检")
    assert OutboxMessage.objects.filter(kind="round_changed").count() == 2 * people
    with pytest.raises(CaseError) as refused:
        change(running, town.org, title=" 年中查摆和党性体检 ")
    assert (refused.value.rule, len(acts(running))) == ("3.6", 3)


def test_other_reminders_are_recorded_and_told_to_nobody(
    town: Township, running: CheckRound
) -> None:
    change(running, town.org, reminds_at_half_time=False)
    assert acts(running)[1:] == [(CheckRoundVerb.CHANGED, "ORG", town.org.name)]
    assert told("round_changed") == set()


@pytest.mark.parametrize(
    "given",
    [
        {"ends_on": date(2026, 6, 9)},
        {"starts_on": date(2026, 5, 12)},
        {"ends_on": date(2027, 6, 9)},
        {"title": "涉密事项查摆"},
    ],
    ids=str,
)
def test_change_that_is_refused_changes_nothing(
    town: Township, running: CheckRound, given: dict[str, Any]
) -> None:
    with pytest.raises(CaseError) as refused:
        change(running, town.org, **given)
    assert refused.value.rule == ("8.11" if "title" in given else "3.6")
    assert CheckRound.objects.get() == running
    assert (len(acts(running)), told("round_changed")) == (1, set())


def test_round_ahead_begins_earlier_and_is_announced_then(town: Township) -> None:
    found = check_round(town, begins_in=14)
    change(found, town.org, starts_on=today(), ends_on=today() + timedelta(days=7))
    assert told("round_opened") == set(people_in(found))
    assert told("round_changed") == set()
    assert announce_due() == 0


def test_nobody_but_its_offices_changes_a_round_or_calls_it_off(
    town: Township, running: CheckRound
) -> None:
    for someone in (town.pse, town.lg, town.east.secretary, town.dis[0], township().org):
        with pytest.raises(NotAllowed):
            change(running, someone, title="另一轮")
        with pytest.raises(NotAllowed):
            call_off(running, someone)
    assert len(acts(running)) == 1


# --- called off ---------------------------------------------------------------------------------


def test_round_is_called_off_with_reason_history_event_and_message(
    town: Township, running: CheckRound
) -> None:
    found = call_off(running, town.officer)
    assert (found.called_off_because, found.called_off_at) == (REASON, timezone.now())
    (changed,) = changes_of(found, ["called_off_because"])
    assert (changed.by, changed.fields[0].new) == (town.officer.name, REASON)
    assert acts(running)[1:] == [(CheckRoundVerb.CALLED_OFF, "OFF", town.officer.name)]
    assert told("round_called_off") == set(people_in(running))


def test_round_ahead_is_called_off_and_never_announced(
    town: Township, clock: time_machine.Traveller
) -> None:
    found = check_round(town, begins_in=7)
    call_off(found, town.org)
    assert told("round_called_off") == set(people_in(found))
    clock.shift(timedelta(days=7))
    assert (announce_due(), told("round_opened")) == (0, set())


def test_round_called_off_asks_and_reminds_of_nothing(
    town: Township, running: CheckRound, clock: time_machine.Traveller
) -> None:
    found = call_off(running, town.org)
    member, secretary = (authority_of(p.user) for p in (town.east.members[0], town.east.secretary))
    with pytest.raises(NotAllowed):
        mark_self_checked(round_=found, by=member)
    with pytest.raises(CaseError):
        mark_checked(round_=found, organisation=town.east.organisation, by=secretary)
    clock.move_to("2026-06-08 10:00+08:00")
    assert (remind_due(), CheckReminder.objects.count()) == (0, 0)


def test_answers_of_a_round_called_off_are_deleted_and_those_of_others_stay(
    town: Township, running: CheckRound
) -> None:
    far = township()
    elsewhere = check_round(far)
    for round_, someone in ((running, town.east.members[0]), (elsewhere, far.east.members[0])):
        keep_answers(round_=round_, by=authority_of(someone.user), answers={"text_1": "独白"})
    assert forget_self_checks() == 0
    call_off(running, town.org)
    assert (forget_self_checks(), forget_self_checks()) == (1, 0)
    assert SelfCheck.objects.get().round == elsewhere


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        ("重叠", "3.6"),
        ("石小满所在支部情况特殊，另行安排。", "3.6"),
        ("因涉密事项不再开展，另行安排。", "8.11"),
    ],
)
def test_reason_that_is_refused_calls_nothing_off(
    town: Township, running: CheckRound, reason: str, rule: str
) -> None:
    with pytest.raises(CaseError) as refused:
        call_off(running, town.org, reason)
    assert refused.value.rule == rule
    assert (CheckRound.objects.get().called_off_at, told("round_called_off")) == (None, set())


def test_round_over_or_called_off_is_neither_changed_nor_called_off(
    town: Township, running: CheckRound, clock: time_machine.Traveller
) -> None:
    called_off = check_round(town, begins_in=40)
    call_off(called_off, town.org)
    clock.shift(timedelta(days=31))
    for round_ in (running, called_off):
        for act in (
            lambda r=round_: change(r, town.org, title="又一轮"),
            lambda r=round_: call_off(r, town.org),
        ):
            with pytest.raises(CaseError) as refused:
                act()
            assert refused.value.rule == "3.6"


def test_another_round_takes_the_days_of_one_called_off(
    town: Township, running: CheckRound
) -> None:
    call_off(running, town.org)
    assert check_round(town).starts_on == running.starts_on


# --- reminders ----------------------------------------------------------------------------------


def fired(clock: time_machine.Traveller, until: date) -> list[date]:
    found, day = [], today()
    while day <= until:
        clock.move_to(f"{day} 00:05+08:00")
        found += [day] * remind_due()
        day += timedelta(days=1)
    return found


def test_end_that_was_moved_is_reminded_of_anew(
    town: Township, running: CheckRound, clock: time_machine.Traveller
) -> None:
    """Half of it is over on 26 May; with the end on 10 June the last days begin on 8 June."""
    assert fired(clock, date(2026, 6, 9)) == [date(2026, 5, 26), date(2026, 6, 8)]
    change(running, town.org, ends_on=date(2026, 7, 10))
    assert fired(clock, date(2026, 7, 11)) == [date(2026, 7, 8)]


@pytest.mark.parametrize(
    ("switched", "days"),
    [
        ("reminds_at_half_time", [date(2026, 6, 8)]),
        ("reminds_in_last_days", [date(2026, 5, 26)]),
    ],
)
def test_reminder_that_is_switched_off_is_not_sent(
    town: Township,
    running: CheckRound,
    clock: time_machine.Traveller,
    switched: str,
    days: list[date],
) -> None:
    change(running, town.org, **{switched: False})
    assert fired(clock, date(2026, 6, 11)) == days


def test_event_is_never_changed(running: CheckRound) -> None:
    event = running.events.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
