"""What changed hands in a move, and how to see it before it happens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.exceptions import NotAllowed
from rectification.models import Case, CaseEvent, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.roles import Role
from workflows import processes
from workflows.act import act_on_case


@dataclass
class HandOver:
    """Open steps before and after, cases that got another owner, and those whose owner left."""

    passed: list[tuple[WorkItem, WorkItem]] = field(default_factory=list)
    moved: list[Case] = field(default_factory=list)
    orphaned: list[Case] = field(default_factory=list)


def organiser(user: User) -> Actor:
    """The account as officer of the organisation office; raises NotAllowed for everybody else."""
    authority = authority_of(user)
    for office in authority.appointments:
        if office.role == Role.ORG:
            return Actor(
                person=authority.person, role=office.role, organisation=office.organisation
            )
    raise NotAllowed(_("Only the organisation office enters changes of people and branches."))


def move_cases(
    *,
    user: User | None,
    cases: Iterable[int],
    service: Callable[[Case], CaseEvent | None],
    hand_over: HandOver,
) -> None:
    """Lock each case in turn, change it, and give its open steps to whoever holds them now."""
    for pk in sorted(cases):

        def act(case: Case) -> CaseEvent:
            event = service(case)
            processes.cancel_ended_shares(case)
            hand_over.passed.extend(processes.hold_anew(case))
            if event is not None:
                hand_over.moved.append(case)
            return event or case.events.latest("sequence")

        act_on_case(user=user, case_id=pk, act=act)


def preview(move: Callable[[], HandOver]) -> HandOver:
    """Make the move, look at what it did, and take everything back."""
    with transaction.atomic():
        found = move()
        transaction.set_rollback(True)
    return found
