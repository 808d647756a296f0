"""Every page in both languages: no English in the Chinese one, no Chinese in the English one."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Person, WorkItem
from rectification.web.dates import due_words, full_date, list_date, moment
from tests.factories import Township, acting, township
from tests.house.reading import HAN, LATIN, entered_texts, inner_links, read, without
from tests.workflows.play import MONDAY, SHANGHAI, Play, user_of
from workflows.act import may_take

ALLOWED: Final = re.compile(
    r"""
    \b(?:English|PDF|Word|Excel|JPEG|PNG|MB|UTF-8)\b   # the other language; formats of files
    | \b\d{4}-[BCM]-\d{4}\b                     # numbers of cases
    | \b[PT]-\d{4}\b                            # codes of people and organisations
    | \bS[0-5]\b | \bV[1-8]\b | \bT\d+\b        # scopes, criteria, rules
    | \b(?:CM|BR|ME)-[abc]\b | \b[A-E]\ (?=[\u4e00-\u9fff])  # check types, families
    """,
    re.VERBOSE,
)
ISO_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Another address asks for the same page, or the answer is no page.
NO_PAGE: Final = frozenset({"healthz", "set_language", "logout", "evidence"})


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller, settings: Any) -> Township:
    settings.OPINIONS_ONLINE = True
    return township()


def at_work(town: Township, clock: time_machine.Traveller) -> Iterator[Play]:
    """Cases at every step that somebody can hold, those that let days pass first."""

    def brought(stage: str, level: str = CaseLevel.BRANCH, **given: Any) -> Play:
        play = Play(town, clock)
        play.bring_to(stage, level, **given)
        return play

    yield brought(CaseStage.CLOSED)
    yield brought(CaseStage.LONG_TERM, deadline_class="long_term")
    split = brought(CaseStage.VERIFYING)
    split.take("assign_verifiers")
    yield split
    split = brought(CaseStage.VERIFYING)
    split.take("assign_verifiers")
    split.take("verify", town.dis[1])
    split.take("verify", town.dis[2], **split.failing())
    yield split
    yield brought(CaseStage.VERIFYING, CaseLevel.MEMBER)
    for kind in ("effect", "privacy"):
        contested = brought(CaseStage.IN_NOTICE)
        contested.object(kind)
        yield contested
    yield brought(CaseStage.IN_NOTICE, CaseLevel.COMMITTEE)
    steps = ("propose_publication", "review_secrecy", "check_redaction", "hear_person")
    for last in range(len(steps) + 2):
        prepared = brought(CaseStage.NOTICE_PREP)
        for step in (*steps, "approve_publication")[:last]:
            prepared.take(step)
        yield prepared
    waived = brought(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    waived.take("propose_publication", decision="waive")
    waived.take("approve_publication")
    yield waived
    yield brought(CaseStage.FIRST_REVIEW, CaseLevel.MEMBER)
    yield brought(CaseStage.RECTIFYING, co_units=[town.west.organisation])
    for level in CaseLevel.values:
        yield brought(CaseStage.PLAN_REVIEW, level)
    shared = Play(town, clock)
    shared.co_units = [town.west.organisation]
    shared.bring_to(CaseStage.PENDING_CLAIM)
    yield shared
    refused = brought(CaseStage.PENDING_CLAIM)
    refused.take("claim", decision="decline")
    yield refused
    ended = brought(CaseStage.PLANNING)
    ended.propose_termination()
    yield ended
    rejected = brought(CaseStage.SUBMITTED)
    rejected.take("triage", decision="reject")
    yield rejected
    heard = Play(town, clock)
    heard.opinion()
    yield heard
    drafted = Play(town, clock)
    drafted.case = drafted.draft(town.east.members[0])
    yield drafted
    yield brought(CaseStage.SUBMITTED, CaseLevel.MEMBER)


def readers(town: Township) -> list[Person | None]:
    """One of each office, a member, and somebody without an account."""
    return [
        None,
        town.east.members[0],
        town.east.secretary,
        town.east.clerk,
        town.west.secretary,
        *(town.pse, town.dps, town.lg, town.intake, town.officer, town.org, town.gen, town.pub),
        town.liaison,
        *town.dis[:3],
    ]


def client_of(someone: Person | None, language: str) -> Client:
    client = Client()
    if someone is None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client
    user = user_of(someone)
    user.language = language
    user.save(update_fields=["language"])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def held_pages(someone: Person | None) -> list[str]:
    if someone is None:
        return [reverse("rectification:login"), reverse("workflows:opinion")]
    user = user_of(someone)
    return [
        reverse("workflows:act", args=[item.pk])
        for item in WorkItem.objects.filter(closed_at=None)
        if may_take(user, item)
    ]


def pages_of(someone: Person | None, language: str) -> Iterator[tuple[str, str]]:
    """The pages of one reader: those of his steps, and whatever is linked from the first page."""
    client = client_of(someone, language)
    waiting = [reverse("rectification:inbox"), *plain_addresses(), *held_pages(someone)]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen or resolve(address.split("?")[0]).url_name in NO_PAGE:
            continue
        seen.add(address)
        response = client.get(address)
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and kind.startswith(("text/html", "image/svg")):
            html = response.content.decode()
            waiting += inner_links(address, read(html)[1])
            yield address, html


def plain_addresses() -> list[str]:
    return [f"/{route}" for route, _name in routes() if "<" not in route]


def routes(found: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in (found or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name or ""
        else:
            yield from routes(pattern, route)


def foreign(language: str, texts: list[str]) -> list[str]:
    """The texts that hold words of the other language, or a date as a machine writes it."""
    wrong = HAN if language == "en" else LATIN
    told = [ALLOWED.sub(" ", text.replace("中文", " ")) for text in texts]
    return [text for text in told if wrong.search(text) or ISO_DATE.search(text)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_one_language(
    town: Township, clock: time_machine.Traveller, language: str
) -> None:
    assert list(at_work(town, clock))
    entered = entered_texts()
    leftovers: dict[str, str] = {}
    visited: set[str] = set()
    for someone in readers(town):
        for address, html in pages_of(someone, language):
            visited.add(resolve(address.split("?")[0]).url_name or "")
            for text in foreign(language, without(read(html)[0], entered)):
                leftovers.setdefault(text, address)
    assert leftovers == {}
    assert {name for _route, name in routes()} - visited - NO_PAGE == set()


@pytest.mark.parametrize(
    ("language", "in_full", "in_lists", "with_time", "until"),
    [
        ("zh-hans", "2026年5月8日", "5月8日", "5月8日 16:05", "5月8日（周五）24:00 前"),
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
