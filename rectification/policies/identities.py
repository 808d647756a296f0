"""Who may ask to read who reported, who decides, and until when it is shown (docs/rules.md 4.9)."""

from datetime import date
from typing import Final

from django.db.models import Q

from rectification.enums import CaseOutcome, IdentityDecision, PartyReason
from rectification.models import Appointment, Case, IdentityRequest, Organisation, Person
from rectification.policies.authority import Authority, committee_above, offices_on
from rectification.policies.closeness import close_to
from rectification.policies.facts import Facts, facts_of
from rectification.policies.visibility import parties_of
from rectification.roles import Role

ASKING_ROLE: Final = Role.DIS
DECIDING_ROLE: Final = Role.LG

DECIDE_WITHIN: Final = 5
"""Working days in which the leading group decides; afterwards the request has lapsed."""

SHOWN_FOR: Final = 5
"""Working days after the decision in which it may be read."""

_ASSIGNED: Final = Q(reason=PartyReason.VERIFIER) | Q(role=ASKING_ROLE)
"""Named as verifier, or a party by what he decided for the discipline committee; a step that the
whole office shares assigns nobody."""

GONE: Final = frozenset({CaseOutcome.WITHDRAWN, CaseOutcome.TRANSFERRED})


def asking_office(case: Case, authority: Authority) -> Appointment | None:
    """The office of the discipline committee in which a person assigned to the case may ask."""
    office = office_in(case, authority, ASKING_ROLE)
    if office is None or is_gone(case):
        return None
    if not parties_of(authority).filter(_ASSIGNED, case=case).exists():
        return None
    return None if close_to(authority.person.pk, [case]) else office


def office_in(case: Case, authority: Authority, role: str) -> Appointment | None:
    """The person's office of this role, if it reaches the owner organisation of the case."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, role)


def is_gone(case: Case) -> bool:
    """Of a sealed, withdrawn or handed-over case no identity is shown to anybody."""
    return case.sealed or case.outcome in GONE


def is_pending(request: IdentityRequest, day: date) -> bool:
    """It still waits for a decision: nothing is granted by silence."""
    return request.decision == IdentityDecision.PENDING and day <= request.decide_by


def deciders_on(request: IdentityRequest, day: date) -> list[Person]:
    """Members of the leading group who may decide: never who asks, nobody close to the owner."""
    root = _township(request.case)
    if root is None or is_gone(request.case):
        return []
    held = offices_on(day).filter(role=DECIDING_ROLE, jurisdiction=root).values("person")
    facts = facts_of(request.case)
    found = Person.objects.filter(pk__in=held, user__is_active=True).order_by("code")
    return [
        person
        for person in found.exclude(pk=request.requested_by_id)
        if not _is_partial(person.pk, facts)
    ]


def may_decide(request: IdentityRequest, authority: Authority) -> bool:
    """Whether the person is one of `deciders_on`; asked of the rights he has today."""
    return bool(to_decide([request], authority))


def to_decide(requests: list[IdentityRequest], authority: Authority) -> list[IdentityRequest]:
    """Those of them on which the person may decide, in the same few queries for many."""
    asked = [
        request
        for request in requests
        if not is_gone(request.case)
        and request.requested_by_id != authority.person.pk
        and office_in(request.case, authority, DECIDING_ROLE) is not None
    ]
    close = close_to(authority.person.pk, [request.case for request in asked])
    return [request for request in asked if request.case_id not in close]


def is_shown_on(request: IdentityRequest, authority: Authority, day: date) -> bool:
    """To whoever asked, while he holds his office, is free, and the days are not over."""
    if request.decision != IdentityDecision.GRANTED or request.shown_until is None:
        return False
    if authority.person.pk != request.requested_by_id or day > request.shown_until:
        return False
    case = request.case
    if is_gone(case) or office_in(case, authority, ASKING_ROLE) is None:
        return False
    return not close_to(authority.person.pk, [case])


def _is_partial(person_id: int, facts: Facts) -> bool:
    """Owner's side, recused, asked to be recused, of the owner's branch, or its liaison leader."""
    return (
        person_id in facts.recused
        or person_id in facts.asked_about
        or person_id in facts.owner_side
        or person_id in facts.branch_members
        or person_id in facts.liaisons
    )


def _township(case: Case) -> Organisation | None:
    return committee_above(case.owner_organisation) if case.owner_organisation else None
