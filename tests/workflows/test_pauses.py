"""docs/rules.md T18: the clocks of a case stand still and run again, and no day is lost."""

from datetime import date

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.exceptions import CaseError
from rectification.models import Pause
from rectification.policies.days import today
from rectification.selectors.reminders import items_to_remind
from tests.days import at
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play
from workflows.sweep import sweep

pytestmark = pytest.mark.usefixtures("nothing_broken")
NOW = at("2026-11-23")


@pytest.fixture
def working(play: Play) -> Play:
    """Approved on Monday 23 November 2026, due on the Monday after."""
    play.bring_to(CaseStage.RECTIFYING)
    assert (today(), play.case.due_on) == (date(2026, 11, 23), date(2026, 11, 30))
    return play


def paused(play: Play, until: str = "2026-12-07") -> Pause:
    play.ask_pause(date.fromisoformat(until))
    play.take("agree_pause")
    return play.case.pauses.latest("pk")


def on(play: Play, day: str) -> None:
    play.clock.move_to(at(day))


def swept(play: Play) -> int:
    made = sweep()
    play.case.refresh_from_db()
    return made


def days_of(play: Play) -> tuple[date | None, date | None, date | None]:
    """Of the case, its open step and its measure."""
    measure = play.case.plans.get().measures.get()
    return play.case.due_on, play.item("carry_out").due_on, measure.due_on


def test_days_move_by_the_paused_working_days(working: Play) -> None:
    """Wednesday to Thursday of the week after: paused on 25, 26, 27, 30, 1, 2."""
    on(working, "2026-11-25")
    paused(working)
    assert (working.case.stage, working.case.paused) == ("rectifying", True)
    assert days_of(working) == (date(2026, 11, 30),) * 3
    on(working, "2026-12-03")
    working.resume_case()
    assert working.case.paused is False
    assert days_of(working) == (date(2026, 12, 8),) * 3
    assert working.case.first_due_on == date(2026, 11, 30)
    rows = list(working.case.deadlines.values_list("ground", "starts_on", "due_on"))
    assert rows[-1] == ("resumption", date(2026, 12, 3), date(2026, 12, 8))


def test_resumed_on_the_day_of_pausing_nothing_moves(working: Play) -> None:
    paused(working)
    working.resume_case()
    assert days_of(working) == (date(2026, 11, 30),) * 3


@pytest.mark.parametrize("noticed", ["2026-12-07", "2026-12-21"])
def test_time_resumes_it_on_its_end_day_however_late_it_is_noticed(
    working: Play, noticed: str
) -> None:
    pause = paused(working)
    on(working, "2026-12-06")
    assert swept(working) == 0
    on(working, noticed)
    # It is resumed, and the ladder of the new day begins.
    assert (swept(working), swept(working)) == (2, 0)
    pause.refresh_from_db()
    assert (pause.resumed_on, working.case.due_on) == (date(2026, 12, 7), date(2026, 12, 14))
    assert working.case.events.filter(verb="resumed").get().actor_kind == "system"


def test_everybody_concerned_is_told(working: Play) -> None:
    concerned = {
        working.town.east.secretary,
        working.town.east.clerk,
        working.town.intake,
        working.town.officer,
    }
    paused(working)
    assert told("case_paused", working.case) == concerned
    working.resume_case()
    assert told("case_resumed", working.case) == concerned


def test_it_goes_over_into_a_longer_one_without_a_gap(working: Play) -> None:
    paused(working, "2026-12-07")
    on(working, "2026-12-03")
    second = paused(working, "2026-12-21")
    first = working.case.pauses.earliest("pk")
    assert (first.resumed_on, second.paused_on) == (date(2026, 12, 3), date(2026, 12, 3))
    assert working.case.due_on == date(2026, 12, 10)
    on(working, "2026-12-21")
    assert swept(working) == 2
    assert working.case.due_on == date(2026, 12, 28)


@pytest.mark.parametrize(("until", "may"), [("2027-01-22", True), ("2027-01-23", False)])
def test_sixty_natural_days_at_most(working: Play, until: str, may: bool) -> None:
    if may:
        working.ask_pause(date.fromisoformat(until))
        return
    with pytest.raises(CaseError) as refused:
        working.ask_pause(date.fromisoformat(until))
    assert (refused.value.field, refused.value.rule) == ("until", "T18")


def test_agreed_to_too_late_it_is_asked_anew(working: Play) -> None:
    working.ask_pause(date(2026, 11, 26))
    on(working, "2026-11-26")
    attempt = working.attempt("agree_pause")
    assert (attempt.done, attempt.form.refused_by) == (False, "T18")
    working.take("agree_pause", decision="refuse", reason=REASON)
    assert (working.case.paused, told("pause_refused", working.case)) == (
        False,
        {working.town.intake, working.town.officer},
    )


def test_the_work_goes_on_and_the_stage_stays(working: Play) -> None:
    paused(working)
    working.carry_out()
    attempt = working.attempt("report_effect")
    assert (attempt.done, attempt.form.refused_by) == (False, "T18")
    working.resume_case()
    working.take("report_effect")
    assert working.case.stage == "first_review"


def test_a_step_opened_in_the_pause_loses_no_day_of_its_own(working: Play) -> None:
    paused(working)
    on(working, "2026-11-25")
    working.propose_termination()
    assert working.item("decide_termination").due_on == date(2026, 12, 2)
    on(working, "2026-11-30")
    working.resume_case()
    assert working.item("decide_termination").due_on == date(2026, 12, 4)


def test_nobody_is_reminded_and_no_answer_is_over(play: Play) -> None:
    play.shares_answered = False
    play.co_units = [play.town.west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    item = play.item("accept_share")
    paused(play, "2026-12-21")
    on(play, "2026-12-02")
    assert (list(items_to_remind()), swept(play)) == ([], 0)
    play.resume_case()
    moved = play.item("accept_share").due_on
    assert item.due_on is not None
    assert moved is not None
    assert moved > item.due_on


def test_no_extension_and_no_other_class_while_it_is_paused(working: Play) -> None:
    paused(working)
    for ask in (working.ask_extension, working.ask_reclassification):
        with pytest.raises(CaseError, match="中止"):
            ask()


def test_the_end_of_the_case_ends_the_pause(working: Play) -> None:
    pause = paused(working)
    working.propose_termination()
    working.take("decide_termination", decision="agree")
    pause.refresh_from_db()
    assert (pause.resumed_on, working.case.paused) == (today(), False)


def test_why_this_day_names_the_pause(working: Play) -> None:
    def lines() -> list[str]:
        item = working.item("carry_out")
        url = reverse("rectification:due", args=[working.case.pk, item.pk])
        response = client_of(working.town.east.secretary).get(url)
        return [line for line in response.context["reasons"].lines if "中止" in line]

    assert lines() == []
    paused(working)
    assert lines() == ["自2026年11月23日起中止（不可抗力），恢复办理时时限相应顺延。"]
    on(working, "2026-12-03")
    working.resume_case()
    assert lines()[-1] == (
        "2026年11月23日起中止（不可抗力），2026年12月3日恢复，其间的工作日不计入时限。"
    )


def test_its_light_is_grey_and_the_office_may_resume(working: Play) -> None:
    paused(working)
    url = reverse("rectification:case", args=[working.case.pk])
    page = client_of(working.town.officer).get(url)
    assert page.context["page"].light.colour == "grey"
    assert [row[-1].light.colour for row in page.context["page"].plan.rows] == ["grey"]
    assert "不可抗力，2026年12月7日恢复" in page.content.decode()
    assert reverse("workflows:resume_case", args=[working.case.pk]) in page.content.decode()
