"""Who may be handed a clue, and who reads what was handed over (T7)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rectification.enums import AppointmentDuty, TransferDestination, TransferGround
from rectification.models import Appointment, Case, Organisation, Person, Transfer
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today
from rectification.policies.facts import recused_in
from rectification.policies.places import body
from rectification.policies.reasons import Reason
from rectification.policies.townships import township_of
from rectification.roles import Role


def why_not_transfer(case: Case) -> Reason | None:
    """Why the office cannot hand the report over."""
    if case.is_self_report:
        return Reason(
            _(
                "What a member tells about himself is no evidence against him and starts nothing "
                "by itself. Tell him that he may turn to the discipline committee in person."
            ),
            "0.2",
        )
    if township_of(case) is None:
        return Reason(_("Nobody holds an office in the discipline committee today."), "T7")
    return None


def goes_above(case: Case, ground: TransferGround) -> bool:
    """About the overseers themselves: the level above gets it on paper; nobody here reads it."""
    township, owner = township_of(case), case.owner_organisation
    if owner is not None and owner == body(case, Role.DIS):
        return True
    if ground == TransferGround.HEAD and owner is not None and owner == township:
        return True
    if case.owner_person is None or township is None:
        return False
    secretaries = offices_on(today()).filter(role=Role.PSE, jurisdiction=township)
    people = {row.person_id for row in [*secretaries, *_heads(township)]}
    return case.owner_person_id in people


def receivers_of(transfer: Transfer) -> list[Person]:
    """The head of the discipline committee; where none is named or free, its members.

    Nobody whom the case concerns, and nobody recused from it.
    """
    if transfer.destination == TransferDestination.SUPERIOR:
        return []
    case, township = transfer.case, transfer.township
    away = {case.owner_person_id, case.author_id, *recused_in(case)}
    for held in (_heads(township), _members(township)):
        rows = held.select_related("person").order_by("person__code")
        if people := [row.person for row in rows if row.person_id not in away]:
            return list(dict.fromkeys(people))
    return []


def reads_transfer(transfer: Transfer, authority: Authority) -> bool:
    return authority.person in receivers_of(transfer)


def _members(township: Organisation) -> QuerySet[Appointment]:
    return offices_on(today()).filter(role=Role.DIS, jurisdiction=township)


def _heads(township: Organisation) -> QuerySet[Appointment]:
    return _members(township).filter(duty=AppointmentDuty.HEAD)
