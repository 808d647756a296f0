"""公示登记: that several notices were shown at one meeting or on one sheet (M45)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.enums import Again, Channel, EventVerb
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import (
    Appointment,
    Case,
    Notice,
    NoticeChannel,
    Occasion,
    Organisation,
    Posting,
    User,
)
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.plausible import why_not_past
from rectification.policies.postings import fits, office_for, why_not_enter
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.selectors.postings import notices_for, records_for
from rectification.services.events import record_event
from rectification.services.pages import written_before
from rectification.wording import listed


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How the notices were shown: where, when, and where that is recorded."""

    channel: str
    held_on: date
    record: str = ""
    occasion: Occasion | None = None
    attendance: int | None = None
    again: str = ""
    """Of `Again`: whether what was entered before stands beside this, or was wrong."""


@transaction.atomic
def enter_posting(
    *,
    by: User,
    organisation: Organisation,
    notices: Collection[Notice],
    shown: Shown,
    page: UUID | None = None,
) -> Posting:
    """One row for all of them, and an event in the record of each case."""
    person = by.person
    before = written_before(Posting, by=person, field="entered_by", page=page)
    if before is not None:
        return before
    allow(why_not_enter(person, organisation))
    office = cast(Appointment, office_for(person, organisation))
    authority = authority_of(by)
    _lock(notices)
    found = _still_shown(organisation, by, authority, notices)
    _check(shown, organisation, authority, found)
    _check_again(shown, found)
    posting = Posting.objects.create(
        organisation=organisation,
        channel=shown.channel,
        held_on=shown.held_on,
        record=shown.record.strip(),
        occasion=shown.occasion,
        attendance=shown.attendance,
        entered_by=person,
        entered_at=timezone.now(),
        page=page,
    )
    for notice in found:
        _point(notice, posting, office, shown.again)
    return posting


def _lock(notices: Collection[Notice]) -> None:
    """In one order for everybody, so that no two wait for each other."""
    cases = sorted({notice.case_id for notice in notices})
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))


def _still_shown(
    organisation: Organisation, by: User, authority: Authority, notices: Collection[Notice]
) -> list[Notice]:
    if not notices:
        raise InvalidInput({"notices": _("Choose at least one notice.")}, rule="4.6")
    wanted = {notice.pk for notice in notices}
    found = list(notices_for(organisation, by, authority).filter(pk__in=wanted))
    if len(found) < len(wanted):
        text = _("One of the notices is not shown any more, or not to you. Choose anew.")
        raise CaseError(text, field="notices", rule="4.6")
    return found


def _check(
    shown: Shown, organisation: Organisation, authority: Authority, found: list[Notice]
) -> None:
    if shown.channel not in Channel.by_hand():
        raise InvalidInput({"channel": _("Choose how the notices were shown.")}, rule="4.6")
    errors = {"held_on": _wrong_day(shown, found), "attendance": _wrong_number(shown)}
    errors["occasion"] = _wrong_record(shown, organisation, authority)
    if not shown.record.strip() and shown.occasion is None:
        errors["record"] = _("Say where the record is kept, or choose the record of the meeting.")
    narrow = [n.decision.title for n in found if not fits(n.decision.scope, shown.channel)]
    if narrow:
        told = _(
            "A sheet on the board is read by residents, and these notices are for members alone: "
            "%(titles)s. Comment on them at a meeting instead."
        )
        errors["notices"] = told % {"titles": listed(narrow)}
    errors = {name: text for name, text in errors.items() if text}
    if errors:
        raise InvalidInput(errors, rule="4.6")


def _check_again(shown: Shown, found: list[Notice]) -> None:
    """A second meeting takes nothing from the first, unless it is said to have been wrong."""
    if shown.again in Again.values:
        return
    entered = _entered(found, shown.channel)
    if entered:
        told = _(
            "“%(title)s” was shown in this way on %(day)s already. Say whether it was shown once "
            "more, or whether the former entry was wrong."
        )
        row = entered[0]
        words = {"title": row.notice.decision.title, "day": date_format(row.shown_on)}
        raise InvalidInput({"again": told % words}, rule="4.6")


def _entered(notices: list[Notice], channel: str) -> list[NoticeChannel]:
    """What was entered of them before, the last one first."""
    rows = NoticeChannel.objects.filter(notice__in=notices, kind=channel, posting__isnull=False)
    return list(rows.select_related("posting", "notice__decision").order_by("-posting"))


def _wrong_day(shown: Shown, found: list[Notice]) -> str:
    first = max(timezone.localdate(notice.posted_at) for notice in found)
    if why := why_not_past(shown.held_on, since=first):
        return why
    ends = [notice.ends_on for notice in found if notice.suspended_on is None]
    if ends and shown.held_on > min(ends):
        told = _("On that day one of the notices was over; the first one ended on %(day)s.")
        return told % {"day": date_format(min(ends))}
    return ""


def _wrong_number(shown: Shown) -> str:
    if shown.channel in Channel.meetings():
        return "" if shown.attendance else _("Say how many were present; no names.")
    return _("Nobody is counted here; leave it empty.") if shown.attendance else ""


def _wrong_record(shown: Shown, organisation: Organisation, authority: Authority) -> str:
    if shown.occasion is None:
        return ""
    if shown.channel not in Channel.meetings():
        return _("The record of a meeting belongs to a meeting; leave it empty.")
    if shown.occasion not in records_for(organisation, authority):
        return _("Choose a record of a meeting of this organisation.")
    if shown.occasion.held_on != shown.held_on:
        told = _("This meeting was held on %(day)s.")
        return told % {"day": date_format(shown.occasion.held_on)}
    return ""


def _point(notice: Notice, posting: Posting, office: Appointment, again: str) -> None:
    """What was planned for this channel, or entered wrongly before, now lies with the posting."""
    actor = Actor(person=posting.entered_by, role=office.role, organisation=office.organisation)
    require_free(actor, EventVerb.CHANNEL_RECORDED, notice.case)
    kind = posting.channel
    row = NoticeChannel.objects.filter(notice=notice, kind=kind, posting__isnull=True).first()
    if row is None and again == Again.INSTEAD:
        row = next(iter(_entered([notice], kind)), None)
    row = row or NoticeChannel(notice=notice, kind=kind)
    row.posting, row.held_on, row.record = posting, None, ""
    row.save()
    record_event(
        case=notice.case,
        verb=EventVerb.CHANNEL_RECORDED,
        actor=actor,
        reference=f"notice:{notice.pk}",
    )
