"""What time does: ended notices, hearings without comment, claims that nobody answered, and
steps whose holders are gone.

Idempotent and safe to run at any moment and as often as one likes: every move is made under the
case lock and re-checked there, so after a downtime one run catches up.
"""

from collections.abc import Callable
from typing import Final

import structlog
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from rectification.enums import Step
from rectification.exceptions import CaseError
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Recusal,
    WorkItem,
    WorkItemBar,
)
from rectification.policies.actors import SYSTEM
from rectification.policies.authority import valid_on
from rectification.services import dispatching, notices, publication, verification
from rectification.services.work_items import close_item
from workflows import processes
from workflows.act import act_on_case

_VERIFYING: Final = (Step.VERIFY, Step.SETTLE_VERIFICATION)

Move = Callable[[Case, WorkItem], CaseEvent]

logger = structlog.get_logger("workflows.sweep")


def sweep() -> int:
    """Make every move that is due; returns how many were made."""
    made = 0
    moves = {
        Step.NOTICE_PERIOD: end_notice,
        Step.HEAR_PERSON: lapse_hearing,
        Step.CLAIM: expire_claim,
    }
    due = WorkItem.objects.filter(
        closed_at__isnull=True,
        step__in=moves,
        due_on__lt=timezone.localdate(),
    )
    for item in due.order_by("due_on", "pk"):
        made += _move(item, moves[Step(item.step)])
    for item in WorkItem.objects.filter(closed_at__isnull=True, unheld=True).order_by("pk"):
        made += _move(item, give_out)
    for item in _stuck().order_by("pk"):
        made += _move(item, pass_on)
    verifying = WorkItem.objects.filter(closed_at__isnull=True, step__in=_VERIFYING)
    for item in verifying.order_by("pk"):
        made += _move(item, name_anew)
    return made


def _stuck() -> QuerySet[WorkItem]:
    """Open steps of offices in which nobody is free any more: left, barred or recused."""
    barred = WorkItemBar.objects.filter(item=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    recused = Recusal.objects.filter(case=OuterRef(OuterRef("case")), person=OuterRef("person"))
    free = Appointment.objects.filter(
        valid_on(timezone.localdate()),
        ~Exists(barred),
        ~Exists(recused),
        role=OuterRef("role"),
        organisation=OuterRef("organisation"),
        confirmed_at__isnull=False,
        person__user__is_active=True,
    )
    items = WorkItem.objects.filter(closed_at__isnull=True, person__isnull=True, unheld=False)
    return items.exclude(step=Step.NOTICE_PERIOD).filter(~Exists(free))


def _move(item: WorkItem, move: Move) -> bool:
    def act(case: Case) -> CaseEvent:
        locked = WorkItem.objects.get(pk=item.pk)
        if locked.closed_at is not None:
            raise _Settled("")
        return move(case, locked)

    try:
        act_on_case(user=None, case_id=item.case_id, act=act)
    except CaseError:
        # Not due after all (an objection came in, somebody acted first): the next run looks again.
        return False
    except Exception:
        # One case that cannot go on must not keep the others waiting.
        logger.exception("move_failed", item=item.pk, step=item.step)
        return False
    return True


class _Settled(CaseError):
    """Somebody acted between the query and the lock."""


def end_notice(case: Case, _item: WorkItem) -> CaseEvent:
    """T28: the period is over and no objection is open."""
    event = notices.end_notice(case=case)
    processes.end_notice_period(case, outcome=event.verb)
    return event


def lapse_hearing(case: Case, item: WorkItem) -> CaseEvent:
    """No comment within three working days: the procedure goes on and the record says so."""
    event = publication.lapse_hearing(case=case)
    close_item(item=item, actor=SYSTEM, outcome=event.verb)
    processes.complete(item)
    return event


def expire_claim(case: Case, item: WorkItem) -> CaseEvent:
    """T11: the claim clock is over, the office designates."""
    event = dispatching.expire_claim(case=case)
    processes.redirect(item, Step.ASSIGN_OWNER)
    return event


def give_out(case: Case, item: WorkItem) -> CaseEvent:
    """4.4: somebody was appointed, or is free by now, for a step that nobody could take."""
    if not processes.give_out_again(case, item):
        raise _Settled("")
    return case.events.latest("sequence")


def pass_on(case: Case, _item: WorkItem) -> CaseEvent:
    """4.4: whoever held the step is gone or no longer free; the chain is walked again."""
    if not processes.hold_anew(case):
        raise _Settled("")
    return case.events.latest("sequence")


def name_anew(case: Case, _item: WorkItem) -> CaseEvent:
    """4.8: a named verifier is recused or has left; nothing is concluded and others are named."""
    event = verification.void_verification(case=case)
    if event is None:
        raise _Settled("")
    processes.name_verifiers_anew(case)
    return event
