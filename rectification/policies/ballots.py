"""Who is asked whether a problem is put right, and what the answers say (docs/rules.md V7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import CaseStage, SourceKind
from rectification.exceptions import CaseError
from rectification.models import (
    Appointment,
    Ballot,
    BallotBox,
    BallotPrinting,
    Case,
    Notice,
    Person,
)
from rectification.policies.authority import Authority
from rectification.policies.days import today, valid_on
from rectification.policies.facts import Facts
from rectification.policies.figures import percent
from rectification.policies.merging import sources_of
from rectification.policies.places import owner_organisation
from rectification.policies.reasons import Reason
from rectification.roles import Role

THRESHOLD: Final = 80
"""Per cent that must be satisfied, or fairly so."""
LEAST: Final = 10
"""Answers below which nothing is told, to nobody."""
LONGEST: Final = timedelta(days=30)
STAGES: Final = (CaseStage.IN_NOTICE, CaseStage.OBJECTION, CaseStage.VERIFYING)
MOST_CODES: Final = 300
MOST_SHEETS: Final = 2000
COUNTING: Final = frozenset({Role.OFF, Role.DIS, Role.GEN, Role.ORG, Role.SEC, Role.CLK})
"""Offices of the second one who counts paper answers."""
MISSED: Final[Promise] = gettext_lazy("The ballot did not reach eighty per cent: V7 is not met.")


@dataclass(frozen=True)
class Result:
    """What a closed ballot says; `percent` None: too few answers, and nothing more is told."""

    percent: int | None = None
    answers: int | None = None

    @property
    def enough(self) -> bool:
        return self.percent is not None

    @property
    def reached(self) -> bool:
        return self.percent is not None and self.percent >= THRESHOLD


def result_of(box: BallotBox) -> Result:
    answers = box.satisfied + box.fairly + box.dissatisfied
    if answers < LEAST:
        return Result()
    return Result(percent(box.satisfied + box.fairly, answers), answers)


def is_open(ballot: Ballot, day: date) -> bool:
    """Answers are taken: its last day is not over, and what it asks about stands as shown."""
    case = ballot.case
    stands = ballot.notice.withdrawn_at is None and case.stage in STAGES and not case.sealed
    return stands and not is_over(ballot, day)


def is_over(ballot: Ballot, day: date) -> bool:
    """Its last day is over, so that the result may be read."""
    return day > ballot.closes_on


def may_be_asked(case: Case) -> bool:
    """What residents or members raised is put to them; nobody asks the reporter by it."""
    return case.stage in STAGES and bool(sources_of(case) & SourceKind.opinions())


def balloting_office(case: Case, authority: Authority) -> Appointment | None:
    """OFF or DIS of the township; asked of a case that the person sees."""
    owner = case.owner_organisation
    if owner is None:
        return None
    offices = (authority.office_reaching(owner, role) for role in (Role.OFF, Role.DIS))
    return next((office for office in offices if office is not None), None)


def why_not_open(case: Case, notice: Notice | None) -> Reason | None:
    """`notice` is what the case shows in this round; put right anew, it is asked about anew."""
    if not may_be_asked(case):
        text = _("Asked is about problems from residents or members, from the notice on.")
    elif notice is None:
        text = _("Nothing was shown in this round, so that nobody could be asked about it.")
    elif Ballot.objects.filter(notice=notice).exists():
        text = _("A ballot on this notice was opened already; there is one for each notice.")
    else:
        return None
    return Reason(text, "4.8", CaseError)


def why_not_last_day(closes_on: date, day: date) -> Reason | None:
    if day < closes_on <= day + LONGEST:
        return None
    return Reason(_("Choose a day after today, within thirty days."), "4.8", CaseError)


def why_not_print(pending: BallotPrinting | None) -> Reason | None:
    """One printing after the other: what lies about unrecorded is nobody's and everybody's."""
    if pending is None:
        return None
    text = _(
        "%(number)d codes printed before are not recorded as handed out yet. Ask another one of "
        "the office or the discipline committee to record them first."
    ) % {"number": pending.printed}
    return Reason(text, "4.8", CaseError)


def why_not_record(pending: BallotPrinting | None, person: Person, number: int) -> Reason | None:
    """How many were handed out is said by another one than whoever printed them."""
    if pending is None:
        return Reason(_("No codes wait to be recorded."), "4.8", CaseError)
    if pending.printed_by_id == person.pk:
        text = _(
            "You printed these codes, so another one records how many were handed out: a colleague "
            "of the office or of the discipline committee."
        )
        return Reason(text, "4.8")
    if not 0 <= number <= pending.printed:
        text = _("Only %(number)d codes were printed; enter a number up to that.")
        return Reason(text % {"number": pending.printed}, "4.8", CaseError)
    return None


def is_good(handed_out: int, used: int) -> bool:
    """Whether one more answer by code is taken: never more than codes handed out on record."""
    return used < handed_out


def is_of_owner(person: Person, facts: Facts) -> bool:
    """He owns the problem, is recused from it, or holds an office of the organisation it is of."""
    if person.pk in facts.owner_side or person.pk in facts.recused:
        return True
    owner = owner_organisation(facts.case)
    held = person.appointments.filter(valid_on(today()), organisation=owner)
    return held.exclude(role=Role.LIA).exists()


def is_partial(person: Person, facts: Facts) -> bool:
    """He is of the owner or has acted in the case: he is not asked."""
    return person.pk in facts.acts or is_of_owner(person, facts)
