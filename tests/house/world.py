"""A township at one moment of two cases, a member's and a branch's, and everybody who may ask.

Each word below stands for one field of a case, so that a page can be asked what it lets through.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from rectification.enums import CaseLevel, Step
from rectification.models import Organisation, Person, PlanStatus, WorkItem
from rectification.policies.days import today
from tests.factories import Township
from tests.house.cast import ANON
from tests.uploads import pdf
from tests.workflows.play import Play, user_of

WORDS: Final = {
    "M": {
        "title": "公开承诺三件实事两件没办",
        "description": "年初承诺的三件实事到八月只办了一件，问起来才说忘了。",
        "evidence": "承诺实事照片.pdf",
        "measure": "九月底前补办其余两件实事",
        "cause": "承诺以后没有记在本子上",
        "effect": "三件实事都已办完并向党小组说明",
        "public_title": "党员公开承诺未兑现整改情况",
        "public_text": "问题：公开承诺未按期兑现。整改：已全部办结。",
    },
    "B": {
        "title": "两个月没有开主题党日",
        "description": "七月和八月的主题党日都没有开，也没有人办改期手续。",
        "evidence": "主题党日签到册.pdf",
        "measure": "排出下半年的主题党日并上墙",
        "cause": "没有列进月度计划也无人督促",
        "effect": "连续两个月按时开了主题党日",
        "public_title": "主题党日未按时开展问题整改情况",
        "public_text": "问题：连续两个月未按时开展活动。整改：已按月开展。",
        "co_evidence": "结对帮带记录.pdf",
        "co_measure": "派一名委员结对帮带两个月",
    },
}


class Told(Play):
    """A play whose case is told in its own words."""

    def __init__(self, town: Township, clock: time_machine.Traveller, kind: str) -> None:
        super().__init__(town, clock)
        self.words = WORDS[kind]

    @property
    def told(self) -> dict[str, str]:
        return {name: self.words[name] for name in ("title", "description")}

    def entry(self) -> dict[str, Any]:
        residents = "" if self.level == CaseLevel.MEMBER else "on"
        return {**super().entry(), "touches_residents": residents}

    def plan(self) -> dict[str, Any]:
        return {**super().plan(), "cause": self.words["cause"]}

    def measure(self, row: int, unit: Organisation | None, **given: Any) -> dict[str, Any]:
        name = "measure" if unit == self.case.owner_organisation else "co_measure"
        return super().measure(row, unit, **{"text": self.words[name], **given})

    def progress(self, measure: int, **given: Any) -> dict[str, Any]:
        return super().progress(measure, **{"uploads": [pdf(self.words["evidence"])], **given})

    def answers(self, item: WorkItem, decision: str = "") -> dict[str, Any]:
        own = {
            Step.TRIAGE: self.entry,
            Step.DRAFT_PLAN: self.plan,
            Step.REPORT_EFFECT: lambda: {"statement": self.words["effect"]},
            Step.PROPOSE_PUBLICATION: self._proposal,
            Step.PROPOSE_DISCLOSURE: self._proposal,
            Step.CARRY_OUT: lambda: self.progress(self.measures_of(item), completes=""),
            Step.ASSIGN_SUCCESSOR: lambda: {"successor": self.town.west.organisation.pk},
            Step.POST_REHABILITATION: self.on_paper,
        }.get(Step(item.step), dict)
        return {**super().answers(item, decision), **own()}

    def _proposal(self) -> dict[str, Any]:
        scope = "S2" if self.level == CaseLevel.MEMBER else "S4"
        words = self.words
        return {"scope": scope, "title": words["public_title"], "text": words["public_text"]}

    def on_paper(self) -> dict[str, Any]:
        """Shown on the board of the village alone."""
        return {
            "channels": ["board_sheet"],
            "board_sheet-held_on": today().isoformat(),
            "board_sheet-record": "村务公开栏照片存支部档案",
        }

    def measures_of(self, item: WorkItem) -> int:
        plan = self.case.plans.filter(status=PlanStatus.APPROVED).latest("version")
        unit = item.assignment.organisation if item.assignment else self.case.owner_organisation
        return int(plan.measures.get(organisation=unit).pk)


class Browser(Client):
    """A client that keeps no copy of every template's context, and answers an error with a 500."""

    def request(self, **request: Any) -> Any:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@dataclass
class World:
    """One scene: the people by the names of `tests.house.cast`, the plays of the two cases."""

    town: Township
    people: dict[str, Person]
    plays: dict[str, Told]
    clients: dict[str, "Browser"] = field(default_factory=dict)

    def ask(self, who: str, url: str, data: Any = None) -> tuple[int, str]:
        """Status and body of a GET, or of a POST when there is data; nothing stays behind."""
        if who not in self.clients:
            self.clients[who] = self._client(who)
        client = self.clients[who]
        with transaction.atomic():
            response: Any = client.get(url) if data is None else client.post(url, data)
            body = _body(response)
            transaction.set_rollback(True)
        return response.status_code, body

    def _client(self, who: str) -> "Browser":
        client = Browser()
        if who != ANON:
            backend = "django.contrib.auth.backends.ModelBackend"
            client.force_login(user_of(self.people[who]), backend=backend)
        return client

    def words(self, kind: str) -> dict[str, str]:
        """What may leak: the words told, and whom the case belongs to.

        The committee's name stands in the frame of every page.
        """
        case = self.plays[kind].case
        owner = case.owner_person or case.owner_organisation
        known = {"number": case.number} if case.number else {}
        if owner is not None and owner != self.town.committee:
            known["owner"] = owner.name
        return {**WORDS[kind], **known}


def _body(response: HttpResponse) -> str:
    content = response.getvalue()
    return content.decode("utf-8", errors="ignore")
