"""A case driven through the real act door, step by step, with sensible answers of its own.

play = Play(town, clock)
play.bring_to(CaseStage.PLAN_REVIEW)
play.take("approve_plan", decision="return", reason=REASON)
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Criterion, Step
from rectification.models import Case, Notice, Objection, Organisation, Person, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import in_office, today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import open_measures
from rectification.services.reporting import save_draft
from tests.factories import Township, acting
from workflows import act, intake
from workflows.sweep import sweep

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 5, 11, 10, 0, tzinfo=SHANGHAI)
"""No holiday within a month."""

REASON = "请补充具体时间和责任人后再报。"
TITLE = "关于主题党日未按时开展问题整改情况的公示"
TEXT = "问题：连续两个月未按时开展活动。整改：已制定下半年计划，按月开展并公布记录。"
OPINION = "村里的主题党日拖了两个月都没有开，也没有人来说明原因。"
REGISTERED = {
    "title": "两个月未按时开展主题党日",
    "description": "7月、8月均未按时开展主题党日活动，也未履行改期手续。",
}

_WAY: list[tuple[CaseStage, tuple[str, ...]]] = [
    (CaseStage.SUBMITTED, ()),
    (CaseStage.REGISTERED, ("triage",)),
    (CaseStage.PENDING_CLAIM, ("dispatch",)),
    (CaseStage.PLANNING, ("claim",)),
    (CaseStage.PLAN_REVIEW, ("draft_plan",)),
    (CaseStage.RECTIFYING, ("advise_plan", "approve_plan")),
    (CaseStage.FIRST_REVIEW, ("carry_out", "report_effect")),
    (CaseStage.NOTICE_PREP, ("first_review",)),
    (
        CaseStage.IN_NOTICE,
        (
            "propose_publication",
            "review_secrecy",
            "check_redaction",
            "hear_person",
            "approve_publication",
            "post_notice",
        ),
    ),
    (CaseStage.VERIFYING, ("notice_period",)),
    (CaseStage.CLOSED, ("assign_verifiers", "name_outsider", "verify", "verify")),
]


class Refused(AssertionError):
    """The form or the service did not take the answer."""


class Play:
    """One case in a small township; `clock` is the frozen time it is played under."""

    def __init__(self, town: Township, clock: time_machine.Traveller) -> None:
        self.town = town
        self.clock = clock
        self.case = Case()
        self.level = CaseLevel.BRANCH
        self.deadline_class = "limited"
        self.co_units: list[Organisation] = []
        self.measured_units: list[Organisation] = []
        self.shares_answered = True

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
            **REGISTERED,
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

    def opinion(self, text: str = OPINION, **given: Any) -> str:
        """Received by the intake channel; returns the receipt code."""
        values = {"mode": "anonymous", "organisation": self.town.east.organisation, **given}
        code = intake.receive_opinion(text=text, **values)
        self.case = Case.objects.latest("pk")
        return code

    # --- acting

    def take(
        self, step: str, who: Person | None = None, *, key: str = "", **data: Any
    ) -> act.Attempt:
        """Somebody takes the open step; raises Refused when the form or the service says no."""
        attempt = self.attempt(step, who, key=key, **data)
        if not attempt.done:
            raise Refused(f"{step}: {attempt.form.errors.as_json()}")
        return attempt

    def attempt(
        self, step: str, who: Person | None = None, *, key: str = "", **data: Any
    ) -> act.Attempt:
        """The same without complaint: the attempt with the form and its errors."""
        item = self.item(step, who)
        who = who or self.holder_of(item)
        filled = {**self.answers(item, data.get("decision", "")), **data}
        files = {name: filled.pop(name) for name in list(filled) if name == "uploads"}
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
        return WorkItem.objects.filter(case=self.case, closed_at__isnull=True).order_by("pk")

    def open_steps(self) -> list[str]:
        return sorted(self.open_items().values_list("step", flat=True))

    def holder_of(self, item: WorkItem) -> Person:
        """The person himself, else the first of the office who is not barred.

        The office's second person proposes publications, so that its intake officer is left free
        for objections.
        """
        if item.person is not None:
            return item.person
        if item.step == Step.PROPOSE_PUBLICATION and item.role == Role.OFF:
            return self.town.officer
        barred = set(item.bars.values_list("person_id", flat=True))
        people = in_office(item.role, item.organisation, today())
        return next(person for person in people if person.pk not in barred)

    # --- going on

    def bring_to(self, stage: str, level: str = CaseLevel.BRANCH, **given: Any) -> Case:
        """From the report to the first moment of the stage, each step through the door."""
        self.deadline_class = given.pop("deadline_class", self.deadline_class)
        self.co_units = given.pop("co_units", self.co_units)
        if self.case.pk is None:
            self.report(level, **given)
        return self.go_on_to(stage)

    def go_on_to(self, stage: str) -> Case:
        order = list(CaseStage)
        for reached, steps in _WAY:
            if order.index(reached) > order.index(CaseStage(stage)):
                break
            for step in steps:
                self._go(step)
        self.case.refresh_from_db()
        return self.case

    def _go(self, step: str) -> None:
        if step == "notice_period":
            if step in self.open_steps():
                self.end_notice()
        elif step in self.open_steps():
            self.carry_out() if step == "carry_out" else self.take(step)
        while step == "claim" and self.shares_answered and Step.ACCEPT_SHARE in self.open_steps():
            self.take("accept_share")

    def carry_out(self) -> None:
        """Every unit reports each measure as done with a proof, and finishes."""
        for item in self.open_items().filter(step=Step.CARRY_OUT):
            who = self.holder_of(item)
            for measure in open_measures(self.case, item.assignment.organisation):
                self.take("carry_out", who, **self.progress(measure.pk))
            self.take("carry_out", who, decision="finish")

    def progress(self, measure: int, **given: Any) -> dict[str, Any]:
        return {
            "decision": "report",
            "measure": measure,
            "text": "已按计划开展并留有记录。",
            "completes": "on",
            "made_on": today().isoformat(),
            "uploads": [proof()],
            **given,
        }

    def end_notice(self) -> int:
        """The first sweep after the last day of the notice."""
        self.clock.move_to(at(self.notice.ends_on + timedelta(days=1), "00:05:00"))
        made = sweep()
        self.clock.shift(timedelta(hours=9))
        self.case.refresh_from_db()
        return made

    def pass_days(self, working_days: int, clock: str = "09:00:00") -> None:
        day = current_calendar().add_working_days(today(), working_days).on
        self.clock.move_to(at(day, clock))

    @property
    def notice(self) -> Notice:
        return self.case.notices.latest("pk")

    def object(self, kind: str = "effect", **given: Any) -> Objection:
        """An anonymous objection to the running notice, received now."""
        self.objected(kind, **given)
        return self.case.objections.latest("pk")

    def objected(self, kind: str = "effect", **given: Any) -> str:
        """The same; returns the receipt code."""
        values = {"mode": "anonymous", "text": "东头小广场的公开栏还是旧的。", **given}
        values.setdefault("received_at", timezone.now())
        code = intake.receive_objection(notice=self.notice, kind=kind, **values)
        self.case.refresh_from_db()
        return code

    def propose_termination(self, who: Person | None = None, *, key: str = "") -> None:
        who = who or self.town.officer
        intake.propose_termination(
            user=user_of(who), case=self.case, actor=acting(who), reason=REASON, key=key
        )
        self.case.refresh_from_db()

    # --- what is answered when a test says nothing else

    def answers(self, item: WorkItem, decision: str = "") -> dict[str, Any]:
        answer = _ANSWERS[item.step]
        found = answer(self) if callable(answer) else dict(answer)
        if decision in ("return", "refuse", "decline", "reject"):
            found = {"reason": REASON, **self._other_ways(decision)}
        if item.step == Step.HANDLE_OBJECTION:
            found |= {"findings": REASON, "reply": REASON}
        return {**found, **({"decision": decision} if decision else {})}

    def _other_ways(self, decision: str) -> dict[str, Any]:
        return {
            "reject": {"reason_code": "unclear"},
            "decline": {"proposed_owner": self.town.west.organisation.pk},
        }.get(decision, {})

    def entry(self) -> dict[str, Any]:
        """The intake officer's decision (T4): the level asked for, everything else as reported."""
        own, whole = self.level == CaseLevel.MEMBER, self.level == CaseLevel.COMMITTEE
        owner = self.town.committee if whole else self.case.owner_organisation
        return {
            "decision": "register",
            **REGISTERED,
            "level": self.level,
            "owner_organisation": owner.pk if owner else self.town.east.organisation.pk,
            "owner_person": self.case.owner_person_id or "",
            "category": "ME-c" if own else "B",
            "negative_item": "D3" if own else "",
            "standard_ref": "党员权利义务有关规定" if own else "",
            "severity": "ordinary",
            "deadline_class": self.deadline_class,
            "secrecy": "open",
        }

    def plan(self) -> dict[str, Any]:
        """One measure for the lead unit and each co-unit, or for `measured_units`."""
        owner = self.case.owner_organisation
        units = self.measured_units or [owner, *self.co_units]
        data: dict[str, Any] = {
            "cause": "未列入月度计划，无人督促。",
            "target_outcome": "每月按时开展，改期有手续。",
        }
        for row, unit in enumerate(units):
            data |= self.measure(row, unit)
        return data

    def measure(self, row: int, unit: Organisation | None, **given: Any) -> dict[str, Any]:
        fields = {
            "text": "制定下半年计划并张贴，改期须报批。",
            "deliverable": "下半年计划及当月活动记录",
            "organisation": unit.pk if unit else "",
            "person": self._hand(unit).pk,
            "due_on": current_calendar().add_working_days(today(), 5).on.isoformat(),
            **given,
        }
        return {f"measure-{row}-{name}": value for name, value in fields.items()}

    def _hand(self, unit: Organisation | None) -> Person:
        return {
            self.town.west.organisation: self.town.west.clerk,
            self.town.committee: self.town.dps,
        }.get(unit, self.town.east.clerk)

    def sheet(self, **given: Any) -> dict[str, Any]:
        """A verifier's sheet with nothing left open; `given` overrides single answers."""
        sheet: dict[str, Any] = {
            "methods": ["files", "on_site"],
            "on_site": "on",
            "conclusion": "stage_passed" if self.deadline_class == "long_term" else "passed",
            "statement": "查阅记录并到村核对，问题已解决。",
        }
        for criterion in Criterion:
            needed = criterion not in (Criterion.V7, Criterion.V8)
            sheet[f"{criterion}-answer"] = "yes" if needed else "na"
            sheet[f"{criterion}-reason"] = "" if needed else "本事项不涉及此项。"
        return {**sheet, **given}

    def failing(self, **given: Any) -> dict[str, Any]:
        """The case does not pass: V2 is not met, a week to correct it."""
        day = current_calendar().add_working_days(today(), 5).on
        return self.sheet(
            **{
                "conclusion": "correct",
                "correction_due_on": day.isoformat(),
                "V2-answer": "no",
                "V2-reason": "9月活动仍未开展。",
                **given,
            }
        )


Answer = Mapping[str, Any] | Callable[[Play], dict[str, Any]]

_ANSWERS: dict[str, Answer] = {
    Step.TRIAGE: Play.entry,
    Step.CONFIRM_REJECTION: {},
    Step.DISPATCH: lambda play: {
        "lead": play.case.owner_organisation.pk,
        "co_units": [unit.pk for unit in play.co_units],
    },
    Step.CLAIM: {},
    Step.ASSIGN_OWNER: {"reason": REASON},
    Step.DRAFT_PLAN: Play.plan,
    Step.ADVISE_PLAN: {"advice": "措施具体、可检查，同意报批。"},
    Step.APPROVE_PLAN: {
        "minutes_number": "会议纪要〔2026〕3号",
        "superior_copy": "云委报〔2026〕8号",
    },
    Step.CARRY_OUT: {},
    Step.REPORT_EFFECT: {"statement": "连续两个月按时开展主题党日，计划已上墙。"},
    Step.FIRST_REVIEW: lambda play: {},
    Step.PROPOSE_PUBLICATION: lambda play: {
        "scope": "S2" if play.level == CaseLevel.MEMBER else "S3",
        "title": TITLE,
        "text": TEXT,
        "working_days": 5,
        "necessity": "便于知情人了解整改结果。",
        "answer_to_comment": "已按当事人意见核对，文字与事实相符。",
        "ground": "privacy",
        "reason": "涉及个人情况，公示会伤及隐私。",
    },
    Step.REVIEW_SECRECY: {},
    Step.CHECK_REDACTION: {},
    Step.HEAR_PERSON: {"comment": REASON},
    Step.APPROVE_PUBLICATION: {},
    Step.AGREE_WAIVER: {},
    Step.POST_NOTICE: {},
    Step.ASSIGN_VERIFIERS: lambda play: {
        "first": play.town.dis[1].pk,
        "second": play.town.dis[2].pk,
    },
    Step.NAME_OUTSIDER: lambda play: {"outsider": play.town.west.clerk.pk},
    Step.VERIFY: Play.sheet,
    Step.SETTLE_VERIFICATION: {"conclusion": "passed", "reason": REASON},
    Step.ACCEPT_SHARE: {},
    Step.HANDLE_OBJECTION: {"decision": "dismissed"},
    Step.DECIDE_TERMINATION: {"reason": REASON},
}


def posted(data: Mapping[str, Any]) -> QueryDict:
    """The data as a browser sends it."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [str(value)])
    return sent


def user_of(person: Person) -> User:
    return User.objects.select_related("person").get(person=person)


def at(day: date, clock: str = "09:00:00") -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=SHANGHAI)


def proof(name: str = "记录.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
