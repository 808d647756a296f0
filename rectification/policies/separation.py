"""Separation of duties and recusal, checked on persons over all rounds of a case.

owner ≠ approver ≠ verifier; redactor ≠ second checker; objection handler ≠ decider. It is asked
when a step is given out and again by the act door, whatever page, deputy or import comes along.
"""

from typing import Final

from rectification.enums import EventVerb, RecusalGround, Step
from rectification.policies.event_circles import ABOUT_DOCUMENTS, ABOUT_IDENTITY
from rectification.policies.facts import Facts
from rectification.policies.hands import BEFORE_A_DISPUTE, NEAR_THE_WORK, OF_DISPUTE, REFERRING

_RECUSALS = frozenset(
    {
        EventVerb.RECUSAL_ENTERED,
        EventVerb.RECUSAL_GRANTED,
        EventVerb.RECUSAL_REFUSED,
    }
)
"""Whoever saw to it that others are free has found nothing about the case itself."""
_BESIDE = (
    _RECUSALS | ABOUT_IDENTITY | ABOUT_DOCUMENTS | {EventVerb.HANDED_OVER, EventVerb.CONSULTED}
)
"""Acts beside the procedure: nobody is a witness of the case by them."""
_LOOKING_ACTS = frozenset(
    {
        EventVerb.LOOK_BACK_BEGUN,
        EventVerb.LOOK_BACK_ASSIGNED,
        EventVerb.CONSOLIDATED,
        EventVerb.CLOSING_PROPOSED,
        EventVerb.RELAPSE_FOUND,
        EventVerb.RELAPSED,
    }
)
"""Whoever looked once has put nothing right: he may look again, and verify the next round."""
_LESSONS = frozenset({EventVerb.LESSON_PROPOSED, EventVerb.LESSON_CONFIRMED, EventVerb.LESSON_SENT})
"""What others are told is no part of the procedure: by it nobody has found or passed anything."""
_VERIFYING_ACTS = (
    _BESIDE
    | _LESSONS
    | frozenset(
        {
            EventVerb.VERIFIERS_NAMED,
            EventVerb.OUTSIDER_NAMED,
            EventVerb.RESULT_RECORDED,
            EventVerb.VERIFICATION_SIGNED,
            EventVerb.VERIFICATION_SETTLED,
            EventVerb.VERIFICATION_FAILED,
            EventVerb.CLOSED,
            EventVerb.STAGE_TARGET_REACHED,
            # A ballot asks others, and finds nothing itself.
            EventVerb.BALLOT_OPENED,
            EventVerb.BALLOT_CODES_PRINTED,
            EventVerb.BALLOT_CODES_HANDED_OUT,
            EventVerb.BALLOT_COUNTED,
            # A pause is about days alone, and nothing about the case was found by it.
            EventVerb.PAUSED,
            EventVerb.PAUSE_REFUSED,
            *_LOOKING_ACTS,
        }
    )
)
_PASSING = (EventVerb.VERIFICATION_SIGNED, EventVerb.VERIFICATION_SETTLED)
_BEFORE_A_LOOK_BACK = _VERIFYING_ACTS - {*_PASSING, EventVerb.RESULT_RECORDED}
"""Whoever verified in any round does not look whether it was right to pass the case."""
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
        Step.SETTLE_SENSITIVITY,
        Step.AGREE_WAIVER,
        Step.REVIEW_DISCLOSURE,
        Step.CHECK_DISCLOSURE,
        Step.APPROVE_DISCLOSURE,
        Step.AGREE_DISCLOSURE,
        Step.DECIDE_SENSITIVITY,
        Step.ASSIGN_VERIFIERS,
        Step.NAME_OUTSIDER,
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.DECIDE_THIRD_FAILURE,
        Step.HANDLE_OBJECTION,
        Step.REVIEW_OBJECTION,
        Step.DECIDE_TERMINATION,
        Step.DECIDE_WITHDRAWAL,
        Step.DECIDE_RECUSAL,
        Step.DECIDE_DATES,
        Step.ASSIGN_SUCCESSOR,
        Step.REVIEW_EXTENSION,
        Step.DECIDE_EXTENSION,
        Step.AGREE_PAUSE,
        Step.DECIDE_RECLASSIFICATION,
        Step.GIVE_OPINION,
        Step.ASSIGN_LOOK_BACK,
        Step.LOOK_BACK,
        Step.DECIDE_RELAPSE,
        Step.SETTLE_RELAPSE,
        EventVerb.LOOK_BACK_BEGUN,
        *_LESSONS,
        *ABOUT_DOCUMENTS,
        *REFERRING,
        EventVerb.OBJECTION_RECEIVED,
        *OF_DISPUTE,
    }
)
_OF_OBJECTION = frozenset({Step.HANDLE_OBJECTION, Step.REVIEW_OBJECTION, Step.DECIDE_TERMINATION})
_INDEPENDENT = frozenset({Step.VERIFY, Step.SETTLE_VERIFICATION, Step.AGREE_WAIVER, Step.LOOK_BACK})
_BEFORE_A_WAIVER = _BESIDE | frozenset(
    {EventVerb.PUBLICATION_RETURNED, EventVerb.WAIVER_AGREED, EventVerb.VERIFIERS_NAMED}
)
"""Whoever returned a waiver looks at its next version too; whoever signed has verified."""
_HARMLESS: Final[dict[str, frozenset[str]]] = {
    Step.AGREE_WAIVER: _BEFORE_A_WAIVER,
    Step.LOOK_BACK: _BEFORE_A_LOOK_BACK,
}
"""Acts by which nobody has taken part, for the steps that need somebody independent."""


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
    if _same_hand(person_id, step, facts) or _has_advised(person_id, step, facts):
        return RecusalGround.SAME_HAND
    if _verified(person_id, step, facts) or _approved(person_id, step, facts):
        return RecusalGround.TOOK_PART
    return None


def _side(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """He is of the owner's side, of a unit in dispute, or near to what is referred."""
    if step in _NOT_FOR_OWNERS and person_id in facts.owner_side:
        return RecusalGround.OWN_CASE
    if step in OF_DISPUTE and person_id in facts.disputants:
        return RecusalGround.OWN_BRANCH
    return _nearness(person_id, facts) if step in REFERRING else None


def _dependence(person_id: int, step: str, facts: Facts) -> RecusalGround | None:
    """Why somebody is not independent enough to verify (docs/rules.md, scenario 2)."""
    if person_id in facts.branch_members:
        return RecusalGround.OWN_BRANCH
    if person_id in facts.liaisons:
        return RecusalGround.LIAISON
    harmless = _HARMLESS.get(step, _VERIFYING_ACTS)
    if facts.acts.get(person_id, set()) - harmless:
        return RecusalGround.TOOK_PART
    return None


def _nearness(person_id: int, facts: Facts) -> RecusalGround | None:
    """Why somebody stands too near to what failed to refer it for accountability (8.12)."""
    if person_id in facts.branch_members:
        return RecusalGround.OWN_BRANCH
    if person_id in facts.liaisons:
        return RecusalGround.LIAISON
    return RecusalGround.TOOK_PART if facts.did(person_id, *NEAR_THE_WORK) else None


def _same_hand(person_id: int, step: str, facts: Facts) -> bool:
    if step == Step.CONFIRM_REJECTION:
        return person_id in facts.rejection_hands
    if step == Step.DECIDE_RECUSAL:
        return person_id in facts.asking
    if step in _AFTER_PROPOSAL:
        return person_id in facts.publication_hands or facts.did(person_id, *_AFTER_PROPOSAL[step])
    if step in (Step.DECIDE_SHARE, Step.SETTLE_OWNER):
        return facts.did(person_id, *BEFORE_A_DISPUTE)
    if step in _OF_OBJECTION and (
        person_id in facts.contested_hands or person_id in facts.paper_hands
    ):
        return True
    return facts.did(person_id, *_BEFORE.get(step, ()))


_SIGNED_TEXT: Final = (EventVerb.REDACTION_CONFIRMED, EventVerb.PUBLICATION_APPROVED)
_AFTER_PROPOSAL: Final[dict[str, tuple[EventVerb, ...]]] = {
    Step.CHECK_REDACTION: (),
    Step.APPROVE_PUBLICATION: (),
    Step.AGREE_SCOPE: _SIGNED_TEXT,
    Step.SETTLE_SENSITIVITY: (EventVerb.SENSITIVITY_RAISED,),
    Step.CHECK_DISCLOSURE: (),
    Step.APPROVE_DISCLOSURE: (),
    Step.AGREE_DISCLOSURE: _SIGNED_TEXT,
    Step.DECIDE_SENSITIVITY: (EventVerb.SENSITIVITY_RAISED,),
}
"""By step on a text to be shown: what bars from it beside having proposed one."""
_BEFORE: Final[dict[str, tuple[EventVerb, ...]]] = {
    Step.REVIEW_OBJECTION: (EventVerb.OBJECTION_DISMISSED, EventVerb.OBJECTION_CORRECTED),
    Step.DECIDE_TERMINATION: (EventVerb.TERMINATION_PROPOSED, EventVerb.REVIEW_DECIDED),
    Step.DECIDE_EXTENSION: (EventVerb.EXTENSION_ADVISED,),
    Step.AGREE_PAUSE: (EventVerb.PAUSE_ASKED,),
    Step.DECIDE_THIRD_FAILURE: (EventVerb.VERIFICATION_SIGNED, EventVerb.VERIFICATION_SETTLED),
    Step.DECIDE_RECLASSIFICATION: (EventVerb.RECLASSIFICATION_ASKED,),
    EventVerb.LOOK_BACK_BEGUN: _PASSING,
    Step.ANSWER_REFERRAL: (EventVerb.REFERRAL_WRITTEN,),
    Step.SEND_REFERRAL: (EventVerb.REFERRAL_ANSWERED,),
    Step.DECIDE_RELAPSE: (EventVerb.RELAPSE_FOUND,),
    Step.SETTLE_RELAPSE: (
        EventVerb.LOOK_BACK_BEGUN,
        EventVerb.LOOK_BACK_ASSIGNED,
        EventVerb.RELAPSE_FOUND,
        EventVerb.RELAPSE_REFUSED,
    ),
}
"""Whoever asked, gave his opinion on it or found what it is about does not decide."""


_LED_TO_BY: Final[dict[str, tuple[Step, ...]]] = {
    Step.APPROVE_PLAN: (Step.ADVISE_PLAN,),
    Step.APPROVE_CHANGE: (Step.ADVISE_CHANGE,),
    Step.AGREE_SCOPE: (Step.APPROVE_PUBLICATION,),
    Step.AGREE_DISCLOSURE: (Step.APPROVE_DISCLOSURE,),
    Step.REVIEW_OBJECTION: (Step.HANDLE_OBJECTION,),
    Step.DECIDE_TERMINATION: (Step.HANDLE_OBJECTION,),
    Step.DECIDE_EXTENSION: (Step.REVIEW_EXTENSION,),
}
"""Steps before a decision on the same matter: whoever gave an opinion there, or on the decision
itself (4.10), does not take it."""


def _has_advised(person_id: int, step: str, facts: Facts) -> bool:
    steps = (step, *_LED_TO_BY.get(step, ()))
    return any(person_id in facts.advisers.get(at, ()) for at in steps)


def _verified(person_id: int, step: str, facts: Facts) -> bool:
    """A verifier neither plans nor approves in the case, in whatever round."""
    deciding = (
        Step.CLAIM,
        Step.DRAFT_PLAN,
        Step.CARRY_OUT,
        Step.REPORT_EFFECT,
        Step.ANSWER_ORDER,
        Step.ANSWER_REFERRAL,
        Step.HEAR_OWNER,
        Step.ADVISE_PLAN,
        Step.APPROVE_PLAN,
        Step.CHANGE_PLAN,
        Step.ADVISE_CHANGE,
        Step.APPROVE_CHANGE,
        Step.FIRST_REVIEW,
        Step.APPROVE_PUBLICATION,
        Step.AGREE_SCOPE,
        Step.APPROVE_DISCLOSURE,
        Step.AGREE_DISCLOSURE,
        Step.REVIEW_OBJECTION,
        Step.RECLAIM,
        Step.DECIDE_DATES,
        Step.DECIDE_EXTENSION,
        Step.DECIDE_RECLASSIFICATION,
        Step.GIVE_OPINION,
    )
    return step in deciding and facts.did(person_id, EventVerb.VERIFICATION_SIGNED)


def _approved(person_id: int, step: str, facts: Facts) -> bool:
    """Whoever approved a plan of the case writes none when he has become head of its owner.

    In a member's own case the plan is the member's, whoever enters it for him.
    """
    if facts.case.owner_person_id is not None or step not in (Step.DRAFT_PLAN, Step.CHANGE_PLAN):
        return False
    return facts.did(person_id, EventVerb.PLAN_APPROVED, EventVerb.PLAN_CHANGED)
