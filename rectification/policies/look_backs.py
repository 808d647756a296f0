"""When a closed case is looked at again, by whom, and who says that it is back (T32–T34, 4.5)."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification.calendar import Due, WorkingCalendar
from rectification.calendar.clocks import Clock, due, earliest
from rectification.calendar.periods import months
from rectification.enums import CaseOutcome, CaseStage, LookBackKind, SourceKind, Step
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, LookBack
from rectification.policies.authority import Authority
from rectification.policies.chains import Sort, Ways, always, body_of, by_sort
from rectification.policies.merging import sources_of
from rectification.policies.owner_kinds import TABLE, Team, row_of
from rectification.policies.places import At
from rectification.policies.reasons import Reason
from rectification.policies.resolution import Holder, hold, office
from rectification.policies.verifiers import may_look_back
from rectification.roles import Role

ANNOUNCED: Final = 10
"""Working days before its beginning at which DIS and OFF hear of a look-back (docs/rules.md 6)."""
REVIEW_BEGINS: Final = months(5)
"""After the one before: a month is left until a review has to be done."""
GOOD_REVIEWS: Final = 2
"""So many good ones before a long-term matter is struck off, never fewer (4.5)."""
LOOKED_AT: Final = (CaseStage.CLOSED, CaseStage.LONG_TERM)
BEGINNING: Final = (Role.DIS, Role.INS)
"""Who begins one before its day, after a new opinion or finding (T32)."""
_FROM_OUTSIDE: Final = frozenset({Team.OUTSIDERS, Team.ABOVE})


def is_always_looked_at(case: Case) -> bool:
    """What an inspection fed back is looked at again; of the rest a sample is drawn (4.5)."""
    return bool(sources_of(case) & SourceKind.inspections())


def span_of(kind: str, closed_on: date, calendar: WorkingCalendar) -> tuple[date, Due]:
    """The day on which it begins, and the last one on which it is done."""
    if kind == LookBackKind.REVIEW:
        last = due(Clock.LONG_TERM_REVIEW, closed_on, calendar)
        return calendar.after(closed_on, REVIEW_BEGINS).on, last
    first = earliest(Clock.LOOK_BACK, closed_on, calendar)
    assert first is not None
    return first.on, due(Clock.LOOK_BACK, closed_on, calendar)


def kind_for(case: Case) -> LookBackKind:
    staged = case.outcome == CaseOutcome.LONG_TERM
    return LookBackKind.REVIEW if staged else LookBackKind.AFTER_CLOSING


def open_look_back(case: Case) -> LookBack | None:
    """The one planned or under way."""
    return case.look_backs.filter(ended_at__isnull=True).first()


def why_not_look_back(case: Case) -> Reason | None:
    """Only what was struck off can have come back."""
    if case.outcome not in LOOKED_AT or case.sealed:
        return Reason(_("Only a case that was struck off is looked at again."), "T32", CaseError)
    found = open_look_back(case)
    if found is not None and found.begun_at is not None:
        return Reason(_("The case is being looked at again already."), "T32", CaseError)
    return None


def beginning_office(case: Case, authority: Authority) -> Appointment | None:
    """The office of this reader that may begin a look-back of the case."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, *BEGINNING)


# --- who looks, and who decides -------------------------------------------------------------------


def is_looked_at_from_outside(case: Case) -> bool:
    """Where the discipline committee does not verify, its members do not look back either."""
    return row_of(case).team in _FROM_OUTSIDE


def looker_ways() -> Ways:
    """From where comes whoever looks, by kind of owner."""
    return {
        kind: (("", At.OUTSIDE),) if row.team in _FROM_OUTSIDE else (body_of(Role.DIS),)
        for kind, row in TABLE.items()
    }


def assigning_ways() -> Ways:
    """Who names him."""
    alone, first = (body_of(Role.LG),), (body_of(Role.DIS), body_of(Role.LG))
    return {kind: alone if row.team in _FROM_OUTSIDE else first for kind, row in TABLE.items()}


def hold_assigning(step: Step, case: Case) -> Holder:
    """The discipline committee while somebody of it is free to look, else the leading group."""
    if is_looked_at_from_outside(case):
        return hold(step, case, office(Role.LG))
    if may_look_back(case, from_outside=False):
        return hold(step, case, always(body_of(Role.DIS), body_of(Role.LG)))
    return hold(step, case, office(Role.LG), after=office(Role.DIS)(case))


def _decided(case: Case) -> str:
    outside = row_of(case).team == Team.OUTSIDERS
    return Sort.OF_SUPERVISION if outside else Sort.NOT_OF_SUPERVISION


relapse_decider: Final = by_sort(
    {
        Sort.NOT_OF_SUPERVISION: (body_of(Role.OFF), body_of(Role.LG)),
        Sort.OF_SUPERVISION: (body_of(Role.LG),),
    },
    _decided,
)
"""The office beside the discipline committee (T34); of bodies that supervise, the leading group."""
