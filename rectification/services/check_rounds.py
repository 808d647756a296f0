"""Check rounds: opened, announced, done, reminded of (docs/rules.md 3.6)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar import WorkingCalendar
from rectification.enums import CaseLevel, CheckRoundVerb, ReminderOccasion
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Appointment,
    CheckItem,
    CheckReminder,
    CheckRound,
    CheckRoundEvent,
    MemberCheck,
    Organisation,
    OrganisationCheck,
    Person,
)
from rectification.models.history import without_history
from rectification.policies.authority import Authority
from rectification.policies.check_rounds import (
    OPENING,
    checks_for,
    half_time,
    is_running,
    is_secretary,
    last_days,
    takes_self_check,
    why_not_period,
    why_not_remind,
)
from rectification.policies.days import today
from rectification.policies.reasons import allow
from rectification.selectors.calendar import current_calendar
from rectification.selectors.check_rounds import (
    checkers_left,
    members_left,
    people_in,
    reminded_today,
    running_rounds,
)

TEXT_MAX = 200


@transaction.atomic
def open_round(
    *,
    office: Appointment,
    title: str,
    starts_on: date,
    ends_on: date,
    items: Mapping[str, Sequence[str]],
) -> CheckRound:
    """A round with its items, by level; the items stay as they are from now on.

    Beginning today it is announced at once, else on its first day.
    """
    if office.role not in OPENING:
        raise NotAllowed(_("The organisation office or the office opens a round."), rule="3.6")
    committee = Organisation.objects.select_for_update().get(pk=office.jurisdiction_id)
    allow(why_not_period(starts_on, ends_on, committee.check_rounds.all()))
    for level in CaseLevel:
        if not items.get(level):
            raise CaseError(_("Each level needs at least one item."), field=level, rule="3.6")
    found = CheckRound.objects.create(
        committee=committee,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        opened_for=office.organisation,
        opened_by=office.person,
        opened_at=timezone.now(),
    )
    CheckItem.objects.bulk_create(
        CheckItem(round=found, level=level, position=position, text=text.strip())
        for level, texts in items.items()
        for position, text in enumerate(texts, start=1)
    )
    record_round_event(round_=found, verb=CheckRoundVerb.OPENED, office=office)
    if is_running(found):
        announce_round(found)
    return found


def announce_due() -> int:
    """Once a day: rounds that have begun and of which nobody was told yet; how many."""
    return sum(announce_round(round_) for round_ in running_rounds(today()))


@transaction.atomic
def announce_round(round_: CheckRound) -> bool:
    """Tell everybody within that it has begun, once, however often it is asked."""
    locked = CheckRound.objects.select_for_update().get(pk=round_.pk)
    if locked.announced_on is not None or not is_running(locked):
        return False
    notifications.queue(
        kind="round_opened", recipients=people_in(locked), about=f"round:{locked.pk}"
    )
    locked.announced_on = today()
    with without_history(locked):
        locked.save()
    return True


def record_round_event(
    *, round_: CheckRound, verb: CheckRoundVerb, office: Appointment
) -> CheckRoundEvent:
    return CheckRoundEvent.objects.create(
        round=round_,
        verb=verb,
        at=timezone.now(),
        actor=office.person,
        acting_role=office.role,
        acting_organisation=office.organisation,
    )


@transaction.atomic
def mark_checked(
    *, round_: CheckRound, organisation: Organisation, by: Authority
) -> OrganisationCheck:
    """The organisation has done its check; a second time changes nothing."""
    _may_check(round_, organisation, by)
    done, _new = OrganisationCheck.objects.get_or_create(
        round=round_,
        organisation=organisation,
        defaults={"done_on": today(), "marked_by": by.person},
    )
    return done


@transaction.atomic
def mark_self_checked(*, round_: CheckRound, by: Authority) -> None:
    """The member has done his self-check: that he has, and nothing else, is kept."""
    if not takes_self_check(by, round_):
        raise NotAllowed(_("A member does his self-check while the round runs."), rule="3.6")
    MemberCheck.objects.get_or_create(round=round_, person=by.person)


@transaction.atomic
def remind_branch(*, round_: CheckRound, organisation: Organisation, by: Authority) -> None:
    """All who have not done their self-check, at once; nobody is told to whom it went."""
    if not is_secretary(by, organisation) or organisation not in checks_for(by, round_):
        raise NotAllowed(_("The secretary of the branch reminds its members."), rule="3.6")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    calendar = current_calendar()
    allow(why_not_remind(round_, reminded_today(round_, locked), calendar))
    reminder = CheckReminder.objects.create(
        round=round_,
        occasion=ReminderOccasion.SECRETARY,
        organisation=locked,
        reminded_by=by.person,
        reminded_on=today(),
        last_day=round_.ends_on,
    )
    _tell_members(reminder, members_left(round_, locked))


def remind_due() -> int:
    """By the sweep: at half-time and two working days before the end, each once; how many times."""
    calendar = current_calendar()
    return sum(_remind_all(round_, calendar) for round_ in running_rounds(today()))


def _remind_all(round_: CheckRound, calendar: WorkingCalendar) -> int:
    """Whatever was missed is caught up by the later one, so that nobody is told twice in a day."""
    if today() >= last_days(round_, calendar):
        asked, occasion = round_.reminds_in_last_days, ReminderOccasion.LAST_DAYS
    elif today() >= half_time(round_):
        asked, occasion = round_.reminds_at_half_time, ReminderOccasion.HALF_TIME
    else:
        return 0
    return _remind_once(round_, occasion) if asked else 0


@transaction.atomic
def _remind_once(round_: CheckRound, occasion: ReminderOccasion) -> int:
    """Half-time comes once; an end that was moved is reminded of anew."""
    locked = CheckRound.objects.select_for_update().get(pk=round_.pk)
    sent = locked.reminders.filter(occasion=occasion)
    if occasion == ReminderOccasion.LAST_DAYS:
        sent = sent.filter(last_day=locked.ends_on)
    if sent.exists():
        return 0
    reminder = CheckReminder.objects.create(
        round=locked, occasion=occasion, reminded_on=today(), last_day=locked.ends_on
    )
    _tell_members(reminder, members_left(locked))
    notifications.queue(
        kind="check_due", recipients=checkers_left(locked), about=f"reminder:{reminder.pk}"
    )
    return 1


def _tell_members(reminder: CheckReminder, people: Sequence[Person]) -> None:
    notifications.queue(kind="self_check_due", recipients=people, about=f"reminder:{reminder.pk}")


def _may_check(round_: CheckRound, organisation: Organisation, by: Authority) -> None:
    if organisation not in checks_for(by, round_):
        raise NotAllowed(
            _("Secretary or clerk of the organisation says that its check is done."), rule="3.6"
        )
    if not is_running(round_):
        raise CaseError(_("The round is not running."), rule="3.6")
