"""记录导出 and 封存周报: what an auditor takes out, who took what, and the code on paper."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from rectification.acting import Origin
from rectification.audit.codes import code_of
from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import NotAllowed
from rectification.models import Case, Checkpoint, Person, RecordsExport, Recusal
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.checkpoints import seal_records
from rectification.services.records_export import export_records
from tests.factories import Township, case_in, in_office, person, township
from tests.rectification.web.desk import client_of
from tools import verify_records

pytestmark = pytest.mark.django_db

TAKE = "/records/exports/new/"
PERIOD = {"since": "2026-05-01", "until": "2026-05-31"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")


@pytest.fixture
def auditor(town: Township) -> Person:
    return in_office(person("审计长"), Role.AUD, town.committee)


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING, title="标题里的话")


def taken(someone: Person, **given: Any) -> Any:
    return client_of(someone).post(TAKE, {"purpose": "audit", **given})


def bundle_in(response: Any) -> verify_records.Bundle:
    assert response.status_code == 200, response.content.decode()
    return verify_records.read_bundle(BytesIO(response.getvalue()))


def cases_in(response: Any) -> set[int]:
    return {event.case for event in verify_records.events_of(bundle_in(response))}


def refused(someone: Person, **given: Any) -> dict[str, list[str]]:
    response = taken(someone, **given)
    assert response.status_code == 422
    return dict(response.context["form"].errors)


# --- taking out -----------------------------------------------------------------------------------


def test_one_case_is_taken_out_without_a_word_and_written_down(
    town: Township, auditor: Person, case: Case
) -> None:
    seal_records()
    response = taken(auditor, number=case.number, purpose="discipline", basis="松纪〔2026〕4号")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="records-{case.number}.zip"'
    )
    assert response.headers["Cache-Control"] == "no-store"
    bundle = bundle_in(response)
    assert "payloads.jsonl" not in bundle
    told = b"".join(bundle.values()).decode()
    for word in ("标题里的话", case.description, town.pse.name, town.east.secretary.name):
        assert word not in told
    assert verify_records.verify(bundle).faults == []
    row = RecordsExport.objects.get()
    assert (row.by, row.acting_role, row.acting_organisation) == (
        auditor,
        Role.AUD,
        town.committee,
    )
    assert (row.about, row.cases, row.purpose, row.basis, row.with_words) == (
        case.number,
        1,
        "discipline",
        "松纪〔2026〕4号",
        False,
    )
    assert row.request == response.headers["X-Request-ID"]
    assert row.request.startswith(Origin.WEB)


def test_period_takes_what_happened_in_it(
    town: Township, auditor: Person, case: Case, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=30))
    later = case_in(town, CaseStage.SUBMITTED)
    assert cases_in(taken(auditor, **PERIOD)) == {case.pk}
    assert cases_in(taken(auditor, since="2026-05-01", until="2026-06-30")) == {case.pk, later.pk}
    assert [row.about for row in RecordsExport.objects.order_by("pk")] == [
        "2026-05-01/2026-05-31",
        "2026-05-01/2026-06-30",
    ]


def test_own_case_and_what_is_barred_stay_in_the_house(
    town: Township, auditor: Person, case: Case
) -> None:
    own = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER, owner_person=auditor)
    barred = case_in(town, CaseStage.REGISTERED)
    Recusal.objects.create(case=barred, person=auditor, ground="relative", since=timezone.now())
    far = case_in(township(), CaseStage.REGISTERED)
    for other in (own, barred, far):
        assert "number" in refused(auditor, number=other.number)
    assert cases_in(taken(auditor, **PERIOD)) == {case.pk}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "number"),
        ({"number": "2026-B-0001", **PERIOD}, "number"),
        ({"number": "2026-B-0001", "since": "2026-05-01"}, "number"),
        ({"since": "2026-05-01"}, "number"),
        ({"number": "2026-B-0999"}, "number"),
        ({"since": "2026-05-31", "until": "2026-05-01"}, "until"),
        ({"since": "2025-01-01", "until": "2026-05-01"}, "until"),
        ({"since": "2026-01-01", "until": "2026-01-31"}, "since"),
        ({"since": "kein Tag", "until": "2026-05-01"}, "since"),
        ({"purpose": "", **PERIOD}, "purpose"),
        ({"purpose": "curiosity", **PERIOD}, "purpose"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(
    auditor: Person, case: Case, given: dict[str, str], field: str
) -> None:
    assert list(refused(auditor, **given)) == [field]
    assert not RecordsExport.objects.exists()


def test_nobody_takes_words_over_the_page(town: Township, auditor: Person, case: Case) -> None:
    """What people wrote leaves by the command alone (docs/rules.md 4.9)."""
    actor = Actor(person=auditor, role=Role.AUD, organisation=town.committee)
    with pytest.raises(NotAllowed):
        export_records(into=BytesIO(), cases=[case.pk], about="1", actor=actor, with_words=True)
    assert "payloads.jsonl" not in bundle_in(taken(auditor, number=case.number, with_words="on"))


# --- who took what --------------------------------------------------------------------------------


def rows_of(someone: Person, **query: str) -> list[list[str]]:
    response = client_of(someone).get(reverse("rectification:records_exports"), query)
    return [[str(cell.text) for cell in row] for row in response.context["rows"]]


def test_list_says_who_took_what_for_what(town: Township, auditor: Person, case: Case) -> None:
    export_records(into=BytesIO(), cases=[case.pk], about=case.number, with_words=True)
    bundle_in(taken(auditor, **PERIOD))
    newest, first = rows_of(auditor)
    assert (newest[0], newest[1], newest[3]) == (
        "5月1日 – 5月31日",
        "审计",
        auditor.code,
    )
    assert (first[0], first[3]) == (case.number, "服务器运行人员")
    assert rows_of(auditor, code=auditor.code) == [newest]


def test_list_tells_nothing_of_his_own_case_or_of_another_township(
    town: Township, auditor: Person, case: Case
) -> None:
    own = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER, owner_person=auditor)
    export_records(into=BytesIO(), cases=[own.pk], about=own.number)
    far = township()
    there = in_office(person("邻镇审计"), Role.AUD, far.committee)
    case_in(far, CaseStage.REGISTERED)
    bundle_in(taken(there, **PERIOD))
    assert rows_of(auditor) == []
    assert len(rows_of(there)) == 1


# --- the sheet of the week ------------------------------------------------------------------------


def sheet(someone: Person, **query: str) -> str:
    response = client_of(someone).get(reverse("rectification:seal_sheet"), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_sheet_shows_code_and_counts_and_nobody(
    town: Township, auditor: Person, case: Case, clock: time_machine.Traveller
) -> None:
    assert "尚未封存" in sheet(auditor)
    seal_records()
    clock.shift(timedelta(days=1))
    case_in(town, CaseStage.SUBMITTED)
    seal_records()
    last = Checkpoint.objects.latest("number")
    for someone in (auditor, town.officer, town.dis[0]):
        html = sheet(someone)
        assert code_of(last) in html
        assert "第2号" in html
        assert case.number not in html
    html = sheet(auditor)
    assert town.pse.name not in html
    clock.shift(timedelta(days=7))
    assert code_of(last) in sheet(auditor, last="1")
    case_in(town, CaseStage.SUBMITTED)
    seal_records()
    assert code_of(last) in sheet(auditor, last="1")
    assert code_of(last) not in sheet(auditor)


def test_sheet_is_reached_from_the_week(town: Township) -> None:
    address = reverse("rectification:seal_sheet")
    for someone, shown in ((town.dis[0], True), (town.officer, True), (town.pse, False)):
        html = client_of(someone).get(reverse("rectification:week")).content.decode()
        assert (address in html) is shown


def test_queries_of_the_sheet_do_not_grow(town: Township, auditor: Person) -> None:
    client, counts = client_of(auditor), []
    for more in (1, 2):
        for _ in range(more):
            case_in(town, CaseStage.SUBMITTED)
            seal_records()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("rectification:seal_sheet"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
