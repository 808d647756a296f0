"""What still stands in the way of a case being struck off (docs/rules.md T29, V1, V5, V6)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rectification.enums import PublicationStatus
from rectification.models import Case
from rectification.policies.ballots import MISSED, is_open
from rectification.policies.days import today
from rectification.selectors.ballots import ballot_of, is_missed
from rectification.selectors.objections import contestable_in
from rectification.selectors.plans import approved_plan, measures_of, open_measures, unproved
from rectification.selectors.publication import current_decision


def open_points(case: Case) -> list[Promise]:
    """Everything that is missing, in the order of the procedure; empty when nothing is."""
    last, ballot = contestable_in(case), ballot_of(case)
    points: list[tuple[bool, Promise]] = [
        (approved_plan(case) is None, _("No plan was approved.")),
        (open_measures(case).exists(), _("Not all measures are done.")),
        (bool(unproved(measures_of(case))), _("A measure has no evidence.")),
        (
            not was_shown_or_waived(case),
            _("There was neither a public notice nor an agreement that nothing is published."),
        ),
        (
            case.objections.filter(decided_at__isnull=True).exists(),
            _("An objection is not answered."),
        ),
        (last is not None, _contestable(last)),
        (
            ballot is not None and is_open(ballot, today()),
            _("A satisfaction ballot is still open."),
        ),
        (ballot is not None and is_missed(ballot), MISSED),
    ]
    return [text for missing, text in points if missing]


def _contestable(last: date | None) -> Promise:
    return format_lazy(
        _("The answer to an objection may be contested until {day}; pass the case afterwards."),
        day=date_format(last) if last else "",
    )


def was_shown_or_waived(case: Case) -> bool:
    """The notice of this round ran to its end, or DIS agreed that there is none."""
    decision = current_decision(case)
    if decision is None or decision.status != PublicationStatus.CARRIED_OUT:
        return False
    if decision.is_waiver:
        return True
    notice = case.notices.filter(decision=decision).first()
    return notice is not None and notice.ended_at is not None
