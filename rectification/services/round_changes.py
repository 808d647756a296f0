"""A check round is changed or called off by the offices that open rounds (docs/rules.md 3.6)."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import CheckRoundVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Appointment, CheckRound, Organisation, Person
from rectification.policies.authority import Authority
from rectification.policies.check_rounds import (
    keeping_office,
    why_not_change,
    why_not_new_period,
)
from rectification.policies.reasons import allow, require_reason
from rectification.redaction.check import names_in, visible
from rectification.selectors.check_rounds import people_in
from rectification.services.check_rounds import announce_round, record_round_event
from rectification.services.secrecy import refuse_secret
from rectification.wording import listed

_TOLD: Final = ("title", "starts_on", "ends_on")
"""A change of these is told to everybody; when the system reminds asks nothing of anybody."""


@transaction.atomic
def change_round(
    *,
    round_: CheckRound,
    by: Authority,
    title: str,
    starts_on: date,
    ends_on: date,
    reminds_at_half_time: bool,
    reminds_in_last_days: bool,
) -> CheckRound:
    """Other days, another title, other reminders; the items stay."""
    locked, office = _kept(round_, by)
    others = locked.committee.check_rounds.exclude(pk=locked.pk)
    allow(why_not_new_period(locked, starts_on, ends_on, others))
    refuse_secret(False, title)
    wanted = {
        "title": title.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "reminds_at_half_time": reminds_at_half_time,
        "reminds_in_last_days": reminds_in_last_days,
    }
    changed = {name for name, value in wanted.items() if getattr(locked, name) != value}
    if not changed:
        raise CaseError(_("Nothing is different from before."), rule="3.6")
    for name in changed:
        setattr(locked, name, wanted[name])
    locked.save()
    event = record_round_event(round_=locked, verb=CheckRoundVerb.CHANGED, office=office)
    if not announce_round(locked) and changed & set(_TOLD):
        notifications.queue(
            kind="round_changed", recipients=people_in(locked), about=f"round_event:{event.pk}"
        )
    return locked


@transaction.atomic
def call_off_round(*, round_: CheckRound, by: Authority, reason: str) -> CheckRound:
    """It is over at once, also for the answers of the self-checks; everybody reads why."""
    locked, office = _kept(round_, by)
    refuse_secret(False, reason)
    cleaned = require_reason(reason, rule="3.6")
    if found := names_in(visible(cleaned), Person.objects.values_list("name", flat=True)):
        told = _("The text names %(names)s; reword it without the name.")
        raise CaseError(told % {"names": listed(found)}, field="reason", rule="3.6")
    locked.called_off_at, locked.called_off_because = timezone.now(), cleaned
    locked.save()
    event = record_round_event(round_=locked, verb=CheckRoundVerb.CALLED_OFF, office=office)
    notifications.queue(
        kind="round_called_off", recipients=people_in(locked), about=f"round_event:{event.pk}"
    )
    return locked


def _kept(round_: CheckRound, by: Authority) -> tuple[CheckRound, Appointment]:
    """The round under the lock of its township, and the office in which he keeps it."""
    office = keeping_office(by, round_)
    if office is None:
        raise NotAllowed(
            _("The organisation office or the office of the township changes its rounds."),
            rule="3.6",
        )
    Organisation.objects.select_for_update().get(pk=round_.committee_id)
    locked = CheckRound.objects.select_for_update(of=("self",)).select_related("committee")
    found = locked.get(pk=round_.pk)
    allow(why_not_change(found))
    return found, office
