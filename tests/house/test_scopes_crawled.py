"""A reader of each scope follows every link and tries every number as himself (4.6, 4.9, 0.3).

Notices of each scope stand on the board, and what they were made from says other words: nobody
finds these, nor who reported, in pages, posted sheets, the calendar, files or headers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.header import decode_header, make_header
from html import unescape
from typing import Any, Final
from urllib.parse import quote, unquote

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, PublicationScope, ReporterMode
from rectification.models import Case, Evidence, Notice, Opinion, Person, WorkItem
from rectification.services.calendar_feeds import switch_on
from rectification.services.identities import seal_identity
from tests.days import at
from tests.factories import Township, case_in, opinion_of, takes_opinions
from tests.house.crawling import crawl, guessed_addresses, plain_addresses, posted_addresses
from tests.rectification.web.desk import client_of, post_notice
from tests.workflows.play import user_of

pytestmark = pytest.mark.django_db

NOW = at("2026-06-03", "10:00:00")
SCOPES: Final = ("S1", "S2", "S3", "S4", "S5")
READ: Final[Mapping[str, frozenset[str]]] = {
    "concerned": frozenset(SCOPES),
    "member": frozenset(SCOPES[1:]),
    "other branch": frozenset(SCOPES[2:]),
    "resident": frozenset(SCOPES[3:]),
    "outsider": frozenset(SCOPES[4:]),
}
"""Who reads which notices; the resident has the link of the one sheet that hangs in his village."""


def public(scope: str) -> str:
    return f"公示文字{scope}甲"


def original(scope: str) -> Mapping[str, str]:
    """What stands in the case and in none of its notices."""
    return {
        "title": f"原题{scope}乙",
        "description": f"原述{scope}丙",
        "words": f"来信{scope}丁",
        "name": f"司马举{scope}",
        "contact": f"后山{scope}戊",
    }


@dataclass(frozen=True)
class Board:
    town: Township
    notices: Mapping[str, Notice]

    def person(self, who: str) -> Person | None:
        east, west = self.town.east, self.town.west
        return {
            "concerned": east.members[0],
            "member": east.members[1],
            "other branch": west.members[0],
        }.get(who)

    def client(self, who: str) -> Client:
        someone = self.person(who)
        return client_of(someone) if someone else Client()

    def starts(self, who: str) -> list[str]:
        """The plain addresses, his own calendar, and the sheet that he has scanned."""
        someone = self.person(who)
        feed = [self._feed(someone)] if someone else []
        sheets = posted_addresses(self.notices["S4"]) if who == "resident" else []
        return [*plain_addresses(), *feed, *sheets]

    def _feed(self, someone: Person) -> str:
        return reverse("rectification:calendar_feed", args=[switch_on(user=user_of(someone))])

    def guesses(self) -> list[str]:
        keys: set[int] = set()
        for model in (Case, Notice, Opinion, Evidence, WorkItem):
            keys |= set(model.objects.values_list("pk", flat=True))
        return guessed_addresses(keys)


@pytest.fixture
def board(town: Township, settings: Any, tmp_path: Any) -> Board:
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()
    takes_opinions(town)
    return Board(town, {scope: noticed(town, scope) for scope in SCOPES})


def noticed(town: Township, scope: str) -> Notice:
    """In the narrow scopes a member's own case, in the others one of his branch from an opinion."""
    told = original(scope)
    level = CaseLevel.MEMBER if scope in ("S1", "S2") else CaseLevel.BRANCH
    case = case_in(
        town,
        CaseStage.NOTICE_PREP,
        level=level,
        title=told["title"],
        description=told["description"],
    )
    case.stage = CaseStage.IN_NOTICE
    case.save()
    told_by = {"mode": ReporterMode.CONFIDENTIAL, "receipt_hash": scope.ljust(64, "0")}
    opinion = opinion_of(case, text=told["words"], **told_by)
    seal_identity(opinion=opinion, name=told["name"], contact=told["contact"])
    notice = post_notice(town, case, PublicationScope(scope))
    notice.decision.title = notice.decision.text = public(scope)
    notice.decision.save()
    return notice


def hidden(who: str) -> list[str]:
    """Everything original; the person concerned reads his own case, but nobody's words or name."""
    return [
        word
        for scope in SCOPES
        for kind, word in original(scope).items()
        if not (who == "concerned" and scope in ("S1", "S2") and kind in ("title", "description"))
    ]


def told(response: Any) -> str:
    """Body and headers, as a browser would read them."""
    streamed = getattr(response, "streaming", False)
    body = b"".join(response.streaming_content) if streamed else response.content
    headers = [str(make_header(decode_header(value))) for value in response.headers.values()]
    return "\n".join([unescape(body.decode("utf-8", "replace")), *map(unquote, headers)])


def words_on(pages: Iterable[tuple[str, Any]], words: Iterable[str]) -> dict[str, str]:
    """Each of the words that stands somewhere, with one address of it."""
    wanted, found = list(words), {}
    for address, response in pages:
        text = told(response)
        found |= {word: address for word in wanted if word in text}
    return found


def look(board: Board, who: str, starts: list[str]) -> None:
    wanted = [public(scope) for scope in SCOPES]
    pages = crawl(board.client(who), starts)
    found = words_on(pages, [*wanted, *hidden(who)])
    assert found.keys() == {public(scope) for scope in READ[who]}, found


@pytest.mark.parametrize("who", READ)
def test_reader_finds_what_is_shown_to_him_and_no_original(board: Board, who: str) -> None:
    look(board, who, board.starts(who))


@pytest.mark.long
@pytest.mark.parametrize("who", READ)
def test_no_number_leads_to_more(board: Board, who: str) -> None:
    look(board, who, [*board.starts(who), *board.guesses()])


def test_resident_of_another_village_has_no_sheet(board: Board) -> None:
    pages = crawl(Client(), posted_addresses(board.notices["S5"]))
    assert words_on(pages, [public("S4"), *hidden("outsider")]) == {}


@pytest.mark.parametrize("kind", original("S5"))
def test_original_that_got_into_a_notice_is_found(board: Board, kind: str) -> None:
    """The search itself is sound: planted once, it is found by the outsider."""
    decision = board.notices["S5"].decision
    decision.text = f"{public('S5')}：{original('S5')[kind]}"
    decision.save()
    pages = crawl(Client(), board.starts("outsider"))
    assert words_on(pages, hidden("outsider")).keys() == {original("S5")[kind]}


def test_original_in_a_header_or_as_a_mark_of_html_is_found() -> None:
    word = original("S3")["title"]
    named = HttpResponse(headers={"Content-Disposition": f"filename*=UTF-8''{quote(word)}"})
    titled = HttpResponse(headers={"X-Title": word})
    coded = HttpResponse("".join(f"&#{ord(sign)};" for sign in word))
    for response in (named, titled, coded):
        assert words_on([("/here/", response)], hidden("outsider")) == {word: "/here/"}
