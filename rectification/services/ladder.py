"""Climbing the ladder: each rung once for each deadline, on record (docs/rules.md 4.5)."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Person, SupervisionOrder, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.entering import hands_for
from rectification.policies.facts import recused_in
from rectification.policies.ladder import Rung, To
from rectification.policies.resolution import approver
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.ladder import due_rung, ladder_of
from rectification.services.audience import (
    body_people,
    liaison_people,
    office_people,
    owner_people,
    takers_of,
)
from rectification.services.events import record_event
from rectification.services.orders import order_overdue
from rectification.wording import listed


def climb(*, case: Case, item: WorkItem) -> tuple[CaseEvent, SupervisionOrder | None]:
    """Fire the rung that is due; raises CaseError when none is any more.

    After a downtime the highest one is fired, and the record names those that were missed: nobody
    is told of five days that are left when they are over. With the event comes the order that
    the rung brought; the caller asks its addressee.
    """
    found, ladder = due_rung(item, current_calendar()), ladder_of(item)
    if found is None or ladder is None:
        raise CaseError(_("No reminder is due."), rule="4.5")
    rung, missed = found
    event = record_event(
        case=case,
        verb=rung.verb,
        actor=SYSTEM,
        step=item.step,
        text=_missed(missed),
        reference=ladder.reference(rung),
    )
    order = order_overdue(case=case, level=rung.order) if rung.order else None
    people = [person for to in rung.audience(case.level) for person in _AUDIENCE[to](case, item)]
    notifications.queue(
        kind=rung.kind, recipients=dict.fromkeys(people), case=case, event=event, step=item.step
    )
    return event, order


def _missed(rungs: list[Rung]) -> str:
    if not rungs:
        return ""
    with override(settings.LANGUAGE_CODE):
        names = listed(rung.name for rung in rungs)
        return _("Not sent in time and left out: %(names)s") % {"names": names}


def _secretaries(case: Case, _item: WorkItem) -> list[Person]:
    return list(in_office(Role.SEC, case.owner_organisation, today()))


def _next_level(case: Case, item: WorkItem) -> list[Person]:
    """Whoever would be asked after the holder; where nobody is free, the leading group."""
    recused = recused_in(case)
    offices = list(approver(case))
    holder = (item.role, item.organisation)
    after = offices[offices.index(holder) + 1 :] if holder in offices else []
    for role, organisation in after:
        held = in_office(role, organisation, today())
        people = [person for person in held if person.pk not in recused]
        if people:
            return people
    return body_people(case, Role.LG)


_AUDIENCE: Final[Mapping[To, Callable[[Case, WorkItem], list[Person]]]] = {
    To.OWNER: lambda case, item: [*owner_people(case), *hands_for(item)],
    To.SECRETARY: _secretaries,
    To.LIAISON: lambda case, _item: liaison_people(case),
    To.LEADING_GROUP: lambda case, _item: body_people(case, Role.LG),
    To.OFFICE: lambda case, _item: office_people(case),
    To.HOLDER: lambda _case, item: takers_of(item),
    To.NEXT_LEVEL: _next_level,
}
