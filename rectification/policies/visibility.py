"""What of a case a person sees, field by field (docs/rules.md, “Visibility”)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from rectification.enums import CaseLevel, ShareAnswer, UnitKind
from rectification.models import Assignment, Case, CaseParty, Organisation
from rectification.permissions import READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.policies.authority import Authority
from rectification.policies.places import owner_office
from rectification.roles import Role


class Field(StrEnum):
    """A group of fields that is shown or withheld as one."""

    DESCRIPTION = "description"
    OWNER = "owner"
    PLAN = "plan"
    EVIDENCE = "evidence"
    RECORD = "record"


class Relation(StrEnum):
    """Being somebody in a case, whatever office one holds."""

    PARTY = "party"
    HOLDER = "holder"
    """Of an open step that shows the case."""
    CO_UNIT = "co_unit"


EVERYTHING: Final = frozenset(Field)
_CLERK: Final = EVERYTHING - {Field.RECORD}
BY_RELATION: Final[Mapping[Relation, frozenset[Field]]] = {
    Relation.PARTY: EVERYTHING,
    Relation.HOLDER: EVERYTHING,
    Relation.CO_UNIT: frozenset({Field.DESCRIPTION}),
}


def parties_of(authority: Authority) -> QuerySet[CaseParty]:
    """Parts the person has in cases today; one that rests on an office lasts as long as it."""
    in_force = Q(role="")
    for organisation_id, role in authority.offices():
        in_force |= Q(role=role, organisation=organisation_id)
    return CaseParty.objects.filter(in_force, person=authority.person, until__isnull=True)


def visible_fields(case: Case, authority: Authority, *, holds_open_item: bool) -> frozenset[Field]:
    """Field groups of a case that already passed the gate `selectors.cases.visible_to`.

    A co-responsible unit gets the problem's text; its own measures are chosen by `own_units`.
    """
    if parties_of(authority).filter(case=case).exists():
        return BY_RELATION[Relation.PARTY]
    if holds_open_item:
        return BY_RELATION[Relation.HOLDER]
    return fields_by_office(case, authority) or BY_RELATION[Relation.CO_UNIT]


def fields_by_office(case: Case, authority: Authority) -> frozenset[Field]:
    """What his offices let him read of a case of this level and organisation."""
    organisation = case.owner_organisation
    if organisation is None:
        return frozenset()
    if case.level == CaseLevel.MEMBER:
        allowed = authority.may(READ_MEMBER_CASES, organisation)
        return EVERYTHING if allowed else frozenset()
    readers = authority.roles_with(READ_BRANCH_CASES, organisation)
    if not readers:
        return frozenset()
    return _CLERK if readers == {Role.CLK} else EVERYTHING


def units_of(authority: Authority) -> list[Organisation]:
    """Organisations for which the person answers today, and those whose secretary he writes for.

    A body has no secretary: whoever holds its office answers for it.
    """
    offices = authority.offices()
    held = {a.organisation_id: a.organisation for a in authority.appointments}
    found = []
    for organisation in held.values():
        role = owner_office(organisation)[0]
        writes = role == Role.SEC and (organisation.pk, Role.CLK.value) in offices
        if writes or (organisation.pk, role) in offices:
            found.append(organisation)
    return found


def standing_shares(authority: Authority) -> QuerySet[Assignment]:
    """Parts that the person's units have in cases of others, unless refused or taken away."""
    return Assignment.objects.filter(
        organisation__in=units_of(authority),
        kind=UnitKind.CO,
        ended_at__isnull=True,
        case__level__in=[CaseLevel.COMMITTEE, CaseLevel.BRANCH],
    ).exclude(answer=ShareAnswer.DECLINED)


def own_units(case: Case, authority: Authority) -> list[Organisation]:
    """Co-responsible units of the case for which the person answers."""
    rows = standing_shares(authority).filter(case=case)
    return [row.organisation for row in rows.select_related("organisation")]
