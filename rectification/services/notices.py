"""公示: post, suspend, resume, hide and end a notice (docs/rules.md T22, T24, T25, T28)."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.calendar.periods import working_days
from rectification.calendar.working import ONE_DAY
from rectification.enums import Channel, EventVerb, PublicationPurpose, PublicationStatus, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Notice, NoticeChannel, PublicationDecision
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.disclosures import step_of
from rectification.policies.plausible import why_too_early
from rectification.policies.publication import is_period_over
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.publication import (
    awaits_scope_agreement,
    current_decision,
    current_notice,
)
from rectification.services.audience import author_people, owner_people
from rectification.services.events import record_event
from rectification.services.issuing import void_public_papers
from rectification.services.leak_test import Show, refuse_leaks_of_notice
from rectification.services.public_texts import refuse_unpublishable

LEAST_REMAINING: Final = 2
"""Working days that are left at least after an objection was handled (T25)."""

ChannelUse = tuple[str, date, str]
"""Kind of the channel, day, and where its record is kept."""


def post_notice(
    *,
    case: Case,
    actor: Actor,
    channels: Sequence[ChannelUse],
    show: Show,
    purpose: str = PublicationPurpose.EFFECT,
) -> CaseEvent:
    """PUB shows the approved text as it stands; the period counts from tomorrow.

    Whatever `show` makes of it is searched first for what would give somebody away.
    """
    decision = _approved(case, purpose)
    refuse_unpublishable(case)
    require_free(actor, step_of(Step.POST_NOTICE, purpose), case)
    today = timezone.localdate()
    end = due(Clock.NOTICE, today, current_calendar(), period=working_days(decision.working_days))
    _check_channels(channels, first=case.found_on, last=end.on)
    notice = Notice.objects.create(
        decision=decision,
        case=case,
        token=secrets.token_urlsafe(32),
        posted_by=actor.hand,
        posted_at=timezone.now(),
        starts_on=today + ONE_DAY,
        ends_on=end.on,
        ends_provisional=end.provisional,
        first_ends_on=end.on,
        widest_scope=decision.scope,
    )
    _keep_channels(notice, channels)
    refuse_leaks_of_notice(notice=notice, show=show)
    decision.status = PublicationStatus.CARRIED_OUT
    decision.save()
    disclosed = notice.is_disclosure
    posted = EventVerb.DISCLOSURE_POSTED if disclosed else EventVerb.NOTICE_POSTED
    event = _record(notice, posted, actor)
    _tell(notice, "notice_started", event)
    return event


def _keep_channels(notice: Notice, channels: Sequence[ChannelUse]) -> None:
    for kind, held_on, record in channels:
        NoticeChannel.objects.create(
            notice=notice, kind=kind, held_on=held_on, record=record.strip()
        )


def _approved(case: Case, purpose: str) -> PublicationDecision:
    decision = current_decision(case, purpose)
    if decision is None or decision.is_waiver or decision.status != PublicationStatus.APPROVED:
        raise CaseError(_("Only an approved text can be posted."), rule="T22")
    if awaits_scope_agreement(case, decision):
        raise CaseError(_("The organisation office has not agreed to the scope yet."), rule="4.6")
    return decision


def _check_channels(channels: Sequence[ChannelUse], *, first: date, last: date) -> None:
    """`first` is the day on which the problem was found: nothing of it was shown before."""
    kinds = [kind for kind, _held_on, _text in channels]
    if not kinds:
        raise CaseError(_("Name at least one channel."), field="channels", rule="T22")
    if len(set(kinds)) != len(kinds) or set(kinds) - set(Channel.values):
        raise CaseError(_("Name each channel once."), field="channels", rule="T22")
    for kind, held_on, record in channels:
        if why := why_too_early(held_on, since=first):
            raise InvalidInput({f"{kind}-held_on": why}, rule="T22")
        if held_on > last:
            raise CaseError(
                _("A channel must be used before the notice ends."), field="channels", rule="T22"
            )
        if kind != Channel.BOARD_ONLINE and not record.strip():
            raise InvalidInput(
                {"channels": _("Say for each channel where its record is kept.")}, rule="T22"
            )


def suspend_notice(*, notice: Notice) -> None:
    """The clock stands still from the first open objection on (T24)."""
    if notice.suspended_on is not None:
        return
    today = timezone.localdate()
    left = current_calendar().count_working_days(today, notice.ends_on)
    notice.suspended_on = today
    notice.remaining_days = max(left, 0)
    notice.save()


def resume_notice(*, notice: Notice) -> CaseEvent | None:
    """The last open objection is decided: what was left runs on from tomorrow, two days at least.

    Does nothing while another objection is open or when the notice was withdrawn.
    """
    still_open = notice.objections.filter(decided_at__isnull=True).exists()
    if still_open or not notice.is_running or notice.suspended_on is None:
        return None
    left = max(notice.remaining_days or 0, LEAST_REMAINING)
    end = current_calendar().add_working_days(timezone.localdate(), left)
    notice.ends_on = end.on
    notice.ends_provisional = end.provisional
    notice.suspended_on = None
    notice.remaining_days = None
    notice.hidden_at = None
    notice.save()
    return _record(notice, EventVerb.NOTICE_RESUMED, SYSTEM)


def reopen_notice(*, notice: Notice) -> None:
    """An objection received in time was stored after the end: the notice goes on (T24)."""
    notice.ended_at = None
    notice.save()


def hide_notice(*, notice: Notice) -> CaseEvent:
    """Nobody reads the text until the objection about privacy is decided (T24)."""
    if notice.hidden_at is None:
        notice.hidden_at = timezone.now()
        notice.save()
    return _record(notice, EventVerb.NOTICE_HIDDEN, SYSTEM)


def withdraw_notice(*, notice: Notice) -> None:
    """The text is taken from the board for good; the record of it stays."""
    if notice.withdrawn_at is None:
        notice.withdrawn_at = timezone.now()
        notice.save()
        void_public_papers(case=notice.case, notice=notice)


def end_notice(*, case: Case) -> CaseEvent:
    """T28: the period is over; looks again, under the lock, whether an objection is open."""
    notice = current_notice(case)
    if notice is None or not notice.is_running:
        raise CaseError(_("No notice is running."), rule="T28")
    if notice.objections.filter(decided_at__isnull=True).exists():
        raise CaseError(_("An objection is open; the notice ends after it is decided."), rule="T28")
    if not is_period_over(notice, timezone.now()):
        raise CaseError(_("The period of the notice is not over yet."), rule="T28")
    notice.ended_at = timezone.now()
    notice.save()
    event = _record(notice, EventVerb.NOTICE_ENDED, SYSTEM)
    _tell(notice, "notice_ended", event)
    return event


def end_disclosure(*, notice: Notice) -> CaseEvent:
    """4.6: what was disclosed has been shown for its days; no step waits for it."""
    if not notice.is_running or not is_period_over(notice, timezone.now()):
        raise CaseError(_("The period of the notice is not over yet."), rule="4.6")
    notice.ended_at = timezone.now()
    notice.save()
    return _record(notice, EventVerb.DISCLOSURE_ENDED, SYSTEM)


def _record(notice: Notice, verb: EventVerb, actor: Actor) -> CaseEvent:
    return record_event(case=notice.case, verb=verb, actor=actor, reference=f"notice:{notice.pk}")


def _tell(notice: Notice, kind: str, event: CaseEvent) -> None:
    case = notice.case
    people = dict.fromkeys([*owner_people(case), *author_people(case)])
    notifications.queue(kind=kind, recipients=people, case=case, event=event)
