"""Every page in both languages: no English in the Chinese one, no Chinese in the English one."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Notice, Person, SupervisionOrder, User
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.services.account_links import issue_link
from rectification.services.sealing import seal_case
from rectification.web.dates import due_words, full_date, list_date, moment
from tests.authenticator import enrolled
from tests.days import SHANGHAI
from tests.factories import (
    Township,
    acting,
    check_round,
    in_office,
    negative_list,
    person,
    takes_opinions,
)
from tests.house.reading import HAN, LATIN, entered_texts, inner_links, read, without
from tests.house.waiting import (
    LISTED,
    made_draw,
    waiting_identity,
    waiting_list,
    waiting_office,
    waiting_register,
    waiting_roster,
    waiting_rule,
    waiting_succession,
    waiting_visit,
)
from tests.workflows.offices import away, stands_in
from tests.workflows.play import Play, user_of
from workflows import act

ALLOWED: Final = re.compile(
    r"""
    \b(?:English|PDF|Word|Excel|JPEG|PNG|MB|UTF-8|GB18030|xlsx|CSV|A4)\b   # language; formats
    | \b[EFWI]-[A-Z]+\d?\b | \bM-0101\b      # codes of import rules; a sample code
    | https?://\S+                             # an address to type
    | ^X$                                       # a gateway of the chart
    | \b\d{4}-[BCM]-\d{4}\b                     # numbers of cases
    | \b[PT]-\d{4}\b                            # codes of people and organisations
    | \b(?:[A-Z2-7]{4}\ ){7}[A-Z2-7]{4}\b      # a key to type into an authenticator
    | \b(?:[0-9a-f]{8}\ ){7}[0-9a-f]{8}\b      # a hash
    | \b[0-9a-f]{16}\b                         # the seed of a draw
    | \bSHA-256\b | \b\d{4}-\d{4}\.[0-9a-f]{12}\b  # how a hash is made; a version of the calendar
    | Python|random\.Random|\.sample            # how anybody draws again
    | (?<![A-Za-z])[A-Z](?=列)                    # a column of a spreadsheet
    | \bS[0-5]\b | \bV[1-8]\b | \bT\d+\b        # scopes, criteria, rules
    | \b(?:CM|BR|ME)-[abc]\b | \b[A-E]\ (?=[\u4e00-\u9fff])  # check types, families
    """,
    re.VERBOSE,
)
LANGUAGES: Final = ("zh-hans", "en")
ISO_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Pages in front of which this stage puts nobody yet; what they say stands in their own tests.
UNVISITED: Final = frozenset(
    {
        "call_off",
        "correct_occasion",
        "decide_unsealing",
        "light_rule",
        "note_talk",
        "number_paper",
        "paper_told",
        "paper_withdrawal",
        "replace_evidence",
    }
)
# Another address asks for the same page, or the answer is no page.
NO_PAGE: Final = frozenset(
    {
        "healthz",
        "set_language",
        "logout",
        "log_out_elsewhere",
        "evidence",
        "original",
        "roster_refused",
        "batch_refused",
        "batch_progress",
        "register_refused",
        "add_to_opinion",
        "paper",
        "authority_workbook",
        "end_absence",
        "calendar_feed",
    }
)


class Page(NamedTuple):
    language: str
    address: str
    html: str


@pytest.fixture
def town(town: Township) -> Township:
    return takes_opinions(town)


Seen = dict[tuple[str, str, str], Page]


class Watched(Play):
    """A case whose steps are looked at in both languages, once for each level of cases."""

    def __init__(self, town: Township, clock: time_machine.Traveller, seen: Seen) -> None:
        super().__init__(town, clock)
        self.seen = seen

    def take(self, step: str, who: Person | None = None, **given: Any) -> act.Attempt:
        self.look(step, who)
        return super().take(step, who, **given)

    def look(self, step: str, who: Person | None = None) -> None:
        """The page of the step as its holder sees it."""
        item = self.item(step, who)
        address = reverse("workflows:act", args=[item.pk])
        for language in LANGUAGES:
            if (step, self.level, language) not in self.seen:
                response = client_of(who or self.holder_of(item), language).get(address)
                assert response.status_code == 200, address
                page = Page(language, address, response.content.decode())
                self.seen[step, self.level, language] = page


class Stage:
    """Cases that together pass every step; some stop on the way to fill the lists."""

    def __init__(self, town: Township, clock: time_machine.Traveller) -> None:
        self.town, self.clock = town, clock
        self.seen: Seen = {}

    def begun(self, stage: str, level: str = CaseLevel.BRANCH, **given: Any) -> Watched:
        play = Watched(self.town, self.clock, self.seen)
        play.co_units = given.pop("co_units", [])
        play.bring_to(stage, level, **given)
        return play

    def play_to_closure(self) -> None:
        """With a co-unit and a notice; without notice and with verifiers who differ."""
        self.begun(CaseStage.CLOSED, co_units=[self.town.west.organisation])
        waived = self.begun(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
        waived.take("propose_publication", decision="waive")
        for step in ("approve_publication", "agree_waiver", "assign_verifiers"):
            waived.take(step)
        waived.take("verify", self.town.dis[1])
        waived.take("verify", self.town.dis[2], **waived.failing())
        waived.look("settle_verification")
        waiting_identity(self.town.dis[1], waived.case)
        whole = self.begun(CaseStage.VERIFYING, CaseLevel.COMMITTEE)
        whole.take("assign_verifiers")
        whole.look("name_outsider")

    def play_aside(self) -> None:
        """Declined, contested, shown to residents, not accepted, proposed to be ended."""
        designated = self.begun(CaseStage.PENDING_CLAIM)
        designated.take("claim", decision="decline")
        designated.take("dispatch")
        designated.let_lapse()
        designated.take("assign_owner")
        contested = self.begun(CaseStage.IN_NOTICE, CaseLevel.COMMITTEE)
        contested.object("effect")
        contested.take("handle_objection")
        contested.object("facts")
        contested.take("handle_objection", decision="wrong")
        contested.look("decide_termination")
        shown = self.begun(CaseStage.NOTICE_PREP)
        shown.take("propose_publication", scope="S4")
        shown.go_on_to(CaseStage.IN_NOTICE)
        rejected = self.begun(CaseStage.SUBMITTED)
        rejected.take("triage", decision="reject")
        rejected.take("confirm_rejection")
        ended = self.begun(CaseStage.PLANNING, CaseLevel.MEMBER)
        ended.propose_termination()
        ended.look("decide_termination")

    def play_disputes(self) -> None:
        """A share that is mediated and refused again, one that nobody answers, an owner twice."""
        town = self.town
        units = [town.west.organisation, town.general_office]
        disputed = self.begun(CaseStage.PENDING_CLAIM, co_units=units)
        disputed.take("accept_share", town.west.secretary, decision="decline")
        disputed.take("mediate_share", decision="changed")
        disputed.take("accept_share", town.west.secretary, decision="decline")
        disputed.look("decide_share")
        disputed.let_lapse()
        disputed.look("propose_share")
        refused = self.begun(CaseStage.PENDING_CLAIM)
        refused.take("claim", decision="decline")
        refused.take("dispatch")
        refused.take("claim", decision="decline")
        refused.take("settle_owner")

    def move_days(self) -> None:
        """More time asked for, a change of the plan begun, a pause, an order to be answered."""
        waits, changing, paused, ordered = (self.begun(CaseStage.RECTIFYING) for _ in range(4))
        waits.ask_extension()
        changing.begin_change()
        paused.ask_pause()
        paused.take("agree_pause")
        ordered.issue_order()

    def leave_beside(self) -> None:
        """A visit, a draw and a rule; a report that is merged, one handed over, one sealed."""
        town = self.town
        waiting_visit(town)
        made_draw(town)
        waiting_rule(town)
        master = self.begun(CaseStage.REGISTERED).case
        joined, gone, secret = (Play(town, self.clock) for _ in range(3))
        joined.opinion()
        joined.take("triage", town.intake, decision="merge", master=master.pk)
        gone.opinion()
        gone.take("triage", town.intake, decision="transfer")
        secret.report()
        seal_case(case=secret.case, actor=acting(town.officer), ground="undetermined")

    def leave_open(self) -> None:
        """An opinion, a draft, a fresh report, a long-term matter, a deputy and an absence."""
        east, org = self.town.east, self.town.org
        stands_in(east.clerk, east.secretary, Role.SEC, approved_by=org)
        away(east.secretary)
        heard = Watched(self.town, self.clock, self.seen)
        heard.opinion()
        heard.look("triage")
        drafted = Play(self.town, self.clock)
        drafted.draft(self.town.east.members[0])
        self.begun(CaseStage.SUBMITTED, CaseLevel.MEMBER)
        self.begun(CaseStage.RECTIFYING, deadline_class="long_term")
        waiting_office(self.town, self.town.east.members[1])
        waiting_succession(self.town, self.town.west.members[1])
        waiting_roster(self.town)
        waiting_list(self.town)
        waiting_register(self.town)


def readers(town: Township) -> list[Person | None]:
    """Somebody without an account, and one of each kind of reader."""
    branch = [town.east.members[0], town.east.secretary, town.west.secretary]
    offices = [town.org, town.pse, town.lg, town.intake, town.officer, town.dis[1], town.gen]
    administrator = in_office(person("管机长"), Role.ADM, town.committee)
    before_the_code = person("持码人")
    enrolled(before_the_code.user)
    auditor = in_office(person("审计长"), Role.AUD, town.committee)
    return [None, *branch, *offices, administrator, auditor, before_the_code]


def client_of(someone: Person | None, language: str) -> Client:
    """Who has chosen the language in this browser: pages that ignore his session ask its cookie."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if someone is None:
        return client
    user = user_of(someone)
    user.language = language
    user.save(update_fields=["language"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages_of(someone: Person | None, language: str) -> Iterator[Page]:
    """What one reader can reach: the plain addresses, and whatever is linked from there."""
    client = client_of(someone, language)
    waiting = [*plain_addresses(), *posted_addresses(), *ordered_addresses(), link_address()]
    asked: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in asked or name_of(address) in NO_PAGE or "month=" in address:
            continue  # A month leads to the next one without end.
        asked.add(address)
        response = client.get(address)
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and kind.startswith(("text/html", "image/svg")):
            page = Page(language, address, response.content.decode())
            waiting += inner_links(address, read(page.html)[1])
            yield page


def name_of(address: str) -> str:
    return resolve(address.split("?")[0]).url_name or ""


def plain_addresses() -> list[str]:
    return [f"/{route}" for route, _name in routes() if "<" not in route]


def ordered_addresses() -> list[str]:
    """What is pressed or folded on the page of a case, and has an address as well."""
    return [
        reverse(name, args=[order.case_id])
        for name in ("workflows:urge", "rectification:plan_versions")
        for order in SupervisionOrder.objects.all()
    ]


def posted_addresses() -> list[str]:
    """Where the codes on posted sheets lead."""
    return [
        reverse(name, args=[notice.token])
        for name in ("rectification:sheet", "workflows:object_by_link")
        for notice in Notice.objects.filter(withdrawn_at=None)
    ]


def link_address() -> str:
    """Where a one-time link leads."""
    user = User.objects.order_by("pk")[0]
    return reverse("rectification:account_link", args=[issue_link(user=user, by=None)])


def routes(found: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in (found or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or ""
        else:
            yield from routes(pattern, route)


def is_foreign(language: str, text: str) -> bool:
    """Words of the other language, or a date as a machine writes it."""
    told = ALLOWED.sub(" ", text.replace("简体中文", " "))
    return bool((HAN if language == "en" else LATIN).search(told) or ISO_DATE.search(told))


def holidays() -> set[str]:
    """Named as the notice of the State Council names them, in either language."""
    return {day.name for day in current_calendar().special_days.values()}


@pytest.mark.long
def test_pages_speak_one_language(town: Township, clock: time_machine.Traveller) -> None:
    stage = Stage(town, clock)
    stage.play_to_closure()
    stage.play_aside()
    stage.play_disputes()
    stage.move_days()
    stage.leave_beside()
    stage.leave_open()
    negative_list(town)
    check_round(town)
    pages = list(stage.seen.values())
    for someone in readers(town):
        for language in LANGUAGES:
            pages += pages_of(someone, language)
    entered = sorted({*entered_texts(), *LISTED, *holidays()}, key=len, reverse=True)
    told = {(page.language, text): page.address for page in pages for text in read(page.html)[0]}
    leftovers = {
        text: address
        for (language, text), address in told.items()
        if is_foreign(language, without(text, entered))
    }
    assert leftovers == {}
    assert {name for _route, name in routes()} - {name_of(p.address) for p in pages} == (
        NO_PAGE | UNVISITED
    )


@pytest.mark.parametrize(
    ("language", "in_full", "in_lists", "with_time", "until"),
    [
        ("zh-hans", "2026年5月8日", "5月8日", "5月8日 16:05", "5月8日（星期五）24:00 前"),
        ("en", "May 8, 2026", "May 8", "May 8 16:05", "by May 8 (Fri) 24:00"),
    ],
)
def test_dates_as_each_language_writes_them(
    clock: time_machine.Traveller,
    language: str,
    in_full: str,
    in_lists: str,
    with_time: str,
    until: str,
) -> None:
    day = date(2026, 5, 8)
    with translation.override(language):
        assert full_date(day) == in_full
        assert list_date(day) == in_lists
        assert list_date(date(2025, 5, 8)) == in_full.replace("2026", "2025")
        assert moment(datetime(2026, 5, 8, 16, 5, tzinfo=SHANGHAI)) == with_time
        assert due_words(day) == until


@pytest.mark.parametrize(
    ("language", "text", "foreign"),
    [
        ("zh-hans", "时限 Overdue", True),
        ("zh-hans", "公开范围：S2 本支部党员，PDF 文件，2026-B-0001", False),
        ("zh-hans", "时限 2026-05-08", True),
        ("en", "Due 今天", True),
        ("en", "Due today 简体中文", False),
    ],
)
def test_a_leftover_is_noticed(language: str, text: str, foreign: bool) -> None:
    assert is_foreign(language, text) is foreign
