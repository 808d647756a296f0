"""Separation of duties and recusal, checked on persons over all rounds of a case.

owner ≠ approver ≠ verifier; redactor ≠ second checker; objection handler ≠ decider. It is asked
when a step is given out and again by the act door, whatever page, deputy or import comes along.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from rectification.enums import EventVerb, RecusalGround, Step
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Claim,
    Measure,
    Membership,
    Plan,
    PublicationDecision,
    Recusal,
)
from rectification.roles import Role

_VERIFYING_ACTS = frozenset(
    {
        EventVerb.VERIFIERS_NAMED,
        EventVerb.VERIFICATION_SIGNED,
        EventVerb.VERIFICATION_SETTLED,
        EventVerb.VERIFICATION_FAILED,
        EventVerb.CLOSED,
        EventVerb.STAGE_TARGET_REACHED,
    }
)
_NOT_FOR_OWNERS = frozenset(
    {
        Step.TRIAGE,
        Step.CONFIRM_REJECTION,
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.FIRST_REVIEW,
        Step.REVIEW_SECRECY,
        Step.CHECK_REDACTION,
        Step.APPROVE_PUBLICATION,
        Step.AGREE_SCOPE,
        Step.AGREE_WAIVER,
        Step.ASSIGN_VERIFIERS,
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.HANDLE_OBJECTION,
        Step.DECIDE_TERMINATION,
    }
)
_INDEPENDENT = frozenset({Step.VERIFY, Step.SETTLE_VERIFICATION, Step.AGREE_WAIVER})
_BEFORE_A_WAIVER = frozenset(
    {EventVerb.PUBLICATION_RETURNED, EventVerb.WAIVER_AGREED, EventVerb.VERIFIERS_NAMED}
)
"""Whoever returned a waiver looks at its next version too; whoever signed has verified."""


@dataclass
class Facts:
    """Who has what part in a case; loaded once, asked for every candidate."""

    case: Case
    owner_side: frozenset[int] = frozenset()
    acts: dict[int, set[str]] = field(default_factory=dict)
    recused: dict[int, str] = field(default_factory=dict)
    branch_members: frozenset[int] = frozenset()
    liaisons: frozenset[int] = frozenset()
    rejection_hand: int | None = None
    publication_hands: frozenset[int] = frozenset()
    contested_hands: frozenset[int] = frozenset()

    def did(self, person_id: int, *verbs: str) -> bool:
        return bool(self.acts.get(person_id, set()) & set(verbs))


def facts_of(case: Case) -> Facts:
    """Load what separation must know; a handful of queries, independent of the candidates."""
    acts: dict[int, set[str]] = {}
    rejection_hand = None
    events = CaseEvent.objects.filter(case=case, actor__isnull=False).order_by("sequence")
    for person_id, verb in events.values_list("actor_id", "verb"):
        acts.setdefault(person_id, set()).add(verb)
        if verb == EventVerb.REJECTION_PROPOSED:
            rejection_hand = person_id
    return Facts(
        case=case,
        owner_side=_owner_side(case),
        acts=acts,
        recused=dict(Recusal.objects.filter(case=case).values_list("person_id", "ground")),
        branch_members=_branch_members(case),
        liaisons=_liaisons(case),
        rejection_hand=rejection_hand,
        publication_hands=_publication_hands(case),
        contested_hands=_contested_hands(acts),
    )


def bar_of(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """The ground on which this person may not take this step of the case, or None."""
    if person_id in facts.recused:
        return RecusalGround(facts.recused[person_id])
    if step in _NOT_FOR_OWNERS and person_id in facts.owner_side:
        return RecusalGround.OWN_CASE
    if step == Step.SETTLE_VERIFICATION and facts.did(person_id, EventVerb.VERIFICATION_SIGNED):
        return RecusalGround.SAME_HAND
    if step in _INDEPENDENT:
        return _dependence(person_id, step, facts)
    if _same_hand(person_id, step, facts):
        return RecusalGround.SAME_HAND
    if _verified(person_id, step, facts):
        return RecusalGround.TOOK_PART
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
        return person_id == facts.rejection_hand
    if step in (Step.CHECK_REDACTION, Step.APPROVE_PUBLICATION):
        return person_id in facts.publication_hands
    if step == Step.DECIDE_TERMINATION and facts.did(person_id, EventVerb.TERMINATION_PROPOSED):
        return True
    if step == Step.AGREE_SCOPE:
        return person_id in facts.publication_hands or facts.did(
            person_id, EventVerb.REDACTION_CONFIRMED, EventVerb.PUBLICATION_APPROVED
        )
    if step in (Step.HANDLE_OBJECTION, Step.DECIDE_TERMINATION):
        return person_id in facts.contested_hands
    return False


def _verified(person_id: int, step: str, facts: Facts) -> bool:
    """A verifier neither plans nor approves in the case, in whatever round."""
    deciding = (
        Step.CLAIM,
        Step.DRAFT_PLAN,
        Step.CARRY_OUT,
        Step.REPORT_EFFECT,
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.FIRST_REVIEW,
        Step.APPROVE_PUBLICATION,
        Step.AGREE_SCOPE,
    )
    return step in deciding and facts.did(person_id, EventVerb.VERIFICATION_SIGNED)


def _owner_side(case: Case) -> frozenset[int]:
    """Owner, and everybody who claimed, drafted a plan or answers for a measure, in any round."""
    found: set[int | None] = {case.owner_person_id}
    if case.is_self_report:
        found.add(case.author_id)
    found |= set(Claim.objects.filter(case=case).values_list("made_by", flat=True)) - set(
        _designators(case)
    )
    found |= set(Plan.objects.filter(case=case).values_list("drafted_by", flat=True))
    found |= set(Measure.objects.filter(plan__case=case).values_list("person", flat=True))
    return frozenset(pk for pk in found if pk is not None)


def _designators(case: Case) -> list[int]:
    return list(
        Claim.objects.filter(case=case, kind="designated").values_list("made_by", flat=True)
    )


def _since(case: Case) -> Q:
    """Rows in force on any day from discovery on (docs/rules.md, “Separation”)."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=case.found_on)


def _branch_members(case: Case) -> frozenset[int]:
    """Members of the owner organisation and whoever held an office of it."""
    rows = Membership.objects.filter(_since(case), organisation=case.owner_organisation)
    offices = Appointment.objects.filter(
        _since(case), organisation=case.owner_organisation
    ).exclude(role=Role.LIA)
    return frozenset(rows.values_list("person", flat=True)) | frozenset(
        offices.values_list("person", flat=True)
    )


def _liaisons(case: Case) -> frozenset[int]:
    rows = Appointment.objects.filter(
        _since(case),
        role=Role.LIA,
        organisation=case.owner_organisation,
    )
    return frozenset(rows.values_list("person", flat=True))


def _publication_hands(case: Case) -> frozenset[int]:
    rows = PublicationDecision.objects.filter(case=case).values_list("proposed_by", flat=True)
    return frozenset(rows)


def _contested_hands(acts: dict[int, set[str]]) -> frozenset[int]:
    """Whoever took a decision that an objection to the notice contests.

    Registering is none: it takes a report in and finds nothing about it.
    """
    decisions = {
        EventVerb.PLAN_APPROVED.value,
        EventVerb.REVIEW_PASSED.value,
        EventVerb.PUBLICATION_PROPOSED.value,
        EventVerb.REDACTION_CONFIRMED.value,
        EventVerb.PUBLICATION_APPROVED.value,
        EventVerb.SCOPE_AGREED.value,
        EventVerb.SECRECY_CLEARED.value,
        EventVerb.OWNER_DESIGNATED.value,
    }
    return frozenset(pk for pk, verbs in acts.items() if verbs & decisions)
