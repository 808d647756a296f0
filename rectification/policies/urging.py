"""催办: who urges whoever holds an open step, and when (docs/rules.md 4.5, “Urging”)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.enums import RecusalDecision, RecusalGround, Step
from rectification.exceptions import CaseError
from rectification.models import Case, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.holding import recusal_text
from rectification.policies.places import Office
from rectification.policies.reasons import Reason
from rectification.policies.recusal import is_concerned
from rectification.roles import Role

NOT_URGED = frozenset(
    {
        *Step.waits(),
        *(Step.HEAR_PERSON, Step.HEAR_ANSWER, Step.HEAR_DISCLOSURE, Step.HEAR_OWNER),
        *(Step.DECIDE_RECUSAL, Step.GIVE_OPINION),
        *Step.confidential(),
    }
)
"""Nobody ends a notice by hand; to comment is a right; who decides on a recusal is left alone;
nothing waits for an opinion; of a referral nobody else knows."""


def urging_office(case: Case, authority: Authority) -> Office | None:
    """In which office the person urges: the leading group office, or whoever waits for others.

    That is the owner, the office that answers for him, and the author. Asked of a case he sees.
    """
    owner = case.owner_organisation
    if owner is None or case.registered_at is None:
        return None
    office = authority.office_reaching(owner, Role.OFF)
    if office is not None:
        return office.role, office.organisation
    if not is_concerned(case, authority):
        return None
    held = [a for a in authority.appointments if a.organisation_id == owner.pk]
    return (held[0].role if held else Role.MEM), owner


def step_to_urge(items: Iterable[WorkItem], mine: Iterable[WorkItem]) -> WorkItem | None:
    """Of the open steps that lie with others, the one that is due first."""
    own = {item.pk for item in mine}
    found = [
        item
        for item in items
        if item.pk not in own and item.step not in NOT_URGED and not item.unheld
    ]
    return min(found, key=lambda item: (item.due_on is None, item.due_on, item.pk), default=None)


def why_not_urge(case: Case, *, urged_today: bool, calendar: WorkingCalendar) -> Reason | None:
    """At most once a working day for each step, whoever does it."""
    if case.paused:
        return _refused(_("The case is paused; nobody is urged meanwhile."))
    if not calendar.is_working_day(today()):
        return _refused(_("Urge on a working day."))
    if urged_today:
        return _refused(_("This step was urged today already; again on the next working day."))
    return None


def why_barred(case: Case, person_id: int, items: Iterable[WorkItem]) -> Reason | None:
    """Whose recusal is requested presses nobody in this case until it is decided.

    Asked of the open steps: a request that waits has one of its own.
    """
    if not any(item.step == Step.DECIDE_RECUSAL for item in items):
        return None
    requests = case.recusal_requests.filter(decision=RecusalDecision.PENDING)
    if not requests.filter(person=person_id).exists():
        return None
    return Reason(recusal_text(RecusalGround.REQUESTED), "4.4")


def _refused(message: str) -> Reason:
    return Reason(message, "4.5", CaseError)
