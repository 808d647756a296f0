"""Asking for other days of a case through the door: more time, a pause, another class."""

from datetime import date, timedelta
from typing import Any

from rectification.models import Case, Person, User
from rectification.policies.days import today
from rectification.selectors.plans import open_measures
from tests.factories import Township, acting
from tests.workflows.answers import REASON, Answers
from tests.workflows.remembered import once
from workflows import deadlines


class DaysAsked(Answers):
    """What no step does about the days of the case; by default as the rules expect it."""

    case: Case
    town: Township

    def ask_extension(self, until: date | None = None, **given: Any) -> None:
        assert self.case.due_on is not None
        values = {"reason": REASON, "measures": list(open_measures(self.case)), **given}
        until = until or self.case.due_on + timedelta(days=7)
        self._ask(deadlines.ask_extension, self._owner(), until=until, **values)

    def take_extension_back(self, who: Person | None = None) -> None:
        self._ask(deadlines.take_extension_back, who or self._owner())

    def ask_pause(self, until: date | None = None, **given: Any) -> None:
        values = {"ground": "force_majeure", "reason": REASON, **given}
        until = until or today() + timedelta(days=30)
        self._ask(deadlines.ask_pause, self.town.officer, until=until, **values)

    def resume_case(self) -> None:
        self._ask(deadlines.resume_case, self.town.officer)

    def ask_reclassification(self, until: date | None = None, **given: Any) -> None:
        values = {"new_class": "long_term", "reason": REASON, **given}
        until = until or today() + timedelta(days=60)
        self._ask(deadlines.ask_reclassification, self.town.officer, until=until, **values)

    def _owner(self) -> Person:
        return self.case.owner_person or self.town.east.secretary

    @once
    def _ask(self, act: Any, who: Person, **asked: Any) -> None:
        user = User.objects.select_related("person").get(person=who)
        act(user=user, case=self.case, actor=acting(who), **asked)
        self.case.refresh_from_db()
