"""亮灯规则: two offices enter, try and confirm thresholds; what the lights then show."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, Step
from rectification.models import Case, LightRule, Measure, Person
from rectification.roles import Role
from tests.factories import Township, case_in
from tests.rectification.services.test_light_rules import confirmed, entered
from tests.rectification.web.desk import client_of, happen, html_of, open_step, share, visit

pytestmark = pytest.mark.django_db

HOME = reverse("rectification:light_rules")
NEW = reverse("rectification:new_light_rule")


def url_of(rule: LightRule) -> str:
    return reverse("rectification:light_rule", args=[rule.pk])


def html(someone: Person, url: str) -> str:
    response = client_of(someone).get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def sent(town: Township, **given: Any) -> dict[str, Any]:
    return {
        "committee": town.committee.pk,
        "in_force_from": timezone.localdate().isoformat(),
        "soon_days": 0,
        "behind_percent": 50,
        "left_percent": 25,
        "faults_yellow": 1,
        "faults_red": 2,
        **given,
    }


def test_thresholds_from_the_form_to_force(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation, due_in=3)
    response = client_of(town.officer).post(NEW, sent(town))
    rule = LightRule.objects.get()
    assert response.headers["Location"] == url_of(rule)
    assert case.number not in html(town.officer, url_of(rule))
    client_of(town.officer).post(url_of(rule), {"try": "1"})
    shown = html(town.officer, url_of(rule))
    assert case.number in shown
    assert "另一人确认" in shown
    client_of(town.officer).post(url_of(rule), {"confirm": "1"})
    rule.refresh_from_db()
    assert rule.confirmed_at is None
    assert visit(town.pse, case).context["page"].light.colour == "yellow"
    client_of(town.org).post(url_of(rule), {"confirm": "1"})
    rule.refresh_from_db()
    assert rule.confirmed_by == town.org
    assert visit(town.pse, case).context["page"].light.colour == "green"
    assert "生效中" in html(town.org, HOME)


def test_refused_thresholds_keep_what_was_typed(town: Township) -> None:
    response = client_of(town.org).post(NEW, sent(town, faults_red=1, soon_days=7))
    assert response.status_code == 422
    assert 'value="7"' in response.content.decode()
    assert not LightRule.objects.exists()


def test_pages_ask_as_much_for_three_rows_as_for_one(
    town: Township, django_assert_num_queries: Any
) -> None:
    rule = entered(town, soon_days=0)
    client_of(town.officer).post(url_of(rule), {"try": "1"})
    client = client_of(town.officer)
    client.get(url_of(rule))
    for _ in range(2):
        case = case_in(town, CaseStage.RECTIFYING)
        open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation, due_in=3)
        with django_assert_num_queries(16):
            client.get(url_of(rule))


# --- what the pages show


def row_of(someone: Person, case: Case) -> Any:
    rows = client_of(someone).get(reverse("rectification:cases")).context["rows"]
    return next(row for row in rows if row.url.endswith(f"/{case.pk}/"))


def test_quality_light_stands_apart_on_the_page_and_in_the_list(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation, due_in=30)
    assert visit(town.pse, case).context["page"].quality.colour == "green"
    assert row_of(town.pse, case).quality is None
    for colour in ("yellow", "red"):
        happen(case, EventVerb.PLAN_RETURNED)
        page = visit(town.pse, case).context["page"]
        assert (page.light.colour, page.quality.colour) == ("green", colour)
        assert row_of(town.pse, case).quality.colour == colour
    assert "质量：已退回或未通过2次" in html_of(town.pse, case)


def test_co_unit_reads_no_quality(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    happen(case, EventVerb.PLAN_RETURNED)
    share(case, town.west.organisation)
    assert visit(town.west.secretary, case).context["page"].quality is None
    assert row_of(town.west.secretary, case).quality is None


def test_caught_up_red_is_yellow_until_the_round_is_over(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    late = open_step(case, Step.REPORT_EFFECT, Role.SEC, town.east.organisation, due_in=-2)
    assert visit(town.pse, case).context["page"].light.colour == "red"
    late.closed_at = timezone.now()
    late.save()
    open_step(case, Step.FIRST_REVIEW, Role.LIA, town.east.organisation, due_in=6)
    light = visit(town.pse, case).context["page"].light
    assert (light.colour, light.word) == ("yellow", "曾逾期，已补上")


def test_each_measure_bears_a_light_of_its_own(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    plan, today = case.plans.get(), timezone.localdate()
    days = {
        2: (30, None),
        3: (2, None),
        4: (-1, None),
        5: (-1, timezone.now()),
        6: (1, timezone.now()),
    }
    for position, (due_in, done_at) in days.items():
        Measure.objects.create(
            plan=plan,
            position=position,
            text="措施",
            deliverable="记录",
            organisation=town.east.organisation,
            person=town.east.clerk,
            due_on=today + timedelta(days=due_in),
            done_at=done_at,
        )
    rows = visit(town.pse, case).context["page"].plan.rows
    assert [row[-1].light.colour for row in rows[1:]] == [
        "green",
        "yellow",
        "red",
        "yellow",
        "blue",
    ]


def test_versions_of_another_township_are_not_there(town: Township) -> None:
    rule = confirmed(town)
    for someone in (town.pse, town.east.secretary):
        assert client_of(someone).get(HOME).status_code == 404
        assert client_of(someone).post(url_of(rule), {"try": "1"}).status_code == 404
