"""Who freezes a list as a version, who decides about it, and who makes its public variant.

See docs/rules.md 5.
"""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import SnapshotStatus
from rectification.exceptions import CaseError, StepGone
from rectification.models import Appointment, ListSnapshot, Person
from rectification.permissions import READ_BRANCH_CASES
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.roles import Role
from rectification.wording import full_date

MAKERS: Final = (Role.CLK, Role.SEC, Role.OFF)
PUBLIC_MAKERS: Final = (Role.OFF, Role.PUB)
"""Who makes the public variant for the township; others read its texts on the notice board."""
RULE: Final = "5"

_OF_BRANCH: Final = (Role.SEC, Role.LIA)
_OF_OFFICE: Final = (Role.PSE, Role.LG)


def making_office(authority: Authority) -> Appointment | None:
    """In which office he makes versions (填报单位); None for everybody else."""
    return authority.first_office(*MAKERS)


def makes_public_lists(authority: Authority) -> bool:
    return any(held.role in PUBLIC_MAKERS for held in authority.appointments)


def why_not_make(authority: Authority) -> Reason | None:
    if making_office(authority) is not None:
        return None
    text = _("Versions are made by a branch's clerk or secretary and by the leading group office.")
    return Reason(text, RULE)


def deciders(snapshot: ListSnapshot) -> tuple[Role, ...]:
    """Of a branch its secretary or liaison leader; of the office the committee's secretary or the
    leading group."""
    return _OF_OFFICE if snapshot.made_role == Role.OFF else _OF_BRANCH


def deciding_office(snapshot: ListSnapshot, authority: Authority) -> Appointment | None:
    return authority.office_reaching(snapshot.organisation, *deciders(snapshot))


def may_open(snapshot: ListSnapshot, authority: Authority) -> bool:
    """Approved, whoever reads the cases there; before that the two sides of the approval."""
    if snapshot.made_by_id == authority.person.pk:
        return True
    if snapshot.status == SnapshotStatus.APPROVED:
        return authority.may(READ_BRANCH_CASES, snapshot.organisation)
    office = making_office(authority)
    own = office is not None and office.organisation_id == snapshot.organisation_id
    return own or deciding_office(snapshot, authority) is not None


def why_not_decide(snapshot: ListSnapshot, authority: Authority) -> Reason | None:
    """Why he neither approves nor returns it."""
    if snapshot.status != SnapshotStatus.PROPOSED:
        return _over(snapshot)
    if snapshot.made_by_id == authority.person.pk:
        return Reason(_("Whoever made the version does not decide about it."), RULE)
    if deciding_office(snapshot, authority) is None:
        text = _(
            "Of a branch's list its secretary or the liaison leader decides, of the office's the "
            "committee's secretary or the leading group."
        )
        return Reason(text, RULE)
    return None


def why_not_approve(snapshot: ListSnapshot, authority: Authority, seen: int) -> Reason | None:
    """`seen` is how many lines he reads today: nobody approves what he may not see."""
    reason = why_not_decide(snapshot, authority)
    if reason is not None or seen == snapshot.lines:
        return reason
    text = _(
        "Some of its lines are closed to you, so somebody else approves it, or it is returned and "
        "made without these cases."
    )
    return Reason(text, RULE)


def why_not_take_back(snapshot: ListSnapshot, person: Person) -> Reason | None:
    if snapshot.status != SnapshotStatus.PROPOSED:
        return _over(snapshot)
    if snapshot.made_by_id != person.pk:
        return Reason(_("Whoever made the version takes it back."), RULE)
    return None


def why_not_lines(lines: int) -> Reason | None:
    """Why nothing is frozen."""
    if lines:
        return None
    text = _(
        "There is no line to freeze. Cases of members are in no version: leave a part of the "
        "filter empty, or choose other days."
    )
    return Reason(text, RULE, CaseError)


def why_not_beside(waiting: ListSnapshot, sha256: str) -> Reason | None:
    """While one of the same list waits, only the very same is frozen again: it is that one."""
    if waiting.sha256 == sha256:
        return None
    words = {
        "name": waiting.made_by.name,
        "day": full_date(waiting.made_at),
    }
    text = _(
        "A version of this list waits for approval already (%(name)s, %(day)s), and the list reads "
        "differently now. Have it approved or returned, or its maker takes it back; then freeze "
        "the list anew."
    )
    return Reason(text % words, RULE, CaseError)


def _over(snapshot: ListSnapshot) -> Reason:
    """What it is already, and who did that when."""
    decided = snapshot.decided_by
    words = {
        "status": snapshot.get_status_display(),
        "name": decided.name if decided else snapshot.made_by.name,
        "day": full_date(snapshot.decided_at or snapshot.made_at),
    }
    return Reason(_("%(status)s already: %(name)s, %(day)s.") % words, RULE, StepGone)
