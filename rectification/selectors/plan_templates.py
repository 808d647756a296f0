"""Templates of measures: those of a township, and those that fit a case."""

from django.db.models import QuerySet

from rectification.models import Case, Organisation, PlanTemplate
from rectification.policies.townships import township_of


def templates_of(committee: Organisation) -> QuerySet[PlanTemplate]:
    """All that were ever entered, in the order in which they are offered."""
    rows = PlanTemplate.objects.filter(committee=committee)
    return rows.select_related("entered_by", "ended_by").order_by("sector", "level", "pk")


def suggestions_for(case: Case) -> list[PlanTemplate]:
    """Templates of the township for the owner's sector and the level; the closer ones first."""
    township, owner = township_of(case), case.owner_organisation
    if township is None or owner is None:
        return []
    rows = templates_of(township).filter(
        ended_at__isnull=True, sector__in=["", owner.sector], level__in=["", case.level]
    )
    return sorted(rows, key=lambda row: (not row.sector, not row.level, row.pk))
