"""What the lists read of many cases at once, each in one query whatever their number."""

from typing import Any, Final

from django.db.models import Prefetch

from rectification.models import (
    Assignment,
    Ballot,
    Claim,
    Closure,
    LookBack,
    Measure,
    Notice,
    Objection,
    Plan,
    PlanStatus,
    PublicationDecision,
    Verification,
    VerificationAttempt,
)

CLAIMS: Final = Prefetch("claims", Claim.objects.order_by("-pk"))
UNITS: Final = Prefetch(
    "assignments", Assignment.objects.select_related("organisation").order_by("pk")
)
PUBLICATIONS: Final = Prefetch("publications", PublicationDecision.objects.order_by("-pk"))
NOTICES: Final = Prefetch("notices", Notice.objects.select_related("decision").order_by("-pk"))
OBJECTIONS: Final = Prefetch(
    "objections", Objection.objects.only("case_id", "decision", "decided_at").order_by("pk")
)
"""Kind and result alone: text and objector are the handler's business."""
BALLOTS: Final = Prefetch("ballots", Ballot.objects.select_related("box").order_by("-pk"))
ATTEMPTS: Final[list[Any]] = [
    Prefetch(
        "attempts",
        VerificationAttempt.objects.filter(void_at__isnull=True, concluded_at__isnull=False)
        .exclude(conclusion="")
        .order_by("-pk"),
    ),
    Prefetch(
        "attempts__verifications",
        Verification.objects.filter(signed_at__isnull=False)
        .select_related("verifier")
        .order_by("pk"),
    ),
]
CLOSURES: Final = Prefetch("closures", Closure.objects.filter(void_at__isnull=True).order_by("-pk"))
LOOK_BACKS: Final = Prefetch(
    "look_backs",
    LookBack.objects.filter(void_at__isnull=True, ended_at__isnull=False).order_by("-pk"),
)
"""What was found is told once it is decided upon."""

PLANS: Final[list[Any]] = [
    Prefetch(
        "plans",
        Plan.objects.filter(status=PlanStatus.APPROVED)
        .select_related("decided_by")
        .order_by("-version"),
    ),
    Prefetch(
        "plans__measures",
        Measure.objects.select_related("organisation", "person").order_by("position"),
    ),
]
"""Versions in force, with their measures."""
