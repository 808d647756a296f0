"""What an objection may lead to and who handles it, by its kind (docs/rules.md T25–T27, 4.7)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.calendar.clocks import Clock, due
from rectification.enums import EventVerb, ObjectionDecision, ObjectionKind, Step
from rectification.exceptions import CaseError
from rectification.models import Case, Notice, Objection, ObjectionReview, Sealing, WorkItem
from rectification.policies.chains import Rule, Sort, Ways, body_of, by_sort
from rectification.policies.owner_kinds import OwnerKind, owner_kind
from rectification.policies.reasons import Reason
from rectification.roles import Role

_ALWAYS: Final = (
    ObjectionDecision.DISMISSED,
    ObjectionDecision.CORRECTED,
    ObjectionDecision.OUTSIDE,
)

_MOVING: Final = (ObjectionDecision.UPHELD, ObjectionDecision.WRONG)

LAWFUL: Final[Mapping[str, tuple[ObjectionDecision, ...]]] = MappingProxyType(
    {
        ObjectionKind.FACTS: (*_ALWAYS, ObjectionDecision.UPHELD, ObjectionDecision.WRONG),
        ObjectionKind.EFFECT: (*_ALWAYS, ObjectionDecision.UPHELD),
        ObjectionKind.RESPONSIBILITY: (*_ALWAYS, ObjectionDecision.WRONG),
        ObjectionKind.PROCEDURE: _ALWAYS,
        ObjectionKind.PRIVACY: _ALWAYS,
    }
)

OPEN_TO_RESIDENTS: Final = (ObjectionKind.FACTS, ObjectionKind.EFFECT, ObjectionKind.PRIVACY)
"""Residents object to facts and effect; privacy is open to whoever says he is concerned."""

_BY_OFFICE: Final = (body_of(Role.OFF), body_of(Role.DIS), body_of(Role.LG))

HANDLERS: Final[Ways] = {
    ObjectionKind.FACTS: _BY_OFFICE,
    ObjectionKind.RESPONSIBILITY: _BY_OFFICE,
    ObjectionKind.PROCEDURE: (body_of(Role.DIS), body_of(Role.LG)),
    Sort.CONTESTS_SUPERVISION: (body_of(Role.LG),),
    ObjectionKind.PRIVACY: (body_of(Role.GEN), body_of(Role.DIS), body_of(Role.LG)),
    ObjectionKind.EFFECT: _BY_OFFICE,
}
"""OFF for facts and effect, DIS for procedure, GEN for privacy; never a decider. Where nobody of
them is free the leading group is, as for procedure, on which DIS is no judge of its own (4.7)."""

REVIEWERS: Final[Ways] = {
    Sort.NOT_OF_SUPERVISION: (body_of(Role.DIS), body_of(Role.LG)),
    Sort.CONTESTS_SUPERVISION: (body_of(Role.LG),),
}
"""DIS reviews what OFF or GEN answered, LG what DIS did, or what concerns DIS itself (4.7)."""

CONTESTABLE: Final = frozenset(
    {ObjectionDecision.DISMISSED, ObjectionDecision.CORRECTED, ObjectionDecision.OUTSIDE}
)
"""Answers by which whoever objected did not get all that he asked for."""

_BEFORE_NOTICE: Final = CONTESTABLE - {ObjectionDecision.CORRECTED}
"""What is corrected before the notice the person concerned reads anew, and may contest anew."""

READS_EXTRACT: Final = frozenset({Role.GEN})
"""Who answers for privacy and secrecy reads the text to be published, never the case (4.9)."""

_DECISIONS_OF_SUPERVISION: Final = (
    EventVerb.WAIVER_AGREED,
    EventVerb.VERIFICATION_SIGNED,
    EventVerb.VERIFICATION_SETTLED,
    EventVerb.OBJECTION_DISMISSED,
    EventVerb.OBJECTION_CORRECTED,
    EventVerb.OBJECTION_UPHELD,
    EventVerb.RECUSAL_GRANTED,
    EventVerb.RECUSAL_REFUSED,
)


def why_not_object(notice: Notice | None) -> Reason | None:
    """Why nobody can object, whoever he is: nothing is shown that one could object to."""
    if notice is None:
        return Reason(
            _("No notice is posted yet. You may object from the day it is, until its last day."),
            "T24",
            CaseError,
        )
    if notice.withdrawn_at is not None or notice.case.sealed:
        return Reason(_("The notice is no longer shown."), "T24", CaseError)
    return None


def lawful_decisions(kind: str, *, ended: bool = False) -> tuple[ObjectionDecision, ...]:
    """`ended`: of a case that is over nothing is terminated any more.

    Upheld, an objection to its circular takes the text down and leaves it closed (4.6).
    """
    ways = LAWFUL[kind]
    if not ended or ObjectionDecision.WRONG not in ways:
        return ways
    kept = tuple(way for way in ways if way not in _MOVING)
    return (*kept, ObjectionDecision.UPHELD)


def is_lawful(kind: str, decision: str, *, ended: bool = False) -> bool:
    return decision in lawful_decisions(kind, ended=ended)


def handler_of(objection: Objection) -> Rule:
    def sort(case: Case) -> str:
        if objection.kind == ObjectionKind.PROCEDURE and _contests_supervision(case):
            return Sort.CONTESTS_SUPERVISION
        return objection.kind

    return by_sort(HANDLERS, sort)


def reviewer_of(objection: Objection) -> Rule:
    """Another body than the one that answered."""

    def sort(case: Case) -> str:
        if objection.handled_role == Role.DIS:
            return Sort.CONTESTS_SUPERVISION
        if owner_kind(case) == OwnerKind.DISCIPLINE_COMMITTEE:
            return Sort.CONTESTS_SUPERVISION
        return Sort.NOT_OF_SUPERVISION

    return by_sort(REVIEWERS, sort)


def last_day_of_review(objection: Objection, calendar: WorkingCalendar) -> date | None:
    """Until when the answer may be contested; None where there is nothing to contest.

    Nobody decided what was answered at once. What LG answered, or a review, is final here, unless
    the review was cut off by sealing.
    """
    contestable = CONTESTABLE if objection.notice_id else _BEFORE_NOTICE
    lawful = objection.handled_by_id is not None and objection.decision in contestable
    final = objection.handled_role == Role.LG or objection.decided_by_id is not None
    if objection.decided_at is None or not lawful or final:
        return None
    if hasattr(objection, "review"):
        answered = _unsealed_after(objection.review)
    else:
        if (day := _day_of_step(objection)) is not None:
            return day
        answered = timezone.localdate(objection.decided_at)
    return due(Clock.OBJECTION_REVIEW, answered, calendar).on if answered else None


def _day_of_step(objection: Objection) -> date | None:
    """Before the notice he contests the answer where he reads it, as long as that step is open:
    its days begin anew after a sealing, or where nobody could show it to him."""
    if objection.notice_id is not None:
        return None
    items = WorkItem.objects.filter(case=objection.case, step=Step.HEAR_ANSWER)
    return items.filter(closed_at__isnull=True).values_list("due_on", flat=True).first()


def _unsealed_after(review: ObjectionReview) -> date | None:
    """A review that sealing cut off, so that nobody has decided it, is asked for once more: the
    days begin anew when the case is unsealed."""
    if review.reviewed_at is None or review.reviewed_by_id is not None:
        return None
    sealings = Sealing.objects.filter(case=review.objection.case, made_at__lte=review.reviewed_at)
    lifted = sealings.filter(lifted_at__gte=review.reviewed_at).order_by("lifted_at").first()
    return timezone.localdate(lifted.lifted_at) if lifted is not None else None


def why_not_ask_review(objection: Objection, calendar: WorkingCalendar) -> Reason | None:
    last = last_day_of_review(objection, calendar)
    if last is None:
        text = _("This answer cannot be reviewed here, or was reviewed already; it is final.")
        return Reason(text, "T25", CaseError)
    if not objection.case.is_open or objection.case.sealed:
        return Reason(
            _("The case has ended; nothing of it is reviewed any more."), "T25", CaseError
        )
    if timezone.localdate() > last:
        text = _("A review could be asked for until %(day)s. You may send an opinion instead.")
        return Reason(text % {"day": date_format(last)}, "T25", CaseError)
    return None


def why_not_prolong(objection: Objection, due_on: date | None) -> Reason | None:
    if objection.prolonged_until is not None:
        text = _("More time was taken once already; decide now.")
    elif due_on is None:
        text = _("The clock stands still; nothing need be prolonged.")
    elif timezone.localdate() > due_on:
        text = _("The ten working days are over; answer now. Time is taken before they end.")
    else:
        return None
    return Reason(text, "T24", CaseError)


def _contests_supervision(case: Case) -> bool:
    if owner_kind(case) == OwnerKind.DISCIPLINE_COMMITTEE:
        return True
    decided = case.events.filter(acting_role=Role.DIS, verb__in=_DECISIONS_OF_SUPERVISION)
    return decided.exists()
