"""取消任职: what is confirmed and begins later is called off on a page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.models import Appointment, Person
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint, confirm_appointment
from tests.factories import Township
from tests.rectification.web.desk import client_of

PENDING = "/appointments/"
REASON = "县委组织部通知暂缓任职，待重新研究。"


def coming(town: Township, someone: Person, days: int = 7) -> Appointment:
    office = appoint(
        person=someone,
        role=Role.CLK,
        organisation=town.west.organisation,
        valid_from=today() + timedelta(days=days),
        entered_by=town.org,
    )
    confirm_appointment(appointment=office, by=town.pse)
    return office


def page_of(office: Appointment) -> str:
    return reverse("rectification:call_off", args=[office.pk])


@pytest.fixture
def office(town: Township) -> Appointment:
    return coming(town, town.east.members[0])


def test_called_off_from_the_list_with_a_reason(town: Township, office: Appointment) -> None:
    client = client_of(town.pse)
    assert page_of(office) in client.get(PENDING).content.decode()
    page = client.get(page_of(office))
    assert "确认人" in page.content.decode()
    assert client.post(page_of(office), {"reason": "不行"}).status_code == 422
    answer = client.post(page_of(office), {"reason": REASON})
    assert (answer.status_code, answer.url) == (302, PENDING)
    office.refresh_from_db()
    assert (office.confirmed_at, office.refusal) == (None, REASON)
    assert page_of(office) not in client.get(PENDING).content.decode()
    assert client.get(page_of(office)).status_code == 404


def test_who_entered_it_reads_why_he_may_not(town: Township, office: Appointment) -> None:
    client = client_of(town.org)
    page = client.get(page_of(office)).content.decode()
    assert "须由另一人确认" in page
    assert client.post(page_of(office), {"reason": REASON}).status_code == 422
    office.refresh_from_db()
    assert office.confirmed_at is not None


def test_person_page_leads_to_it_and_keeps_the_reason(town: Township, office: Appointment) -> None:
    client = client_of(town.org)
    url = reverse("rectification:person", args=[office.person_id])
    assert page_of(office) in client.get(url).content.decode()
    client_of(town.pse).post(page_of(office), {"reason": REASON})
    html = client.get(url).content.decode()
    assert REASON in html
    assert page_of(office) not in html


def test_what_has_begun_has_no_such_page(town: Township) -> None:
    held = Appointment.objects.get(person=town.west.secretary, role=Role.SEC)
    assert client_of(town.pse).get(page_of(held)).status_code == 404


def test_list_costs_the_same_however_many(town: Township, office: Appointment) -> None:
    client, counts = client_of(town.pse), []
    client.get(PENDING)
    for rows in (1, 3):
        for someone in (*town.east.members, town.west.members[0])[1:rows]:
            coming(town, someone)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PENDING)
        assert len(page.context["coming"]) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]
