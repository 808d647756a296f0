"""The auditor's pages: that something happened, by whose code and with which hash; no contents."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from rectification.enums import AccessPurpose, CaseLevel, CaseStage, EventVerb
from rectification.models import CaseEventPayload, Measure, Person, Recusal
from rectification.policies.authority import authority_of
from rectification.policies.readings import Capacity
from rectification.roles import Role
from rectification.selectors import records as selector
from rectification.services.checkpoints import seal_records
from rectification.services.reading import log_access
from rectification.services.records_export import export_records
from rectification.services.round_changes import call_off_round
from tests.factories import Township, case_in, check_round, in_office, person, prove, township
from tests.rectification.web.desk import client_of, happen

pytestmark = pytest.mark.django_db

LISTS = ("records", "accesses", "round_records", "hashes", "records_exports")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")


@pytest.fixture
def auditor(town: Township) -> Person:
    return in_office(person("审计长"), Role.AUD, town.committee)


def html_of(someone: Person, name: str = "records", **query: Any) -> str:
    response = client_of(someone).get(reverse(f"rectification:{name}"), query)
    assert response.status_code == 200
    return str(response.content.decode())


def rows_of(someone: Person, name: str = "records", **query: Any) -> list[list[str]]:
    response = client_of(someone).get(reverse(f"rectification:{name}"), query)
    return [[str(cell.text) for cell in row] for row in response.context["rows"]]


def test_event_stands_there_with_number_verb_code_and_hash_and_without_a_word(
    town: Township, auditor: Person
) -> None:
    case = case_in(town, CaseStage.RECTIFYING, title="标题里的话")
    happen(case, EventVerb.PLAN_RETURNED, town.pse, "退回的理由")
    event = case.events.latest("sequence")
    number, verb, _when, code, digest, chain = rows_of(auditor)[0]
    assert (number, verb, code) == (case.number, str(EventVerb.PLAN_RETURNED.label), town.pse.code)
    assert digest.replace(" ", "") == event.payload_hash
    assert chain.replace(" ", "") == event.hash
    html = html_of(auditor)
    for word in ("标题里的话", "退回的理由", case.description, town.pse.name):
        assert word not in html


def test_chain_says_whether_it_is_sealed_and_whether_words_were_erased(
    town: Township, auditor: Person
) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    assert "尚未封链" in html_of(auditor)
    seal_records()
    assert "尚未封链" not in html_of(auditor)
    CaseEventPayload.objects.filter(event__case=case).delete()
    assert "内容已清除，哈希保留" in html_of(auditor)


def test_all_cases_of_the_township_are_there_sealed_ones_too(
    town: Township, auditor: Person
) -> None:
    member = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    sealed = case_in(town, CaseStage.REGISTERED)
    sealed.sealed = True
    sealed.save()
    assert {row[0] for row in rows_of(auditor)} == {member.number, sealed.number}


def test_case_of_another_township_is_not_there(town: Township) -> None:
    far = township()
    there = in_office(person("邻镇审计"), Role.AUD, far.committee)
    case_in(town, CaseStage.REGISTERED)
    own = case_in(far, CaseStage.REGISTERED)
    assert {row[0] for row in rows_of(there)} == {own.number}


def test_auditor_reads_nothing_of_his_own_case_or_where_he_is_recused(
    town: Township, auditor: Person
) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    Recusal.objects.create(case=case, person=auditor, ground="relative", since=timezone.now())
    case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER, owner_person=auditor)
    assert rows_of(auditor) == []


@pytest.mark.parametrize("name", LISTS)
def test_page_is_for_auditors_of_today_alone(town: Township, auditor: Person, name: str) -> None:
    url = reverse(f"rectification:{name}")
    for someone in (town.officer, town.dis[0], town.pse, town.org):
        assert client_of(someone).get(url).status_code == 404
    auditor.appointments.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert client_of(auditor).get(url).status_code == 404


def test_who_looked_is_told_by_code_and_by_what_was_opened(town: Township, auditor: Person) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    client_of(town.officer).get(reverse("rectification:case", args=[case.pk]))
    log_access(
        case=case, person=town.intake, what="opinion:7", capacity=Capacity(AccessPurpose.INTAKE)
    )
    rows = rows_of(auditor, "accesses")
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        (case.number, "意见原文", "答复来件", town.intake.code),
        (case.number, "事项页面", "履职查阅", town.officer.code),
    ]
    assert town.officer.name not in html_of(auditor, "accesses")


def test_file_is_told_by_its_hash(town: Township, auditor: Person) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    evidence = prove(Measure.objects.get(plan__case=case), by=town.east.secretary)
    (row,) = rows_of(auditor, "hashes")
    assert row[0] == case.number
    assert row[1].replace(" ", "") == evidence.sha256
    assert evidence.name not in html_of(auditor, "hashes")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({}, 3),
        ({"verb": "plan_returned"}, 1),
        ({"number": "2026-B-0001"}, 3),
        ({"number": "2026-B-0009"}, 0),
        ({"since": "2026-05-11", "until": "2026-05-11"}, 3),
        ({"since": "2026-05-12"}, 0),
        ({"until": "2026-05-10"}, 0),
        ({"since": "kein Tag", "verb": "nonsense"}, 3),
    ],
)
def test_filters_narrow_the_list_down(
    town: Township, auditor: Person, query: dict[str, str], left: int
) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    happen(case, EventVerb.PLAN_RETURNED, town.pse, "退回的理由")
    assert len(rows_of(auditor, **query)) == left


def test_code_finds_what_one_person_did_and_read(town: Township, auditor: Person) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    log_access(case=case, person=town.officer, what="case", capacity=Capacity(AccessPurpose.OFFICE))
    assert len(rows_of(auditor, code=town.intake.code)) == 1
    assert len(rows_of(auditor, "accesses", code=town.officer.code)) == 1
    assert rows_of(auditor, "accesses", code=town.intake.code) == []


def test_list_goes_on_by_key_and_keeps_its_filter(town: Township, auditor: Person) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    for _ in range(selector.PAGE + 1):
        happen(case, EventVerb.COPIED, town.officer)
    client = client_of(auditor)
    first = client.get(reverse("rectification:records"), {"verb": "copied"})
    assert len(first.context["rows"]) == selector.PAGE
    second = client.get(f"{reverse('rectification:records')}{_query(first.context['next_url'])}")
    assert len(second.context["rows"]) == 1
    assert second.context["next_url"] == ""
    assert second.context["first_url"].endswith("?verb=copied")


def _query(url: str) -> str:
    return url[url.index("?") :]


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(town: Township, auditor: Person, name: str) -> None:
    client = client_of(auditor)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            _one_more(town)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"rectification:{name}")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def _one_more(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    log_access(case=case, person=town.officer, what="case", capacity=Capacity(AccessPurpose.OFFICE))
    prove(Measure.objects.get(plan__case=case), by=town.east.secretary)
    export_records(into=BytesIO(), cases=[case.pk], about=str(case.number))


def test_list_of_rounds_says_what_offices_did_with_them(town: Township, auditor: Person) -> None:
    running = check_round(town)
    call_off_round(
        round_=running, by=authority_of(town.officer.user), reason="与专项检查时间重叠，另行安排。"
    )
    assert [[row[0], row[1], row[3]] for row in rows_of(auditor, "round_records")] == [
        [running.title, "已取消", town.officer.code],
        [running.title, "已开展", town.org.code],
    ]
    assert rows_of(auditor, "round_records", code=town.pse.code) == []
    assert town.officer.name not in html_of(auditor, "round_records")
    assert "专项检查" not in html_of(auditor, "round_records")
    far = in_office(person("外镇审计"), Role.AUD, township().committee)
    assert rows_of(far, "round_records") == []
