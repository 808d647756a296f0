"""What may be commented on at a theme day: nothing that the reader may not read as a notice."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from rectification.enums import (
    CaseStage,
    Channel,
    PublicationPurpose,
    PublicationScope,
)
from rectification.models import Notice, NoticeChannel, Organisation, User
from rectification.policies.authority import Authority
from rectification.policies.theme_days import THEME_DAY
from rectification.selectors.cases import UPPER, below
from rectification.selectors.notices import board_for, open_to


@dataclass(frozen=True)
class Agenda:
    """Notices that are commented on at this theme day, and those whose case has closed since the
    last one."""

    in_notice: list[Notice]
    closed: list[Notice]


def agenda_of(organisation: Organisation, user: User, authority: Authority, day: date) -> Agenda:
    """Only what its members may hear (S2 and wider), for a reader who may read it himself.

    Of closed cases the public title alone is told, and nothing of members' own: their notices
    leave the board after some days, and so they do here.
    """
    own = below(organisation, "case")
    since = _last_theme_day(day) + timedelta(days=1)
    heard = {"decision__scope__gte": PublicationScope.BRANCH}
    commented = NoticeChannel.objects.filter(
        Q(held_on__range=(since, day)) | Q(posting__held_on__range=(since, day)),
        kind=Channel.THEME_DAY,
    )
    in_notice = board_for(user, authority).filter(own, pk__in=commented.values("notice"), **heard)
    closed = open_to(user, authority).filter(
        own,
        decision__purpose=PublicationPurpose.EFFECT,
        case__level__in=UPPER,
        case__stage__in=CaseStage.struck_off(),
        case__ended_at__date__range=(since, day),
        **heard,
    )
    return Agenda(list(in_notice), list(closed))


def _last_theme_day(day: date) -> date:
    month_before = day.replace(day=1) - timedelta(days=1)
    return month_before.replace(day=THEME_DAY)
