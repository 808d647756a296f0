"""When a closed case is looked at again, by whom, and who says that it is back (T32–T34, 4.5)."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification.calendar import Due, WorkingCalendar
from rectification.calendar.clocks import Clock, due, earliest
from rectification.calendar.periods import months
from rectification.enums import (
    CaseOutcome,
    CaseStage,
    EventVerb,
    LookBackKind,
    SourceKind,
    Step,
)
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, LookBack, Person
from rectification.policies.authority import Authority
from rectification.policies.chains import Rule, Sort, Ways, always, body_of, by_sort
from rectification.policies.facts import facts_of
from rectification.policies.holding import recusal_text
from rectification.policies.merging import sources_of
from rectification.policies.owner_kinds import TABLE, Team, row_of
from rectification.policies.places import At
from rectification.policies.reasons import Reason
from rectification.policies.resolution import Holder, hold, office, supervision
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import discipline_looks_back
from rectification.roles import Role

ANNOUNCED: Final = 10
"""Working days before its beginning at which DIS and OFF hear of a look-back (docs/rules.md 6)."""
REVIEW_BEGINS: Final = months(5)
"""After the one before: a month is left until a review has to be done."""
GOOD_REVIEWS: Final = 2
"""So many good ones before a long-term matter is struck off, never fewer (4.5)."""
LOOKED_AT: Final = (CaseStage.CLOSED, CaseStage.LONG_TERM)
BEGINNING: Final = (Role.DIS, Role.INS)
"""Who begins one by hand (T32)."""


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
    """Of the one that is planned; what is begun by hand is never one of the reviews."""
    staged = case.outcome == CaseOutcome.LONG_TERM
    return LookBackKind.REVIEW if staged else LookBackKind.AFTER_CLOSING


def planned_look_back(case: Case) -> LookBack | None:
    """The one whose day is still to come, or that waits for another one to end."""
    return case.look_backs.filter(ended_at__isnull=True, begun_at__isnull=True).first()


def look_back_under_way(case: Case) -> LookBack | None:
    return case.look_backs.filter(ended_at__isnull=True, begun_at__isnull=False).first()


def good_reviews(case: Case) -> int:
    """Planned reviews of the round that found the matter put right; what was begun by hand is
    none of them."""
    rows = case.look_backs.filter(round=case.round, kind=LookBackKind.REVIEW, void_at__isnull=True)
    return rows.filter(ended_at__isnull=False, found_at__isnull=False, is_relapse=False).count()


def why_not_propose_closing(case: Case) -> Reason | None:
    """With the review under way, if it is good as well, there are enough."""
    row = look_back_under_way(case)
    is_review = row is not None and row.kind == LookBackKind.REVIEW
    if is_review and good_reviews(case) >= GOOD_REVIEWS - 1:
        return None
    return Reason(
        _("A long-term matter is struck off after two good reviews, never earlier."),
        "4.5",
        CaseError,
    )


def why_not_look_back(case: Case) -> Reason | None:
    """Only what was struck off can have come back."""
    if case.outcome not in LOOKED_AT or case.sealed:
        return Reason(_("Only a case that was struck off is looked at again."), "T32", CaseError)
    if look_back_under_way(case) is not None:
        return Reason(_("The case is being looked at again already."), "T32", CaseError)
    return None


def why_not_begin(case: Case, person: Person) -> Reason | None:
    """By hand: nobody who passed the case in whatever round, and nobody of the owner's side."""
    ground = bar_of(person.pk, EventVerb.LOOK_BACK_BEGUN, facts_of(case))
    if ground is not None:
        return Reason(recusal_text(ground), "4.4")
    return why_not_look_back(case)


def beginning_office(case: Case, authority: Authority) -> Appointment | None:
    """The office of this reader that may begin a look-back of the case."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, *BEGINNING)


def follows_relapses(case: Case, authority: Authority) -> bool:
    """Who is shown that a similar problem came up later: those who may begin, and the office."""
    owner = case.owner_organisation
    return owner is not None and bool(authority.office_reaching(owner, *BEGINNING, Role.OFF))


# --- who looks, and who decides -------------------------------------------------------------------


def is_looked_at_above(case: Case) -> bool:
    """The level above looks where it verifies, and its reply is recorded: no subordinate does."""
    return row_of(case).team == Team.ABOVE


_LOOKERS: Final = {Team.OUTSIDERS: ("", At.OUTSIDE), Team.ABOVE: ("", At.ABOVE)}


def looker_ways() -> Ways:
    """From where comes whoever looks, by kind of owner."""
    own = body_of(Role.DIS)
    return {kind: (_LOOKERS.get(row.team, own),) for kind, row in TABLE.items()}


def hold_assigning(step: Step, case: Case) -> Holder:
    """The discipline committee while one of it can name another one, else the leading group."""
    if row_of(case).team == Team.OUTSIDERS:
        return hold(step, case, office(Role.LG))
    if discipline_looks_back(case):
        return hold(step, case, always(body_of(Role.DIS), body_of(Role.LG)))
    return hold(step, case, office(Role.LG), after=office(Role.DIS)(case))


def _decided(case: Case) -> str:
    apart = row_of(case).team in (Team.OUTSIDERS, Team.ABOVE)
    return Sort.OF_SUPERVISION if apart else Sort.NOT_OF_SUPERVISION


relapse_decider: Final = by_sort(
    {
        Sort.NOT_OF_SUPERVISION: (body_of(Role.OFF), body_of(Role.LG)),
        Sort.OF_SUPERVISION: (body_of(Role.LG),),
    },
    _decided,
)
"""The office beside the discipline committee (T34); the leading group of bodies that supervise,
and of those at whom the level above has looked."""


def _settled(case: Case) -> str:
    """Nobody settles about his own head or his own first secretary."""
    return Sort.OF_SUPERVISION if is_looked_at_above(case) else supervision.sort(case)


relapse_settler: Final = Rule(supervision.ways, _settled)
