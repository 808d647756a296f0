"""Reading what was decided about publication."""

from django.db.models import F, QuerySet

from rectification.enums import (
    EventVerb,
    HearingOutcome,
    PublicationPurpose,
    PublicationScope,
    PublicationStatus,
)
from rectification.models import (
    Case,
    CaseEvent,
    CaseEventPayload,
    Notice,
    Objection,
    PublicationDecision,
)
from rectification.policies.publication import is_all_but_waived, needs_scope_agreement


def current_decision(
    case: Case, purpose: str = PublicationPurpose.EFFECT
) -> PublicationDecision | None:
    """The latest version of this round, whatever became of it."""
    return _versions(case, purpose).first()


def _versions(case: Case, purpose: str) -> QuerySet[PublicationDecision]:
    """Those of this round, latest first."""
    rows = PublicationDecision.objects.filter(case=case, round=case.round)
    return rows.filter(purpose=purpose).order_by("-version")


def last_text(case: Case, purpose: str = PublicationPurpose.EFFECT) -> PublicationDecision | None:
    """The latest version of this round that would show something."""
    return next((version for version in _versions(case, purpose) if not version.is_waiver), None)


def standing_waivers(cases: QuerySet[Case]) -> QuerySet[PublicationDecision]:
    """By which the effect is shown to nobody, of the round that each case is in (T23)."""
    return PublicationDecision.objects.filter(
        case__in=cases,
        round=F("case__round"),
        purpose=PublicationPurpose.EFFECT,
        scope=PublicationScope.NONE,
        status__in=[PublicationStatus.APPROVED, PublicationStatus.CARRIED_OUT],
    )


def notices_of_effect(cases: QuerySet[Case]) -> QuerySet[Notice]:
    """By which the effect is or was shown, without those that were withdrawn."""
    return Notice.objects.filter(
        case__in=cases,
        decision__purpose=PublicationPurpose.EFFECT,
        withdrawn_at__isnull=True,
    )


def awaits_scope_agreement(case: Case, decision: PublicationDecision) -> bool:
    """Approved by one, and ORG has still to agree; nothing to agree to in a waiver."""
    return (
        needs_scope_agreement(case)
        and not decision.is_waiver
        and decision.status == PublicationStatus.APPROVED
        and decision.scope_agreed_by_id is None
    )


def comment_to_answer(case: Case, purpose: str = PublicationPurpose.EFFECT) -> str:
    """What the person concerned said against the last text that was put before him.

    A version that came back before he was heard has answered nothing: he never read its answer.
    """
    heard = _versions(case, purpose).exclude(hearing="")
    decision = heard.exclude(status=PublicationStatus.WITHDRAWN).first()
    if decision is None or decision.hearing != HearingOutcome.CONTESTED:
        return ""
    return decision.comment


def current_notice(case: Case) -> Notice | None:
    """The latest notice of the effect, running or not; never one that sets another right."""
    rows = case.notices.filter(decision__purpose=PublicationPurpose.EFFECT)
    rows = rows.select_related("decision")
    return rows.order_by("-pk").first()


def narrowed_away(case: Case) -> Notice | None:
    """The notice of this round that ended for those concerned alone, until that is agreed (T23)."""
    notice = current_notice(case)
    if notice is None or notice.ended_at is None or notice.decision != current_decision(case):
        return None
    agreed = notice.decision.waiver_agreed_by_id is not None or not notice.decision.stands
    return None if agreed or not is_all_but_waived(notice) else notice


def narrowing_of(notice: Notice) -> CaseEvent | None:
    """Who narrowed its circle last; nobody where an objection led to it."""
    events = CaseEvent.objects.filter(
        case=notice.case_id, verb=EventVerb.SCOPE_NARROWED, reference=f"notice:{notice.pk}"
    )
    return events.select_related("actor").order_by("-sequence").first()


def standing_notice(case: Case) -> Notice | None:
    """What was shown by the decision of this round that holds, and was not withdrawn."""
    return case.notices.filter(decision=current_decision(case), withdrawn_at__isnull=True).first()


def objection_before_notice(case: Case) -> Objection | None:
    """What the person concerned has against the text that is to be shown, the last of it (8.14)."""
    decision = current_decision(case)
    if decision is None:
        return None
    return decision.objections.select_related("case").order_by("-pk").first()


def concern_about(decision: PublicationDecision) -> str:
    """Why somebody in the review called the text strongly sensitive."""
    payloads = CaseEventPayload.objects.filter(
        event__case=decision.case_id,
        event__verb=EventVerb.SENSITIVITY_RAISED,
        event__reference=f"publication:{decision.pk}",
    )
    last = payloads.order_by("-event__sequence").first()
    return last.text if last is not None else ""
