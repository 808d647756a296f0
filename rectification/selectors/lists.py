"""The cases of a list (docs/rules.md 5): what the reader may see, of one place and time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from rectification.enums import CaseStage, EventVerb
from rectification.models import (
    Case,
    CaseEvent,
    Organisation,
    Plan,
    PlanStatus,
    User,
)
from rectification.policies.authority import Authority
from rectification.policies.days import start_of
from rectification.policies.visibility import Field
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import below, visible_to
from rectification.selectors.lights import count_of
from rectification.selectors.publication import standing_waivers
from rectification.selectors.sight import sights_of


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to. Both days are included; a case counts by its registration.

    `is_open` is None for open and ended ones alike.
    """

    organisation: Organisation | None = None
    since: date | None = None
    until: date | None = None
    level: str = ""
    is_open: bool | None = None


def listed_cases(user: User, authority: Authority, chosen: Chosen) -> QuerySet[Case]:
    """In the order of their registration numbers; reports without a number are on no list."""
    return narrowed_to(visible_to(user, authority), chosen)


def narrowed_to(cases: QuerySet[Case], chosen: Chosen) -> QuerySet[Case]:
    """Of cases that have passed the gate; reports without a number are on no list."""
    cases = cases.filter(number__isnull=False)
    if chosen.organisation is not None:
        cases = cases.filter(below(chosen.organisation))
    if chosen.since is not None:
        cases = cases.filter(registered_at__gte=start_of(chosen.since))
    if chosen.until is not None:
        cases = cases.filter(registered_at__lt=start_of(chosen.until + timedelta(days=1)))
    if chosen.level:
        cases = cases.filter(level=chosen.level)
    if chosen.is_open is not None:
        stages = CaseStage.open() if chosen.is_open else CaseStage.ended()
        cases = cases.filter(stage__in=stages)
    return cases.order_by("number")


def with_returns(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with how often plans and reports of the effect were returned (`returns`)."""
    returned = CaseEvent.objects.filter(
        case=OuterRef("pk"), verb__in=[EventVerb.PLAN_RETURNED, EventVerb.REVIEW_RETURNED]
    )
    return cases.annotate(returns=count_of(returned))


def with_plans(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those with a plan in force in their round."""
    plans = Plan.objects.filter(
        case=OuterRef("pk"), round=OuterRef("round"), status=PlanStatus.APPROVED
    )
    return cases.filter(Exists(plans))


def waivers_in(cases: QuerySet[Case], authority: Authority) -> dict[str, int]:
    """How many of the cases are shown to nobody by a decision that stands, by its ground.

    Counted are those of which the reader reads the results: one alone would tell the ground.
    """
    rows = standing_waivers(cases.order_by())
    grounds = dict(rows.values_list("case", "waiver_ground"))
    waived = list(Case.objects.filter(pk__in=rows.values("case")))
    sights = sights_of(waived, authority, open_items(*waived))
    read = (grounds[key] for key, sight in sights.items() if Field.RESULTS in sight.fields)
    return dict(sorted(Counter(read).items()))


def places_of(user: User, authority: Authority) -> Sequence[Organisation]:
    """Organisations that own a case the reader may see, by code."""
    owners = visible_to(user, authority).filter(number__isnull=False).values("owner_organisation")
    return list(Organisation.objects.filter(pk__in=owners.distinct()).order_by("code"))
