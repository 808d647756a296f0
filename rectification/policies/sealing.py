"""Who seals a case because of a secret, who confirms it, and how it is lifted (scenario 11)."""

import re
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseStage, SealingGround, UnsealingGround
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Person, Sealing, Unsealing
from rectification.policies.authority import Authority
from rectification.policies.merging import standing_merge
from rectification.policies.reasons import Reason
from rectification.policies.townships import township_of
from rectification.roles import Role

_NUMBER: Final = re.compile(r"(?=.*\d)[\w〔〕\[\]()（）·—-]{2,40}")
"""A word with a figure in it: there is no room for what the paper says."""


def standing_sealing(case: Case) -> Sealing | None:
    """The sealing that holds now, if the case was sealed because of a secret."""
    rows = case.sealings.filter(lifted_at__isnull=True)
    return rows.select_related("made_by", "confirmed_by", "township").first()


def is_under_seal(case: Case) -> bool:
    """Sealed itself, or as a part of a case that is."""
    if standing_sealing(case) is not None:
        return True
    merge = standing_merge(case)
    return merge is not None and is_under_seal(merge.master)


def pending_unsealing(sealing: Sealing) -> Unsealing | None:
    """The proposal that waits for the second person."""
    rows = sealing.unsealings.filter(decided_at__isnull=True)
    return rows.select_related("proposed_by").first()


def why_not_seal(case: Case) -> Reason | None:
    sealing = standing_sealing(case)
    if sealing is not None:
        return _refusal(_("Sealed already by %(name)s.") % {"name": sealing.made_by.name})
    if case.sealed or case.stage == CaseStage.DRAFT:
        return _refusal(_("The case is sealed already, or not handed in yet."))
    if township_of(case) is None:
        return _refusal(_("The case belongs to no township yet."))
    return None


def why_not_ground(ground: str, *, determined: bool = False) -> Reason | None:
    """The ground is one of the list; the secrecy officer has determined it."""
    if ground not in SealingGround.values:
        return _refusal(_("Choose from the list what is thought to be secret."))
    if determined and ground == SealingGround.UNDETERMINED:
        return _refusal(_("Determine what kind of secret it is, or propose to unseal the case."))
    return None


def why_not_confirm(sealing: Sealing) -> Reason | None:
    if sealing.lifted_at is not None:
        return _refusal(_("The case is sealed no more."))
    if sealing.confirmed_by is not None:
        return _refusal(_("Confirmed already by %(name)s.") % {"name": sealing.confirmed_by.name})
    return None


def why_not_number(sealing: Sealing, number: str = "") -> Reason | None:
    """Entered once; of the paper its number alone."""
    if sealing.paper_number:
        return _refusal(
            _("The paper has its number already: %(number)s.") % {"number": sealing.paper_number}
        )
    if number and _NUMBER.fullmatch(number) is None:
        return _refusal(_("Enter the number alone, without blanks and without a subject."))
    return None


def why_not_propose_unsealing(sealing: Sealing) -> Reason | None:
    if sealing.lifted_at is not None:
        return _refusal(_("The case is sealed no more."))
    pending = pending_unsealing(sealing)
    if pending is not None:
        return _refusal(
            _("Proposed already by %(name)s; the office decides on it.")
            % {"name": pending.proposed_by.name}
        )
    return None


def why_not_unsealing_ground(ground: str) -> Reason | None:
    if ground in UnsealingGround.values:
        return None
    return _refusal(_("Choose from the list why the case may be unsealed."))


def why_not_decide_unsealing(unsealing: Unsealing, person: Person) -> Reason | None:
    """One proposes and another decides, in whatever offices they act."""
    if unsealing.decided_by is not None:
        return _refusal(_("Decided already by %(name)s.") % {"name": unsealing.decided_by.name})
    if unsealing.proposed_by_id == person.pk:
        return Reason(
            _("Somebody else must decide on what you proposed; ask a colleague of the office."),
            "8.11",
        )
    return None


def sealing_office(case: Case, authority: Authority) -> Appointment | None:
    """The party and government office of the township, which answers for secrecy, or OFF."""
    held = [a for a in authority.appointments if a.role in (Role.GEN, Role.OFF)]
    township = township_of(case) if held else None
    return next((a for a in held if township and a.jurisdiction_id == township.pk), None)


def secrecy_office(sealing: Sealing, authority: Authority) -> Appointment | None:
    """The office that determines what is secret, in the township of the sealing."""
    return _office(sealing, authority, Role.GEN)


def unsealing_office(sealing: Sealing, authority: Authority) -> Appointment | None:
    """The office whose officers decide on a proposal to unseal."""
    return _office(sealing, authority, Role.OFF)


def reads_sealing(sealing: Sealing, authority: Authority) -> bool:
    """The secrecy officer: who read the case, never the case itself."""
    return secrecy_office(sealing, authority) is not None


def _office(sealing: Sealing, authority: Authority, role: str) -> Appointment | None:
    return next(
        (
            a
            for a in authority.appointments
            if a.role == role and a.jurisdiction_id == sealing.township_id
        ),
        None,
    )


def _refusal(message: str) -> Reason:
    return Reason(message, "8.11", CaseError)
