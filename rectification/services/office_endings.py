"""Offices that end because their holder leaves or their organisation closes."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification.models import Appointment, Person
from rectification.policies.days import today
from rectification.services.appointments import change_appointment, leave_without_force
from rectification.services.calling_off import take_out_of_force


@transaction.atomic
def end_offices(*, offices: QuerySet[Appointment], last: date, by: Person) -> list[Appointment]:
    """End what is held on that last day; returns what was held.

    What still waits for its confirmation is refused, so that nobody puts it into force later; what
    is confirmed and begins on a day to come is called off.
    """
    standing = offices.filter(refused_at__isnull=True).exclude(valid_to__lte=last)
    rows = list(standing.select_related("person", "organisation").order_by("pk"))
    for row in rows:
        if row.confirmed_at is None:
            leave_without_force(appointment=row, by=by, reason=_why_gone())
        elif row.valid_from > today():
            take_out_of_force(appointment=row, by=by, reason=_why_gone())
        else:
            change_appointment(appointment=row, valid_to=last)
    return [row for row in rows if row.confirmed_at is not None]


def _why_gone() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("The person left, or the organisation closed, before it was in force.")
