"""反映人身份查阅: read for a few days by who asked, each time on record, and told to nobody."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectification import notifications
from rectification.enums import EventVerb
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    CaseParty,
    IdentityRequest,
    RecusalRequest,
)
from rectification.policies.event_circles import ABOUT_IDENTITY
from rectification.policies.facts import facts_of
from rectification.policies.recusal import people_to_recuse
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.services.erasure import erase_case
from tests.factories import Township, in_office, person
from tests.house.matrix import PEOPLE_PAGES
from tests.rectification.web.desk import client_of
from tests.rectification.web.pages.disclosure import (
    CODE,
    CONTACT,
    HOME,
    NAME,
    REASON,
    asked,
    assign,
    decide,
    page_of,
    show,
    verbs,
    voiced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    return voiced(town)


# --- reading ------------------------------------------------------------------------------------


def test_only_who_asked_reads_it_and_each_time_is_noted(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    assert NAME not in client_of(town.dis[0]).get(page_of(row)).content.decode()
    for _ in range(2):
        html = show(row, town.dis[0]).content.decode()
        assert NAME in html
        assert CONTACT in html
    assert verbs(case)[2:] == ["identity_shown", "identity_shown"]
    noted = AccessLog.objects.filter(what=f"identity_request:{row.pk}")
    assert [entry.person for entry in noted] == [town.dis[0], town.dis[0]]


def test_everybody_else_finds_nothing(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    assert PEOPLE_PAGES["rectification:identity_request"].endswith("test_identity_reading.py")
    assign(case, town.dis[1])
    others = [
        town.dis[1],
        town.officer,
        town.intake,
        town.org,
        town.pse,
        town.dps,
        town.liaison,
        town.gen,
        town.east.secretary,
        town.east.clerk,
        town.east.members[0],
        town.west.secretary,
        in_office(person("审计长"), Role.AUD, town.committee),
        in_office(person("管机长"), Role.ADM, town.committee),
    ]
    for someone in others:
        assert client_of(someone).get(page_of(row)).status_code == 404
        assert show(row, someone).status_code == 404
    answer = show(row, town.lg)
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert Client().get(page_of(row)).status_code == 302


def test_days_over_office_lost_or_recused_and_it_is_shown_no_more(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    clock.move_to("2026-05-18 23:59+08:00")
    assert show(row, town.dis[0]).status_code == 200
    clock.move_to("2026-05-19 00:01+08:00")
    assert show(row, town.dis[0]).status_code == 409
    clock.move_to("2026-05-12 10:00+08:00")
    RecusalRequest.objects.create(
        case=case,
        person=town.dis[0],
        requested_by=town.east.secretary,
        ground="relative",
        reason=REASON,
        requested_at=timezone.now(),
    )
    assert show(row, town.dis[0]).status_code == 409
    town.dis[0].appointments.update(valid_to="2026-05-11")
    assert show(row, town.dis[0]).status_code == 404


def test_whoever_is_no_longer_assigned_reads_it_no_more(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    CaseParty.objects.filter(case=case, person=town.dis[0]).update(until=timezone.now())
    assert client_of(town.dis[0]).get(page_of(row)).context["may_read"] is False
    answer = show(row, town.dis[0])
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert not AccessLog.objects.filter(what=f"identity_request:{row.pk}").exists()


def test_reporter_is_told_under_his_receipt_code(town: Township, case: Case) -> None:
    def receipt() -> str:
        response = Client().post(reverse("rectification:receipt"), {"code": CODE})
        return str(response.content.decode())

    row = asked(case, town.dis[0])
    assert "允许镇纪委一名工作人员查阅您的姓名" not in receipt()
    decide(row, town.lg)
    told = receipt()
    assert "领导小组于5月11日决定，允许镇纪委一名工作人员查阅您的姓名和联系方式" in told
    assert "云纪函〔2026〕8号" in told
    assert NAME not in told


# --- what others may learn ----------------------------------------------------------------------


def test_identity_is_stored_logged_and_told_nowhere(
    town: Township, case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    notifications.deliver_due()
    assert [where for where, value in _columns() if NAME in value or CONTACT in value] == []
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert NAME not in logged
    assert CONTACT not in logged


def _columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*fields):
                for field, value in zip(fields, row, strict=True):
                    raw = bytes(value).decode("utf-8", "replace") if _is_raw(value) else value
                    text = json.dumps(raw, ensure_ascii=False, default=str)
                    yield f"{model._meta.label}.{field}", text


def _is_raw(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)


def test_no_page_of_the_case_tells_that_an_identity_was_asked_for(
    town: Township, case: Case
) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    readers = (town.east.secretary, town.officer, town.pse, town.lg, town.dis[0])
    for someone in readers:
        page = client_of(someone).get(reverse("rectification:case", args=[case.pk]))
        titles = {str(entry.title) for entry in page.context["page"].entries}
        assert not titles & {str(EventVerb(verb).label) for verb in ABOUT_IDENTITY}
    assert town.lg not in people_to_recuse(case)


def test_auditor_reads_that_it_was_asked_granted_and_read(town: Township, case: Case) -> None:
    auditor = in_office(person("审计长"), Role.AUD, town.committee)
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    show(row, town.dis[0])
    events = client_of(auditor).get(reverse("rectification:records")).content.decode()
    for verb in ("identity_asked", "identity_granted", "identity_shown"):
        assert str(EventVerb(verb).label) in events
    accesses = client_of(auditor).get(reverse("rectification:accesses"))
    assert [str(cell.text) for cell in accesses.context["rows"][0]][1] == "反映人身份"
    assert REASON not in events


def test_asking_makes_nobody_a_witness(town: Township, case: Case) -> None:
    decide(asked(case, town.dis[0]), town.lg)
    facts = facts_of(case)
    assert bar_of(town.dis[0].pk, "verify", facts) is None
    assert bar_of(town.lg.pk, "verify", facts) is None


def test_erasure_blanks_reason_and_answer(town: Township, case: Case) -> None:
    row = asked(case, town.dis[0])
    decide(row, town.lg)
    erase_case(case=case)
    row.refresh_from_db()
    assert (row.reason, row.answer) == ("", "")
    assert set(IdentityRequest.history.values_list("reason", "answer")) == {("", "")}


@pytest.mark.parametrize("reader", ["asks", "decides"])
def test_list_has_the_same_queries_for_one_and_for_three(
    town: Township, case: Case, clock: time_machine.Traveller, reader: str
) -> None:
    counts = []
    someone = town.dis[0] if reader == "asks" else town.lg
    for day in ("2026-05-11", "2026-05-19", "2026-05-27"):
        clock.move_to(f"{day} 10:00+08:00")
        decide(asked(case, town.dis[0]), town.lg, "refuse")
        client = client_of(someone)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        counts.append(len(queries))
    assert CaseEvent.objects.filter(verb="identity_asked").count() == 3
    assert counts[0] == counts[2]
