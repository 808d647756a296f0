"""Which answer to an objection stands, and until when it may be contested (docs/rules.md T25)."""

from datetime import date

from rectification.models import Case, Objection, ObjectionReview
from rectification.policies.days import today
from rectification.policies.objections import CONTESTABLE, last_day_of_review
from rectification.selectors.calendar import current_calendar


def contestable_until(objection: Objection) -> date | None:
    """The last day on which a review may be asked for; None when there is none to ask for."""
    if not objection.case.is_open or objection.case.sealed:
        return None
    last = last_day_of_review(objection, current_calendar())
    return last if last is not None and last >= today() else None


def standing_answer(objection: Objection) -> Objection | ObjectionReview:
    """Whose findings and reply stand: those of the review, unless LG has decided after it."""
    review: ObjectionReview | None = getattr(objection, "review", None)
    return objection if review is None or objection.decided_by_id is not None else review


def contestable_in(case: Case) -> date | None:
    """Until when some answer of the case may be contested, at the latest."""
    answered = case.objections.filter(
        decision__in=CONTESTABLE, decided_at__isnull=False, handled_by__isnull=False
    ).select_related("review")
    days = [contestable_until(objection) for objection in answered.order_by("pk")]
    return max((day for day in days if day is not None), default=None)
