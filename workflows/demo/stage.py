"""Where the demo's cases are played: past days one after the other, each act through the door."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import time_machine
from django.db.models import QuerySet

from rectification import notifications
from rectification.acting import Origin, asked_by
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Case, User, WorkItem
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from workflows import act
from workflows.sweep import sweep

TOWN = ZoneInfo("Asia/Shanghai")
FOUNDED_AGO: Final = 50
"""Working days: longer ago than every scene."""


class StepRefused(Exception):
    """A scripted act was refused: the script and the rules no longer agree."""


@dataclass(order=True)
class Scene:
    """One act at one moment; `number` keeps scenes of the same moment in the order written."""

    at: datetime
    number: int
    play: Callable[[], None] = field(compare=False)


class Stage:
    """Collects scenes by working days before the last day and plays them in order of time."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.scenes: list[Scene] = []
        self.cases: dict[str, Case] = {}
        self._calendar = current_calendar()

    def moment(self, working_days_ago: int, hour: int = 9, minute: int = 30) -> datetime:
        day = self._calendar.subtract_working_days(self.as_of, working_days_ago).on
        return datetime.combine(day, time(hour, minute), TOWN)

    def after(self, at: datetime, working_days: int) -> date:
        return self._calendar.add_working_days(at.date(), working_days).on

    def add(self, at: datetime, play: Callable[[], None]) -> None:
        self.scenes.append(Scene(at, len(self.scenes), play))

    def step(self, key: str, at: datetime, who: str, step: str, **data: Any) -> None:
        """`who` takes the step of the case called `key`; uploads stand in `data` as files.

        Without `who` it is the first in the order of codes who may.
        """
        self.add(at, lambda: self._take(key, who, step, data))

    def _take(self, key: str, who: str, step: str, data: dict[str, Any]) -> None:
        # A case's own rows are found by name and not by key, so that the play is deterministic.
        case = Case.objects.get(pk=self.cases[key].pk)
        filled = {name: v(case) if callable(v) else v for name, v in data.items()}
        files = {name: filled.pop(name) for name in list(filled) if name.startswith("upload")}
        for user, item in _turns(case, step, who):
            try:
                attempt = act.perform(user=user, item_id=item.pk, data=filled, files=files or None)
            except (NotAllowed, NotVisible):
                continue
            if attempt.done:
                return
            raise StepRefused(f"{key} {step} {user}: {attempt.form.errors.as_json()}")
        open_now = list(open_items(case).values_list("step", flat=True))
        raise StepRefused(f"{key} {step}: not for {who or 'anybody'}, open are {open_now}")

    def found(self, make: Callable[[], None]) -> None:
        """Whoever lives here did so before anything happened."""
        with time_machine.travel(self.moment(FOUNDED_AGO).astimezone(UTC), tick=False):
            make()

    def play(self) -> None:
        """Play all scenes up to the day before the last; sweep and outbox run every day."""
        scenes = sorted(self.scenes)
        day = scenes[0].at.date()
        while day < self.as_of:
            self._day(day, [scene for scene in scenes if scene.at.date() == day])
            day += timedelta(days=1)

    def _day(self, day: date, scenes: list[Scene]) -> None:
        with time_machine.travel(datetime.combine(day, time(0, 5), TOWN), tick=False):
            sweep()
        for scene in scenes:
            # Each is asked for by itself, as over the pages, and not by the command that loads all.
            with time_machine.travel(scene.at.astimezone(UTC), tick=False), asked_by(Origin.ACT):
                scene.play()
        with time_machine.travel(datetime.combine(day, time(23, 0), TOWN), tick=False):
            notifications.deliver_due()


def open_items(case: Case, step: str = "") -> QuerySet[WorkItem]:
    items = WorkItem.objects.filter(case=case, closed_at__isnull=True).order_by("pk")
    return items.filter(step=step) if step else items


def _turns(case: Case, step: str, who: str) -> Iterator[tuple[User, WorkItem]]:
    """Who may be asked in turn: the person named, else whoever holds the step or its office."""
    for item in open_items(case, step):
        if item.person is not None:
            holders = [item.person]
        else:
            office = in_office(item.role, item.organisation, today())
            holders = [user_of(who).person] if who else sorted(office, key=lambda p: p.code)
        for holder in holders:
            if who in ("", holder.code):
                yield holder.user, item


def user_of(code: str) -> User:
    return User.objects.select_related("person").get(username=code)
