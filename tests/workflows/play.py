"""A case driven through the real act door, step by step, with sensible answers of its own.

play = Play(town, clock)
play.bring_to(CaseStage.PLAN_REVIEW)
play.take("approve_plan", decision="return", reason=REASON)
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import time_machine
from django.http import QueryDict
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import (
    AccountabilityReferral,
    Case,
    Notice,
    Objection,
    Organisation,
    Person,
    SupervisionOrder,
    User,
    WorkItem,
)
from rectification.policies.actors import Actor
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.disclosures import purpose_due
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import open_measures
from rectification.services.referrals import Draft
from rectification.services.reporting import save_draft
from tests.days import at
from tests.factories import Township, acting, rows
from tests.workflows.acts_beside import ActsBeside
from tests.workflows.answers import FACTS, OPINION, REASON, WHY
from tests.workflows.remembered import once, walk
from workflows import (
    act,
    disclosures,
    intake,
    objection_reviews,
    orders,
    plan_changes,
    referrals,
)
from workflows.consulting import consult
from workflows.sweep import sweep

_WAY: dict[CaseStage, tuple[str, ...]] = {
    CaseStage.SUBMITTED: (),
    CaseStage.REGISTERED: ("triage",),
    CaseStage.PENDING_CLAIM: ("dispatch",),
    CaseStage.PLANNING: ("claim",),
    CaseStage.PLAN_REVIEW: ("draft_plan",),
    CaseStage.RECTIFYING: ("advise_plan", "approve_plan"),
    CaseStage.FIRST_REVIEW: ("carry_out", "report_effect"),
    CaseStage.NOTICE_PREP: ("first_review",),
    CaseStage.IN_NOTICE: (
        "propose_publication",
        "review_secrecy",
        "check_redaction",
        "hear_person",
        "approve_publication",
        "agree_scope",
        "post_notice",
    ),
    CaseStage.VERIFYING: ("notice_period",),
    CaseStage.CLOSED: ("assign_verifiers", "name_outsider", "verify", "verify"),
}


def _stages_to(stage: str) -> list[CaseStage]:
    order = list(CaseStage)
    return [on_way for on_way in _WAY if order.index(on_way) <= order.index(CaseStage(stage))]


_PROPOSING = (Step.PROPOSE_PUBLICATION, Step.PROPOSE_DISCLOSURE)


class Refused(AssertionError):
    """The form or the service did not take the answer."""


class Play(ActsBeside):
    """One case in a small township; `clock` is the frozen time it is played under."""

    def __init__(self, town: Township, clock: time_machine.Traveller) -> None:
        super().__init__(town)
        self.clock = clock
        self.shares_answered = True
        self.case_beside = Case()

    # --- beginning

    def report(self, level: str = CaseLevel.BRANCH, *, author: Person | None = None) -> Case:
        """A member on himself, else the secretary on his branch; a committee case begins so too."""
        self.level = CaseLevel(level)
        own = level == CaseLevel.MEMBER
        author = author or (self.town.east.members[0] if own else self.town.east.secretary)
        self.case = self.draft(author, None if own else self.town.east.organisation)
        self.submit(author)
        return self.case

    def draft(self, author: Person, branch: Organisation | None = None) -> Case:
        own = branch is None
        return save_draft(
            case=None,
            author=author,
            organisation=branch,
            found_on=today(),
            category="ME-c" if own else "B",
            standard_ref="党员权利义务有关规定" if own else "",
            **self.told,
        )

    def draft_and_submit(self, author: Person, *, key: str = "") -> None:
        self.case = self.draft(author)
        self.submit(author, key=key)

    def submit(self, author: Person, *, key: str = "") -> None:
        intake.submit_problem(
            user=user_of(author), case=self.case, actor=self.author_actor(author), key=key
        )
        self.case.refresh_from_db()

    def author_actor(self, author: Person) -> Actor:
        return Actor(person=author, role=Role.MEM, organisation=self.case.owner_organisation)

    @once
    def opinion(self, text: str = OPINION, **given: Any) -> str:
        """Received by the intake channel; returns the receipt code."""
        values = {"mode": "anonymous", "organisation": self.town.east.organisation, **given}
        code = intake.receive_opinion(text=text, **values)
        self.case = Case.objects.latest("pk")
        return code

    # --- acting

    @once
    def take(self, step: str, who: Person | None = None, *, key: str = "", **data: Any) -> None:
        """Somebody takes the open step; raises Refused when the form or the service says no."""
        attempt = self.attempt(step, who, key=key, **data)
        if not attempt.done:
            raise Refused(f"{step}: {attempt.form.errors.as_json()}")

    def attempt(
        self, step: str, who: Person | None = None, *, key: str = "", **data: Any
    ) -> act.Attempt:
        """The same without complaint: the attempt with the form and its errors."""
        item = self.item(step, who)
        who = who or self.holder_of(item)
        filled = {**self.answers(item, data.get("decision", "")), **data}
        files = {name: filled.pop(name) for name in list(filled) if name in ("uploads", "scan")}
        attempt = act.perform(
            user=user_of(who), item_id=item.pk, data=posted(filled), files=files or None, key=key
        )
        self.case.refresh_from_db()
        return attempt

    def refusal(self, step: str, who: Person | None = None, **data: Any) -> dict[str, list[str]]:
        """The errors beside the fields when the answer is refused."""
        attempt = self.attempt(step, who, **data)
        assert not attempt.done, f"{step} was not refused"
        return {name: list(errors) for name, errors in attempt.form.errors.items()}

    def item(self, step: str, who: Person | None = None) -> WorkItem:
        """The open item of the step; of several, the one of this person or of his unit."""
        items = list(self.open_items().filter(step=step))
        assert items, f"{step} is not open, but {self.open_steps()}"
        if who is None or len(items) == 1:
            return items[0]
        user = user_of(who)
        return next((item for item in items if act.may_take(user, item)), items[0])

    def open_items(self) -> Any:
        """As they were made: the engine opens the steps of one moment in any order."""
        return WorkItem.objects.filter(case=self.case, closed_at=None).order_by("task_id", "pk")

    def open_steps(self) -> list[str]:
        return sorted(self.open_items().values_list("step", flat=True))

    def holder_of(self, item: WorkItem) -> Person:
        """The person himself, else the first of the office who is not barred.

        The office's second person proposes publications, so that its intake officer is left free
        for objections; the last of DIS names who looks back, so that its first may look.
        """
        if item.person is not None:
            return item.person
        if item.step in _PROPOSING and item.role == Role.OFF:
            return self.town.officer
        if item.step == Step.ASSIGN_LOOK_BACK and item.role == Role.DIS:
            return self.town.dis[3]
        barred = set(item.bars.values_list("person_id", flat=True))
        people = in_office(item.role, item.organisation, today())
        return next(person for person in people if person.pk not in barred)

    # --- going on

    def bring_to(self, stage: str, level: str = CaseLevel.BRANCH, **given: Any) -> Case:
        """From the report to the first moment of the stage, each step through the door."""
        self.deadline_class = given.pop("deadline_class", self.deadline_class)
        self.co_units = given.pop("co_units", self.co_units)
        if self.case.pk is not None:
            return self.go_on_to(stage)

        def go(reached: str) -> None:
            if self.case.pk is None:
                self.report(level, **given)
            self._pass(reached)

        if rows.untouched_ground() is not None:
            walk(self, (level, given), _stages_to(stage), go)
        else:
            for reached in _stages_to(stage):
                go(reached)
        self.case.refresh_from_db()
        return self.case

    def go_on_to(self, stage: str) -> Case:
        self._go_on_to(stage)
        return self.case

    @once
    def _go_on_to(self, stage: str) -> None:
        for reached in _stages_to(stage):
            self._pass(reached)
        self.case.refresh_from_db()

    def _pass(self, stage: str) -> None:
        for step in _WAY[CaseStage(stage)]:
            self._go(step)

    def _go(self, step: str) -> None:
        if step == "notice_period":
            if step in self.open_steps():
                self.end_notice()
        elif step in self.open_steps():
            self.carry_out() if step == "carry_out" else self.take(step)
        while step == "claim" and self.shares_answered and Step.ACCEPT_SHARE in self.open_steps():
            self.take("accept_share")

    @once
    def carry_out(self) -> None:
        """Every unit reports each measure as done with a proof, and finishes."""
        for item in self.open_items().filter(step=Step.CARRY_OUT):
            who = self.holder_of(item)
            for measure in open_measures(self.case, item.assignment.organisation):
                self.take("carry_out", who, **self.progress(measure.pk))
            self.take("carry_out", who, decision="finish")

    @once
    def end_notice(self) -> int:
        """The first sweep after the last day of the notice."""
        self.clock.move_to(at(self.notice.ends_on + timedelta(days=1), "00:05:00"))
        made = sweep()
        self.clock.shift(timedelta(hours=9))
        self.case.refresh_from_db()
        return made

    @once
    def let_lapse(self) -> int:
        """Nobody answers a claim or a share: reminded on the second day, over after the third."""
        self.pass_days(2)
        sweep()
        self.pass_days(2)
        made = sweep()
        self.case.refresh_from_db()
        return made

    def pass_days(self, working_days: int, clock: str = "09:00:00") -> None:
        day = current_calendar().add_working_days(today(), working_days).on
        self.clock.move_to(at(day, clock))

    @property
    def notice(self) -> Notice:
        """The last notice of the case; `rehabilitation` is the one that set it right."""
        return self.case.notices.filter(corrects__isnull=True).latest("pk")

    @property
    def rehabilitation(self) -> Notice:
        return self.case.notices.get(corrects__isnull=False)

    def object(self, kind: str = "effect", **given: Any) -> Objection:
        """An anonymous objection to the running notice, received now."""
        self.objected(kind, **given)
        return self.case.objections.latest("pk")

    @once
    def objected(self, kind: str = "effect", **given: Any) -> str:
        """The same; returns the receipt code."""
        values = {"mode": "anonymous", "text": "东头小广场的公开栏还是旧的。", **given}
        values.setdefault("received_at", timezone.now())
        values.setdefault("notice", self.notice)
        code = intake.receive_objection(kind=kind, **values)
        self.case.refresh_from_db()
        return code

    def ask_review(self, objection: Objection | None = None) -> Objection:
        """Whoever raised the last objection contests the answer, by his receipt code."""
        objection = objection or self.case.objections.latest("pk")
        objection_reviews.ask_review(objection=objection, reason=WHY)
        self.case.refresh_from_db()
        objection.refresh_from_db()
        return objection

    @once
    def propose_termination(self, who: Person | None = None, *, key: str = "") -> None:
        who = who or self.town.officer
        intake.propose_termination(
            user=user_of(who), case=self.case, actor=acting(who), reason=REASON, key=key
        )
        self.case.refresh_from_db()

    @once
    def ask_withdrawal(self) -> None:
        """The author of a self-report asks the office, after approval."""
        author = self.case.author
        actor = self.author_actor(author)
        intake.ask_withdrawal(user=user_of(author), case=self.case, actor=actor)
        self.case.refresh_from_db()

    def owner_actor(self) -> Actor:
        """The member himself, else the secretary of the branch."""
        if self.case.owner_person is not None:
            return self.author_actor(self.case.owner_person)
        return acting(self.town.east.secretary)

    @once
    def begin_change(self) -> None:
        """The owner sets about changing the plan under way."""
        actor = self.owner_actor()
        plan_changes.begin(user=user_of(actor.hand), case=self.case, actor=actor)
        self.case.refresh_from_db()

    def drop_change(self) -> None:
        actor = self.owner_actor()
        plan_changes.drop(user=user_of(actor.hand), case=self.case, actor=actor)
        self.case.refresh_from_db()

    @once
    def begin_disclosure(self, who: Person | None = None, *, key: str = "") -> None:
        """By the office: the lists, or the circular of a case that was struck off."""
        who = who or self.town.officer
        purpose = purpose_due(self.case) or ""
        disclosures.begin(
            user=user_of(who), case=self.case, actor=acting(who), purpose=purpose, key=key
        )
        self.case.refresh_from_db()

    def disclose(self, **proposed: Any) -> Notice:
        """From its beginning to the board."""
        self.begin_disclosure()
        self.take("propose_disclosure", **proposed)
        for step in ("review", "check", "hear", "approve", "agree", "post"):
            if f"{step}_disclosure" in self.open_steps():
                self.take(f"{step}_disclosure")
        return self.case.notices.latest("pk")

    def issue_order(self, who: Person | None = None, **given: Any) -> SupervisionOrder:
        """By hand, with five working days for the reply."""
        who = who or self.town.officer
        reply_on = current_calendar().add_working_days(today(), 5)
        written = {"level": "supervision", "facts": REASON, "reply_on": reply_on, **given}
        orders.issue(user=user_of(who), case=self.case, actor=acting(who), **written)
        self.case.refresh_from_db()
        return self.case.orders.latest("pk")

    def refer(self, who: Person | None = None, **given: Any) -> AccountabilityReferral:
        """By a member of the discipline committee, about the owner organisation."""
        who = who or self.town.dis[1]
        about = given.pop("about", self.case.owner_organisation)
        draft = Draft(about, given.get("ground", "execution"), given.get("facts", FACTS))
        actor = given.get("actor") or acting(who)
        referrals.write(user=user_of(who), case=self.case, actor=actor, draft=draft)
        self.case.refresh_from_db()
        return self.case.referrals.latest("pk")

    @once
    def consult(self, step: str, person: Person, by: Person | None = None) -> None:
        """Whoever holds the step asks for one opinion on it."""
        item = self.item(step)
        asker = user_of(by or self.holder_of(item))
        consult(user=asker, item=item, person=person, question=REASON)


def posted(data: Mapping[str, Any]) -> QueryDict:
    """The data as a browser sends it."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [str(value)])
    return sent


def user_of(person: Person) -> User:
    return User.objects.select_related("person").get(person=person)
