"""The next round of a case: after a relapse (T34), or given out anew after three failures (T31)."""

from rectification.calendar import Due
from rectification.calendar.clocks import due
from rectification.enums import DeadlineGround
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_clock
from rectification.selectors.calendar import current_calendar
from rectification.services.deadlines import set_due


def begin_round(*, case: Case, actor: Actor, by: Due | None = None, reference: str = "") -> None:
    """Plan, approval, failures, lights, promises and extensions of before count no more.

    `by` is a day somebody has set; else the longest of the class runs from today.
    """
    case.round += 1
    case.save()
    set_due(
        case=case,
        due=by or due(rectification_clock(case), today(), current_calendar()),
        ground=DeadlineGround.REOPENING,
        actor=actor,
        starts_on=today(),
        reference=reference,
    )
