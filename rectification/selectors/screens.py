"""Screens, and what one of them shows: what residents may read, and as long as it runs."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from rectification.models import Notice, Organisation, Screen
from rectification.selectors.board import Sought, narrowed
from rectification.selectors.notices import OPEN_TO_LINK, shown_now


def screens_of(places: Collection[Organisation]) -> QuerySet[Screen]:
    """Those that are up first, then the last revoked ones."""
    rows = Screen.objects.filter(organisation__in=places)
    related = rows.select_related("organisation", "registered_by", "revoked_by")
    return related.order_by(F("revoked_at").desc(nulls_first=True), "-pk")


def notices_on(screen: Screen) -> list[Notice]:
    """Running notices of this organisation alone, open to its residents or to everybody."""
    board = shown_now().filter(decision__scope__in=OPEN_TO_LINK)
    found = narrowed(board, Sought(organisation=screen.organisation_id, over=False))
    return list(found.order_by("ends_on", "pk"))
