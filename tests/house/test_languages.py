"""Every page in both languages: no English in the Chinese one, no Chinese in the English one."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from rectification.documents.papers import annual_report
from rectification.enums import CaseStage, DocumentVariant
from rectification.models import (
    Case,
    ListFile,
    Organisation,
    Person,
    PublicationConsent,
    Screen,
    SupervisionOrder,
    User,
)
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services.account_links import issue_link
from rectification.services.screens import register_screen
from rectification.web.dates import due_words, full_date, list_date, moment
from tests.days import SHANGHAI
from tests.factories import (
    Township,
    check_round,
    negative_list,
    takes_opinions,
)
from tests.house.crawling import (
    Share,
    Shares,
    crawl,
    is_page,
    name_of,
    plain_addresses,
    posted_addresses,
    routes,
)
from tests.house.reading import HAN, LATIN, entered_texts, read, without
from tests.house.staged import LANGUAGES, Page, Stage, client_of, readers
from tests.house.waiting import (
    LISTED,
)

ALLOWED: Final = re.compile(
    r"""
    \b(?:English|PDF|Word|Excel|JPEG|PNG|MB|UTF-8|GB18030|xlsx|CSV|A4)\b   # language; formats
    | \b[EFWI]-[A-Z]+\d?\b | \bM-0101\b      # codes of import rules; a sample code
    | https?://\S+                             # an address to type
    | ^X$                                       # a gateway of the chart
    | (?a:\b)\d{4}-[BCM]-\d{4}(?a:\b)           # numbers of cases
    | \b[PT]-\d{4}\b                            # codes of people and organisations
    | \b(?:[A-Z2-7]{4}\ ){7}[A-Z2-7]{4}\b      # a key to type into an authenticator
    | \b(?:[0-9a-f]{8}\ ){7}[0-9a-f]{8}\b      # a hash
    | \b(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}\b  # the code of a checkpoint
    | \b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b  # that of a document
    | \b[0-9a-f]{16}\b                         # the seed of a draw
    | \bSHA-256\b | \b\d{4}-\d{4}\.[0-9a-f]{12}\b  # how a hash is made; a version of the calendar
    | Python|random\.Random|\.sample            # how anybody draws again
    | (?<![A-Za-z])[A-Z](?=列)                    # a column of a spreadsheet
    | \bS[0-5]\b | \bV[1-8]\b | \bT\d+\b        # scopes, criteria, rules
    | \b(?:CM|BR|ME)-[abc]\b | \b[A-E]\ (?=[\u4e00-\u9fff])  # check types, families
    """,
    re.VERBOSE,
)
ISO_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Another address asks for the same page, or the answer is no page.
NO_PAGE: Final = frozenset(
    {
        "healthz",
        "set_language",
        "logout",
        "log_out_elsewhere",
        "evidence",
        "original",
        "look_back_file",
        "look_back_original",
        "list_file",
        "freeze_list",
        "list_version_file",
        "public_list_file",
        "fetch_list",
        "paper_file",
        "document_file",
        "signed_copy",
        "house_template",
        "paper_template_file",
        "annual_report",
        "roster_refused",
        "batch_refused",
        "batch_progress",
        "register_refused",
        "add_to_opinion",
        "ask_review",
        "paper",
        "authority_workbook",
        "end_absence",
        "calendar_feed",
    }
)

# Beside every case alike, and no link on them that is not on the case's page.
LEADING_NOWHERE: Final = frozenset(
    {
        "chart",
        "case_as_of",
        "case_changes",
        "list_as_of",
        "due",
        "declare_recusal",
        "evidence_page",
        "propose_lesson",
        "confirm_lesson",
        "send_lesson",
        "begin_look_back",
        "begin_disclosure",
        "enter_recusal",
        "issue_document",
        "issue_order",
        "send_copy",
        "sheet",
        "object_by_link",
    }
)


@pytest.fixture
def town(town: Township) -> Township:
    return takes_opinions(town)


def pages_of(someone: Person | None, language: str, shares: Shares) -> Iterator[Page]:
    """What one reader can reach: the plain addresses, and whatever is linked from there."""
    starts = [*plain_addresses(), *posted_addresses(), *beside_addresses()]
    starts += [link_address(), screen_address()]
    reader, share = client_of(someone, language), Share(shares)
    for address, response in crawl(reader, starts, NO_PAGE, share.wants):
        if is_page(response):
            share.note(address)
            yield Page(language, address, response.content.decode())


def beside_addresses() -> list[str]:
    """What is pressed or folded on the page of a case, and has an address as well."""
    ordered = SupervisionOrder.objects.values_list("case", flat=True)
    closed = Case.objects.filter(stage=CaseStage.CLOSED).values_list("pk", flat=True)
    consented = PublicationConsent.objects.values_list("case", flat=True)
    made = ListFile.objects.values_list("pk", flat=True)
    lessons = ("propose_lesson", "confirm_lesson", "send_lesson")
    return [
        *(reverse("workflows:urge", args=[pk]) for pk in ordered),
        *(reverse("rectification:plan_versions", args=[pk]) for pk in ordered),
        *(reverse("rectification:list_job", args=[pk]) for pk in made),
        *(reverse("workflows:begin_look_back", args=[pk]) for pk in closed),
        *(reverse(f"workflows:{name}", args=[pk]) for name in lessons for pk in closed),
        *(reverse("workflows:withdraw_consent", args=[pk]) for pk in consented),
    ]


def link_address() -> str:
    """Where a one-time link leads."""
    user = User.objects.order_by("pk")[0]
    return reverse("rectification:account_link", args=[issue_link(user=user, by=None)])


def screen_address() -> str:
    """What stands before residents."""
    screen = Screen.objects.order_by("pk")[0]
    _newer, token = register_screen(
        by=screen.registered_by,
        organisation=screen.organisation,
        name=screen.name,
        place=screen.place,
    )
    return reverse("rectification:on_screen", args=[token])


def is_foreign(language: str, text: str) -> bool:
    """Words of the other language, or a date as a machine writes it."""
    told = ALLOWED.sub(" ", text.replace("简体中文", " "))
    return bool((HAN if language == "en" else LATIN).search(told) or ISO_DATE.search(told))


def holidays() -> set[str]:
    """Named as the notice of the State Council names them, in either language."""
    return {day.name for day in current_calendar().special_days.values()}


def report_titles() -> set[str]:
    """A paper speaks Chinese, whoever has it issued."""
    day, variant = today(), DocumentVariant.INTERNAL
    places = Organisation.objects.all()
    return {annual_report(place, day.year, day, variant).title for place in places}


@pytest.mark.long(first=True)
def test_pages_speak_one_language(town: Township, clock: time_machine.Traveller) -> None:
    """Everybody reads Chinese, every sixth reader English; of pages that lead nowhere some."""
    read_everything(town, clock, english=6, shared=LEADING_NOWHERE)


@pytest.mark.long
@pytest.mark.authority
def test_pages_speak_one_language_to_everybody(
    town: Township, clock: time_machine.Traveller
) -> None:
    read_everything(town, clock, english=1, shared=())


def read_everything(
    town: Township, clock: time_machine.Traveller, *, english: int, shared: Collection[str]
) -> None:
    pages = played_pages(town, clock)
    shares = {language: Shares(shared) for language in LANGUAGES}
    for number, someone in enumerate(readers(town)):
        for language in LANGUAGES if number % english == 0 else LANGUAGES[:1]:
            pages += pages_of(someone, language, shares[language])
    entered = {*entered_texts(), *LISTED, *holidays(), *report_titles()}
    longest_first = sorted(entered, key=len, reverse=True)
    told = {(page.language, text): page.address for page in pages for text in read(page.html)[0]}
    leftovers = {
        text: address
        for (language, text), address in told.items()
        if is_foreign(language, without(text, longest_first))
    }
    assert leftovers == {}
    assert {name for _route, name in routes()} - {name_of(p.address) for p in pages} == NO_PAGE


def played_pages(town: Township, clock: time_machine.Traveller) -> list[Page]:
    """What was seen on the way of every kind of case, in both languages."""
    stage = Stage(town, clock)
    stage.play_to_closure()
    stage.look_back()
    stage.disclose()
    stage.contradict()
    stage.play_aside()
    stage.play_disputes()
    stage.move_days()
    stage.leave_beside()
    stage.tell_others()
    stage.refer()
    stage.leave_open()
    negative_list(town)
    check_round(town)
    return list(stage.seen.values())


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
