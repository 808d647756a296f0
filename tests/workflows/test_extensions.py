"""docs/rules.md T17: more time is asked for in time, advised on, and decided by the approver."""

from datetime import date, timedelta

import pytest

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Extension
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.days import at
from tests.outbox import told
from tests.workflows.answers import REASON
from tests.workflows.play import Play

pytestmark = pytest.mark.usefixtures("nothing_broken")
NOW = at("2026-11-23")


@pytest.fixture
def working(play: Play) -> Play:
    """Approved on Monday 23 November 2026, due on the Monday after."""
    play.bring_to(CaseStage.RECTIFYING)
    assert (today(), play.case.due_on) == (date(2026, 11, 23), date(2026, 11, 30))
    return play


def extension(play: Play) -> Extension:
    return play.case.extensions.latest("pk")


def on(play: Play, day: str) -> None:
    play.clock.move_to(at(day))


def granted(play: Play, days: int = 7) -> None:
    play.ask_extension(play.case.due_on + timedelta(days=days))
    play.take("review_extension")
    play.take("decide_extension")


def test_granted_the_new_day_holds_everywhere_and_the_first_promise_stays(working: Play) -> None:
    play, new = working, date(2026, 12, 7)
    granted(play)
    case = play.case
    assert (case.due_on, case.first_due_on) == (new, date(2026, 11, 30))
    assert [row.due_on for row in case.plans.get().measures.all()] == [new]
    assert play.item("carry_out").due_on == new
    rows = list(case.deadlines.values_list("number", "ground", "due_on", "set_by__name"))
    assert rows[-1] == (2, "extension", new, play.town.pse.name)
    assert (extension(play).former_due_on, extension(play).favoured) == (date(2026, 11, 30), True)
    assert told("extension_decided", case) == {
        play.town.east.secretary,
        play.town.east.clerk,
        play.town.intake,
        play.town.officer,
    }


def test_what_the_office_advises_against_is_decided_all_the_same(working: Play) -> None:
    working.ask_extension()
    working.take("review_extension", decision="oppose")
    assert extension(working).favoured is False
    working.take("decide_extension")
    assert working.case.due_on == date(2026, 12, 7)


def test_a_unit_that_came_later_gets_the_new_day_as_well(play: Play) -> None:
    """Its work is a process of its own, due with the last of its measures."""
    west = play.town.west
    play.co_units, play.shares_answered = [west.organisation], False
    play.bring_to(CaseStage.RECTIFYING)
    play.take("accept_share")
    play.ask_extension()
    play.take("review_extension")
    play.take("decide_extension")
    own, theirs = play.item("carry_out"), play.item("carry_out", west.secretary)
    assert own != theirs
    assert (own.due_on, theirs.due_on) == (play.case.due_on,) * 2
    assert west.secretary in told("extension_decided", play.case)


def test_refused_the_old_day_stays(working: Play) -> None:
    working.ask_extension()
    working.take("review_extension")
    working.take("decide_extension", decision="refuse", reason=REASON)
    assert (working.case.due_on, extension(working).answer) == (date(2026, 11, 30), REASON)
    assert working.case.deadlines.count() == 1


def test_only_the_measures_named_get_the_new_day(working: Play) -> None:
    working.ask_extension(measures=[])
    working.take("review_extension")
    working.take("decide_extension")
    assert working.case.due_on == date(2026, 12, 7)
    assert [row.due_on for row in working.case.plans.get().measures.all()] == [date(2026, 11, 30)]


@pytest.mark.parametrize(("day", "in_time"), [("2026-11-25", True), ("2026-11-26", False)])
def test_it_is_received_three_working_days_before(working: Play, day: str, in_time: bool) -> None:
    on(working, day)
    if in_time:
        working.ask_extension()
        return
    with pytest.raises(CaseError) as refused:
        working.ask_extension()
    assert (refused.value.rule, "11月25日" in str(refused.value)) == ("T17", True)


def test_it_does_not_lapse_while_others_decide_and_silence_grants_nothing(working: Play) -> None:
    on(working, "2026-11-25")
    working.ask_extension(date(2026, 12, 14))
    on(working, "2026-12-04")
    assert working.item("carry_out").due_on == date(2026, 11, 30)
    working.take("review_extension")
    working.take("decide_extension")
    assert working.case.due_on == date(2026, 12, 14)


def test_two_in_a_round_and_one_at_a_time(working: Play) -> None:
    working.ask_extension()
    with pytest.raises(CaseError, match="申请"):
        working.ask_extension()
    working.take("review_extension")
    working.take("decide_extension")
    granted(working)
    with pytest.raises(CaseError, match="两次"):
        working.ask_extension()


def test_refused_ones_do_not_count(working: Play) -> None:
    for _time in range(3):
        working.ask_extension()
        working.take("review_extension")
        working.take("decide_extension", decision="refuse", reason=REASON)
    working.ask_extension()
    assert working.case.extensions.count() == 4


@pytest.mark.parametrize(("until", "may"), [("2027-01-25", True), ("2027-01-26", False)])
def test_never_past_the_limit_of_the_class(working: Play, until: str, may: bool) -> None:
    """Two months from the approval on 23 November, whose last day is a Saturday."""
    if may:
        working.ask_extension(date.fromisoformat(until))
        return
    with pytest.raises(CaseError) as refused:
        working.ask_extension(date.fromisoformat(until))
    assert (refused.value.field, "整改类别" in str(refused.value)) == ("until", True)


def test_the_immediate_class_has_none(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, deadline_class="immediate")
    with pytest.raises(CaseError, match="立行立改"):
        play.ask_extension()


def test_taken_back_while_undecided_by_whoever_asked(working: Play) -> None:
    working.ask_extension()
    working.take("review_extension")
    with pytest.raises(NotAllowed):
        working.take_extension_back(working.town.east.clerk)
    working.take_extension_back()
    assert (extension(working).decision, working.open_steps()) == ("withdrawn", ["carry_out"])
    with pytest.raises(CaseError):
        working.take_extension_back()


def test_it_goes_to_whoever_approves_on_the_day_of_the_decision(working: Play) -> None:
    working.ask_extension()
    working.declare_recusal(working.town.pse)
    working.take("review_extension")
    assert working.item("decide_extension").role == "DPS"


def test_it_ends_with_the_case(working: Play) -> None:
    working.ask_extension()
    working.propose_termination()
    working.take("decide_termination", decision="agree")
    assert (extension(working).decision, working.open_steps()) == ("lapsed", [])


def test_a_case_that_moved_on_can_still_be_given_the_day_asked_for(working: Play) -> None:
    """Handed in while the request waited; the day may still matter when it comes back."""
    on(working, "2026-11-25")
    working.ask_extension()
    working.go_on_to(CaseStage.FIRST_REVIEW)
    working.take("review_extension")
    working.take("decide_extension")
    assert working.case.due_on == date(2026, 12, 7)


def test_it_is_refused_to_grant_what_is_no_longer_later(working: Play) -> None:
    """The class was changed meanwhile, and its day is later than the one asked for."""
    working.ask_extension(date(2026, 12, 1))
    working.take("review_extension")
    working.ask_reclassification(date(2026, 12, 2))
    working.take("decide_reclassification")
    attempt = working.attempt("decide_extension")
    assert (attempt.done, attempt.form.refused_by) == (False, "T17")


def test_the_limit_does_not_shrink_by_a_pause(working: Play) -> None:
    working.ask_pause(date(2026, 12, 14))
    working.take("agree_pause")
    on(working, "2026-12-07")
    working.resume_case()
    paused = current_calendar().count_working_days(date(2026, 11, 22), date(2026, 12, 6))
    limit = current_calendar().add_working_days(date(2027, 1, 25), paused).on
    working.ask_extension(limit)
    assert extension(working).new_due_on == limit
