"""抄送: who brings a case to the notice of others (docs/rules.md 4.10)."""

from rectification.enums import CaseLevel
from rectification.models import Appointment, Case
from rectification.policies.authority import Authority
from rectification.policies.recusal import ACTING_ROLES
from rectification.roles import Role


def copying_office(case: Case, authority: Authority) -> Appointment | None:
    """The leading group office, and whoever acts for the owner organisation in a case of its own.

    Asked of a case that the person sees. Of a member's case the office alone: it is nobody
    else's to pass around.
    """
    owner = case.owner_organisation
    if owner is None or case.registered_at is None:
        return None
    office = authority.office_reaching(owner, Role.OFF)
    if office is not None or case.level == CaseLevel.MEMBER:
        return office
    acting = ACTING_ROLES - {Role.CLK, Role.LIA}
    held = (a for a in authority.appointments if a.organisation_id == owner.pk)
    return next((a for a in held if a.role in acting), None)
