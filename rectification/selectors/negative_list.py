"""The negative list as it stands, and as it stood."""

from datetime import date

from rectification.models import NegativeList, NegativeListItem, Organisation


def list_in_force(committee: Organisation, day: date) -> NegativeList | None:
    """The latest version that had begun on the day."""
    begun = NegativeList.objects.filter(committee=committee, valid_from__lte=day)
    return begun.order_by("-version").first()


def items_in_force(committee: Organisation, day: date) -> list[NegativeListItem]:
    found = list_in_force(committee, day)
    return list(found.items.order_by("kind", "position")) if found else []


def versions_of(committee: Organisation) -> list[NegativeList]:
    """All versions, latest first, with their items and who published them."""
    rows = NegativeList.objects.filter(committee=committee).select_related("published_by")
    return list(rows.prefetch_related("items").order_by("-version"))
