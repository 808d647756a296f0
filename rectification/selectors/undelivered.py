"""Messages that were given up (未送达), for whoever administers the accounts they were for."""

from django.db.models import Q, QuerySet

from rectification.models import OutboxMessage
from rectification.policies.accounts import administers_everything, people_administered
from rectification.policies.authority import Authority
from rectification.selectors.cases import PAGE


def undelivered(authority: Authority) -> QuerySet[OutboxMessage]:
    """Those to people within reach; the one to the work chat belongs to whoever reaches all."""
    mine = Q(recipient__in=people_administered(authority).order_by())
    if administers_everything(authority):
        mine |= Q(recipient__isnull=True)
    return OutboxMessage.objects.filter(mine, parked_at__isnull=False, done_at__isnull=True)


def page_of_undelivered(
    authority: Authority, *, before_id: int | None = None, size: int = PAGE
) -> list[OutboxMessage]:
    """Latest first; one more than `size` when there is more."""
    rows = undelivered(authority).select_related("recipient")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-pk")[: size + 1])
