"""My week (我的一周): what lies with one person and what he answers for, by the day it is due."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Subquery

from rectification.enums import CaseStage, ShareAnswer, UnitKind
from rectification.models import Assignment, Measure, Plan, PlanStatus, WorkItem
from rectification.policies.authority import Authority
from rectification.selectors.cases import not_recused
from rectification.selectors.inbox import turns_of
from rectification.selectors.lights import with_rule

WEEKS: Final = 2
"""This week and the next one."""
MEASURES_LIMIT: Final = 100


def last_day_of_weeks(today: date) -> date:
    """The Sunday on which the next week ends."""
    return today + timedelta(days=7 * WEEKS - 1 - today.weekday())


def turns_due(authority: Authority, last: date) -> list[WorkItem]:
    """His open steps as his inbox has them, as far as they are due until then, overdue first."""
    return [item for item in turns_of(authority) if item.due_on and item.due_on <= last]


def measures_due(authority: Authority, last: date) -> list[Measure]:
    """Measures in force that are planned for him by name and not done, due until then."""
    plans = Plan.objects.filter(
        case=OuterRef("plan__case"), round=OuterRef("plan__case__round"), status=PlanStatus.APPROVED
    )
    undecided = Assignment.objects.filter(
        case=OuterRef("plan__case"),
        organisation=OuterRef("organisation"),
        kind=UnitKind.CO,
        ended_at__isnull=True,
    ).exclude(answer__in=ShareAnswer.taken())
    found = Measure.objects.filter(
        ~Exists(undecided),
        not_recused(authority.person, "plan__case"),
        person=authority.person,
        plan=Subquery(plans.order_by("-version").values("pk")[:1]),
        plan__case__stage__in=CaseStage.open(),
        plan__case__sealed=False,
        done_at__isnull=True,
        dropped_at__isnull=True,
        due_on__lte=last,
    )
    rows = with_rule(found).select_related("plan__case__owner_organisation", "organisation")
    return list(rows.order_by("due_on", "pk")[:MEASURES_LIMIT])
