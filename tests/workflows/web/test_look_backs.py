"""The page on which a look-back is begun before its day (docs/rules.md T32)."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db


def test_begun_by_the_discipline_committee_on_the_page_of_the_case(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    url = reverse("workflows:begin_look_back", args=[play.case.pk])
    verifier = client_of(play.town.dis[1])
    assert url in verifier.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    # The office sees the case and begins none; whoever does not see it finds no page.
    for someone in (play.town.officer, play.town.dis[0]):
        assert client_of(someone).get(url).status_code == 404
    assert verifier.post(url, {"reason": "太短"}).status_code == 422
    assert verifier.post(url, {"reason": REASON}).status_code == 302
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])
    assert verifier.post(url, {"reason": REASON}).status_code == 409


def test_pages_of_the_steps(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    for step, decision in (
        ("assign_look_back", ""),
        ("look_back", "relapse"),
        ("decide_relapse", "refuse"),
        ("settle_relapse", "relapse"),
    ):
        item = play.item(step)
        page = client_of(play.holder_of(item)).get(reverse("workflows:act", args=[item.pk]))
        assert page.status_code == 200
        play.take(step, **({"decision": decision} if decision else {}))
    assert play.case.round == 2
