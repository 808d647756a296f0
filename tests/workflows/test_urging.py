"""docs/rules.md 4.5, “Urging”: one click on the page of the case, counted and on record."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.models import OutboxMessage, Person
from tests.rectification.web.desk import client_of, html_of, visit
from tests.workflows.play import Play


def urge(play: Play, who: Person) -> str:
    """The answer read on the page of the case that follows."""
    url = reverse("workflows:urge", args=[play.case.pk])
    return str(client_of(who).post(url, follow=True).content.decode())


def urged(play: Play) -> int:
    return int(play.case.events.filter(verb=EventVerb.URGED).count())


def test_owner_urges_the_approver_once_a_working_day(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    play.take("draft_plan")
    play.take("advise_plan")
    owner, url = play.town.east.secretary, reverse("workflows:urge", args=[play.case.pk])
    assert f'action="{url}"' in html_of(owner, play.case)
    assert "已催办" in urge(play, owner)
    told = OutboxMessage.objects.get(kind="urged")
    assert (told.recipient, told.step) == (play.town.pse, "approve_plan")
    event = play.case.events.get(verb=EventVerb.URGED)
    assert (event.actor, event.acting_role) == (owner, "SEC")
    # Neither he nor the office urges the same step once more on that day, and both read why.
    for who in (owner, play.town.officer):
        assert "今天已催办" in urge(play, who)
        page = visit(who, play.case).context["page"]
        assert [act.url for act in page.turns.acts if act.url == url] == []
        assert any("今天已催办" in str(why.why) for why in page.turns.why_not)
    assert urged(play) == 1
    play.pass_days(1)
    urge(play, play.town.officer)
    assert urged(play) == 2
    assert "已被催办2次" in html_of(play.town.pse, play.case)


def test_next_step_may_be_urged_on_the_same_day(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    play.take("draft_plan")
    urge(play, play.town.officer)
    play.take("advise_plan")
    urge(play, play.town.officer)
    assert urged(play) == 2


def test_nobody_urges_himself(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    assert "没有可催办" in urge(play, play.town.east.secretary)
    assert urged(play) == 0


@pytest.mark.parametrize("who", ["pse", "org", "lg", "east.clerk", "west.secretary", "gen"])
def test_for_others_it_is_not_there(play: Play, who: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    someone = play.town
    for name in who.split("."):
        someone = getattr(someone, name)
    url = reverse("workflows:urge", args=[play.case.pk])
    assert client_of(someone).get(url).status_code == 404
    assert client_of(someone).post(url).status_code == 404


def test_whose_recusal_is_requested_urges_nobody_until_it_is_decided(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    officer, url = play.town.intake, reverse("workflows:urge", args=[play.case.pk])
    play.request_recusal(officer)
    assert "您被申请回避" in urge(play, officer)
    assert urged(play) == 0
    page = visit(officer, play.case).context["page"]
    assert [act.url for act in page.turns.acts if act.url == url] == []
    assert any("您被申请回避" in str(why.why) for why in page.turns.why_not)
    play.take("decide_recusal", decision="refuse", reason="无应当回避的情形。")
    urge(play, officer)
    assert urged(play) == 1
