"""The page on which the office proposes to end a case: when it ended meanwhile, the text stays."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

REASON = "该支部已撤销，没有承接的党组织。"


@pytest.fixture
def closed(play: Play) -> Play:
    play.bring_to(CaseStage.CLOSED)
    return play


def test_old_tab_on_a_case_that_ended_tells_so_and_keeps_the_reason(closed: Play) -> None:
    url = reverse("workflows:propose_termination", args=[closed.case.pk])
    answer = client_of(closed.town.officer).post(url, {"reason": REASON})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert REASON in html
    assert closed.case.get_stage_display() in html
    assert client_of(closed.town.pse).post(url, {"reason": REASON}).status_code == 404
