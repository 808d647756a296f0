"""工作记录: who finds the pages, what they show, and a problem raised from a record."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Case, Occasion, OrganisationRecusal, PaperEntry, Person
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person, township
from tests.rectification.services.test_occasions import FINDING, entered, supervisor
from tests.rectification.web.desk import client_of

LIST = reverse("rectification:occasions")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def page_of(occasion: Occasion) -> str:
    return reverse("rectification:occasion", args=[occasion.pk])


def readers(town: Township, occasion: Occasion) -> set[str]:
    everybody = {
        "own SEC": town.east.secretary,
        "own CLK": town.east.clerk,
        "other SEC": town.west.secretary,
        "member": town.east.members[0],
        "LIA": town.liaison,
        "PSE": town.pse,
        "DPS": town.dps,
        "LG": town.lg,
        "OFF": town.officer,
        "ORG": town.org,
        "DIS": town.dis[0],
        "INS": Person.objects.filter(name="督察明").first() or supervisor(town),
        "GEN": town.gen,
    }
    return {
        name
        for name, someone in everybody.items()
        if client_of(someone).get(page_of(occasion)).status_code == 200
    }


ABOVE = {"LIA", "PSE", "LG", "OFF", "ORG"}


def test_record_is_read_by_who_enters_such_ones_there_and_from_above(town: Township) -> None:
    checked = entered(town, town.officer, "supervision")
    assert readers(town, checked) == ABOVE | {"DIS", "INS"}
    assert readers(town, entered(town, town.liaison)) == ABOVE | {"DPS"}
    met = entered(town, town.east.clerk, "meeting")
    assert readers(town, met) == ABOVE | {"own SEC", "own CLK"}


def test_record_of_another_township_is_not_there(town: Township) -> None:
    visit = entered(town, town.liaison)
    elsewhere = township()
    assert client_of(elsewhere.officer).get(page_of(visit)).status_code == 404
    assert FINDING not in client_of(elsewhere.officer).get(LIST).content.decode()


def test_clerk_enters_a_meeting_and_raises_a_problem(town: Township) -> None:
    client = client_of(town.east.clerk)
    url = reverse("rectification:new_occasion", args=["meeting"])
    html = client.get(url).content.decode()
    assert "主题党日" in html
    assert "蹲点调研" not in html
    sent = {
        "kind": "theme_day",
        "organisation": town.east.organisation.pk,
        "held_on": "2026-05-08",
        "present": "14",
        "finding": FINDING,
    }
    response = client.post(url, sent)
    occasion = Occasion.objects.get()
    assert response.headers["Location"] == page_of(occasion)
    report = f"{reverse('workflows:new_problem')}?occasion={occasion.pk}"
    assert report in client.get(page_of(occasion)).content.decode()
    html = client.get(report).content.decode()
    assert FINDING in html
    assert 'name="found_on"' not in html
    assert 'name="organisation"' not in html
    written: dict[str, Any] = {
        "occasion": occasion.pk,
        "title": "活动场所不固定",
        "description": "活动室上锁，两次主题党日改在室外。",
        "category": "C",
        "secret": "no",
        "hand_in": "1",
    }
    assert client.post(reverse("workflows:new_problem"), written).status_code == 302
    case = Case.objects.get()
    assert (case.occasion, case.source, case.found_on) == (
        occasion,
        "meeting",
        date(2026, 5, 8),
    )
    assert (case.owner_organisation, case.level) == (town.east.organisation, "B")
    assert case.events.get(verb="submitted").acting_role == Role.CLK


def test_page_sent_twice_is_one_record(town: Township) -> None:
    sent = {
        "kind": "theme_day",
        "organisation": town.east.organisation.pk,
        "held_on": "2026-05-08",
        "present": "14",
        "finding": FINDING,
        "page": "0b9e5c1e-7a44-4bb5-8d4e-3f0e9f6a1c11",
    }
    url = reverse("rectification:new_occasion", args=["meeting"])
    client = client_of(town.east.clerk)
    for _n in range(2):
        assert client.post(url, sent).headers["Location"] == page_of(Occasion.objects.get())
    assert client_of(town.east.secretary).post(url, sent).status_code == 422


def test_record_that_may_be_secret_leaves_a_number_for_the_paper(town: Township) -> None:
    sent = {
        "kind": "theme_day",
        "organisation": town.east.organisation.pk,
        "held_on": "2026-05-08",
        "present": "14",
        "finding": "桌上放着标有“机密★”的材料。",
        "page": "0b9e5c1e-7a44-4bb5-8d4e-3f0e9f6a1c12",
    }
    url = reverse("rectification:new_occasion", args=["meeting"])
    for _time in range(2):
        response = client_of(town.east.clerk).post(url, sent)
        assert response.status_code == 422
        entry = PaperEntry.objects.get()
        assert entry.number in response.content.decode()
    assert (entry.ground, entry.township) == ("secret", town.committee)
    assert not Occasion.objects.exists()


def test_draft_from_a_record_keeps_it(town: Township) -> None:
    visit = entered(town, town.liaison)
    client = client_of(town.liaison)
    written = {"occasion": visit.pk, "title": "活动场所不固定", "secret": "no"}
    client.post(reverse("workflows:new_problem"), written)
    draft = Case.objects.get()
    edit = reverse("workflows:edit_problem", args=[draft.pk])
    assert FINDING in client.get(edit).content.decode()
    again = {**written, "description": "活动室上锁。", "category": "C", "hand_in": "1"}
    assert client.post(edit, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.occasion, draft.source, draft.stage) == (visit, "visit", CaseStage.SUBMITTED)
    assert draft.events.get(verb="submitted").acting_role == Role.LIA


def test_report_from_a_record_one_may_not_use_is_not_there(town: Township) -> None:
    visit = entered(town, town.liaison)
    for someone in (town.east.secretary, town.org, town.west.members[0]):
        for key in (visit.pk, visit.pk + 1, "x"):
            url = f"{reverse('workflows:new_problem')}?occasion={key}"
            assert client_of(someone).get(url).status_code == 404


def test_kind_of_record_that_one_does_not_enter_is_not_there(town: Township) -> None:
    client = client_of(town.east.clerk)
    for source in ("visit", "supervision", "inspection", "nonsense"):
        url = reverse("rectification:new_occasion", args=[source])
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404


def test_refused_record_keeps_what_was_typed(town: Township) -> None:
    client = client_of(town.east.clerk)
    url = reverse("rectification:new_occasion", args=["meeting"])
    typed = "石小满连续两次没有参加主题党日。"
    response = client.post(
        url,
        {
            "kind": "theme_day",
            "organisation": town.east.organisation.pk,
            "held_on": "2026-05-08",
            "present": "14",
            "finding": typed,
        },
    )
    assert response.status_code == 422
    assert typed in response.content.decode()
    assert not Occasion.objects.exists()


def test_record_lists_only_the_cases_its_reader_sees(town: Township) -> None:
    checked = entered(town, town.officer, "supervision")
    told = case_in(town, CaseStage.PLANNING, source="supervision", occasion=checked)
    waiting = case_in(town, CaseStage.SUBMITTED, title="尚未受理的一件", occasion=checked)
    officer = client_of(town.officer).get(page_of(checked)).content.decode()
    assert told.title in officer
    assert waiting.title in officer
    inspector = client_of(supervisor(town)).get(page_of(checked)).content.decode()
    assert told.title not in inspector
    assert waiting.title not in inspector


def test_case_leads_to_its_record_for_those_who_read_it(town: Township) -> None:
    checked = entered(town, town.officer, "supervision")
    case = case_in(town, CaseStage.PLANNING, source="supervision", occasion=checked)
    url = reverse("rectification:case", args=[case.pk])
    assert page_of(checked) in client_of(town.officer).get(url).content.decode()
    branch = client_of(town.east.secretary).get(url)
    assert branch.status_code == 200
    assert page_of(checked) not in branch.content.decode()


def test_who_recused_himself_from_an_organisation_reads_no_record_of_it(town: Township) -> None:
    visit = entered(town, town.liaison)
    OrganisationRecusal.objects.create(
        person=town.officer,
        organisation=town.east.organisation,
        ground="relative",
        since=date(2026, 5, 1),
    )
    assert client_of(town.officer).get(page_of(visit)).status_code == 404


def queries_of(someone: Person, url: str) -> int:
    client = client_of(someone)
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_lists_ask_as_much_for_three_rows_as_for_one(town: Township) -> None:
    first = entered(town, town.officer, "supervision")
    case_in(town, CaseStage.PLANNING, source="supervision", occasion=first)
    few = queries_of(town.officer, LIST), queries_of(town.officer, page_of(first))
    for _n in range(2):
        entered(town, town.officer, "supervision")
        case_in(town, CaseStage.PLANNING, source="supervision", occasion=first)
    assert (queries_of(town.officer, LIST), queries_of(town.officer, page_of(first))) == few


def test_list_goes_on_by_key_and_by_source(town: Township) -> None:
    for _n in range(26):
        entered(town, town.officer, "supervision")
    newest = entered(town, town.officer)
    client = client_of(town.officer)
    html = client.get(f"{LIST}?source=supervision").content.decode()
    assert page_of(newest) not in html
    assert "source=supervision&amp;before=" in html
    assert page_of(newest) in client.get(LIST).content.decode()


def test_empty_list_says_what_to_do(town: Township) -> None:
    assert "还没有记录" in client_of(town.officer).get(LIST).content.decode()


def test_member_has_no_such_page(town: Township) -> None:
    someone = person("无职人", branch=town.home)
    assert client_of(someone).get(LIST).status_code == 404
    in_office(someone, Role.INS, town.committee)
    assert client_of(someone).get(LIST).status_code == 200
