"""任职: entering, the list of what waits, confirming one or all of an import, refusing."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.utils import timezone

from rectification.models import Appointment, ImportedFile, Person
from rectification.roles import Role
from rectification.services.appointments import NewOffice, appoint, appoint_all
from tests.factories import FOUNDED, Township, in_office, person, township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db
NEW, PENDING = "/appointments/new/", "/appointments/"
REASON = "任命文件尚未收到，请补充后重新录入。"


@pytest.fixture
def town(db: None) -> Any:
    with time_machine.travel(datetime(2026, 6, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield township()


def filled(town: Township, **given: Any) -> dict[str, Any]:
    return {
        "person": town.east.members[0].code,
        "organisation": town.west.organisation.pk,
        "role": "CLK",
        "valid_from": "2026-06-08",
        "mandate": "云委〔2026〕3号",
        **given,
    }


def waiting(town: Township, someone: Person | None = None, role: str = Role.CLK) -> Appointment:
    return appoint(
        person=someone or town.east.members[0],
        role=role,
        organisation=town.west.organisation,
        valid_from=FOUNDED,
        entered_by=town.org,
    )


def second_officer(town: Township) -> Person:
    return in_office(person("织从云", branch=town.home), Role.ORG, town.organisation_office)


# --- entering -----------------------------------------------------------------------------------


def test_entered_office_waits_for_a_second_person(town: Township) -> None:
    response = client_of(town.org).post(NEW, filled(town))
    assert (response.status_code, response.url) == (302, PENDING)
    office = Appointment.objects.get(person=town.east.members[0])
    assert (office.entered_by, office.confirmed_at, office.mandate) == (
        town.org,
        None,
        "云委〔2026〕3号",
    )
    assert office.history.get().history_user_id == town.org.user.pk


def test_form_knows_the_person_one_comes_from(town: Township) -> None:
    response = client_of(town.org).get(f"{NEW}?person={town.pse.code}")
    assert response.context["form"]["person"].value() == town.pse.code


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"person": "M-9999"}, "person", ""),
        ({"role": "MEM"}, "role", ""),
        ({"role": "SEC"}, "role", "E-SEC2"),
        ({"valid_from": "2026-02-30"}, "valid_from", ""),
        ({"valid_from": "2010-01-01"}, "valid_from", "E-CLOSED"),
        ({"valid_to": "2026-06-07"}, "valid_to", "E-PERIOD"),
        ({"organisation": ""}, "organisation", ""),
    ],
)
def test_refusal_names_field_and_rule_and_keeps_what_was_typed(
    town: Township, given: dict[str, Any], field: str, rule: str
) -> None:
    response = client_of(town.org).post(NEW, filled(town, **given))
    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert getattr(form, "refused_by", "") == rule
    assert rule in response.content.decode()
    assert "云委〔2026〕3号" in response.content.decode()
    assert not Appointment.objects.filter(mandate="云委〔2026〕3号").exists()


def test_administrator_gets_no_business_role_on_the_page(town: Township) -> None:
    administrator = in_office(person("管机长"), Role.ADM, town.committee)
    response = client_of(town.org).post(NEW, filled(town, person=administrator.code))
    form = response.context["form"]
    assert list(form.errors) == ["role"]
    assert form.refused_by == "E-ROLE"


def test_people_and_organisations_of_another_township_are_not_offered(town: Township) -> None:
    other = township()
    response = client_of(town.org).post(
        NEW, filled(town, person=other.pse.code, organisation=other.committee.pk)
    )
    assert set(response.context["form"].errors) == {"person", "organisation"}


# --- confirming ---------------------------------------------------------------------------------


def test_second_officer_confirms_from_the_list(town: Township) -> None:
    office, second = waiting(town), second_officer(town)
    (row,) = client_of(second).get(PENDING).context["rows"]
    assert office.person.name in str(row.title)
    assert row.act is not None
    client_of(second).post(PENDING, {row.act.name: row.act.value})
    office.refresh_from_db()
    assert office.confirmed_by == second


def test_who_entered_it_reads_why_he_may_not_confirm(town: Township) -> None:
    office, client = waiting(town), client_of(town.org)
    (row,) = client.get(PENDING).context["rows"]
    assert (row.act, bool(row.note)) == (None, True)
    response = client.post(PENDING, {"confirm": str(office.pk)})
    assert [m.level_tag for m in get_messages(response.wsgi_request)] == ["warning"]
    assert client.post(f"{PENDING}{office.pk}/", {"confirm": "1"}).status_code == 422
    office.refresh_from_db()
    assert office.confirmed_at is None


def test_own_appointment_names_the_rule_that_leaves_it_to_others(town: Township) -> None:
    office = waiting(town, town.pse, Role.INS)
    page = client_of(town.pse).get(f"{PENDING}{office.pk}/")
    assert page.context["why_not"].rule == "4.1"
    assert "#rule-4.1" in page.content.decode()


def test_secretary_confirms_only_where_there_is_no_second_officer(town: Township) -> None:
    office = waiting(town)
    assert client_of(town.pse).get(PENDING).context["rows"][0].act is not None
    second_officer(town)
    assert client_of(town.pse).get(PENDING).context["rows"][0].act is None
    client_of(town.pse).post(PENDING, {"confirm": str(office.pk)})
    office.refresh_from_db()
    assert office.confirmed_at is None


@pytest.mark.parametrize("who", ["officer", "lg", "gen"])
def test_list_is_closed_to_everybody_else(town: Township, who: str) -> None:
    office, client = waiting(town), client_of(getattr(town, who))
    for url in (PENDING, f"{PENDING}{office.pk}/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"confirm": str(office.pk)}).status_code == 404


def test_refusal_needs_a_reason_and_ends_the_matter(town: Township) -> None:
    office, client = waiting(town), client_of(town.pse)
    url = f"{PENDING}{office.pk}/"
    assert client.get(url).status_code == 200
    for said in ({}, {"refuse": "1"}):
        assert client.post(url, said).status_code == 422
    assert client.post(url, {"refuse": "1", "reason": REASON}).status_code == 302
    office.refresh_from_db()
    assert (office.refusal, office.confirmed_at) == (REASON, None)
    assert client.get(url).status_code == 404
    assert client.post(url, {"confirm": "1"}).status_code == 404


def test_one_office_is_confirmed_on_its_own_page(town: Township) -> None:
    office = waiting(town)
    assert client_of(town.dps).post(f"{PENDING}{office.pk}/", {"confirm": "1"}).status_code == 302
    office.refresh_from_db()
    assert office.confirmed_by == town.dps


def imported(town: Township, people: list[Person]) -> ImportedFile:
    file = ImportedFile.objects.create(
        kind="roster",
        sha256="0" * 64,
        name="六月变动.xlsx",
        imported_by=town.org,
        imported_at=timezone.now(),
        written=len(people),
        refused=0,
    )
    offices = [NewOffice(p, Role.INS, town.office, date(2026, 6, 1)) for p in people]
    appoint_all(offices=offices, entered_by=town.org, imported=file)
    return file


def test_all_of_an_import_are_confirmed_but_ones_own(town: Township) -> None:
    file = imported(town, [town.pse, *town.east.members])
    waiting(town)
    client = client_of(town.pse)
    (row,) = client.get(PENDING).context["files"]
    assert row.title == "六月变动.xlsx"
    assert client_of(town.org).get(PENDING).context["files"][0].act is None
    client.post(PENDING, {row.act.name: row.act.value})
    left = Appointment.objects.filter(confirmed_at=None).values_list("person__code", "imported")
    assert sorted(left) == sorted(
        [(town.pse.code, file.pk), (town.east.members[0].code, None)], key=str
    )


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30])
def test_nonsense_confirms_nothing(town: Township, value: str) -> None:
    waiting(town)
    for name in ("confirm", "all"):
        assert client_of(town.pse).post(PENDING, {name: value}).status_code == 302
    assert Appointment.objects.filter(confirmed_at=None).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    imported(town, [person(f"新人{number}", branch=town.home) for number in range(rows)])
    client = client_of(town.pse)
    with django_assert_num_queries(13):
        client.get(PENDING)
