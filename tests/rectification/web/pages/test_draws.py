"""随机抽取: drawing, reading and drawing again on the pages."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.models import Draw, Person
from tests.factories import Township, township
from tests.rectification.services.test_draws import sample
from tests.rectification.web.desk import client_of

HOME = reverse("rectification:draws")
NEW = reverse("rectification:new_draw")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def page_of(draw: Draw) -> str:
    return reverse("rectification:draw", args=[draw.pk])


def html(someone: Person, url: str) -> str:
    response = client_of(someone).get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def test_draw_from_the_form_and_again_by_somebody_else(town: Township) -> None:
    client = client_of(town.officer)
    sent = {"name": "主题党日抽查", "kind": "branch", "size": "2", "committee": town.committee.pk}
    response = client.post(NEW, sent)
    draw = Draw.objects.get()
    assert response.headers["Location"] == page_of(draw)
    shown = html(town.pse, page_of(draw))
    assert draw.seed in shown
    for candidate in draw.candidates.all():
        assert candidate.code in shown
    again = html(town.pse, f"{page_of(draw)}?again=1")
    assert "结果一致" in again
    assert "结果不一致" not in again


def test_page_sent_twice_is_one_draw(town: Township) -> None:
    sent = {"name": "抽查", "kind": "branch", "size": "2", "committee": town.committee.pk}
    sent["page"] = "0b9e5c1e-7a44-4bb5-8d4e-3f0e9f6a1c11"
    client = client_of(town.officer)
    first, second = client.post(NEW, sent), client.post(NEW, sent)
    assert first.headers["Location"] == second.headers["Location"] == page_of(Draw.objects.get())
    assert client_of(town.dis[0]).post(NEW, sent).status_code == 422
    assert 'name="page"' in html(town.officer, NEW)


def test_record_that_was_tampered_with_shows(town: Township) -> None:
    draw = sample(town, size=1)
    picked = draw.candidates.get(is_drawn=True)
    other = draw.candidates.filter(is_drawn=False).first()
    picked.is_drawn, other.is_drawn = False, True
    picked.save()
    other.save()
    assert "结果不一致" in html(town.officer, f"{page_of(draw)}?again=1")


def test_drawn_branch_leads_to_the_record_of_its_check(town: Township) -> None:
    draw = sample(town, size=1)
    picked = draw.candidates.get(is_drawn=True).organisation
    form = reverse("rectification:new_occasion", args=["supervision"])
    url = f"{form}?kind=random_check&organisation={picked.pk}"
    assert url.replace("&", "&amp;") in html(town.officer, page_of(draw))
    assert f'value="{picked.pk}" selected' in html(town.officer, url)
    assert form not in html(town.pse, page_of(draw))


def test_refused_draw_keeps_what_was_typed(town: Township) -> None:
    sent = {"name": "抽查九个", "kind": "branch", "size": "9", "committee": town.committee.pk}
    response = client_of(town.officer).post(NEW, sent)
    assert response.status_code == 422
    assert "抽查九个" in response.content.decode()
    assert not Draw.objects.exists()


def test_pages_of_others_are_not_there(town: Township) -> None:
    draw = sample(town)
    for someone in (town.liaison, town.east.secretary, town.gen, town.east.members[0]):
        for url in (HOME, NEW, page_of(draw)):
            assert client_of(someone).get(url).status_code == 404
    assert client_of(town.pse).get(NEW).status_code == 404
    assert client_of(town.pse).post(NEW, {}).status_code == 404
    elsewhere = township()
    assert client_of(elsewhere.officer).get(page_of(draw)).status_code == 404
    assert draw.name not in html(elsewhere.officer, HOME)


def queries_of(someone: Person, url: str) -> int:
    client = client_of(someone)
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_ask_as_much_for_three_rows_as_for_one(town: Township) -> None:
    few = sample(town, size=1)
    once = queries_of(town.officer, HOME), queries_of(town.officer, page_of(few))
    many = sample(town, size=3)
    sample(town)
    assert (queries_of(town.officer, HOME), queries_of(town.officer, page_of(many))) == once
