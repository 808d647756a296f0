"""Offices: entered by one, confirmed or refused by another, ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from rectification.exceptions import CaseError, StepGone
from rectification.models import (
    Appointment,
    ImportedFile,
    Organisation,
    Person,
    User,
)
from rectification.policies.confirming import Confirmers, confirmers_of
from rectification.policies.days import today
from rectification.policies.offices import (
    Clash,
    Term,
    clash_of,
    ends_before_it_begins,
    meeting_points,
    runs_outside,
)
from rectification.policies.reasons import allow, require_reason
from rectification.roles import Role
from rectification.services.grants import derive_grants, jurisdiction_of
from rectification.services.sessions import end_sessions, end_sessions_of


@dataclass(frozen=True)
class NewOffice:
    """An office as it is entered."""

    person: Person
    role: str
    organisation: Organisation
    valid_from: date
    valid_to: date | None = None
    mandate: str = ""
    duty: str = ""
    replaces: Appointment | None = None

    @property
    def term(self) -> Term:
        place = (self.person.pk, self.role, self.organisation.pk)
        return Term(*place, self.valid_from, self.valid_to)


@transaction.atomic
def appoint(
    *,
    person: Person,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    mandate: str = "",
    duty: str = "",
    entered_by: Person | None = None,
) -> Appointment:
    """Enter an appointment; it gives no right before somebody else has confirmed it.

    Raises CaseError when the period leaves that of the organisation (E-PERIOD, E-CLOSED), when
    the office cannot stand beside another one (E-ROLE, E-SEC2, E-OVERLAP).
    """
    office = NewOffice(person, role, organisation, valid_from, valid_to, mandate, duty)
    return appoint_all(offices=[office], entered_by=entered_by)[0]


@transaction.atomic
def appoint_all(
    *,
    offices: Sequence[NewOffice],
    entered_by: Person | None = None,
    imported: ImportedFile | None = None,
    in_force: bool = False,
) -> list[Appointment]:
    """Enter many appointments under the same rules as one.

    `in_force`: nobody confirms them, because nobody holds an office yet.
    """
    check_beside(offices)
    now = timezone.now()
    nodes: dict[tuple[int, str], Organisation] = {}
    rows = [
        Appointment(
            person=office.person,
            role=office.role,
            organisation=office.organisation,
            jurisdiction=_jurisdiction(office, nodes),
            valid_from=office.valid_from,
            valid_to=office.valid_to,
            mandate=office.mandate,
            duty=office.duty,
            entered_by=entered_by,
            entered_at=now,
            confirmed_at=now if in_force else None,
            imported=imported,
            replaces=office.replaces,
        )
        for office in offices
    ]
    entered: list[Appointment] = bulk_create_with_history(rows, Appointment)
    if in_force:
        for user in User.objects.filter(person__in={row.person_id for row in entered}):
            derive_grants(user=user)
            end_sessions(user=user)
    return entered


def _jurisdiction(office: NewOffice, nodes: dict[tuple[int, str], Organisation]) -> Organisation:
    key = (office.organisation.pk, office.role)
    if key not in nodes:
        nodes[key] = jurisdiction_of(role=office.role, organisation=office.organisation)
    return nodes[key]


def _check_period(organisation: Organisation, valid_from: date, valid_to: date | None) -> None:
    if ends_before_it_begins(valid_from, valid_to):
        raise CaseError(
            _("The last day lies before the first one."), field="valid_to", rule="E-PERIOD"
        )
    if runs_outside(valid_from, valid_to, organisation.opened_on, organisation.closed_on):
        early = valid_from < organisation.opened_on
        raise CaseError(
            _("The organisation does not exist during the whole of this period."),
            field="valid_from" if early else "valid_to",
            rule="E-CLOSED",
        )


def check_beside(offices: Sequence[NewOffice]) -> None:
    """Raise CaseError where one of them cannot stand beside what is held, or beside another.

    Under the locks of the persons and of the secretaries' organisations: one at a time.
    """
    people = {office.person.pk for office in offices}
    seats = {office.organisation.pk for office in offices if office.role == Role.SEC}
    for rows in (Person.objects.filter(pk__in=people), Organisation.objects.filter(pk__in=seats)):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    followed = [office.replaces.pk for office in offices if office.replaces is not None]
    held = (
        Appointment.objects.filter(
            Q(person__in=people) | Q(role=Role.SEC, organisation__in=seats), refused_at__isnull=True
        )
        .exclude(pk__in=followed)
        .values_list("person_id", "role", "organisation_id", "valid_from", "valid_to")
    )
    beside: dict[str, list[Term]] = defaultdict(list)
    for row in held:
        _stand(beside, Term(*row))
    for office in offices:
        _check_period(office.organisation, office.valid_from, office.valid_to)
        term = office.term
        _check_beside(term, [other for key in meeting_points(term) for other in beside[key]])
        _stand(beside, term)


def _stand(beside: dict[str, list[Term]], term: Term) -> None:
    for key in meeting_points(term):
        beside[key].append(term)


def _check_beside(term: Term, others: Iterable[Term]) -> None:
    clash = clash_of(term, others)
    if clash is None:
        return
    words = {
        Clash.ADMINISTRATOR: _(
            "A system administrator holds no business role; end the one before the other begins."
        ),
        Clash.SECOND_SECRETARY: _(
            "The organisation has a secretary in this period; enter a succession under “Changes”."
        ),
        Clash.TWICE: _("The person holds this office in this period already."),
    }
    field = "valid_from" if clash[0] == Clash.TWICE else "role"
    raise CaseError(words[clash[0]], field=field, rule=clash[0].value)


@transaction.atomic
def confirm_appointment(
    *, appointment: Appointment, by: Person | None, confirmers: Confirmers | None = None
) -> None:
    """Put the appointment into force and grant its rights; whoever it replaces goes.

    A successor who is confirmed after his first day begins on the day of the confirmation: what
    his predecessor did until then stands.
    `by` is None only while the office itself is being founded, before anybody holds a role, and
    in a preview; `confirmers` spares a caller with many of one township the same questions.
    Raises NotAllowed when somebody confirms what he entered himself or his own appointment, or
    holds no office that confirms.
    """
    if by is not None:
        _decide(appointment, by, confirmers)
    if appointment.replaces is not None:
        appointment.valid_from = max(appointment.valid_from, today())
        _check_period(appointment.organisation, appointment.valid_from, appointment.valid_to)
        _let_go(appointment.replaces.pk, appointment.valid_from)
    appointment.confirmed_by = by
    appointment.confirmed_at = timezone.now()
    appointment.save(update_fields=["confirmed_by", "confirmed_at", "valid_from"])
    user = User.objects.filter(person=appointment.person_id).first()
    if user is not None:
        derive_grants(user=user)
        end_sessions(user=user)


def _let_go(pk: int, on: date) -> None:
    """The predecessor holds the office up to the day before, unless he left earlier."""
    rows = Appointment.objects.select_related("organisation", "person")
    former = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if former.valid_to is None or former.valid_to >= on:
        change_appointment(appointment=former, valid_to=on - timedelta(days=1))


@transaction.atomic
def refuse_appointment(*, appointment: Appointment, by: Person, reason: str) -> None:
    """Leave the appointment without force, for good; whoever entered it may enter it anew."""
    _decide(appointment, by, None)
    leave_without_force(appointment=appointment, by=by, reason=require_reason(reason, rule="4.1"))


def leave_without_force(*, appointment: Appointment, by: Person, reason: str) -> None:
    """Nobody puts it into force any more; the reason stays with it."""
    appointment.refusal = reason
    appointment.refused_by = by
    appointment.refused_at = timezone.now()
    appointment.save(update_fields=["refusal", "refused_by", "refused_at"])
    end_sessions_of(person=appointment.person)


def _decide(appointment: Appointment, by: Person, confirmers: Confirmers | None) -> None:
    """One decision, by somebody who may take it; the row is locked until it is written."""
    present = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if present.confirmed_at is not None or present.refused_at is not None:
        raise StepGone(_("Somebody else has decided on this appointment already."), rule="4.1")
    asked = confirmers or confirmers_of(present.organisation, today())
    allow(asked.why_not(present, by))


@transaction.atomic
def change_appointment(
    *, appointment: Appointment, valid_to: date | None, mandate: str = ""
) -> None:
    """Let the office end, or name its document; an end on record is moved earlier at most."""
    ended = appointment.valid_to
    if ended is not None and (valid_to is None or valid_to > ended):
        raise CaseError(
            _("The office has ended before; enter a new one."), field="valid_to", rule="E-ENDED"
        )
    if ends_before_it_begins(appointment.valid_from, valid_to):
        raise CaseError(
            _("The office of %(name)s only begins on that day or later.")
            % {"name": appointment.person.name},
            field="valid_to",
            rule="E-PERIOD",
        )
    _check_period(appointment.organisation, appointment.valid_from, valid_to)
    appointment.valid_to = valid_to
    appointment.mandate = mandate or appointment.mandate
    appointment.save(update_fields=["valid_to", "mandate"])
    if valid_to != ended:
        end_sessions_of(person=appointment.person)
