"""How often an open step was urged, and when last; beside each step, with no query more."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    CharField,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from rectification.enums import EventVerb
from rectification.models import CaseEvent, WorkItem
from rectification.policies.days import today


@dataclass(frozen=True)
class Urges:
    times: int = 0
    last_at: datetime | None = None

    @property
    def is_today(self) -> bool:
        return self.last_at is not None and timezone.localdate(self.last_at) == today()


def urge_of(item: WorkItem) -> str:
    """How the event of an urge refers to the step."""
    return f"item:{item.pk}"


def with_urges(items: "QuerySet[WorkItem]") -> "QuerySet[WorkItem]":
    """Each step with how often it was urged; read by `urges_of`."""
    reference = Concat(Value("item:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    urges = CaseEvent.objects.filter(
        case=OuterRef("case_id"), verb=EventVerb.URGED, reference=reference
    )
    counted = urges.order_by().annotate(count=Func(F("pk"), function="Count")).values("count")
    return items.annotate(
        urged_times=Subquery(counted, output_field=IntegerField()),
        urged_last_at=Subquery(urges.order_by("-sequence").values("at")[:1]),
    )


def urges_of(item: WorkItem) -> Urges:
    """Of a step that was read without them, none."""
    found = vars(item)
    return Urges(found.get("urged_times", 0), found.get("urged_last_at"))
