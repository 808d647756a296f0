"""An office that is confirmed and begins on a day to come is called off (docs/rules.md 4.1)."""

from datetime import timedelta

from django.db import transaction

from rectification.models import Appointment, Person, User
from rectification.policies.confirming import confirmers_of, why_not_call_off
from rectification.policies.days import today
from rectification.policies.reasons import allow, require_reason
from rectification.services.appointments import NewOffice, check_beside, leave_without_force
from rectification.services.grants import derive_grants


@transaction.atomic
def call_off_appointment(*, appointment: Appointment, by: Person, reason: str) -> None:
    """Take it back before its first day, so that it never gives a right; it stays on record.

    A second person does it, as he would confirm it; that it was confirmed stands in the history.
    Whom the office was to pass from holds it as long as he would have without a successor.
    """
    rows = Appointment.objects.select_related("organisation", "person", "replaces")
    present = rows.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
    allow(why_not_call_off(present, today()))
    allow(confirmers_of(present.organisation, today()).why_not(present, by))
    take_out_of_force(appointment=present, by=by, reason=require_reason(reason, rule="4.1"))


def take_out_of_force(*, appointment: Appointment, by: Person, reason: str) -> None:
    """An office that is confirmed and has not begun never begins; who may do so is asked before."""
    appointment.confirmed_by = appointment.confirmed_at = None
    appointment.save(update_fields=["confirmed_by", "confirmed_at"])
    leave_without_force(appointment=appointment, by=by, reason=reason)
    if appointment.replaces is not None:
        _let_stay(appointment.replaces.pk, appointment)
    user = User.objects.filter(person=appointment.person_id).first()
    if user is not None:
        derive_grants(user=user)


def _let_stay(pk: int, successor: Appointment) -> None:
    """Undo what confirming the successor ended, unless the office ends for another reason."""
    rows = Appointment.objects.select_related("organisation", "person")
    former = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if former.valid_to != successor.valid_from - timedelta(days=1):
        return
    before = former.history.exclude(valid_to=former.valid_to).order_by("-history_id").first()
    if before is None:
        return
    place = (former.person, former.role, former.organisation, former.valid_from, before.valid_to)
    check_beside([NewOffice(*place, replaces=former)])
    former.valid_to = before.valid_to
    former.save(update_fields=["valid_to"])
