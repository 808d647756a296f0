"""T32: a problem like one struck off before is shown to those who see both, and to nobody else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Category
from rectification.models import Case, Recusal
from rectification.policies.look_backs import follows_relapses
from rectification.roles import Role
from rectification.selectors.similar import registered_alike, struck_off_alike
from tests.days import at
from tests.factories import Township, case_in, in_office, rights, township
from tests.rectification.services.test_occasions import supervisor
from tests.rectification.web.desk import client_of
from tests.struck import struck_off

CLOSED_ON = date(2026, 5, 11)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(date(2026, 11, 9), "10:00:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def pair(town: Township, **later: Any) -> tuple[Case, Case]:
    """A case that was struck off half a year ago, and one registered since."""
    closed = struck_off(town, CLOSED_ON, level=later.get("level", CaseLevel.BRANCH))
    return closed, case_in(town, CaseStage.REGISTERED, **later)


def test_similar_ones_of_the_owner_are_found_from_both_sides(town: Township) -> None:
    closed, later = pair(town)
    assert struck_off_alike(later, town.officer) == [closed]
    assert registered_alike(closed, town.officer) == [later]


@pytest.mark.parametrize(
    "other",
    [
        {"category": Category.ME_ROLE},
        {"title": "公开栏内容过期", "description": "村务公开栏仍为上一季度内容。"},
        {"level": CaseLevel.COMMITTEE},
    ],
)
def test_another_category_fact_or_owner_is_no_hint(town: Township, other: dict[str, Any]) -> None:
    closed = struck_off(town, CLOSED_ON)
    later = case_in(town, CaseStage.REGISTERED, **other)
    assert struck_off_alike(later, town.officer) == []
    assert registered_alike(closed, town.officer) == []


def test_members_case_is_like_one_of_the_same_person_alone(town: Township) -> None:
    member, other = town.east.members[:2]
    closed, same = pair(town, level=CaseLevel.MEMBER)
    case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER, owner_person=other, author=other)
    assert closed.owner_person == member
    assert registered_alike(closed, town.officer) == [same]


def test_after_the_months_and_before_closing_it_is_no_hint(
    town: Township, clock: time_machine.Traveller, settings: Any
) -> None:
    closed, later = pair(town)
    settings.SIMILAR_MONTHS = 5
    assert (struck_off_alike(later, town.officer), registered_alike(closed, town.officer)) == (
        [],
        [],
    )
    settings.SIMILAR_MONTHS = 12
    Case.objects.filter(pk=later.pk).update(submitted_at=at(CLOSED_ON, "09:00:00"))
    later.refresh_from_db()
    assert (struck_off_alike(later, town.officer), registered_alike(closed, town.officer)) == (
        [],
        [],
    )


def test_who_does_not_see_the_other_one_is_told_nothing(town: Township) -> None:
    closed, later = pair(town)
    for hidden in (closed, later):
        Recusal.objects.create(
            case=hidden, person=town.officer, ground="interest", since=timezone.now()
        )
    assert struck_off_alike(later, town.officer) == []
    assert registered_alike(closed, town.officer) == []
    Case.objects.filter(pk=later.pk).update(sealed=True)
    assert registered_alike(closed, town.org) == []


def test_it_is_shown_to_those_who_follow_relapses(town: Township) -> None:
    closed, _later = pair(town)
    for someone in (town.officer, town.dis[0], supervisor(town)):
        assert follows_relapses(closed, rights(someone))
    for someone in (town.east.secretary, town.pse, town.org, town.liaison, township().officer):
        assert not follows_relapses(closed, rights(someone))


def page(case: Case, someone: Any) -> str:
    answer = client_of(someone).get(reverse("rectification:case", args=[case.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_closed_case_shows_it_with_the_way_to_look_back(town: Township) -> None:
    closed, later = pair(town)
    begin = f"{reverse('workflows:begin_look_back', args=[closed.pk])}?similar=1"
    assert str(later.number) in page(closed, town.officer)
    # The office is shown it; a supervisor or the discipline committee begins.
    assert begin not in page(closed, town.officer)
    watcher = in_office(town.officer, Role.INS, town.committee)
    assert begin in page(closed, watcher)
    assert str(later.number) not in page(closed, town.east.secretary)
    form = client_of(watcher).get(begin).content.decode()
    assert "相似问题" in form
    assert str(later.number) not in form
