"""Days of a township as the beat makes them: quietly, or by workers that are killed in between."""

import os
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rectification.enums import CaseLevel, CaseStage
from rectification.models import (
    Case,
    CaseEvent,
    InAppNotice,
    OutboxMessage,
    SupervisionOrder,
    WorkItem,
)
from rectification.notifications import deliver_due
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.days import at
from tests.factories import check_round
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.nightly import look_after
from workflows.sweep import sweep

Rows = Counter[tuple[Any, ...]]


def township_with_days_to_come(play: Play) -> None:
    """Reminders, rungs, orders, ends of claims, shares and notices, and a check round."""
    check_round(play.town)
    west = play.town.west.organisation
    for stage, level, units in (
        (CaseStage.RECTIFYING, CaseLevel.BRANCH, [west]),
        (CaseStage.RECTIFYING, CaseLevel.MEMBER, []),
        (CaseStage.PLANNING, CaseLevel.BRANCH, []),
        (CaseStage.IN_NOTICE, CaseLevel.BRANCH, []),
        (CaseStage.PENDING_CLAIM, CaseLevel.BRANCH, [west]),
        (CaseStage.PENDING_CLAIM, CaseLevel.MEMBER, []),
    ):
        play.case = Case()
        play.bring_to(stage, level, co_units=units)
    deliver_due()


def days_after(*working_days: int) -> list[date]:
    calendar, begun = current_calendar(), today()
    return [calendar.add_working_days(begun, count).on for count in working_days]


def beat() -> int:
    """Everything that the beat has workers do; returns how many moves the sweep made."""
    made = sweep()
    look_after()
    deliver_due()
    return made


def settle() -> None:
    """Until nothing is left to do today."""
    while beat():
        pass


def quiet(play: Play, days: Iterable[date]) -> Rows:
    """What comes of these days undisturbed; nothing of it stays, and the clock is put back."""
    begun = at(today())
    with transaction.atomic():
        for day in days:
            play.clock.move_to(at(day))
            settle()
        told = outcome()
        transaction.set_rollback(True)
    play.clock.move_to(begun)
    return told


def outcome() -> Rows:
    """Every effect with its number: what happened, was ordered, is open, was told and arrived."""
    assert list(breaches()) == []
    told = ("kind", "case", "recipient", "step", "created_at__date")
    events = CaseEvent.objects.values_list("case", "sequence", "verb", "step", "at__date")
    orders = SupervisionOrder.objects.values_list("case", "number", "level", "reply_on")
    items = WorkItem.objects.values_list("case", "step", "due_on", "closed_at__date", "outcome")
    return Counter(
        (name, *row)
        for name, rows in (
            ("event", events),
            ("order", orders),
            ("item", items),
            ("promised", OutboxMessage.objects.values_list(*told)),
            ("arrived", InAppNotice.objects.values_list(*told)),
        )
        for row in rows
    )


@contextmanager
def failing(words: str) -> Iterator[None]:
    """The database refuses every statement with these words."""

    def refuse(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if words in statement:
            raise DatabaseError(words)
        return execute(statement, *rest)

    with connection.execute_wrapper(refuse):
        yield


def killed(work: Callable[[], object], *, at_statement: int, before: bool) -> bool:
    """Do it in a worker of its own that is killed at this statement of what it writes.

    Before it, or after it and so perhaps just before the commit. False when the worker came to
    its end first.
    """
    connection.close()
    worker = os.fork()
    if worker == 0:
        _work_until(work, at_statement, before=before)
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if status not in (0, -signal.SIGKILL):
        pytest.fail(f"the worker ended with {status}")
    return status == -signal.SIGKILL


def _work_until(work: Callable[[], object], last: int, *, before: bool) -> None:
    left = last

    def count(execute: Callable[..., Any], *call: Any) -> Any:
        nonlocal left
        left -= connection.in_atomic_block
        if before and left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(*call)
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    try:
        with connection.execute_wrapper(count):
            work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
