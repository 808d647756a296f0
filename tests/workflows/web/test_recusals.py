"""The pages of recusal: what they ask, what they show, and to whom the ground is told."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.models import OrganisationRecusal, Person, Recusal, RecusalRequest
from rectification.roles import Role
from tests.factories import in_office, person
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play

GROUND = "近亲属"
PAGES = ("declare_recusal", "request_recusal", "enter_recusal")


def page(name: str, play: Play) -> str:
    return reverse(f"workflows:{name}", args=[play.case.pk])


def html(someone: Person, url: str) -> str:
    return client_of(someone).get(url).content.decode()


@pytest.fixture
def reviewed(play: Play) -> Play:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    return play


def test_declared_person_is_led_to_his_inbox_and_finds_the_case_no_more(reviewed: Play) -> None:
    client = client_of(reviewed.town.east.secretary)
    case = reverse("rectification:case", args=[reviewed.case.pk])
    assert page("declare_recusal", reviewed) in client.get(case).content.decode()
    data = {"ground": "relative", "idempotency_key": str(uuid.uuid4())}
    answer = client.post(page("declare_recusal", reviewed), data)
    assert answer["Location"] == reverse("rectification:inbox")
    assert client.get(case).status_code == 404
    again = client.post(page("declare_recusal", reviewed), data)
    assert again["Location"] == reverse("rectification:inbox")
    assert Recusal.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "ground"),
        ({"ground": "other"}, "reason"),
        ({"ground": "other", "reason": "不便"}, "reason"),
    ],
)
def test_declaration_that_lacks_something_says_so_and_stores_nothing(
    reviewed: Play, data: dict[str, Any], field: str
) -> None:
    answer = client_of(reviewed.town.east.secretary).post(page("declare_recusal", reviewed), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert data.get("reason", "") in answer.content.decode()
    assert not Recusal.objects.exists()


def test_holder_of_an_extract_declares_without_reading_the_case(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    url = page("declare_recusal", play)
    step = reverse("workflows:act", args=[play.item("assign_verifiers").pk])
    assert url in html(play.town.dis[3], step)
    shown = html(play.town.dis[3], url)
    assert play.case.title not in shown
    assert play.case.number in shown
    client_of(play.town.dis[3]).post(url, {"ground": "interest"})
    assert Recusal.objects.get().person == play.town.dis[3]


def test_ground_is_shown_to_the_office_and_to_himself_alone(reviewed: Play) -> None:
    town, case = reviewed.town, reverse("rectification:case", args=[reviewed.case.pk])
    client = client_of(town.east.secretary)
    client.post(page("declare_recusal", reviewed), {"ground": "relative"})
    assert GROUND in html(town.officer, case)
    for someone in (town.east.members[0], town.liaison):
        shown = html(someone, case)
        assert GROUND not in shown
        assert f"依规由{town.east.organisation.name} 联系领导办理" in shown
    assert GROUND in html(town.east.secretary, reverse("workflows:recusals"))


def test_ground_is_shown_to_the_discipline_committee_at_work_on_the_case(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.declare_recusal(town.liaison)
    case = reverse("rectification:case", args=[play.case.pk])
    assert GROUND in html(town.dis[1], case)
    for someone in (town.east.secretary, town.pse, town.lg):
        assert GROUND not in html(someone, case)


def test_administrator_recuses_nobody_and_frees_nobody(reviewed: Play) -> None:
    """Nor does he take the step from which somebody else is recused."""
    town = reviewed.town
    admin = person("管安全")
    in_office(admin, Role.ADM, town.committee)
    reviewed.declare_recusal(town.east.secretary)
    client = client_of(admin)
    data = {"person": town.liaison.pk, "ground": "interest", "reason": REASON}
    urls = [page(name, reviewed) for name in PAGES]
    urls.append(reverse("workflows:act", args=[reviewed.item("approve_plan").pk]))
    for url in urls:
        assert client.get(url).status_code == 404
        assert client.post(url, data).status_code == 404
    assert client.post(reverse("workflows:recusals"), {"end": "1"}).status_code != 302
    assert list(Recusal.objects.values_list("person", flat=True)) == [town.east.secretary.pk]
    assert not RecusalRequest.objects.exists()


def test_owner_asks_and_both_read_the_answer_on_their_own_page(reviewed: Play) -> None:
    town = reviewed.town
    owner = client_of(town.east.members[0])
    data = {"person": town.east.secretary.pk, "ground": "interest", "reason": REASON}
    answer = owner.post(page("request_recusal", reviewed), data)
    assert answer["Location"] == reverse("rectification:case", args=[reviewed.case.pk])
    own = reverse("workflows:recusals")
    assert "待决定" in html(town.east.secretary, own)
    item = reviewed.item("decide_recusal")
    shown = html(town.pse, reverse("workflows:act", args=[item.pk]))
    assert reviewed.case.description not in shown
    assert REASON in shown
    words = "经核实不存在利害关系，继续办理。"
    reviewed.take("decide_recusal", town.pse, decision="refuse", answer=words)
    for someone in (town.east.members[0], town.east.secretary):
        assert words in html(someone, own)
    assert words not in html(town.officer, own)


def test_nobody_is_asked_about_who_does_not_act(reviewed: Play) -> None:
    data = {"person": reviewed.town.west.secretary.pk, "ground": "interest", "reason": REASON}
    answer = client_of(reviewed.case.owner_person).post(page("request_recusal", reviewed), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["person"]
    assert not RecusalRequest.objects.exists()


def test_choice_of_whom_to_ask_about_tells_nothing_of_a_recusal(reviewed: Play) -> None:
    """Who declared recusal is offered as before, and the request is taken and answered."""
    town, url = reviewed.town, page("request_recusal", reviewed)
    owner, secretary = client_of(town.east.members[0]), town.east.secretary
    before = set(owner.get(url).context["form"].fields["person"].queryset)
    assert secretary in before
    reviewed.declare_recusal(secretary)
    assert before <= set(owner.get(url).context["form"].fields["person"].queryset)
    data = {"person": secretary.pk, "ground": "interest", "reason": REASON}
    case = reverse("rectification:case", args=[reviewed.case.pk])
    assert owner.post(url, data)["Location"] == case
    reviewed.take("decide_recusal", decision="refuse")
    assert RecusalRequest.objects.get().decision == "refused"
    assert Recusal.objects.get().ground == "relative"


def test_office_enters_no_recusal_of_whoever_is_recused_already(reviewed: Play) -> None:
    url = page("enter_recusal", reviewed)
    client = client_of(reviewed.town.officer)
    secretary = reviewed.town.east.secretary
    assert secretary in client.get(url).context["form"].fields["person"].queryset
    reviewed.declare_recusal(secretary)
    assert secretary not in client.get(url).context["form"].fields["person"].queryset


def test_standing_declaration_is_made_and_ended_on_ones_own_page(play: Play) -> None:
    play.report()
    town = play.town
    client, url = client_of(town.liaison), reverse("workflows:recusals")
    data = {"organisation": town.east.organisation.pk, "ground": "relative"}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    row = OrganisationRecusal.objects.get()
    assert client_of(town.officer).post(url, {"end": row.pk}).status_code == 404
    assert client.post(url, {"end": "x"}).status_code == 404
    assert client.post(url, {"end": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.until == row.since


def test_own_organisation_is_refused_beside_its_field(play: Play) -> None:
    play.report()
    data = {"organisation": play.town.east.organisation.pk, "ground": "relative"}
    answer = client_of(play.town.east.secretary).post(reverse("workflows:recusals"), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["organisation"]


def test_failure_that_is_void_stays_and_says_so(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.clock.shift(timedelta(hours=1))
    play.enter_recusal(play.town.dis[1])
    shown = html(play.town.officer, reverse("rectification:case", args=[play.case.pk]))
    assert "验收结论作废" in shown
    assert "作废" in shown
    assert "限期补正" not in shown


def test_closing_sheet_that_is_void_stays_and_says_so(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    data = {"person": play.town.dis[1].pk, "ground": "interest", "reason": REASON}
    answer = client_of(play.town.officer).post(page("enter_recusal", play), data)
    case = reverse("rectification:case", args=[play.case.pk])
    assert answer["Location"] == case
    shown = html(play.town.officer, case)
    assert play.case.closures.get().number in shown
    assert "作废" in shown
