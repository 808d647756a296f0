"""Changes of people and branches in the browser: shown first, then made (scenarios 3, 4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Appointment, Membership, Organisation
from rectification.policies.authority import members_of
from rectification.policies.days import today
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

KINDS = ("transfer", "departure", "succession", "suspension", "reinstatement", "merger", "split")
WITH_A_DAY = [kind for kind in KINDS if kind != "reinstatement"]


def address(kind: str) -> str:
    return reverse("workflows:move", args=[kind])


def transfer(play: Play, **more: Any) -> dict[str, Any]:
    return {
        "person": play.town.east.members[0].pk,
        "to": play.town.west.organisation.pk,
        "on": today().isoformat(),
        **more,
    }


@pytest.fixture
def client(play: Play) -> Client:
    return client_of(play.town.org)


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_open_to_the_organisation_office_alone(play: Play, kind: str) -> None:
    town = play.town
    assert client_of(town.org).get(address(kind)).status_code == 200
    for other in (town.intake, town.pse, town.dis[0], town.east.secretary, town.east.members[0]):
        assert client_of(other).get(address(kind)).status_code == 404
        assert client_of(other).post(address(kind), transfer(play)).status_code == 404
    assert Client().get(address(kind)).status_code == 302


def test_unknown_kind_is_a_404(client: Client) -> None:
    assert client.get(address("promotion")).status_code == 404


@pytest.mark.parametrize("kind", WITH_A_DAY)
def test_day_is_filled_in_as_the_browsers_calendar_reads_it(client: Client, kind: str) -> None:
    page = client.get(address(kind)).content.decode()
    assert f'<input type="date" name="on" value="{today().isoformat()}"' in page


def test_overview_names_every_change(client: Client) -> None:
    start = client.get(reverse("rectification:organisations")).content.decode()
    assert f'href="{reverse("workflows:moves")}"' in start
    page = client.get(reverse("workflows:moves")).content.decode()
    assert all(address(kind) in page for kind in KINDS)


def test_transfer_is_shown_first_and_made_when_confirmed(play: Play, client: Client) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    member = play.town.east.members[0]
    shown = client.post(address("transfer"), transfer(play))
    assert shown.status_code == 200
    assert Membership.objects.get(person=member).valid_to is None
    done = client.post(address("transfer"), transfer(play, confirm="1"))
    assert done.url == reverse("workflows:moves")
    here = Membership.objects.get(person=member, valid_to__isnull=True)
    assert here.organisation == play.town.west.organisation


def test_preview_tells_nobody_whether_a_member_has_a_case(play: Play, client: Client) -> None:
    before = client.post(address("transfer"), transfer(play)).context["shown"]
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    page = client.post(address("transfer"), transfer(play))
    html = page.content.decode()
    assert page.context["shown"] == before
    assert play.case.number not in html
    assert play.case.title not in html


def test_preview_keeps_a_day_to_come(play: Play, client: Client) -> None:
    later = (today() + timedelta(days=5)).isoformat()
    page = client.post(address("transfer"), transfer(play, on=later))
    assert page.context["shown"] is not None
    assert page.context["form"]["on"].value() == later


def test_preview_names_the_steps_of_branch_cases(play: Play, client: Client) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    town = play.town
    data = {
        "organisation": town.east.organisation.pk,
        "successor": town.west.organisation.pk,
        "on": today().isoformat(),
    }
    shown = client.post(address("merger"), data).context["shown"]
    assert shown.sections[0].lines == [play.case.number]
    assert [row[0].text for row in shown.rows] == [play.case.number]
    assert town.west.organisation.name in shown.rows[0][3].text


def test_preview_of_a_departure_names_the_office_that_ends(play: Play, client: Client) -> None:
    clerk = play.town.east.clerk
    office = f"{play.town.east.organisation.name} 支部委员/联络员"
    data = {"person": clerk.pk, "on": today().isoformat()}
    shown = client.post(address("departure"), data).context["shown"]
    assert {str(section.title): section.lines for section in shown.sections} == {
        "终止或停止履行的职务": [f"{clerk.name}：{office}"],
        "立即退出登录的人员": [f"{clerk.name} ({clerk.code})"],
    }
    assert Membership.objects.get(person=clerk).valid_to is None
    assert Appointment.objects.get(person=clerk).valid_to is None


def split_of(branch: Organisation, **more: Any) -> dict[str, Any]:
    return {
        "organisation": branch.pk,
        "on": today().isoformat(),
        "first_code": "E-1",
        "first_name": "东篱第一党支部",
        "second_code": "E-2",
        "second_name": "东篱第二党支部",
        **{f"member-{person.pk}": "first" for person in members_of(branch, today())},
        **more,
    }


def test_preview_of_a_split_gives_the_steps_to_the_office(play: Play, client: Client) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    branch = play.town.east.organisation
    shown = client.post(address("split"), split_of(branch)).context["shown"]
    assert [(row[0].text, row[3].light.word) for row in shown.rows] == [
        (play.case.number, "无人可办：暂由办公室保管")
    ]
    assert not Organisation.objects.filter(code="E-1").exists()
    branch.refresh_from_db()
    assert branch.closed_on is None


def test_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    play: Play, client: Client
) -> None:
    page = client.post(
        address("transfer"), transfer(play, to=play.town.east.organisation.pk, confirm="1")
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["to"]
    assert page.context["form"]["person"].value() == str(play.town.east.members[0].pk)


def test_split_lists_the_members_of_the_chosen_branch(play: Play, client: Client) -> None:
    branch = play.town.east.organisation
    page = client.get(address("split"), {"organisation": branch.pk})
    people = list(members_of(branch, today()))
    assert page.context["form"].people == people
    data = split_of(branch, confirm="1")
    assert client.post(address("split"), data).status_code == 302
    assert set(members_of(Organisation.objects.get(code="E-1"), today())) == set(people)
