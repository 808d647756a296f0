"""Who stops a case from going, and who lets it go again (docs/rules.md 10)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, LegalHold, Organisation, Person
from rectification.policies.authority import Authority, committee_above
from rectification.policies.confirming import townships_of
from rectification.policies.facts import recused_in
from rectification.policies.merging import entries_of
from rectification.policies.reasons import Reason
from rectification.policies.retention import NUMBER
from rectification.roles import Role

HOLDING: Final = (Role.OFF, Role.DIS, Role.GEN)
"""Who puts a case under hold, and lifts the hold of another."""


def holding_places(authority: Authority) -> list[Organisation]:
    """The townships whose cases the person may put under hold."""
    return townships_of(authority, HOLDING)


def holding_office(case: Case, authority: Authority) -> Appointment | None:
    """In which office he puts the case under hold, or lifts a hold of it."""
    owner = case.owner_organisation
    if owner is None:
        return None
    return authority.office_reaching(committee_above(owner), *HOLDING)


def why_not_hold(case: Case, authority: Authority) -> Reason | None:
    """Why he neither places nor lifts a hold of the case, whoever placed it."""
    whole = (case, *entries_of(case))
    apart = {*recused_in(case), *(pk for part in whole for pk in _own_of(part))}
    if authority.person.pk not in apart and holding_office(case, authority) is not None:
        return None
    text = _(
        "The leading group office, the discipline committee or the party and government "
        "office places holds, never on a case of one's own or one that one is recused from."
    )
    return Reason(text, NUMBER)


def _own_of(case: Case) -> set[int | None]:
    return {case.owner_person_id, case.author_id}


def why_not_lift(hold: LegalHold, by: Person) -> Reason | None:
    if hold.lifted_at is not None:
        return Reason(_("The hold was lifted already."), NUMBER, CaseError)
    if hold.placed_by_id == by.pk:
        return Reason(_("Whoever placed a hold does not lift it; somebody else does."), NUMBER)
    return None
