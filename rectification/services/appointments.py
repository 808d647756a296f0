"""Offices: entered by one, confirmed by another, and turned into grants on organisations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm
from simple_history.utils import bulk_create_with_history

from rectification.exceptions import CaseError, NotAllowed, StepGone
from rectification.models import (
    Appointment,
    ImportedFile,
    Organisation,
    OrganisationUserPermission,
    Person,
    User,
)
from rectification.policies.authority import committee_above
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
from rectification.policies.reasons import require_reason
from rectification.roles import ROLES, Role
from rectification.services.sessions import end_sessions, end_sessions_of


def jurisdiction_of(*, role: str, organisation: Organisation) -> Organisation:
    """Where the grants of the office lie: its organisation, or the committee above a body."""
    return committee_above(organisation) if ROLES[role].township_wide else organisation


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
    _check_all_beside(offices)
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


def _check_all_beside(offices: Sequence[NewOffice]) -> None:
    """Under the locks of the persons and of the secretaries' organisations: one at a time."""
    people = {office.person.pk for office in offices}
    seats = {office.organisation.pk for office in offices if office.role == Role.SEC}
    for rows in (Person.objects.filter(pk__in=people), Organisation.objects.filter(pk__in=seats)):
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    held = Appointment.objects.filter(
        Q(person__in=people) | Q(role=Role.SEC, organisation__in=seats), refused_at__isnull=True
    ).values_list("person_id", "role", "organisation_id", "valid_from", "valid_to")
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
            "The organisation has a secretary in this period; end that office first."
        ),
        Clash.TWICE: _("The person holds this office in this period already."),
    }
    field = "valid_from" if clash[0] == Clash.TWICE else "role"
    raise CaseError(words[clash[0]], field=field, rule=clash[0].value)


@transaction.atomic
def confirm_appointment(
    *, appointment: Appointment, by: Person | None, confirmers: Confirmers | None = None
) -> None:
    """Put the appointment into force and grant its rights.

    `by` is None only while the office itself is being founded, before anybody holds a role;
    `confirmers` spares a caller with many of one township the same questions.
    Raises NotAllowed when somebody confirms what he entered himself or his own appointment, or
    holds no office that confirms.
    """
    if by is not None:
        _decide(appointment, by, confirmers)
    appointment.confirmed_by = by
    appointment.confirmed_at = timezone.now()
    appointment.save(update_fields=["confirmed_by", "confirmed_at"])
    user = User.objects.filter(person=appointment.person_id).first()
    if user is not None:
        derive_grants(user=user)
        end_sessions(user=user)


@transaction.atomic
def refuse_appointment(*, appointment: Appointment, by: Person, reason: str) -> None:
    """Leave the appointment without force, for good; whoever entered it may enter it anew."""
    _decide(appointment, by, None)
    appointment.refusal = require_reason(reason, rule="4.1")
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
    why_not = asked.why_not(present, by)
    if why_not is not None:
        raise NotAllowed(why_not, rule="4.1")


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
    _check_period(appointment.organisation, appointment.valid_from, valid_to)
    appointment.valid_to = valid_to
    appointment.mandate = mandate or appointment.mandate
    appointment.save(update_fields=["valid_to", "mandate"])
    if valid_to != ended:
        end_sessions_of(person=appointment.person)


@transaction.atomic
def derive_grants(*, user: User) -> None:
    """Make the guardian rows of the account exactly what its appointments give; never by hand."""
    wanted = {
        (codename, appointment.jurisdiction_id)
        for appointment in Appointment.objects.filter(
            person_id=user.person_id, confirmed_at__isnull=False
        )
        for codename in ROLES[appointment.role].grants
    }
    present = set(
        OrganisationUserPermission.objects.filter(user=user).values_list(
            "permission__codename", "content_object_id"
        )
    )
    nodes = Organisation.objects.in_bulk({pk for _code, pk in wanted | present})
    for codename, pk in wanted - present:
        assign_perm(codename, user, nodes[pk])
    for codename, pk in present - wanted:
        remove_perm(codename, user, nodes[pk])
