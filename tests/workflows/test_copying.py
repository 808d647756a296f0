"""抄送: a case is brought to somebody's notice and opens nothing to him (docs/rules.md 4.10)."""

from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Copy, Person
from rectification.policies.authority import authority_of
from rectification.policies.copying import copying_office
from tests.factories import acting
from tests.outbox import told
from tests.rectification.web.desk import client_of, html_of, visit
from tests.workflows.play import Play, user_of
from workflows.copying import copy_case


def send(play: Play, *people: Person, note: str = "") -> None:
    officer = play.town.officer
    copy_case(
        user=user_of(officer), case=play.case, actor=acting(officer), people=people, note=note
    )


def test_message_reaches_those_alone_who_may_read_the_case(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    town = play.town
    play.declare_recusal(town.liaison)
    send(play, town.org, town.liaison, town.west.secretary, note="请组织办知悉。")
    assert told("copied", play.case) == {town.org}
    assert Copy.objects.filter(sent_by=town.officer, read_at=None).count() == 3
    event = play.case.events.get(verb=EventVerb.COPIED)
    assert "请组织办知悉。" in event.payload.text
    assert all(who.name in event.payload.text for who in (town.org, town.west.secretary))
    for shut in (town.liaison, town.west.secretary):
        assert visit(shut, play.case).status_code == 404
        listed = client_of(shut).get(reverse("rectification:copies")).content.decode()
        assert play.case.title not in listed


def test_read_mark_comes_with_opening_and_goes_with_another_copy(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    org, page = play.town.org, reverse("workflows:send_copy", args=[play.case.pk])
    send(play, org)
    client = client_of(play.town.officer)
    assert "未阅" in client.get(page).content.decode()
    visit(org, play.case)
    assert Copy.objects.get().read_at is not None
    assert "未阅" not in client.get(page).content.decode()
    assert play.case.title in client_of(org).get(reverse("rectification:copies")).content.decode()
    send(play, org)
    assert Copy.objects.get().read_at is None


def test_copy_goes_to_somebody(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    with pytest.raises(CaseError):
        send(play)


SENDERS = {"B": {"officer", "intake", "east.secretary"}, "M": {"officer", "intake"}}
ASKED = ("officer", "intake", "east.secretary", "east.clerk", "pse", "org", "liaison", "lg", "gen")


@pytest.mark.parametrize("level", SENDERS)
def test_who_sends_copies(play: Play, level: str) -> None:
    play.bring_to(CaseStage.SUBMITTED, level)
    assert {name for name in ASKED if _may(play, name)} == set()
    play.go_on_to(CaseStage.PLANNING)
    assert {name for name in ASKED if _may(play, name)} == SENDERS[level]


def _may(play: Play, name: str) -> bool:
    return copying_office(play.case, authority_of(user_of(_person(play, name)))) is not None


def _person(play: Play, name: str) -> Any:
    found: Any = play.town
    for part in name.split("."):
        found = getattr(found, part)
    return found


def test_secretary_sends_a_copy_on_a_page(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    who, url = play.town.east.secretary, reverse("workflows:send_copy", args=[play.case.pk])
    assert f'href="{url}"' in html_of(who, play.case)
    client = client_of(who)
    nobody = client.post(url, {"note": "请知悉。"})
    assert (nobody.status_code, "请知悉。" in nobody.content.decode()) == (422, True)
    assert client.post(url, {"people": [play.town.pse.pk]}).status_code == 302
    assert told("copied", play.case) == {play.town.pse}
    assert client_of(play.town.lg).get(url).status_code == 404
