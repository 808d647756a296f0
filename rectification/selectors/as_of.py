"""Reading as of a moment (时点查询): all that is read inside is what was on record then.

Who may see a case, and what of it, is asked as things stand today, outside or in `as_of_now`:
the past opens nothing (decision 0042).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rectification.enums import CaseStage, PublicationPurpose, Step
from rectification.models import Objection, WorkItem
from rectification.models.past import Past
from rectification.moment import Moment, reading


@contextmanager
def as_of(moment: Moment) -> Iterator[None]:
    """Nothing can be written inside, and no gate is asked there."""
    past = Past(moment, {"Case": {"stage": _stage()}})
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(past), reading(moment):
        yield


def as_of_now() -> AbstractContextManager[None]:
    """Inside `as_of`: rows as they stand today."""
    return reading(None)


def _stage() -> Choose:
    """`services.projections.stage_of` as a column; a test holds the two against each other."""
    items = WorkItem.objects.filter(case=OuterRef("id"), closed_at__isnull=True)
    staged = items.exclude(stage="").order_by()
    contested = Objection.objects.filter(
        case=OuterRef("id"),
        decided_at__isnull=True,
        notice__decision__purpose=PublicationPurpose.EFFECT,
    )
    review, rectifying = CaseStage.PLAN_REVIEW, CaseStage.RECTIFYING
    is_looked_at = Exists(staged.filter(stage=CaseStage.LOOK_BACK))
    is_changed = (
        Exists(staged.filter(stage=review))
        & Exists(staged.filter(stage=rectifying))
        & ~Exists(staged.exclude(stage__in=[review, rectifying]))
    )
    return Choose(
        When(Q(outcome__in=CaseStage.struck_off()) & is_looked_at, then=Value(CaseStage.LOOK_BACK)),
        When(~Q(outcome=""), then=F("outcome")),
        When(submitted_at__isnull=True, then=Value(CaseStage.DRAFT)),
        When(
            Exists(contested) & Exists(staged.filter(step=Step.NOTICE_PERIOD)),
            then=Value(CaseStage.OBJECTION),
        ),
        When(is_changed, then=Value(review)),
        default=Coalesce(Subquery(_furthest(staged)), Value(CaseStage.SUBMITTED)),
    )


def _furthest(items: QuerySet[WorkItem]) -> QuerySet[Any, Any]:
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(CaseStage.values)]
    return items.annotate(place=Choose(*places)).order_by("-place").values("stage")[:1]
