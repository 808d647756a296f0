"""Open steps of an office that may have nobody left to take them.

One query over all open work: whoever held the office when the step was given out, is at his post
and not barred from it makes the step safe. The others are looked at one by one, under the rules
(`policies.resolution.can_be_taken`).
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from rectification.enums import Step
from rectification.models import Appointment, Recusal, WorkItem, WorkItemBar
from rectification.policies.absence import absences_on
from rectification.policies.authority import offices_on
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals
from rectification.policies.resolution import WAITING
from rectification.roles import Role


def doubtful_items() -> QuerySet[WorkItem]:
    """Steps that lie with an office and of which it is not certain that somebody can take them."""
    items = WorkItem.objects.filter(closed_at__isnull=True, person__isnull=True)
    items = items.exclude(step__in=Step.waits()).alias(opened_day=TruncDate("opened_at"))
    away = absences_on(today()).filter(person=OuterRef("person"))
    sure = _sure_holders()
    held = Exists(sure.exclude(Exists(away)))
    naming = Q(step=Step.ASSIGN_VERIFIERS, role=Role.DIS)
    doubtful = (
        Q(unheld=True)
        | naming
        | (Q(step__in=WAITING) & ~Exists(sure))
        | (~Q(step__in=WAITING) & ~held)
    )
    found = items.filter(doubtful).select_related("case__owner_organisation", "organisation")
    return found.prefetch_related("bars").order_by("pk")


def _sure_holders() -> QuerySet[Appointment]:
    """Holders of the item's office since before it was given out, free as far as is recorded."""
    item, person = OuterRef(OuterRef("pk")), OuterRef("person")
    barred = WorkItemBar.objects.filter(item=item, person=person)
    recused = Recusal.objects.filter(case=OuterRef(OuterRef("case")), person=person)
    standing = standing_recusals(today()).filter(
        organisation=OuterRef(OuterRef("case__owner_organisation")), person=person
    )
    return offices_on(today()).filter(
        ~Exists(standing),
        ~Exists(barred.filter(WorkItemBar.BINDING)),
        ~Exists(recused),
        role=OuterRef("role"),
        organisation=OuterRef("organisation"),
        confirmed_at__lte=OuterRef("opened_at"),
        valid_from__lte=OuterRef("opened_day"),
        person__user__is_active=True,
    )
