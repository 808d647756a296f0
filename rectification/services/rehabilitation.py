"""澄清说明: what was wrongly shown is set right where it was shown (docs/rules.md T27)."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.calendar.periods import working_days
from rectification.calendar.working import ONE_DAY
from rectification.enums import (
    Channel,
    EventVerb,
    PublicationPurpose,
    PublicationStatus,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import (
    Case,
    CaseEvent,
    Notice,
    NoticeChannel,
    Objection,
    PublicationDecision,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.reasons import REASON_MINIMUM
from rectification.policies.recusal import require_free
from rectification.policies.rehabilitation import Reach
from rectification.selectors.calendar import current_calendar
from rectification.selectors.rehabilitation import (
    channels_to_repeat,
    reach_of_wrong,
    rehabilitation_of,
    wrong_notices,
)
from rectification.services.events import record_event
from rectification.services.leak_test import holds_leaks
from rectification.services.public_texts import (
    refuse_revealing,
    refuse_unpublishable,
)
from rectification.services.verification import result_people

ChannelUse = tuple[str, date, str]
"""Kind of the channel, day, and where its record is kept."""


def check_rehabilitation(*, case: Case, text: str) -> None:
    """Refuse a text that may not be shown; it stands in for one that reached the same readers.

    The names of reporters are not asked: LG could find one by trying out names (`_decide`).
    """
    if len(text.strip()) < REASON_MINIMUM:
        raise InvalidInput(
            {
                "text": _(
                    "A notice was posted: write what sets it right, in at least ten characters."
                )
            },
            rule="T27",
        )
    refuse_unpublishable(case)
    refuse_revealing(case=case, title="", text=text)


def rehabilitate(*, case: Case, actor: Actor, objection: Objection, text: str) -> CaseEvent:
    """Show LG's text to everybody who could read what was wrong, for as long as that was shown.

    On the board at once; in the other channels by the publicity centre (`spread_rehabilitation`).
    """
    reach = reach_of_wrong(case)
    decision = _decide(case, actor, reach, text)
    today = timezone.localdate()
    end = due(Clock.NOTICE, today, current_calendar(), period=working_days(reach.working_days))
    notice = Notice.objects.create(
        decision=decision,
        case=case,
        corrects=objection.notice or wrong_notices(case)[-1],
        token=secrets.token_urlsafe(32),
        posted_by=actor.hand,
        posted_at=timezone.now(),
        starts_on=today + ONE_DAY,
        ends_on=end.on,
        ends_provisional=end.provisional,
        first_ends_on=end.on,
        widest_scope=reach.scope,
    )
    NoticeChannel.objects.create(notice=notice, kind=Channel.BOARD_ONLINE, held_on=today)
    event = _record(notice, EventVerb.REHABILITATED, SYSTEM)
    notifications.queue(
        kind="rehabilitated", recipients=result_people(case), case=case, event=event
    )
    return event


def _decide(case: Case, actor: Actor, reach: Reach, text: str) -> PublicationDecision:
    """LG's own decision: its text names nobody, and goes no further than the wrong one went.

    Where the check for leaks finds something in the text, plain words are shown in its place and
    the text is kept nowhere; it is taken once, so there is no answer to try names on.
    """
    rows = PublicationDecision.objects.filter(case=case, purpose=PublicationPurpose.REHABILITATION)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    with override(settings.LANGUAGE_CODE):
        title = _("Clarification of a notice that was withdrawn")
        plainly = _(
            "It was established that the problem shown before does not exist or concerns somebody "
            "else. That notice is withdrawn, which is hereby made known."
        )
    return PublicationDecision.objects.create(
        case=case,
        purpose=PublicationPurpose.REHABILITATION,
        round=case.round,
        version=last + 1,
        status=PublicationStatus.CARRIED_OUT,
        scope=reach.scope,
        title=title,
        text=plainly if holds_leaks(case=case, text=text) else text.strip(),
        working_days=reach.working_days,
        proposed_by=actor.hand,
        proposed_role=actor.role,
        proposed_at=timezone.now(),
        approved_by=actor.hand,
        approved_at=timezone.now(),
    )


def spread_rehabilitation(*, case: Case, actor: Actor, channels: Sequence[ChannelUse]) -> CaseEvent:
    """PUB has shown it in every other channel in which the withdrawn notice had been shown."""
    notice = rehabilitation_of(case)
    if notice is None:
        raise CaseError(_("No rehabilitation notice is to be posted."), rule="T27")
    require_free(actor, Step.POST_REHABILITATION, case)
    _check_channels(notice, channels, channels_to_repeat(case))
    for kind, held_on, record in channels:
        NoticeChannel.objects.create(
            notice=notice, kind=kind, held_on=held_on, record=record.strip()
        )
    return _record(notice, EventVerb.REHABILITATION_POSTED, actor)


def _check_channels(notice: Notice, channels: Sequence[ChannelUse], wanted: list[str]) -> None:
    if sorted(kind for kind, _held_on, _record in channels) != sorted(wanted):
        raise CaseError(
            _("Name each channel in which the withdrawn notice was shown, once."), rule="T27"
        )
    first, last = timezone.localdate(notice.posted_at), max(notice.ends_on, timezone.localdate())
    errors = {}
    for kind, held_on, record in channels:
        if not first <= held_on <= last:
            errors[f"{kind}-held_on"] = _("A day from the decision to the end of the notice.")
        if not record.strip():
            errors[f"{kind}-record"] = _("Say for each channel where its record is kept.")
    if errors:
        raise InvalidInput(errors, rule="T27")


def _record(notice: Notice, verb: EventVerb, actor: Actor) -> CaseEvent:
    return record_event(case=notice.case, verb=verb, actor=actor, reference=f"notice:{notice.pk}")
