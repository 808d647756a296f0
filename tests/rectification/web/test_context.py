"""The frame of every page: own head, reduced head, and what they cost."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from rectification.enums import MembershipKind, OrganisationKind
from rectification.models import (
    Appointment,
    InAppNotice,
    Membership,
    Organisation,
    Person,
    User,
)
from rectification.roles import Role
from rectification.web.context import navigation
from tests.factories import person, township
from tests.workflows.play import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    return Organisation.objects.create(
        code="B1",
        name="东篱村党支部",
        kind=OrganisationKind.BRANCH,
        opened_on=date(2020, 1, 1),
        path="0001",
    )


@pytest.fixture
def reader(branch: Organisation) -> User:
    person = Person.objects.create(code="M-0101", name="程立夏")
    Membership.objects.create(
        person=person,
        organisation=branch,
        kind=MembershipKind.FULL,
        valid_from=date(2020, 1, 1),
    )
    return User.objects.create_user("M-0101", None, person)


def request_of(user: Any, view_name: str = "") -> HttpRequest:
    request = RequestFactory().get("/cases/17/")
    request.user = user
    request.resolver_match = SimpleNamespace(view_name=view_name)
    return request


def tell(person: Person, *, times: int, read: bool = False) -> None:
    now = timezone.now()
    for number in range(times):
        InAppNotice.objects.create(
            key=f"{read}-{number}",
            recipient=person,
            kind="reminder",
            created_at=now,
            read_at=now if read else None,
        )


def test_head_of_anonymous_reader_is_reduced(branch: Organisation) -> None:
    html = render_to_string("404.html", request=request_of(AnonymousUser()))
    assert "head-public" in html
    assert "<details" not in html
    assert branch.name in html
    assert 'href="#main"' in html


def test_head_shows_who_is_logged_in_and_what_is_unread(reader: User) -> None:
    tell(reader.person, times=2)
    tell(reader.person, times=1, read=True)
    context = navigation(request_of(reader))
    assert context["holder"].name == "程立夏"
    assert context["messages_item"].count == 2


def test_member_without_office_is_shown_with_his_branch(reader: User) -> None:
    assert navigation(request_of(reader))["holder"].offices == ["东篱村党支部"]


def test_office_counts_once_confirmed(reader: User, branch: Organisation) -> None:
    office = Appointment.objects.create(
        person=reader.person,
        role=Role.SEC,
        organisation=branch,
        jurisdiction=branch,
        valid_from=date(2020, 1, 1),
    )
    assert navigation(request_of(reader))["holder"].offices == ["东篱村党支部"]
    office.confirmed_at = timezone.now()
    office.save()
    (shown,) = navigation(request_of(reader))["holder"].offices
    assert shown == f"东篱村党支部 {Role.SEC.label}"


def test_role_beside_the_work_of_a_body_is_named(reader: User, branch: Organisation) -> None:
    office = Organisation.objects.create(
        code="O1", name="领导小组办公室", kind=OrganisationKind.OFFICE, opened_on=date(2020, 1, 1)
    )
    for role in (Role.INS, Role.OFF):
        Appointment.objects.create(
            person=reader.person,
            role=role,
            organisation=office,
            jurisdiction=branch,
            valid_from=date(2020, 1, 1),
            confirmed_at=timezone.now(),
        )
    shown = navigation(request_of(reader))["holder"].offices
    assert shown == [f"领导小组办公室 {Role.INS.label}", "领导小组办公室"]


def test_opinions_are_offered_to_everybody_for_the_page_tells_the_way_on_paper() -> None:
    labels = [item.label for item in navigation(request_of(AnonymousUser()))["nav"]]
    assert "提意见" in labels


def test_unread_count_stops_at_the_cap(reader: User) -> None:
    tell(reader.person, times=120)
    assert navigation(request_of(reader))["messages_item"].count == 100
    assert "99+" in render_to_string("404.html", request=request_of(reader))


@pytest.mark.parametrize("unread", [1, 3])
def test_frame_costs_the_same_however_much_is_unread(
    reader: User, unread: int, django_assert_num_queries: Any
) -> None:
    tell(reader.person, times=unread)
    request = request_of(User.objects.select_related("person").get(pk=reader.pk))
    with django_assert_num_queries(4):
        render_to_string("404.html", request=request)


def test_answer_without_a_page_costs_nothing(reader: User, django_assert_num_queries: Any) -> None:
    request = request_of(reader)
    with django_assert_num_queries(0):
        navigation(request)


@pytest.mark.parametrize(
    ("view_name", "current"),
    [
        ("rectification:inbox", "rectification:inbox"),
        ("rectification:done", "rectification:inbox"),
        ("rectification:case", "rectification:cases"),
        ("rectification:messages", None),
    ],
)
def test_navigation_marks_where_one_is(reader: User, view_name: str, current: str | None) -> None:
    items = navigation(request_of(reader, view_name))["nav"]
    marked = [item.url for item in items if item.current]
    assert len(items) == 3
    assert len(marked) == (1 if current else 0)


@pytest.mark.parametrize(
    ("role", "label"),
    [
        (Role.DIS, "督办单"),
        (Role.INS, "督办单"),
        (Role.LG, "督办单"),
        (Role.ORG, "亮灯规则"),
        (Role.OFF, None),
        (Role.PSE, None),
    ],
)
def test_orders_and_light_rules_are_offered_to_those_who_read_them(
    reader: User, branch: Organisation, role: Role, label: str | None
) -> None:
    Appointment.objects.create(
        person=reader.person,
        role=role,
        organisation=branch,
        jurisdiction=branch,
        valid_from=date(2020, 1, 1),
        confirmed_at=timezone.now(),
    )
    labels = [str(item.label) for item in navigation(request_of(reader))["nav"]]
    assert {"督办单", "亮灯规则"} & set(labels) == ({label} if label else set())


def test_page_of_a_failure_needs_no_context() -> None:
    html = render_to_string("500.html")
    assert "<main" in html
    assert "head-nav" not in html


def test_frame_names_the_committee_of_the_readers_own_tree() -> None:
    """Two townships in one house: nobody reads the name of the other."""
    here, there = township(), township()
    Organisation.objects.filter(pk=there.committee.pk).update(name="中共月岭镇委员会")
    for town, name in ((here, here.committee.name), (there, "中共月岭镇委员会")):
        for someone in (town.pse, town.gen, town.east.secretary, town.east.members[0]):
            assert str(navigation(request_of(user_of(someone)))["office_name"]) == name
    for nobody in (AnonymousUser(), user_of(person("局外人"))):
        assert str(navigation(request_of(nobody))["office_name"]) == here.committee.name
