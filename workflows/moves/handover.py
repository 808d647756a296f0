"""What changed hands in a move, and how to see it before it happens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from rectification.enums import Step
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Delegation,
    Organisation,
    Person,
    User,
    WorkItem,
)
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of, offices_on
from rectification.policies.confirming import keeping_office, why_not_move
from rectification.policies.days import today
from rectification.policies.deputies import in_force
from rectification.policies.reasons import allow
from rectification.services.verification import void_verification
from workflows import processes
from workflows.act import act_on_case
from workflows.passing_on import hold_anew


@dataclass
class HandOver:
    """What a move did; each kind of move fills what it touches."""

    passed: list[tuple[WorkItem, WorkItem]] = field(default_factory=list)
    """Open steps before and after."""
    kept: list[WorkItem] = field(default_factory=list)
    """Open steps that stay with their office and have a new person there."""
    moved: list[Case] = field(default_factory=list)
    """Cases that got another owner."""
    orphaned: list[Case] = field(default_factory=list)
    """Cases whose owner left."""
    own: list[Case] = field(default_factory=list)
    """Own cases of somebody suspended: they stay his."""
    responsible: list[Case] = field(default_factory=list)
    """Cases whose first responsible person changed."""
    term: Appointment | None = None
    """The new term of an office that passed from one person to another."""


def organiser(user: User, *places: Organisation) -> Actor:
    """The account as officer of the organisation office to whose township all the places belong.

    Raises NotAllowed for everybody else, whatever a form has offered him.
    """
    authority = authority_of(user)
    allow(why_not_move(authority, *places))
    office = keeping_office(authority, *places)
    assert office is not None
    return Actor(person=authority.person, role=office.role, organisation=office.organisation)


def move_cases(
    *,
    user: User | None,
    cases: Iterable[int],
    service: Callable[[Case], CaseEvent | None],
    hand_over: HandOver,
) -> list[Case]:
    """Lock each case in turn, change it, and give its open steps to whoever holds them now.

    Returns the cases that the service recorded a change of.
    """
    changed: list[Case] = []
    for pk in sorted(cases):

        def act(case: Case) -> CaseEvent:
            event = service(case)
            processes.cancel_ended_shares(case)
            hand_over.passed.extend(_name_anew(case))
            hand_over.passed.extend(hold_anew(case))
            if event is not None:
                changed.append(case)
            return event or case.events.latest("sequence")

        act_on_case(user=user, case_id=pk, act=act)
    return changed


def _name_anew(case: Case) -> list[tuple[WorkItem, WorkItem]]:
    """A named verifier is no longer free or in his office: others are named (4.8)."""
    signing = case.work_items.filter(
        step__in=[Step.VERIFY, Step.SETTLE_VERIFICATION], closed_at__isnull=True
    )
    items = list(signing.select_related("case", "organisation", "person").order_by("pk"))
    if not items or void_verification(case=case) is None:
        return []
    processes.name_verifiers_anew(case)
    naming = processes.open_item(case, Step.ASSIGN_VERIFIERS)
    return [(item, naming) for item in items] if naming else []


def cases_of_offices(offices: Iterable[tuple[int, str]]) -> set[int]:
    """Cases with an open step that lies with one of these offices (organisation, role)."""
    return cases_with([Q(organisation=pk, role=role) for pk, role in offices])


def cases_around(offices: Iterable[tuple[int, str]], since: date) -> set[int]:
    """Cases that may have work for these offices again, once somebody holds them.

    Those of their organisations, those with a step that was taken from them since that day, and
    what lies with nobody. Where nothing has changed, nothing is passed on.
    """
    taken, owned = Q(pk__in=()), set()
    for organisation_id, role in offices:
        taken |= Q(organisation=organisation_id, role=role)
        owned.add(organisation_id)
    withdrawn = WorkItem.objects.filter(taken, outcome="", closed_at__date__gte=since)
    return cases_with(
        [
            Q(case__owner_organisation__in=owned),
            Q(case__in=withdrawn.values("case")),
            Q(unheld=True),
        ]
    )


def cases_with(conditions: Iterable[Q]) -> set[int]:
    """Cases with an open step of which one of the conditions holds."""
    found: set[int] = set()
    for condition in conditions:
        items = WorkItem.objects.filter(condition, closed_at__isnull=True)
        found |= set(items.values_list("case", flat=True))
    return found


@dataclass(frozen=True)
class Holdings:
    """What people hold on the day: offices in force, deputies in force, running sessions."""

    offices: dict[int, Appointment]
    deputyships: dict[int, Delegation]
    epochs: dict[int, int]

    @classmethod
    def now(cls) -> "Holdings":
        held = offices_on(today()).select_related("person", "organisation").order_by("pk")
        deputies = in_force(today()).select_related("appointment__organisation").order_by("pk")
        return cls(
            offices={row.pk: row for row in held},
            deputyships={row.pk: row for row in deputies},
            epochs=dict(User.objects.values_list("person_id", "session_epoch")),
        )


@dataclass(frozen=True)
class Preview:
    """What a move would do: what it says itself, and how people stand before and after."""

    hand_over: HandOver
    before: Holdings
    after: Holdings

    @property
    def offices_lost(self) -> list[Appointment]:
        return _lost(self.before.offices, self.after.offices)

    @property
    def offices_gained(self) -> list[Appointment]:
        return _lost(self.after.offices, self.before.offices)

    @property
    def deputyships_lost(self) -> list[Delegation]:
        return _lost(self.before.deputyships, self.after.deputyships)

    @property
    def deputyships_gained(self) -> list[Delegation]:
        return _lost(self.after.deputyships, self.before.deputyships)

    @property
    def signed_out(self) -> list[Person]:
        """Whose sessions end at once."""
        ended = {pk for pk, epoch in self.after.epochs.items() if self.before.epochs[pk] != epoch}
        return list(Person.objects.filter(pk__in=ended).order_by("code"))


Row = TypeVar("Row")


def _lost(before: dict[int, Row], after: dict[int, Row]) -> list[Row]:
    return [row for pk, row in before.items() if pk not in after]


def preview(move: Callable[[], HandOver]) -> Preview:
    """Make the move, look at what it did, and take everything back."""
    with transaction.atomic():
        before = Holdings.now()
        found = Preview(move(), before, Holdings.now())
        transaction.set_rollback(True)
    return found
