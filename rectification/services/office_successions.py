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
    Of two at the same moment the first is entered. Raises InvalidInput naming the field.
    """
    office = _locked(office)
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


def _locked(office: Appointment) -> Appointment:
    rows = Appointment.objects.select_related("person", "organisation")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=office.pk)


def _why_not_followed(office: Appointment, successor: Person, on: date) -> dict[str, str]:
    if office.confirmed_at is None or (office.valid_to is not None and office.valid_to < on):
        return {"office": _("Nobody holds this office on that day; enter an appointment.")}
    standing = office.successions.filter(refused_at__isnull=True)
    entered = standing.select_related("person", "entered_by").first()
    if entered is not None:
        return {"office": _entered_already(entered)}
    if successor == office.person:
        return {"successor": _("He holds the office himself; choose somebody else.")}
    if on < today():
        return {"on": _("The first day is today or later; what was done stands.")}
    if on <= office.valid_from:
        return {"on": _("The present holder only begins on that day or later.")}
    return {}


def _entered_already(succession: Appointment) -> str:
    names = {"successor": succession.person.name}
    if succession.entered_by is None:
        return (
            _("%(successor)s is entered as successor already; have that one decided first.") % names
        )
    return _(
        "%(by)s has entered %(successor)s as successor already; have that one decided first."
    ) % {**names, "by": succession.entered_by.name}
