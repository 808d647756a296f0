"""docs/rules.md T29: what stands in the way of striking an entry off."""

import pytest

from rectification.enums import CaseStage, Secrecy, WaiverGround
from rectification.models import Evidence
from rectification.selectors.closure import open_points
from rectification.services import publication, waivers
from tests.days import at
from tests.factories import Township, acting, case_in
from tests.published import noticed, posted

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


def test_open_points_before_any_work(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)

    assert len(open_points(case)) == 2


def test_open_points_while_the_notice_runs(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    assert len(open_points(case)) == 1
    posted(town, case)

    assert len(open_points(case)) == 1


def test_open_points_after_the_notice_is_none(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    noticed(town, case)

    assert open_points(case) == []
    Evidence.objects.all().delete()
    assert len(open_points(case)) == 1


def test_open_points_after_an_agreed_waiver_is_none(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, secrecy=Secrecy.INTERNAL)
    waivers.propose_waiver(
        case=case,
        actor=acting(town.officer),
        ground=WaiverGround.SECRECY,
        reason="内容属内部事项，不宜公开。",
    )
    publication.approve_publication(case=case, actor=acting(town.pse))
    assert len(open_points(case)) == 1
    waivers.agree_waiver(case=case, actor=acting(town.dis[0]))

    assert open_points(case) == []
