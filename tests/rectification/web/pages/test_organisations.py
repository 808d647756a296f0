"""组织 and 人员: the tree as of a day, one organisation, the list of people, one person."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from rectification.enums import CaseStage, OrganisationKind
from rectification.models import Appointment, Membership, Organisation, Person
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from tests.factories import (
    FOUNDED,
    Township,
    case_in,
    in_office,
    organisation,
    person,
    township,
)
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db
TREE, PEOPLE = "/organisations/", "/people/"


@pytest.fixture
def town(db: None) -> Any:
    with time_machine.travel(datetime(2026, 6, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield township()


def page(town: Township, url: str) -> Any:
    response = client_of(town.org).get(url)
    assert response.status_code == 200
    return response


def of_organisation(node: Organisation) -> str:
    return reverse("rectification:organisation", args=[node.pk])


def of_person(someone: Person) -> str:
    return reverse("rectification:person", args=[someone.pk])


def flat(tree: Any) -> dict[str, list[str]]:
    """What stands below what, by names."""
    return {
        str(node.title): [str(below.title) for below in node.below] for node in walk(list(tree))
    }


def walk(nodes: list[Any]) -> list[Any]:
    return [found for node in nodes for found in (node, *walk(list(node.below)))]


@pytest.mark.parametrize("url", [TREE, PEOPLE, "/appointments/new/", "/roster/"])
def test_pages_are_the_organisation_offices_alone(town: Township, url: str) -> None:
    for someone in (town.pse, town.officer, town.east.secretary, town.dis[0]):
        assert client_of(someone).get(url).status_code == 404
    page(town, url)


def test_navigation_leads_there_only_for_those_entitled(town: Township) -> None:
    def entries(someone: Person) -> list[str]:
        return [item.url for item in client_of(someone).get("/").context["nav"]]

    assert TREE in entries(town.org)
    assert "/appointments/" in entries(town.pse)
    for someone in (town.pse, town.officer, town.east.secretary):
        assert TREE not in entries(someone)
    assert "/appointments/" not in entries(town.officer)


def test_tree_shows_who_stands_under_whom_with_secretary_and_members(town: Township) -> None:
    tree = page(town, TREE).context["tree"]
    found = flat(tree)
    assert town.east.organisation.name in found[town.committee.name]
    assert found[town.leading_group.name] == [town.office.name]
    (east,) = [n for n in walk(tree) if n.title == town.east.organisation.name]
    code, secretary, members = map(str, east.meta)
    assert code == town.east.organisation.code
    assert town.east.secretary.name in secretary
    assert "4" in members


def test_tree_of_a_day_is_that_of_the_day(town: Township) -> None:
    closed = organisation(OrganisationKind.BRANCH, "旧渡口党支部", town.committee)
    closed.closed_on = date(2026, 3, 31)
    closed.save()
    closed.parent_edges.update(valid_to=closed.closed_on)
    former = Appointment.objects.get(person=town.east.secretary)
    former.valid_to = date(2026, 3, 15)
    former.save()
    in_office(town.east.clerk, Role.SEC, town.east.organisation, since=date(2026, 3, 16))
    before = page(town, f"{TREE}?on=2026-03-15").content.decode()
    assert closed.name in before
    assert town.east.secretary.name in before
    now = page(town, TREE).content.decode()
    assert closed.name not in now
    assert town.east.clerk.name in now
    assert town.east.secretary.name not in now


@pytest.mark.parametrize("day", ["", "2026-02-30", "nonsense", "0001-01-01"])
def test_nonsense_for_a_day_breaks_nothing(town: Township, day: str) -> None:
    for url in (TREE, of_organisation(town.east.organisation)):
        page(town, f"{url}?on={day}")


def test_organisation_shows_offices_and_members_of_the_day(town: Township) -> None:
    node = town.east.organisation
    html = page(town, of_organisation(node)).content.decode()
    for someone in (town.east.secretary, town.east.clerk, *town.east.members, town.liaison):
        assert someone.name in html
    assert town.west.secretary.name not in html
    earlier = page(town, f"{of_organisation(node)}?on=2019-12-31").content.decode()
    assert town.east.secretary.name not in earlier


def test_office_that_waits_is_shown_as_such(town: Township) -> None:
    appoint(
        person=town.east.members[0],
        role=Role.CLK,
        organisation=town.east.organisation,
        valid_from=FOUNDED,
        entered_by=town.org,
    )
    offices = page(town, of_organisation(town.east.organisation)).context["offices"]
    colours = [row[-1].light.colour for row in offices]
    assert sorted(colours) == ["green", "green", "green", "yellow"]


def test_members_come_page_by_page(town: Township) -> None:
    node = town.east.organisation
    for number in range(30):
        person(f"石多{number}", branch=node)
    first = page(town, of_organisation(node))
    assert len(first.context["members"]) == 25
    second = page(town, of_organisation(node) + first.context["next_url"])
    assert len(second.context["members"]) == 9
    assert second.context["next_url"] == ""


def test_people_are_searched_by_name_and_code(town: Township) -> None:
    someone = town.east.secretary
    for words in (someone.name, someone.name[:2], someone.code):
        rows = page(town, f"{PEOPLE}?q={words}").context["rows"]
        assert someone.name in [row.title for row in rows]
    assert page(town, f"{PEOPLE}?q=无此人").context["rows"] == []


def test_people_come_page_by_page_and_keep_the_search(town: Township) -> None:
    for number in range(30):
        person(f"石多{number:02d}", branch=town.east.organisation)
    first = page(town, f"{PEOPLE}?q=石多")
    second = page(town, PEOPLE + first.context["next_url"])
    titles = [row.title for row in (*first.context["rows"], *second.context["rows"])]
    assert titles == [f"石多{number:02d}" for number in range(30)]


def test_person_page_tells_where_and_what_and_never_a_case(town: Township) -> None:
    owner = town.east.members[0]
    case = case_in(town, CaseStage.RECTIFYING, level="M", title="不应出现的标题")
    former = Membership.objects.get(person=owner)
    former.valid_to = date(2026, 5, 31)
    former.save()
    Membership.objects.create(
        person=owner,
        organisation=town.west.organisation,
        kind="full",
        valid_from=date(2026, 6, 1),
    )
    html = page(town, of_person(owner)).content.decode()
    assert town.east.organisation.name in html
    assert town.west.organisation.name in html
    assert case.title not in html
    assert str(case.number) not in html


def test_another_township_is_not_there(town: Township) -> None:
    other = township()
    for url in (of_organisation(other.committee), of_person(other.pse)):
        assert client_of(town.org).get(url).status_code == 404
        assert client_of(other.org).get(url).status_code == 200
    html = page(town, TREE).content.decode() + page(town, PEOPLE).content.decode()
    assert other.committee.code not in html
    assert other.pse.code not in html
    assert page(town, f"{PEOPLE}?q={other.pse.code}").context["rows"] == []


def test_page_closes_with_the_office(town: Township) -> None:
    office = Appointment.objects.get(person=town.org)
    office.valid_to = today() - timedelta(days=1)
    office.save()
    assert client_of(town.org).get(TREE).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    general = organisation(OrganisationKind.GENERAL_BRANCH, "白塔片党总支", town.committee)
    for number in range(rows):
        node = organisation(OrganisationKind.BRANCH, f"第{number}支部", general)
        in_office(person(f"书记{number}", branch=general), Role.SEC, node)
    client = client_of(town.org)
    head = 7
    for url, queries in (
        (TREE, head + 4),
        (PEOPLE, head + 3),
        (of_organisation(general), head + 7),
        (of_person(town.east.secretary), head + 3),
    ):
        with django_assert_num_queries(queries):
            client.get(url)
