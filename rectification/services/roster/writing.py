"""Writing what was judged, through the services that a page would call."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from rectification.exceptions import StepGone
from rectification.imports.roster.judging import Change, Judgement, Verdict
from rectification.imports.roster.judging.verdicts import R
from rectification.imports.roster.rows import (
    AppointmentRow,
    MembershipRow,
    OrganisationRow,
)
from rectification.models import Appointment, ImportedFile, Membership, Organisation, Person
from rectification.policies.confirming import Confirmers, confirmers_of
from rectification.policies.days import today
from rectification.services.appointments import (
    NewOffice,
    appoint_all,
    change_appointment,
    confirm_appointment,
)
from rectification.services.organisations import (
    change_organisation,
    found_organisation,
    give_alias,
    move_organisation,
    rebuild_tree,
)
from rectification.services.people import (
    NewMembership,
    change_membership,
    correct_name,
    enter_memberships,
    enter_people,
)


def write(
    judgement: Judgement, imported: ImportedFile, *, confirmed_by: Person | None = None
) -> int:
    """Organisations, people, memberships and offices; what ends is ended before what begins.

    Offices are in force at once where there is none yet, else when a second person confirms them;
    returns how many wait for him.
    """
    organisations = _write_organisations(judgement.organisations)
    people = _write_people(judgement)
    _write_memberships(judgement.memberships, people, organisations)
    entered = _write_appointments(judgement.appointments, people, organisations, imported)
    waiting = [row for row in entered if row.confirmed_at is None]
    if confirmed_by is None:
        return len(waiting)
    return len(waiting) - confirm_all(appointments=waiting, by=confirmed_by)


def confirm_all(*, appointments: Iterable[Appointment], by: Person) -> int:
    """Confirm those that this person may confirm; his own and what he entered is left to others."""
    confirmers: dict[int, Confirmers] = {}
    confirmed = 0
    for appointment in appointments:
        node = appointment.organisation
        asked = confirmers.setdefault(node.pk, confirmers_of(node, today()))
        if asked.why_not(appointment, by) is None:
            confirm_appointment(appointment=appointment, by=by, confirmers=asked)
            confirmed += 1
    return confirmed


def _of(verdicts: Iterable[Verdict[R]], change: Change) -> list[Verdict[R]]:
    return [v for v in verdicts if v.accepted and v.change == change]


def _day(day: date | None) -> date:
    if day is None:
        raise StepGone(_("A row without its first day cannot have been accepted."))
    return day


# --- organisations ------------------------------------------------------------------------------


def _write_organisations(
    verdicts: Sequence[Verdict[OrganisationRow]],
) -> dict[str, Organisation]:
    found = {node.code: node for node in Organisation.objects.all()}
    for verdict in _parents_first(_of(verdicts, Change.NEW)):
        row = verdict.row
        found[row.code] = found_organisation(
            code=row.code,
            name=row.name,
            kind=row.kind,
            sector=row.sector,
            opened_on=_day(row.opened_on),
            closed_on=row.closed_on,
            parent=found.get(verdict.parent),
        )
        for alias in row.aliases:
            give_alias(organisation=found[row.code], name=alias)
    changed = _of(verdicts, Change.CHANGED)
    for verdict in changed:
        _change(verdict, found)
    for verdict in _of(verdicts, Change.NEW):
        if verdict.successor:
            _name_successor(found[verdict.row.code], found[verdict.successor])
    if changed:
        rebuild_tree()
        found = {node.code: node for node in Organisation.objects.all()}
    return found


def _parents_first(verdicts: list[Verdict[OrganisationRow]]) -> list[Verdict[OrganisationRow]]:
    """The tree has no circles any more, so going up from each row ends."""
    by_code = {verdict.row.code: verdict for verdict in verdicts}
    order: dict[str, Verdict[OrganisationRow]] = {}
    for verdict in verdicts:
        line = [verdict]
        while line[-1].parent in by_code:
            line.append(by_code[line[-1].parent])
        for above in reversed(line):
            order.setdefault(above.row.code, above)
    return list(order.values())


def _change(verdict: Verdict[OrganisationRow], found: dict[str, Organisation]) -> None:
    row, organisation = verdict.row, found[verdict.row.code]
    for alias in row.aliases:
        give_alias(organisation=organisation, name=alias)
    edge = organisation.parent_edges.order_by("valid_from").last()
    change_organisation(
        organisation=organisation,
        name=row.name,
        kind=row.kind,
        sector=row.sector or organisation.sector,
        opened_on=_day(row.opened_on),
        closed_on=row.closed_on,
        successor=found.get(verdict.successor),
    )
    parent = found.get(verdict.parent)
    if parent is not None and (edge is None or edge.parent_id != parent.pk):
        since = _day(row.opened_on) if edge is None else today()
        move_organisation(organisation=organisation, parent=parent, since=since)


def _name_successor(organisation: Organisation, successor: Organisation) -> None:
    organisation.succeeded_by = successor
    organisation.save(update_fields=["succeeded_by"])


# --- people -------------------------------------------------------------------------------------


def _write_people(judgement: Judgement) -> dict[str, Person]:
    found = {person.code: person for person in Person.objects.all()}
    for verdict in _of(judgement.people, Change.CHANGED):
        correct_name(person=found[verdict.row.person], name=verdict.row.name)
    new = _of(judgement.people, Change.NEW)
    entered = enter_people(names={verdict.row.person: verdict.row.name for verdict in new})
    return found | {person.code: person for person in entered}


def _write_memberships(
    verdicts: Sequence[Verdict[MembershipRow]],
    people: dict[str, Person],
    organisations: dict[str, Organisation],
) -> None:
    for verdict in _of(verdicts, Change.CHANGED):
        row = verdict.row
        membership = Membership.objects.get(
            person=people[row.person], valid_from=_day(row.valid_from)
        )
        change_membership(membership=membership, kind=row.kind, valid_to=row.valid_to)
    enter_memberships(
        rows=[
            NewMembership(
                person=people[verdict.row.person],
                organisation=organisations[verdict.organisation],
                kind=verdict.row.kind,
                valid_from=_day(verdict.row.valid_from),
                valid_to=verdict.row.valid_to,
            )
            for verdict in _of(verdicts, Change.NEW)
        ]
    )


def _write_appointments(
    verdicts: Sequence[Verdict[AppointmentRow]],
    people: dict[str, Person],
    organisations: dict[str, Organisation],
    imported: ImportedFile,
) -> list[Appointment]:
    at_once = not Appointment.objects.exists()
    new = _of(verdicts, Change.NEW)
    followed = {verdict.follows.number for verdict in new if verdict.follows is not None}
    changed = _change_appointments(verdicts, people, organisations, followed)
    offices = [
        NewOffice(
            person=people[verdict.row.person],
            role=verdict.row.role,
            organisation=organisations[verdict.organisation],
            valid_from=_day(verdict.row.valid_from),
            valid_to=verdict.row.valid_to,
            mandate=verdict.row.mandate,
            duty=verdict.row.duty,
            replaces=changed[verdict.follows.number] if verdict.follows else None,
        )
        for verdict in new
    ]
    return appoint_all(
        offices=offices,
        entered_by=imported.imported_by,
        imported=imported,
        in_force=at_once,
    )


def _change_appointments(
    verdicts: Sequence[Verdict[AppointmentRow]],
    people: dict[str, Person],
    organisations: dict[str, Organisation],
    followed: Collection[int],
) -> dict[int, Appointment]:
    """By row; whoever is followed leaves when his successor is confirmed, and not now."""
    changed: dict[int, Appointment] = {}
    for verdict in _of(verdicts, Change.CHANGED):
        row = verdict.row
        appointment = Appointment.objects.select_related("organisation", "person").get(
            person=people[row.person],
            role=row.role,
            organisation=organisations[verdict.organisation],
            valid_from=_day(row.valid_from),
            refused_at__isnull=True,
        )
        last = appointment.valid_to if row.number in followed else row.valid_to
        change_appointment(appointment=appointment, valid_to=last, mandate=row.mandate)
        changed[row.number] = appointment
    return changed
