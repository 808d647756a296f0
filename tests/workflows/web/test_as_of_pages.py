"""The pages of the past: a case, a list and the key figures as of a moment, and two beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification.documents.lists import LISTS
from rectification.enums import CaseLevel, CaseStage
from rectification.models import AccessLog, Person, Recusal
from rectification.web.moment_form import MomentForm
from rectification.web.plan_difference import Change
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play


def case_url(play: Play) -> str:
    return reverse("rectification:case_as_of", args=[play.case.pk])


def list_url(kind: str) -> str:
    return reverse("rectification:list_as_of", args=[kind])


def got(someone: Person, url: str, **query: str) -> Any:
    response = client_of(someone).get(url, query)
    assert response.status_code == 200
    return response


@pytest.fixture
def moments(play: Play) -> tuple[str, str]:
    """A claimed case, and the same with its plan approved two days later."""
    play.bring_to(CaseStage.PLANNING)
    before = timezone.now().isoformat()
    play.clock.shift(timedelta(days=2))
    play.go_on_to(CaseStage.RECTIFYING)
    play.clock.shift(60)
    return before, timezone.now().isoformat()


def test_the_page_shows_the_case_as_it_stood(play: Play, moments: tuple[str, str]) -> None:
    before, after = moments
    found = got(play.town.officer, case_url(play), at=before)
    page = found.context["page"]
    assert (page.case.stage, page.plan) == ("planning", None)
    assert [line.split(" · ")[0] for line in (s.line for s in page.turns.others)] == ["编制方案"]
    assert "5月11日 10:00的情况" in found.content.decode()
    assert got(play.town.officer, case_url(play)).context["page"].case.stage == "rectifying"
    assert got(play.town.officer, case_url(play), at=after).context["page"].plan is not None


def test_two_moments_beside_each_other(play: Play, moments: tuple[str, str]) -> None:
    before, after = moments
    found = got(play.town.officer, case_url(play), at=after, beside=before)
    sections = {section.title: section for section in found.context["sections"]}
    facts = {row.label: (row.before, row.after) for row in sections["基本情况"].fields}
    assert facts["阶段"] == ("方案编制", "整改中")
    assert facts["整改时限"][0] == ""
    assert sections["整改方案（第1版）"].came
    titles = [str(entry.title) for entry in found.context["entries"]]
    assert titles == ["批准整改方案", "提出方案意见", "提交整改方案"]
    same = got(play.town.officer, case_url(play), at=after, beside=after)
    assert (same.context["sections"], same.context["entries"]) == ([], [])


def test_a_moment_to_come_is_refused_and_nonsense_is_now(
    play: Play, moments: tuple[str, str]
) -> None:
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    found = got(play.town.officer, case_url(play), at=ahead)
    assert "请选择已经过去的时点。" in found.content.decode()
    for at in (ahead, "yesterday", "0001-01-01T00:00"):
        page = got(play.town.officer, case_url(play), at=at).context["page"]
        assert page.case.stage == "rectifying"


def test_offices_of_a_day_to_come_are_refused(play: Play, moments: tuple[str, str]) -> None:
    """Ahead of its last day the result of a ballot would stand in the ledger."""
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    for url in (case_url(play), list_url("ledger"), reverse("rectification:figures")):
        found = got(play.town.officer, url, on=ahead)
        assert "请选择今天或已经过去的日期。" in found.content.decode()
    form = MomentForm({"on": ahead})
    assert form.moment.day == timezone.localdate()
    form = MomentForm({"on": timezone.localdate().isoformat()})
    assert form.moment.day == timezone.localdate()


def test_whoever_lost_sight_of_it_finds_no_past(play: Play, moments: tuple[str, str]) -> None:
    before, _after = moments
    liaison = play.town.liaison
    got(liaison, case_url(play), at=before)
    Recusal.objects.create(case=play.case, person=liaison, ground="relative", since=timezone.now())
    client = client_of(liaison)
    for name in ("case_as_of", "case_changes"):
        url = reverse(f"rectification:{name}", args=[play.case.pk])
        assert client.get(url, {"at": before}).status_code == 404
    assert client.get(list_url("ledger"), {"at": before}).context["rows"] == []
    figures = client.get(reverse("rectification:figures"), {"at": before}).context["rows"]
    assert figures[0][1].text == "0"


def test_a_list_as_it_stood_and_beside_another_moment(play: Play, moments: tuple[str, str]) -> None:
    before, after = moments
    ledger = got(play.town.officer, list_url("ledger"), at=before)
    assert [row[5].text for row in ledger.context["rows"]] == ["方案编制"]
    beside = got(play.town.officer, list_url("ledger"), at=after, beside=before)
    (row,) = beside.context["rows"]
    assert row[5].meta == "原为：方案编制"
    assert row[5].light.word == Change.CHANGED.label
    tasks = got(play.town.officer, list_url("tasks"), at=after, beside=before)
    assert [row[0].light.word for row in tasks.context["rows"]] == [Change.ADDED.label]
    back = got(play.town.officer, list_url("tasks"), at=before)
    assert back.context["rows"] == []


def test_the_figures_say_their_numbers(play: Play, moments: tuple[str, str]) -> None:
    before, after = moments
    url = reverse("rectification:figures")
    found = got(play.town.officer, url, at=after, beside=before).context["rows"]
    numbers = {str(row[0].text): (row[1].text, row[1].meta) for row in found}
    assert numbers["问题总数"] == ("1", "")
    assert numbers["未启动"] == ("0", "原为：1")
    assert numbers["整改中"] == ("1", "原为：0")
    assert numbers["逾期"] == ("0", "")
    assert numbers["整改完成率"] == ("0%（0／1）", "")
    play.clock.shift(timedelta(days=30))
    late = got(play.town.officer, url).context["rows"]
    assert [row[1].text for row in late if str(row[0].text) == "逾期"] == ["1"]


def test_the_past_of_a_members_case_is_noted(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    officer = play.town.officer
    AccessLog.objects.all().delete()
    got(officer, case_url(play))
    got(officer, reverse("rectification:case_changes", args=[play.case.pk]))
    got(officer, list_url("ledger"))
    noted = AccessLog.objects.order_by("pk").values_list("person", "what")
    assert list(noted) == [
        (officer.pk, "as_of"),
        (officer.pk, "changes"),
        (officer.pk, "list_as_of:ledger"),
    ]


@pytest.mark.parametrize("kind", LISTS)
def test_the_past_of_many_costs_the_queries_of_one(play: Play, kind: str) -> None:
    def asked() -> int:
        client = client_of(play.town.officer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(list_url(kind)).context["rows"]
        return len(queries)

    play.bring_to(CaseStage.RECTIFYING)
    one = asked()
    for _ in range(2):
        Play(play.town, play.clock).bring_to(CaseStage.RECTIFYING)
    assert asked() == one
