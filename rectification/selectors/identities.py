"""Requests to read who reported, and whether there is anything sealed to ask for."""

from datetime import date

from django.db.models import Q

from rectification.enums import IdentityDecision
from rectification.models import Case, IdentityRequest, Objection, Opinion, Person
from rectification.policies.authority import Authority
from rectification.policies.identities import is_pending, is_shown_on, to_decide
from rectification.policies.merging import entries_of
from rectification.roles import Role
from rectification.selectors.cases import below, not_recused, visible_to

SHOWN = 50
_PARTS = ("case__owner_organisation", "opinion", "objection", "requested_by", "decided_by")


def voices_with_identity(case: Case) -> list[Opinion | Objection]:
    """Opinion and objections of the case whose author is known, if to nobody who may read it."""
    whole = [case, *entries_of(case)]
    opinions = Opinion.objects.filter(case__in=whole, identity__isnull=False)
    objections = Objection.objects.filter(case=case, identity__isnull=False)
    return [*opinions.order_by("pk"), *objections.order_by("pk")]


def identity_request_by_id(pk: int) -> IdentityRequest | None:
    return IdentityRequest.objects.select_related(*_PARTS).filter(pk=pk).first()


def may_read(request: IdentityRequest, authority: Authority, day: date) -> bool:
    """Only while the case itself is open to him: who is no longer assigned reads it no more."""
    if not is_shown_on(request, authority, day):
        return False
    open_to_him = visible_to(authority.person.user, authority)
    return open_to_him.filter(pk=request.case_id).exists()


def requested_by(person: Person) -> list[IdentityRequest]:
    """His own, latest first."""
    rows = IdentityRequest.objects.select_related(*_PARTS).filter(requested_by=person)
    return list(rows.order_by("-pk")[:SHOWN])


def waiting_for(authority: Authority, day: date) -> list[IdentityRequest]:
    """Requests on which the person may decide today, latest first; the same queries for many."""
    reach = Q(pk__in=[])
    for office in authority.appointments:
        if office.role == Role.LG:
            reach |= below(office.jurisdiction, "case")
    rows = IdentityRequest.objects.select_related(*_PARTS).filter(
        reach,
        not_recused(authority.person, "case"),
        decision=IdentityDecision.PENDING,
        decide_by__gte=day,
    )
    return to_decide(list(rows.order_by("-pk")[:SHOWN]), authority)


def decided_by(person: Person) -> list[IdentityRequest]:
    """What he decided himself, latest first."""
    rows = IdentityRequest.objects.select_related(*_PARTS).filter(decided_by=person)
    return list(rows.order_by("-pk")[:SHOWN])


def has_pending(voice: Opinion | Objection, person: Person, day: date) -> bool:
    rows = voice.identity_requests.filter(requested_by=person)
    return any(is_pending(row, day) for row in rows)


def granted_for(voice: Opinion | Objection) -> list[IdentityRequest]:
    """Decisions that opened the identity of whoever raised it, for telling him; earliest first."""
    rows = voice.identity_requests.filter(decision=IdentityDecision.GRANTED)
    return list(rows.order_by("decided_at", "pk"))
