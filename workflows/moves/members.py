"""A member goes to another branch, or leaves the township (docs/rules.md, scenario 3)."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Appointment, Case, Membership, Organisation, Person, User
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import ENTERED_WITHIN, is_too_late, today, valid_on
from rectification.services.accounts import close_account_of
from rectification.services.audience import office_people
from rectification.services.office_endings import end_offices
from rectification.services.people import end_membership, transfer_membership
from rectification.services.successions import move_case, move_draft
from workflows.apart import faults_of
from workflows.moves.handover import (
    HandOver,
    cases_of_offices,
    move_cases,
    organiser,
)


@transaction.atomic
def transfer_member(*, user: User, person: Person, to: Organisation, on: date) -> HandOver:
    """组织关系转接: his open cases go with him on that day, to be decided by the new branch.

    A day to come moves the membership now and the cases when it has come (`follow_members`).
    """
    actor = organiser(user, to, *_places_of(person))
    transfer_membership(person=person, to=to, on=on)
    hand_over = HandOver()
    if on <= today():
        follow_member(user=user, actor=actor, person=person, hand_over=hand_over)
    return hand_over


@transaction.atomic
def follow_member(*, user: User | None, actor: Actor, person: Person, hand_over: HandOver) -> None:
    """Bring the person's open cases to the branch he belongs to today."""
    here = Membership.objects.filter(valid_on(today()), person=person).first()
    if here is None:
        return
    branch = here.organisation
    own = Case.objects.filter(level=CaseLevel.MEMBER, owner_person=person).exclude(
        owner_organisation=branch
    )
    # Locked, for its author may hand it in or throw it away at this moment.
    for draft in own.filter(stage=CaseStage.DRAFT).select_for_update(of=("self",)):
        move_draft(case=draft, to=branch)
    hand_over.moved += move_cases(
        user=user,
        cases=own.filter(stage__in=CaseStage.open()).values_list("pk", flat=True),
        service=lambda case: move_case(
            case=case, to=branch, verb=EventVerb.OWNER_MOVED, actor=actor
        ),
        hand_over=hand_over,
    )


def follow_members() -> int:
    """Move the cases whose owner belongs to another branch by now; returns how many.

    A case that cannot be moved keeps those of nobody else waiting.
    """
    hand_over = HandOver()
    rows = Membership.objects.filter(
        valid_on(today()), person__own_cases__stage__in=CaseStage.open()
    ).select_related("person")
    people = [row.person for row in rows.distinct().order_by("person")]
    faults = faults_of(
        partial(follow_member, user=None, actor=SYSTEM, person=person, hand_over=hand_over)
        for person in people
    )
    if faults:
        raise ExceptionGroup("follow_members", faults)
    return len(hand_over.moved)


@transaction.atomic
def member_leaves(*, user: User, person: Person, on: date) -> HandOver:
    """He belongs to no branch and holds no office from that day on; his account is closed.

    His own open cases stay his: the office is told and may propose to end them (T35).
    Raises NotAllowed for oneself.
    """
    actor = organiser(user, *_places_of(person))
    if actor.person == person:
        raise NotAllowed(_("Nobody enters his own departure; ask a colleague to do it."))
    if on > today():
        raise CaseError(_("Enter the departure on the day itself or later."), field="on")
    if is_too_late(on):
        raise CaseError(
            _("Enter it up to %(days)d days after the day.") % {"days": ENTERED_WITHIN.days},
            field="on",
            rule="8.3",
        )
    end_membership(person=person, on=on)
    held = end_offices(
        offices=Appointment.objects.filter(person=person),
        last=on - timedelta(days=1),
        by=actor.hand,
    )
    close_account_of(person=person, by=actor.hand)
    hand_over = HandOver()
    move_cases(
        user=user,
        cases=cases_of_offices((row.organisation_id, row.role) for row in held),
        service=lambda _case: None,
        hand_over=hand_over,
    )
    _tell_of_own_cases(person, hand_over)
    return hand_over


def _places_of(person: Person) -> list[Organisation]:
    """Where he belongs today, or will."""
    rows = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today()))
    return [row.organisation for row in rows.filter(person=person).select_related("organisation")]


def _tell_of_own_cases(person: Person, hand_over: HandOver) -> None:
    own = Case.objects.filter(owner_person=person, stage__in=CaseStage.open())
    for case in own.order_by("pk"):
        hand_over.orphaned.append(case)
        notifications.queue(
            kind="owner_left", recipients=office_people(case), case=case, about=f"case:{case.pk}"
        )
