"""What the lists read of many cases at once, each in one query whatever their number."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Model, Prefetch

from rectification.enums import EventVerb
from rectification.models import (
    Assignment,
    Ballot,
    CaseEvent,
    Claim,
    Closure,
    LookBack,
    Measure,
    Milestone,
    Notice,
    Objection,
    Plan,
    PlanStatus,
    Progress,
    PublicationDecision,
    Verification,
    VerificationAttempt,
)

_APPROVALS: Final = (EventVerb.PLAN_APPROVED, EventVerb.PLAN_CHANGED)

CLAIMS: Final = Prefetch("claims", Claim.objects.order_by("-pk"), to_attr="its_claims")
UNITS: Final[list[Any]] = [
    Prefetch("assignments", Assignment.objects.order_by("pk"), to_attr="its_units"),
    "its_units__organisation",
]
PUBLICATIONS: Final = Prefetch(
    "publications", PublicationDecision.objects.order_by("-pk"), to_attr="its_publications"
)
NOTICES: Final = Prefetch("notices", Notice.objects.order_by("-pk"), to_attr="its_notices")
OBJECTIONS: Final = Prefetch(
    "objections",
    Objection.objects.only("case_id", "decision", "decided_at").order_by("pk"),
    to_attr="its_objections",
)
"""Kind and result alone: text and objector are the handler's business."""
BALLOTS: Final = Prefetch(
    "ballots", Ballot.objects.select_related("box").order_by("-pk"), to_attr="its_ballots"
)
ATTEMPTS: Final[list[Any]] = [
    Prefetch(
        "attempts",
        VerificationAttempt.objects.filter(void_at__isnull=True, concluded_at__isnull=False)
        .exclude(conclusion="")
        .order_by("-pk"),
        to_attr="its_attempts",
    ),
    Prefetch(
        "its_attempts__verifications",
        Verification.objects.filter(signed_at__isnull=False).order_by("pk"),
        to_attr="its_signatures",
    ),
    "its_attempts__its_signatures__verifier",
]
CLOSURES: Final = Prefetch(
    "closures",
    Closure.objects.filter(void_at__isnull=True).order_by("-pk"),
    to_attr="its_closures",
)
LOOK_BACKS: Final = Prefetch(
    "look_backs",
    LookBack.objects.filter(void_at__isnull=True, ended_at__isnull=False).order_by("-pk"),
    to_attr="its_look_backs",
)
"""What was found is told once it is decided upon."""

PLANS: Final[list[Any]] = [
    Prefetch(
        "plans",
        Plan.objects.filter(status=PlanStatus.APPROVED).order_by("-version"),
        to_attr="its_plans",
    ),
    Prefetch("its_plans__measures", Measure.objects.order_by("position"), to_attr="its_measures"),
    "its_plans__decided_by",
    "its_plans__its_measures__organisation",
    "its_plans__its_measures__person",
]
"""Versions in force, with their measures; people and units are one object each, not one a row."""
DEPUTED: Final[list[Any]] = [
    Prefetch(
        "events",
        CaseEvent.objects.filter(
            on_behalf_of__isnull=False, reference__startswith="plan:", verb__in=_APPROVALS
        ),
        to_attr="its_deputed",
    ),
    "its_deputed__actor",
    "its_deputed__on_behalf_of",
    "its_deputed__delegation",
]
"""Approvals by a deputy, with whom he stood in for."""
STEPS: Final[list[Any]] = [
    Prefetch(
        "its_plans__its_measures__milestones", Milestone.objects.all(), to_attr="its_milestones"
    ),
    Prefetch(
        "its_plans__its_measures__progress",
        Progress.objects.only("measure_id"),
        to_attr="its_progress",
    ),
]
"""How far each measure is."""


def its(row: Model, name: str) -> Sequence[Any]:
    """The rows that were read along with this one."""
    found: Sequence[Any] = vars(row)[f"its_{name}"]
    return found


def let_go(rows: Iterable[Model]) -> None:
    """Undo the rings between rows and what was read along with them.

    A ring is gone only when the collector walks the whole heap, which it does the less often the
    more there is: many batches would lie in memory side by side.
    """
    for row in rows:
        held = [value for value in vars(row).values() if isinstance(value, list)]
        cache = vars(row).get("_prefetched_objects_cache", {})
        row._state.fields_cache.clear()
        for more in (*held, *cache.values()):
            let_go(more)
        cache.clear()
        for several in held:
            several.clear()
