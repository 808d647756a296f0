"""党性体检: an answer is planted and searched for; it is its author's alone, and then nobody's."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from rectification import notifications
from rectification.enums import CaseStage
from rectification.models import Case, CheckItem, CheckRound, MemberCheck, Person, SelfCheck
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.check_rounds import mark_self_checked
from rectification.services.self_checks import answers_of
from rectification.tasks import forget_answers
from tests.factories import Township, check_round, in_office, negative_list, person
from tests.rectification.web.desk import client_of
from tests.workflows.test_reporter import places_with

pytestmark = pytest.mark.django_db

WORD = "夜深时我也曾动摇过"
BY_ITSELF = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def running(town: Township) -> CheckRound:
    return check_round(town)


@pytest.fixture
def author(town: Township) -> Person:
    return town.east.members[0]


@pytest.fixture
def item(running: CheckRound) -> CheckItem:
    found = running.items.filter(level="M").first()
    assert found is not None
    return found


def page(round_: CheckRound) -> str:
    return reverse("rectification:self_check", args=[round_.pk])


def written(item: CheckItem) -> dict[str, str]:
    return {f"answer_{item.pk}": "partly", f"text_{item.pk}": WORD}


def outsider(town: Township, role: Role) -> Person:
    return in_office(person(f"外人{role}"), role, town.committee)


def everybody(town: Township) -> Iterator[Person]:
    yield from (town.pse, town.dps, town.lg, town.intake, town.officer, town.org, town.gen)
    yield from (town.pub, town.liaison, *town.dis, *town.west.members)
    yield from (town.east.secretary, town.east.clerk, *town.east.members[1:])
    for role in (Role.ADM, Role.AUD, Role.SUP, Role.INS):
        yield outsider(town, role)


def addresses() -> Iterator[str]:
    """Every page of the house that needs no key."""
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            if "<" not in str(inner.pattern) and inner.name:
                space = getattr(pattern, "namespace", None)
                yield reverse(f"{space}:{inner.name}" if space else inner.name)


def test_answers_are_their_authors_alone_until_they_are_nobodys(
    town: Township,
    author: Person,
    running: CheckRound,
    item: CheckItem,
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    client = client_of(author)
    assert client.post(page(running), written(item), **BY_ITSELF).status_code == 200
    assert client.post(page(running), {**written(item), "done": "1"}).status_code == 302
    assert WORD in client.get(page(running)).content.decode()

    # Before the deletion: in everything else's eyes it is not there.
    notifications.deliver_due(limit=1000)
    assert places_with(WORD) == []
    assert WORD.encode() not in database()
    for someone in everybody(town):
        assert WORD not in client_of(someone).get(page(running)).content.decode(), someone
    for someone in (author, town.east.secretary, outsider(town, Role.ADM)):
        reader = client_of(someone)
        for url in addresses():
            answer = reader.get(url)
            told = b"".join(answer) if answer.streaming else answer.content
            assert WORD.encode() not in told, (url, someone)
    logged = "\n".join(
        [caplog.text, *(str(r.__dict__) for r in caplog.records), *capfd.readouterr()]
    )
    assert WORD not in logged

    # Over: it opens for nobody, and the night takes it.
    clock.shift(timedelta(days=31))
    assert client_of(author).get(page(running)).status_code == 404
    assert forget_answers() == 1
    assert not SelfCheck.objects.exists()
    assert places_with(WORD) == []
    assert WORD.encode() not in database()
    assert MemberCheck.objects.count() == 1


def database() -> bytes:
    """What lies in the file of the database, free pages too; elsewhere nothing can be looked at."""
    if connection.vendor != "sqlite":
        return b""
    raw: sqlite3.Connection = connection.connection
    return bytes(raw.serialize())


def test_search_would_find_what_lies_open(running: CheckRound, author: Person) -> None:
    SelfCheck.objects.create(round=running, person=author, sealed=WORD.encode())
    assert places_with(WORD) == ["rectification.SelfCheck.sealed"]


def test_last_day_still_counts_and_the_answers_stay_until_it_is_over(
    author: Person, running: CheckRound, item: CheckItem, clock: time_machine.Traveller
) -> None:
    client_of(author).post(page(running), written(item))
    clock.shift(timedelta(days=30))
    assert running.ends_on == today()
    assert forget_answers() == 0
    assert WORD in client_of(author).get(page(running)).content.decode()


def test_nobody_else_is_shown_a_page_of_answers(
    town: Township, author: Person, running: CheckRound, item: CheckItem
) -> None:
    client_of(author).post(page(running), written(item))
    for role in (Role.ADM, Role.AUD, Role.SUP):
        someone = outsider(town, role)
        assert client_of(someone).get(page(running)).status_code == 404
        assert client_of(someone).post(page(running), written(item)).status_code == 404
    neighbour = authority_of(town.east.members[1].user)
    assert answers_of(round_=running, by=neighbour) == {}
    assert Client().get(page(running)).status_code == 302
    # No address and no argument of a service names the member whose answers are meant.
    names = [str(p.pattern) for p in _patterns() if p.name == "self_check"]
    assert names == ["checks/<int:pk>/mine/"]


def _patterns() -> Iterator[Any]:
    for pattern in get_resolver().url_patterns:
        yield from getattr(pattern, "url_patterns", [pattern])


def test_answers_that_are_written_anew_leave_no_former_version(
    author: Person, running: CheckRound, item: CheckItem
) -> None:
    client = client_of(author)
    client.post(page(running), written(item))
    client.post(page(running), {f"text_{item.pk}": "重写"}, **BY_ITSELF)
    assert SelfCheck.objects.count() == 1
    answers = answers_of(round_=running, by=authority_of(author.user))
    assert answers == {f"text_{item.pk}": "重写"}


def test_page_that_keeps_itself_says_so_and_why_not(
    author: Person, running: CheckRound, item: CheckItem
) -> None:
    client = client_of(author)
    answer = client.post(page(running), written(item), **BY_ITSELF)
    assert re.search(r"已于\d\d:\d\d自动保存", answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
    long = client.post(page(running), {f"text_{item.pk}": "长" * 2001}, **BY_ITSELF)
    assert (long.status_code, "尚未保存" in long.content.decode()) == (200, True)
    assert client.post(page(running), {f"text_{item.pk}": "长" * 2001}).status_code == 422
    assert not MemberCheck.objects.exists()


def test_self_report_takes_item_and_round_from_the_check_and_no_word_of_the_answers(
    town: Township, author: Person, running: CheckRound, item: CheckItem
) -> None:
    cited = negative_list(town).items.get(kind="D3")
    client = client_of(author)
    client.post(page(running), {**written(item), "done": "1"})
    assert "据此提出一项自查" in client.get(page(running)).content.decode()
    new = reverse("workflows:new_problem")
    begun = {"begin": "1", "about": "self", "check_round": running.pk, "negative_item": cited.pk}
    answer = client.post(new, {**begun, **written(item)})
    assert (answer.status_code, Case.objects.count()) == (200, 0)
    assert WORD not in answer.content.decode()
    form = answer.context["form"]
    assert form["negative_item"].value() == str(cited.pk)
    assert form.found_in == [("查摆轮次", running.title)]
    sent = {
        "about": "self",
        "check_round": running.pk,
        "negative_item": cited.pk,
        "description": "承诺六月前整修水渠，至今没有动工。",
        "found_on": today().isoformat(),
        "secret": "no",
        "hand_in": "1",
    }
    assert client.post(new, sent).status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.source) == (CaseStage.SUBMITTED, "self_check")
    assert (case.check_round, case.check_item, case.cited_item) == (running, None, cited)
    assert (case.title, case.standard_ref) == (cited.text, cited.norm)
    assert places_with(WORD) == []


def test_done_is_told_to_nobody_by_name(
    town: Township, author: Person, running: CheckRound
) -> None:
    mark_self_checked(round_=running, by=authority_of(author.user))
    for someone in (town.org, town.officer, town.pse, town.east.secretary):
        client = client_of(someone)
        urls = [reverse("rectification:checks")]
        if someone == town.east.secretary:
            place = [town.east.organisation.pk]
            urls.append(reverse("rectification:organisation_check", args=place))
        else:
            urls.append(reverse("rectification:coverage", args=[running.pk]))
        for url in urls:
            html = client.get(url)
            assert html.status_code == 200
            assert author.name not in html.content.decode()


def test_media_folder_is_looked_at_as_well() -> None:
    path = Path(settings.MEDIA_ROOT) / "planted.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(WORD, encoding="utf-8")
    assert places_with(WORD) == [str(path)]
    path.unlink()
