"""The pages on which a look-back is begun by hand, and those of its steps (docs/rules.md T32)."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.roles import Role
from tests.factories import in_office
from tests.factories import person as newcomer
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.barred import recuse
from tests.workflows.offices import make_discipline_member
from tests.workflows.play import Play
from tests.workflows.scenarios.test_when_it_comes_back import closed_after_inspection

pytestmark = pytest.mark.django_db

BY_NUMBER = reverse("workflows:begin_by_number")


def test_verifier_reads_on_the_page_of_the_case_why_he_does_not_begin(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    url = reverse("workflows:begin_look_back", args=[play.case.pk])
    verifier = client_of(play.town.dis[1])
    page = verifier.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    assert url not in page
    assert "启动回头看" in page
    assert "您办理的环节须由他人核查" in page
    assert verifier.post(url, {"reason": REASON}).status_code == 403
    # The office sees the case and begins none; whoever does not see it finds no page.
    for someone in (play.town.officer, play.town.dis[0]):
        assert client_of(someone).get(url).status_code == 404


def test_begun_on_its_page_by_a_supervisor_who_sees_the_case(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    in_office(town.officer, Role.INS, town.committee)
    url = reverse("workflows:begin_look_back", args=[play.case.pk])
    supervisor = client_of(town.officer)
    assert supervisor.post(url, {"reason": "太短"}).status_code == 422
    assert supervisor.post(url, {"reason": REASON}).status_code == 302
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])
    assert supervisor.post(url, {"reason": REASON}).status_code == 409


def test_members_of_the_committee_begin_by_number_and_read_nothing(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    member = client_of(play.town.dis[0])
    assert BY_NUMBER in member.get(reverse("rectification:look_backs")).content.decode()
    sent = {"number": play.case.number, "reason": REASON}
    for wrong in ({"number": "无此编号"}, {"reason": "太短"}):
        assert member.post(BY_NUMBER, {**sent, **wrong}).status_code == 422
    assert member.post(BY_NUMBER, sent).status_code == 302
    play.case.refresh_from_db()
    assert (play.case.stage, play.case.look_backs.get().begun_by) == ("look_back", play.town.dis[0])
    again = member.post(BY_NUMBER, sent)
    assert again.status_code == 422
    assert play.case.title not in again.content.decode()


def test_by_number_nobody_finds_what_he_may_not_begin(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    sent = {"number": play.case.number, "reason": REASON}
    assert client_of(town.officer).post(BY_NUMBER, sent).status_code == 404
    assert client_of(town.dis[1]).post(BY_NUMBER, sent).status_code == 422
    recuse(play, town.dis[3])
    unknown = client_of(town.dis[3]).post(BY_NUMBER, sent)
    assert unknown.status_code == 422
    assert "没有编号" in unknown.content.decode()
    play.case.refresh_from_db()
    assert play.case.stage == CaseStage.CLOSED


def test_page_says_when_nobody_else_may_look(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    alone = in_office(newcomer("纪独一", branch=town.home), Role.DIS, town.discipline)
    for other in (town.dis[0], town.dis[3]):
        recuse(play, other)
    play.begin_look_back(alone)
    item = play.item("assign_look_back")
    url = reverse("workflows:act", args=[item.pk])
    assert "没有其他人可以回头看" in client_of(alone).get(url).content.decode()
    assert "没有其他人可以回头看" not in client_of(town.dis[1]).get(url).content.decode()


def test_where_nobody_at_all_may_look_the_step_says_so_and_waits(play: Play) -> None:
    closed_after_inspection(play)
    town = play.town
    for member in (town.dis[0], town.dis[3]):
        recuse(play, member)
    play.reach_look_back()
    item = play.item("assign_look_back")
    assert (item.role, item.unheld) == (Role.LG, False)
    url = reverse("workflows:act", args=[item.pk])
    assert "其他机构没有可参加验收的人员" in client_of(town.lg).get(url).content.decode()
    make_discipline_member(town.west.clerk)
    page = client_of(town.lg).get(url).content.decode()
    assert "其他机构没有可参加验收的人员" not in page
    assert town.west.clerk.name in page


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
