"""Looking something up on the notice board: among what the reader may read, and nothing beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.db.models import Q, QuerySet

from rectification.models import Notice
from rectification.policies.days import today

PAGE: Final = 20
"""Notices on one page; there is no other way to get many of them at once."""


@dataclass(frozen=True)
class Sought:
    """What the board is narrowed to; empty means all of it."""

    words: Sequence[str] = ()
    organisation: int | None = None
    level: str = ""
    purpose: str = ""
    over: bool | None = None


@dataclass(frozen=True)
class Offered:
    """By what the reader's board can be narrowed: only what stands on it."""

    organisations: Sequence[tuple[int, str]]
    levels: frozenset[str]
    purposes: frozenset[str]


@dataclass(frozen=True)
class Place:
    """Where a page ends: running notices come first, those that end soonest before others."""

    over: bool
    ends_on: date
    pk: int


def offered(board: QuerySet[Notice]) -> Offered:
    rows = board.order_by().values_list(
        "case__owner_organisation",
        "case__owner_organisation__name",
        "case__level",
        "decision__purpose",
    )
    found = set(rows.distinct())
    places = {(pk, name) for pk, name, _level, _purpose in found if pk is not None}
    return Offered(
        organisations=sorted(places, key=lambda place: (place[1], place[0])),
        levels=frozenset(level for _pk, _name, level, _purpose in found),
        purposes=frozenset(purpose for _pk, _name, _level, purpose in found),
    )


def narrowed(board: QuerySet[Notice], sought: Sought) -> QuerySet[Notice]:
    """Every word stands in the public title or text; nothing else of the case is searched."""
    found = board
    for word in sought.words:
        found = found.filter(Q(decision__title__icontains=word) | Q(decision__text__icontains=word))
    if sought.organisation is not None:
        found = found.filter(case__owner_organisation=sought.organisation)
    if sought.level:
        found = found.filter(case__level=sought.level)
    if sought.purpose:
        found = found.filter(decision__purpose=sought.purpose)
    if sought.over is not None:
        found = found.filter(_is_over() if sought.over else ~_is_over())
    return found


def page_of_board(found: QuerySet[Notice], after: Place | None = None) -> list[Notice]:
    """One more than a page holds, so that one sees whether there is a next one."""
    rows = found.annotate(over=models.Case(models.When(_is_over(), then=True), default=False))
    if after is not None:
        same_day = Q(ends_on=after.ends_on, pk__gt=after.pk) | Q(ends_on__gt=after.ends_on)
        beyond = Q(over=after.over) & same_day
        rows = rows.filter(beyond if after.over else beyond | Q(over=True))
    return list(rows.order_by("over", "ends_on", "pk")[: PAGE + 1])


def _is_over() -> Q:
    """As `rectification.web.sheets.is_over` says of one notice."""
    ended = Q(ended_at__isnull=False)
    return ended | Q(suspended_on__isnull=True, ends_on__lt=today())
