"""批量受理: rows registered and dispatched in one go, each by itself (T4, T9)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rectification.models import AccessLog, Case, CaseEvent
from rectification.policies.recusal import RecusalGround
from rectification.policies.reporting import why_not_recall
from tests.factories import Township, township
from tests.rectification.imports.lists import line, problems
from tests.rectification.services.test_routing import in_force
from tests.rectification.web.desk import client_of
from tests.workflows.answers import OPINION
from tests.workflows.play import Play
from tests.workflows.web.test_batches import act_of, uploaded
from workflows.invariants import breaches

pytestmark = pytest.mark.django_db
URL = "/intake/"
QUERIES = 25
TEXTS = ("公开栏内容三个月未更新。", "活动室无人管理，经常锁门。", "村务会议没有记录。")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 6, 16, 1, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Township:
    return township()


@pytest.fixture
def client(town: Township) -> Client:
    return client_of(town.officer)


def imported(town: Township, *texts: str) -> list[Case]:
    """The lines wait for intake; one that names the secretary is told so."""
    client = client_of(town.officer)
    east = town.east.organisation.name
    lines = [line(text, east, serial=at) for at, text in enumerate(texts, 1)]
    url = uploaded(client, problems(*lines))
    assert client.post(url, act_of(client, url)).status_code == 302
    return list(Case.objects.order_by("pk"))


def rows_of(client: Client) -> list[Any]:
    return list(client.get(URL).context["listing"].rows)


def answer(*rows: Any, **more: Any) -> dict[str, Any]:
    """What the page sends: every row as it was filled in, those given chosen and confirmed."""
    data: dict[str, Any] = {"secrecy": "open", "dispatch": "on", **more}
    for row in rows:
        for name in row.fields:
            value = row[name].value()
            data[f"{row.prefix}-{name}"] = "" if value is None else value
        data |= {
            f"{row.prefix}-category": row["category"].value() or "B",
            f"{row.prefix}-deadline_class": row["deadline_class"].value() or "limited",
            f"{row.prefix}-screened": "on",
            f"{row.prefix}-chosen": "on",
        }
    return data


def test_rows_are_registered_and_dispatched_in_one_go(town: Township, client: Client) -> None:
    cases = imported(town, *TEXTS)
    rows = rows_of(client)
    assert [row.case for row in rows] == cases
    response = client.post(URL, answer(*rows[:2]))
    assert response.status_code == 302
    stages = list(Case.objects.order_by("pk").values_list("stage", "number", "secrecy"))
    assert stages == [
        ("pending_claim", "2026-B-0001", "open"),
        ("pending_claim", "2026-B-0002", "open"),
        ("submitted", None, "internal"),
    ]
    verbs = CaseEvent.objects.filter(case=cases[0], actor=town.officer)
    assert [event.verb for event in verbs.order_by("sequence")][-2:] == ["registered", "dispatched"]
    assert [row.case for row in rows_of(client)] == [cases[2]]
    assert list(breaches()) == []


def test_a_routing_rule_fills_the_row_in_and_is_named_beside_it(
    town: Township, client: Client
) -> None:
    imported(town, *TEXTS[:2])
    west = town.west.organisation
    rule = in_force(town, keyword="活动室", owner=west, severity="notable", deadline_class="")
    plain, routed = rows_of(client)
    assert (plain["owner_organisation"].value(), plain.rule) == (town.east.organisation.pk, None)
    assert (routed["owner_organisation"].value(), routed["severity"].value()) == (
        west.pk,
        "notable",
    )
    assert client.get(URL).content.decode().count(f"流转规则“{rule.name}”") == 1
    data = {**answer(routed), f"{routed.prefix}-severity_reason": "群众多次反映。"}
    assert client.post(URL, data).status_code == 302
    registered = Case.objects.get(owner_organisation=west)
    assert (registered.severity, registered.stage) == ("notable", "pending_claim")


def test_what_the_officer_writes_instead_of_the_rule_counts(town: Township, client: Client) -> None:
    imported(town, TEXTS[1])
    in_force(town, owner=town.west.organisation)
    (row,) = rows_of(client)
    data = answer(row)
    data[f"{row.prefix}-owner_organisation"] = str(town.east.organisation.pk)
    assert client.post(URL, data).status_code == 302
    assert Case.objects.get().owner_organisation == town.east.organisation


def test_registered_only_where_the_officer_wants_to_dispatch_himself(
    town: Township, client: Client
) -> None:
    imported(town, TEXTS[0])
    data = answer(*rows_of(client))
    del data["dispatch"]
    assert client.post(URL, data).status_code == 302
    assert Case.objects.get().stage == "registered"


def test_a_refused_row_stays_with_its_error_and_what_was_typed(
    town: Township, client: Client
) -> None:
    cases = imported(town, *TEXTS)
    rows = rows_of(client)
    data = answer(*rows)
    data[f"{rows[1].prefix}-severity"] = "prominent"
    data[f"{rows[2].prefix}-screened"] = ""
    data[f"{rows[2].prefix}-severity_reason"] = "先写在这里"
    response = client.post(URL, data)
    assert response.status_code == 422
    listing = response.context["listing"]
    assert [row.case for row in listing.rows] == cases[1:]
    assert [list(row.errors) for row in listing.rows] == [["severity_reason"], ["screened"]]
    assert "先写在这里" in response.content.decode()
    assert [case.stage for case in Case.objects.order_by("pk")] == [
        "pending_claim",
        "submitted",
        "submitted",
    ]
    numbers = Case.objects.exclude(number=None).values_list("number", flat=True)
    assert list(numbers) == ["2026-B-0001"]


def test_a_row_that_cannot_be_dispatched_is_not_registered_either(
    town: Township, client: Client
) -> None:
    imported(town, TEXTS[0])
    (row,) = rows_of(client)
    data = answer(row)
    data[f"{row.prefix}-owner_organisation"] = str(town.office.pk)
    assert client.post(URL, data).status_code == 422
    assert (Case.objects.get().stage, Case.objects.get().number) == ("submitted", None)


def test_the_same_page_sent_twice_does_nothing_more(town: Township, client: Client) -> None:
    imported(town, *TEXTS[:2])
    data = answer(*rows_of(client), idempotency_key=str(uuid4()))
    for _time in range(2):
        assert client.post(URL, data).status_code == 302
    assert Case.objects.filter(stage="pending_claim").count() == 2
    assert CaseEvent.objects.filter(verb="registered").count() == 2
    late = client_of(town.intake).post(URL, {**data, "idempotency_key": str(uuid4())})
    assert late.status_code == 302
    assert CaseEvent.objects.filter(verb="registered").count() == 2


def test_nothing_chosen_and_no_secrecy_are_said(town: Township, client: Client) -> None:
    imported(town, TEXTS[0])
    assert "请至少选定一件" in client.post(URL, {"secrecy": "open"}).content.decode()
    data = answer(*rows_of(client))
    del data["secrecy"]
    response = client.post(URL, data)
    assert (response.status_code, Case.objects.get().stage) == (422, "submitted")


def test_who_is_named_is_reworded_on_a_page_of_its_own(town: Township, client: Client) -> None:
    imported(town, f"{town.east.secretary.name}三个月未召开会议。")
    (row,) = rows_of(client)
    assert row.by_itself
    assert client.post(URL, answer(row)).status_code == 422
    assert Case.objects.get().stage == "submitted"


def test_opinions_are_not_in_the_list(town: Township, play: Play) -> None:
    play.opinion()
    for person in (town.intake, town.officer):
        assert rows_of(client_of(person)) == []
        assert OPINION not in client_of(person).get(URL).content.decode()


def test_what_one_is_recused_from_is_not_in_the_list(town: Township, play: Play) -> None:
    case = play.report()
    assert [row.case for row in rows_of(client_of(town.officer))] == [case]
    play.declare_recusal(town.officer, RecusalGround.RELATIVE)
    assert rows_of(client_of(town.officer)) == []


def test_only_the_office_finds_the_page(town: Township) -> None:
    for person in (town.org, town.east.secretary, town.east.members[0], town.pse):
        assert client_of(person).get(URL).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    town: Township, client: Client, count: int, play: Play
) -> None:
    for _report in range(count):
        play.case = Case()
        play.report()
    imported(town, *TEXTS[:count])
    in_force(town, name="第一条", keyword="公开栏")
    in_force(town, name="第二条", owner=town.west.organisation)
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        assert len(rows_of(client)) == 2 * count
    assert len(queries) == QUERIES


def test_what_no_longer_waits_is_never_shown_again(town: Township, client: Client) -> None:
    """Sent once more without its secrecy: neither by the office nor from another township."""
    title = imported(town, *TEXTS[:2])[0].title
    data = answer(*rows_of(client))
    assert client.post(URL, data).status_code == 302
    del data["secrecy"]
    for someone in (town.officer, town.intake, township().officer):
        response = client_of(someone).post(URL, data)
        assert response.status_code == 422
        assert title not in response.content.decode()


def test_report_on_the_list_counts_as_opened(town: Township, play: Play) -> None:
    """Its author cannot take it back any more (T3), and whose report it is, the record says."""
    case = play.report(level="M")
    assert why_not_recall(case, case.author) is None
    client_of(town.officer).get(URL)
    found = why_not_recall(case, case.author)
    assert found is not None
    assert found.rule == "T3"
    (noted,) = AccessLog.objects.filter(case=case)
    item = case.work_items.get(closed_at=None)
    assert (noted.person, noted.what) == (town.officer, f"step:{item.pk}")
