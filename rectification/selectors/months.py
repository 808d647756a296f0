"""The month (月历) of an organisation and of those below it, as far as a reader sees the cases."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rectification.enums import CaseStage, Step
from rectification.models import Case, Notice, Organisation, User, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.visibility import standing_shares
from rectification.selectors.cases import below, visible_to
from rectification.selectors.inbox import with_open_items
from rectification.selectors.lights import with_marks

_CARRIED_THROUGH = CaseStage.open() | CaseStage.struck_off()
"""What ended otherwise kept a day that nobody has to keep."""


@dataclass(frozen=True)
class Span:
    """First and last day that the page shows."""

    first: date
    last: date

    @property
    def both(self) -> tuple[date, date]:
        return self.first, self.last


@dataclass(frozen=True)
class MonthOf:
    """What falls into the month: rectifications due, notices that end, comments due (T22)."""

    cases: list[Case]
    notices: list[Notice]
    hearings: list[WorkItem]


def month_of(organisation: Organisation, user: User, authority: Authority, span: Span) -> MonthOf:
    visible = visible_to(user, authority).filter(below(organisation))
    return MonthOf(
        cases=list(_due(visible, span)),
        notices=list(_ending(visible, span)),
        hearings=list(_hearings(visible, authority, span)),
    )


def _due(visible: QuerySet[Case], span: Span) -> QuerySet[Case]:
    found = visible.filter(due_on__range=span.both, stage__in=_CARRIED_THROUGH)
    rows = with_marks(with_open_items(found)).select_related("owner_organisation")
    return rows.order_by("due_on", "pk")


def _ending(visible: QuerySet[Case], span: Span) -> QuerySet[Notice]:
    """Withdrawn or hidden ones end nowhere; one that stands still has no end yet."""
    found = Notice.objects.filter(
        case__in=visible,
        ends_on__range=span.both,
        withdrawn_at__isnull=True,
        hidden_at__isnull=True,
        suspended_on__isnull=True,
    )
    return found.select_related("case__owner_organisation").order_by("ends_on", "pk")


def _hearings(visible: QuerySet[Case], authority: Authority, span: Span) -> QuerySet[WorkItem]:
    """A co-unit does not read how the procedure stands (docs/rules.md 4.9)."""
    shared = standing_shares(authority).values("case_id")
    found = WorkItem.objects.filter(
        case__in=visible.exclude(pk__in=shared),
        step__in=(Step.HEAR_PERSON, Step.HEAR_ANSWER, Step.HEAR_DISCLOSURE),
        due_on__range=span.both,
        closed_at__isnull=True,
    )
    return found.select_related("case__owner_organisation").order_by("due_on", "pk")
