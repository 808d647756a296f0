"""An office passes to a successor; its open work goes along (docs/rules.md, scenario 13)."""

from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Appointment, Case, CaseEvent, Person, User, WorkItem
from rectification.models.history import without_history
from rectification.policies.actors import SYSTEM
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import confirm_appointment
from rectification.services.audience import office_people
from rectification.services.delegations import tell_deputies
from rectification.services.events import record_event
from rectification.services.office_successions import succeed_in_office
from workflows.apart import faults_of
from workflows.moves.handover import (
    HandOver,
    cases_around,
    cases_of_offices,
    cases_with,
    move_cases,
    organiser,
)


def enter_succession(
    *, user: User, office: Appointment, successor: Person, on: date, mandate: str = ""
) -> Appointment:
    """Enter who follows; until a second person has confirmed it nothing changes hands."""
    by = organiser(user, office.organisation).person
    return succeed_in_office(
        office=office, successor=successor, on=on, mandate=mandate, entered_by=by
    )


@transaction.atomic
def confirm_succession(*, user: User, appointment: Appointment) -> HandOver:
    """Put the successor into office; from his first day the open work of the office is his."""
    return _put_in_force(user, appointment, by=user.person)


@transaction.atomic
def foresee_succession(*, user: User, appointment: Appointment) -> HandOver:
    """What confirming it would change if his first day were today; only for `handover.preview`."""
    rows = Appointment.objects.select_related("person", "organisation", "replaces__person")
    present = rows.get(pk=appointment.pk)
    if present.replaces is not None and present.replaces.valid_from < today():
        present.valid_from = today()
    return _put_in_force(user, present, by=None)


def _put_in_force(user: User, appointment: Appointment, *, by: Person | None) -> HandOver:
    confirm_appointment(appointment=appointment, by=by)
    hand_over = HandOver(term=appointment)
    if appointment.valid_from <= today():
        _take_office(user, appointment, hand_over)
    return hand_over


def take_offices() -> int:
    """Hand over the open work of offices whose new holder begins today; returns how many.

    An office that cannot be handed over keeps no other waiting.
    """
    due = Appointment.objects.filter(
        replaces__isnull=False,
        confirmed_at__isnull=False,
        taken_over_at__isnull=True,
        valid_from__lte=today(),
    )
    rows = list(due.select_related("person", "organisation", "replaces__person").order_by("pk"))
    faults = faults_of(partial(_take_office, None, appointment, HandOver()) for appointment in rows)
    if faults:
        raise ExceptionGroup("take_offices", faults)
    return len(rows)


@transaction.atomic
def _take_office(user: User | None, appointment: Appointment, hand_over: HandOver) -> None:
    """Each open step of the office is the successor's, or goes past him where he is recused.

    Steps that had gone past the former holder, who was recused, away or suspended, are given out
    anew: the ground was his.
    """
    former = appointment.replaces
    if former is None:
        raise ValueError("nobody held the office before")
    office = (appointment.organisation_id, appointment.role)
    answered = set(_answered_for(appointment).values_list("pk", flat=True))
    held = cases_of_offices([office])
    passed_over = cases_with([Q(bars__person=former.person_id)])
    changed = move_cases(
        user=user,
        cases=answered | held | passed_over | cases_around([office], former.valid_from),
        service=lambda case: _record(case, appointment) if case.pk in answered | held else None,
        hand_over=hand_over,
    )
    hand_over.responsible += [case for case in changed if case.pk in answered]
    new = {after.pk for _before, after in hand_over.passed}
    hand_over.kept += [item for item in _open_steps(office) if item.pk not in new]
    _tell(appointment, former, hand_over)
    appointment.taken_over_at = timezone.now()
    with without_history(appointment):
        appointment.save(update_fields=["taken_over_at"])
    tell_deputies()


def _answered_for(appointment: Appointment) -> QuerySet[Case]:
    """Open cases of which the secretary is first responsible person (第一责任人)."""
    if appointment.role != Role.SEC:
        return Case.objects.none()
    cases = Case.objects.filter(
        owner_organisation=appointment.organisation_id, stage__in=CaseStage.open()
    )
    return cases.exclude(level=CaseLevel.MEMBER)


def _record(case: Case, appointment: Appointment) -> CaseEvent:
    """Nobody's act in the case: who entered and who confirmed it stands with the appointment."""
    return record_event(
        case=case,
        verb=EventVerb.OFFICE_SUCCEEDED,
        actor=SYSTEM,
        reference=f"appointment:{appointment.pk}",
    )


def _open_steps(office: tuple[int, str]) -> list[WorkItem]:
    organisation_id, role = office
    items = WorkItem.objects.filter(
        organisation=organisation_id,
        role=role,
        person__isnull=True,
        unheld=False,
        closed_at__isnull=True,
    )
    return list(items.select_related("case", "organisation").order_by("due_on", "pk"))


def _tell(appointment: Appointment, former: Appointment, hand_over: HandOver) -> None:
    """The successor of each step and of the office, the former holder, and who follows the case."""
    about = f"appointment:{appointment.pk}"
    for item in hand_over.kept:
        notifications.queue(
            kind="your_turn",
            recipients=[appointment.person],
            case=item.case,
            about=f"item:{item.pk}",
            step=item.step,
        )
    notifications.queue(kind="office_taken", recipients=[appointment.person], about=about)
    notifications.queue(kind="office_passed_on", recipients=[former.person], about=about)
    for case in hand_over.responsible:
        notifications.queue(
            kind="responsible_changed", recipients=office_people(case), case=case, about=about
        )
