"""Whose hands were in what: by act, in contested decisions, in the units of a dispute."""

from typing import Final

from django.db.models import Q
from django.utils import timezone

from rectification.enums import EventVerb, Step
from rectification.models import Appointment, Case, Dispute
from rectification.roles import Role

Acts = dict[int, set[str]]
"""By person, what he did in a case or had done for him."""

OF_DISPUTE: Final = frozenset(
    {Step.SETTLE_OWNER, Step.MEDIATE_SHARE, Step.PROPOSE_SHARE, Step.DECIDE_SHARE}
)
BEFORE_A_DISPUTE: Final = frozenset(
    {
        EventVerb.DISPATCHED,
        EventVerb.SHARE_AGREED,
        EventVerb.SHARE_DISPUTED,
        EventVerb.SHARE_PROPOSED,
    }
)
"""Whoever gave the case out, mediated or proposed does not decide whether it was right."""

REFERRING: Final = frozenset(
    {EventVerb.REFERRAL_WRITTEN, Step.SEND_REFERRAL, EventVerb.REFERRAL_OUTCOME}
)
"""Acts of whoever refers an organisation for accountability."""
NEAR_THE_WORK: Final = frozenset(
    {
        EventVerb.PLAN_ADVISED,
        EventVerb.PLAN_APPROVED,
        EventVerb.PLAN_CHANGED,
        EventVerb.REVIEW_PASSED,
        EventVerb.EXTENSION_GRANTED,
        EventVerb.DATES_ACCEPTED,
    }
)
"""Whoever agreed to what then failed does not hold others to account for it."""

OWNING: Final = frozenset(
    {
        EventVerb.CLAIMED,
        EventVerb.RECLAIMED,
        EventVerb.PLAN_SUBMITTED,
        EventVerb.PLAN_CHANGE_SUBMITTED,
        EventVerb.EXTENSION_ASKED,
    }
)
"""Whoever did one of these, or had it done for him, acted for the owner."""

OF_OWNER: Final = frozenset(
    {
        EventVerb.CLAIMED,
        EventVerb.CLAIM_DECLINED,
        EventVerb.RECLAIMED,
        EventVerb.PLAN_SUBMITTED,
        EventVerb.PLAN_CHANGE_BEGUN,
        EventVerb.PLAN_CHANGE_SUBMITTED,
        EventVerb.PLAN_CHANGE_DROPPED,
        EventVerb.ORDER_ANSWERED,
        EventVerb.PROGRESS_REPORTED,
        EventVerb.MEASURES_DONE,
        EventVerb.EFFECT_REPORTED,
        EventVerb.PERSON_HEARD,
        EventVerb.OBJECTION_RECEIVED,
        EventVerb.REVIEW_ASKED,
        EventVerb.CONSENT_GIVEN,
        EventVerb.CONSENT_WITHDRAWN,
        EventVerb.OWNER_HEARD,
    }
)
"""What the person concerned does in his own case, and his branch for him without account."""


def hands_of(acts: Acts, *verbs: str) -> frozenset[int]:
    """Everybody who did one of these, or for whom it was done."""
    return frozenset(pk for pk, done in acts.items() if done & set(verbs))


def contested_hands(acts: Acts) -> frozenset[int]:
    """Whoever took a decision that an objection to the notice contests.

    Registering is none: it takes a report in and finds nothing about it.
    """
    decisions = {
        EventVerb.PLAN_APPROVED.value,
        EventVerb.PLAN_CHANGED.value,
        EventVerb.REVIEW_PASSED.value,
        EventVerb.PUBLICATION_PROPOSED.value,
        EventVerb.REDACTION_CONFIRMED.value,
        EventVerb.PUBLICATION_APPROVED.value,
        EventVerb.SCOPE_AGREED.value,
        EventVerb.SECRECY_CLEARED.value,
        EventVerb.SENSITIVITY_CLEARED.value,
        EventVerb.OWNER_DESIGNATED.value,
        EventVerb.OWNER_SETTLED.value,
        EventVerb.SHARE_ASSIGNED.value,
    }
    return hands_of(acts, *decisions)


def disputants(case: Case) -> frozenset[int]:
    """Whoever holds an office of a unit in dispute today, its liaison leader left out."""
    current = Dispute.objects.filter(
        case=case, ended_at__isnull=True, assignment__ended_at__isnull=True
    )
    units = current.values("assignment__organisation")
    day = timezone.localdate()
    offices = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        organisation__in=units,
        valid_from__lte=day,
        confirmed_at__isnull=False,
    ).exclude(role=Role.LIA)
    return frozenset(offices.values_list("person", flat=True))
