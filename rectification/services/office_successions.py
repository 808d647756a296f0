"""Who follows in an office (职务交接): entered here, in force once confirmed (scenario 13)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput
from rectification.models import Appointment, Person
from rectification.policies.days import today
from rectification.services.appointments import NewOffice, appoint_all


@transaction.atomic
def succeed_in_office(
    *,
    office: Appointment,
    successor: Person,
    on: date,
    mandate: str = "",
    entered_by: Person | None = None,
) -> Appointment:
    """Enter who follows in the office from that day on (交接, scenario 13).

    The holder stays until a second person has confirmed it, so the office is never empty.
    Raises InvalidInput naming the field.
    """
    errors = _why_not_followed(office, successor, on)
    if errors:
        raise InvalidInput(errors, rule="8.13")
    term = NewOffice(
        successor,
        office.role,
        office.organisation,
        on,
        mandate=mandate,
        duty=office.duty,
        replaces=office,
    )
    return appoint_all(offices=[term], entered_by=entered_by)[0]


def _why_not_followed(office: Appointment, successor: Person, on: date) -> dict[str, str]:
    if office.confirmed_at is None or (office.valid_to is not None and office.valid_to < on):
        return {"office": _("Nobody holds this office on that day; enter an appointment.")}
    if office.successions.filter(refused_at__isnull=True).exists():
        return {"office": _("A successor is entered already; have that one decided first.")}
    if successor == office.person:
        return {"successor": _("He holds the office himself; choose somebody else.")}
    if on < today():
        return {"on": _("The first day is today or later; what was done stands.")}
    if on <= office.valid_from:
        return {"on": _("The present holder only begins on that day or later.")}
    return {}
