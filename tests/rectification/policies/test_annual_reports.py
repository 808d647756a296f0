"""Whose annual report somebody makes: as far as his office reaches."""

import pytest

from rectification.policies.annual_reports import makes_report, report_places
from tests.factories import Township, rights

pytestmark = pytest.mark.django_db


def test_makers_are_the_office_whoever_approves_and_supervision(town: Township) -> None:
    east = town.east.organisation
    makers = [town.officer, town.pse, town.lg, town.dis[0], town.liaison, town.east.secretary]
    others = [town.east.clerk, town.east.members[0], town.west.secretary, town.org, town.gen]
    assert [makes_report(rights(who), east) for who in makers] == [True] * 6
    assert [makes_report(rights(who), east) for who in others] == [False] * 5


def test_places_are_what_the_offices_reach(town: Township) -> None:
    assert report_places(rights(town.officer)) == [town.committee]
    assert report_places(rights(town.east.secretary)) == [town.east.organisation]
    assert report_places(rights(town.east.clerk)) == []
