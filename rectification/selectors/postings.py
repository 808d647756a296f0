"""Postings, and the notices that one may carry."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from rectification.enums import Channel, PublicationScope, SourceKind
from rectification.models import (
    Notice,
    NoticeChannel,
    Occasion,
    Organisation,
    Posting,
    User,
)
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.postings import OF_NO_BRANCH_ALONE
from rectification.policies.theme_days import next_theme_day
from rectification.selectors.cases import below, not_recused
from rectification.selectors.notices import board_for
from rectification.selectors.occasions import occasions_for

PAGE: Final = 20
RECORDS: Final = 12
"""Records of meetings that are offered; who enters later than that writes where it is kept."""


def page_of_postings(places: Collection[Organisation], before_id: int | None) -> list[Posting]:
    """Last entered first; one more than a page holds when there is more."""
    rows = postings_of(places)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-pk")[: PAGE + 1])


def postings_of(places: Collection[Organisation]) -> QuerySet[Posting]:
    """With the notices that point to each."""
    rows = Posting.objects.filter(organisation__in=places)
    channels = NoticeChannel.objects.order_by("notice__ends_on", "notice")
    return rows.select_related("organisation", "entered_by", "occasion").prefetch_related(
        Prefetch("channels", channels)
    )


def notices_for(organisation: Organisation, user: User, authority: Authority) -> QuerySet[Notice]:
    """On the board of whoever enters, of this organisation and, where all who come to it read
    them, of those below it; none that those concerned alone read.

    A rehabilitation notice has its own step; where he is recused, he enters nothing.
    """
    reach = Q(case__owner_organisation=organisation, decision__scope__gte=PublicationScope.BRANCH)
    reach |= below(organisation, "case") & Q(decision__scope__in=OF_NO_BRANCH_ALONE)
    free = not_recused(authority.person, "case")
    board = board_for(user, authority).filter(reach, free, corrects__isnull=True)
    return board.order_by("ends_on", "pk")


def shown_by(posting: Posting, user: User, authority: Authority) -> list[Notice]:
    """The notices of a posting that stand on the reader's board."""
    board = board_for(user, authority).filter(channels__posting=posting)
    return list(board.order_by("ends_on", "pk"))


def planned_for(notices: Collection[Notice]) -> dict[int, date]:
    """Which of them stand on the agenda of a theme day, and of which: up to the next one."""
    rows = NoticeChannel.objects.filter(
        Q(held_on__lte=next_theme_day(today())),
        notice__in=notices,
        kind=Channel.THEME_DAY,
        posting__isnull=True,
    )
    return {pk: day for pk, day in rows.values_list("notice", "held_on") if day is not None}


def records_for(organisation: Organisation, authority: Authority) -> list[Occasion]:
    """Records of meetings of the organisation that he reads himself, the last ones first."""
    rows = occasions_for(authority).filter(organisation=organisation, source=SourceKind.MEETING)
    return list(rows.order_by("-held_on", "-pk")[:RECORDS])
