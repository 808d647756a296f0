"""Succession and suspension in the browser: entered with a preview, confirmed with a preview."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Absence, Appointment
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import in_office
from tests.factories import person as newcomer
from tests.rectification.web.desk import client_of
from tests.workflows.offices import away
from tests.workflows.play import Play, user_of

PENDING = reverse("rectification:pending_appointments")
MOVES = reverse("workflows:moves")


def address(kind: str) -> str:
    return reverse("workflows:move", args=[kind])


def follow(play: Play, **more: Any) -> dict[str, Any]:
    office = Appointment.objects.get(person=play.town.east.secretary, role=Role.SEC)
    return {
        "office": office.pk,
        "successor": play.town.east.members[1].pk,
        "on": today().isoformat(),
        "mandate": "云委〔2026〕8号",
        **more,
    }


@pytest.fixture
def client(play: Play) -> Client:
    return client_of(play.town.org)


@pytest.fixture
def term(play: Play, client: Client) -> Appointment:
    assert client.post(address("succession"), follow(play, confirm="1")).url == MOVES
    return Appointment.objects.get(replaces__isnull=False)


def page_of(term: Appointment) -> str:
    return reverse("workflows:succession", args=[term.pk])


def lines(page: Any) -> dict[str, list[str]]:
    return {str(section.title): list(section.lines) for section in page.context["shown"].sections}


def test_entering_shows_first_what_will_change_hands(play: Play, client: Client) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    page = client.post(address("succession"), follow(play))
    assert page.status_code == 200
    row = [cell.text for cell in page.context["shown"].rows[0]]
    assert row[0] == play.case.number
    assert row[2:] == [town.east.secretary.name, town.east.members[1].name]
    assert [play.case.number] in lines(page).values()
    assert not Appointment.objects.filter(replaces__isnull=False).exists()


def test_preview_says_that_the_successor_is_recused_and_not_why(play: Play, client: Client) -> None:
    """A branch case whose plan he drafted; the ground is not the organisation office's to read."""
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW)
    liaison = Appointment.objects.get(person=town.liaison, organisation=town.east.organisation)
    data = follow(play, office=liaison.pk, successor=town.east.secretary.pk)
    html = client.post(address("succession"), data)
    row = html.context["shown"].rows[0]
    assert row[0].text == play.case.number
    assert row[1].meta == gettext("The successor is recused from it.")
    assert row[3].text != row[2].text


def test_confirming_shows_it_again_and_puts_it_into_force(play: Play, term: Appointment) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    deputy = client_of(town.pse)
    pending = deputy.get(PENDING).context["rows"]
    assert [(row.url, row.act.url) for row in pending] == [(page_of(term), page_of(term))]
    first = deputy.get(page_of(term))
    assert (first.status_code, first.context["shown"]) == (200, None)
    assert "confirm" not in [act.name for act in first.context["acts"]]
    shown = deputy.post(page_of(term))
    assert shown.status_code == 200
    assert "confirm" in [act.name for act in shown.context["acts"]]
    assert not authority_of(user_of(town.east.members[1])).holds(Role.SEC)
    assert deputy.post(page_of(term), {"confirm": "1"}).url == PENDING
    assert authority_of(user_of(town.east.members[1])).holds(Role.SEC)
    assert deputy.get(page_of(term)).status_code == 404


def test_whoever_entered_it_reads_why_he_does_not_confirm(
    play: Play, client: Client, term: Appointment
) -> None:
    page = client.get(page_of(term))
    assert page.status_code == 200
    assert page.context["why_not"].rule == "4.1"
    assert 'href="/authority/#rule-4.1"' in page.content.decode()
    assert client.post(page_of(term), {"confirm": "1"}).status_code == 422
    term.refresh_from_db()
    assert term.confirmed_at is None


def test_succession_is_refused_with_a_reason(play: Play, term: Appointment) -> None:
    client = client_of(play.town.dps)
    assert client.post(page_of(term), {"refuse": "1"}).status_code == 422
    reason = "人选须经支部党员大会选举产生。"
    assert client.post(page_of(term), {"refuse": "1", "reason": reason}).url == PENDING
    term.refresh_from_db()
    assert (term.refused_by, term.refusal) == (play.town.dps, reason)


def test_it_is_not_confirmed_past_its_own_page(play: Play, term: Appointment) -> None:
    client = client_of(play.town.pse)
    client.post(PENDING, {"confirm": str(term.pk)})
    plain = reverse("rectification:appointment", args=[term.pk])
    assert client.get(plain).status_code == 404
    assert client.post(plain, {"confirm": "1"}).status_code == 404
    term.refresh_from_db()
    assert term.confirmed_at is None


def test_page_is_open_to_those_who_confirm_offices_alone(play: Play, term: Appointment) -> None:
    town = play.town
    second = in_office(newcomer("织从云", branch=town.home), Role.ORG, town.organisation_office)
    for someone in (town.org, town.pse, town.dps, second):
        assert client_of(someone).get(page_of(term)).status_code == 200
    for someone in (town.east.secretary, town.east.members[1], town.officer, town.dis[0]):
        assert client_of(someone).get(page_of(term)).status_code == 404
    assert Client().get(page_of(term)).status_code == 302
    assert client_of(town.pse).get(page_of(Appointment(pk=10**18))).status_code == 404


def test_suspension_is_shown_first_and_ended_the_same_way(play: Play, client: Client) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    data = {"person": town.east.secretary.pk, "on": today().isoformat(), "until": ""}
    page = client.post(address("suspension"), data)
    assert page.status_code == 200
    assert page.context["shown"].rows == []
    assert not Absence.objects.exists()
    assert client.post(address("suspension"), {**data, "confirm": "1"}).url == MOVES
    row = Absence.objects.get()
    assert (row.person, row.kind, row.recorded_by) == (town.east.secretary, "suspension", town.org)
    back = {"absence": row.pk}
    form = client.get(address("reinstatement"), back).context["form"]
    assert form["absence"].value() == str(row.pk)
    assert client.post(address("reinstatement"), back).status_code == 200
    assert client.post(address("reinstatement"), {**back, "confirm": "1"}).url == MOVES
    row.refresh_from_db()
    assert (row.ended_on, row.ended_by) == (today(), town.org)


def test_leave_is_no_suspension_to_be_ended_here(play: Play, client: Client) -> None:
    row = away(play.town.east.secretary)
    assert client.post(address("reinstatement"), {"absence": row.pk}).status_code == 422


def test_only_holders_of_an_office_are_offered_for_suspension(play: Play, client: Client) -> None:
    offered = client.get(address("suspension")).context["form"].fields["person"].queryset
    assert play.town.east.secretary in offered
    assert play.town.east.members[0] not in offered


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_asks_as_much_for_many_offices(
    play: Play, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    """The lists of offices and people are one query each, however long."""
    for number in range(rows):
        in_office(
            newcomer(f"办事员{number}", branch=play.town.home), Role.GEN, play.town.general_office
        )
    with django_assert_num_queries(11):
        client.get(address("succession"))
