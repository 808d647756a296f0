"""How widely a result may be shown, and when a notice is over (docs/rules.md 4.6, T22–T28)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from rectification.enums import (
    CaseLevel,
    HearingOutcome,
    ObjectionDecision,
    PublicationPurpose,
    PublicationScope,
    Secrecy,
    SourceKind,
)
from rectification.models import (
    Case,
    Membership,
    Notice,
    Organisation,
    PublicationConsent,
    PublicationDecision,
)
from rectification.policies.days import start_of, today, valid_on
from rectification.policies.merging import sources_of

SMALL_GROUP: Final = 10
"""In a group under ten a text without name may still point to one person (scenario 15)."""

BOARD_DAYS_AFTER_END: Final = timedelta(days=3)


@dataclass(frozen=True)
class ScopeRule:
    """`for_residents` is the usual scope where the problem touches residents."""

    usual: PublicationScope
    for_residents: PublicationScope
    widest: PublicationScope


_S = PublicationScope
EFFECT_NOTICE: Final[Mapping[str, ScopeRule]] = MappingProxyType(
    {
        # Wider than the branch only with a separate written consent (`standing_consent`).
        CaseLevel.MEMBER: ScopeRule(_S.BRANCH, _S.BRANCH, widest=_S.BRANCH),
        CaseLevel.BRANCH: ScopeRule(_S.TOWNSHIP, _S.VILLAGE, widest=_S.SOCIETY),
        CaseLevel.COMMITTEE: ScopeRule(_S.TOWNSHIP, _S.SOCIETY, widest=_S.SOCIETY),
    }
)

LISTS: Final[Mapping[str, ScopeRule]] = MappingProxyType(
    {
        # Of members figures alone are known, so there is nothing to disclose of one case.
        CaseLevel.MEMBER: ScopeRule(_S.NONE, _S.NONE, widest=_S.NONE),
        CaseLevel.BRANCH: ScopeRule(_S.BRANCH, _S.BRANCH, widest=_S.SOCIETY),
        CaseLevel.COMMITTEE: ScopeRule(_S.TOWNSHIP, _S.TOWNSHIP, widest=_S.SOCIETY),
    }
)
CIRCULAR: Final[Mapping[str, ScopeRule]] = MappingProxyType(
    {
        level: ScopeRule(usual, usual, widest=EFFECT_NOTICE[level].widest)
        for level, usual in (
            (CaseLevel.MEMBER, _S.BRANCH),
            (CaseLevel.BRANCH, _S.TOWNSHIP),
            (CaseLevel.COMMITTEE, _S.TOWNSHIP),
        )
    }
)
"""Never wider than the notice of the effect may be."""
_SCOPES: Final = {
    PublicationPurpose.LISTS: LISTS,
    PublicationPurpose.EFFECT: EFFECT_NOTICE,
    PublicationPurpose.CIRCULAR: CIRCULAR,
}


def _rule(case: Case, purpose: str) -> ScopeRule:
    return _SCOPES[PublicationPurpose(purpose)][case.level]


def default_scope(case: Case, purpose: str = PublicationPurpose.EFFECT) -> PublicationScope:
    rule = _rule(case, purpose)
    return rule.for_residents if case.touches_residents else rule.usual


def max_scope(case: Case, purpose: str = PublicationPurpose.EFFECT) -> PublicationScope:
    """A member's case goes further than the rule with his own consent alone, while it stands.

    One that came from an opinion never does.
    """
    widest = _rule(case, purpose).widest
    if case.level != CaseLevel.MEMBER or widest == PublicationScope.NONE:
        return widest
    if needs_scope_agreement(case):
        return widest
    consent = standing_consent(case)
    return max(widest, PublicationScope(consent.scope)) if consent else widest


def standing_consent(case: Case) -> PublicationConsent | None:
    """Of the person concerned, as long as he has not withdrawn it."""
    if case.owner_person_id is None:
        return None
    consents = PublicationConsent.objects.filter(case=case, withdrawn_at__isnull=True)
    return consents.filter(person=case.owner_person_id).first()


def scopes_for(case: Case, purpose: str = PublicationPurpose.EFFECT) -> list[PublicationScope]:
    """Scopes a notice of the case may have, from the narrowest to the widest."""
    return sorted(readers(max_scope(case, purpose)))


def readers(scope: str) -> frozenset[PublicationScope]:
    """The circles that read a notice of this scope: scopes are cumulative."""
    return frozenset(s for s in PublicationScope if PublicationScope.NONE < s <= scope)


def needs_scope_agreement(case: Case) -> bool:
    """A member's case that came from an opinion: ORG must agree beside the approver (4.6)."""
    return case.level == CaseLevel.MEMBER and bool(sources_of(case) & SourceKind.opinions())


def may_be_published(case: Case) -> bool:
    """Secrecy other than “may be made public” blocks every publication, for everybody."""
    return case.secrecy == Secrecy.OPEN and not case.sealed


def is_small_group(organisation: Organisation | None) -> bool:
    """Whether wording that names the group may identify one of its members."""
    if organisation is None:
        return False
    members = Membership.objects.filter(valid_on(today()), organisation=organisation)
    return members.values("person").distinct().count() < SMALL_GROUP


def end_of(day: date) -> datetime:
    """24:00 of the day in Asia/Shanghai."""
    return start_of(day + timedelta(days=1))


def is_heard(decision: PublicationDecision) -> bool:
    """The person concerned has nothing against the text, kept silent, or his objection to it was
    answered by somebody who took no part in it (scenario 14)."""
    if decision.hearing != HearingOutcome.CONTESTED:
        return decision.hearing != ""
    answers = set(decision.objections.values_list("decision", flat=True))
    is_open = decision.objections.filter(decided_at__isnull=True).exists()
    passing = {ObjectionDecision.DISMISSED.value, ObjectionDecision.OUTSIDE.value}
    return bool(answers) and not is_open and answers <= passing


def is_all_but_waived(notice: Notice) -> bool:
    """Narrowed to those concerned while it ran: nobody else reads it, as if it had been waived.

    Narrowing is one person's act and takes effect at once; doing without a notice is agreed.
    """
    return notice.decision.scope == PublicationScope.PARTIES < notice.widest_scope


def is_off_the_board(notice: Notice) -> bool:
    """Ended, and the days for which it stays on the board are over.

    One that sets another right ends with its last day and by nobody's act.
    """
    over = notice.ended_at is not None or notice.corrects_id is not None
    return over and notice.ends_on < today() - BOARD_DAYS_AFTER_END


def is_period_over(notice: Notice, at: datetime) -> bool:
    """While objections are handled the clock stands still and nothing runs out (T24)."""
    return notice.suspended_on is None and at >= end_of(notice.ends_on)
