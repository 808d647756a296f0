"""docs/rules.md 3.3: who publishes the list, from when, and what is no item of it."""

from datetime import timedelta

import pytest

from rectification.models import Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.negative_list import (
    publishing_office,
    why_not_conduct,
    why_not_from,
)
from rectification.policies.townships import own_township
from rectification.roles import Role
from tests.factories import Township, in_office, negative_list, person


def authority(someone: Person) -> Authority:
    return authority_of(someone.user)


def test_organisation_office_publishes_for_its_township(far: Township, town: Township) -> None:
    for place in (town, far):
        office = publishing_office(authority(place.org))
        assert office is not None
        assert (office.role, office.jurisdiction) == (Role.ORG, place.committee)
    for someone in (town.officer, town.pse, town.dis[0], town.east.secretary):
        assert publishing_office(authority(someone)) is None


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, True), (1, False)])
def test_version_begins_after_the_last_one(town: Township, days: int, refused: bool) -> None:
    version = negative_list(town)
    why = why_not_from(today() + timedelta(days=days), [version])
    assert ((why.rule if why else "") == "3.3") == refused


def test_first_version_begins_today_or_later(town: Township) -> None:
    assert why_not_from(today(), []) is None
    assert why_not_from(today() - timedelta(days=1), []) is not None


def test_item_is_conduct() -> None:
    assert why_not_conduct("承诺事项到期没有兑现又不说明") == ""
    for text in ("理想信念不坚定", "家庭关系不好", "对党不忠诚"):
        assert why_not_conduct(text)


def test_township_is_that_of_the_branch_else_of_the_office(far: Township, town: Township) -> None:
    observer = in_office(person("上观察"), Role.SUP, far.committee)
    assert own_township(authority(town.east.members[0])) == town.committee
    assert own_township(authority(town.org)) == town.committee
    assert own_township(authority(far.east.members[0])) == far.committee
    assert own_township(authority(observer)) == far.committee
    assert own_township(authority(person("局外人"))) is None
