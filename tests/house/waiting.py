"""What the organisation office has begun and not ended, for addresses that are about no case."""

from rectification.models import Appointment, Person, WaitingFile
from rectification.policies.authority import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from rectification.services.office_successions import succeed_in_office
from rectification.services.roster import keep_waiting
from tests.factories import Township


def waiting_office(town: Township, someone: Person) -> Appointment:
    """An office that the organisation office entered and a second person has to confirm."""
    return appoint(
        person=someone,
        role=Role.INS,
        organisation=town.office,
        valid_from=today(),
        entered_by=town.org,
    )


def waiting_succession(town: Township, someone: Person) -> Appointment:
    """The same of somebody who is to follow the secretary in the west."""
    office = Appointment.objects.get(person=town.west.secretary, role=Role.SEC)
    entered = office.successions.first()
    return entered or succeed_in_office(
        office=office, successor=someone, on=today(), entered_by=town.org
    )


def waiting_roster(town: Township, more: str = "") -> WaitingFile:
    """An upload of the organisation office: a person known already, and more rows."""
    text = f"人员编号,姓名\n{town.org.code},{town.org.name}\n{more}"
    return keep_waiting(content=text.encode(), name="名册.csv", owner=town.org)
