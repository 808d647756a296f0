"""Who wrote and in which words: on no page, in no file, message, log or column but where entitled.

Planted by every way in: the public page, a note through the code, a register, a paper.
"""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from rectification import notifications
from rectification.enums import CaseStage
from rectification.models import Case, InAppNotice, Opinion, PaperScan, Person
from rectification.roles import Role
from tests.factories import in_office, person, takes_opinions
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.play import Play
from tests.workflows.test_reporter import places_with
from tests.workflows.web.solved import solved
from workflows.urls import urlpatterns as moving

NAMES = ("欧阳霁月", "司徒望舒", "上官听雪")
CONTACTS = ("13907774321", "18805551234", "纸质登记簿第9号")
WORDS = (
    "俺们屯子东头那几户压根儿没人来瞅过",
    "俺寻思着是五月初六晌午头",
    "那旮旯的路灯四月份起就没亮过",
    "公开栏上贴的还是老早以前的",
)
READING = (
    "inbox done submitted copies cases board receipt deputies messages organisations people "
    "pending_appointments opinions online_intake records accesses round_records account accounts"
)


@pytest.fixture
def planted(play: Play) -> Play:
    town = takes_opinions(play.town)
    branch = str(town.east.organisation.pk)
    sent = {"mode": "confidential", "text": WORDS[0], "organisation": branch, **solved()}
    answer = Client().post(
        reverse("workflows:opinion"), {**sent, "name": NAMES[0], "contact": CONTACTS[0]}
    )
    code = answer.context["code"]
    play.case = Case.objects.get()
    Client().post(reverse("workflows:add_to_opinion"), {"code": code, "text": WORDS[1]})
    _register(town.intake)
    _paper(town.east.clerk, branch)
    play.go_on_to(CaseStage.PLANNING)
    notifications.deliver_due(limit=1000)
    return play


def _register(intake: Person) -> None:
    rows = f"登记日期,意见内容,联系方式,反映人\n2026/5/6,{WORDS[2]}。,{CONTACTS[2]},{NAMES[2]}\n"
    desk = client_of(intake)
    file = SimpleUploadedFile("登记表.csv", rows.encode())
    url = desk.post(reverse("workflows:registers"), {"file": file}).headers["Location"]
    assert desk.post(url, {"confirm": "1"}).status_code == 302


def _paper(clerk: Person, branch: str) -> None:
    paper = {
        "kind": "letter",
        "source": "public_opinion",
        "mode": "named",
        "organisation": branch,
        "text": WORDS[3],
        "name": NAMES[1],
        "contact": CONTACTS[1],
        "received_on": "2026-05-08",
        "scan": pdf("来信.pdf"),
    }
    assert client_of(clerk).post(reverse("workflows:paper_opinion"), paper).status_code == 200


def addresses() -> Iterator[str]:
    """Every page without a number in its address, and those of every case."""
    yield from reading()
    for pattern in moving:
        # The table of authority is about offices and slow to draw.
        if "<" not in str(pattern.pattern) and "authority" not in pattern.name:
            yield reverse(f"workflows:{pattern.name}")


def reading() -> Iterator[str]:
    """Lists, searches, and the pages of every case."""
    yield from (reverse(f"rectification:{name}") for name in READING.split())
    # Half a name: the page repeats what it was asked for.
    yield f"{reverse('rectification:accounts')}?search={NAMES[0][:2]}"
    yield f"{reverse('rectification:cases')}?all=1"
    for case in Case.objects.all():
        yield reverse("rectification:case", args=[case.pk])
        yield reverse("workflows:opinion_of_case", args=[case.pk])
        for item in case.work_items.all():
            yield reverse("workflows:act", args=[item.pk])
            yield reverse("rectification:due", args=[case.pk, item.pk])
    for scan in PaperScan.objects.all():
        yield reverse("rectification:paper", args=[scan.pk])


def read(client: Client, url: str) -> str:
    """What a browser is given, workbooks unfolded."""
    response = client.get(url)
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(map(book.read, book.namelist()))
    return content.decode("utf-8", "replace")


def found(
    client: Client, words: tuple[str, ...], pages: Callable[[], Iterator[str]] = addresses
) -> set[tuple[str, str]]:
    return {
        (url, word)
        for url in pages()
        for body in [read(client, url)]
        for word in words
        if word in body or escape(word) in body
    }


def test_words_and_sender_are_shown_to_nobody_else(planted: Play) -> None:
    town = planted.town
    secret = (*NAMES, *CONTACTS, *WORDS)
    for reader in (town.officer, town.org, town.lg, town.east.secretary, town.east.clerk, None):
        client = client_of(reader) if reader else Client()
        assert found(client, secret) == set(), reader


@pytest.mark.long
@pytest.mark.authority
def test_words_and_sender_are_shown_to_no_kind_of_reader(planted: Play) -> None:
    town = planted.town
    offices = [
        in_office(person(f"任职{role}", branch=town.home), role, town.committee)
        for role in (Role.INS, Role.SUP, Role.ADM, Role.AUD)
    ]
    bodies = (town.dis[0], town.gen, town.pub, town.liaison, town.pse, town.dps)
    branches = (town.east.members[0], town.west.secretary, town.west.clerk)
    for reader in (*offices, *bodies, *branches):
        shown = found(client_of(reader), (*NAMES, *CONTACTS, *WORDS), reading)
        assert shown == set(), reader.name


def test_intake_officer_reads_the_words_and_not_the_sender(planted: Play) -> None:
    desk = client_of(planted.town.intake)
    assert found(desk, (*NAMES, *CONTACTS)) == set()
    shown = found(desk, WORDS)
    assert {word for _url, word in shown} == set(WORDS)
    opened = tuple(reverse("workflows:act", args=[0]).split("0"))[0]
    assert all(url.endswith("/opinion/") or url.startswith(opened) for url, _word in shown)


def test_sender_lies_in_no_column_file_message_or_log(
    planted: Play, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert places_with(*NAMES, *CONTACTS) == []
    out, err = capfd.readouterr()
    logged = "\n".join([caplog.text, out, err])
    assert [word for word in (*NAMES, *CONTACTS, *WORDS) if word in logged] == []
    assert InAppNotice.objects.filter(kind="opinion_added").exists()


def test_words_lie_with_the_opinion_and_its_notes_alone(planted: Play) -> None:
    assert set(places_with(*WORDS)) == {
        "rectification.Opinion.text",
        "rectification.HistoricalOpinion.text",
        "rectification.OpinionNote.text",
    }
    assert Opinion.objects.count() == 3
