"""Who seals a case because of a secret, and who reads afterwards who had read it (scenario 11)."""

from django.utils.translation import gettext as _

from rectification.enums import CaseStage
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Sealing
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.policies.townships import township_of
from rectification.roles import Role


def why_not_seal(case: Case) -> Reason | None:
    if case.sealed or case.stage == CaseStage.DRAFT:
        return Reason(_("The case is sealed already, or not handed in yet."), "8.11", CaseError)
    if township_of(case) is None:
        return Reason(_("The case belongs to no township yet."), "8.11", CaseError)
    return None


def sealing_office(case: Case, authority: Authority) -> Appointment | None:
    """The party and government office of the township, which answers for secrecy, or OFF."""
    held = [a for a in authority.appointments if a.role in (Role.GEN, Role.OFF)]
    township = township_of(case) if held else None
    return next((a for a in held if township and a.jurisdiction_id == township.pk), None)


def reads_sealing(sealing: Sealing, authority: Authority) -> bool:
    """The secrecy officer: who read the case, never the case itself."""
    return any(
        a.role == Role.GEN and a.jurisdiction_id == sealing.township_id
        for a in authority.appointments
    )
