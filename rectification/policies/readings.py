"""As what somebody opens a case, and what for (docs/rules.md, “Records”, access log).

Nobody types it: the step that lies with him says it, else his part in the case, else his office.
Where a rule asks for a reason (identity, unsealing, export), it stands in the row named by `what`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from rectification.enums import AccessPurpose, CaseLevel
from rectification.models import Case, Organisation, Person, WorkItem
from rectification.permissions import READ_MEMBER_CASES
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.visibility import Relation, Standing
from rectification.roles import ROLES, Role

_PARTS: Final = (Relation.IN_CHARGE, Relation.VERIFIER, Relation.CO_UNIT, Relation.OWN)


@dataclass(frozen=True)
class Capacity:
    """The office in which he reads, what for, and at which step."""

    purpose: AccessPurpose
    role: str = ""
    organisation_id: int | None = None
    step: str = ""


def at_step(item: WorkItem, *, role: str = "") -> Capacity:
    """`role`: of whoever holds a step that belongs to a person and not to an office."""
    return Capacity(AccessPurpose.STEP, item.role or role, item.organisation_id, item.step)


def acting(actor: Actor, purpose: AccessPurpose, step: str = "") -> Capacity:
    organisation = actor.organisation.pk if actor.organisation is not None else None
    return Capacity(purpose, actor.role, organisation, step)


def by_office(authority: Authority, purpose: AccessPurpose, *roles: str) -> Capacity:
    """The first of his offices of these roles."""
    held = authority.first_office(*roles)
    return Capacity(purpose, held.role, held.organisation_id) if held else Capacity(purpose)


def on_lists(authority: Authority, purpose: AccessPurpose) -> Capacity:
    """Of many cases at once: the office that reads cases of members, else the first of all."""
    reading = [a.role for a in authority.appointments if READ_MEMBER_CASES in ROLES[a.role].grants]
    return by_office(authority, purpose, *(reading or [a.role for a in authority.appointments]))


def capacity_in(
    case: Case,
    authority: Authority,
    *,
    standings: Collection[Standing],
    mine: Sequence[WorkItem] = (),
) -> Capacity:
    """`mine` are the open steps that lie with him. No query is made beyond those of `authority`."""
    if mine:
        return at_step(mine[0], role=_role(standings))
    parts = sorted(role for role, relation in standings if relation in _PARTS)
    purpose = AccessPurpose.PART if parts else AccessPurpose.OFFICE
    role = _role(standings)
    return Capacity(purpose, role, _organisation_of(role, case.owner_organisation, authority))


def _role(standings: Collection[Standing]) -> str:
    """Of his part before that of his office, as the record of a case names hands."""
    for relation in (*_PARTS, Relation.REACH):
        found = sorted(role for role, how in standings if how == relation)
        if found:
            return found[0] or (Role.DIS.value if relation == Relation.VERIFIER else "")
    return ""


def _organisation_of(role: str, owner: Organisation | None, authority: Authority) -> int | None:
    held = authority.office_reaching(owner, role) if owner is not None and role else None
    if held is not None:
        return held.organisation_id
    return min((place for place, name in authority.offices() if name == role), default=None)


def is_concerned(case: Case, person: Person) -> bool:
    """Whose case it is: the member it is about; to him is shown who read it (4.9)."""
    return case.level == CaseLevel.MEMBER and case.owner_person_id == person.pk


WITHHELD: Final = ("identity_request", "referral", "opinion", "objection", "paper", "transfer")
"""Readings that would tell him that somebody reported, objected, or writes about him elsewhere
(4.7, 8.11, 8.12); the first word of `what`. The auditor reads them."""
