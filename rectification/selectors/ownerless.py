"""Open cases that are nobody's: their organisation closed, or their person is missing."""

from datetime import date

from django.db.models import QuerySet

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import Case, WorkItem


def without_organisation(day: date) -> QuerySet[Case]:
    """Their owner organisation closed before the day, and nobody is asked for another yet.

    Such a one was reopened after its owner had gone, or its owner closed without a successor.
    """
    asked = WorkItem.objects.filter(closed_at__isnull=True, step=Step.ASSIGN_SUCCESSOR)
    closed = _registered().filter(owner_organisation__closed_on__lt=day)
    return closed.exclude(pk__in=asked.values("case"))


def without_person() -> QuerySet[Case]:
    return _registered().filter(level=CaseLevel.MEMBER, owner_person__isnull=True)


def _registered() -> QuerySet[Case]:
    rows = Case.objects.filter(stage__in=CaseStage.open(), registered_at__isnull=False)
    return rows.order_by("pk")
