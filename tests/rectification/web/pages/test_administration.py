"""账号管理: what an administrator finds and does, and that it is facts of accounts only."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, MembershipKind
from rectification.models import AccountEvent, AccountLink, Membership, Person, User
from rectification.roles import Role
from rectification.services import second_factor
from rectification.services.accounts import open_account
from rectification.services.role_security import roles_with_second_factor
from rectification.web.dates import moment
from tests.authenticator import enrolled
from tests.factories import (
    PASSWORD,
    Township,
    case_in,
    in_office,
    organisation,
    person,
)
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

URL, ROLES = "/accounts/", "/accounts/roles/"
GOOD = "guihua-lianying-47"


def page_of(someone: Person) -> str:
    return f"{URL}{someone.pk}/"


def names(response: Any) -> list[str]:
    return [row[1] for row in response.context["rows"]]


def newcomer(town: Township, code: str = "N-0001", name: str = "新来人") -> Person:
    someone = Person.objects.create(code=code, name=name)
    Membership.objects.create(
        person=someone,
        organisation=town.east.organisation,
        kind=MembershipKind.FULL,
        valid_from=date(2026, 1, 1),
    )
    return someone


# --- list ---------------------------------------------------------------------------------------


def test_list_finds_by_part_of_code_or_name(town: Township, desk: Client) -> None:
    newcomer(town)
    assert names(desk.get(URL, {"search": "石小"})) == ["石小满"]
    assert names(desk.get(URL, {"search": "n-000"})) == ["新来人"]
    assert names(desk.get(URL, {"state": "none"})) == ["新来人"]
    assert names(desk.get(URL, {"state": "disabled"})) == []
    assert "没有找到" in desk.get(URL, {"search": "谁也不是"}).content.decode()


@pytest.mark.parametrize("query", [{"state": "nonsense"}, {"search": "x" * 200}, {"after": "'"}])
def test_nonsense_in_the_query_does_no_harm(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(URL, query).status_code == 200


def test_list_goes_on_where_it_ended_and_keeps_the_search(town: Township, desk: Client) -> None:
    for number in range(60):
        newcomer(town, f"N-{number:04d}", f"众人{number:02d}")
    first = desk.get(URL, {"search": "众人"})
    assert len(names(first)) == 50
    second = desk.get(first.context["next_url"])
    assert names(second)[0] == "众人50"
    assert names(second)[-1] == "众人59"
    assert second.context["next_url"] == ""


def test_everybody_stands_there_once_however_many_offices_he_holds(
    town: Township, desk: Client
) -> None:
    assert town.liaison.appointments.count() == 2
    assert names(desk.get(URL, {"search": town.liaison.name})) == [town.liaison.name]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many(
    town: Township, desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        newcomer(town, f"N-{number:04d}", f"众人{number}")
    with django_assert_num_queries(9):
        assert len(names(desk.get(URL, {"search": "众人"}))) == count


def test_people_of_another_township_are_not_there(town: Township, desk: Client) -> None:
    elsewhere = organisation("committee", "中共白河镇委员会")
    stranger = person("别处人", branch=organisation("branch", "白河村党支部", elsewhere))
    assert names(desk.get(URL, {"search": "别处人"})) == []
    assert desk.get(page_of(stranger)).status_code == 404
    assert desk.post(page_of(stranger), {"act": "issue_link"}).status_code == 404


def test_only_an_administrator_is_led_to_the_pages(town: Township, desk: Client) -> None:
    assert f'href="{URL}"' in desk.get("/").content.decode()
    assert f'href="{URL}"' not in client_of(town.pse).get("/").content.decode()


# --- acts ---------------------------------------------------------------------------------------


def test_account_is_opened_and_its_first_link_shown_once(town: Township, desk: Client) -> None:
    someone = newcomer(town)
    response = desk.post(page_of(someone), {"act": "open"})
    assert response.status_code == 200
    link = response.context["link"]
    assert link.startswith("http://testserver/links/")
    assert f'value="{link}"' in response.content.decode()
    assert response.context["picture"].startswith("data:image/svg+xml")
    assert link not in desk.get(page_of(someone)).content.decode()
    browser = Client()
    page = browser.get(link)
    assert "N-0001" in page.content.decode()
    data = {"new_password": GOOD, "new_password_again": GOOD}
    assert browser.post(link, data).url == reverse("rectification:login")
    assert "密码已设置" in browser.get("/login/").content.decode()
    login = browser.post("/login/", {"username": "N-0001", "password": GOOD})
    assert login.url == "/"
    assert browser.get("/").status_code == 200


def test_disabled_account_is_out_at_once_and_comes_back(town: Township, desk: Client) -> None:
    holder = client_of(town.pse)
    assert desk.post(page_of(town.pse), {"act": "disable"}).url == page_of(town.pse)
    assert holder.get("/").status_code == 302
    data = {"username": town.pse.code, "password": PASSWORD}
    assert Client().post("/login/", data).status_code == 200
    desk.post(page_of(town.pse), {"act": "enable"})
    assert Client().post("/login/", data).status_code == 302


def test_sessions_are_ended_and_a_second_factor_taken_off(town: Township, desk: Client) -> None:
    holder = client_of(town.pse)
    desk.post(page_of(town.pse), {"act": "log_out"})
    assert holder.get("/").status_code == 302
    enrolled(town.pse.user)
    desk.post(page_of(town.pse), {"act": "reset_factor"})
    assert not second_factor.has_second_factor(user=town.pse.user)
    assert client_of(town.pse).get("/").status_code == 200


@pytest.mark.parametrize("act", ["open", "issue_link", "disable", "enable", "reset_factor"])
def test_nobody_acts_on_his_own_account(admin: Person, desk: Client, act: str) -> None:
    response = desk.post(page_of(admin), {"act": act})
    assert response.status_code == 403
    assert "任何人不得管理本人的账号" in response.content.decode()
    assert not AccountEvent.objects.exists()
    assert User.objects.get(person=admin).is_active


def test_own_page_offers_no_act(admin: Person, desk: Client) -> None:
    assert desk.get(page_of(admin)).context["acts"] == []


@pytest.mark.parametrize("act", ["", "become", "set_password"])
def test_there_is_no_other_act(town: Township, desk: Client, act: str) -> None:
    assert desk.post(page_of(town.pse), {"act": act, "password": GOOD}).status_code == 404
    assert not AccountEvent.objects.exists()
    assert User.objects.get(person=town.pse).check_password(PASSWORD)


def test_act_on_somebody_without_an_account_is_refused(town: Township, desk: Client) -> None:
    someone = newcomer(town)
    assert desk.post(page_of(someone), {"act": "issue_link"}).status_code == 403
    assert desk.post(page_of(town.pse), {"act": "open"}).status_code == 403


def test_page_shows_facts_of_the_account_and_no_case(town: Township, desk: Client) -> None:
    case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="不应出现的标题")
    owner = town.east.members[0]
    response = desk.get(page_of(owner))
    assert "不应出现的标题" not in response.content.decode()
    assert [name for name, _value in response.context["facts"]] == [
        "编码",
        "姓名",
        "用户名",
        "动态验证码",
    ]


def test_nothing_says_when_or_how_often_anybody_logs_in(town: Township, desk: Client) -> None:
    """Guard-rail 0.1."""
    Client().post("/login/", {"username": town.pse.code, "password": PASSWORD})
    found = User.objects.get(person=town.pse).last_login
    assert found is not None
    for url in (URL, page_of(town.pse)):
        assert moment(found) not in desk.get(url).content.decode()


@pytest.mark.parametrize("who", ["pse", "org", "lg", "intake", "gen"])
def test_whoever_is_no_administrator_finds_nothing(town: Township, who: str) -> None:
    client = client_of(getattr(town, who))
    for url in (URL, ROLES, page_of(town.dps)):
        assert client.get(url).status_code == 404
        assert client.post(url, {"act": "issue_link"}).status_code == 404
    assert not AccountLink.objects.exists()


def test_administrator_reads_no_case_and_no_notice_of_members(
    town: Township, admin: Person, desk: Client
) -> None:
    cases = [case_in(town, CaseStage.RECTIFYING, level=level) for level in CaseLevel]
    assert desk.get("/cases/").context["rows"] == []
    for case in cases:
        assert desk.get(f"/cases/{case.pk}/").status_code == 404
        assert desk.get(reverse("workflows:chart", args=[case.pk])).status_code == 404
    assert desk.get("/board/").context["notices"] == []
    assert desk.get(reverse("workflows:new_problem")).status_code == 404


# --- rules by role ------------------------------------------------------------------------------


def test_roles_are_chosen_and_ticked_again(town: Township, desk: Client) -> None:
    assert desk.post(ROLES, {"roles": ["DIS", "PSE"]}).url == ROLES
    assert roles_with_second_factor() == {"DIS", "PSE"}
    assert desk.get(ROLES).context["form"].initial == {"roles": ["DIS", "PSE"]}
    assert client_of(town.pse).get("/").url.startswith("/account/factor/")
    desk.post(ROLES, {})
    assert roles_with_second_factor() == set()


def test_role_that_does_not_exist_changes_nothing(desk: Client) -> None:
    assert desk.post(ROLES, {"roles": ["DIS", "NONE"]}).status_code == 422
    assert roles_with_second_factor() == set()


def test_administrator_below_the_root_does_not_set_the_rules(town: Township) -> None:
    below = organisation("committee", "中共云溪镇机关委员会", town.committee)
    client = client_of(in_office(person("下管机"), Role.ADM, below))
    assert client.get(URL).status_code == 200
    tabs = [tab.url for tab in client.get(URL).context["tabs"]]
    assert tabs == [URL, reverse("rectification:undelivered")]
    assert client.get(ROLES).status_code == 404


# --- links --------------------------------------------------------------------------------------


def link_for(desk: Client, someone: Person) -> str:
    return str(desk.post(page_of(someone), {"act": "issue_link"}).context["link"])


def test_link_that_is_gone_says_so_and_nothing_else(town: Township, desk: Client) -> None:
    old, new = link_for(desk, town.pse), link_for(desk, town.pse)
    for url in (old, f"{new[:-5]}AAAA/", "/links/nonsense/"):
        response = Client().get(url)
        assert response.status_code == 404
        assert "链接无效" in response.content.decode()
        assert Client().post(url, {"new_password": GOOD}).status_code == 404
    assert Client().get(new).status_code == 200


def test_link_with_a_weak_password_stays_good(town: Township, desk: Client) -> None:
    link = link_for(desk, town.pse)
    data = {"new_password": "qq123456789", "new_password_again": "qq123456789"}
    response = Client().post(link, data)
    assert response.status_code == 422
    assert "new_password" in response.context["form"].errors
    assert Client().get(link).status_code == 200


def test_link_does_nothing_in_a_session_of_somebody_else(town: Township, desk: Client) -> None:
    """An administrator at his own desk does not set the password he handed a link out for."""
    link = link_for(desk, town.pse)
    assert "请先退出登录" in desk.get(link).content.decode()
    data = {"new_password": GOOD, "new_password_again": GOOD}
    assert desk.post(link, data).status_code == 403
    assert User.objects.get(person=town.pse).check_password(PASSWORD)
    assert Client().get(link).status_code == 200


def test_link_logs_nobody_in_and_leaves_the_second_factor(town: Township, desk: Client) -> None:
    enrolled(town.pse.user)
    link = link_for(desk, town.pse)
    browser = Client()
    browser.post(link, {"new_password": GOOD, "new_password_again": GOOD})
    assert browser.get("/").url.startswith("/login/")
    login = browser.post("/login/", {"username": town.pse.code, "password": GOOD}, follow=True)
    assert login.redirect_chain[-1][0].startswith("/login/code/")


def test_account_without_a_password_is_opened_by_no_password(town: Township, admin: Person) -> None:
    someone = newcomer(town)
    open_account(person=someone, by=admin.user)
    for password in ("", "!", "None"):
        data = {"username": someone.code, "password": password}
        assert Client().post("/login/", data).status_code == 200
