"""The one door by which other days are asked for, taken back, and brought about by time."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from rectification.enums import ProcessKind
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Pause, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services import extensions, pauses, reclassifications, recounting
from rectification.services.deadlines import RECTIFYING
from rectification.services.recounting import is_stale
from workflows import processes
from workflows.act import act_on_case
from workflows.apart import made_apart
from workflows.flows import ExtensionFlow, PauseFlow, ReclassificationFlow


def ask_extension(
    *, user: User, case: Case, actor: Actor, key: str = "", **asked: Any
) -> CaseEvent | None:
    """The owner asks for more time (T17); `asked` are the arguments of the service."""

    def act(locked: Case) -> CaseEvent:
        event = extensions.ask_extension(case=locked, actor=actor, **asked)
        ExtensionFlow.ask.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def take_extension_back(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        event = extensions.take_extension_back(case=locked, actor=actor)
        processes.cancel_kind(locked, ProcessKind.EXTENSION)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def ask_pause(
    *, user: User, case: Case, actor: Actor, key: str = "", **asked: Any
) -> CaseEvent | None:
    """The office asks the discipline committee to let the clocks stand still (T18)."""

    def act(locked: Case) -> CaseEvent:
        event = pauses.ask_pause(case=locked, actor=actor, **asked)
        PauseFlow.ask.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def resume_case(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return pauses.resume_case(case=locked, actor=actor)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def ask_reclassification(
    *, user: User, case: Case, actor: Actor, key: str = "", **asked: Any
) -> CaseEvent | None:
    """The owner or the office asks for another deadline class."""

    def act(locked: Case) -> CaseEvent:
        event = reclassifications.ask_reclassification(case=locked, actor=actor, **asked)
        ReclassificationFlow.ask.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


# --- what time does ------------------------------------------------------------------------------


def recount_days() -> int:
    """Count anew what was counted before a year's calendar was known; returns how many cases."""
    calendar = current_calendar()
    items = WorkItem.objects.filter(closed_at__isnull=True, case__sealed=False)
    years_end = Q(due_on__month=12, due_on__day__gte=24) & ~Q(step__in=RECTIFYING)
    doubtful = items.filter(Q(due_provisional=True) | years_end)
    cases = {
        case_id
        for case_id, day, provisional in doubtful.order_by("case").values_list(
            "case", "due_on", "due_provisional"
        )
        if day is not None and is_stale(day, provisional=provisional, calendar=calendar)
    }
    return sum(_made(case_id, _recount) for case_id in sorted(cases))


def _recount(case: Case) -> CaseEvent:
    return recounting.recount_days(case=case)


def end_pauses() -> int:
    """Resume every case whose pause is over, as of its end day; returns how many."""
    over = Pause.objects.filter(
        paused_on__isnull=False,
        resumed_on__isnull=True,
        ends_on__lte=today(),
        case__sealed=False,
    )
    return sum(_made(pause.case_id, _resume_if_over) for pause in over.order_by("ends_on", "pk"))


def _resume_if_over(case: Case) -> CaseEvent:
    """Asked again under the lock: it may have been resumed, or have gone over into another."""
    if not case.pauses.filter(
        paused_on__isnull=False, resumed_on__isnull=True, ends_on__lte=today()
    ).exists():
        raise CaseError("")
    return pauses.resume_case(case=case)


def _made(case_id: int, move: Callable[[Case], CaseEvent]) -> bool:
    return made_apart(lambda: act_on_case(user=None, case_id=case_id, act=move), case=case_id)
