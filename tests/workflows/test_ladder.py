"""docs/rules.md 4.5, “Ladder”: the sweep urges once for each deadline, or is silent."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rectification.enums import CaseStage, DeadlineGround, EventVerb
from rectification.models import CaseEvent, OutboxMessage, Person
from rectification.policies.actors import SYSTEM
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services.deadlines import set_due
from rectification.services.events import record_event
from rectification.web.dates import list_date
from tests.days import at
from tests.rectification.web.desk import html_of
from tests.workflows.answers import REASON
from tests.workflows.barred import recuse
from tests.workflows.play import Play
from workflows.sweep import sweep


def rungs(play: Play) -> list[str]:
    events = CaseEvent.objects.filter(case=play.case, reference__startswith="rung:")
    names = events.order_by("sequence").values_list("reference", flat=True)
    return [name.removeprefix("rung:").partition("@")[0] for name in names]


def told(play: Play, kind: str) -> set[Person]:
    rows = OutboxMessage.objects.filter(kind=kind, case=play.case)
    return {row.recipient for row in rows.select_related("recipient")}


def move_to(play: Play, after: int, base: date | None = None) -> None:
    """So many working days after the due date; before it where negative."""
    base, calendar = base or play.case.due_on, current_calendar()
    count = calendar.subtract_working_days if after < 0 else calendar.add_working_days
    play.clock.move_to(
        at(count(base, abs(after)).on, "09:00:00") if after else at(base, "09:00:00")
    )


def rectifying(play: Play, level: str = "B") -> None:
    """Due in some weeks, so that every rung lies ahead."""
    play.bring_to(CaseStage.RECTIFYING, level)
    later = current_calendar().add_working_days(play.case.due_on, 20)
    set_due(
        case=play.case,
        due=later,
        ground=DeadlineGround.EXTENSION,
        actor=SYSTEM,
        starts_on=today(),
    )


@pytest.mark.parametrize("level", ["B", "M"])
def test_owner_is_reminded_twice_and_urged_once(play: Play, level: str) -> None:
    rectifying(play, level)
    for after in (-6, -5, -4, -1, 0, 1, 2):
        move_to(play, after)
        sweep()
        sweep()
    assert rungs(play) == ["T-5", "T-1", "T+1"]
    east = play.town.east
    own = {east.members[0]} if level == "M" else {east.secretary, east.clerk}
    assert told(play, "due_soon") == own
    assert told(play, "overdue_urged") == own | {east.secretary}


def test_after_a_downtime_the_highest_rung_is_fired_and_the_record_names_the_missed(
    play: Play,
) -> None:
    rectifying(play)
    move_to(play, 2)
    sweep()
    event = play.case.events.get(verb=EventVerb.URGED)
    assert rungs(play) == ["T+1"]
    assert event.payload.text == "未能按时提醒、已略过：T-5、T-1"
    assert told(play, "due_soon") == set()
    words = f"逾期第1个工作日（期限{list_date(play.case.due_on)}）；未能按时提醒、已略过：T-5、T-1"
    assert words in html_of(play.town.officer, play.case)


def test_new_due_date_starts_a_new_ladder(play: Play) -> None:
    rectifying(play)
    move_to(play, 1)
    sweep()
    play.case.due_on = current_calendar().add_working_days(play.case.due_on, 10).on
    play.case.save()
    for after in (-5, -1):
        move_to(play, after)
        sweep()
    assert rungs(play) == ["T+1", "T-5", "T-1"]


@pytest.mark.parametrize("silent", ["sealed", "handed in"])
def test_nobody_is_urged_where_nothing_is_open(play: Play, silent: str) -> None:
    rectifying(play)
    if silent == "sealed":
        play.case.sealed = True
        play.case.save()
    else:
        play.go_on_to(CaseStage.FIRST_REVIEW)
    move_to(play, 1)
    sweep()
    assert rungs(play) == []


def test_approver_is_reminded_and_the_next_level_told_and_nothing_is_approved(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    play.take("draft_plan")
    play.take("advise_plan")
    start = play.item("approve_plan").clock_from
    for after, people in (
        (2, set()),
        (3, {play.town.pse}),
        (4, {play.town.pse}),
        (5, {play.town.pse, play.town.dps}),
        (9, {play.town.pse, play.town.dps}),
    ):
        move_to(play, after, start)
        sweep()
        assert told(play, "approval_waits") == people
    assert (rungs(play), play.open_steps()) == (["A+3", "A+5"], ["approve_plan"])
    play.take("approve_plan", decision="return", reason=REASON)
    assert play.case.stage == "planning"


def test_next_level_that_is_recused_is_passed_over(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    play.take("draft_plan")
    play.take("advise_plan")
    recuse(play, play.town.dps)
    move_to(play, 5, play.item("approve_plan").clock_from)
    sweep()
    assert told(play, "approval_waits") == {play.town.pse, play.town.lg}


def test_database_refuses_a_rung_twice(play: Play) -> None:
    rectifying(play)
    move_to(play, 1)
    sweep()
    once = play.case.events.get(verb=EventVerb.URGED)
    with pytest.raises(IntegrityError), transaction.atomic():
        record_event(case=play.case, verb=EventVerb.URGED, actor=SYSTEM, reference=once.reference)
