"""docs/rules.md, “Records”: the member reads which office opened his case, and what for."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from rectification.enums import AccessPurpose, CaseLevel, CaseStage
from rectification.models import AccessLog, Person
from rectification.policies.readings import WITHHELD, Capacity
from rectification.services.reading import log_access
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play


def rows_of(someone: Person, case: Any) -> list[list[str]]:
    response = client_of(someone).get(reverse("rectification:readers", args=[case.pk]))
    return [[str(cell.text) for cell in row] for row in response.context["rows"]]


def test_office_and_step_are_told_and_no_name_and_not_ones_own_reading(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    owner = play.town.east.members[0]
    play.report(CaseLevel.MEMBER)
    url = reverse("rectification:case", args=[play.case.pk])
    client_of(town.officer).get(url)
    play.go_on_to(CaseStage.PLANNING)
    client_of(town.officer).get(url)
    page = client_of(owner).get(url)
    link = reverse("rectification:readers", args=[play.case.pk])
    assert link in page.content.decode()
    assert link not in client_of(town.officer).get(url).content.decode()

    response = client_of(owner).get(link)
    told = [[str(cell.text) for cell in row][1:] for row in response.context["rows"]]
    office = town.office.name
    assert told == [
        [office, "事项页面", "履职查阅"],
        [office, "事项页面", "履职查阅"],
        [office, "事项页面", "办理：受理审查"],
    ]
    assert town.officer.name not in response.content.decode()
    assert town.officer.code not in response.content.decode()


def test_row_holds_office_purpose_step_and_request(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    play.report(CaseLevel.MEMBER)
    client_of(play.town.officer).get(reverse("rectification:case", args=[play.case.pk]))
    row = AccessLog.objects.get()
    assert (row.role, row.organisation, row.purpose, row.step) == (
        "OFF",
        play.town.office,
        "step",
        "triage",
    )
    assert row.request.startswith("web:")


@pytest.mark.parametrize("word", WITHHELD)
def test_what_would_tell_of_a_reporter_or_a_referral_is_withheld(town: Township, word: str) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    by_office = Capacity(AccessPurpose.OFFICE, "OFF", town.office.pk)
    log_access(case=case, person=town.intake, what=f"{word}:1", capacity=by_office)
    at_step = Capacity(AccessPurpose.STEP, "PSE", town.office.pk, "answer_referral")
    log_access(case=case, person=town.pse, what="step:1", capacity=at_step)
    assert rows_of(town.east.members[0], case) == []
    log_access(case=case, person=None, what="export", capacity=Capacity(AccessPurpose.EXPORT))
    ((_when, who, what, why),) = rows_of(town.east.members[0], case)
    assert (who, what, why) == ("服务器运行人员", "带文字的记录被导出", "导出带文字的记录")


def test_whoever_reported_him_and_reads_in_no_office_is_withheld(town: Township) -> None:
    author = town.west.members[0]
    case = case_in(town, CaseStage.CLOSED, level=CaseLevel.MEMBER, author=author)
    as_author = Capacity(AccessPurpose.OFFICE)
    log_access(case=case, person=author, what="document_file:1", capacity=as_author)
    assert rows_of(town.east.members[0], case) == []
    in_office = Capacity(AccessPurpose.OFFICE, "LIA", town.office.pk)
    log_access(case=case, person=author, what="evidence:1", capacity=in_office)
    assert len(rows_of(town.east.members[0], case)) == 1
    # Nobody is named of an opinion; whoever runs the server stays.
    of_nobody = case_in(town, CaseStage.CLOSED, level=CaseLevel.MEMBER)
    type(case).objects.filter(pk=of_nobody.pk).update(author=None)
    exported = Capacity(AccessPurpose.EXPORT)
    log_access(case=of_nobody, person=None, what="export", capacity=exported)
    assert len(rows_of(town.east.members[0], of_nobody)) == 1


def test_nobody_else_finds_the_page(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    branch = case_in(town, CaseStage.REGISTERED)
    url = reverse("rectification:readers", args=[case.pk])
    for someone in (town.officer, town.east.secretary, town.east.members[1], town.dis[0]):
        assert client_of(someone).get(url).status_code == 404
    of_branch = reverse("rectification:readers", args=[branch.pk])
    assert client_of(town.east.secretary).get(of_branch).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(
    town: Township, count: int, django_assert_num_queries: Any
) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    capacity = Capacity(AccessPurpose.OFFICE, "OFF", town.office.pk)
    for _row in range(count):
        log_access(case=case, person=town.officer, what="case", capacity=capacity)
    reader = client_of(town.east.members[0])
    url = reverse("rectification:readers", args=[case.pk])
    reader.get(url)
    with django_assert_num_queries(10):
        reader.get(url)
