"""What somebody does with a case beside its steps: a look-back, a recusal, a move of branches."""

from collections.abc import Callable
from typing import Any

import time_machine

from rectification.models import Case, CaseEvent, Person, User
from rectification.policies.actors import Actor
from rectification.policies.days import today
from tests.days import at
from tests.factories import acting
from tests.workflows.answers import REASON
from tests.workflows.days_asked import DaysAsked
from tests.workflows.remembered import once
from workflows import intake, look_backs, narrowing, recusals
from workflows.moves.branches import ask_for_successor, take_over
from workflows.moves.handover import HandOver, move_cases
from workflows.sweep import sweep


class ActsBeside(DaysAsked):
    """By default done by whoever may."""

    clock: time_machine.Traveller

    @once
    def begin_look_back(self, who: Person | None = None) -> None:
        """By hand, by a member of the discipline committee who had no part in the case."""
        self._ask(look_backs.begin, who or self.town.dis[0], reason=REASON)

    @once
    def reach_look_back(self) -> None:
        """The first sweep on the day of the one that is planned."""
        planned = self.case.look_backs.get(begun_at__isnull=True, ended_at__isnull=True)
        self.clock.move_to(at(planned.begins_on, "09:00:00"))
        sweep()
        self.case.refresh_from_db()

    @once
    def narrow(self, scope: str, who: Person | None = None) -> None:
        """The publicity centre narrows the circle of the running notice."""
        who = who or self.town.pub
        notice = self.case.notices.filter(corrects__isnull=True).latest("pk")
        shown = {"title": notice.decision.title, "text": notice.decision.text}
        narrowing.narrow(
            user=User.objects.get(person=who),
            notice=notice,
            actor=acting(who),
            scope=scope,
            **shown,
        )
        self.case.refresh_from_db()

    @once
    def part(self, who: Person | None = None, reason: str = REASON) -> None:
        """The office undoes the merger of the case."""
        self._ask(intake.part, who or self.town.officer, reason=reason)

    @once
    def request_recusal(self, of: Person, *, by: Person | None = None, **given: Any) -> None:
        """Asked by the owner himself, or by the secretary of the branch."""
        values = {"ground": "relative", "reason": REASON, **given}
        self._ask(recusals.request, by or self._owner(), person=of, **values)

    @once
    def enter_recusal(self, of: Person, *, by: Person | None = None) -> None:
        """Found by the office, before closing or after."""
        by = by or self.town.officer
        self._ask(recusals.enter, by, person=of, ground="relative", reason=REASON)

    def declare_recusal(self, who: Person, ground: str = "relative", reason: str = "") -> None:
        self._ask(recusals.declare, who, ground=ground, reason=reason)

    def succeed(self) -> None:
        """The owner's organisation takes the case over, as from one that was merged into it."""
        owner = self.case.owner_organisation
        assert owner is not None
        self._move(lambda case, actor: take_over(case=case, to=owner, actor=actor))

    def split(self) -> None:
        """The owner was split, and the branch in the west is one of its successors."""
        west, owner = self.town.west.organisation, self.case.owner_organisation
        assert owner is not None
        owner.closed_on = today()
        owner.save()
        west.split_from = owner
        west.save()
        self._move(lambda case, _actor: ask_for_successor(case))

    def _move(self, service: Callable[[Case, Actor], CaseEvent | None]) -> None:
        actor = acting(self.town.org)
        move_cases(
            user=User.objects.select_related("person").get(person=self.town.org),
            cases=[self.case.pk],
            service=lambda case: service(case, actor),
            hand_over=HandOver(),
        )
        self.case.refresh_from_db()
