"""Who opens a check round, who says a check is done, who reads how far it has come (3.6)."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseLevel, OrganisationKind
from rectification.exceptions import CaseError
from rectification.models import Appointment, CheckRound, Organisation
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.reasons import Reason
from rectification.roles import Role

OPENING: Final = frozenset({Role.ORG, Role.OFF})
READING: Final = OPENING | {Role.PSE, Role.LG, Role.SUP}
CHECKING: Final = {
    OrganisationKind.COMMITTEE: frozenset({Role.PSE}),
    OrganisationKind.GENERAL_BRANCH: frozenset({Role.SEC, Role.CLK}),
    OrganisationKind.BRANCH: frozenset({Role.SEC, Role.CLK}),
}
"""Who says for an organisation that its check is done; other kinds check nothing."""

LONGEST: Final = timedelta(days=366)
_ITEMS: Final = Path(__file__).with_name("check_items.txt")


def usual_items() -> dict[str, list[str]]:
    """The ten items of the plan by level; a round starts from them and keeps its own."""
    found: dict[str, list[str]] = {level: [] for level in CaseLevel}
    for line in _ITEMS.read_text(encoding="utf-8").splitlines():
        level, _blank, text = line.partition(" ")
        found[level].append(text)
    return found


def opening_office(authority: Authority) -> Appointment | None:
    """The office in which he opens a round for his township; None for everybody else."""
    return authority.first_office(*OPENING)


def keeping_office(authority: Authority, round_: CheckRound) -> Appointment | None:
    """The office in which he changes the round or calls it off; None for everybody else."""
    return next(
        (
            held
            for held in authority.appointments
            if held.role in OPENING and held.jurisdiction_id == round_.committee_id
        ),
        None,
    )


def reads_coverage(authority: Authority, round_: CheckRound) -> bool:
    return any(
        held.role in READING and held.jurisdiction_id == round_.committee_id
        for held in authority.appointments
    )


def reads_names(authority: Authority, round_: CheckRound) -> bool:
    """Who changed the round, for those who read more than aggregates (4.9)."""
    return any(
        held.role in READING - {Role.SUP} and held.jurisdiction_id == round_.committee_id
        for held in authority.appointments
    )


def checks_for(authority: Authority, round_: CheckRound) -> list[Organisation]:
    """Organisations of the round for which he says that their check is done."""
    found = {
        held.organisation_id: held.organisation
        for held in authority.appointments
        if held.role in CHECKING.get(OrganisationKind(held.organisation.kind), ())
        and takes_part(held.organisation, round_)
    }
    return list(found.values())


def is_secretary(authority: Authority, organisation: Organisation) -> bool:
    return authority.holds(Role.SEC, organisation.pk)


def takes_part(organisation: Organisation, round_: CheckRound) -> bool:
    """Whether the organisation checks itself in the round: it is of the township, and open."""
    return (
        organisation.kind in CHECKING
        and organisation.closed_on is None
        and round_.committee_id in organisation.ancestor_ids()
    )


def takes_self_check(authority: Authority, round_: CheckRound) -> bool:
    """Every member of the township, as long as the round runs."""
    return is_running(round_) and any(
        round_.committee_id in row.organisation.ancestor_ids() for row in authority.memberships
    )


def level_of(organisation: Organisation) -> CaseLevel:
    """The level whose items the organisation checks."""
    whole = organisation.kind == OrganisationKind.COMMITTEE
    return CaseLevel.COMMITTEE if whole else CaseLevel.BRANCH


def is_running(round_: CheckRound) -> bool:
    return round_.called_off_at is None and round_.starts_on <= today() <= round_.ends_on


def has_begun(round_: CheckRound) -> bool:
    return round_.starts_on <= today()


def half_time(round_: CheckRound) -> date:
    return round_.starts_on + (round_.ends_on - round_.starts_on) // 2


def last_days(round_: CheckRound, calendar: WorkingCalendar) -> date:
    """Two working days before the end."""
    return calendar.subtract_working_days(round_.ends_on, 2).on


def why_not_period(starts_on: date, ends_on: date, others: Iterable[CheckRound]) -> Reason | None:
    """Why a round cannot run then; rounds of a township follow one another."""
    if starts_on < today():
        return _refused(_("A round begins today or later."))
    return _why_not_span(starts_on, ends_on, others)


def why_not_new_period(
    round_: CheckRound, starts_on: date, ends_on: date, others: Iterable[CheckRound]
) -> Reason | None:
    """Why it does not run then instead: begun, it keeps its first day and ends later or as said."""
    if not has_begun(round_):
        return why_not_period(starts_on, ends_on, others)
    if starts_on != round_.starts_on:
        return _refused(_("The round has begun; its first day stays. Change the last day alone."))
    if ends_on < round_.ends_on:
        return _refused(
            _(
                "A round that has begun ends no earlier than was said: people rely on it. Let it "
                "end later, or call it off with a reason."
            )
        )
    return _why_not_span(starts_on, ends_on, others)


def why_not_change(round_: CheckRound) -> Reason | None:
    """Why it is neither changed nor called off any more."""
    if round_.called_off_at is not None:
        return _refused(_("The round was called off and stays so; open another one."))
    if round_.ends_on < today():
        return _refused(_("The round is over and stays as it was; open another one."))
    return None


def _why_not_span(starts_on: date, ends_on: date, others: Iterable[CheckRound]) -> Reason | None:
    if not starts_on < ends_on <= starts_on + LONGEST:
        return _refused(_("The last day lies after the first, and within a year."))
    for other in others:
        stands = other.called_off_at is None
        if stands and starts_on <= other.ends_on and other.starts_on <= ends_on:
            return _refused(_in_the_way(other, later=other.starts_on > starts_on))
    return None


def _in_the_way(other: CheckRound, *, later: bool) -> str:
    day = other.starts_on if later else other.ends_on
    words = {"title": other.title, "day": date_format(day)}
    if later:
        return _("“%(title)s” begins on %(day)s; end before it.") % words
    return _("“%(title)s” runs until %(day)s; begin after it.") % words


def why_not_remind(
    round_: CheckRound, reminded_today: bool, calendar: WorkingCalendar
) -> Reason | None:
    """Why a branch is not reminded now: in the period, on working days, once a day."""
    if not is_running(round_):
        return _refused(_("The round is not running; there is nothing to remind of."))
    if not calendar.is_working_day(today()):
        return _refused(_("Remind on a working day."))
    if reminded_today:
        return _refused(_("Reminded today already; the next time on the next working day."))
    return None


def _refused(message: str) -> Reason:
    return Reason(message, "3.6", CaseError)
