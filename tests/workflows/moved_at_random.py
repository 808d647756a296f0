"""What people and time can do to a case at any moment, chosen by number."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final, TypeVar

from django.db import transaction

from rectification.enums import (
    CaseLevel,
    CaseStage,
    DeadlineClass,
    ObjectionKind,
    OrderLevel,
    Step,
)
from rectification.exceptions import CaseError, NotAllowed, NotVisible
from rectification.models import Case, Person, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.consulting import CONSULTED_ON, advisers_for
from rectification.policies.days import today
from rectification.policies.handing_over import colleagues_for
from rectification.policies.holding import acting_on
from rectification.policies.urging import urging_office
from rectification.selectors.plans import open_measures
from rectification.services.work_items import mark_read
from tests.factories import acting
from tests.workflows.answers import REASON
from tests.workflows.play import Play, Refused, posted, user_of
from workflows import act, intake
from workflows.consulting import consult
from workflows.copying import copy_case
from workflows.handing_over import hand_over
from workflows.recalling import recall_step
from workflows.sweep import sweep
from workflows.urging import urge

T = TypeVar("T")

REFUSALS: Final = (Refused, CaseError, NotAllowed, NotVisible)
"""Whoever may not is told so; nothing else may come of a move."""
ASKED: Final = (
    *("ask_extension", "ask_pause", "ask_reclassification", "ask_withdrawal"),
    *("issue_order", "urge", "copy", "hand_over", "consult", "object", "enter_recusal"),
    "ask_review",
    "request_recusal",
    *("join", "part", "succeed", "withdraw", "begin_look_back"),
)
PLAIN: Final = (
    *("take_extension_back", "resume_case", "begin_change", "drop_change"),
    *("begin_change", "propose_termination"),
)


def one_of(those: Sequence[T], place: int) -> T:
    return those[place % len(those)]


class Moves:
    """Each says whether anything came of it; `done` tells what was tried, for whoever reads."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.done: list[str] = []

    def _made(self, name: str, move: Callable[[], object]) -> bool:
        self.play.clock.shift(timedelta(minutes=7))
        try:
            move()
        except REFUSALS as refusal:
            self.done.append(f"{name}: {type(refusal).__name__}")
            return False
        finally:
            self.play.case.refresh_from_db()
        self.done.append(name)
        return True

    # --- steps

    @property
    def items(self) -> list[WorkItem]:
        return list(self.play.open_items().exclude(step__in=Step.waits()))

    def take(self, which: int, how: int) -> bool:
        """Any open step, answered in any of its ways by whoever holds it."""
        return bool(self.items) and self._answer(one_of(self.items, which), how)

    def work_on(self, which: int) -> bool:
        """The same as it is meant to go: the expected answer, and every measure carried out."""
        if not self.items:
            return False
        item = one_of(self.items, which)
        left = item.assignment is not None and open_measures(
            self.play.case, item.assignment.organisation
        )
        return self._answer(item, 1 if item.step == Step.CARRY_OUT and not left else 0)

    def _answer(self, item: WorkItem, how: int) -> bool:
        who = self._holder(item)
        if who is None:
            return False
        actor = acting_on(item, authority_of(user_of(who)))
        form = act.form_of(item, actor=actor, case=self.play.case)
        decision = one_of([decision.name for decision in form.decisions], how)
        data = {**self.play.answers(item, decision), **self._told(item, decision, how)}
        return self._made(f"{item.step}:{decision}", lambda: self._perform(item, who, data))

    def _holder(self, item: WorkItem) -> Person | None:
        try:
            return self.play.holder_of(item)
        except StopIteration:
            return None

    def _perform(self, item: WorkItem, who: Person, data: dict[str, Any]) -> None:
        files = {"uploads": data.pop("uploads")} if "uploads" in data else None
        sent = act.perform(user=user_of(who), item_id=item.pk, data=posted(data), files=files)
        if not sent.done:
            raise Refused(sent.form.errors.as_json())

    def _told(self, item: WorkItem, decision: str, how: int) -> dict[str, Any]:
        """Where a decision can be told in several ways."""
        ways: list[dict[str, Any]] = [{}]
        if item.step == Step.CARRY_OUT and decision == "report":
            ways = self._notes(item)
        elif item.step == Step.VERIFY:
            ways = [{}, self.play.failing(), {"conclusion": "unverifiable"}]
        elif item.step == Step.SETTLE_VERIFICATION:
            ways = [{}, {"conclusion": "failed"}]
        elif item.step == Step.CHANGE_PLAN:
            ways = self._changes()
        return one_of(ways, how)

    def _notes(self, item: WorkItem) -> list[dict[str, Any]]:
        assert item.assignment is not None
        measure = open_measures(self.play.case, item.assignment.organisation).first()
        assert measure is not None
        note = self.play.progress(measure.pk, late_reason="现场照片当日未能上传，今日补交。")
        return [note, note, {**note, "completes": ""}]

    def _changes(self) -> list[dict[str, Any]]:
        """Other words, another measure, one in place of the first, or the first for the west."""
        west = self.play.town.west
        fresh = self.play.measure(7, self.play.case.owner_organisation)
        return [
            {"measure-0-text": f"第{len(self.done)}稿：制定全年计划并张贴，改期须报批。"},
            fresh,
            {"measure-0-drop_reason": "已由村委会统一安排，不再单独列。", **fresh},
            {"measure-0-organisation": west.organisation.pk, "measure-0-person": west.clerk.pk},
        ]

    def read(self, which: int) -> None:
        if self.items:
            mark_read(item=one_of(self.items, which))

    def recall(self) -> bool:
        """Whoever did the last step takes it back."""
        done = self.play.case.work_items.filter(closed_by__isnull=False)
        last = done.order_by("-closed_at", "-pk").first()
        if last is None or last.closed_by is None:
            return False
        user = user_of(last.closed_by)
        return self._made("recall", lambda: recall_step(user=user, case=self.play.case))

    # --- beside the steps

    def plain(self, name: str) -> bool:
        return self._made(name, getattr(self.play, name))

    def ask(self, name: str, how: int) -> bool:
        move = getattr(self, f"_{name}")(how)
        return move is not None and self._made(name, move)

    def _ask_extension(self, how: int) -> Callable[[], object] | None:
        due = self.play.case.due_on
        if due is None:
            return None
        return lambda: self.play.ask_extension(due + timedelta(days=3 + how % 20))

    def _ask_pause(self, how: int) -> Callable[[], object]:
        return lambda: self.play.ask_pause(today() + timedelta(days=1 + how % 40))

    def _ask_reclassification(self, how: int) -> Callable[[], object]:
        until = today() + timedelta(days=how % 50)
        new = one_of(DeadlineClass.values, how)
        return lambda: self.play.ask_reclassification(until, new_class=new)

    def _ask_withdrawal(self, _how: int) -> Callable[[], object] | None:
        return self.play.ask_withdrawal if self.play.case.level == CaseLevel.MEMBER else None

    def _issue_order(self, how: int) -> Callable[[], object]:
        who = one_of([self.play.town.officer, self.play.town.dis[3], self.play.town.lg], how)
        return lambda: self.play.issue_order(who, level=one_of(OrderLevel.values, how))

    def _begin_look_back(self, how: int) -> Callable[[], object]:
        return lambda: self.play.begin_look_back(one_of(self.play.town.dis, how))

    def _urge(self, how: int) -> Callable[[], object] | None:
        who = one_of([self.play.town.officer, self.play.owner_actor().hand], how)
        user, case = user_of(who), self.play.case
        office = urging_office(case, authority_of(user))
        if office is None:
            return None
        actor = Actor(person=who, role=office[0], organisation=office[1])
        return lambda: urge(user=user, case=case, actor=actor)

    def _copy(self, how: int) -> Callable[[], object]:
        officer, someone = self.play.town.officer, self._official(how)
        user, case, actor = user_of(officer), self.play.case, acting(officer)
        return lambda: copy_case(user=user, case=case, actor=actor, people=[someone])

    def _hand_over(self, how: int) -> Callable[[], object] | None:
        """To a colleague of the office, or where there is none back to all of it."""
        if not self.items:
            return None
        item = one_of(self.items, how)
        who = self._holder(item)
        if who is None:
            return None
        to = next(iter(colleagues_for(item, who)), None)
        return lambda: hand_over(user=user_of(who), item=item, to=to, reason=REASON)

    def _consult(self, how: int) -> Callable[[], object] | None:
        """Of whoever may lawfully be asked on an open step; else nothing is asked."""
        items = [item for item in self.items if item.step in CONSULTED_ON]
        if not items:
            return None
        item = one_of(items, how)
        who = self._holder(item)
        advisers = advisers_for(item, who) if who is not None else []
        if who is None or not advisers:
            return None
        asked = one_of(advisers, how).person
        return lambda: consult(user=user_of(who), item=item, person=asked, question=REASON)

    def _object(self, how: int) -> Callable[[], object] | None:
        if not self.play.case.notices.filter(corrects__isnull=True).exists():
            return None
        return lambda: self.play.objected(one_of(ObjectionKind.values, how))

    def _ask_review(self, how: int) -> Callable[[], object] | None:
        found = list(self.play.case.objections.order_by("pk"))
        return (lambda: self.play.ask_review(one_of(found, how))) if found else None

    def _enter_recusal(self, how: int) -> Callable[[], object]:
        return lambda: self.play.enter_recusal(self._official(how))

    def _request_recusal(self, how: int) -> Callable[[], object]:
        return lambda: self.play.request_recusal(self._official(how))

    def _official(self, how: int) -> Person:
        town = self.play.town
        return one_of([*town.dis, town.org, town.pse], how)

    # --- other cases, other owners

    def _join(self, how: int) -> Callable[[], object]:
        """Somebody else reports the same fact, and the office merges his report into the case."""
        return lambda: self._beside(lambda: self._report_and_merge(how))

    def _report_and_merge(self, how: int) -> None:
        master = self.play.case.pk
        self.play.opinion(f"村口的公开栏没有换，第{how}次看到了。")
        self.play.take(Step.TRIAGE, self.play.town.intake, decision="merge", master=master)

    def _part(self, how: int) -> Callable[[], object] | None:
        """The office undoes one of the mergers; the report goes on by itself."""
        joined = list(self.play.case.joined.filter(undone_at__isnull=True).order_by("pk"))
        if not joined:
            return None
        return lambda: self._beside(lambda: self._part_from(one_of(joined, how).case))

    def _part_from(self, case: Case) -> None:
        self.play.case = case
        self.play.part()

    def _beside(self, move: Callable[[], object]) -> None:
        """With another case, wholly or not at all."""
        played = self.play.case
        try:
            with transaction.atomic():
                move()
        finally:
            self.play.case = played

    def _succeed(self, _how: int) -> Callable[[], object] | None:
        """The owner's organisation was merged into another one: open cases go with it."""
        return self.play.succeed if self.play.case.stage in CaseStage.open() else None

    def _withdraw(self, how: int) -> Callable[[], object] | None:
        """Before approval its author takes it back; seldom, for nothing is left to do after it."""
        if self.play.case.level != CaseLevel.MEMBER or how % 4:
            return None
        author = self.play.case.author
        user, actor = user_of(author), self.play.author_actor(author)
        return lambda: intake.withdraw_problem(user=user, case=self.play.case, actor=actor)

    # --- time

    def pass_days(self, days: int) -> None:
        self.play.pass_days(days)
        self.done.append(f"{today()}, sweep: {sweep()}")
        self.play.case.refresh_from_db()
