"""Notices as published texts: period, remaining time, and the way to object."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from rectification.calendar import WorkingCalendar
from rectification.enums import PublicationPurpose
from rectification.models import Notice, PublicationDecision, User
from rectification.selectors.notices import clears
from rectification.web.access import address
from rectification.web.dates import full_date, list_date
from rectification.web.lights import Lights
from rectification.web.parts import Act, Light, LightColour, NoticeSheet


@dataclass(frozen=True)
class PrintedNotice:
    """On a sheet of paper: `picture` leads to the notice and to the way to object."""

    sheet: NoticeSheet
    picture: str = ""


def notice_sheet(
    notice: Notice,
    *,
    today: date,
    calendar: WorkingCalendar,
    full: bool = False,
    by_link: bool = False,
    reader: User | None = None,
) -> NoticeSheet:
    """The approved text, word for word. `by_link`: opened with the posted sheet's own address."""
    decision = notice.decision
    organisation = notice.case.owner_organisation
    written = full_date if full else list_date
    period = gettext("Shown from %(first)s to %(last)s") % {
        "first": written(notice.starts_on),
        "last": written(notice.ends_on),
    }
    return NoticeSheet(
        title=decision.title,
        body=decision.text,
        url="" if full else reverse("rectification:notice", args=[notice.pk]),
        meta=[
            *filter(None, [_purpose(decision)]),
            organisation.name if organisation else "",
            period,
            _withdrawn(notice.corrects, written),
            "" if by_link else decision.get_scope_display(),
            gettext("Contact: office of the leading group"),
        ],
        light=_light(notice, today, calendar),
        act=_object_act(notice, today, by_link=by_link, reader=reader),
    )


def _purpose(decision: PublicationDecision) -> str:
    """The notice of the effect is what the board is for; whatever else hangs there says so."""
    shown_beside = decision.purpose in PublicationPurpose.disclosures()
    return str(decision.get_purpose_display()) if shown_beside else ""


def _withdrawn(wrong: Notice | None, written: Callable[[date], str]) -> str:
    """Which notice is set right: by its days, for its words are not shown any more (T27)."""
    if wrong is None:
        return ""
    return gettext("Sets right the notice shown from %(day)s, which is withdrawn") % {
        "day": written(wrong.starts_on)
    }


def is_over(notice: Notice, today: date) -> bool:
    """While objections are handled the clock stands still, however late it is."""
    if not notice.is_running:
        return True
    return notice.suspended_on is None and notice.ends_on < today


def _light(notice: Notice, today: date, calendar: WorkingCalendar) -> Light:
    if is_over(notice, today):
        return Light(LightColour.GREY, gettext("The notice is over"))
    if notice.suspended_on is not None:
        return Light(LightColour.GREY, gettext("Period suspended"))
    if today < notice.starts_on:
        word = gettext("Begins on %(day)s") % {"day": list_date(notice.starts_on)}
        return Light(LightColour.GREEN, word)
    return Lights(today, calendar).due(notice.ends_on)


def _object_act(notice: Notice, today: date, *, by_link: bool, reader: User | None) -> Act | None:
    if is_over(notice, today) or (notice.corrects_id is not None and not clears(notice, reader)):
        return None
    url = (
        address("workflows:object_by_link", notice.token)
        if by_link
        else address("workflows:object", notice.pk)
    )
    return Act(pgettext("act", "Object"), url, about=notice.decision.title) if url else None
