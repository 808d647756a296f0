"""What a deputy may take in another's place, and who is deputy today (docs/rules.md 4.1).

A deputy is checked like the holder of the office himself, and stands in for him only where he
himself is free: a delegation never widens the circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from rectification.enums import DelegationScope, Step
from rectification.models import (
    Delegation,
    Organisation,
    OrganisationUserPermission,
    Person,
)
from rectification.policies.absence import suspended_on
from rectification.policies.days import not_ended_by
from rectification.policies.offices import reaches
from rectification.roles import ROLES

NEVER: Final = frozenset(
    {
        Step.ASSIGN_VERIFIERS,
        Step.NAME_OUTSIDER,
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.AGREE_WAIVER,
        Step.ASSIGN_LOOK_BACK,
        Step.LOOK_BACK,
        Step.SETTLE_RELAPSE,
        *Step.waits(),
        Step.GIVE_OPINION,
        Step.SEND_REFERRAL,
    }
)
"""Decisions of verification and look-back are nobody's to delegate, nor is it to hold others to
account; a running notice is nobody's step, and an opinion is asked of one person."""

APPROVALS: Final = frozenset(
    {
        Step.CONFIRM_REJECTION,
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.ADVISE_CHANGE,
        Step.APPROVE_CHANGE,
        Step.FIRST_REVIEW,
        Step.REVIEW_SECRECY,
        Step.CHECK_REDACTION,
        Step.APPROVE_PUBLICATION,
        Step.AGREE_SCOPE,
        Step.SETTLE_SENSITIVITY,
        Step.REVIEW_DISCLOSURE,
        Step.CHECK_DISCLOSURE,
        Step.APPROVE_DISCLOSURE,
        Step.AGREE_DISCLOSURE,
        Step.DECIDE_SENSITIVITY,
        Step.REVIEW_OBJECTION,
        Step.DECIDE_TERMINATION,
        Step.DECIDE_WITHDRAWAL,
        Step.DECIDE_DATES,
        Step.DECIDE_EXTENSION,
        Step.DECIDE_RECLASSIFICATION,
        Step.AGREE_PAUSE,
        Step.DECIDE_RECUSAL,
        Step.DECIDE_SHARE,
        Step.SETTLE_OWNER,
        Step.DECIDE_RELAPSE,
        Step.DECIDE_THIRD_FAILURE,
    }
)
WORK: Final = frozenset(
    {
        Step.TRIAGE,
        Step.DISPATCH,
        Step.CLAIM,
        Step.ASSIGN_OWNER,
        Step.DRAFT_PLAN,
        Step.CHANGE_PLAN,
        Step.CARRY_OUT,
        Step.REPORT_EFFECT,
        Step.ANSWER_ORDER,
        Step.ANSWER_REFERRAL,
        Step.PROPOSE_PUBLICATION,
        Step.HEAR_PERSON,
        Step.HEAR_ANSWER,
        Step.HEAR_OWNER,
        Step.POST_NOTICE,
        Step.PROPOSE_DISCLOSURE,
        Step.HEAR_DISCLOSURE,
        Step.POST_DISCLOSURE,
        Step.ACCEPT_SHARE,
        Step.MEDIATE_SHARE,
        Step.PROPOSE_SHARE,
        Step.REVIEW_EXTENSION,
        Step.HANDLE_OBJECTION,
        Step.ASSIGN_SUCCESSOR,
        Step.RECLAIM,
        Step.POST_REHABILITATION,
    }
)
STEPS: Final[Mapping[str, frozenset[Step]]] = {
    DelegationScope.EVERYTHING: APPROVALS | WORK,
    DelegationScope.APPROVALS: APPROVALS,
    DelegationScope.WORK: WORK,
}
"""The steps of the delegator's office that a deputy may take, by scope. Every step stands once."""


@dataclass(frozen=True)
class Deputyship:
    """One delegation in force, seen from the deputy; `grants` are those of the delegator."""

    delegation: Delegation
    grants: frozenset[tuple[str, int]]

    @property
    def delegator(self) -> Person:
        return self.delegation.delegator

    @property
    def office(self) -> tuple[int, str]:
        """(organisation, role), as `Authority.offices` names an office."""
        appointment = self.delegation.appointment
        return appointment.organisation_id, appointment.role

    @property
    def steps(self) -> frozenset[Step]:
        return STEPS[self.delegation.scope]

    def may(self, permission: str, organisation: Organisation) -> bool:
        """Whether the right of the delegator's office reaches this organisation."""
        appointment = self.delegation.appointment
        return (
            permission in ROLES[appointment.role].grants
            and reaches(appointment, organisation)
            and (permission, appointment.jurisdiction_id) in self.grants
        )


def in_force(day: date) -> QuerySet[Delegation]:
    """Approved, within its days, and of an office its delegator holds; nobody is suspended."""
    return _in_force(day).all()


@lru_cache(maxsize=8)
def _in_force(day: date) -> QuerySet[Delegation]:
    """The question of the day, put together once; never answered here, but in copies of it."""
    suspended = suspended_on(day)
    return (
        Delegation.objects.filter(
            not_ended_by(day),
            approved_at__isnull=False,
            valid_from__lte=day,
            valid_to__gte=day,
            appointment__confirmed_at__isnull=False,
            appointment__valid_from__lte=day,
            deputy__user__is_active=True,
        )
        .exclude(appointment__valid_to__lt=day)
        .exclude(appointment__person__in=suspended)
        .exclude(deputy__in=suspended)
        .select_related("appointment__person", "deputy")
    )


def deputyships_of(person: Person, day: date) -> tuple[Deputyship, ...]:
    """For whom the person stands in: one query, and two more when he may be a deputy.

    The first is a plain one. It is asked with every request, and hardly anybody is a deputy.
    """
    if not Delegation.objects.filter(deputy=person, valid_to__gte=day).exists():
        return ()
    found = list(in_force(day).filter(deputy=person).order_by("pk"))
    if not found:
        return ()
    rows = OrganisationUserPermission.objects.filter(
        user__person__in={delegation.appointment.person_id for delegation in found}
    ).values_list("user__person_id", "permission__codename", "content_object_id")
    held: dict[int, set[tuple[str, int]]] = {}
    for owner, codename, node in rows:
        held.setdefault(owner, set()).add((codename, node))
    return tuple(
        Deputyship(row, frozenset(held.get(row.appointment.person_id, ()))) for row in found
    )


def delegations_at(
    role: str, organisation: Organisation | None, step: str, day: date
) -> list[Delegation]:
    """Delegations of this office by which the step may be taken."""
    if organisation is None or step in NEVER:
        return []
    rows = in_force(day).filter(appointment__role=role, appointment__organisation=organisation)
    return [row for row in rows.order_by("pk") if step in STEPS[row.scope]]
