"""A township at one moment of two cases, a member's and a branch's, and everybody who may ask.

Scenes are played through the act door. Each word below stands for one field of a case, so that a
page can be asked what it lets through.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from rectification import notifications
from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import (
    Appointment,
    Case,
    Evidence,
    Notice,
    Organisation,
    Person,
    Recusal,
    WaitingFile,
    WorkItem,
)
from rectification.policies.authority import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from rectification.services.reporting import save_draft
from rectification.services.roster import keep_waiting
from tests.factories import Township, in_office, person, township
from tests.workflows.play import REASON, Play, proof, user_of

ANYBODY: Final = [
    "outsider",
    "west",
    "mate",
    "owner",
    "clerk",
    "sec",
    "wclk",
    "wsec",
    "gen",
    "pub",
    "org",
    "off",
    "intake",
    "lia",
    "pse",
    "dps",
    "lg",
    "dis",
    "ver",
    "adm",
    "aud",
    "sup",
    "ins",
    "root",
]
"""Everybody with an account: outsider and root (the superuser flag) belong to nothing; west and
mate are members of the other and of the same branch; dis is not assigned, ver is a verifier."""

ANON: Final = "anon"

WORDS: Final = {
    "M": {
        "title": "公开承诺三件实事两件没办",
        "description": "年初承诺的三件实事到八月只办了一件，问起来才说忘了。",
        "evidence": "承诺实事照片.pdf",
        "measure": "九月底前补办其余两件实事",
        "cause": "承诺以后没有记在本子上",
        "effect": "三件实事都已办完并向党小组说明",
        "public_title": "一名党员公开承诺未兑现整改情况",
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

    def draft(self, author: Person, branch: Organisation | None = None) -> Case:
        return save_draft(
            case=None,
            author=author,
            organisation=branch,
            found_on=today(),
            category="B" if branch else "ME-c",
            standard_ref="" if branch else "党员权利义务有关规定",
            **self.told,
        )

    def entry(self) -> dict[str, Any]:
        residents = "" if self.level == CaseLevel.MEMBER else "on"
        return {**super().entry(), **self.told, "touches_residents": residents}

    def plan(self) -> dict[str, Any]:
        return {**super().plan(), "cause": self.words["cause"]}

    def measure(self, row: int, unit: Organisation | None, **given: Any) -> dict[str, Any]:
        name = "co_measure" if unit == self.town.west.organisation else "measure"
        return super().measure(row, unit, **{"text": self.words[name], **given})

    def progress(self, measure: int, **given: Any) -> dict[str, Any]:
        return super().progress(measure, **{"uploads": [proof(self.words["evidence"])], **given})

    def answers(self, item: WorkItem, decision: str = "") -> dict[str, Any]:
        own = {
            Step.TRIAGE: self.entry,
            Step.DRAFT_PLAN: self.plan,
            Step.REPORT_EFFECT: lambda: {"statement": self.words["effect"]},
            Step.PROPOSE_PUBLICATION: self._proposal,
            Step.CARRY_OUT: lambda: self.progress(self.measures_of(item), completes=""),
        }.get(Step(item.step), dict)
        return {**super().answers(item, decision), **own()}

    def _proposal(self) -> dict[str, Any]:
        scope = "S2" if self.level == CaseLevel.MEMBER else "S4"
        words = self.words
        return {"scope": scope, "title": words["public_title"], "text": words["public_text"]}

    def measures_of(self, item: WorkItem) -> int:
        plan = self.case.plans.get()
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
    """One scene: the people by the names of `ANYBODY`, the plays of the two cases."""

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
        """What may leak: the words told, and whom the case belongs to."""
        case = self.plays[kind].case
        owner = case.owner_person or case.owner_organisation
        number = {"number": case.number} if case.number else {}
        return {**WORDS[kind], "owner": str(owner.name if owner else ""), **number}


def _body(response: HttpResponse) -> str:
    content = response.getvalue()
    return content.decode("utf-8", errors="ignore")


@contextmanager
def scene(name: str, clock: time_machine.Traveller) -> Iterator[World]:
    town = township()
    plays = {"M": Told(town, clock, "M"), "B": Told(town, clock, "B")}
    world = World(town, _cast(town), plays)
    _SCENES[name](world)
    for play in plays.values():
        play.case.refresh_from_db()
    notifications.deliver_due()
    yield world


def _cast(town: Township) -> dict[str, Person]:
    root = person("超户长")
    root.user.is_superuser = True
    root.user.save()
    return {
        "outsider": person("局外人"),
        "west": town.west.members[0],
        "mate": town.east.members[1],
        "owner": town.east.members[0],
        "clerk": town.east.clerk,
        "sec": town.east.secretary,
        "wclk": town.west.clerk,
        "wsec": town.west.secretary,
        "gen": town.gen,
        "pub": town.pub,
        "org": town.org,
        "off": town.officer,
        "intake": town.intake,
        "lia": town.liaison,
        "pse": town.pse,
        "dps": town.dps,
        "lg": town.lg,
        "dis": town.dis[3],
        "ver": town.dis[1],
        "adm": in_office(person("管机长"), Role.ADM, town.committee),
        "aud": in_office(person("审计长"), Role.AUD, town.committee),
        "sup": in_office(person("上观察"), Role.SUP, town.committee),
        "ins": in_office(person("督导长", branch=town.home), Role.INS, town.east.organisation),
        "root": root,
    }


# --- scenes -------------------------------------------------------------------------------------


def _draft(world: World) -> None:
    for kind, play in world.plays.items():
        play.level = CaseLevel(kind)
        author = world.people["owner" if kind == "M" else "sec"]
        branch = None if kind == "M" else world.town.east.organisation
        play.case = play.draft(author, branch)


def _both_to(world: World, stage: CaseStage, **given: Any) -> None:
    world.plays["M"].bring_to(stage, CaseLevel.MEMBER)
    world.plays["B"].bring_to(stage, CaseLevel.BRANCH, **given)


def _submitted(world: World) -> None:
    _both_to(world, CaseStage.SUBMITTED)


def _plan_review(world: World) -> None:
    _both_to(world, CaseStage.PLAN_REVIEW)


def _recused(world: World) -> None:
    """The secretary's own case before his approver, and a liaison leader recused from the other."""
    sec, play = world.people["sec"], world.plays["M"]
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER, author=sec)
    case = world.plays["B"].bring_to(CaseStage.PLAN_REVIEW)
    Recusal.objects.create(
        case=case, person=world.people["lia"], ground="relative", since=timezone.now()
    )


def _rectifying(world: World) -> None:
    """Each unit has reported and proved something, and none has finished."""
    _both_to(world, CaseStage.RECTIFYING, co_units=[world.town.west.organisation])
    people = world.people
    _report(world.plays["M"], people["owner"])
    _report(world.plays["B"], people["sec"])
    _report(world.plays["B"], people["wsec"], "co_evidence")


def _report(play: Told, who: Person, file: str = "evidence") -> None:
    item = play.item("carry_out", who)
    data = play.progress(play.measures_of(item), uploads=[proof(play.words[file])], completes="")
    play.take("carry_out", who, **data)


def _notice_prep(world: World) -> None:
    """The member's text lies with the secrecy review, the branch's is to be posted."""
    _both_to(world, CaseStage.NOTICE_PREP)
    world.plays["M"].take("propose_publication")
    for step in (
        "propose_publication",
        "review_secrecy",
        "check_redaction",
        "hear_person",
        "approve_publication",
    ):
        world.plays["B"].take(step)


def _in_notice(world: World) -> None:
    _both_to(world, CaseStage.IN_NOTICE)


def _verifying(world: World) -> None:
    """Two verifiers are named for the member's case and none yet for the branch's."""
    _in_notice(world)
    for play in world.plays.values():
        play.go_on_to(CaseStage.VERIFYING)
    world.plays["M"].take("assign_verifiers")


def _closed(world: World) -> None:
    _in_notice(world)
    for play in world.plays.values():
        play.go_on_to(CaseStage.CLOSED)


_SCENES: Final = {
    "draft": _draft,
    "submitted": _submitted,
    "plan_review": _plan_review,
    "recused": _recused,
    "rectifying": _rectifying,
    "notice_prep": _notice_prep,
    "in_notice": _in_notice,
    "verifying": _verifying,
    "closed": _closed,
}
SCENES: Final = tuple(_SCENES)


# --- doors --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """A page of one case: the URL's name, what of the case it is about, its arguments."""

    url: str
    about: str
    args: tuple[Any, ...]
    data: Callable[[], dict[str, Any]] = dict
    """What is posted, made anew each time: a file can be read once."""


def targets_of(play: Told) -> Iterator[Target]:
    """Every address that the case has at this moment."""
    case = play.case
    yield Target("rectification:case", "", (case.pk,))
    yield Target("workflows:chart", "", (case.pk,))
    yield Target("workflows:edit_problem", "", (case.pk,), lambda: _written(play))
    for name in ("recall", "withdraw"):
        yield Target(f"workflows:{name}", "", (case.pk,))
    yield Target("workflows:propose_termination", "", (case.pk,), lambda: {"reason": REASON})
    yield from _steps(play)
    for evidence in Evidence.objects.filter(progress__measure__plan__case=case):
        own = evidence.progress.measure.organisation_id == case.owner_organisation_id
        yield Target("rectification:evidence", "" if own else "co", (evidence.pk,))
    for notice in Notice.objects.filter(case=case):
        yield from _notice(notice)


def _written(play: Told) -> dict[str, Any]:
    branch = play.case.owner_organisation_id if play.level == CaseLevel.BRANCH else ""
    return {**play.told, "organisation": branch, "found_on": today().isoformat(), "secret": "no"}


def _steps(play: Told) -> Iterator[Target]:
    """The open steps; for the day they are due, the first one with a clock, open ones before."""
    items = sorted(play.open_items().select_related("assignment__organisation"), key=_lead_first)
    for item in items:
        about = " ".join(word for word in (item.step, _unit(item)) if word)
        answers = dict if item.step == Step.NOTICE_PERIOD else partial(play.answers, item)
        if item.step != Step.VERIFY or item.person == play.town.dis[1]:
            yield Target("workflows:act", about, (item.pk,), answers)
    closed = WorkItem.objects.filter(case=play.case, closed_at__isnull=False).order_by("-pk")
    dated = [item for item in (*items, *closed) if item.due_on is not None]
    for item in dated[:1]:
        yield Target("rectification:due", "", (play.case.pk, item.pk))


def _lead_first(item: WorkItem) -> tuple[bool, int]:
    """Parallel items get their keys in no promised order; the co-unit's comes after the others."""
    return item.assignment is not None and item.assignment.kind == "co", item.pk


def _unit(item: WorkItem) -> str:
    return "co" if item.assignment is not None and item.assignment.kind == "co" else ""


def _notice(notice: Notice) -> Iterator[Target]:
    says = {"kind": "effect", "mode": "anonymous", "text": "东头小广场的公开栏还是旧的。"}
    yield Target("rectification:notice", "", (notice.pk,))
    yield Target("workflows:object", "", (notice.pk,), lambda: says)
    yield Target("rectification:sheet", "", (notice.token,))
    yield Target("workflows:object_by_link", "", (notice.token,), lambda: says)


# --- without a case -----------------------------------------------------------------------------


def waiting_office(town: Township, someone: Person) -> Appointment:
    """An office that the organisation office entered and a second person has to confirm."""
    return appoint(
        person=someone,
        role=Role.INS,
        organisation=town.office,
        valid_from=today(),
        entered_by=town.org,
    )


def waiting_roster(town: Township, more: str = "") -> WaitingFile:
    """An upload of the organisation office: a person known already, and more rows."""
    text = f"人员编号,姓名\n{town.org.code},{town.org.name}\n{more}"
    return keep_waiting(content=text.encode(), name="名册.csv", owner=town.org)
