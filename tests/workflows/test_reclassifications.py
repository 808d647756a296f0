"""docs/rules.md 4.5: another deadline class is asked for with reasons and decided above."""

from datetime import date

import pytest

from rectification.enums import CaseStage
from rectification.exceptions import CaseError
from tests.days import at
from tests.factories import acting
from tests.outbox import told
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from workflows import deadlines

pytestmark = pytest.mark.usefixtures("nothing_broken")
NOW = at("2026-11-23")


@pytest.fixture
def immediate(play: Play) -> Play:
    """Approved on Monday 23 November 2026: seven working days, until 2 December."""
    play.bring_to(CaseStage.RECTIFYING, deadline_class="immediate")
    assert play.case.due_on == date(2026, 12, 2)
    return play


def test_a_longer_class_gives_the_day_within_its_limit(immediate: Play) -> None:
    play, new = immediate, date(2027, 1, 20)
    play.ask_reclassification(new, new_class="limited")
    assert (play.case.deadline_class, play.case.due_on) == ("immediate", date(2026, 12, 2))
    play.take("decide_reclassification")
    case = play.case
    assert (case.deadline_class, case.due_on, case.first_due_on) == (
        "limited",
        new,
        date(2026, 12, 2),
    )
    item = play.item("carry_out")
    assert (item.due_on, item.due_provisional, item.clock) == (new, True, "rectify_limited")
    assert case.deadlines.last().ground == "reclassification"
    row = case.reclassifications.get()
    assert (row.former_class, row.new_class, row.decision) == ("immediate", "limited", "granted")
    assert play.town.east.secretary in told("reclassification_decided", case)


def test_longer_class_sends_the_plan_with_its_new_days_to_the_approver(immediate: Play) -> None:
    play, new = immediate, date(2027, 1, 20)
    before = play.case.plans.get().measures.get().due_on
    play.ask_reclassification(new, new_class="limited")
    play.take("decide_reclassification")
    assert play.open_steps() == ["carry_out", "change_plan"]
    assert play.case.plans.get().measures.get().due_on == before
    play.pass_days(1)
    play.drop_change()
    play.carry_out()
    assert "类别" in str(play.refusal("report_effect"))
    play.begin_change()
    more = play.measure(0, play.town.east.organisation, text="分步完成。", due_on=str(new))
    play.take("change_plan", **{**play.change(), **more})
    play.take("advise_change")
    play.take("approve_change")
    assert new in play.case.plans.last().measures.values_list("due_on", flat=True)
    play.carry_out()
    play.take("report_effect")
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_class_that_is_shorter_again_but_longer_than_the_plan_still_asks_for_one(
    immediate: Play,
) -> None:
    play = immediate
    for until, new_class in ((date(2027, 1, 25), "long_term"), (date(2027, 1, 20), "limited")):
        play.ask_reclassification(until, new_class=new_class)
        play.take("decide_reclassification")
    play.drop_change()
    play.carry_out()
    assert "类别" in str(play.refusal("report_effect"))


def test_class_that_is_again_the_one_of_the_plan_asks_for_nothing(immediate: Play) -> None:
    play = immediate
    for until, new_class in ((date(2027, 1, 20), "limited"), (date(2026, 12, 2), "immediate")):
        play.ask_reclassification(until, new_class=new_class)
        play.take("decide_reclassification")
    play.drop_change()
    play.carry_out()
    play.take("report_effect")
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_change_that_is_under_way_takes_the_new_days_in(immediate: Play) -> None:
    immediate.begin_change()
    immediate.ask_reclassification(date(2027, 1, 20), new_class="limited")
    immediate.take("decide_reclassification")
    assert immediate.open_steps() == ["carry_out", "change_plan"]


@pytest.mark.parametrize(
    ("new_class", "until", "may"),
    [
        ("limited", "2027-01-25", True),
        ("limited", "2027-01-26", False),
        ("long_term", "2027-02-23", True),
        ("long_term", "2027-02-24", False),
        ("limited", "2026-11-20", False),
        ("immediate", "2026-12-01", False),
    ],
)
def test_the_limit_is_counted_from_the_approval(
    immediate: Play, new_class: str, until: str, may: bool
) -> None:
    immediate.clock.move_to(at("2026-11-27"))
    if may:
        immediate.ask_reclassification(date.fromisoformat(until), new_class=new_class)
        return
    with pytest.raises(CaseError) as refused:
        immediate.ask_reclassification(date.fromisoformat(until), new_class=new_class)
    assert (refused.value.field, refused.value.rule) == ("until", "4.5")


def test_a_shorter_class_brings_open_measures_within_its_day(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    measure.due_on = date(2026, 12, 18)
    measure.save()
    play.ask_reclassification(date(2026, 12, 2), new_class="immediate")
    play.take("decide_reclassification")
    measure.refresh_from_db()
    assert (play.case.due_on, measure.due_on) == (date(2026, 12, 2), date(2026, 12, 2))


def test_refused_class_and_day_stay(immediate: Play) -> None:
    immediate.ask_reclassification(date(2027, 1, 20), new_class="limited")
    immediate.take("decide_reclassification", decision="refuse", reason=REASON)
    case = immediate.case
    assert (case.deadline_class, case.due_on) == ("immediate", date(2026, 12, 2))
    assert (case.reclassifications.get().answer, case.deadlines.count()) == (REASON, 1)


def test_the_owner_asks_too_and_one_at_a_time(immediate: Play) -> None:
    secretary = immediate.town.east.secretary
    asked = {"new_class": "limited", "until": date(2027, 1, 20), "reason": REASON}
    case, actor = immediate.case, acting(secretary)
    deadlines.ask_reclassification(user=user_of(secretary), case=case, actor=actor, **asked)
    with pytest.raises(CaseError, match="变更整改类别"):
        immediate.ask_reclassification(date(2027, 1, 20), new_class="limited")


def test_it_ends_with_the_case(immediate: Play) -> None:
    immediate.ask_reclassification(date(2027, 1, 20), new_class="limited")
    immediate.propose_termination()
    immediate.take("decide_termination", decision="agree")
    assert immediate.case.reclassifications.get().decision == "lapsed"
    assert immediate.open_steps() == []
