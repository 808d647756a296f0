"""What the holders of the steps answer when a test says nothing else."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rectification.enums import CaseLevel, Criterion, Step
from rectification.models import Case, Measure, Organisation, Person, WorkItem
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import approved_plan, open_measures
from tests.factories import PASSWORD, Township
from tests.uploads import pdf

REASON = "请补充具体时间和责任人后再报。"
FACTS = "整改台账连续四个月没有更新，两次提醒后仍未组织落实。"
WHY = "答复没有说明东头公开栏为什么没有更换。"
TITLE = "关于主题党日未按时开展问题整改情况的公示"
TEXT = "问题：连续两个月未按时开展活动。整改：已制定下半年计划，按月开展并公布记录。"
SET_RIGHT = "经核实，原公示所述问题与事实不符，原公示已撤回，特此澄清。"
OPINION = "村里的主题党日拖了两个月都没有开，也没有人来说明原因。"
REGISTERED = {
    "title": "两个月未按时开展主题党日",
    "description": "7月、8月均未按时开展主题党日活动，也未履行改期手续。",
}
REPLY = {
    "reply_number": "澜委函〔2026〕7号",
    "conclusion": "passed",
    "statement": "上级派人核查，问题已经解决。",
}
"""Of the level above, on a case it was asked to verify."""


class Answers:
    """Sensible answers about one case of a small township, step by step."""

    def __init__(self, town: Township) -> None:
        self.town = town
        self.case = Case()
        self.level = CaseLevel.BRANCH
        self.deadline_class = "limited"
        self.co_units: list[Organisation] = []
        self.measured_units: list[Organisation] = []

    @property
    def told(self) -> dict[str, str]:
        """In which words the problem is reported and registered."""
        return REGISTERED

    def answers(self, item: WorkItem, decision: str = "") -> dict[str, Any]:
        answer = _ANSWERS[item.step]
        found = answer(self) if callable(answer) else dict(answer)
        if decision in ("return", "refuse", "decline", "reject"):
            found = {"reason": REASON, **self._other_ways(decision)}
        if item.step == Step.DECIDE_RECUSAL:
            found |= {"answer": REASON}
        if item.step in (Step.HANDLE_OBJECTION, Step.REVIEW_OBJECTION):
            found |= {"findings": REASON, "reply": REASON}
        return {**found, **({"decision": decision} if decision else {})}

    def _other_ways(self, decision: str) -> dict[str, Any]:
        return {
            "reject": {"reason_code": "outside"},
            "decline": {"proposed_owner": self.town.west.organisation.pk},
        }.get(decision, {})

    def entry(self) -> dict[str, Any]:
        """The intake officer's decision (T4): the level asked for, everything else as reported."""
        own, whole = self.level == CaseLevel.MEMBER, self.level == CaseLevel.COMMITTEE
        owner = self.town.committee if whole else self.case.owner_organisation
        return {
            "decision": "register",
            **self.told,
            "level": self.level,
            "owner_organisation": owner.pk if owner else self.town.east.organisation.pk,
            "owner_person": self._named(own),
            "category": "ME-c" if own else "B",
            "negative_item": "D3" if own else "",
            "standard_ref": "党员权利义务有关规定" if own else "",
            "severity": "ordinary",
            "deadline_class": self.deadline_class,
            "secrecy": "open",
            "screened": "on",
        }

    def _named(self, own: bool) -> int | str:
        """The person concerned; an opinion names none, so the officer enters the first member."""
        return self.case.owner_person_id or (self.town.east.members[0].pk if own else "")

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

    def change(self, *rows: dict[str, Any], **given: Any) -> dict[str, Any]:
        """The plan in force with other words for its first open measure, or with `rows`."""
        plan = approved_plan(self.case)
        assert plan is not None
        data: dict[str, Any] = {
            "reason": REASON,
            "cause": plan.cause,
            "target_outcome": plan.target_outcome,
        }
        for row, measure in enumerate(open_measures(self.case)):
            data |= self.as_planned(row, measure)
        data["measure-0-text"] = "制定全年计划并在公开栏张贴，改期须报批。"
        for more in rows:
            data |= more
        return data | given

    def as_planned(self, row: int, measure: Measure) -> dict[str, Any]:
        return self.measure(
            row,
            measure.organisation,
            text=measure.text,
            deliverable=measure.deliverable,
            person=measure.person_id,
            due_on=measure.due_on.isoformat(),
        )

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
            self.town.general_office: self.town.gen,
            self.town.organisation_office: self.town.org,
        }.get(unit, self.town.east.clerk)

    def sheet(self, **given: Any) -> dict[str, Any]:
        """A verifier's sheet with nothing left open; `given` overrides single answers."""
        sheet: dict[str, Any] = {
            "methods": ["files", "on_site"],
            "on_site": "on",
            "conclusion": "stage_passed" if self.deadline_class == "long_term" else "passed",
            "statement": "查阅记录并到村核对，问题已解决。",
            "signing_password": PASSWORD,
        }
        for criterion in Criterion:
            needed = criterion not in (Criterion.V7, Criterion.V8)
            sheet[f"{criterion}-answer"] = "yes" if needed else "na"
            sheet[f"{criterion}-reason"] = "" if needed else "本事项不涉及此项要求。"
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

    def progress(self, measure: int, **given: Any) -> dict[str, Any]:
        return {
            "decision": "report",
            "measure": measure,
            "text": "已按计划开展并留有记录。",
            "completes": "on",
            "made_on": today().isoformat(),
            "uploads": [pdf()],
            **given,
        }


Answer = Mapping[str, Any] | Callable[[Answers], dict[str, Any]]

_ANSWERS: dict[str, Answer] = {
    Step.TRIAGE: Answers.entry,
    Step.CONFIRM_REJECTION: {},
    Step.DISPATCH: lambda play: {
        "lead": play.case.owner_organisation.pk,
        "co_units": [unit.pk for unit in play.co_units],
        "reason": REASON,
    },
    Step.CLAIM: {},
    Step.ASSIGN_OWNER: {"reason": REASON},
    Step.SETTLE_OWNER: lambda play: {
        "lead": play.case.owner_organisation.pk,
        "reason": REASON,
    },
    Step.DRAFT_PLAN: Answers.plan,
    Step.ADVISE_PLAN: {"advice": "措施具体、可检查，同意报批。"},
    Step.APPROVE_PLAN: {
        "minutes_number": "会议纪要〔2026〕3号",
        "superior_copy": "云委报〔2026〕8号",
    },
    Step.CHANGE_PLAN: Answers.change,
    Step.ADVISE_CHANGE: {"advice": "调整理由充分，同意报批。"},
    Step.APPROVE_CHANGE: {
        "minutes_number": "会议纪要〔2026〕4号",
        "superior_copy": "云委报〔2026〕9号",
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
    Step.HEAR_PERSON: {"comment": REASON, "kind": "facts"},
    Step.HEAR_ANSWER: {"reason": REASON},
    Step.APPROVE_PUBLICATION: {},
    Step.AGREE_SCOPE: {},
    Step.SETTLE_SENSITIVITY: {"reason": REASON},
    Step.AGREE_WAIVER: {},
    Step.POST_NOTICE: {},
    Step.PROPOSE_DISCLOSURE: lambda play: {
        "scope": "S2",
        "title": TITLE,
        "text": TEXT,
        "working_days": 5,
        "necessity": "便于党员了解整改安排。",
        "answer_to_comment": "已按当事人意见核对，文字与事实相符。",
        "reason": "当事人意见未能取得一致，暂不公开。",
    },
    Step.REVIEW_DISCLOSURE: {},
    Step.CHECK_DISCLOSURE: {},
    Step.HEAR_DISCLOSURE: {"comment": REASON},
    Step.APPROVE_DISCLOSURE: {},
    Step.AGREE_DISCLOSURE: {},
    Step.DECIDE_SENSITIVITY: {"reason": REASON},
    Step.POST_DISCLOSURE: {},
    Step.ASSIGN_VERIFIERS: lambda play: {
        "first": play.town.dis[1].pk,
        "second": play.town.dis[2].pk,
    },
    Step.NAME_OUTSIDER: lambda play: {"outsider": play.town.west.clerk.pk},
    Step.VERIFY: Answers.sheet,
    Step.SETTLE_VERIFICATION: {
        "conclusion": "passed",
        "reason": REASON,
        "signing_password": PASSWORD,
    },
    Step.HEAR_OWNER: {"statement": REASON},
    Step.DECIDE_THIRD_FAILURE: lambda play: {
        "lead": play.town.west.organisation.pk,
        "target": "连续两年每月按时开展主题党日。",
        "until": (today() + timedelta(days=60)).isoformat(),
        "reported_as": "松委报〔2026〕12号",
        "reason": REASON,
    },
    Step.ACCEPT_SHARE: {},
    Step.MEDIATE_SHARE: {"decision": "failed", "agreed": REASON},
    Step.PROPOSE_SHARE: {"decision": "assigned", "reason": REASON},
    Step.DECIDE_SHARE: {"decision": "assigned", "reason": REASON},
    Step.HANDLE_OBJECTION: {"decision": "dismissed", "because": REASON},
    Step.REVIEW_OBJECTION: {"decision": "dismissed"},
    Step.DECIDE_TERMINATION: {"reason": REASON, "text": SET_RIGHT},
    Step.DECIDE_WITHDRAWAL: {},
    Step.POST_REHABILITATION: {},
    Step.ASSIGN_SUCCESSOR: {},
    Step.RECLAIM: {},
    Step.DECIDE_DATES: {},
    Step.ANSWER_ORDER: {"reply": REASON},
    Step.ANSWER_REFERRAL: {"answer": "上半年人手不足，现已逐月补齐，台账可查。"},
    Step.SEND_REFERRAL: {
        "read": "on",
        "number": "松纪问〔2026〕1号",
        "sent_to": "县纪委监委",
        "reason": "经核对答复，问题已经说明，不再报送。",
    },
    Step.DECIDE_RECUSAL: {"answer": REASON},
    Step.REVIEW_EXTENSION: {"advice": REASON},
    Step.DECIDE_EXTENSION: {},
    Step.AGREE_PAUSE: {},
    Step.DECIDE_RECLASSIFICATION: {},
    Step.GIVE_OPINION: {"opinion": REASON},
    Step.ASSIGN_LOOK_BACK: lambda play: {"looker": play.town.dis[0].pk},
    Step.LOOK_BACK: {"methods": ["on_site"], "statement": REASON},
    Step.DECIDE_RELAPSE: {"reason": REASON},
    Step.SETTLE_RELAPSE: {"reason": REASON},
}
