"""委托: asked for by the holder of an office, approved by a third, told to the deputy, ended.

Nothing comes into force by silence: a request that nobody decides waits, whatever its days.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import DelegationScope
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Appointment, Delegation, Person
from rectification.models.history import without_history
from rectification.policies.days import not_ended_by, today
from rectification.policies.delegation import (
    deciders_on,
    may_end,
    possible_deputies,
    why_not_decide,
    why_not_delegate,
)
from rectification.policies.reasons import allow, require_reason
from rectification.services.numbers import next_number
from rectification.services.sessions import end_sessions_of

RULE = "4.1"


@transaction.atomic
def delegate(
    *,
    by: Person,
    appointment: Appointment,
    deputy: Person | None,
    scope: str,
    valid_from: date,
    valid_to: date,
    reason: str,
) -> Delegation:
    """Ask for a deputy in an office of one's own; it gives nothing before a third approves it."""
    Appointment.objects.select_for_update().get(pk=appointment.pk)
    allow(why_not_delegate(by, today(), appointment))
    errors = {
        **_of_days(appointment, valid_from, valid_to),
        **_of_deputy(appointment, deputy),
        **_of_scope(appointment, scope, valid_from, valid_to),
    }
    if errors or deputy is None:
        raise InvalidInput(errors, rule=RULE)
    delegation = Delegation.objects.create(
        appointment=appointment,
        deputy=deputy,
        scope=scope,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=require_reason(reason, rule=RULE),
        entered_by=by,
        entered_at=timezone.now(),
    )
    _tell("delegation_asked", delegation, deciders_on(delegation, today()))
    return delegation


Errors = dict[str, str | Promise]


def _of_days(appointment: Appointment, valid_from: date, valid_to: date) -> Errors:
    if valid_from < today():
        return {"valid_from": _("The first day is today or later; what was done stands.")}
    if valid_to < valid_from:
        return {"valid_to": _("The last day must not lie before the first.")}
    if appointment.valid_to is not None and valid_to > appointment.valid_to:
        return {"valid_to": _("The delegation cannot outlast your office.")}
    return {}


def _of_deputy(appointment: Appointment, deputy: Person | None) -> Errors:
    if deputy is not None and possible_deputies(appointment, today()).filter(pk=deputy.pk).exists():
        return {}
    return {
        "deputy": _(
            "The deputy must belong to the organisation of the office or to its leading body, and "
            "neither keep the system nor its records; choose one of those listed."
        )
    }


def _of_scope(appointment: Appointment, scope: str, valid_from: date, valid_to: date) -> Errors:
    """One deputy for one thing at one time: two would not know whose turn it is."""
    if scope not in DelegationScope.values:
        return {"scope": _("Choose what the deputy may do.")}
    others = Delegation.objects.filter(
        not_ended_by(valid_from),
        appointment=appointment,
        valid_from__lte=valid_to,
        valid_to__gte=valid_from,
    )
    if scope != DelegationScope.EVERYTHING:
        others = others.filter(scope__in=[scope, DelegationScope.EVERYTHING])
    if others.exists():
        return {
            "valid_from": _(
                "A deputy for these matters is asked for or appointed in these days already; end "
                "that delegation first."
            )
        }
    return {}


@transaction.atomic
def approve_delegation(*, delegation: Delegation, by: Person) -> Delegation:
    """Put the request into force, with the next number of the year."""
    row = _pending(delegation, by)
    if row.valid_to < today():
        raise CaseError(_("Its days are over; it cannot be approved any more."), rule=RULE)
    if why_not_delegate(row.delegator, today(), row.appointment) is not None:
        raise CaseError(
            _(
                "The delegator does not hold the office at this moment; refuse the request, "
                "giving this reason."
            ),
            rule=RULE,
        )
    if not possible_deputies(row.appointment, today()).filter(pk=row.deputy_id).exists():
        raise CaseError(
            _("The deputy no longer fits the office; refuse the request, giving this reason."),
            rule=RULE,
        )
    row.year = today().year
    row.number = next_number(series="delegation", year=row.year)
    row.approved_by = by
    row.approved_at = timezone.now()
    row.save()
    _tell("delegation_approved", row, [row.delegator])
    # What the office asks of its holder, a second factor for instance, is asked of the deputy too.
    end_sessions_of(person=row.deputy)
    tell_deputies()
    row.refresh_from_db()
    return row


@transaction.atomic
def refuse_delegation(*, delegation: Delegation, by: Person, reason: str) -> Delegation:
    row = _pending(delegation, by)
    row.refusal = require_reason(reason, rule=RULE)
    row.ended_on = today()
    row.ended_by = by
    row.save()
    _tell("delegation_refused", row, [row.delegator])
    return row


def _pending(delegation: Delegation, by: Person) -> Delegation:
    """The request under its lock; decided once, and by nobody who has a part in it."""
    row = _locked(delegation)
    allow(why_not_decide(row, by, today()))
    if row.approved_at is not None or row.ended_on is not None:
        raise CaseError(_("This request was decided or taken back already."), rule=RULE)
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Person) -> Delegation:
    """From this moment on the deputy no longer stands in; a request is taken back."""
    row = _locked(delegation)
    if not may_end(row, by, today()):
        raise NotAllowed(
            _("Delegator, deputy and whoever decides on deputies may end it."), rule=RULE
        )
    if row.ended_on is not None or row.valid_to < today():
        raise CaseError(_("This delegation is over already."), rule=RULE)
    row.ended_on = today()
    row.ended_by = by
    row.save()
    tell_deputies()
    row.refresh_from_db()
    return row


def _locked(delegation: Delegation) -> Delegation:
    return (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("appointment__person", "appointment__organisation", "deputy")
        .get(pk=delegation.pk)
    )


@transaction.atomic
def tell_deputies() -> int:
    """Tell who stands in from today on, and both when it is over; each once. Safe to repeat."""
    day = today()
    _end_unfit(day)
    approved = Delegation.objects.filter(approved_at__isnull=False).select_related(
        "appointment__person", "deputy"
    )
    started = approved.filter(not_ended_by(day), start_told_at__isnull=True, valid_from__lte=day)
    over = approved.filter(
        Q(valid_to__lt=day) | Q(ended_on__lte=day) | Q(appointment__valid_to__lt=day),
        start_told_at__isnull=False,
        end_told_at__isnull=True,
    )
    begun, ended = list(started.filter(valid_to__gte=day).order_by("pk")), list(over.order_by("pk"))
    for row in begun:
        _tell("delegation_started", row, [row.deputy])
        _mark_told(row, "start_told_at")
    for row in ended:
        _tell("delegation_ended", row, [row.deputy, row.delegator])
        _mark_told(row, "end_told_at")
    return len(begun) + len(ended)


def _end_unfit(day: date) -> None:
    """A deputy who left the branch or body, or holds an office that shuts him out, is none."""
    running = Delegation.objects.filter(
        not_ended_by(day), approved_at__isnull=False, valid_from__lte=day, valid_to__gte=day
    )
    for row in running.select_related("appointment__organisation").order_by("pk"):
        if not possible_deputies(row.appointment, day).filter(pk=row.deputy_id).exists():
            row.ended_on = day
            row.save(update_fields=["ended_on"])


def _mark_told(row: Delegation, mark: str) -> None:
    setattr(row, mark, timezone.now())
    with without_history(row):
        row.save(update_fields=[mark])


def _tell(kind: str, delegation: Delegation, people: list[Person]) -> None:
    notifications.queue(kind=kind, recipients=people, about=f"delegation:{delegation.pk}")
