"""清单公开 and 情况通报: begun beside the procedure, and given up (docs/rules.md 4.6).

What lies between is decided as for the notice of the effect (`services.publication`).
"""

from rectification.enums import EventVerb, PublicationPurpose, PublicationStatus, Step
from rectification.models import Case, CaseEvent, PublicationDecision
from rectification.models.record import PURPOSE
from rectification.policies.actors import Actor
from rectification.policies.disclosures import purpose_due, why_not_begin, why_not_purpose
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.services.events import record_event
from rectification.services.notices import withdraw_notice


def begin_disclosure(*, case: Case, actor: Actor, purpose: str) -> CaseEvent:
    """SEC or OFF begins what is due; a text that was left under review counts no more.

    `purpose` is what he had before him; once something else is due he is asked anew.
    """
    allow(why_not_begin(case))
    allow(why_not_purpose(case, purpose))
    require_free(actor, Step.PROPOSE_DISCLOSURE, case)
    left = PublicationDecision.objects.filter(
        case=case,
        purpose=purpose,
        status__in=[PublicationStatus.PROPOSED, PublicationStatus.APPROVED],
    )
    for decision in left:
        decision.status = PublicationStatus.WITHDRAWN
        decision.save()
    return record_event(
        case=case,
        verb=EventVerb.DISCLOSURE_BEGUN,
        actor=actor,
        reference=f"{PURPOSE}{purpose}",
    )


def drop_disclosure(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """Whoever proposes does without it: what is contested and cannot be settled is not shown."""
    return record_event(
        case=case,
        verb=EventVerb.DISCLOSURE_DROPPED,
        actor=actor,
        text=require_reason(reason, rule="4.6"),
        reference=f"{PURPOSE}{purpose_due(case) or ''}",
    )


def take_down_circulars(*, case: Case) -> None:
    """The closure they told of does not hold any more."""
    _take_down(case, PublicationPurpose.CIRCULAR)


def take_down_lists(*, case: Case) -> None:
    """The plan they told of does not hold any more."""
    _take_down(case, PublicationPurpose.LISTS)


def _take_down(case: Case, purpose: str) -> None:
    for notice in case.notices.filter(decision__purpose=purpose, withdrawn_at__isnull=True):
        withdraw_notice(notice=notice)
