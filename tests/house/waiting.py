"""What somebody has begun and not ended, for addresses that no step of a case leads to."""

from rectification.enums import ReporterMode
from rectification.models import Appointment, Case, IdentityRequest, Person, WaitingFile
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from rectification.services.identities import seal_identity
from rectification.services.identity_requests import ask_for_identity
from rectification.services.office_successions import succeed_in_office
from rectification.services.roster import keep_waiting
from tests.factories import Township, opinion_of


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


def waiting_identity(someone: Person, case: Case) -> IdentityRequest:
    """A member of the discipline committee has asked who reported, and nobody has decided."""
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="欧阳霁月", contact="", opinion=opinion)
    return ask_for_identity(
        case=case,
        voice=opinion,
        by=authority_of(someone.user),
        document_number="云纪函〔2026〕8号",
        reason="不向反映人当面核实，无法确认时间。",
    )
