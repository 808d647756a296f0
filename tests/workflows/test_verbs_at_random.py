"""Whatever is done with a case in whatever order: each step has one holder, nothing is lost."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from structlog.testing import capture_logs
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from rectification.enums import CaseStage, RequestDecision, Step
from rectification.models import Case, PlanStatus, SupervisionOrder, WorkItem
from rectification.policies.orders import ORDERED
from rectification.selectors.plans import open_measures
from rectification.services.look_backs import plan_look_back
from tests.workflows.moved_at_random import ASKED, PLAIN, Moves
from tests.workflows.play import Play
from workflows.invariants import breaches

NUMBERS = st.integers(0, 23)
CLOSED = ("DONE", "CANCELED", "REVIVED")
DECIDING = (Step.ADVISE_PLAN, Step.APPROVE_PLAN, Step.ADVISE_CHANGE, Step.APPROVE_CHANGE)


def ordered_and_paused(play: Play) -> None:
    """An order is to be answered while the clocks stand still."""
    play.issue_order()
    play.ask_pause()
    play.take("agree_pause")
    assert (play.case.paused, "answer_order" in play.open_steps()) == (True, True)


def changed_and_reclassified(play: Play) -> None:
    """Another class is asked for while a change of the plan waits."""
    play.begin_change()
    play.take("change_plan")
    play.ask_reclassification()
    assert {"advise_change", "decide_reclassification"} <= set(play.open_steps())


def joined_and_succeeded(play: Play) -> None:
    """Another report is part of the case when its owner is succeeded by another."""
    moves = Moves(play)
    assert moves.ask("join", 0), moves.done
    assert moves.ask("succeed", 0), moves.done
    assert play.case.joined.count() == 1


def handed_over(play: Play) -> None:
    """A step of the office lies with one colleague of it."""
    moves = Moves(play)
    assert moves.ask("hand_over", 0), moves.done
    assert play.item(Step.DISPATCH).handed_by is not None


def found_back(play: Play) -> None:
    """A relapse was found, and one more look-back is planned."""
    Case.objects.filter(pk=play.case.pk).update(source="inspection")
    plan_look_back(case=Case.objects.get(pk=play.case.pk))
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    assert play.open_steps() == ["decide_relapse"]


@pytest.mark.django_db
def test_nothing_is_lost_whatever_is_done(play: Play) -> None:
    _run(play, "rectifying", "B", examples=3, moves=20)


@pytest.mark.long
@pytest.mark.authority
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "level"),
    [
        ("registered", "B"),
        ("rectifying", "B"),
        ("verifying", "B"),
        ("planning", "M"),
        ("rectifying", "M"),
    ],
)
def test_nothing_is_lost_in_many_more_orders(play: Play, stage: str, level: str) -> None:
    _run(play, stage, level, examples=9, moves=30)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "begin"),
    [
        ("rectifying", ordered_and_paused),
        ("rectifying", changed_and_reclassified),
        ("planning", joined_and_succeeded),
        ("registered", handed_over),
        ("closed", found_back),
    ],
)
def test_nothing_is_lost_from_where_chance_seldom_leads(
    play: Play, stage: str, begin: Callable[[Play], None]
) -> None:
    _run(play, stage, "B", examples=9, moves=30, begin=begin)


def _run(
    play: Play,
    stage: str,
    level: str,
    *,
    examples: int,
    moves: int,
    begin: Callable[[Play], None] = lambda _play: None,
) -> None:
    play.bring_to(stage, level, co_units=[] if level == "M" else [play.town.west.organisation])
    begin(play)
    check(play.case)
    VerbsAtRandom.play = play
    chosen = settings(
        max_examples=examples,
        stateful_step_count=moves,
        suppress_health_check=list(HealthCheck),
    )
    begun = timezone.now()

    def machine() -> VerbsAtRandom:
        play.clock.move_to(begun)
        return VerbsAtRandom()

    run_state_machine_as_test(machine, settings=chosen)


class VerbsAtRandom(RuleBasedStateMachine):
    """Every example begins with the same case; what it did is rolled back."""

    play: ClassVar[Play]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.play.case.refresh_from_db()
        self.moves = Moves(self.play)
        self.events = self.play.case.events.count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(which=NUMBERS)
    def work_on(self, which: int) -> None:
        self._look(self.moves.work_on(which))

    @rule(which=NUMBERS)
    def go_on(self, which: int) -> None:
        self._look(self.moves.work_on(which))

    @rule(which=NUMBERS, how=NUMBERS)
    def take(self, which: int, how: int) -> None:
        self._look(self.moves.take(which, how))

    @rule(name=st.sampled_from(ASKED), how=NUMBERS)
    def ask(self, name: str, how: int) -> None:
        self._look(self.moves.ask(name, how))

    @rule(name=st.sampled_from(PLAIN))
    def do(self, name: str) -> None:
        self._look(self.moves.plain(name))

    @rule()
    def recall(self) -> None:
        self._look(self.moves.recall())

    @rule(which=NUMBERS)
    def read(self, which: int) -> None:
        self.moves.read(which)

    @rule(days=st.integers(1, 8))
    def pass_days(self, days: int) -> None:
        with capture_logs() as logs:
            self.moves.pass_days(days)
        assert [line for line in logs if line["event"] == "move_failed"] == []
        check(self.play.case)
        self.events = self.play.case.events.count()

    def _look(self, made: bool) -> None:  # noqa: FBT001
        """What was refused has changed nothing; what was done stands in the history."""
        events = self.play.case.events.count()
        assert (events > self.events) == made, self.moves.done
        self.events = events
        if made:
            check(self.play.case)


def check(case: Case) -> None:
    items = list(case.work_items.filter(closed_at__isnull=True).select_related("order"))
    assert list(breaches()) == []
    _check_requests(case, [item.step for item in items])
    _check_days(case, items)
    _check_hands(case)
    live = Task.objects.filter(process__in=case.processes.all()).exclude(status__in=CLOSED)
    assert live.count() <= len(items) + 2
    assert case.processes.filter(status=PROCESS.NEW).count() <= len(items)


def _check_requests(case: Case, steps: list[str]) -> None:
    """What was asked lies with somebody, and nobody is asked what is decided."""
    for rows, asked in (
        (case.extensions, {Step.REVIEW_EXTENSION, Step.DECIDE_EXTENSION}),
        (case.pauses, {Step.AGREE_PAUSE}),
        (case.reclassifications, {Step.DECIDE_RECLASSIFICATION}),
    ):
        waiting = rows.filter(decision=RequestDecision.PENDING).count()
        assert waiting == len([step for step in steps if step in asked])
    ordered = case.orders.filter(SupervisionOrder.OPEN).count()
    assert ordered == steps.count(Step.ANSWER_ORDER)
    assert case.stage in ORDERED or not ordered
    if case.stage in CaseStage.open():
        laid = case.plans.filter(round=case.round, status=PlanStatus.SUBMITTED).count()
        assert laid == len([step for step in steps if step in DECIDING])


def _check_days(case: Case, items: list[WorkItem]) -> None:
    """No clock without a day, and the day of a step is that of the case or of its order."""
    assert [item.step for item in items if item.clock and item.due_on is None] == []
    for item in items:
        if item.step == Step.REPORT_EFFECT:
            assert item.due_on == case.due_on
        if item.order is not None:
            assert item.due_on == item.order.reply_on
    if Step.CARRY_OUT in {item.step for item in items}:
        assert not open_measures(case).filter(due_on__gt=case.due_on).exists()


def _check_hands(case: Case) -> None:
    """Nobody decides on what he drafted or asked for."""
    for plan in case.plans.filter(decided_by__isnull=False):
        assert plan.decided_by_id != plan.drafted_by_id
    for rows in (case.extensions, case.pauses, case.reclassifications):
        for row in rows.filter(decided_by__isnull=False):
            assert row.decided_by_id != row.asked_by_id
