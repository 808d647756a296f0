"""Looking back: what the sweep announces and begins, and what is begun by hand (T32)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from rectification.enums import CaseOutcome, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, LookBack, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.look_backs import ANNOUNCED, planned_look_back
from rectification.selectors.calendar import current_calendar
from rectification.services import look_backs
from workflows.act import act_on_case
from workflows.apart import made_apart
from workflows.flows.look_back import LookBackFlow
from workflows.processes import look_anew


def begin(*, user: User, case: Case, actor: Actor, reason: str, key: str = "") -> CaseEvent | None:
    """By the discipline committee or a supervisor, beside what is planned."""

    def act(locked: Case) -> CaseEvent:
        event = look_backs.begin_look_back(case=locked, actor=actor, reason=reason)
        LookBackFlow.begin.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def move_look_backs() -> int:
    """Those to come are announced, those whose day has come begin; returns how many moved."""
    rows = LookBack.objects.filter(
        begun_at__isnull=True,
        ended_at__isnull=True,
        case__sealed=False,
        case__outcome__in=[CaseOutcome.CLOSED, CaseOutcome.LONG_TERM],
    )
    announced_until = current_calendar().add_working_days(today(), ANNOUNCED).on
    made = 0
    for row in rows.filter(begins_on__lte=announced_until).order_by("begins_on", "pk"):
        made += _move(row.case_id, _announce)
    under_way = LookBack.objects.filter(begun_at__isnull=False, ended_at__isnull=True)
    rows = rows.exclude(case__in=under_way.values("case"))
    for row in rows.filter(begins_on__lte=today()).order_by("begins_on", "pk"):
        made += _move(row.case_id, _begin)
    named = WorkItem.objects.filter(closed_at__isnull=True, step=Step.LOOK_BACK, case__sealed=False)
    for case_id in named.order_by("pk").values_list("case_id", flat=True):
        made += _move(case_id, _look_anew)
    return made


def _move(case_id: int, act: Callable[[Case], CaseEvent]) -> bool:
    return made_apart(lambda: act_on_case(user=None, case_id=case_id, act=act), case=case_id)


def _announce(case: Case) -> CaseEvent:
    row = planned_look_back(case)
    if row is None:
        raise CaseError(_("No look-back is planned."), rule="T32")
    return look_backs.announce_look_back(case=case, look_back=row)


def _begin(case: Case) -> CaseEvent:
    event = look_backs.begin_look_back(case=case)
    LookBackFlow.begin.run(case=case)
    return event


def _look_anew(case: Case) -> CaseEvent:
    if not look_anew(case):
        raise CaseError(_("Whoever was named can look back."), rule="T32")
    return case.events.latest("sequence")
