"""意见往来 on the pages: the code opens it to its holder, the office to the intake officer."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import AppointmentDuty, CaseStage, PartyReason
from rectification.models import AccessLog, CaseEvent, OpinionNote, PaperScan, WorkItem
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.parties import add_party
from tests.factories import in_office, township
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from workflows.web.throttle import too_many

pytestmark = pytest.mark.django_db

QUESTION = "请说明是哪一天、在哪个窗口、什么事没有办成。"
REPLY = "五月六日上午，便民窗口没有人，跑了两趟。"


@pytest.fixture(autouse=True)
def _fresh_counter() -> None:
    cache.clear()


@pytest.fixture
def code(play: Play) -> str:
    return play.opinion()


def page_of(play: Play) -> str:
    return reverse("workflows:opinion_of_case", args=[play.case.pk])


def read(code: str) -> str:
    return Client().post("/receipt/", {"code": code}).content.decode()


def triage(play: Play) -> WorkItem:
    return WorkItem.objects.get(case=play.case, step="triage", closed_at=None)


def test_question_and_reply_go_through_the_code(play: Play, code: str) -> None:
    desk = client_of(play.town.intake)
    assert desk.post(page_of(play), {"ask": "1", "text": QUESTION}).status_code == 302
    assert (triage(play).clock, triage(play).due_on.isoformat()) == ("reporter_reply", "2026-06-01")
    assert QUESTION in read(code)
    answer = Client().post("/opinion/add/", {"code": code, "text": REPLY})
    assert answer.status_code == 200
    assert REPLY in desk.get(page_of(play)).content.decode()
    assert (triage(play).clock, triage(play).due_on.isoformat()) == ("acceptance", "2026-05-14")
    assert AccessLog.objects.filter(person=play.town.intake).exists()


def test_answer_is_read_with_the_code(play: Play, code: str) -> None:
    desk = client_of(play.town.intake)
    desk.post(page_of(play), {"answer": "1", "text": "窗口已排好值班表，张贴在门口。"})
    assert "窗口已排好值班表" in read(code)


def test_office_of_the_township_asks_where_somebody_holds_two(play: Play, code: str) -> None:
    officer = township().intake
    in_office(officer, Role.OFF, play.town.office, duty=AppointmentDuty.INTAKE_OFFICER)
    asked = client_of(officer).post(page_of(play), {"ask": "1", "text": QUESTION})
    assert asked.status_code == 302
    event = CaseEvent.objects.filter(case=play.case).latest("pk")
    assert (event.actor, event.acting_organisation) == (officer, play.town.office)


def test_stage_is_told_in_plain_words(play: Play, code: str) -> None:
    assert "在3个工作日内决定是否受理" in read(code)
    play.go_on_to(CaseStage.RECTIFYING)
    assert "正在整改" in read(code)


def test_page_is_the_intake_officers_alone(play: Play, code: str) -> None:
    far = township()
    town = play.town
    play.go_on_to(CaseStage.REGISTERED)
    others = (town.officer, town.org, town.east.secretary, town.lg, town.dis[0], far.intake)
    for other in others:
        assert client_of(other).get(page_of(play)).status_code == 404
    assert client_of(town.intake).get(page_of(play)).status_code == 200


def test_reply_keeps_what_was_typed_when_it_is_refused(play: Play, code: str) -> None:
    answer = Client().post("/opinion/add/", {"code": "AAAA-AAAA-AAAA", "text": REPLY})
    assert answer.status_code == 422
    assert REPLY in answer.content.decode()
    assert not OpinionNote.objects.exists()


def test_additions_beyond_the_hours_limit_are_refused(play: Play, code: str) -> None:
    for _time in range(60):
        too_many("addition")
    assert Client().post("/opinion/add/", {"code": code, "text": REPLY}).status_code == 429


def test_wrong_codes_silence_nobody(play: Play, code: str) -> None:
    for _time in range(61):
        Client().post("/opinion/add/", {"code": "AAAA-AAAA-AAAA", "text": REPLY})
    assert Client().post("/opinion/add/", {"code": code, "text": REPLY}).status_code == 200


def test_officer_reads_no_opinion_about_himself(play: Play, code: str) -> None:
    """He sees the case, which is his own, and not the words in which it was reported."""
    play.go_on_to(CaseStage.REGISTERED)
    case = play.case
    case.level, case.owner_person = "M", play.town.intake
    case.save()
    add_party(case=case, person=play.town.intake, reason=PartyReason.OWNER)
    browser = client_of(play.town.intake)
    assert browser.get(reverse("rectification:case", args=[case.pk])).status_code == 200
    assert browser.get(page_of(play)).status_code == 404
    scan = PaperScan.objects.create(
        case=case,
        kind="opinion",
        entered_by=play.town.east.clerk,
        entered_at=timezone.now(),
        received_on=today(),
    )
    assert browser.get(reverse("rectification:paper", args=[scan.pk])).status_code == 404


def test_pages_of_the_code_ignore_who_is_logged_in(play: Play, code: str) -> None:
    member = play.town.east.members[0]
    client = client_of(member)
    session = client.cookies["sessionid"].value
    for url, data in (("/receipt/", {"code": code}), ("/opinion/", None)):
        answer = client.post(url, data) if data else client.get(url)
        assert member.name not in answer.content.decode()
        assert not answer.wsgi_request.user.is_authenticated
    assert client.cookies["sessionid"].value == session
    assert client.get("/").status_code == 200
