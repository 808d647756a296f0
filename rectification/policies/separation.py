"""Separation of duties and recusal, checked on persons over all rounds of a case.

owner ≠ approver ≠ verifier; redactor ≠ second checker; objection handler ≠ decider. It is asked
when a step is given out and again by the act door, whatever page, deputy or import comes along.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from rectification.enums import ClaimKind, EventVerb, RecusalDecision, RecusalGround, Step
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Claim,
    Measure,
    Membership,
    OrganisationRecusal,
    Plan,
    PublicationDecision,
    Recusal,
    RecusalRequest,
)
from rectification.policies.hands import (
    BEFORE_A_DISPUTE,
    OF_DISPUTE,
    OF_OWNER,
    OWNING,
    contested_hands,
    disputants,
    hands_of,
)
from rectification.policies.homes import homes_of
from rectification.policies.merging import whole_of
from rectification.roles import Role

_RECUSALS = frozenset(
    {
        EventVerb.RECUSAL_ENTERED,
        EventVerb.RECUSAL_GRANTED,
        EventVerb.RECUSAL_REFUSED,
    }
)
"""Whoever saw to it that others are free has found nothing about the case itself."""
_BESIDE = _RECUSALS | EventVerb.about_identity()
"""Acts beside the procedure: nobody is a witness of the case by them."""
_VERIFYING_ACTS = _BESIDE | frozenset(
    {
        EventVerb.VERIFIERS_NAMED,
        EventVerb.OUTSIDER_NAMED,
        EventVerb.RESULT_RECORDED,
        EventVerb.VERIFICATION_SIGNED,
        EventVerb.VERIFICATION_SETTLED,
        EventVerb.VERIFICATION_FAILED,
        EventVerb.CLOSED,
        EventVerb.STAGE_TARGET_REACHED,
        # A pause is about days alone, and nothing about the case was found by it.
        EventVerb.PAUSED,
        EventVerb.PAUSE_REFUSED,
    }
)
_NOT_FOR_OWNERS = frozenset(
    {
        Step.TRIAGE,
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
        Step.AGREE_WAIVER,
        Step.ASSIGN_VERIFIERS,
        Step.NAME_OUTSIDER,
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.HANDLE_OBJECTION,
        Step.DECIDE_TERMINATION,
        Step.DECIDE_WITHDRAWAL,
        Step.DECIDE_RECUSAL,
        Step.DECIDE_DATES,
        Step.ASSIGN_SUCCESSOR,
        Step.REVIEW_EXTENSION,
        Step.DECIDE_EXTENSION,
        Step.AGREE_PAUSE,
        Step.DECIDE_RECLASSIFICATION,
        *OF_DISPUTE,
    }
)
_INDEPENDENT = frozenset({Step.VERIFY, Step.SETTLE_VERIFICATION, Step.AGREE_WAIVER})
_BEFORE_A_WAIVER = _BESIDE | frozenset(
    {EventVerb.PUBLICATION_RETURNED, EventVerb.WAIVER_AGREED, EventVerb.VERIFIERS_NAMED}
)
"""Whoever returned a waiver looks at its next version too; whoever signed has verified."""


@dataclass
class Facts:
    """Who has what part in a case; loaded once, asked for every candidate.

    `asked_about` are people whose recusal is requested and not decided yet, `asking` those who
    requested it.
    """

    case: Case
    owner_side: frozenset[int] = frozenset()
    acts: dict[int, set[str]] = field(default_factory=dict)
    recused: dict[int, str] = field(default_factory=dict)
    asked_about: frozenset[int] = frozenset()
    asking: frozenset[int] = frozenset()
    branch_members: frozenset[int] = frozenset()
    liaisons: frozenset[int] = frozenset()
    rejection_hands: frozenset[int] = frozenset()
    publication_hands: frozenset[int] = frozenset()
    contested_hands: frozenset[int] = frozenset()
    disputants: frozenset[int] = frozenset()

    def did(self, person_id: int, *verbs: str) -> bool:
        return bool(self.acts.get(person_id, set()) & set(verbs))


def facts_of(case: Case) -> Facts:
    """Load what separation must know; a handful of queries, independent of the candidates."""
    acts: dict[int, set[str]] = {}
    rejection_hands: frozenset[int] = frozenset()
    events = CaseEvent.objects.filter(whole_of(case), actor__isnull=False).order_by("pk")
    entering: set[int] = set()
    columns = ("actor_id", "on_behalf_of_id", "delegation_id", "verb", "case_id")
    for person_id, behalf_id, deputy, verb, case_id in events.values_list(*columns):
        # What a deputy did counts for him and for whom he did it.
        hands = frozenset(pk for pk in (person_id, behalf_id) if pk is not None)
        for pk in hands:
            acts.setdefault(pk, set()).add(verb)
        if behalf_id is not None and deputy is None and verb in OF_OWNER:
            # A step entered for a person without account: whoever did it is of his side.
            entering.add(person_id)
        if verb == EventVerb.REJECTION_PROPOSED and case_id == case.pk:
            rejection_hands = hands
    requests = RecusalRequest.objects.filter(case=case, decision=RecusalDecision.PENDING)
    pending = list(requests.values_list("person_id", "requested_by_id"))
    homes = homes_of(case)
    return Facts(
        case=case,
        owner_side=_owner_side(case) | hands_of(acts, *OWNING) | entering,
        acts=acts,
        recused=recused_in(case),
        asked_about=frozenset(person_id for person_id, _by in pending),
        asking=frozenset(by for _person_id, by in pending),
        branch_members=_branch_members(case, homes),
        liaisons=_liaisons(case, homes),
        rejection_hands=rejection_hands,
        publication_hands=_publication_hands(case)
        | hands_of(acts, EventVerb.PUBLICATION_PROPOSED, EventVerb.WAIVER_PROPOSED),
        contested_hands=contested_hands(acts),
        disputants=disputants(case),
    )


def bar_of(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """The ground on which this person may not take this step of the case, or None."""
    if person_id in facts.recused:
        return RecusalGround(facts.recused[person_id])
    if person_id in facts.asked_about:
        return RecusalGround.REQUESTED
    if (ground := _side(person_id, step, facts)) is not None:
        return ground
    if step == Step.SETTLE_VERIFICATION and facts.did(person_id, EventVerb.VERIFICATION_SIGNED):
        return RecusalGround.SAME_HAND
    if step in _INDEPENDENT:
        return _dependence(person_id, step, facts)
    if _same_hand(person_id, step, facts):
        return RecusalGround.SAME_HAND
    if _verified(person_id, step, facts):
        return RecusalGround.TOOK_PART
    return None


def _side(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """He is of the owner's side, or of a unit in dispute."""
    if step in _NOT_FOR_OWNERS and person_id in facts.owner_side:
        return RecusalGround.OWN_CASE
    if step in OF_DISPUTE and person_id in facts.disputants:
        return RecusalGround.OWN_BRANCH
    return None


def _dependence(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """Why somebody is not independent enough to verify (docs/rules.md, scenario 2)."""
    if person_id in facts.branch_members:
        return RecusalGround.OWN_BRANCH
    if person_id in facts.liaisons:
        return RecusalGround.LIAISON
    harmless = _BEFORE_A_WAIVER if step == Step.AGREE_WAIVER else _VERIFYING_ACTS
    if facts.acts.get(person_id, set()) - harmless:
        return RecusalGround.TOOK_PART
    return None


def _same_hand(person_id: int, step: str, facts: Facts) -> bool:
    if step == Step.CONFIRM_REJECTION:
        return person_id in facts.rejection_hands
    if step == Step.DECIDE_RECUSAL:
        return person_id in facts.asking
    if step in (Step.CHECK_REDACTION, Step.APPROVE_PUBLICATION):
        return person_id in facts.publication_hands
    if step == Step.DECIDE_TERMINATION and facts.did(person_id, EventVerb.TERMINATION_PROPOSED):
        return True
    if step == Step.AGREE_SCOPE:
        return person_id in facts.publication_hands or facts.did(
            person_id, EventVerb.REDACTION_CONFIRMED, EventVerb.PUBLICATION_APPROVED
        )
    if step in (Step.DECIDE_SHARE, Step.SETTLE_OWNER):
        return facts.did(person_id, *BEFORE_A_DISPUTE)
    if step in (Step.HANDLE_OBJECTION, Step.DECIDE_TERMINATION):
        return person_id in facts.contested_hands
    return facts.did(person_id, *_BEFORE.get(step, ()))


_BEFORE: Final[dict[str, tuple[EventVerb, ...]]] = {
    Step.DECIDE_EXTENSION: (EventVerb.EXTENSION_ADVISED,),
    Step.AGREE_PAUSE: (EventVerb.PAUSE_ASKED,),
    Step.DECIDE_RECLASSIFICATION: (EventVerb.RECLASSIFICATION_ASKED,),
}
"""Whoever asked, or gave his opinion on it, does not decide."""


def _verified(person_id: int, step: str, facts: Facts) -> bool:
    """A verifier neither plans nor approves in the case, in whatever round."""
    deciding = (
        Step.CLAIM,
        Step.DRAFT_PLAN,
        Step.CARRY_OUT,
        Step.REPORT_EFFECT,
        Step.ANSWER_ORDER,
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.CHANGE_PLAN,
        Step.ADVISE_CHANGE,
        Step.APPROVE_CHANGE,
        Step.FIRST_REVIEW,
        Step.APPROVE_PUBLICATION,
        Step.AGREE_SCOPE,
        Step.RECLAIM,
        Step.DECIDE_DATES,
        Step.DECIDE_EXTENSION,
        Step.DECIDE_RECLASSIFICATION,
    )
    return step in deciding and facts.did(person_id, EventVerb.VERIFICATION_SIGNED)


def standing_recusals(day: date) -> QuerySet[OrganisationRecusal]:
    """Declarations for a whole organisation that hold on this day."""
    in_force = Q(until__isnull=True) | Q(until__gte=day)
    return OrganisationRecusal.objects.filter(in_force, since__lte=day)


def recused_in(case: Case) -> dict[int, str]:
    """Person and ground: recused from the case itself or from every case of its owner
    organisation; the latter never holds for the owner himself."""
    standing = standing_recusals(timezone.localdate()).filter(
        organisation=case.owner_organisation_id
    )
    found = dict(standing.values_list("person_id", "ground"))
    if case.owner_person_id is not None:
        found.pop(case.owner_person_id, None)
    recused = Recusal.objects.filter(whole_of(case))
    return found | dict(recused.values_list("person_id", "ground"))


def _owner_side(case: Case) -> frozenset[int]:
    """Owner, and everybody who claimed, drafted a plan or answers for a measure, in any round."""
    found: set[int | None] = {case.owner_person_id}
    if case.is_self_report:
        found.add(case.author_id)
    claims = Claim.objects.filter(case=case)
    designating = set(claims.filter(kind=ClaimKind.DESIGNATED).values_list("made_by", flat=True))
    found |= set(claims.values_list("made_by", flat=True)) - designating
    found |= set(Plan.objects.filter(case=case).values_list("drafted_by", flat=True))
    found |= set(Measure.objects.filter(plan__case=case).values_list("person", flat=True))
    return frozenset(pk for pk in found if pk is not None)


def _since(case: Case) -> Q:
    """Rows in force on any day from discovery on (docs/rules.md, “Separation”)."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=case.found_on)


def _branch_members(case: Case, homes: set[int]) -> frozenset[int]:
    """Members of the owner organisation and whoever held an office of it."""
    rows = Membership.objects.filter(_since(case), organisation__in=homes)
    offices = _offices(case, homes).exclude(role=Role.LIA)
    return frozenset(rows.values_list("person", flat=True)) | frozenset(
        offices.values_list("person", flat=True)
    )


def _offices(case: Case, homes: set[int]) -> QuerySet[Appointment]:
    """What was only entered, or refused, nobody has held."""
    rows = Appointment.objects.filter(_since(case), organisation__in=homes)
    return rows.exclude(confirmed_at=None)


def _liaisons(case: Case, homes: set[int]) -> frozenset[int]:
    return frozenset(_offices(case, homes).filter(role=Role.LIA).values_list("person", flat=True))


def _publication_hands(case: Case) -> frozenset[int]:
    rows = PublicationDecision.objects.filter(case=case).values_list("proposed_by", flat=True)
    return frozenset(rows)
