"""docs/rules.md 4.5, “Orders”: who issues a supervision order, and when it goes higher."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import SupervisionOrder
from rectification.policies import orders
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from tests.factories import Township, case_in


def test_offices_that_supervise_issue_it_in_their_township(town: Township, far: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    for someone, role in (
        (town.officer, "OFF"),
        (town.dis[0], "DIS"),
        (town.lg, "LG"),
        (town.pse, None),
        (town.east.secretary, None),
        (far.officer, None),
    ):
        office = orders.issuing_office(case, authority_of(someone.user))
        assert (office.role if office else None) == role


def test_list_is_for_those_who_issue(town: Township) -> None:
    asked = (town.officer, town.dis[0], town.lg, town.org, town.east.secretary)
    found = [orders.reads_orders(authority_of(someone.user)) for someone in asked]
    assert found == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("stage", "who", "has_open", "may"),
    [
        (CaseStage.RECTIFYING, "officer", False, True),
        (CaseStage.RECTIFYING, "officer", True, False),
        (CaseStage.PENDING_CLAIM, "officer", False, False),
        (CaseStage.RECTIFYING, "east.clerk", False, False),
    ],
)
def test_never_by_the_owners_side_nor_before_the_claim_nor_twice(
    town: Township, stage: CaseStage, who: str, has_open: bool, may: bool
) -> None:
    case = case_in(town, stage)
    person = town.east.clerk if who == "east.clerk" else town.officer
    why = orders.why_not_issue(case, person.pk, facts_of(case), has_open=has_open)
    assert (why is None) is may


@pytest.mark.parametrize(
    ("days", "closed", "at_top", "unanswered"),
    [(0, False, False, False), (-1, False, False, True), (-1, True, False, False)]
    + [(-1, False, True, False)],
)
def test_unanswered_after_its_last_day_until_it_has_reached_the_top(
    days: int, closed: bool, at_top: bool, unanswered: bool
) -> None:
    now = timezone.now()
    order = SupervisionOrder(
        reply_on=today() + timedelta(days=days),
        replied_at=now if closed else None,
        told_leading_group_at=now if at_top else None,
    )
    assert orders.is_unanswered(order) is unanswered


def test_liaison_leader_talks_about_an_admonition_once(town: Township, far: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    order = SupervisionOrder(case=case, level="admonition")
    for someone, may in ((town.liaison, True), (town.officer, False), (far.liaison, False)):
        assert (orders.talking_office(order, authority_of(someone.user)) is not None) is may
    for given, may in (
        ({"level": "admonition"}, True),
        ({"level": "supervision"}, False),
        ({"level": "admonition", "talk_on": today()}, False),
        ({"level": "admonition", "void_at": timezone.now()}, False),
    ):
        assert (orders.why_not_note_talk(SupervisionOrder(**given)) is None) is may
