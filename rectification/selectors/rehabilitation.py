"""Reading what was wrongly published, and the rehabilitation notice that answers it (T27)."""

from dataclasses import replace

from rectification.models import Case, Notice
from rectification.policies.publication import max_scope
from rectification.policies.rehabilitation import Reach, reach_of


def wrong_notices(case: Case) -> list[Notice]:
    """Every notice that the case has had, the first one first."""
    rows = case.notices.filter(corrects__isnull=True).select_related("decision")
    return list(rows.prefetch_related("channels").order_by("pk"))


def reach_of_wrong(case: Case) -> Reach:
    """Of a member's case no further than his consent, where he has withdrawn it."""
    reach = reach_of(wrong_notices(case))
    return replace(reach, scope=min(reach.scope, max_scope(case).value))


def rehabilitation_of(case: Case) -> Notice | None:
    """The rehabilitation notice of the case, unless the person concerned had it taken down."""
    return (
        case.notices.filter(corrects__isnull=False, withdrawn_at__isnull=True)
        .select_related("decision")
        .first()
    )


def channels_to_repeat(case: Case) -> list[str]:
    """Channels of the withdrawn notices in which the rehabilitation was not shown yet."""
    notice = rehabilitation_of(case)
    if notice is None:
        return []
    shown = set(notice.channels.values_list("kind", flat=True))
    return [kind for kind in reach_of_wrong(case).offline if kind not in shown]
