"""docs/rules.md, scenario 6: a year's calendar comes late, and days move, only ever later."""

from datetime import date

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.services.calendar import load_year
from tests.days import at
from tests.outbox import told
from tests.rectification.calendar.years import YEAR_2027
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from workflows.sweep import sweep

pytestmark = pytest.mark.usefixtures("nothing_broken")
NOW = at("2026-12-28")
"""A Monday; in the year to come 31 December and 1 January turn out to be off."""


def swept(play: Play) -> int:
    made = sweep()
    play.case.refresh_from_db()
    return made


def day_of(play: Play, step: str) -> tuple[date | None, bool]:
    item = play.item(step)
    return item.due_on, item.due_provisional


def publish() -> None:
    load_year(content=YEAR_2027.encode())


def test_a_counted_day_is_provisional_says_so_and_moves_later_once(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    assert day_of(play, "advise_plan") == (date(2027, 1, 4), True)
    why = reverse("rectification:due", args=[play.case.pk, play.item("advise_plan").pk])
    html = client_of(play.town.org).get(why).content.decode()
    assert "暂定" in html
    assert "2027年" in html
    assert "尚未公布" in html
    assert swept(play) == 0
    publish()
    assert (swept(play), swept(play)) == (1, 0)
    assert day_of(play, "advise_plan") == (date(2027, 1, 6), False)
    concerned = {play.town.east.secretary, play.town.east.clerk}
    assert told("days_recounted", play.case) == concerned | {play.town.intake, play.town.officer}
    event = play.case.events.get(verb="days_recounted")
    assert event.actor_kind == "system"


def test_a_day_that_stays_becomes_firm_and_nobody_is_bothered(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    assert (play.case.due_on, play.case.due_provisional) == (date(2027, 1, 4), True)
    publish()
    assert swept(play) == 1
    assert (play.case.due_on, play.case.due_provisional) == (date(2027, 1, 4), False)
    assert day_of(play, "carry_out") == (date(2027, 1, 4), False)
    assert told("days_recounted", play.case) == set()
    last = play.case.deadlines.last()
    assert (last.ground, last.provisional, last.set_by) == ("calendar", False, None)


def test_a_day_granted_that_turns_out_to_be_off_ends_after_the_holiday(play: Play) -> None:
    """The extension went to 5 February, which is Spring Festival by the notice."""
    play.bring_to(CaseStage.RECTIFYING)
    play.ask_extension(date(2027, 2, 5))
    play.take("review_extension")
    play.take("decide_extension")
    assert (play.case.due_on, play.case.due_provisional) == (date(2027, 2, 5), True)
    publish()
    assert swept(play) == 1
    after = date(2027, 2, 15)
    measure = play.case.plans.get().measures.get()
    assert (play.case.due_on, play.item("carry_out").due_on, measure.due_on) == (after,) * 3
    assert play.case.first_due_on == date(2027, 1, 4)
    assert [row.ground for row in play.case.deadlines.all()] == [
        "approval",
        "extension",
        "calendar",
    ]
    assert told("days_recounted", play.case)


def test_a_day_moved_by_a_pause_is_counted_with_it(play: Play) -> None:
    """Five working days and three paused: eight by the calendar then known, and by the new one."""
    play.bring_to(CaseStage.RECTIFYING)
    play.propose_termination()
    play.ask_pause(date(2027, 1, 20))
    play.take("agree_pause")
    play.clock.move_to(at("2026-12-31"))
    play.resume_case()
    assert day_of(play, "decide_termination") == (date(2027, 1, 6), True)
    publish()
    # Counted anew, and the ladder climbs a rung.
    assert swept(play) == 2
    assert day_of(play, "decide_termination") == (date(2027, 1, 8), False)


def test_a_shorter_count_brings_no_day_forward(play: Play) -> None:
    """The week-end of 30 January is worked: the days once given stay."""
    play.clock.move_to(at("2027-01-27"))
    play.bring_to(CaseStage.PLAN_REVIEW)
    assert day_of(play, "advise_plan") == (date(2027, 2, 3), True)
    publish()
    assert swept(play) == 1
    assert day_of(play, "advise_plan") == (date(2027, 2, 3), False)
    assert told("days_recounted", play.case) == set()


def test_a_firm_day_at_the_end_of_the_old_year_moves_when_it_is_off_after_all(play: Play) -> None:
    play.clock.move_to(at("2026-12-24"))
    play.bring_to(CaseStage.PLAN_REVIEW)
    assert day_of(play, "advise_plan") == (date(2026, 12, 31), False)
    publish()
    assert (swept(play), swept(play)) == (1, 0)
    assert day_of(play, "advise_plan") == (date(2027, 1, 4), False)


def test_a_running_notice_keeps_its_working_days(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    before = play.notice
    assert (before.ends_on, before.ends_provisional) == (date(2027, 1, 4), True)
    publish()
    assert swept(play) == 1
    after = play.notice
    assert (after.ends_on, after.ends_provisional) == (date(2027, 1, 6), False)
    assert day_of(play, "notice_period") == (date(2027, 1, 6), False)
